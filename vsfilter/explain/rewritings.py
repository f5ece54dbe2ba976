"""What was rewritten on the way from an expression to its conditions, found by comparing the two."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from vsfilter.model.binding import operands
from vsfilter.model.expression import Between, Comparison, Membership, Not
from vsfilter.model.literals import Date, Parameter, RelativeDate, Text
from vsfilter.model.operators import Operator
from vsfilter.schema import PropertyType
from vsfilter.syntax import to_text
from vsfilter.syntax.printer import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vsfilter.check import Checked, Condition, Settled
    from vsfilter.model.literals import Literal

_END_OF_DAY = "23:59:59"
_FORM = "it is written as the request says it"
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
            yield Rewritten(before, after, tuple(dict.fromkeys(_reasons(settled))) or (_FORM,))
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
            if _is_day(predicate.high, conditions[1]):
                yield "the upper day counts to its end"
        case Membership():
            yield from _reasons_of_list(predicate, conditions, negated=negated)
    sent = {literal_text(literal) for condition in conditions for literal in condition.literals()}
    for literal in operands(predicate):
        if literal_text(literal) not in sent:
            yield _reason_of_value(literal, conditions[0].property.type)


def _is_day(high: Literal, condition: Condition) -> bool:
    """Tell whether the upper bound of a range was written as a day, and sent as its last second."""
    if condition.property.type is not PropertyType.DATETIME or _END_OF_DAY not in str(condition.values[0]):
        return False
    match high:
        case Date(text) | Text(text):
            return len(text) == len("2018-09-30")
        case RelativeDate(anchor, offset):
            return anchor.lower() != "now" and offset[-1:] in {"", "d", "w"}
        case _:
            return False


def _reasons_of_list(predicate: Membership, conditions: Sequence[Condition], *, negated: bool) -> Iterator[str]:
    if predicate.negated != negated:
        yield "a list to leave out is one condition for each of its values"
    elif negated:
        yield "two negations cancel out"
    values = sum(len(condition.values) for condition in conditions)
    if isinstance(predicate.values, tuple) and values < len(predicate.values):
        yield "a value that stands there again is sent once"
    if conditions[0].operator is Operator.EQ:
        yield "a list of one value is `=`"


def _reason_of_value(literal: Literal, kind: PropertyType) -> str:
    match literal:
        case Parameter(name):
            return f"`:{name}` is a parameter"
        case RelativeDate(anchor) if kind is PropertyType.DATETIME:
            return f"`{anchor}` moves with the clock"
        case _ if kind is PropertyType.DATETIME:
            return "a time is sent in the zone and the form of the API"
        case _ if kind in _NUMERIC:
            return "a number is sent as JSON writes it"
        case _:
            return "the property is text"
