"""Call legs in the order in which they begin."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from vsfilter.sample.calls import ANSWERED, BY_DAY, BY_NIGHT, KINDS, LEGS, Switchboard
from vsfilter.sample.drawing import pick

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from vsfilter.sample.calls import Record
    from vsfilter.sample.drawing import Draw
    from vsfilter.sample.scene import Scene
    from vsfilter.sample.year import Day

    # A leg that has not begun: when it does, its number, its record, the place of its parent in the
    # call, and the live ids of the legs of the call that have begun, in their order.
    _Waiting: TypeAlias = tuple[int, int, Record, int | None, list[int]]

_FIRST_ID = 31_400_000
_FIRST_CALL = 77_100_000
_FIRST_LIVE = 158_000_000
# The share of ids that went elsewhere and are missing here.
_GAPS = 0.2


def cdrs(scene: Scene) -> Iterator[Record]:
    """Make so many call legs, in ascending id and time; only those under way are in memory."""
    draw = scene.stream("cdrs")
    board = Switchboard(scene.cast, scene.stream("legs"))
    count = serial = due = 0
    for day, quota in scene.year.quotas(scene.size, draw):
        due += quota
        calls = _calls(day, due, scene.size - count, draw)
        waiting: list[_Waiting] = []
        for call in calls:
            start, kind = divmod(call, KINDS)
            while waiting and waiting[0][0] <= start:
                serial += 1 if draw() > _GAPS else 2
                yield _numbered(heappop(waiting), serial)
            begun: list[int] = []
            for begin, parent, record in board.legs(kind, day, start):
                count += 1
                heappush(waiting, (begin, count, record, parent, begun))
        due -= sum(LEGS[call % KINDS] for call in calls)
        while waiting:
            serial += 1 if draw() > _GAPS else 2
            yield _numbered(heappop(waiting), serial)


def _calls(day: Day, due: int, left: int, draw: Draw) -> list[int]:
    """Draw the calls of a day in order; each is its second and its kind in one number.

    Together they have the legs that are due, or some more, which the next days then have less;
    but no more than are left of the year.
    """
    calls = []
    while due > 0:
        second = day.second(draw)
        kind = pick(draw, BY_DAY if second in day.staffed else BY_NIGHT)
        if LEGS[kind] > left:
            kind = ANSWERED
        due -= LEGS[kind]
        left -= LEGS[kind]
        calls.append(second * KINDS + kind)
    calls.sort()
    return calls


def _numbered(leg: _Waiting, serial: int) -> Record:
    """Give a record its ids; its root and its parent began before it and have theirs."""
    _, _, record, parent, begun = leg
    # Odd ones are left for what follows from a leg, such as a message left.
    live_id = _FIRST_LIVE + 2 * serial
    begun.append(live_id)
    record["id"] = _FIRST_ID + serial
    record["call_id"] = _FIRST_CALL + serial
    record["live_id"] = live_id
    record["root_live_id"] = begun[0]
    if parent is not None:
        record["is_root"] = False
        record["parent_live_id"] = begun[parent]
    return record
