"""The properties of `chats`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import DatetimeField, IntegerField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("chats")

id: Final = IntegerField("id")
"""identifier"""
created_at: Final = DatetimeField("created_at")
"""start"""
customer_id: Final = IntegerField("customer_id")
"""account"""
duration: Final = IntegerField("duration")
"""seconds (inferred)"""
operator_id: Final = IntegerField("operator_id")
"""operator user id"""
operator_ua: Final = StringField("operator_ua")
"""operator user agent"""
state: Final = StringField("state")
"""chat state"""
visitor_city: Final = StringField("visitor_city")
"""visitor city"""
visitor_country: Final = StringField("visitor_country")
"""visitor country"""
visitor_email: Final = StringField("visitor_email")
"""visitor email"""
visitor_geo: Final = StringField("visitor_geo")
"""visitor geo"""
visitor_id: Final = StringField("visitor_id")
"""visitor id"""
visitor_ip: Final = StringField("visitor_ip")
"""visitor ip"""
visitor_name: Final = StringField("visitor_name")
"""visitor name"""
visitor_referer: Final = StringField("visitor_referer")
"""visitor referer"""
visitor_ua: Final = StringField("visitor_ua")
"""visitor ua"""
website_id: Final = IntegerField("website_id")
"""website"""
