"""The properties of `voicemessages`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import BooleanField, DatetimeField, IntegerField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("voicemessages")

id: Final = IntegerField("id")
"""identifier"""
live_id: Final = IntegerField("live_id")
"""live leg identifier"""
parent_live_id: Final = IntegerField("parent_live_id")
"""parent leg identifier"""
extension_id: Final = IntegerField("extension_id")
"""extension owning the mailbox"""
caller: Final = StringField("caller")
"""calling number"""
callerid: Final = StringField("callerid")
"""caller-id text"""
dialled: Final = StringField("dialled")
"""dialled number"""
origtime: Final = DatetimeField("origtime")
"""date-time of the message"""
duration: Final = IntegerField("duration")
"""seconds"""
folder: Final = StringField("folder")
"""mailbox folder"""
is_new: Final = BooleanField("is_new")
"""not yet listened"""
transcript: Final = StringField("transcript")
"""transcript"""
