"""The properties of `conversations`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import DatetimeField, IntegerField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("conversations")

id: Final = IntegerField("id")
"""identifier"""
created_at: Final = DatetimeField("created_at")
"""date-time"""
channel: Final = StringField("channel")
"""channel (call / sms ...)"""
src: Final = StringField("src")
"""source"""
dst: Final = StringField("dst")
"""destination"""
duration: Final = IntegerField("duration")
"""seconds"""
type: Final = StringField("type")
"""type"""
