"""Any expression against an endpoint, as a checked tree: for what evaluates it on this side."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from vsfilter.check.checked import Condition
from vsfilter.check.conditions import PredicateCheck
from vsfilter.errors import FilterCheckError
from vsfilter.model.binding import names
from vsfilter.model.expression import Between, NullTest, Or
from vsfilter.model.walk import fold

if TYPE_CHECKING:
    from datetime import tzinfo

    from vsfilter.check.dates import Calendar
    from vsfilter.errors import Span
    from vsfilter.model.binding import Binding
    from vsfilter.model.expression import And, Expr, Predicate
    from vsfilter.schema import Endpoint, Property


@dataclass(frozen=True, slots=True)
class Conjunction:
    """Holds where all terms hold; of no terms, always.

    ``word_spans`` are the places of the words that join the terms, as far as they are known.
    """

    terms: tuple[Criterion, ...]
    word_spans: tuple[Span, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Disjunction:
    """Holds where any term holds; ``word_spans`` as in a `Conjunction`."""

    terms: tuple[Criterion, ...]
    word_spans: tuple[Span, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Absence:
    """Holds where a property is null, or, ``negated``, where it is not; ``operator_span`` is its place."""

    property: Property
    negated: bool
    operator_span: Span | None = field(default=None, compare=False)


# No negation is left: it has moved into the operators, as null holds for none, negated or not.
Criterion: TypeAlias = Condition | Absence | Conjunction | Disjunction


@dataclass(frozen=True, slots=True)
class Selection:
    """What to select of an endpoint's records; dates without an offset are in ``zone``."""

    endpoint: Endpoint
    criterion: Criterion
    zone: tzinfo


def select(expr: Expr, endpoint: Endpoint, *, binding: Binding, calendar: Calendar) -> Selection:
    """Check an expression of any shape, and on any property, whether or not a request can say it.

    Raises `FilterCheckError` with every issue of the whole expression.
    """
    predicate = _SelectionCheck(endpoint, calendar, binding)
    criterion = fold(expr, predicate.criterion, _join)
    issues = [*predicate.issues, *binding.unknown(names(expr))]
    if issues or criterion is None:
        raise FilterCheckError(issues)
    return Selection(endpoint, criterion, calendar.zone)


def _join(node: And | Or, negated: bool, terms: list[Criterion | None]) -> Criterion | None:  # noqa: FBT001  as fold calls it
    sound = tuple(term for term in terms if term is not None)
    if len(sound) < len(terms):
        return None
    return (Conjunction if isinstance(node, Or) == negated else Disjunction)(sound, node.word_spans)


class _SelectionCheck(PredicateCheck):
    """Checks predicates for which nothing need go over the wire."""

    def criterion(self, predicate: Predicate, negated: bool) -> Criterion | None:  # noqa: FBT001  as fold calls it
        match predicate:
            case NullTest():
                return self._absence(predicate, negated=negated)
            case Between() if negated != predicate.negated:
                inside = self(replace(predicate, negated=False), negated=False)
                if inside is None:
                    return None
                outside = tuple(replace(one, operator=one.operator.negated) for one in inside)
                return Disjunction(outside, _place(predicate))
            case _:
                conditions = self(predicate, negated)
                return None if conditions is None else Conjunction(conditions, _place(predicate))

    def _absence(self, node: NullTest, *, negated: bool) -> Absence | None:
        try:
            return Absence(self._property(node), node.negated != negated, node.operator_span)
        except FilterCheckError as error:
            self.issues += error.issues
            return None

    def _require_filterable(self, prop: Property, predicate: Predicate) -> None:
        """Let any property pass: what the API refuses can be looked at here."""


def _place(predicate: Predicate) -> tuple[Span, ...]:
    """Give the place of the word that stands for several conditions, such as ``between``."""
    return (predicate.operator_span,) if predicate.operator_span else ()
