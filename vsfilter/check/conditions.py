"""One predicate against the endpoint: the conditions it stands for, or what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from vsfilter.check import messages
from vsfilter.check.checked import Condition, Settled
from vsfilter.check.values import Typed, typed
from vsfilter.errors import FilterCheckError
from vsfilter.model.binding import Binding
from vsfilter.model.expression import Between, Comparison, Membership, NullTest
from vsfilter.model.literals import Parameter, RelativeDate, literal_from
from vsfilter.model.operators import Operator
from vsfilter.schema import Filterability, PropertyType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from typing import TypeAlias

    from vsfilter.check.checked import Value
    from vsfilter.check.dates import Calendar
    from vsfilter.errors import Issue
    from vsfilter.model.expression import Predicate
    from vsfilter.model.literals import Literal
    from vsfilter.schema import Endpoint, Property

    # The conditions of predicates, each by its identity and whether it is negated.
    Known: TypeAlias = dict[tuple[int, bool], tuple[Condition, ...]]


class PredicateCheck:
    """Checks predicate after predicate and gathers the issues of all."""

    def __init__(self, endpoint: Endpoint, calendar: Calendar, binding: Binding, known: Known | None = None) -> None:
        """Take what to check against, and what an earlier `DeferredCheck` found out."""
        self._endpoint = endpoint
        self._calendar = calendar
        self._binding = binding
        self._known = known or {}
        self.issues: list[Issue] = []
        self.settled: list[Settled] = []

    def __call__(self, predicate: Predicate, negated: bool) -> tuple[Condition, ...] | None:  # noqa: FBT001  as fold calls it
        """Give the conditions that all must hold where the predicate does, or None after an issue."""
        conditions = self._known.get((id(predicate), negated)) if self._known else None
        if conditions is None:
            try:
                prop = self._property(predicate)
                conditions = self._conditions(predicate, prop, negated=negated)
            except FilterCheckError as error:
                self.issues += error.issues
                return None
        self.settled.append(Settled(predicate, negated, conditions))
        return conditions

    def _property(self, predicate: Predicate) -> Property:
        prop = self._endpoint.get(predicate.property)
        if prop is None:
            raise FilterCheckError(
                [messages.unknown_property(predicate.property, self._endpoint, predicate.property_span)]
            )
        self._require_filterable(prop, predicate)
        if not isinstance(predicate, NullTest) and not _takes(prop, predicate):
            raise FilterCheckError([messages.unsupported_operator(prop, predicate)])
        return prop

    def _require_filterable(self, prop: Property, predicate: Predicate) -> None:
        if prop.filterable is Filterability.REFUSED:
            raise FilterCheckError([messages.not_filterable(prop, self._endpoint, predicate.property_span)])

    def _conditions(self, predicate: Predicate, prop: Property, *, negated: bool) -> tuple[Condition, ...]:
        match predicate:
            case Comparison():
                return self._comparison(predicate, prop, negated=negated)
            case Membership():
                return self._membership(predicate, prop, negated=negated)
            case Between():
                return self._between(predicate, prop, negated=negated)
            case NullTest():
                raise FilterCheckError([messages.null_test(predicate)])
            case _:
                assert_never(predicate)

    def _comparison(self, node: Comparison, prop: Property, *, negated: bool) -> tuple[Condition, ...]:
        values = self._typed([node.value], prop)
        return (_condition(node, prop, node.operator.negated if negated else node.operator, values),)

    def _membership(self, node: Membership, prop: Property, *, negated: bool) -> tuple[Condition, ...]:
        parameter = node.values if isinstance(node.values, Parameter) else None
        items = node.values if isinstance(node.values, tuple) else self._items(node.values)
        if not items:
            raise FilterCheckError([messages.empty_list(node)])
        distinct: dict[Value, Typed] = {}
        for value in self._typed(items, prop, parameter):
            distinct.setdefault(value.value, value)
        if negated != node.negated:
            return tuple(_condition(node, prop, Operator.NE, [value]) for value in distinct.values())
        operator = Operator.IN if len(distinct) > 1 else Operator.EQ
        return (_condition(node, prop, operator, distinct.values()),)

    def _between(self, node: Between, prop: Property, *, negated: bool) -> tuple[Condition, ...]:
        low, high = self._typed([node.low, node.high], prop)
        if negated != node.negated:
            raise FilterCheckError([messages.negated_between(node)])
        if high.whole_day:
            end_of_day = high.value.replace(hour=23, minute=59, second=59)  # type: ignore[union-attr,call-arg]
            high = high._replace(value=end_of_day, whole_day=False)
        return _condition(node, prop, Operator.GTE, [low]), _condition(node, prop, Operator.LTE, [high])

    def _typed(self, items: Iterable[object], prop: Property, parameter: Parameter | None = None) -> list[Typed]:
        """Type all literals, or all values of a list parameter, so that every misfit is reported."""
        values: list[Typed] = []
        issues: list[Issue] = []
        for item in items:
            try:
                # A value of a list stands where its parameter does.
                literal = literal_from(item, parameter.span if parameter else None)
                values.append(self._value(literal, prop))
            except FilterCheckError as error:
                issues += error.issues
        if issues:
            raise FilterCheckError(issues)
        return values

    def _items(self, parameter: Parameter) -> Sequence[object]:
        return self._binding.items(parameter)

    def _value(self, literal: Literal, prop: Property) -> Typed:
        return typed(self._binding.literal(literal), prop, self._calendar)


class _StandIn(str):
    """Stands in for a value that is not known yet; equal to no text."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(other) is _StandIn and str.__eq__(self, other)

    __hash__ = str.__hash__


class DeferredCheck(PredicateCheck):
    """Checks what depends neither on the values of parameters nor on the clock.

    ``known`` holds the conditions of the predicates that depend on neither. In those of the others
    something else stands in for the value.
    """

    def __init__(self, endpoint: Endpoint, calendar: Calendar) -> None:
        super().__init__(endpoint, calendar, Binding())
        self.known: Known = {}
        self._depends = False

    def __call__(self, predicate: Predicate, negated: bool) -> tuple[Condition, ...] | None:  # noqa: FBT001  as above
        """Give the conditions as `PredicateCheck` does, some of them with a stand-in for the value."""
        self._depends = False
        conditions = super().__call__(predicate, negated)
        if conditions is not None and not self._depends:
            # By identity: comparing two predicates costs more than checking one.
            self.known[id(predicate), negated] = conditions
        return conditions

    def _items(self, parameter: Parameter) -> Sequence[object]:
        return (parameter,)

    def _value(self, literal: Literal, prop: Property) -> Typed:
        match literal:
            case Parameter(name):
                self._depends = True
                return Typed(_StandIn(f":{name}"), literal.span)
            case RelativeDate(anchor, offset) if prop.type is PropertyType.DATETIME:
                self._depends = True
                return Typed(_StandIn(anchor.lower() + offset), literal.span)
            case _:
                return super()._value(literal, prop)


def _condition(node: Predicate, prop: Property, operator: Operator, values: Collection[Typed]) -> Condition:
    return Condition(
        prop,
        operator,
        tuple(value.value for value in values),
        node.span,
        node.operator_span,
        tuple(value.span for value in values),
        next((value.value for value in values if value.whole_day), None),
        next((value.value for value in values if value.ambiguous), None),
    )


def _takes(prop: Property, predicate: Comparison | Membership | Between) -> bool:
    """Tell whether the type of a property takes the operator as it is written."""
    match predicate:
        case Comparison(operator=operator):
            return operator in prop.type.operators
        case Membership():
            return Operator.IN in prop.type.operators
        case Between():
            return Operator.GTE in prop.type.operators
        case _:
            assert_never(predicate)
