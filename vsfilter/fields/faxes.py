"""The properties of `faxes`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import DatetimeField, IntegerField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("faxes")

id: Final = IntegerField("id")
"""identifier"""
created_at: Final = DatetimeField("created_at")
"""date-time"""
from_: Final = StringField("from")
"""sender number"""
to: Final = StringField("to")
"""recipient number"""
pages: Final = IntegerField("pages")
"""page count"""
status: Final = StringField("status")
"""status"""
type: Final = StringField("type")
"""direction/type"""
filename: Final = StringField("filename")
"""file name, e.g. fax-to-<n>-from-<n>-at-<YYYYMMDDHHMMSS>.pdf"""
