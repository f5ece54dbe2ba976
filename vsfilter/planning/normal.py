"""The normal form of a checked tree: flat, and without what holds always or never."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from vsfilter.check import Condition
from vsfilter.check.selection import Absence, Conjunction, Disjunction
from vsfilter.errors import quote
from vsfilter.model.expression import And, NullTest, Or
from vsfilter.planning.demands import demand_of
from vsfilter.planning.reasons import Kind
from vsfilter.planning.terms import brief

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vsfilter.check.selection import Criterion
    from vsfilter.model.expression import Expr
    from vsfilter.planning.reasons import Log

_Result = TypeVar("_Result")

ALWAYS: Final = Conjunction(())
NEVER: Final = Disjunction(())


def fold(
    criterion: Criterion,
    leaf: Callable[[Condition | Absence], _Result],
    join: Callable[[Conjunction | Disjunction, list[_Result]], _Result],
) -> _Result:
    """Compute a value bottom up; nothing recurses."""
    values: list[_Result] = []
    stack: list[tuple[Criterion, bool]] = [(criterion, False)]
    while stack:
        node, visited = stack.pop()
        match node:
            case Condition() | Absence():
                values.append(leaf(node))
            case Conjunction(terms) | Disjunction(terms) if visited:
                start = len(values) - len(terms)
                parts = values[start:]
                del values[start:]
                values.append(join(node, parts))
            case _:
                stack.append((node, True))
                stack += [(term, False) for term in reversed(node.terms)]
    return values.pop()


def normal_form(criterion: Criterion, log: Log) -> Criterion:
    """Give an equal tree in which and and or take turns, and no two leaves of a group are at odds or say the same."""

    def join(node: Conjunction | Disjunction, terms: list[Criterion]) -> Criterion:
        kind = type(node)
        flat: list[Criterion] = []
        for term in terms:
            flat += term.terms if isinstance(term, kind) else [term]
        if (NEVER if kind is Conjunction else ALWAYS) in (term for term in flat if _is_constant(term)):
            return NEVER if kind is Conjunction else ALWAYS
        flat = [term for term in flat if not _is_constant(term)]
        settled = _conjunction(flat, log) if kind is Conjunction else _disjunction(flat, log)
        if settled is None:
            return NEVER if kind is Conjunction else ALWAYS
        return settled[0] if len(settled) == 1 else kind(tuple(settled), node.word_spans)

    return fold(criterion, lambda leaf: leaf, join)


def _is_constant(criterion: Criterion) -> bool:
    return isinstance(criterion, Conjunction | Disjunction) and not criterion.terms


def _conjunction(terms: list[Criterion], log: Log) -> list[Criterion] | None:
    """Settle terms that must all hold; None where they cannot."""
    conditions: dict[str, dict[Condition, None]] = {}
    present: dict[str, Absence] = {}
    absent: dict[str, Absence] = {}
    for term in terms:
        match term:
            case Condition():
                conditions.setdefault(term.property.name, {}).setdefault(term)
            case Absence(prop, negated):
                (present if negated else absent).setdefault(prop.name, term)
    for name, test in absent.items():
        if name in conditions or name in present:
            log.add(Kind.CONTRADICT, f"{quote(name)} cannot be null and have a value", test.operator_span)
            return None
    for some in conditions.values():
        if demand_of(some) is None:
            text = brief(_joined(And, [one.predicate() for one in some]))
            log.add(Kind.CONTRADICT, f"{text}: no value meets all of it", next(iter(some)).span)
            return None
    # A condition holds for no null.
    return [term for term in _once(terms) if not (isinstance(term, Absence) and term.property.name in conditions)]


def _disjunction(terms: list[Criterion], log: Log) -> list[Criterion] | None:
    """Settle alternatives; None where one of them holds always."""
    present = {term.property.name for term in terms if isinstance(term, Absence) and term.negated}
    for term in terms:
        if isinstance(term, Absence) and not term.negated and term.property.name in present:
            log.add(Kind.DROP, f"{quote(term.property.name)} is null or not: that holds always", term.operator_span)
            return None
    return [term for term in _once(terms) if not (isinstance(term, Condition) and term.property.name in present)]


def _once(terms: list[Criterion]) -> Iterator[Criterion]:
    """Leave out leaves that stand there again."""
    seen: set[Condition | tuple[str, bool]] = set()
    for term in terms:
        if isinstance(term, Condition | Absence):
            key = term if isinstance(term, Condition) else (term.property.name, term.negated)
            if key in seen:
                continue
            seen.add(key)
        yield term


def to_expression(criteria: Sequence[Criterion]) -> Expr | None:
    """Give criteria that must all hold as an expression, and None for none; relative dates are resolved in it."""

    def leaf(node: Condition | Absence) -> Expr:
        if isinstance(node, Condition):
            return node.predicate()
        return NullTest(node.property.name, negated=node.negated)

    def join(node: Conjunction | Disjunction, terms: list[Expr]) -> Expr:
        return _joined(And if isinstance(node, Conjunction) else Or, terms)

    if not criteria:
        return None
    return _joined(And, [fold(criterion, leaf, join) for criterion in criteria])


def _joined(kind: type[And | Or], terms: list[Expr]) -> Expr:
    return kind(tuple(terms)) if len(terms) > 1 else terms[0]


def count_of_terms(criterion: Criterion, apart: Callable[[Condition], int]) -> int:
    """Count the conjunctions that plain distribution makes, without making them.

    ``apart`` tells for a list how many alternatives it is.
    """

    def join(node: Conjunction | Disjunction, counts: list[int]) -> int:
        if isinstance(node, Disjunction):
            return sum(counts)
        product = 1
        for count in counts:
            product *= count
        return product

    return fold(criterion, lambda node: apart(node) if isinstance(node, Condition) else 1, join)


def leaves(criterion: Criterion) -> list[Condition]:
    """Give the conditions of a tree in the order written; tests for null are none."""
    found: list[Condition] = []
    stack = [criterion]
    while stack:
        node = stack.pop()
        if isinstance(node, Conjunction | Disjunction):
            stack += reversed(node.terms)
        elif isinstance(node, Condition):
            found.append(node)
    return found
