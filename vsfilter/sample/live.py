"""The calls that are under way at one moment: half past ten on the last working day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from vsfilter.sample.dialling import CODECS
from vsfilter.sample.drawing import pick, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.sample.calls import Record
    from vsfilter.sample.scene import Scene

_EPOCH = date(1970, 1, 1).toordinal()
_NOW = 10 * 3600 + 30 * 60

_STATES = spread(("INITIAL", 1), ("RINGING", 4), ("CONNECTED", 9), ("ON_HOLD", 2), ("HANGUP", 1))
# The states in which the parties have spoken.
_ANSWERED = frozenset({"CONNECTED", "ON_HOLD"})
# How long ago the first of the calls began, at most.
_AGE = 1800


def calls(scene: Scene) -> Iterator[Record]:
    """Make live calls, one to three users, the oldest first; their times are seconds of the epoch."""
    draw = scene.stream("calls")
    now = (scene.year.workdays[-1].date.toordinal() - _EPOCH) * 86_400 + _NOW
    ages = sorted((int(draw() * _AGE) for _ in range((len(scene.cast.users) + 2) // 3)), reverse=True)
    for number, age in enumerate(ages, 171_000_001):
        user, other, state = pick(draw, scene.cast.users).party, pick(draw, scene.cast.outside), pick(draw, _STATES)
        is_out = draw() * 2 < 1
        source, target = (user, other) if is_out else (other, user)
        codecs = pick(draw, CODECS)
        ring = min(age, 1 + int(draw() * 20))
        answered = state in _ANSWERED
        has_queue = not is_out and draw() * 2 < 1
        yield {
            "id": number,
            "clid": source.clid,
            "connected_at": now - age + ring if answered else None,
            "context": "PSTN" if is_out else "Queue" if has_queue else "LOCAL_USER",
            "destination": "out" if is_out else "in",
            "dst": target.number,
            "dst_call_id": f"{int(draw() * 2**48):012x}@sip.example.com",
            "dst_codec": codecs[1] if answered else None,
            "dst_connection": 0.0,
            "dst_contact": f"sip:{target.number}@198.51.100.{1 + int(draw() * 254)}:5060",
            "dst_id": target.key,
            "dst_name": target.place or target.name,
            "dst_rate": target.price / 10_000,
            "dst_ua": target.agent,
            "duration": age,
            "min_charge": 0.0,
            "monitor_state": pick(draw, ("OFF", "RECORDING", "PAUSED")) if answered else None,
            "parent_id": None,
            "queue_state": ("CONNECTED" if answered else "WAITING") if has_queue else None,
            "referred_by": None,
            "src": source.number,
            "src_call_id": f"{int(draw() * 2**48):012x}@sip.example.com",
            "src_codec": codecs[0],
            "src_contact": f"sip:{source.number}@198.51.100.{1 + int(draw() * 254)}:5060",
            "src_id": source.key,
            "src_name": source.name,
            "src_rate": 0.0,
            "src_ua": source.agent,
            "start_time": now - age,
            "state": state,
        }
