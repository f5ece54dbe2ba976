"""Rewritings of an expression that must select the same records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from vsfilter.model import And, Between, Comparison, Date, Membership, Not, NullTest, Number, Operator, Or, Parameter
from vsfilter.model.walk import predicates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from vsfilter.model import Expr, Literal

    # A way to write an expression otherwise, where there is a choice to be drawn.
    Rewriting: TypeAlias = Callable[[st.DrawFn], Expr]

_MOST_STEPS = 3


@st.composite
def equivalents(draw: st.DrawFn, expr: Expr) -> Expr:
    """Draw an expression that selects the same records, whatever they are; the simplest is ``expr`` itself.

    It is rewritten in up to three places by the laws of Boolean algebra that hold with null as well (double
    negation, De Morgan, order, repetition, absorption, distribution), and by what operators mean of one another
    (``in`` and ``=``, ``between`` and its bounds, an operator and its inverse under ``not``). One request may be
    able to say the one and not the other.
    """
    for _ in range(draw(st.integers(0, _MOST_STEPS))):
        expr = _rewritten(draw, expr)
    return expr


def _rewritten(draw: st.DrawFn, expr: Expr) -> Expr:
    """Rewrite one place, on a way down that is drawn."""
    path: list[tuple[And | Or | Not, int]] = []
    while isinstance(expr, (And, Or, Not)) and draw(st.booleans()):
        terms = (expr.term,) if isinstance(expr, Not) else expr.terms
        chosen = draw(st.integers(0, len(terms) - 1))
        path.append((expr, chosen))
        expr = terms[chosen]
    expr = draw(st.sampled_from(list(_rewritings(expr))))(draw)
    for parent, chosen in reversed(path):
        if isinstance(parent, Not):
            expr = Not(expr)
        else:
            expr = type(parent)((*parent.terms[:chosen], expr, *parent.terms[chosen + 1 :]))
    return expr


def _rewritings(expr: Expr) -> Iterator[Rewriting]:
    yield from _of_kind(expr)
    yield lambda _: Not(Not(expr))
    yield lambda _: And((expr, expr))
    yield lambda _: Or((expr, expr))
    yield lambda draw: And((expr, Or((expr, draw(_part(expr))))))
    yield lambda draw: Or((And((draw(_part(expr)), expr)), expr))


def _of_kind(expr: Expr) -> Iterator[Rewriting]:
    match expr:
        case And() | Or():
            yield from _of_connective(expr)
        case Not(term=(And() | Or()) as inner):
            other = Or if isinstance(inner, And) else And
            yield lambda _: other(tuple(map(Not, inner.terms)))
        case Comparison():
            yield from _of_comparison(expr)
        case Membership() | Between() | NullTest():
            yield lambda _: Not(replace(expr, negated=not expr.negated))
            yield from _of_negatable(expr)


def _part(expr: Expr) -> st.SearchStrategy[Expr]:
    return st.sampled_from(list(predicates(expr)))


def _of_connective(expr: And | Or) -> Iterator[Rewriting]:
    kind, other = type(expr), Or if isinstance(expr, And) else And
    yield lambda draw: kind(tuple(draw(st.permutations(expr.terms))))
    yield lambda _: Not(other(tuple(map(Not, expr.terms))))
    place = next((place for place, term in enumerate(expr.terms) if type(term) is other), None)
    if place is not None:
        yield lambda _: _distributed(expr, place, other)


def _distributed(expr: And | Or, place: int, other: type[And | Or]) -> Expr:
    """Draw the other terms into one that is of the other kind."""
    inner = expr.terms[place]
    assert isinstance(inner, (And, Or))  # noqa: S101  who calls has seen to it
    before, after = expr.terms[:place], expr.terms[place + 1 :]
    return other(tuple(type(expr)((*before, term, *after)) for term in inner.terms))


def _of_comparison(expr: Comparison) -> Iterator[Rewriting]:
    yield lambda _: Not(replace(expr, operator=expr.operator.negated))
    if expr.operator in {Operator.EQ, Operator.NE}:
        yield lambda _: Membership(expr.property, (expr.value,), negated=expr.operator is Operator.NE)


def _of_negatable(expr: Membership | Between | NullTest) -> Iterator[Rewriting]:
    if isinstance(expr, Membership) and not isinstance(expr.values, Parameter):
        yield from _of_list(expr, expr.values)
    if isinstance(expr, Between) and _is_exact(expr.high):
        yield lambda _: _bounds(expr)


def _of_list(expr: Membership, values: Sequence[Literal]) -> Iterator[Rewriting]:
    yield lambda draw: replace(expr, values=(*draw(st.permutations(values)), values[0]))
    operator, kind = (Operator.NE, And) if expr.negated else (Operator.EQ, Or)
    terms = tuple(Comparison(expr.property, operator, value) for value in values)
    yield lambda _: kind(terms) if len(terms) > 1 else terms[0]


def _is_exact(high: Literal) -> bool:
    """Tell whether an upper bound is what it says on any property: a bare date means the end of its day on some."""
    return isinstance(high, Number) or (isinstance(high, Date) and "T" in high.source)


def _bounds(expr: Between) -> Expr:
    lower, upper = (Operator.LT, Operator.GT) if expr.negated else (Operator.GTE, Operator.LTE)
    terms = (Comparison(expr.property, lower, expr.low), Comparison(expr.property, upper, expr.high))
    return Or(terms) if expr.negated else And(terms)
