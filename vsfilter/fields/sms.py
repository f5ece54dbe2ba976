"""The properties of `sms`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import DatetimeField, IntegerField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("sms")

id: Final = IntegerField("id")
"""identifier"""
created_at: Final = DatetimeField("created_at")
"""date-time"""
from_: Final = StringField("from")
"""sender number or alphanumeric sender name"""
to: Final = StringField("to")
"""recipient number"""
message: Final = StringField("message")
"""text"""
result: Final = StringField("result")
"""delivery result"""
type: Final = StringField("type")
"""direction/type"""
user_id: Final = IntegerField("user_id")
"""user"""
