"""The properties of `ddis`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import BooleanField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("ddis")

e164: Final = StringField("e164")
"""number"""
sms_enabled: Final = BooleanField("sms_enabled")
