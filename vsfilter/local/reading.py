"""The value of a record, as its property's type compares it; None where it is null or does not fit."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from vsfilter.check import Calendar, typed
from vsfilter.errors import FilterCheckError
from vsfilter.model.literals import literal_from
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo
    from typing import TypeAlias

    from vsfilter.check import Value
    from vsfilter.schema import Property

    # Gives what can be compared with the value of a condition, of the same type.
    Reader: TypeAlias = Callable[[object], Value | float | None]

_MOST_INT_DIGITS = 600
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T](?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}")


def reader(prop: Property, zone: tzinfo = UTC) -> Reader:
    """Make what reads the values of a property; dates with an offset are moved into ``zone``."""
    # Of a stored time that comes twice either reading is the same text.
    calendar = Calendar(zone, fold=0)

    def coerced(value: object) -> Value | float | None:
        try:
            return comparable(typed(literal_from(value), prop, calendar).value)
        except FilterCheckError:
            return None

    return _READERS[prop.type](coerced)


def midnight_once(text: str) -> datetime:
    """Read `YYYY-MM-DD HH:MM:SS`, of which 24:00:00 is none; raises ValueError."""
    if text[11:13] == "24":
        raise ValueError(text)
    return datetime.fromisoformat(text)


# Reads `YYYY-MM-DD HH:MM:SS`, or raises ValueError; since 3.14 Python takes 24:00:00, which the language does not.
moment: Callable[[str], datetime] = datetime.fromisoformat if sys.version_info < (3, 14) else midnight_once


def comparable(value: Value) -> Value | float:
    """Give what a value is compared as: a decimal with a fraction is the nearest double."""
    if not isinstance(value, Decimal):
        return value
    if int(value.as_tuple().exponent) < 0:
        return float(value)
    # Python compares an integer with a Decimal as exactly, and makes one of many digits in quadratic time.
    return int(value) if value.adjusted() < _MOST_INT_DIGITS else value


def _text(coerced: Reader) -> Reader:
    def read(value: object) -> Value | float | None:
        return value if value is None or type(value) is str else coerced(value)

    return read


def _integer(coerced: Reader) -> Reader:
    def read(value: object) -> Value | float | None:
        return value if value is None or type(value) is int else coerced(value)

    return read


def _number(coerced: Reader) -> Reader:
    def read(value: object) -> Value | float | None:
        if value is None or type(value) is int:
            return value
        if type(value) is float:
            return value if isfinite(value) else None
        return coerced(value)

    return read


def _boolean(_: Reader) -> Reader:
    def read(value: object) -> Value | float | None:
        return value if type(value) is bool else None

    return read


def _moment(coerced: Reader) -> Reader:
    def read(value: object) -> Value | float | None:
        if value is None:
            return None
        if type(value) is str and _MOMENT.fullmatch(value):
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                return None
        return coerced(value)

    return read


def _opaque(coerced: Reader) -> Reader:
    def read(value: object) -> Value | float | None:
        if isinstance(value, (list, dict)):
            try:
                return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            except (TypeError, ValueError, RecursionError):
                # It holds what no JSON can say, or holds itself.
                return None
        return value if value is None or type(value) is str else coerced(value)

    return read


_READERS: dict[PropertyType, Callable[[Reader], Reader]] = {
    PropertyType.STRING: _text,
    PropertyType.INTEGER: _integer,
    PropertyType.NUMBER: _number,
    PropertyType.BOOLEAN: _boolean,
    PropertyType.DATETIME: _moment,
    PropertyType.ARRAY: _opaque,
    PropertyType.OBJECT: _opaque,
}
