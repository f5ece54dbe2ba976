"""The properties of `calls`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import IntegerField, NumberField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("calls")

id: Final = IntegerField("id")
"""live call id"""
clid: Final = StringField("clid")
"""caller-id string"""
connected_at: Final = IntegerField("connected_at")
"""epoch seconds"""
context: Final = StringField("context")
destination: Final = StringField("destination")
"""direction"""
dst: Final = StringField("dst")
"""destination number"""
dst_call_id: Final = StringField("dst_call_id")
dst_codec: Final = StringField("dst_codec")
dst_connection: Final = NumberField("dst_connection")
dst_contact: Final = StringField("dst_contact")
dst_id: Final = StringField("dst_id")
dst_name: Final = StringField("dst_name")
dst_rate: Final = NumberField("dst_rate")
dst_ua: Final = StringField("dst_ua")
duration: Final = IntegerField("duration")
min_charge: Final = NumberField("min_charge")
monitor_state: Final = StringField("monitor_state")
parent_id: Final = IntegerField("parent_id")
queue_state: Final = StringField("queue_state")
"""newer field: in .com version of the page, not in .mx"""
referred_by: Final = StringField("referred_by")
src: Final = StringField("src")
src_call_id: Final = StringField("src_call_id")
src_codec: Final = StringField("src_codec")
src_contact: Final = StringField("src_contact")
src_id: Final = StringField("src_id")
"""user id as string"""
src_name: Final = StringField("src_name")
src_rate: Final = NumberField("src_rate")
src_ua: Final = StringField("src_ua")
start_time: Final = IntegerField("start_time")
"""epoch seconds"""
state: Final = StringField("state")
"""call state; INITIAL = INVITE sent, RINGING = ringing, CONNECTED = answered, ON_HOLD = on hold, HANGUP = ended"""
