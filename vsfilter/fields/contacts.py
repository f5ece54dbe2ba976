"""The properties of `contacts`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import BooleanField, DatetimeField, IntegerField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("contacts")

id: Final = IntegerField("id")
"""id"""
created_at: Final = DatetimeField("created_at")
"""created"""
first_name: Final = StringField("first_name")
global_: Final = BooleanField("global")
"""shared with the account"""
group_name: Final = StringField("group_name")
"""folder/group"""
internal: Final = BooleanField("internal")
"""internal contact"""
last_name: Final = StringField("last_name")
rel_user_id: Final = IntegerField("rel_user_id")
"""related user"""
user_id: Final = IntegerField("user_id")
"""owner"""
