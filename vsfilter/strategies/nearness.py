"""Records at the edge of a filter: some match, some miss by the smallest step."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import chain
from math import inf, nextafter
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

from vsfilter.model import Operator
from vsfilter.schema import PropertyType
from vsfilter.strategies.recorded import records
from vsfilter.strategies.values import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vsfilter.filter import Filter
    from vsfilter.schema import Property

_SECOND = timedelta(seconds=1)


class NearRecord(NamedTuple):
    """A record, and whether it matches the filter that it was drawn for."""

    record: dict[str, Any]
    matches: bool


def records_near(flt: Filter) -> st.SearchStrategy[NearRecord]:
    """Draw a record that matches a filter, or one that fails by one property, and there by the smallest step.

    A step is one second, one integer, the next double, one character, another case, or null. Whether the record
    matches is known from how it was made, by rules of its own, so that it can be held against whatever evaluates
    the filter. A filter that no record can match, or none that is known here, gives records that miss.
    """
    conditions: dict[str, list[dict[str, Any]]] = {}
    for entry in flt.to_list():
        conditions.setdefault(entry["property"], []).append(entry)
    fitting, missing = {}, {}
    for name, entries in conditions.items():
        prop = flt.endpoint.get(name)
        assert prop is not None  # noqa: S101  the filter was checked against it
        values = list(dict.fromkeys(chain.from_iterable(_around(prop, entry) for entry in entries)))
        fitting[name] = [value for value in values if _holds(prop, value, entries)]
        missing[name] = [None, *(value for value in values if not _holds(prop, value, entries))]
    return _near(flt, fitting, missing)


@st.composite
def _near(draw: st.DrawFn, flt: Filter, fitting: dict[str, list[Any]], missing: dict[str, list[Any]]) -> NearRecord:
    record = draw(records(flt.endpoint))
    fails = {name for name, values in fitting.items() if not values}
    if fitting and not fails and draw(st.booleans()):
        fails = {draw(st.sampled_from(list(fitting)))}
    for name, values in fitting.items():
        # The nearest come first, and null last, which is no step at all.
        record[name] = draw(st.sampled_from(missing[name][::-1] if name in fails else values))
    return NearRecord(record, not fails)


def _around(prop: Property, entry: dict[str, Any]) -> Iterator[Any]:
    """Give the values of a condition, and those a step beside them, as a record holds them."""
    for value in entry["value"] if entry["operator"] == Operator.IN else [entry["value"]]:
        match prop.type:
            case PropertyType.INTEGER:
                yield from (max(-LARGEST, min(int(value) + step, LARGEST)) for step in (0, -1, 1))
            case PropertyType.NUMBER:
                yield from _numbers_around(value)
            case PropertyType.BOOLEAN:
                yield from (value, not value)
            case PropertyType.DATETIME:
                yield from _moments_around(value)
            case PropertyType.STRING:
                yield from (value, value + "\x01", value[:-1], value.swapcase(), f"x{value}y")
            case _:
                # Whether text stands in an array or an object is told by text that nothing else can hold.
                yield from ()


def _numbers_around(value: float | Decimal) -> Iterator[float]:
    exact = _exact(value)
    if isinstance(exact, int):
        # A double is not as exact, from 16 digits on.
        yield from (near for near in (exact, exact - 1, exact + 1) if abs(near) <= LARGEST)
    # A Decimal that is larger than every double becomes infinite, and the largest double is beside it.
    number = float(value)
    yield from (near for near in (number, nextafter(number, -inf), nextafter(number, inf)) if abs(near) != inf)


def _moments_around(value: str) -> Iterator[str]:
    moment = datetime.fromisoformat(value)
    yield value
    for step in (-_SECOND, _SECOND):
        try:
            yield (moment + step).isoformat(" ")
        except OverflowError:
            continue


def _holds(prop: Property, value: Any, entries: Sequence[dict[str, Any]]) -> bool:  # noqa: ANN401  of the property's type
    return all(_holds_one(prop, value, Operator(entry["operator"]), entry["value"]) for entry in entries)


def _holds_one(prop: Property, value: Any, operator: Operator, wanted: Any) -> bool:  # noqa: ANN401  one line each
    match operator:
        case Operator.IN:
            return any(_compared(prop, value, one) == 0 for one in wanted)
        case Operator.LIKE:
            return wanted in value
        case Operator.NOTLIKE:
            return wanted not in value
        case _:
            order = _compared(prop, value, wanted)
            return {
                Operator.EQ: order == 0,
                Operator.NE: order != 0,
                Operator.LT: order < 0,
                Operator.LTE: order <= 0,
                Operator.GT: order > 0,
                Operator.GTE: order >= 0,
            }[operator]


def _compared(prop: Property, value: Any, wanted: Any) -> int:  # noqa: ANN401  as above
    """Tell by its sign how a stored value compares with that of a condition."""
    if prop.type is PropertyType.NUMBER:
        wanted = _exact(wanted)
    return int(value > wanted) - int(value < wanted)


def _exact(value: float | Decimal) -> float:
    """Give the number that a condition means: an integer exactly, and of a fraction the nearest double."""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return int(number) if number == number.to_integral_value() else float(number)
