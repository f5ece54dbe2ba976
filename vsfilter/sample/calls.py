"""What may become of a call, and the legs it then has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.sample.cast import WITHHELD
from vsfilter.sample.dialling import CODECS, SERVERS
from vsfilter.sample.drawing import pick, quantiles, spread

if TYPE_CHECKING:
    from typing import TypeAlias

    from vsfilter.sample.cast import Cast, Party
    from vsfilter.sample.drawing import Draw
    from vsfilter.sample.year import Day

    Record: TypeAlias = dict[str, object]
    # When a leg begins, the place of its parent in the call (of the root there is none), its record without ids.
    Leg: TypeAlias = tuple[int, int | None, Record]

# What becomes of a call, and the number of its legs.
(ANSWERED, MISSED, REACHED, UNANSWERED, ENGAGED, REFUSED, INTERNAL, PASSED_ON, PASSED_OUT) = range(9)
(QUEUED, QUEUED_TWICE, ABANDONED, QUEUED_AND_PASSED_ON, GROUP) = range(9, 14)
LEGS = (1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4)
KINDS = len(LEGS)

# One of these is drawn for each call while the desks are staffed, or are not.
BY_DAY = spread(
    *((ANSWERED, 17), (MISSED, 8), (REACHED, 25), (UNANSWERED, 7), (ENGAGED, 2), (REFUSED, 1), (INTERNAL, 6)),
    *((PASSED_ON, 4), (PASSED_OUT, 2), (QUEUED, 14), (QUEUED_TWICE, 5), (ABANDONED, 3)),
    *((QUEUED_AND_PASSED_ON, 3), (GROUP, 3)),
)
BY_NIGHT = spread(
    *((ANSWERED, 7), (MISSED, 66), (REACHED, 16), (UNANSWERED, 6), (ENGAGED, 1), (REFUSED, 1), (INTERNAL, 3))
)

_TALK = quantiles(
    *((0, 2), (10, 6), (50, 15), (100, 25), (250, 58), (500, 145), (750, 363), (900, 828), (950, 1357)),
    *((990, 3420), (999, 6600), (1000, 7200)),
)
_RING = quantiles((0, 1), (100, 3), (500, 8), (800, 15), (950, 26), (1000, 40))
_PATIENCE = quantiles((0, 2), (200, 12), (500, 25), (900, 45), (1000, 75))
# The longest wait, ring and talk before a handover together end before the day does, see `LATEST` in `year`.
_WAIT = quantiles((0, 2), (300, 8), (600, 25), (850, 75), (970, 150), (1000, 240))
# How long somebody talks before passing a call on.
_HANDOVER = quantiles((0, 8), (400, 35), (800, 90), (1000, 240))

_REFUSALS = spread(("Unallocated Number", 4), ("Network Out Of Order", 1), ("Call Rejected", 3))
_LABELS = (["support"], ["sales"], ["vip"], ["complaint", "callback"], ["Rückruf"], ["sales", "vip"])
_SOURCES = ("hubspot", "salesforce", "zendesk")
_NOTES = spread((0, 6), (1, 5), (2, 2), (3, 1))

# Of so many inbound calls one hides its number.
_WITHHOLDING = 40
# The shares of legs that somebody has labelled or that another system has marked.
_LABELLED = 0.07
_MARKED = 0.16


class Switchboard:
    """Makes the legs of calls of a kind."""

    def __init__(self, cast: Cast, draw: Draw) -> None:
        self._draw = draw
        self._outside = cast.outside
        self._users = tuple(user.party for user in cast.users)
        self._clis = tuple(user.cli for user in cast.users)
        self._queues = cast.queues

    def legs(self, kind: int, day: Day, start: int) -> list[Leg]:
        """Make the legs of a call in the order in which they begin, the root first."""
        moment = day.clock(start)
        if kind == MISSED:
            user, patience = self._user(), pick(self._draw, _PATIENCE)
            return [(start, None, self._missed(moment, self._caller(), user, patience))]
        if REACHED <= kind <= REFUSED:
            return [(start, None, self._outbound(kind, moment))]
        ring = pick(self._draw, _RING)
        talk = pick(self._draw, _TALK)
        if kind == ANSWERED:
            user = self._user()
            return [(start, None, self._record(moment, "I", self._caller(), user, user, "LOCAL_USER", ring, talk))]
        if kind == INTERNAL:
            first, second = self._two()
            return [(start, None, self._record(moment, "O", first, second, first, "LOCAL_USER", ring, talk))]
        if kind in {PASSED_ON, PASSED_OUT}:
            return self._passed_on(kind, day, start, ring, talk)
        if kind == GROUP:
            return self._group(day, start, ring, talk)
        return self._queued(kind, day, start, ring, talk)

    def _outbound(self, kind: int, moment: str) -> Record:
        user, target = self._user(), self._callee()
        if kind == REACHED:
            ring, talk = pick(self._draw, _RING), pick(self._draw, _TALK)
            return self._record(moment, "O", user, target, user, "PSTN", ring, talk)
        ring = pick(self._draw, _PATIENCE) if kind == UNANSWERED else int(self._draw() * 4)
        record = self._record(moment, "O", user, target, user, "PSTN", ring, 0)
        if kind == ENGAGED:
            record["disposition"], record["t_cause"] = "BUSY", "User Busy"
        elif kind == REFUSED:
            record["disposition"], record["t_cause"] = "FAILED", pick(self._draw, _REFUSALS)
        return record

    def _passed_on(self, kind: int, day: Day, start: int, ring: int, talk: int) -> list[Leg]:
        """One user answers or dials, and hands the call to another."""
        first, second = self._two()
        handover, again = pick(self._draw, _HANDOVER), pick(self._draw, _RING)
        begin = start + ring + handover
        if kind == PASSED_ON:
            letter, context, other = "I", "LOCAL_USER", self._caller()
            ends = (other, first)
        else:
            letter, context, other = "O", "PSTN", self._callee()
            ends = (first, other)
        whole = handover + again + talk
        root = self._record(day.clock(start), letter, *ends, first, context, ring, whole, children=1)
        child = self._record(day.clock(begin), "I", other, second, second, "LOCAL_USER", again, talk)
        child["info"] = f"Transferred by {first.number}"
        return [(start, None, root), (begin, 0, child)]

    def _queued(self, kind: int, day: Day, start: int, ring: int, talk: int) -> list[Leg]:
        """Rings one or two agents after some time in the queue; the last one answers, unless nobody does."""
        caller, queue = self._caller(), pick(self._draw, self._queues)
        first, second = self._two()
        begin = start + pick(self._draw, _WAIT)
        if kind in {QUEUED, QUEUED_AND_PASSED_ON}:
            wait = begin - start + ring
            if kind == QUEUED:
                root = self._record(day.clock(start), "I", caller, queue, queue, "Queue", wait, talk, children=1)
                agent = self._record(day.clock(begin), "I", caller, first, first, "Queue", ring, talk)
                return [(start, None, root), (begin, 0, agent)]
            handover, again = pick(self._draw, _HANDOVER), pick(self._draw, _RING)
            later, whole = begin + ring + handover, handover + again + talk
            root = self._record(day.clock(start), "I", caller, queue, queue, "Queue", wait, whole, children=1)
            agent = self._record(day.clock(begin), "I", caller, first, first, "Queue", ring, whole, children=1)
            last = self._record(day.clock(later), "I", caller, second, second, "LOCAL_USER", again, talk)
            last["info"] = f"Transferred by {first.number}"
            return [(start, None, root), (begin, 0, agent), (later, 1, last)]
        patience = 15 + int(self._draw() * 6)
        again = begin + patience
        missed = self._missed(day.clock(begin), caller, first, patience, "Queue")
        if kind == ABANDONED:
            root = self._missed(day.clock(start), caller, queue, again - start + ring, "Queue", children=2)
            root["t_cause"] = "Originator Cancel"
            last = self._missed(day.clock(again), caller, second, ring, "Queue")
        else:
            wait = again - start + ring
            root = self._record(day.clock(start), "I", caller, queue, queue, "Queue", wait, talk, children=2)
            last = self._record(day.clock(again), "I", caller, second, second, "Queue", ring, talk)
        return [(start, None, root), (begin, 0, missed), (again, 0, last)]

    def _group(self, day: Day, start: int, ring: int, talk: int) -> list[Leg]:
        """Rings three users at once; the first to answer has the call."""
        caller, queue, draw = self._caller(), pick(self._draw, self._queues), self._draw
        place, winner = int(draw() * len(self._users)), int(draw() * 3)
        context, moment = f"RG-{queue.number}", day.clock(start)
        legs: list[Leg] = [
            (start, None, self._record(moment, "I", caller, queue, queue, context, ring, talk, children=3))
        ]
        for turn in range(3):
            user = self._users[place - turn]
            if turn == winner:
                legs.append((start, 0, self._record(moment, "I", caller, user, user, context, ring, talk)))
            else:
                other = self._missed(moment, caller, user, ring, context)
                other["t_cause"] = "Answered Elsewhere"
                legs.append((start, 0, other))
        return legs

    def _user(self) -> Party:
        return self._users[int(self._draw() * len(self._users))]

    def _two(self) -> tuple[Party, Party]:
        users, draw = self._users, self._draw
        place = int(draw() * len(users))
        # Counted from the end where it is below 0, and never the same user.
        return users[place], users[place - 1 - int(draw() * (len(users) - 1))]

    def _caller(self) -> Party:
        draw = self._draw
        return WITHHELD if draw() * _WITHHOLDING < 1 else self._callee()

    def _callee(self) -> Party:
        draw = self._draw
        # The product of two draws makes some parties regulars.
        return self._outside[int(draw() * draw() * len(self._outside))]

    def _missed(  # noqa: PLR0913, PLR0917  each says what the leg is
        self, moment: str, source: Party, target: Party, ring: int, context: str = "LOCAL_USER", children: int = 0
    ) -> Record:
        return self._record(moment, "M", source, target, target, context, ring, 0, children)

    def _record(  # noqa: PLR0913, PLR0917  each says what the leg is; names for each would take a fifth of the time
        self,
        moment: str,
        letter: str,
        source: Party,
        target: Party,
        owner: Party,
        context: str,
        ring: int,
        talk: int,
        children: int = 0,
    ) -> Record:
        draw = self._draw
        codecs = CODECS[int(draw() * len(CODECS))]
        chance = draw()
        is_out = letter == "O"
        price = target.price if is_out else 0
        return {
            "id": 0,
            "call_id": 0,
            "live_id": 0,
            "root_live_id": 0,
            "parent_live_id": None,
            "is_root": True,
            "user_id": owner.user_id,
            "sip_endpoint_id": owner.endpoint_id,
            "server_id": SERVERS[int(chance * 4096) % 4],
            "type": letter,
            "calldate": moment,
            "clid": source.clid,
            "src_id": source.key,
            "src_name": source.name,
            "src": source.number,
            "src_ua": source.agent,
            "src_codec": codecs[0],
            "dst_id": target.key,
            "dst": target.number,
            "dst_name": target.place or target.name,
            "dst_ua": target.agent,
            "dst_codec": codecs[1] if talk else None,
            "duration": ring + talk,
            "billsec": talk,
            "disposition": "CONNECTED" if talk else "NO ANSWER",
            "destination": "out" if is_out else "in",
            "context": context,
            "rate": price / 10_000,
            # Whole ten-thousandths, rounded up as bills are.
            "charge": (price * talk + 59) // 60 / 10_000,
            "t_cause": "Normal Clearing" if talk else "No Answer",
            "info": None,
            "labels": pick(draw, _LABELS).copy() if chance < _LABELLED else [],
            "metadata": {"crm": pick(draw, _SOURCES), "ticket": int(draw() * 90_000)} if chance > 1 - _MARKED else {},
            "nb_notes": pick(draw, _NOTES) if chance < _LABELLED else 0,
            "nb_children": children,
        }
