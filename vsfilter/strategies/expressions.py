"""Expressions over the properties of an endpoint: of any boolean shape, or such as one request can say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from hypothesis import strategies as st

from vsfilter.model import And, Between, Comparison, Membership, Not, NullTest, Operator, Or, Parameter, predicates
from vsfilter.model.binding import parameters as parameters_of
from vsfilter.strategies.declarations import filterable, resolved
from vsfilter.strategies.values import literals, parameter, stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsfilter.model import Expr
    from vsfilter.model import Literal as Value
    from vsfilter.schema import Endpoint, Property

Shape = Literal["any", "conjunction"]

_DEPTH = 2
# What an expression may be on the outside; None is a predicate.
_KINDS = (None, And, Or, Not, None)


def expressions(
    endpoint: str | Endpoint,
    shape: Shape = "any",
    *,
    max_leaves: int = 8,
    relative_dates: bool = False,
    parameters: bool = False,
) -> st.SearchStrategy[Expr]:
    """Draw an expression whose names, operators and values fit the endpoint.

    ``shape`` is ``"any"`` for whatever the language can say, up to about ``max_leaves`` predicates, or
    ``"conjunction"`` for what one request can say, in all the ways to say it: with ``not``, with an ``or`` that is a
    list, with ranges. ``relative_dates`` adds ``today - 7d`` and the like, which depend on a clock, and
    ``parameters`` adds ``:name``; `bindings` draws the values for them.
    """
    leaves = _Leaves(resolved(endpoint), relative_dates, parameters)
    if shape == "conjunction":
        return _conjunctive(leaves, _DEPTH)
    if shape != "any":
        raise ValueError(f"a shape is any or conjunction, got {shape!r}")
    predicate = st.one_of(_comparisons(leaves), _memberships(leaves), _ranges(leaves), _null_tests(leaves))
    return st.builds(_Budget, st.just(max_leaves)).flatmap(lambda budget: _shaped(predicate, budget, _DEPTH + 1))


@dataclass(slots=True)
class _Budget:
    """How many predicates an expression may still get."""

    leaves: int


@st.composite
def _shaped(draw: st.DrawFn, predicate: st.SearchStrategy[Expr], budget: _Budget, depth: int) -> Expr:
    """Draw any shape; one strategy for all depths, so that an inner expression can take the place of an outer one."""
    kind = draw(st.sampled_from(_KINDS)) if depth and budget.leaves > 1 else None
    if kind is None:
        budget.leaves -= 1
        return draw(predicate)
    inner = _shaped(predicate, budget, depth - 1)
    if kind is Not:
        return Not(draw(inner))
    return draw(_joined(And if kind is And else Or, inner))


def bindings(expr: Expr, endpoint: str | Endpoint) -> st.SearchStrategy[dict[str, Any]]:
    """Draw values for the parameters of an expression, by name, as ``compile`` takes them in ``params``.

    A parameter that is compared with several properties gets a value that fits the first of them.
    """
    found = resolved(endpoint)
    values: dict[str, st.SearchStrategy[Any]] = {}
    for predicate in predicates(expr):
        prop = found.get(predicate.property)
        if prop is None:
            continue
        value = _python_values(prop)
        for one in parameters_of(predicate):
            whole = isinstance(predicate, Membership) and isinstance(predicate.values, Parameter)
            values.setdefault(one.name, st.lists(value, min_size=1, max_size=3) if whole else value)
    return st.fixed_dictionaries(values)


def _python_values(prop: Property) -> st.SearchStrategy[Any]:
    # An array or an object is compared with text.
    return stored(prop) if prop.type.operators & {Operator.IN} else st.sampled_from(("a", "é"))


class _Leaves(NamedTuple):
    """What the predicates are about, and what they may hold."""

    endpoint: Endpoint
    relative_dates: bool
    parameters: bool

    def properties(self, operator: Operator | None = None) -> st.SearchStrategy[Property]:
        """Draw a property that takes an operator; nothing where there is none."""
        taking = [prop for prop in filterable(self.endpoint) if operator is None or operator in prop.type.operators]
        return st.sampled_from(taking) if taking else st.nothing()

    def values(self, prop: Property) -> st.SearchStrategy[Value]:
        fitting = literals(prop, relative_dates=self.relative_dates)
        return st.one_of(fitting, parameter(prop)) if self.parameters else fitting


def _comparisons(leaves: _Leaves) -> st.SearchStrategy[Expr]:
    @st.composite
    def draw_one(draw: st.DrawFn) -> Expr:
        prop = draw(leaves.properties())
        taken = [one for one in Operator if one in prop.type.operators and one is not Operator.IN]
        return Comparison(prop.name, draw(st.sampled_from(taken)), draw(leaves.values(prop)))

    return draw_one()


def _memberships(leaves: _Leaves, *, negated: bool | None = None) -> st.SearchStrategy[Expr]:
    @st.composite
    def of(draw: st.DrawFn, prop: Property) -> Expr:
        listed: st.SearchStrategy[Any] = st.lists(leaves.values(prop), min_size=1, max_size=3).map(tuple)
        if leaves.parameters:
            listed |= parameter(prop, listed=True)
        return Membership(prop.name, draw(listed), draw(st.booleans() if negated is None else st.just(negated)))

    return leaves.properties(Operator.IN).flatmap(of)


def _ranges(leaves: _Leaves, *, negated: bool | None = None) -> st.SearchStrategy[Expr]:
    @st.composite
    def of(draw: st.DrawFn, prop: Property) -> Expr:
        low, high = draw(leaves.values(prop)), draw(leaves.values(prop))
        return Between(prop.name, low, high, draw(st.booleans() if negated is None else st.just(negated)))

    return leaves.properties(Operator.GTE).flatmap(of)


def _null_tests(leaves: _Leaves) -> st.SearchStrategy[Expr]:
    return st.builds(lambda prop, negated: NullTest(prop.name, negated), leaves.properties(), st.booleans())


def _alternatives(leaves: _Leaves) -> st.SearchStrategy[Expr]:
    """Draw an or that is a list in other words."""

    def of(prop: Property) -> st.SearchStrategy[Expr]:
        equal = leaves.values(prop).map(lambda value: Comparison(prop.name, Operator.EQ, value))
        listed = st.lists(leaves.values(prop), min_size=1, max_size=2).map(
            lambda values: Membership(prop.name, tuple(values))
        )
        return _joined(Or, st.one_of(equal, listed))

    return leaves.properties(Operator.IN).flatmap(of)


def _joined(kind: Callable[[tuple[Expr, ...]], Expr], terms: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.lists(terms, min_size=2, max_size=3).map(lambda some: kind(tuple(some)))


def _conjunctive(leaves: _Leaves, depth: int) -> st.SearchStrategy[Expr]:
    """Draw what one request can say."""
    simple = st.one_of(
        _comparisons(leaves), _memberships(leaves), _ranges(leaves, negated=False), _alternatives(leaves)
    )
    if depth == 0:
        return simple
    below = depth - 1
    return st.one_of(simple, _joined(And, _conjunctive(leaves, below)), _disjunctive(leaves, below).map(Not))


def _disjunctive(leaves: _Leaves, depth: int) -> st.SearchStrategy[Expr]:
    """Draw what one request can say the negation of."""
    simple = st.one_of(_comparisons(leaves), _memberships(leaves), _ranges(leaves, negated=True))
    if depth == 0:
        return simple
    below = depth - 1
    return st.one_of(simple, _joined(Or, _disjunctive(leaves, below)), _conjunctive(leaves, below).map(Not))
