"""The properties of `reportschedules`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import DatetimeField, IntegerField, OpaqueField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("reportschedules")

id: Final = IntegerField("id")
created_at: Final = DatetimeField("created_at")
culture: Final = StringField("culture")
"""language enum"""
description: Final = StringField("description")
emails: Final = OpaqueField("emails")
"""recipients"""
end_at: Final = DatetimeField("end_at")
format: Final = StringField("format")
"""file format enum"""
frequency: Final = OpaqueField("frequency")
last_run_at: Final = DatetimeField("last_run_at")
name: Final = StringField("name")
next_run_at: Final = DatetimeField("next_run_at")
report_id: Final = IntegerField("report_id")
start_at: Final = DatetimeField("start_at")
status: Final = StringField("status")
"""enum"""
timezone: Final = StringField("timezone")
