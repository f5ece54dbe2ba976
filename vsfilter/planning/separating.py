"""Requests made disjoint, where that costs none, so that what they count adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsfilter.check import Accept, Condition
from vsfilter.model.operators import Operator
from vsfilter.planning.demands import EQUALITY, Demand, demand_of
from vsfilter.planning.reasons import Kind, Reason
from vsfilter.planning.terms import Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsfilter.planning.pushing import Pushdown

# A list is left out value by value; of more values it would be no gain.
_MOST_LEFT_OUT: Final = 10


def separated(terms: Sequence[Term], push: Pushdown) -> list[Term]:
    """Give requests that fetch the same records together, and as few as can be more than once."""
    used = {condition.operator for term in terms for condition in term.conditions}
    found = list(terms)
    for second in range(len(found)):
        for first in range(second):
            if found[first].excludes(found[second]):
                continue
            for kept, lesser in ((first, second), (second, first)):
                less = _without(found[lesser], found[kept], push, used)
                if less is not None:
                    found[lesser] = less
                    break
    return found


def disjoint(terms: Sequence[Term]) -> bool:
    """Tell whether no record can be fetched by two requests."""
    return all(one.excludes(other) for number, one in enumerate(terms) for other in terms[:number])


def _without(term: Term, other: Term, push: Pushdown, used: set[Operator]) -> Term | None:
    """Give a request without the records of another, if one more condition says that and costs no request."""
    apart = [condition for condition in other.conditions if not _implied(term, condition)]
    if len(apart) != 1 or apart[0].property.name not in term.demands:
        return None
    (condition,) = apart
    negations = _negated(condition, term.demands[condition.property.name])
    known = push.accept is Accept.ANY or all(one.operator.seen_live or one.operator in used for one in negations)
    negation = demand_of(negations) if negations and known else None
    less = None if negation is None else term.both(Term([negation]))
    if less is None or not less.excludes(other) or push.budget.pieces(less) > push.budget.pieces(term):
        return None
    return less.because(Reason(Kind.SEPARATE, f"what {Term([_alone(condition)])} fetches is left out"))


def _negated(condition: Condition, demand: Demand) -> list[Condition]:
    """Give the conditions that hold where one does not, among values that meet a demand; none where there are many."""
    if condition.operator not in EQUALITY:
        return [Condition(condition.property, condition.operator.negated, condition.values)]
    if demand.values is not None:
        # The list loses the values; nothing is said that was not said before.
        left = tuple(value for key, value in demand.values.items() if not _alone(condition).allows(key))
        return [Condition(condition.property, Operator.IN, left)] if left else []
    if len(condition.values) > _MOST_LEFT_OUT:
        return []
    return [Condition(condition.property, Operator.NE, (value,)) for value in condition.values]


def _implied(term: Term, condition: Condition) -> bool:
    demand = term.demands.get(condition.property.name)
    return demand is not None and demand.implies(_alone(condition))


def _alone(condition: Condition) -> Demand:
    demand = demand_of([condition])
    assert demand is not None  # noqa: S101  one condition alone contradicts nothing
    return demand
