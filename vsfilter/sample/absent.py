"""Nulls where nobody expects one: which properties of the API can be null is not known."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from vsfilter.sample.drawing import stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vsfilter.sample.calls import Record

# What may be missing of a record; never its key, its date, its parties or what ties it to others.
NULLABLE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cdrs": (
            *("sip_endpoint_id", "server_id", "clid", "src_name", "src_codec", "dst_name", "context", "t_cause"),
            *("rate", "charge", "labels", "metadata", "nb_notes"),
        ),
        "monitors": ("sip_endpoint_id", "src_name", "dst_name", "context", "size"),
        "voicemessages": ("callerid", "folder", "is_new", "duration"),
        "faxes": ("pages", "status", "filename"),
        "sms": ("message", "result", "user_id"),
        "transactions": ("currency_iso", "result"),
        "conversations": ("duration", "type"),
        "chats": ("visitor_ip", "visitor_ua", "visitor_name", "duration"),
        "calls": ("clid", "src_name", "src_codec", "min_charge"),
        "users": ("cli", "dnd", "status"),
        "queues": ("ring_time", "skip_busy"),
        "contacts": ("first_name", "group_name", "global"),
        "calltracking/ddis": ("channels", "rate", "tel_verified"),
        "callmeback/websites": ("title", "culture", "floating_icon"),
        "callmeback/settings": ("title", "culture", "floating_icon"),
        "reportschedules": ("emails", "frequency", "timezone"),
        "apitokens": ("expiry", "host"),
    }
)

# Of so many records one lacks something.
RARITY = 40


def with_nulls(records: Iterator[Record], endpoint: str, seed: int) -> Iterator[Record]:
    """Take a value out of some of the records, which are changed in place."""
    draw = stream(seed, f"{endpoint} nulls")
    names = NULLABLE.get(endpoint, ())
    span = RARITY * len(names)
    for record in records:
        place = int(draw() * span)
        if place < len(names):
            record[names[place]] = None
        yield record
