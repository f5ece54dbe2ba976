"""The properties of `queuegroups`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import IntegerField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("queuegroups")

id: Final = IntegerField("id")
"""id"""
name: Final = StringField("name")
"""name"""
