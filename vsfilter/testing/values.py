"""What happened to a value on its way, in words."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from urllib.parse import quote as percent_encode
from urllib.parse import unquote, unquote_plus

from vsfilter.errors import quote
from vsfilter.testing.conditions import Kind, Scalar
from vsfilter.testing.faults import Diagnosis

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_DATE_LENGTH: Final = len("2018-09-01")


def what_became(expected: Scalar, sent: Scalar) -> tuple[Diagnosis, str]:
    """Tell how one value was changed into another."""
    if isinstance(expected.value, str) and isinstance(sent.value, str):
        return _of_text(expected.value, sent.value)
    return Diagnosis.VALUE_CHANGED, f"{_of_kinds(expected, sent)}: {shown(expected)} became {shown(sent)}"


def shown(value: Scalar) -> str:
    """Write a value for a message."""
    match value.value:
        case None | bool():
            return f"`{str(value.value).replace('None', 'null').lower()}`"
        case Decimal():
            return quote(str(value.value))
        case _:
            return _quoted(str(value.value))


def _of_kinds(expected: Scalar, sent: Scalar) -> str:
    if expected.kind is Kind.NUMBER and sent.kind is Kind.NUMBER:
        rounded = float(_decimal(expected)) == float(_decimal(sent))
        return "digits lost through a float" if rounded else "another number"
    if expected.kind is Kind.NUMBER and sent.kind is Kind.TEXT:
        return "a number sent as text"
    if expected.kind is Kind.TEXT and sent.kind is Kind.NUMBER:
        return "a text sent as a number"
    return f"{expected.kind} sent as {sent.kind}"


def _decimal(value: Scalar) -> Decimal:
    assert isinstance(value.value, Decimal)  # noqa: S101  it is a number
    return value.value


def _of_text(expected: str, sent: str) -> tuple[Diagnosis, str]:
    became = f"{_quoted(expected)} became {_quoted(sent)}"
    for made, diagnosis, words in _CHANGES:
        if made(expected) == sent:
            return diagnosis, f"{words}: {became}"
    return Diagnosis.VALUE_CHANGED, f"another text: {became}"


def _quoted(text: str) -> str:
    return quote(f'"{text}"')


def _read_as(encoding: str) -> Callable[[str], str]:
    return lambda text: text.encode().decode(encoding, errors="replace")


_CHANGED: Final = Diagnosis.VALUE_CHANGED
# What makes the text that arrived of the one that was meant, and what is said of it.
_CHANGES: Final[Sequence[tuple[Callable[[str], str], Diagnosis, str]]] = (
    (lambda text: percent_encode(text, safe=""), Diagnosis.DOUBLE_ENCODING, "the value is percent-encoded twice"),
    (percent_encode, Diagnosis.DOUBLE_ENCODING, "the value is percent-encoded twice"),
    (
        lambda text: text.replace("+", " "),
        Diagnosis.NOT_ENCODED,
        "a `+` arrives as a space, unless it is written as `%2B`",
    ),
    (unquote, Diagnosis.NOT_ENCODED, "a `%` in the value is taken for an escape, unless it is written as `%25`"),
    (unquote_plus, Diagnosis.NOT_ENCODED, "the value is decoded once more than it was encoded"),
    (lambda text: text[:_DATE_LENGTH], _CHANGED, "the end is cut off, a time of day where it is a date"),
    (lambda text: text.replace(" ", "T"), _CHANGED, "a `T` stands for the blank of the date"),
    (_read_as("latin-1"), _CHANGED, "text mangled, UTF-8 read as Latin-1"),
    (_read_as("cp1252"), _CHANGED, "text mangled, UTF-8 read as Windows-1252"),
    (_read_as("ascii"), _CHANGED, "text mangled, UTF-8 read as ASCII"),
    (lambda text: text.encode("ascii", "replace").decode(), _CHANGED, "text mangled, what is not ASCII replaced"),
    (lambda text: text.encode("ascii", "ignore").decode(), _CHANGED, "text mangled, what is not ASCII left out"),
    (lambda text: text.encode("latin-1", "replace").decode("latin-1"), _CHANGED, "text mangled, sent as Latin-1"),
    (lambda text: text.encode("unicode_escape").decode(), _CHANGED, "escapes of Python in the text"),
    (lambda text: unicodedata.normalize("NFC", text), _CHANGED, "text normalised"),
    (lambda text: unicodedata.normalize("NFD", text), _CHANGED, "text normalised"),
    (str.strip, _CHANGED, "blanks at the ends cut off"),
    (str.lower, _CHANGED, "text in lower case"),
    (str.upper, _CHANGED, "text in upper case"),
    (lambda text: text.replace('"', '\\"'), _CHANGED, "quotes escaped twice"),
    (lambda text: f'"{text}"', _CHANGED, "quotes around the text"),
)
