"""The properties of `calltracking/ddis`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import BooleanField, DatetimeField, IntegerField, NumberField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("calltracking/ddis")

id: Final = StringField("id")
"""identifier (docs show a string)"""
channels: Final = IntegerField("channels")
cli_hide: Final = BooleanField("cli_hide")
cli_prefix: Final = IntegerField("cli_prefix")
created_at: Final = DatetimeField("created_at")
e164: Final = StringField("e164")
"""number"""
esc_enabled: Final = BooleanField("esc_enabled")
fax_email: Final = StringField("fax_email")
fax_enabled: Final = BooleanField("fax_enabled")
flag: Final = StringField("flag")
"""enum"""
has_fax_password: Final = BooleanField("has_fax_password")
info: Final = StringField("info")
name: Final = StringField("name")
rate: Final = NumberField("rate")
sms_email: Final = StringField("sms_email")
sms_enabled: Final = BooleanField("sms_enabled")
status: Final = StringField("status")
"""enum"""
target_id: Final = IntegerField("target_id")
target_type: Final = StringField("target_type")
"""enum"""
tel_verified: Final = BooleanField("tel_verified")
uri: Final = StringField("uri")
