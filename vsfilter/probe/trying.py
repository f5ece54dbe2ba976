"""Conditions tried on a window: what comes back, and what that says of the operator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsfilter.build import F
from vsfilter.model import Comparison, Operator
from vsfilter.model.literals import literal_from
from vsfilter.probe.asking import Refusal
from vsfilter.probe.findings import Outcome, Verdict

if TYPE_CHECKING:
    from collections import Counter

    from vsfilter.model import Expr
    from vsfilter.probe.asking import Asker
    from vsfilter.probe.readings import Column, Trial
    from vsfilter.probe.window import Window

    # What tells the records of a reply apart, counted.
    Selected = Counter[str | bytes]

CHANGED: Final = Verdict(Outcome.UNDECIDED, "the records changed meanwhile")
WORKS: Final = Verdict(Outcome.WORKS)


class Tried:
    """What was tried on one window so far.

    ``nulls`` counts the words for how conditions that work treat a missing value, where it can be told; it goes on from
    window to window. ``totals`` are the number of records that matched beside the one that the API told.
    """

    def __init__(self, asker: Asker, window: Window, nulls: Counter[str]) -> None:
        self.asker = asker
        self.window = window
        self.nulls = nulls
        self.totals: list[tuple[int, int | None]] = []
        self.proven: dict[tuple[str, Operator], Trial] = {}

    def operator(self, column: Column, which: Operator) -> Verdict:
        """Try an operator with the conditions that tell most."""
        trials = column.trials(which)
        if not trials:
            return nothing_tells(column, which)
        for trial in trials:
            verdict = self._verdict(column, trial)
            if verdict.outcome is not Outcome.WORKS:
                return verdict
        self.proven[column.property.name, which] = trials[0]
        return WORKS

    def _verdict(self, column: Column, trial: Trial) -> Verdict:
        came = self._ask(column, trial)
        if isinstance(came, Refusal):
            return Verdict(Outcome.REFUSED, str(came))
        right = {word: self.window.at(places) for word, places in trial.expected.items()}
        for word, records in right.items():
            if came == records:
                self._note_nulls(word, right)
                return WORKS
        if not self.window.unchanged(self.asker):
            return CHANGED
        readings = self._readings(column, trial, came)
        if "all" in readings:
            return Verdict(Outcome.IGNORED, "all records come")
        if "none" in readings:
            return Verdict(Outcome.WRONG, "no record comes")
        if readings:
            return Verdict(Outcome.WRONG, f"it selects what `{readings[0]}` would")
        return Verdict(Outcome.WRONG, self._counts(trial, came))

    def _ask(self, column: Column, trial: Trial) -> Selected | Refusal:
        condition = written(column.property.name, trial)
        page = self.asker.page(self.window.filter(condition), trial.private, limit=self.window.limit)
        if isinstance(page, Refusal):
            return page
        if len(page.records) < len(self.window.records):
            self.totals.append((len(page.records), page.total))
        return self.window.selected(page)

    def _readings(self, column: Column, trial: Trial, came: Selected) -> list[str]:
        """Give the wrong readings that explain what came; where there are many, another condition tells more."""
        names = [name for name, places in trial.rivals.items() if came == self.window.at(places)]
        if len(names) < 2:  # noqa: PLR2004  nothing to tell apart
            return names

        def told(other: Trial) -> int:
            return len({other.rivals[name] for name in names if name in other.rivals})

        other = max(column.all_trials(trial.operator), key=told)
        if told(other) < 2:  # noqa: PLR2004  as above
            return names
        again = self._ask(column, other)
        return [name for name in names if name in other.rivals and again == self.window.at(other.rivals[name])] or names

    def _note_nulls(self, word: str, right: dict[str, Selected]) -> None:
        if right.get("exclude") != right.get("include", right["exclude"]):
            self.nulls[word.partition(",")[0]] += 1

    def _counts(self, trial: Trial, came: Selected) -> str:
        """Say in numbers how another set of records came."""
        expected = self.window.at(trial.expected["exclude"])
        known = self.window.identities(self.window.records)
        unknown = (came - known).total()
        told = f"of {expected.total()} records that match {(came & expected).total()} come"
        told += f", and {(came - expected).total()} others"
        return told + f", {unknown} of them never seen before" * bool(unknown)


def written(name: str, trial: Trial) -> Expr:
    """Write the condition as an expression."""
    if trial.operator is Operator.IN:
        return F[name].in_(trial.value)
    return Comparison(name, trial.operator, literal_from(trial.value))


def nothing_tells(column: Column, which: Operator) -> Verdict:
    """Say why no condition on these values could tell whether an operator works."""
    values = column.distinct()
    if len(column.nulls) == len(column.values):
        reason = "no record has a value"
    elif len({*column.values}) == 1:
        reason = "all records have the same value"
    elif not values:
        reason = "no value is short enough to be sent"
    else:
        reason = f"no value tells `{which}` from no condition at all"
    return Verdict(Outcome.UNDECIDED, reason)
