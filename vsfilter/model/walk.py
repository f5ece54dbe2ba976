"""Walking over expressions without recursion, and the normal form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from vsfilter.model.expression import And, Comparison, Expr, Not, Or

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vsfilter.model.expression import Predicate

_Result = TypeVar("_Result")


def fold(
    expr: Expr,
    leaf: Callable[[Predicate, bool], _Result],
    join: Callable[[And | Or, bool, list[_Result]], _Result],
) -> _Result:
    """Compute a value bottom up, with every ``not`` moved to the leaves on the way.

    ``leaf(predicate, negated)`` gives the value of a predicate; ``join(node, negated, values)``
    that of a conjunction or disjunction from the values of its terms, in order. ``negated`` tells
    that an odd number of ``not`` stands above, so that by De Morgan's laws an `And` is to be read
    as an or and an `Or` as an and; the values of the terms have been negated already.
    """
    values: list[_Result] = []
    stack: list[tuple[Expr, bool, bool]] = [(expr, False, False)]
    while stack:
        node, negated, visited = stack.pop()
        match node:
            case Not():
                stack.append((node.term, not negated, False))
            case And() | Or() if visited:
                count = len(node.terms)
                terms = values[-count:]
                del values[-count:]
                values.append(join(node, negated, terms))
            case And() | Or():
                stack.append((node, negated, True))
                stack += [(term, negated, False) for term in reversed(node.terms)]
            case _:
                values.append(leaf(node, negated))
    return values.pop()


def predicates(expr: Expr) -> Iterator[Predicate]:
    """Give the predicates of an expression in the order written."""
    stack = [expr]
    while stack:
        node = stack.pop()
        match node:
            case Not():
                stack.append(node.term)
            case And() | Or():
                stack += reversed(node.terms)
            case _:
                yield node


def replaced(expr: Expr, leaf: Callable[[Predicate], Predicate]) -> Expr:
    """Give the same tree with each predicate replaced by what ``leaf`` makes of it."""
    done: list[Expr] = []
    stack: list[tuple[Expr, bool]] = [(expr, False)]
    while stack:
        node, visited = stack.pop()
        match node:
            case Not() if visited:
                done.append(Not(done.pop(), node.word_span))
            case Not():
                stack += [(node, True), (node.term, False)]
            case And() | Or() if visited:
                count = len(node.terms)
                terms = tuple(done[-count:])
                del done[-count:]
                done.append(type(node)(terms, node.word_spans))
            case And() | Or():
                stack.append((node, True))
                stack += [(term, False) for term in reversed(node.terms)]
            case _:
                done.append(leaf(node))
    return done.pop()


def normal_form(expr: Expr) -> Expr:
    """Rewrite to the negation normal form: no `Not` is left, predicates carry the negation.

    The result selects the same records under SQL's rule that a comparison with null holds for
    none, negated or not. Applying it again changes nothing.
    """
    return fold(expr, _negate, _dual)


def _negate(predicate: Predicate, negated: bool) -> Expr:  # noqa: FBT001  the signature that fold calls
    if not negated:
        return predicate
    if isinstance(predicate, Comparison):
        return replace(predicate, operator=predicate.operator.negated)
    return replace(predicate, negated=not predicate.negated)


def _dual(node: And | Or, negated: bool, terms: list[Expr]) -> Expr:  # noqa: FBT001  as above
    kind = Or if isinstance(node, And) == negated else And
    return kind(tuple(terms), node.word_spans)
