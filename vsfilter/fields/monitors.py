"""The properties of `monitors`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import DatetimeField, IntegerField, NumberField, OpaqueField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("monitors")

id: Final = IntegerField("id")
"""recording identifier"""
call_id: Final = IntegerField("call_id")
"""call identifier"""
live_id: Final = IntegerField("live_id")
"""live leg identifier"""
user_id: Final = IntegerField("user_id")
"""owning user"""
sip_endpoint_id: Final = IntegerField("sip_endpoint_id")
"""SIP endpoint"""
type: Final = StringField("type")
"""call type letter; I = inbound, O = outbound, M = missed"""
src_id: Final = StringField("src_id")
"""source party id"""
src: Final = StringField("src")
"""source number"""
src_name: Final = StringField("src_name")
"""source name"""
dst_id: Final = StringField("dst_id")
"""destination party id"""
dst: Final = StringField("dst")
"""destination number"""
dst_name: Final = StringField("dst_name")
"""destination name"""
context: Final = StringField("context")
"""platform context"""
timestamp: Final = DatetimeField("timestamp")
"""date-time of the recording 'YYYY-MM-DD HH:MM:SS'"""
caller: Final = StringField("caller")
"""calling number, digits"""
called: Final = StringField("called")
"""called number, digits"""
duration: Final = IntegerField("duration")
"""seconds"""
size: Final = IntegerField("size")
"""bytes of the MP3; equals the delivered length exactly"""
transcript: Final = StringField("transcript")
"""CX add-on: transcript"""
transcript_speakers: Final = OpaqueField("transcript_speakers")
"""CX add-on: diarised segments"""
summary: Final = StringField("summary")
"""CX add-on: summary"""
sentiment: Final = StringField("sentiment")
"""CX add-on: sentiment"""
cx_score: Final = NumberField("cx_score")
"""CX add-on: score 1-10"""
metadata: Final = OpaqueField("metadata")
"""extra data; metadata.timeline with the CX add-on"""
