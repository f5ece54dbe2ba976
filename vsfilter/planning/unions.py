"""Unions of what is asked of one property: exact ones where one demand can say them, and the smallest that covers."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from vsfilter.check import Condition
from vsfilter.model.operators import Operator
from vsfilter.planning.demands import ORDERED, Bound, Demand, bound_of, following, tighter_high, tighter_low

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsfilter.check import Value
    from vsfilter.schema import PropertyType


def united(demands: Sequence[Demand], *, lists: bool) -> list[Demand]:
    """Give demands on one property that leave together what these leave together, and hardly more of them than need be.

    With ``lists`` several values are one list, without it each is apart. Ranges that overlap or touch are one range. A
    union of all values is never one demand, since no condition holds for all that are not null.
    """
    values: dict[Any, Value] = {}
    alone: dict[Demand, None] = {}
    ranges: dict[frozenset[Condition], list[Demand]] = {}
    for demand in demands:
        if demand.values is None:
            ranges.setdefault(frozenset(demand.others), []).append(demand)
        elif lists:
            for key, value in demand.values.items():
                values.setdefault(key, value)
        else:
            for key, value in demand.values.items():
                alone.setdefault(Demand(demand.property, {key: value}, None, None, ()))
    joined = [one for group in ranges.values() for one in _swept(group)]
    prop = demands[0].property
    points = [Demand(prop, values, None, None, ())] if values else list(alone)
    for number, one in enumerate(joined):
        if not one.others:
            joined[number], points = _with_points(one, points)
    return points + joined


def hull(demands: Sequence[Demand], *, lists: bool) -> Demand | None:
    """Give one demand that leaves all that these leave, and no more than need be; None where there is none."""
    first = demands[0]
    if all(demand.values is not None for demand in demands):
        together = united(demands, lists=lists)
        if len(together) == 1:
            return together[0]
    low = high = None
    if first.property.type in ORDERED:
        lows = [end for demand in demands if (end := _lowest(demand)) is not None]
        highs = [end for demand in demands if (end := _highest(demand)) is not None]
        if len(lows) == len(demands):
            low = reduce(_looser_low, lows)
        if len(highs) == len(demands):
            high = reduce(_looser_high, highs)
    some = next((demand for demand in demands if demand.values is None), first)
    others = tuple(
        one
        for one in some.others
        if all(demand.implies(Demand(first.property, None, None, None, (one,))) for demand in demands)
    )
    return Demand(first.property, None, low, high, others) if low or high or others else None


def _swept(ranges: list[Demand]) -> list[Demand]:
    """Join the ranges that overlap or touch, going up by their lower ends; those that are alike come once."""
    unbounded = [one for one in ranges if one.low is None]
    bounded = sorted((one for one in ranges if one.low is not None), key=lambda one: (one.low.at, one.low.strict))  # type: ignore[union-attr]
    swept: list[Demand] = []
    for one in dict.fromkeys([*unbounded, *bounded]):
        last = swept[-1] if swept else None
        if last is not None and _meet(last, one):
            high = None if last.high is None or one.high is None else _looser_high(last.high, one.high)
            if last.low is not None or high is not None or last.others:
                swept[-1] = Demand(one.property, None, last.low, high, last.others)
                continue
        swept.append(one)
    return swept


def _meet(lower: Demand, upper: Demand) -> bool:
    """Tell whether no value lies between two ranges, of which the first begins first."""
    if lower.high is None or upper.low is None:
        return True
    high, low = lower.high, upper.low
    if high.at == low.at:
        return not (high.strict and low.strict)
    return bool(high.at > low.at) or _adjacent(high, low, lower.property.type)


def _adjacent(high: Bound, low: Bound, kind: PropertyType) -> bool:
    return not high.strict and not low.strict and bool(following(high.at, kind, up=True) == low.at)


def _with_points(demand: Demand, points: list[Demand]) -> tuple[Demand, list[Demand]]:
    """Take the values into a range that lie in it or close it, and give the range and the values that are left."""
    kind = demand.property.type
    left: list[Demand] = []
    for point in points:
        keys = {key: value for key, value in (point.values or {}).items() if not demand.within(key)}
        for key in sorted(keys, reverse=True) if demand.low else ():
            if demand.low is not None and _closes(demand.low, key, kind, up=True):
                low = bound_of(Condition(demand.property, Operator.GTE, (keys.pop(key),)))
                demand = Demand(demand.property, None, low, demand.high, ())
        for key in sorted(keys) if demand.high else ():
            if demand.high is not None and _closes(demand.high, key, kind, up=False):
                high = bound_of(Condition(demand.property, Operator.LTE, (keys.pop(key),)))
                demand = Demand(demand.property, None, demand.low, high, ())
        if keys:
            left.append(Demand(demand.property, keys, None, None, ()))
    return demand, left


def _closes(end: Bound, key: Any, kind: PropertyType, *, up: bool) -> bool:  # noqa: ANN401  as it is compared
    """Tell whether a value is the next one beyond an end of a range."""
    return bool(key == end.at) if end.strict else bool(following(key, kind, up=up) == end.at)


def _lowest(demand: Demand) -> Bound | None:
    if demand.values is None:
        return demand.low
    return bound_of(Condition(demand.property, Operator.GTE, (demand.values[min(demand.values)],)))


def _highest(demand: Demand) -> Bound | None:
    if demand.values is None:
        return demand.high
    return bound_of(Condition(demand.property, Operator.LTE, (demand.values[max(demand.values)],)))


def _looser_low(one: Bound, other: Bound) -> Bound:
    return one if tighter_low(one, other) is other else other


def _looser_high(one: Bound, other: Bound) -> Bound:
    return one if tighter_high(one, other) is other else other
