"""The properties of `users`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import BooleanField, IntegerField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("users")

id: Final = IntegerField("id")
"""user id"""
first_name: Final = StringField("first_name")
"""first name"""
last_name: Final = StringField("last_name")
"""last name"""
ext: Final = StringField("ext")
"""internal extension"""
email: Final = StringField("email")
"""e-mail"""
active: Final = BooleanField("active")
"""enabled"""
dnd: Final = BooleanField("dnd")
"""do not disturb"""
nb_sip_locations: Final = IntegerField("nb_sip_locations")
"""number of configured SIP locations (not online state)"""
cli: Final = StringField("cli")
"""caller id presented"""
customer_id: Final = IntegerField("customer_id")
"""account id"""
status: Final = BooleanField("status")
"""queue login status"""
