"""Checked filters to functions made of functions: slower than generated code, and good for any record."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from vsfilter.check import Condition
from vsfilter.check.selection import Absence, Conjunction, Disjunction
from vsfilter.errors import FilterCheckError, Issue
from vsfilter.local.reading import comparable, reader
from vsfilter.model.operators import Operator

if TYPE_CHECKING:
    from datetime import tzinfo

    from vsfilter.check.selection import Criterion

# Tells whether a record matches.
RecordTest: TypeAlias = Callable[[Mapping[str, object]], bool]
# Tells whether a value of a record, which may be any value, is as it should be.
ValueTest: TypeAlias = Callable[[object], bool]

# Whether a value that is there stands to a wanted one as an operator says; both as `comparable` gives them.
HOLDS: Mapping[Operator, Callable[[Any, Any], bool]] = {
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


def interpreted(criterion: Criterion, zone: tzinfo, depth: int = 0) -> RecordTest:
    """Make the test for a criterion of any size, and for records that are any mapping.

    Raises `FilterCheckError` (``limit-exceeded``) for one in which over 200 groups stand inside one another.
    """
    match criterion:
        case Condition() | Absence():
            test, name = value_test(criterion, zone), criterion.property.name
            return lambda record: test(record.get(name))
        case Conjunction(terms, word_spans) | Disjunction(terms, word_spans):
            if depth > _DEEPEST:
                message = f"an expression nested more than {_DEEPEST} deep is not evaluated here"
                raise FilterCheckError([Issue("limit-exceeded", message, next(iter(word_spans), None))])
            tests = [interpreted(term, zone, depth + 1) for term in terms]
            if len(tests) == 1:
                return tests[0]
            if isinstance(criterion, Conjunction):
                return lambda record: all(test(record) for test in tests)
            return lambda record: any(test(record) for test in tests)
        case _:
            assert_never(criterion)


def value_test(criterion: Condition | Absence, zone: tzinfo) -> ValueTest:
    """Make the test for the value of one property: a condition holds for no null."""
    read = reader(criterion.property, zone)
    if isinstance(criterion, Absence):
        negated = criterion.negated
        return lambda value: (read(value) is None) != negated
    if criterion.operator is Operator.IN:
        values = frozenset(map(comparable, criterion.values))

        def is_listed(value: object) -> bool:
            found = read(value)
            return found is not None and found in values

        return is_listed
    wanted = comparable(criterion.values[0])
    compare = HOLDS[criterion.operator]

    def holds(value: object) -> bool:
        found = read(value)
        return found is not None and compare(found, wanted)

    return holds
