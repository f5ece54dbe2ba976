"""A prepared filter as the pieces of its query string, with a slot for each value that is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from vsfilter.fastpath.columns import columns_of, to_query
from vsfilter.fastpath.values import OBJECT_WRITERS, is_twofold, write_object
from vsfilter.model.expression import And, Between, Comparison
from vsfilter.model.literals import Parameter
from vsfilter.model.names import property_text
from vsfilter.model.operators import Operator
from vsfilter.wire import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vsfilter.check import Calendar, Condition
    from vsfilter.check.conditions import Known
    from vsfilter.fastpath.columns import Column, Columns
    from vsfilter.fastpath.values import ObjectWriter
    from vsfilter.model.expression import Expr
    from vsfilter.model.literals import Literal
    from vsfilter.schema import Endpoint, Property


class Slot(NamedTuple):
    """A condition: all before its value, the name of the parameter, and whether it bounds a `between` from above.

    A condition whose value is known has no name, and is whole. ``writers`` are the quick ways to write a value.
    """

    start: str
    name: str | None
    property: Property
    upper: bool
    writers: Mapping[type, ObjectWriter]


class Slots:
    """The conditions of a prepared filter."""

    def __init__(self, conditions: tuple[Slot, ...], calendar: Calendar) -> None:
        self._conditions = conditions
        self._calendar = calendar
        self._names = {slot.name for slot in conditions} - {None}

    def query_of(self, values: Mapping[str, object]) -> str | None:
        """Give the query string for these values, or None where the ordinary way must say what they are worth."""
        if values.keys() != self._names:
            return None
        conditions = []
        for start, name, prop, upper, writers in self._conditions:
            if name is None:
                conditions.append(start)
                continue
            value = values[name]
            written = writers.get(type(value), write_object)(value, prop, self._calendar, upper)
            if written is None:
                return None
            conditions.append(start + written)
        return to_query(conditions)


def slots(expr: Expr, endpoint: Endpoint, known: Known, calendar: Calendar) -> Slots | None:
    """Take a checked expression apart, or give None where its conditions depend on more than values.

    ``known`` holds the conditions of the predicates without parameters, as `settle` gives them.
    """
    conditions: list[Slot | None] = []
    seen: set[Condition] = set()
    for predicate in expr.terms if isinstance(expr, And) else (expr,):
        settled = known.get((id(predicate), False))
        if settled is not None:
            # Two may be equal and written differently, as numbers in lists are.
            conditions += [_whole(one) for one in settled if one not in seen]
            seen.update(settled)
        else:
            conditions += _open(predicate, columns_of(endpoint), calendar)
    whole = tuple(slot for slot in conditions if slot is not None)
    return Slots(whole, calendar) if len(whole) == len(conditions) else None


def _open(predicate: Expr, columns: Columns, calendar: Calendar) -> Iterator[Slot | None]:
    match predicate:
        case Comparison(name, operator, value):
            yield _slot(columns[property_text(name)], operator, value, calendar)
        case Between(name, low, high, negated=False):
            yield _slot(columns[property_text(name)], Operator.GTE, low, calendar)
            yield _slot(columns[property_text(name)], Operator.LTE, high, calendar, upper=True)
        case _:
            yield None


def _slot(
    column: Column, operator: Operator, value: Literal, calendar: Calendar, *, upper: bool = False
) -> Slot | None:
    start, prop = column.starts[operator], column.property
    if isinstance(value, Parameter):
        return Slot(start, value.name, prop, upper, OBJECT_WRITERS[prop.type])
    written = write_object(value, prop, calendar, upper)
    return None if written is None else _closed(start + written, prop)


def _whole(condition: Condition) -> Slot | None:
    return _closed(quote(to_json([condition])[1:-2], safe=""), condition.property)


def _closed(written: str, prop: Property) -> Slot | None:
    return None if is_twofold(written, prop) else Slot(written, None, prop, upper=False, writers={})
