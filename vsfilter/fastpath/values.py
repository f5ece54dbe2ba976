"""Values to their place in a query string, by the type of the property: None where the ordinary way must see to it.

What is plain is written at once; all else goes through the checker's own conversions.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from vsfilter.errors import VsFilterError
from vsfilter.model.names import encodable
from vsfilter.schema import PropertyType
from vsfilter.wire import value_to_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from vsfilter.check import Calendar
    from vsfilter.model.literals import Literal
    from vsfilter.schema import Property

    ObjectWriter: TypeAlias = Callable[[Any, Property, Calendar, bool], str | None]
    Writer: TypeAlias = Callable[[str, Property, Calendar], str | None]

_QUOTES = "\"'"
# What neither JSON nor a query string escapes, and blanks.
_PLAIN = re.compile(r"[A-Za-z0-9_.~ -]*")
_MIDNIGHT, _END_OF_DAY = "%2000%3A00%3A00", "%2023%3A59%3A59"
_DAY = len("2018-09-01")
_MOMENTS = {len("2018-09-01 12:30"): ":00", len("2018-09-01 12:30:15"): ""}
# Python writes larger numbers in quadratic time, or not at all.
_LARGEST = 10**18


def write(source: str, prop: Property, calendar: Calendar) -> str | None:
    """Write a value as it stands in a text.

    None also for a decimal that ends in a zero, since it may equal one that is written in another way.
    """
    return _WRITERS[prop.type](source, prop, calendar)


def write_upper_bound(source: str, prop: Property, calendar: Calendar) -> str | None:
    """Write the value behind the `and` of a `between`, where a day lasts to its end."""
    if prop.type is PropertyType.DATETIME:
        value = _bare(source)
        if _is_day(value):
            return f"%22{value}{_END_OF_DAY}%22"
        if "\\" in source:
            # It may hide a day.
            return None
    return write(source, prop, calendar)


def write_object(value: object, prop: Property, calendar: Calendar, upper: bool) -> str | None:  # noqa: FBT001  as it is called
    """Write any Python value that a parameter is given; ``upper`` as the upper bound of a `between`."""
    from vsfilter.model.literals import Parameter, RelativeDate, literal_from  # noqa: PLC0415  as below

    try:
        given = literal_from(value)
    except VsFilterError:
        return None
    # The first is no value, and the second depends on the clock. In the last a day must be told from midnight.
    if isinstance(given, (Parameter, RelativeDate)) or (upper and prop.type is PropertyType.DATETIME):
        return None
    return _converted(given, prop, calendar)


def is_twofold(written: str, prop: Property) -> bool:
    """Tell whether what ends in a value could end in another and mean the same, as 1.50 and 1.5 do."""
    return prop.type is PropertyType.NUMBER and written.endswith("0") and "." in written.rpartition("%3A")[2]


def _string(source: str, prop: Property, calendar: Calendar) -> str | None:
    if source[0] in _QUOTES:
        if "\\" not in source and source[0] not in source[1:-1]:
            return _text(source[1:-1])
    elif source.lower() not in _BOOLEANS:
        return _text(source)
    return _other(source, prop, calendar)


def _text(value: str) -> str | None:
    if value.isalnum() and value.isascii():
        return f"%22{value}%22"
    if _PLAIN.fullmatch(value):
        return f"%22{value.replace(' ', '%20')}%22"
    return quote(value_to_json(value), safe="") if encodable(value) else None


def _digits(source: str, prop: Property, calendar: Calendar) -> str | None:
    value = _bare(source)
    if value.isdigit() and value[0] != "0" and value.isascii():
        return value
    return _other(source, prop, calendar)


def _datetime(source: str, prop: Property, calendar: Calendar) -> str | None:
    value = _bare(source)
    if _is_day(value):
        return f"%22{value}{_MIDNIGHT}%22"
    if len(value) in _MOMENTS and isinstance(calendar.zone, timezone) and value[_DAY] in "T ":
        moment = f"{value[:_DAY]} {value[_DAY + 1 :]}{_MOMENTS[len(value)]}"
        try:
            # What reads as a time in this very form is one; other forms of ISO 8601 are not ours.
            if str(datetime.fromisoformat(moment)) == moment:
                return f"%22{moment.replace(' ', '%20').replace(':', '%3A')}%22"
        except ValueError:
            return None
    return _other(source, prop, calendar)


def _other(source: str, prop: Property, calendar: Calendar) -> str | None:
    from vsfilter.syntax.flat import literal  # noqa: PLC0415  as below

    try:
        return _converted(literal(source), prop, calendar)
    except VsFilterError:
        return None


def _converted(given: Literal, prop: Property, calendar: Calendar) -> str | None:
    from vsfilter.check import typed  # noqa: PLC0415  no plain value needs it

    try:
        written = quote(value_to_json(typed(given, prop, calendar).value), safe="")
    except VsFilterError:
        return None
    return None if is_twofold(written, prop) else written


def _bare(source: str) -> str:
    return source[1:-1] if source[0] in _QUOTES else source


def _is_day(value: str) -> bool:
    if len(value) != _DAY or value[4] != "-" or value[7] != "-":
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


_BOOLEANS = frozenset({"true", "false"})
_WRITERS: dict[PropertyType, Writer] = {
    PropertyType.STRING: _string,
    PropertyType.INTEGER: _digits,
    PropertyType.NUMBER: _digits,
    PropertyType.BOOLEAN: _other,
    PropertyType.DATETIME: _datetime,
    PropertyType.ARRAY: _other,
    PropertyType.OBJECT: _other,
}


def _int_object(value: int, prop: Property, calendar: Calendar, upper: bool) -> str | None:  # noqa: FBT001  as above
    return str(value) if -_LARGEST < value < _LARGEST else write_object(value, prop, calendar, upper)


def _int_as_text(value: int, prop: Property, calendar: Calendar, upper: bool) -> str | None:  # noqa: FBT001  as above
    return f"%22{value}%22" if -_LARGEST < value < _LARGEST else write_object(value, prop, calendar, upper)


def _str_object(value: str, *_: object) -> str | None:
    return _text(value)


def _date_object(value: date, _: Property, __: Calendar, upper: bool) -> str:  # noqa: FBT001  as above
    return f"%22{value}{_END_OF_DAY if upper else _MIDNIGHT}%22"


def _datetime_object(value: datetime, prop: Property, calendar: Calendar, upper: bool) -> str | None:  # noqa: FBT001  as above
    if value.tzinfo is None and not value.microsecond and isinstance(calendar.zone, timezone):
        return f"%22{value.isoformat('_')}%22".replace("_", "%20").replace(":", "%3A")
    return write_object(value, prop, calendar, upper)


# The quick ways, by the type of the property and the Python type of the value.
OBJECT_WRITERS: dict[PropertyType, dict[type, ObjectWriter]] = {
    **{kind: {} for kind in PropertyType},
    PropertyType.STRING: {str: _str_object, int: _int_as_text},
    PropertyType.INTEGER: {int: _int_object},
    PropertyType.NUMBER: {int: _int_object},
    PropertyType.DATETIME: {date: _date_object, datetime: _datetime_object},
}
