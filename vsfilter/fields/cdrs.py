"""The properties of `cdrs`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import BooleanField, DatetimeField, IntegerField, NumberField, OpaqueField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("cdrs")

id: Final = IntegerField("id")
"""record identifier"""
call_id: Final = IntegerField("call_id")
"""identifier of the call (used as primary key by TAP)"""
live_id: Final = IntegerField("live_id")
"""identifier of the live call leg"""
root_live_id: Final = IntegerField("root_live_id")
"""live_id of the root leg of the call (groups legs)"""
parent_live_id: Final = IntegerField("parent_live_id")
"""live_id of the parent leg"""
is_root: Final = BooleanField("is_root")
"""true for the root leg of a call"""
user_id: Final = IntegerField("user_id")
"""VoIPstudio user the leg belongs to"""
sip_endpoint_id: Final = IntegerField("sip_endpoint_id")
"""SIP endpoint"""
server_id: Final = IntegerField("server_id")
"""server"""
type: Final = StringField("type")
"""call direction/type letter; I = inbound, O = outbound, M = missed"""
calldate: Final = DatetimeField("calldate")
"""start date-time of the call, 'YYYY-MM-DD HH:MM:SS'"""
clid: Final = StringField("clid")
"""caller-id string, e.g. 'name' <number>"""
src_id: Final = StringField("src_id")
"""id of the source party (a user id or '0' for external), as a string"""
src_name: Final = StringField("src_name")
"""display name of the source"""
src: Final = StringField("src")
"""source number, digits without '+'"""
src_ua: Final = StringField("src_ua")
"""source user agent"""
src_codec: Final = StringField("src_codec")
"""source codec"""
dst_id: Final = StringField("dst_id")
"""id of the destination party, as a string"""
dst: Final = StringField("dst")
"""destination number"""
dst_name: Final = StringField("dst_name")
"""display/destination name (e.g. tariff destination)"""
dst_ua: Final = StringField("dst_ua")
"""destination user agent"""
dst_codec: Final = StringField("dst_codec")
"""destination codec"""
duration: Final = IntegerField("duration")
"""total seconds"""
billsec: Final = IntegerField("billsec")
"""connected (billable) seconds"""
disposition: Final = StringField("disposition")
"""outcome of the leg; CONNECTED = answered, NO ANSWER = not answered, BUSY = busy, FAILED = failed"""
destination: Final = StringField("destination")
"""call direction (webhook counterpart carries 'in'); in = inbound (seen in webhooks), out = outbound (inferred)"""
context: Final = StringField("context")
"""platform context of the leg"""
rate: Final = NumberField("rate")
"""price per minute"""
charge: Final = NumberField("charge")
"""cost of the call"""
t_cause: Final = StringField("t_cause")
"""termination cause text"""
info: Final = StringField("info")
"""free info"""
labels: Final = OpaqueField("labels")
"""labels"""
metadata: Final = OpaqueField("metadata")
"""extra data"""
nb_notes: Final = IntegerField("nb_notes")
"""number of notes"""
nb_children: Final = IntegerField("nb_children")
"""number of child legs"""
