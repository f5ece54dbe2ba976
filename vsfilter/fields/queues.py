"""The properties of `queues`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import BooleanField, IntegerField, OpaqueField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("queues")

id: Final = IntegerField("id")
"""queue id"""
name: Final = StringField("name")
"""queue name"""
number: Final = IntegerField("number")
"""internal extension"""
users: Final = OpaqueField("users")
"""member user ids; full objects with include=users"""
ring_strategy: Final = StringField("ring_strategy")
"""ring strategy; A = all ring"""
ring_time: Final = IntegerField("ring_time")
"""seconds"""
skip_busy: Final = BooleanField("skip_busy")
"""skip busy agents"""
