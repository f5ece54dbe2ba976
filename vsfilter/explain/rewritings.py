"""What was rewritten on the way from an expression to its conditions, found by comparing the two."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from vsfilter.model.binding import operands
from vsfilter.model.expression import Between, Comparison, Membership, Not
from vsfilter.model.literals import Parameter, RelativeDate
from vsfilter.model.operators import Operator
from vsfilter.schema import PropertyType
from vsfilter.syntax import to_text
from vsfilter.syntax.printer import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vsfilter.check import Checked, Condition, Settled
    from vsfilter.model.literals import Literal

_NUMERIC = frozenset({PropertyType.INTEGER, PropertyType.NUMBER})


class Rewritten(NamedTuple):
    """What was written, what is sent in its place, and why, each as text."""

    before: str
    after: str
    reasons: tuple[str, ...]


def rewritings(checked: Checked) -> Iterator[Rewritten]:
    """Give what was rewritten: predicate by predicate, then lists made of alternatives, then repetitions."""
    for settled in checked.settled:
        before = to_text(Not(settled.predicate) if settled.negated else settled.predicate)
        after = _text(settled.conditions)
        if before != after:
            yield Rewritten(before, after, tuple(dict.fromkeys(_reasons(settled))))
    counts = Counter(condition for settled in checked.settled for condition in settled.conditions)
    for alternatives, condition in checked.merged:
        before = " or ".join(to_text(one.predicate()) for one in alternatives)
        yield Rewritten(before, _text([condition]), ("alternatives of one property are one list",))
        counts.subtract(alternatives)
        counts[condition] += 1
    for condition in checked.conditions:
        if counts[condition] > 1:
            text = _text([condition])
            yield Rewritten(text, text, (f"it stands there {counts[condition]} times and is sent once",))


def _text(conditions: Sequence[Condition]) -> str:
    return " and ".join(to_text(condition.predicate()) for condition in conditions)


def _reasons(settled: Settled) -> Iterator[str]:
    predicate, negated, conditions = settled
    match predicate:
        case Comparison() if negated:
            yield "`not` turns the operator round"
        case Between():
            yield "a range is two bounds, both included"
        case Membership() if predicate.negated != negated:
            yield "a list to leave out is one condition for each of its values"
        case Membership() if conditions[0].operator is Operator.EQ:
            yield "a list of one value is `=`"
    sent = {literal_text(literal) for condition in conditions for literal in condition.literals()}
    for literal in operands(predicate):
        if literal_text(literal) not in sent:
            yield _reason_of_value(literal, conditions[0].property.type)


def _reason_of_value(literal: Literal, kind: PropertyType) -> str:
    match literal:
        case Parameter(name):
            return f"`:{name}` is a parameter"
        case RelativeDate(anchor):
            return f"`{anchor}` moves with the clock"
        case _ if kind is PropertyType.DATETIME:
            return "a time is sent in the zone and the form of the API"
        case _ if kind in _NUMERIC:
            return "a number is sent without quotes and leading zeros"
        case _:
            return "the property is text"
