"""What a conjunction asks of one property, as the set of values that it leaves.

All is decided by the rules of evaluation on this side: text by code point, a decimal with a fraction as the nearest
double. The order of texts is the exception: no two bounds on text are ever compared, as a server may order otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vsfilter.check import Condition
from vsfilter.local.interpreting import HOLDS
from vsfilter.local.reading import comparable
from vsfilter.model.operators import ORDERING, Operator
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vsfilter.check import Value
    from vsfilter.schema import Property

ORDERED: Final = frozenset({PropertyType.INTEGER, PropertyType.NUMBER, PropertyType.DATETIME})
EQUALITY: Final = frozenset({Operator.EQ, Operator.IN})
_LOWER: Final = frozenset({Operator.GT, Operator.GTE})
_STRICT: Final = frozenset({Operator.GT, Operator.LT})
_SECOND: Final = timedelta(seconds=1)
# Of more conditions on one property, not each is compared with each.
_COMPARED: Final = 256


class Bound(NamedTuple):
    """One end of a range: the value, whether it is itself left out, and the condition that says so."""

    at: Any
    strict: bool
    condition: Condition


@dataclass(frozen=True, slots=True)
class Demand:
    """Conditions on one property that must all hold, so that its value is not null.

    ``values`` are those that are allowed, by what they are compared as, or None where any is; then ``low`` and ``high``
    bound the value, and ``others`` hold. Demands are equal where they leave the same values; `demand_of` makes one.
    """

    property: Property = field(compare=False)
    values: Mapping[Any, Value] | None = field(compare=False)
    low: Bound | None = field(compare=False)
    high: Bound | None = field(compare=False)
    others: tuple[Condition, ...] = field(compare=False)
    _signature: tuple[Any, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        values = None if self.values is None else frozenset(self.values)
        ends = tuple(None if end is None else (end.at, end.strict) for end in (self.low, self.high))
        object.__setattr__(self, "_signature", (self.property.name, values, *ends, frozenset(self.others)))

    def conditions(self) -> tuple[Condition, ...]:
        """Give the conditions as a request sends them."""
        if self.values is not None:
            kind = Operator.IN if len(self.values) > 1 else Operator.EQ
            return (Condition(self.property, kind, tuple(self.values.values())),)
        return (*(end.condition for end in (self.low, self.high) if end is not None), *self.others)

    def allows(self, value: Any) -> bool:  # noqa: ANN401  as it is compared
        """Tell whether a value meets all conditions."""
        if self.values is not None:
            return value in self.values
        return self.within(value) and all(holds(one, value) for one in self.others)

    def within(self, value: Any) -> bool:  # noqa: ANN401  as above
        """Tell whether a value lies within the bounds."""
        low, high = self.low, self.high
        if low is not None and (value < low.at or (value == low.at and low.strict)):
            return False
        return high is None or bool(value < high.at or (value == high.at and not high.strict))

    def implies(self, other: Demand) -> bool:
        """Tell whether every value that is left here is left there; False may also mean that nobody knows."""
        if self is other:
            return True
        if self.values is not None:
            return all(map(other.allows, self.values))
        if other.values is not None or tighter_low(self.low, other.low) is not self.low:
            return False
        if tighter_high(self.high, other.high) is not self.high:
            return False
        return all(map(self._implies_other, other.others))

    def _implies_other(self, wanted: Condition) -> bool:
        if wanted in self._signature[-1]:
            return True
        if len(self.others) > _COMPARED:
            return False
        value: Any = comparable(wanted.values[0])
        match wanted.operator:
            case Operator.NE:
                return not self.within(value) or any(
                    one.operator in {Operator.LIKE, Operator.NOTLIKE} and not holds(one, value) for one in self.others
                )
            case Operator.LIKE:
                return any(one.operator is Operator.LIKE and value in str(one.values[0]) for one in self.others)
            case Operator.NOTLIKE:
                return any(one.operator is Operator.NOTLIKE and str(one.values[0]) in value for one in self.others)
            case _:
                return False


def demand_of(conditions: Iterable[Condition]) -> Demand | None:
    """Give what conditions on one property ask of it together, or None where they leave no value."""
    values: dict[Any, Value] | None = None
    low = high = None
    others: dict[Condition, None] = {}
    for condition in conditions:
        prop = condition.property
        if condition.operator in EQUALITY:
            listed: dict[Any, Value] = {}
            for value in condition.values:
                listed.setdefault(comparable(value), value)
            values = listed if values is None else {key: values[key] for key in values if key in listed}
        elif condition.operator in ORDERING and prop.type in ORDERED:
            bound = bound_of(condition)
            if condition.operator in _LOWER:
                low = tighter_low(low, bound)
            else:
                high = tighter_high(high, bound)
        else:
            others.setdefault(condition)
    return settled(Demand(prop, values, low, high, tuple(others)))


def intersection(one: Demand, other: Demand) -> Demand | None:
    """Give what both ask, or None where they leave no value."""
    if one is other:
        return one
    values = one.values
    if values is None:
        values = other.values
    elif other.values is not None:
        values = {key: value for key, value in values.items() if key in other.values}
    low, high = tighter_low(one.low, other.low), tighter_high(one.high, other.high)
    others = tuple(dict.fromkeys(one.others + other.others))
    return settled(Demand(one.property, values, low, high, others))


def settled(demand: Demand) -> Demand | None:
    """Give a demand without what is said already, or None where it leaves no value."""
    prop, values, low, high, others = demand.property, demand.values, demand.low, demand.high, demand.others
    if values is not None:
        if low is None and high is None and not others:
            return demand if values else None
        excluded = {comparable(one.values[0]) for one in others if one.operator is Operator.NE}
        rest = [one for one in others if one.operator is not Operator.NE]
        left = {
            key: value
            for key, value in values.items()
            if key not in excluded and demand.within(key) and all(holds(one, key) for one in rest)
        }
        return Demand(prop, left, None, None, ()) if left else None
    if low is not None and high is not None and _crossed(low, high):
        return None
    unwanted = [str(one.values[0]) for one in others if one.operator is Operator.NOTLIKE]
    wanted = [str(one.values[0]) for one in others if one.operator is Operator.LIKE]
    if len(wanted) * len(unwanted) <= _COMPARED**2 and any(one in text for text in wanted for one in unwanted):
        return None
    kept = tuple(one for one in others if one.operator is not Operator.NE or demand.within(comparable(one.values[0])))
    return demand if len(kept) == len(others) else Demand(prop, None, low, high, kept)


def holds(condition: Condition, value: Any) -> bool:  # noqa: ANN401  as it is compared
    """Tell whether a condition that is neither ``eq`` nor ``in`` holds for a value."""
    return HOLDS[condition.operator](value, comparable(condition.values[0]))


def bound_of(condition: Condition) -> Bound:
    """Give a bound, included where the type has a next value: whole numbers, and times to the second."""
    at: Any = comparable(condition.values[0])
    strict = condition.operator in _STRICT
    if strict:
        after = following(at, condition.property.type, up=condition.operator in _LOWER)
        if after is not None:
            return Bound(after, False, condition)  # noqa: FBT003  a tuple
    return Bound(at, strict, condition)


def following(value: Any, kind: PropertyType, *, up: bool) -> Any:  # noqa: ANN401  as it is compared
    """Give the value next to another, or None where the type has none, or where it is not computed."""
    if kind is PropertyType.INTEGER and type(value) is int:
        return value + (1 if up else -1)
    if isinstance(value, datetime):
        try:
            return value + (_SECOND if up else -_SECOND)
        except OverflowError:
            return None
    return None


def tighter_low(one: Bound | None, other: Bound | None) -> Bound | None:
    """Give the lower bound that leaves less; the first, where they are alike."""
    if one is None or other is None:
        return other if one is None else one
    return other if (other.at, other.strict) > (one.at, one.strict) else one


def tighter_high(one: Bound | None, other: Bound | None) -> Bound | None:
    """Give the upper bound that leaves less; the first, where they are alike."""
    if one is None or other is None:
        return other if one is None else one
    return other if (other.at, not other.strict) < (one.at, not one.strict) else one


def _crossed(low: Bound, high: Bound) -> bool:
    return bool(low.at > high.at or (low.at == high.at and (low.strict or high.strict)))
