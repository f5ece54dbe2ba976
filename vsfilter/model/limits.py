"""The limits that hold against hostile or runaway input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsfilter.errors import Issue

if TYPE_CHECKING:
    from vsfilter.errors import Span


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest input that is worked on; anything beyond is ``limit-exceeded``.

    ``text`` is in characters. ``depth`` counts parentheses and ``not`` open at one place, of an
    expression built in Python as it would be printed. ``items`` holds for conditions and, apart
    from them, for the values of all lists.
    """

    text: int = 1_000_000
    depth: int = 200
    items: int = 100_000


DEFAULT_LIMITS = Limits()
# For what was within its own limits already; Python counts no further than a little beyond.
UNLIMITED = Limits(text=2**62, depth=2**62, items=2**62)


def too_deep(limits: Limits, span: Span | None = None) -> Issue:
    """Say that an expression is nested beyond the limit."""
    message = f"the expression is nested more than {limits.depth:,} deep"
    return Issue("limit-exceeded", message, span, hint=HINT)


HINT = "a caller who trusts the input can raise this with limits=Limits(...)"
