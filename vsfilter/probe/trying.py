"""Conditions tried on a window: what comes back, and what that says of the operator."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from vsfilter.build import F
from vsfilter.model import Comparison, Operator
from vsfilter.model.literals import literal_from
from vsfilter.probe.asking import Refusal
from vsfilter.probe.findings import Outcome, Verdict

if TYPE_CHECKING:
    from vsfilter.model import Expr
    from vsfilter.probe.asking import Asker
    from vsfilter.probe.readings import Column, Trial
    from vsfilter.probe.window import Window

CHANGED: Final = Verdict(Outcome.UNDECIDED, "the records changed meanwhile")
WORKS: Final = Verdict(Outcome.WORKS)


class Tried:
    """What was tried on one window so far.

    ``nulls`` are the words for how conditions that work treated a missing value, where it can be told, and ``totals``
    the number of records that matched beside the one that the API told.
    """

    def __init__(self, asker: Asker, window: Window) -> None:
        self.asker = asker
        self.window = window
        self.nulls: Counter[str] = Counter()
        self.totals: list[tuple[int, int | None]] = []
        self.proven: dict[tuple[str, Operator], Trial] = {}

    def operator(self, column: Column, which: Operator) -> Verdict:
        """Try an operator with the conditions that tell most."""
        trials = column.trials(which)
        if not trials:
            return Verdict(Outcome.UNDECIDED, _missing(column, which))
        for trial in trials:
            verdict = self._verdict(column, trial)
            if verdict.outcome is not Outcome.WORKS:
                return verdict
        self.proven[column.property.name, which] = trials[0]
        return WORKS

    def _verdict(self, column: Column, trial: Trial) -> Verdict:
        window = self.window
        condition = written(column.property.name, trial)
        page = self.asker.page(window.filter(condition), trial.private, limit=window.limit)
        if isinstance(page, Refusal):
            return Verdict(Outcome.REFUSED, str(page))
        came = window.selected(page)
        right = {word: window.at(places) for word, places in trial.expected.items()}
        for word, records in right.items():
            if came == records:
                self.totals.append((len(page.records), page.total))
                self._note_nulls(word, right)
                return WORKS
        if not window.unchanged(self.asker):
            return CHANGED
        if came == window.at(column.all):
            return Verdict(Outcome.IGNORED, "all records come")
        return Verdict(Outcome.WRONG, self._fault(trial, came))

    def _note_nulls(self, word: str, right: dict[str, Counter[str | bytes]]) -> None:
        if right.get("exclude") != right.get("include", right["exclude"]):
            self.nulls[word.partition(",")[0]] += 1

    def _fault(self, trial: Trial, came: Counter[str | bytes]) -> str:
        """Say in which way another set of records came, by the wrong reading that gives it or by counts."""
        for name, places in trial.rivals.items():
            if came == self.window.at(places):
                return "no record comes" if name == "none" else f"it selects what `{name}` would"
        expected = self.window.at(trial.expected["exclude"])
        known = self.window.at(frozenset(range(len(self.window.records))))
        return (
            f"of {expected.total()} records that match {(came & expected).total()} come, "
            f"and {(came - expected).total()} others"
            + f", {(came - known).total()} of them unknown"
            * bool(came - known)
        )


def written(name: str, trial: Trial) -> Expr:
    """Write the condition as an expression."""
    if trial.operator is Operator.IN:
        return F[name].in_(trial.value)
    return Comparison(name, trial.operator, literal_from(trial.value))


def _missing(column: Column, which: Operator) -> str:
    values = column.distinct()
    if not values and len(column.nulls) == len(column.values):
        return "no record has a value"
    if not values:
        return "no value is short enough to be sent"
    if len(values) == 1 and not column.nulls:
        return "all records have the same value"
    return f"no value tells `{which}` from no condition at all"
