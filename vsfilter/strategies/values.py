"""The values that expressions and records are made of: few, so that both meet, and some that are odd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from vsfilter.model import Boolean, Date, Literal, Number, Parameter, RelativeDate, Text
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsfilter.schema import Property

# Some are the same but for a blank, an accent or their case; some are read as more than they are by careless code.
WORDS = ("", "4", "44", "447", "a", "A", "é", "%", "null", "NO ANSWER", "44 ", "it's", '"', "\\", "&page=2", "+44", "z")
_ODD_CHARACTERS = "\"'\\`%+&#=?/[]{}(),;:!<>|\x01\x1b\n\r\t \u00a0\u202e\u2028\ud7ff\ue000\ufeff\U0001f600é"

# Around the end of a month, of a leap year's February and of a year.
DAYS = ("2018-09-01", "2018-09-02", "2018-08-31", "2020-02-29", "2019-12-31")
TIMES = ("00:00:00", "00:00:01", "12:30:15", "23:59:59")
_ZONES = ("Z", "+00:00", "+02:00", "-23:59")
_ANCHORS = ("today", "now", "yesterday", "TODAY")
_OFFSETS = ("", "-7d", "+1h", "-90m", "+0s", "-2w")

# What 64 bits hold, and what a double tells apart.
SMALL = st.integers(-3, 3)
LARGEST = 2**63 - 1
BOUNDARIES = (2**31, 2**53 + 1, LARGEST, -LARGEST - 1)
# Floats that are written without an exponent, among them one that no double holds exactly.
FRACTIONS = ("0.1", "-1.5", "2.0", "0.10", "19.99")


def texts_of(prop: Property) -> st.SearchStrategy[str]:
    """Draw text: a known value of the property, a word, or anything that JSON in UTF-8 can carry."""
    return st.one_of(
        st.sampled_from((*prop.values, *WORDS)),
        st.text(st.sampled_from(_ODD_CHARACTERS), max_size=6),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
    )


def literals(prop: Property, *, relative_dates: bool = False) -> st.SearchStrategy[Literal]:
    """Draw a literal that fits a property, the plainest first."""
    kind = _LITERALS.get(prop.type)
    if kind is not None:
        return st.one_of(kind, _RELATIVE) if relative_dates and prop.type is PropertyType.DATETIME else kind
    text = texts_of(prop).map(Text)
    if prop.type is not PropertyType.STRING:
        return text
    # Numbers and dates against text are the text that they are written as, leading zeros and all.
    written = st.sampled_from(("44", "0044", "-1", "1.50")).map(Number) | st.sampled_from(DAYS).map(Date)
    return st.one_of(text, written, st.sampled_from(_ANCHORS).map(RelativeDate))


def _numbers(kind: type[Number | Text]) -> st.SearchStrategy[Literal]:
    whole = SMALL | st.sampled_from(BOUNDARIES) | st.integers(-(10**25), 10**25)
    return whole.map(str).map(kind)


def _moments(separator: str, *, with_zone: bool) -> st.SearchStrategy[str]:
    def written(day: str, time: str, zone: str) -> str:
        return f"{day}{separator}{time}{zone}"

    # Seconds may be left out.
    times = st.sampled_from((*TIMES, "12:30"))
    return st.builds(written, st.sampled_from(DAYS), times, st.sampled_from(_ZONES) if with_zone else st.just(""))


_FRACTION = st.sampled_from(FRACTIONS) | st.builds("{}.{}".format, SMALL, st.integers(0, 10**20))
_RELATIVE: st.SearchStrategy[Literal] = st.builds(RelativeDate, st.sampled_from(_ANCHORS), st.sampled_from(_OFFSETS))
_INTEGERS = st.one_of(_numbers(Number), _numbers(Text), st.sampled_from(("007", "-0", "-00")).map(Number))
_LITERALS: Mapping[PropertyType, st.SearchStrategy[Literal]] = {
    PropertyType.INTEGER: _INTEGERS,
    PropertyType.NUMBER: st.one_of(_INTEGERS, _FRACTION.map(Number), _FRACTION.map(Text)),
    PropertyType.BOOLEAN: st.booleans().map(Boolean),
    PropertyType.DATETIME: st.one_of(
        st.sampled_from(DAYS).map(Date),
        _moments("T", with_zone=False).map(Date),
        _moments("T", with_zone=True).map(Date),
        (st.sampled_from(DAYS) | _moments(" ", with_zone=False) | _moments(" ", with_zone=True)).map(Text),
    ),
}


def parameter(prop: Property, *, listed: bool = False) -> st.SearchStrategy[Parameter]:
    """Draw a parameter whose name tells its type, so that one name never stands for values of two types."""
    word = f"{prop.type}s" if listed else prop.type.value
    return st.integers(1, 2).map(lambda number: Parameter(f"{word}_{number}"))


def stored(prop: Property) -> st.SearchStrategy[Any]:
    """Draw a value as a record holds it: JSON that is of the property's type and not null."""
    kind = _STORED.get(prop.type)
    return texts_of(prop) if kind is None else kind


def _json(prop_type: PropertyType) -> st.SearchStrategy[Any]:
    inner = st.none() | st.booleans() | SMALL | st.sampled_from(WORDS)
    return (
        st.lists(inner, max_size=3)
        if prop_type is PropertyType.ARRAY
        else st.dictionaries(st.sampled_from(("a", "é", '"')), inner, max_size=2)
    )


_STORED: Mapping[PropertyType, st.SearchStrategy[Any]] = {
    PropertyType.INTEGER: SMALL | st.sampled_from(BOUNDARIES),
    PropertyType.NUMBER: st.one_of(SMALL, st.sampled_from([float(text) for text in FRACTIONS])),
    PropertyType.BOOLEAN: st.booleans(),
    PropertyType.DATETIME: st.builds("{} {}".format, st.sampled_from(DAYS), st.sampled_from(TIMES)),
    PropertyType.ARRAY: _json(PropertyType.ARRAY),
    PropertyType.OBJECT: _json(PropertyType.OBJECT),
}
