"""The values that can stand in an expression, as they were written: typing them is the checker's work."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timezone
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from vsfilter.errors import FilterCheckError, Issue, Span, quote
from vsfilter.model.names import PLAIN_NAME

# What a text can say: a literal that holds anything else could not be printed and read again.
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_ANCHOR = re.compile(r"now|today|yesterday", re.IGNORECASE | re.ASCII)
_OFFSET = re.compile(r"(?:[+-](?:0|[1-9][0-9]*)[smhdw])?")

# A number from Python may be written with an exponent; written out, it must stay a sane length.
_MOST_ZEROS = 1000


@dataclass(frozen=True, slots=True)
class Text:
    """Quoted text or a bare word, after its escapes are undone."""

    value: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A number by its source text (``-?digits[.digits]``), so that no digit is ever lost.

    Any other text raises `FilterCheckError` (``type-mismatch``).
    """

    source: str
    span: Span | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        _require(NUMBER.fullmatch(self.source), self.source, "a number", "`60` or `-1.5`")


@dataclass(frozen=True, slots=True)
class Boolean:
    """``true`` or ``false``."""

    value: bool
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Null:
    """``null`` in value position, which no property takes; ``is null`` is a predicate instead."""

    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Date:
    """A bare date or date-time by its source text, ``2018-09-01[T12:30[:15][Z|+02:00]]``.

    Any other text raises `FilterCheckError` (``invalid-date``); whether the day exists is for the
    checker to say.
    """

    source: str
    span: Span | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        _require(_DATE.fullmatch(self.source), self.source, "a date", "`2018-09-01T12:30:15Z`", "invalid-date")


@dataclass(frozen=True, slots=True)
class RelativeDate:
    """``now``, ``today`` or ``yesterday`` in any case, and an offset such as ``-7d`` (or empty).

    Anything else raises `FilterCheckError` (``invalid-date``).
    """

    anchor: str
    offset: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        sound = _ANCHOR.fullmatch(self.anchor) and _OFFSET.fullmatch(self.offset)
        _require(sound, f"{self.anchor} {self.offset}", "a relative date", "`today` and `-7d`", "invalid-date")


@dataclass(frozen=True, slots=True)
class Parameter:
    """``:name``, a place for a value that comes later.

    A name of anything but ASCII letters, digits and ``_`` raises `FilterCheckError` (``syntax``).
    """

    name: str
    span: Span | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        _require(PLAIN_NAME.fullmatch(self.name), self.name, "the name of a parameter", "`user` or `user_2`", "syntax")


Literal: TypeAlias = Text | Number | Boolean | Null | Date | RelativeDate | Parameter


def literal_from(value: object, span: Span | None = None) -> Literal:
    """Make the literal that stands for a Python value.

    Takes ``str``, ``int``, ``float``, ``Decimal``, ``bool``, ``None``, ``date``, ``datetime``, an
    ``Enum`` (its value) and literals themselves, which take ``span`` if there is one. NaN,
    infinities, decimals of more than 1,000 zeros when written out, and all other types
    raise `FilterCheckError` (``type-mismatch``).
    """
    match value:
        case Text() | Number() | Boolean() | Null() | Date() | RelativeDate() | Parameter():
            return value if span is None else replace(value, span=span)
        case Enum():
            return literal_from(value.value, span)
        case bool():
            return Boolean(value, span)
        case str():
            return Text(value, span)
        case int() | float() | Decimal():
            return Number(_digits(value, span), span)
        case datetime():
            return Date(_iso(value, span), span)
        case date():
            return Date(value.isoformat(), span)
        case None:
            return Null(span)
        case _:
            message = f"a value of the Python type {type(value).__name__} has no place in a filter"
            raise _refused(message, span, "use str, int, float, Decimal, bool, date, datetime or an Enum of these")


def _digits(value: float | Decimal, span: Span | None) -> str:
    # Through Decimal: str() refuses integers of more than 4,300 digits, and writes exponents.
    exact = Decimal(float.__repr__(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise _refused(f"{value} is no number that a filter can hold", span)
    if not isinstance(value, int) and _zeros(exact) > _MOST_ZEROS:
        raise _refused("a number with more than 1,000 zeros when written out has no place in a filter", span)
    return f"{exact:f}"


def _zeros(value: Decimal) -> int:
    """Count the zeros that take the place of the exponent, without writing them."""
    _, digits, exponent = value.as_tuple()
    return max(int(exponent), -int(exponent) - len(digits), 0)


def _iso(value: datetime, span: Span | None) -> str:
    offset = value.utcoffset()
    if offset is not None and _is_skipped(value):
        message = f"{value.replace(tzinfo=None)} does not exist in {value.tzinfo}, where the clocks are put forward"
        raise FilterCheckError([Issue("invalid-date", message, span)])
    if offset is not None and offset.total_seconds() % 60:
        # Old local mean times are off by seconds, which the text form of a zone cannot say.
        try:
            value = value.astimezone(UTC)
        except OverflowError:
            message = f"{value} is outside the years 1 to 9999 in UTC"
            raise FilterCheckError([Issue("invalid-date", message, span)]) from None
    return value.isoformat()


def _is_skipped(value: datetime) -> bool:
    """Tell whether the clocks of a time's own zone never show it."""
    if isinstance(value.tzinfo, timezone):
        return False
    first, second = (value.replace(fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first < second


def _require(sound: object, text: str, what: str, sample: str, code: str = "type-mismatch") -> None:
    if not sound:
        raise FilterCheckError([Issue(code, f"expected {what} such as {sample}, got {quote(text)}")])


def _refused(message: str, span: Span | None, hint: str | None = None) -> FilterCheckError:
    return FilterCheckError([Issue("type-mismatch", message, span, hint=hint)])
