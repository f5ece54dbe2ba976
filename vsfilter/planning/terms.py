"""Conjunctions over several properties: what one request asks."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Self

from vsfilter.model.expression import And
from vsfilter.model.operators import ORDERING, Operator
from vsfilter.planning.demands import ORDERED, Demand, demand_of, intersection
from vsfilter.schema import PropertyType
from vsfilter.syntax import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vsfilter.check import Condition
    from vsfilter.model.expression import Expr
    from vsfilter.planning.reasons import Reason

# How narrow a condition is taken to be; docs/planning.md tells the same.
WIDTHS: Final[Mapping[Operator, int]] = {
    Operator.EQ: 1,
    Operator.IN: 2,
    Operator.LIKE: 3,
    Operator.LT: 5,
    Operator.LTE: 5,
    Operator.GT: 5,
    Operator.GTE: 5,
    Operator.NE: 6,
    Operator.NOTLIKE: 6,
}
_RANGE: Final = 4
_WIDEST: Final = 7
_LONGEST_TEXT: Final = 200


class Term:
    """What a request asks: demands on different properties, which must all hold. Without any, it asks for all records.

    Terms are equal where their demands are; ``reasons`` tell where it comes from.
    """

    __slots__ = ("_alike", "demands", "reasons", "signature")

    def __init__(self, demands: Iterable[Demand] = (), reasons: tuple[Reason, ...] = ()) -> None:
        """Take one demand a property, in the order in which a request tells them."""
        self.demands: dict[str, Demand] = {demand.property.name: demand for demand in demands}
        self.signature = frozenset(self.demands.values())
        self.reasons = reasons
        self._alike: dict[str, Demand] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Term) and self.signature == other.signature

    def __hash__(self) -> int:
        return hash(self.signature)

    def __bool__(self) -> bool:
        """Tell whether there is any demand."""
        return bool(self.demands)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions of the request."""
        return tuple(condition for demand in self.demands.values() for condition in demand.conditions())

    def expression(self) -> Expr | None:
        """Give the conditions as an expression, which is None where there are none."""
        terms = tuple(condition.predicate() for condition in self.conditions)
        return And(terms) if len(terms) > 1 else terms[0] if terms else None

    def but(self, demand: Demand) -> Term:
        """Give the term with another demand on a property."""
        return Term((self.demands | {demand.property.name: demand}).values(), self.reasons)

    def without(self, name: str) -> Term:
        """Give the term without what it asks of a property."""
        return Term((one for one in self.demands.values() if one.property.name != name), self.reasons)

    def because(self, *reasons: Reason) -> Self:
        """Give the same term with more reasons."""
        return type(self)(self.demands.values(), tuple(dict.fromkeys(self.reasons + reasons)))

    def both(self, other: Term) -> Term | None:
        """Give what both ask, or None where no record can meet both."""
        demands = dict(self.demands)
        for name, demand in other.demands.items():
            if name in demands:
                common = intersection(demands[name], demand)
                if common is None:
                    return None
                demands[name] = common
            else:
                demands[name] = demand
        return Term(demands.values(), tuple(dict.fromkeys(self.reasons + other.reasons)))

    def implies(self, other: Term) -> bool:
        """Tell whether every record that is left here is left there; False may also mean that nobody knows."""
        mine = self.demands
        return all(name in mine and mine[name].implies(demand) for name, demand in other.demands.items())

    def excludes(self, other: Term) -> bool:
        """Tell whether no record can meet both, also where a server takes texts for equal that look alike."""
        return any(
            intersection(self.demands[name], other.demands[name]) is None
            and intersection(self._alike_on(name), other._alike_on(name)) is None
            for name in self.demands
            if name in other.demands
        )

    def _alike_on(self, name: str) -> Demand:
        if name not in self._alike:
            self._alike[name] = _alike(self.demands[name])
        return self._alike[name]

    def width(self) -> int:
        """Give how wide it is taken to be: as its narrowest demand."""
        return min((_width(demand) for demand in self.demands.values()), default=_WIDEST)

    def __str__(self) -> str:
        """Give the conditions as text; one that is long is cut."""
        expr = self.expression()
        return "all records" if expr is None else brief(expr)

    def __repr__(self) -> str:
        return f"<Term {self}>"


def brief(expr: Expr) -> str:
    """Write an expression for people; what is long is cut."""
    text = to_text(expr)
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def _width(demand: Demand) -> int:
    if demand.low is not None and demand.high is not None:
        return _RANGE
    return min(WIDTHS[condition.operator] for condition in demand.conditions())


def _alike(demand: Demand) -> Demand:
    """Give a demand that leaves all that this one leaves on a server that minds neither case nor accents.

    Which bounds on text hold there is not known.
    """
    if demand.property.type in ORDERED or demand.property.type is PropertyType.BOOLEAN:
        return demand
    alike = [
        replace(condition, values=tuple(folded(str(value)) for value in condition.values))
        for condition in demand.conditions()
        if condition.operator not in ORDERING
    ]
    # A contradiction that only the folding makes is none that could be relied on.
    found = demand_of(alike) if alike else None
    return found or Demand(demand.property, None, None, None, ())


def folded(text: str) -> str:
    """Give a text without what a server may not mind: case, accents, blanks at its end."""
    if text.isascii():
        return text.lower().rstrip()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in apart if not unicodedata.combining(mark)).casefold().rstrip()
