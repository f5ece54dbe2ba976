"""A literal against the type of a property: the value that goes on the wire, or the issue."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from vsfilter.check import messages
from vsfilter.check.dates import ClockFault, DateFault, Moment
from vsfilter.errors import FilterCheckError
from vsfilter.model.literals import NUMBER, Boolean, Date, Number, RelativeDate, Text
from vsfilter.model.names import encodable
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vsfilter.check.checked import Value
    from vsfilter.check.dates import Calendar
    from vsfilter.errors import Span
    from vsfilter.model.literals import Literal
    from vsfilter.schema import Property

_INTEGER = re.compile(r"(-?)0*([0-9]+)")
# Python converts longer texts to int in quadratic time, or not at all; a Decimal holds them as well.
_MOST_INT_DIGITS = 600


class Typed(NamedTuple):
    """A value of the right type, its place, and what is odd about it as a date: see `Moment`."""

    value: Value
    span: Span | None
    whole_day: bool = False
    ambiguous: bool = False


def typed(literal: Literal, prop: Property, calendar: Calendar) -> Typed:
    """Give the value of a literal for a property.

    Raises `FilterCheckError` with ``type-mismatch`` or ``invalid-date`` where it does not fit.
    """
    if prop.type is PropertyType.DATETIME:
        moment = _moment(literal, prop, calendar)
        return Typed(moment.value, literal.span, moment.whole_day, moment.ambiguous)
    value = _CONVERSIONS[prop.type](literal)
    if value is None:
        raise FilterCheckError([messages.type_mismatch(literal, prop)])
    return Typed(value, literal.span)


def _string(literal: Literal) -> Value | None:
    match literal:
        case Text(text) | Number(text) | Date(text):
            return text if encodable(text) else None
        case RelativeDate(anchor, offset):
            return None if offset else anchor
        case _:
            return None


def _fragment(literal: Literal) -> Value | None:
    return literal.value if isinstance(literal, Text) and encodable(literal.value) else None


def _integer(literal: Literal) -> Value | None:
    found = _INTEGER.fullmatch(_digits(literal))
    if found is None:
        return None
    digits = found.group(1) + found.group(2)
    return int(digits) if len(digits) <= _MOST_INT_DIGITS else Decimal(digits)


def _number(literal: Literal) -> Value | None:
    digits = _digits(literal)
    if not NUMBER.fullmatch(digits):
        return None
    value = Decimal(digits)
    return value or value.copy_abs()


def _boolean(literal: Literal) -> Value | None:
    return literal.value if isinstance(literal, Boolean) else None


_CONVERSIONS: Mapping[PropertyType, Callable[[Literal], Value | None]] = {
    PropertyType.STRING: _string,
    PropertyType.INTEGER: _integer,
    PropertyType.NUMBER: _number,
    PropertyType.BOOLEAN: _boolean,
    PropertyType.ARRAY: _fragment,
    PropertyType.OBJECT: _fragment,
}


def _moment(literal: Literal, prop: Property, calendar: Calendar) -> Moment:
    try:
        match literal:
            case Date(source):
                return calendar.read(source)
            case Text(value):
                return calendar.read(value)
            case RelativeDate():
                return calendar.resolve(literal)
            case _:
                raise FilterCheckError([messages.type_mismatch(literal, prop)])
    except ClockFault:
        raise FilterCheckError([messages.clock_without_zone(literal)]) from None
    except DateFault as fault:
        raise FilterCheckError([messages.invalid_date(literal, prop, str(fault), fault.hint)]) from None


def _digits(literal: Literal) -> str:
    match literal:
        case Number(source):
            return source
        case Text(value):
            return value
        case _:
            return ""
