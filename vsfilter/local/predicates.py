"""Checked filters to functions that tell whether a record matches, made once and called for each."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from vsfilter.check import Absence, Condition, Conjunction, Disjunction
from vsfilter.errors import FilterCheckError, Issue
from vsfilter.local.reading import comparable, reader
from vsfilter.model.operators import Operator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from vsfilter.check import Criterion, Selection

# Tells whether a record matches.
RecordTest: TypeAlias = Callable[[Mapping[str, object]], bool]

_COMPARED: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQ: operator.eq,
    Operator.NE: operator.ne,
    Operator.LT: operator.lt,
    Operator.LTE: operator.le,
    Operator.GT: operator.gt,
    Operator.GTE: operator.ge,
    Operator.LIKE: operator.contains,
    Operator.NOTLIKE: lambda text, fragment: fragment not in text,
}
# A test calls the tests inside it, so nesting takes Python's own stack.
_DEEPEST = 200


def of_conditions(conditions: Sequence[Condition], zone: tzinfo) -> RecordTest:
    """Make the test for a conjunction, as one request sends it."""
    return _test(Conjunction(tuple(conditions)), zone, 0)


def of_selection(selection: Selection) -> RecordTest:
    """Make the test for an expression of any shape.

    Raises `FilterCheckError` (``limit-exceeded``) for one in which over 200 groups stand inside one another.
    """
    return _test(selection.criterion, selection.zone, 0)


def _test(criterion: Criterion, zone: tzinfo, depth: int) -> RecordTest:
    match criterion:
        case Condition():
            return _condition(criterion, zone)
        case Absence(prop, negated):
            read, name = reader(prop, zone), prop.name
            return lambda record: (read(record.get(name)) is None) != negated
        case Conjunction(terms) | Disjunction(terms):
            if depth > _DEEPEST:
                message = f"an expression nested more than {_DEEPEST} deep is not evaluated here"
                raise FilterCheckError([Issue("limit-exceeded", message)])
            tests = [_test(term, zone, depth + 1) for term in terms]
            if len(tests) == 1:
                return tests[0]
            if isinstance(criterion, Conjunction):
                return lambda record: all(test(record) for test in tests)
            return lambda record: any(test(record) for test in tests)
        case _:
            assert_never(criterion)


def _condition(condition: Condition, zone: tzinfo) -> RecordTest:
    """Make the test for one condition, which holds for no record where the value is null."""
    read, name = reader(condition.property, zone), condition.property.name
    if condition.operator is Operator.IN:
        values = frozenset(map(comparable, condition.values))

        def is_listed(record: Mapping[str, object]) -> bool:
            value = read(record.get(name))
            return value is not None and value in values

        return is_listed
    wanted = comparable(condition.values[0])
    compare = _COMPARED[condition.operator]

    def holds(record: Mapping[str, object]) -> bool:
        value = read(record.get(name))
        return value is not None and compare(value, wanted)

    return holds
