"""Why a plan is as it is: each step of planning as a value, gathered while it is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vsfilter.errors import Span

# More of one kind are counted and not told one by one.
MOST_TOLD: Final = 20


class Kind(StrEnum):
    """What was done."""

    SPLIT = "split"
    MERGE = "merge"
    CUT = "cut"
    SEPARATE = "separate"
    DROP = "drop"
    CONTRADICT = "contradiction"
    WIDEN = "widen"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of planning, in words; ``span`` is the place in the text that caused it, where it is known.

    ``bounded`` tells that it would not be, if there might be more requests.
    """

    kind: Kind
    text: str
    span: Span | None = field(default=None, compare=False)
    bounded: bool = field(default=False, compare=False)


@dataclass(slots=True)
class Log:
    """The steps that are about no request in particular, each once; the first of many stand for all."""

    reasons: dict[Reason, None] = field(default_factory=dict)
    untold: int = 0

    def add(self, kind: Kind, text: str, span: Span | None = None) -> None:
        """Note a step."""
        reason = Reason(kind, text, span)
        if reason in self.reasons:
            return
        if sum(one.kind is kind for one in self.reasons) >= MOST_TOLD:
            self.untold += 1
        else:
            self.reasons[reason] = None

    def copy(self) -> Log:
        """Give a log that begins with what is noted here."""
        return Log(dict(self.reasons), self.untold)
