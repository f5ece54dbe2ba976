"""Conditions tried on a collection that nothing narrows: by its first pages and its totals, which say less."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsfilter.model import Operator
from vsfilter.probe.asking import Refusal
from vsfilter.probe.findings import Outcome, Verdict
from vsfilter.probe.readings import Column, Trial, holds
from vsfilter.probe.trying import nothing_tells, written
from vsfilter.probe.window import SAMPLE, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsfilter.client import Page
    from vsfilter.model import Expr
    from vsfilter.probe.asking import Asker

_INCLUSIVE: Final = frozenset({Operator.EQ, Operator.LTE, Operator.GTE})
_WORKS: Final = Verdict(Outcome.WORKS, "by the first page")
_BY_TOTALS: Final = Verdict(Outcome.WORKS, "by the first page and totals")


class Totals:
    """What was tried on one such collection; ``window`` holds the first records and no conditions."""

    def __init__(self, asker: Asker, window: Window) -> None:
        self._asker = asker
        self._window = window

    def operator(self, column: Column, which: Operator) -> Verdict:
        """Try an operator: all that comes must match, and what matches must come and be counted."""
        trials = column.trials(which)
        if not trials:
            return nothing_tells(column, which)
        trial = trials[0]
        condition = written(column.property.name, trial)
        page = self._page(trial, condition)
        if isinstance(page, Refusal):
            return Verdict(Outcome.REFUSED, str(page))
        if not _all_match(column, page, which, trial.value):
            # The first page of an API that ignores the condition is the one that came before.
            # An API that ignores the condition gives the page that came before, and the same total.
            same = self._window.identities(page.records) == self._window.identities(self._window.records)
            if same and page.total == self._window.counted:
                return Verdict(Outcome.IGNORED, "the first records of all come")
            return Verdict(Outcome.WRONG, "records come that do not match")
        if not page.records:
            return Verdict(Outcome.WRONG, "no record comes")
        return self._edge(column, trial, condition) or self._counted(column, trial, page)

    def _edge(self, column: Column, trial: Trial, condition: Expr) -> Verdict | None:
        """Ask for the records that have the very value; give a verdict where they are on the wrong side."""
        if trial.operator not in {Operator.LT, Operator.LTE, Operator.GT, Operator.GTE}:
            return None
        same = Trial(Operator.EQ, trial.value, {}, {})
        equal = written(column.property.name, same)
        only = self._page(trial, equal)
        if isinstance(only, Refusal) or not only.records or not _all_match(column, only, Operator.EQ, trial.value):
            return None
        both = self._page(trial, condition, equal)
        if isinstance(both, Refusal) or bool(both.records) == (trial.operator in _INCLUSIVE):
            return None
        inside = "left out" if trial.operator in _INCLUSIVE else "included"
        return Verdict(Outcome.WRONG, f"the value itself is {inside}")

    def _counted(self, column: Column, trial: Trial, page: Page) -> Verdict:
        """Compare the totals of a condition and its opposite with that of all records."""
        if trial.operator is Operator.IN:
            return _WORKS
        opposite = Trial(trial.operator.negated, trial.value, {}, {})
        others = self._page(trial, written(column.property.name, opposite))
        whole = self._page(trial)
        if isinstance(others, Refusal) or isinstance(whole, Refusal):
            return _WORKS
        if not others.records or not _all_match(column, others, opposite.operator, trial.value):
            return _WORKS
        if None in {page.total, others.total, whole.total, self._window.counted}:
            return _WORKS
        together = (page.total or 0) + (others.total or 0)
        # Records without a value are in neither; some may have come or gone meanwhile.
        return _BY_TOTALS if together in {whole.total, self._window.counted} else _WORKS

    def _page(self, trial: Trial, *conditions: Expr) -> Page | Refusal:
        return self._asker.page(self._window.filter(*conditions), trial.private, limit=SAMPLE)


def _all_match(column: Column, page: Page, which: Operator, value: Any) -> bool:  # noqa: ANN401  as the column holds
    """Tell whether a condition holds for all records of a page.

    With ``ne`` and ``notlike`` it may hold for those without a value.
    """
    test = holds(which, value)
    came: Sequence[Any] = Column(column.property, page.records).values
    return all(which in {Operator.NE, Operator.NOTLIKE} if one is None else test(one) for one in came)
