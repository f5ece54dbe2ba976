"""The properties of `apitokens`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import DatetimeField, IntegerField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("apitokens")

name: Final = StringField("name")
"""token name; (name, user_id) is unique"""
token: Final = StringField("token")
"""the secret itself; also the path key of DELETE"""
created_at: Final = DatetimeField("created_at")
expiry: Final = IntegerField("expiry")
"""idle lifetime in seconds (request body)"""
user_id: Final = IntegerField("user_id")
"""owner"""
customer_id: Final = IntegerField("customer_id")
"""account"""
host: Final = StringField("host")
"""address the key was made from"""
user_agent: Final = StringField("user_agent")
"""client the key was made with"""
last_request_at: Final = DatetimeField("last_request_at")
"""last use, null before the first"""
