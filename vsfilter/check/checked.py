"""What checking gives: a conjunction that the API takes as it stands, and the warnings about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from vsfilter.model.expression import And, Comparison, Membership
from vsfilter.model.literals import Boolean, Number, Text
from vsfilter.model.operators import Operator

if TYPE_CHECKING:
    from vsfilter.errors import Issue, Span
    from vsfilter.model.expression import Expr, Predicate
    from vsfilter.model.literals import Literal
    from vsfilter.schema import Endpoint, Property

# A datetime is without zone, in the zone of the API. A Decimal keeps its digits as written.
Value: TypeAlias = str | int | Decimal | bool | datetime


@dataclass(frozen=True, slots=True)
class Condition:
    """One entry of the filter: ``values`` holds one value, or for ``in`` at least two.

    ``span``, ``operator_span`` and ``value_spans`` are the places it came from, ``whole_day`` is the
    first of the values that was written as a date without a time, and ``ambiguous`` the first that
    the clocks of the API's zone show twice; none of them plays a part in equality.
    """

    property: Property = field(hash=False)
    operator: Operator
    values: tuple[Value, ...]
    span: Span | None = field(default=None, compare=False)
    operator_span: Span | None = field(default=None, compare=False)
    value_spans: tuple[Span | None, ...] = field(default=(), compare=False)
    whole_day: Value | None = field(default=None, compare=False)
    ambiguous: Value | None = field(default=None, compare=False)

    def literals(self) -> tuple[Literal, ...]:
        """Give the values as literals, which print as text that is read as these values."""
        return tuple(map(_literal, self.values))

    def predicate(self) -> Predicate:
        """Give the condition as an expression."""
        literals = self.literals()
        if self.operator is Operator.IN:
            return Membership(self.property.name, literals)
        return Comparison(self.property.name, self.operator, literals[0])


class Settled(NamedTuple):
    """What became of a predicate, ``negated`` by the words around it: conditions that must all hold."""

    predicate: Predicate
    negated: bool
    conditions: tuple[Condition, ...]


class Merged(NamedTuple):
    """Alternatives of one property, as often as each stood there, and the list of values that they became."""

    alternatives: tuple[Condition, ...]
    condition: Condition


@dataclass(frozen=True, slots=True)
class Checked:
    """A filter that fits its endpoint: conditions that must all hold, each once.

    Only checking makes one; what writes requests or evaluates records takes nothing else. ``source``
    is the expression that was checked, ``settled`` what became of each of its predicates, and ``merged``
    what was made of alternatives, and ``zone`` that of the API; none of them plays a part in equality.
    """

    endpoint: Endpoint
    conditions: tuple[Condition, ...]
    warnings: tuple[Issue, ...] = ()
    source: Expr | None = field(default=None, compare=False, repr=False)
    settled: tuple[Settled, ...] = field(default=(), compare=False, repr=False)
    merged: tuple[Merged, ...] = field(default=(), compare=False, repr=False)
    zone: tzinfo = field(default=UTC, compare=False, repr=False)

    def expression(self) -> Expr | None:
        """Give the conditions as an expression, which is None where there are none.

        Checked again without a time zone, it gives equal conditions, today and on any other day: relative
        dates are resolved, times moved and parameters filled in.
        """
        terms = tuple(condition.predicate() for condition in self.conditions)
        return And(terms) if len(terms) > 1 else terms[0] if terms else None


def _literal(value: Value) -> Literal:
    match value:
        case str():
            return Text(value)
        case bool():
            return Boolean(value)
        case datetime():
            return Text(value.isoformat(" "))
        case Decimal():
            return Number(f"{value:f}")
        case _:
            return Number(str(value))
