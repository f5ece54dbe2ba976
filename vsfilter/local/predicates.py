"""Checked filters to functions that tell whether a record matches, made once and called for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.check.selection import Conjunction
from vsfilter.local.generating import TooLargeError, generated
from vsfilter.local.interpreting import interpreted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from vsfilter.check import Condition
    from vsfilter.check.selection import Criterion, Selection
    from vsfilter.local.interpreting import RecordTest


def of_conditions(conditions: Sequence[Condition], zone: tzinfo) -> RecordTest:
    """Make the test for a conjunction, as one request sends it."""
    return _test(Conjunction(tuple(conditions)), zone)


def of_selection(selection: Selection) -> RecordTest:
    """Make the test for an expression of any shape.

    Raises `FilterCheckError` (``limit-exceeded``) for one in which over 200 groups stand inside one another.
    """
    return _test(selection.criterion, selection.zone)


def _test(criterion: Criterion, zone: tzinfo) -> RecordTest:
    whole = interpreted(criterion, zone)
    try:
        return generated(criterion, zone, whole)
    except TooLargeError:
        return whole
