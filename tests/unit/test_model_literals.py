from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from vsfilter.errors import FilterCheckError, Issue, Span
from vsfilter.model import Boolean, Date, Null, Number, Parameter, RelativeDate, Text, literal_from

if TYPE_CHECKING:
    from vsfilter.model import Literal

HINT = "use str, int, float, Decimal, bool, date, datetime or an Enum of these"


class Colour(Enum):
    RED = "red"
    SEVEN = 7
    NOTHING = None
    YES = True
    DAY = dt.date(2018, 9, 1)
    PAIR = ("a", "b")


class Direction(StrEnum):
    IN = "I"


class Level(IntEnum):
    LOW = 1


def zone(**offset: int) -> dt.timezone:
    return dt.timezone(dt.timedelta(**offset))


LITERALS: list[Literal] = [
    Text("x"),
    Number("1"),
    Boolean(value=True),
    Null(),
    Date("2018-09-01"),
    RelativeDate("today", "-7d"),
    Parameter("p"),
]


@pytest.mark.parametrize("literal", LITERALS)
def test_a_literal_stands_for_itself(literal: Literal) -> None:
    assert literal_from(literal) is literal


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ("", Text("")),
        ("O'Brien\n", Text("O'Brien\n")),
        ("123", Text("123")),
        ("2018-09-01", Text("2018-09-01")),
        ("today", Text("today")),
        (True, Boolean(value=True)),
        (False, Boolean(value=False)),
        (None, Null()),
        (0, Number("0")),
        (-5, Number("-5")),
        (10**22 + 1, Number("10000000000000000000001")),
        (Colour.RED, Text("red")),
        (Colour.SEVEN, Number("7")),
        (Colour.NOTHING, Null()),
        (Colour.YES, Boolean(value=True)),
        (Colour.DAY, Date("2018-09-01")),
        (Direction.IN, Text("I")),
        (Level.LOW, Number("1")),
    ],
)
def test_a_python_value_becomes_its_literal(value: object, literal: Literal) -> None:
    assert literal_from(value) == literal


@pytest.mark.parametrize(
    ("value", "source"),
    [
        (0.1, "0.1"),
        (1.0, "1.0"),
        (-0.0, "-0.0"),
        (1e5, "100000.0"),
        (1e22, "10000000000000000000000"),
        (1.5e-7, "0.00000015"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_a_float_is_written_with_its_shortest_digits_and_no_exponent(value: float, source: str) -> None:
    assert literal_from(value) == Number(source)


@pytest.mark.parametrize("value", [5e-324, 1.7976931348623157e308, 2.0**-1000])
def test_every_finite_float_is_written_exactly(value: float) -> None:
    literal = literal_from(value)
    assert isinstance(literal, Number)
    assert "e" not in literal.source.lower()
    assert float(literal.source) == value


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ("1.50", "1.50"),
        ("-0.000", "-0.000"),
        ("1E+3", "1000"),
        ("1E-3", "0.001"),
        ("12345678901234567890123.45", "12345678901234567890123.45"),
        ("1E+999", "1" + "0" * 999),
        ("-1E-999", "-0." + "0" * 998 + "1"),
    ],
)
def test_a_decimal_keeps_all_its_digits(value: str, source: str) -> None:
    assert literal_from(Decimal(value)) == Number(source)


def test_an_integer_of_any_size_is_exact() -> None:
    assert literal_from(10**5000) == Number("1" + "0" * 5000)
    assert literal_from(-(10**5000)) == Number("-1" + "0" * 5000)


@pytest.mark.parametrize(
    ("value", "source"),
    [
        (dt.date(2018, 9, 1), "2018-09-01"),
        (dt.date(1, 1, 1), "0001-01-01"),
        (dt.datetime(2018, 9, 1), "2018-09-01T00:00:00"),  # noqa: DTZ001  without a zone on purpose
        (dt.datetime(2018, 9, 1, 12, 30, 15), "2018-09-01T12:30:15"),  # noqa: DTZ001  as above
        (dt.datetime(2018, 9, 1, 12, 30, 15, 500), "2018-09-01T12:30:15.000500"),  # noqa: DTZ001  as above
        (dt.datetime(2018, 9, 1, 12, 30, tzinfo=dt.UTC), "2018-09-01T12:30:00+00:00"),
        (dt.datetime(2018, 9, 1, 12, 30, tzinfo=zone(hours=-5, minutes=-30)), "2018-09-01T12:30:00-05:30"),
        (dt.datetime(2018, 9, 1, 12, 30, tzinfo=ZoneInfo("Europe/Warsaw")), "2018-09-01T12:30:00+02:00"),
    ],
)
def test_a_date_is_written_in_iso_form(value: dt.date, source: str) -> None:
    assert literal_from(value) == Date(source)


def test_a_zone_off_by_seconds_is_written_as_utc() -> None:
    value = dt.datetime(1900, 1, 1, 12, 0, tzinfo=zone(hours=1, minutes=24, seconds=5))
    assert literal_from(value) == Date("1900-01-01T10:35:55+00:00")


@pytest.mark.parametrize("value", ["x", 1, 1.5, Decimal(1), True, None, dt.date(2018, 9, 1), Colour.RED])
def test_the_literal_of_a_python_value_takes_the_place_given(value: object) -> None:
    assert literal_from(value, Span(3, 5)).span == Span(3, 5)
    assert literal_from(value).span is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (object(), "object"),
        (b"x", "bytes"),
        ([1], "list"),
        (("a", "b"), "tuple"),
        (Colour.PAIR, "tuple"),
        ({}, "dict"),
        (1j, "complex"),
        (dt.time(12, 30), "time"),
        (dt.timedelta(1), "timedelta"),
        (str, "type"),
    ],
)
def test_a_value_of_another_type_is_refused(value: object, shown: str) -> None:
    with pytest.raises(FilterCheckError) as caught:
        literal_from(value, Span(1, 2))
    message = f"a value of the Python type {shown} has no place in a filter"
    assert caught.value.issues == (Issue("type-mismatch", message, Span(1, 2), hint=HINT),)


TOO_LONG = "a number with more than 1,000 zeros when written out has no place in a filter"
REFUSED = [
    (float("nan"), "nan is no number that a filter can hold"),
    (float("inf"), "inf is no number that a filter can hold"),
    (float("-inf"), "-inf is no number that a filter can hold"),
    (Decimal("NaN"), "NaN is no number that a filter can hold"),
    (Decimal("sNaN"), "sNaN is no number that a filter can hold"),
    (Decimal("-Infinity"), "-Infinity is no number that a filter can hold"),
    (Decimal("1E+1001"), TOO_LONG),
    (Decimal("-1.5E+1002"), TOO_LONG),
    (Decimal("1E-1002"), TOO_LONG),
    (Decimal("0E+1001"), TOO_LONG),
    (Decimal("1E+999999999"), TOO_LONG),
    (Decimal("1E-999999999"), TOO_LONG),
    (
        dt.datetime(1, 1, 1, tzinfo=zone(minutes=30, seconds=1)),
        "0001-01-01 00:00:00+00:30:01 is outside the years 1 to 9999 in UTC",
    ),
    (
        dt.datetime(9999, 12, 31, 23, 59, tzinfo=zone(minutes=-30, seconds=-1)),
        "9999-12-31 23:59:00-00:30:01 is outside the years 1 to 9999 in UTC",
    ),
]


@pytest.mark.parametrize(("value", "message"), REFUSED)
def test_a_value_that_cannot_be_written_is_refused(value: object, message: str) -> None:
    with pytest.raises(FilterCheckError) as caught:
        literal_from(value, Span(1, 2))
    (issue,) = caught.value.issues
    code = "invalid-date" if "years" in message else "type-mismatch"
    assert (issue.code, issue.message, issue.span) == (code, message, Span(1, 2))


@pytest.mark.parametrize(("value", "message"), REFUSED)
def test_the_refusal_of_a_value_whose_type_is_right_does_not_hint_at_types(value: object, message: str) -> None:
    with pytest.raises(FilterCheckError) as caught:
        literal_from(value)
    (issue,) = caught.value.issues
    assert (issue.message, issue.hint) == (message, None)


@pytest.mark.parametrize(
    ("value", "source"),
    [
        pytest.param("1E+1000", "1" + "0" * 1000, id="1,000 zeros before the point"),
        pytest.param("-1.5E+1001", "-15" + "0" * 1000, id="1,000 zeros after digits"),
        pytest.param("1E-1001", "0." + "0" * 1000 + "1", id="1,000 zeros after the point"),
        pytest.param("0." + "1" * 1500, "0." + "1" * 1500, id="1,500 digits after the point"),
        pytest.param("1" * 900 + "." + "1" * 900, "1" * 900 + "." + "1" * 900, id="1,800 digits on both sides"),
        pytest.param("9" * 1500 + "E+1000", "9" * 1500 + "0" * 1000, id="1,500 digits and 1,000 zeros"),
        pytest.param("1" + "0" * 2000, "1" + "0" * 2000, id="zeros that are digits"),
    ],
)
def test_only_the_zeros_that_an_exponent_adds_are_limited(value: str, source: str) -> None:
    assert literal_from(Decimal(value)) == Number(source)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Text("x", Span(0, 3)), Text("x")),
        (Number("1", Span(0, 1)), Number("1")),
        (Boolean(value=True, span=Span(0, 4)), Boolean(value=True)),
        (Null(Span(0, 4)), Null()),
        (Date("2018-09-01", Span(0, 10)), Date("2018-09-01")),
        (RelativeDate("now", "", Span(0, 3)), RelativeDate("now")),
        (Parameter("p", Span(0, 2)), Parameter("p")),
    ],
)
def test_places_play_no_part_in_equality_hash_and_repr_of_a_literal(one: Literal, other: Literal) -> None:
    assert one == other
    assert hash(one) == hash(other)
    assert repr(one) == repr(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Text("1"), Number("1")),
        (Number("1"), Number("1.0")),
        (Number("7"), Number("007")),
        (Text("2018-09-01"), Date("2018-09-01")),
        (Text("true"), Boolean(value=True)),
        (Boolean(value=True), Boolean(value=False)),
        (Text("null"), Null()),
        (Text("today"), RelativeDate("today")),
        (RelativeDate("today"), RelativeDate("today", "-1d")),
        (Text("p"), Parameter("p")),
        (Text("x"), Text("X")),
        (Text("\u00e9"), Text("e\u0301")),
    ],
)
def test_literals_written_differently_are_not_equal(one: Any, other: Any) -> None:  # noqa: ANN401  of any two kinds
    assert one != other


# --- literals made by hand ---


@pytest.mark.parametrize("source", ["", "5 6", "1e5", "+5", ".5", "5.", "٣", "true", "5 or id = 6", "5\n", "1_000"])
def test_a_number_that_no_text_can_say_cannot_be_made(source: str) -> None:
    with pytest.raises(FilterCheckError, match=r"expected a number such as `60` or `-1\.5`, got") as caught:
        Number(source)
    assert [issue.code for issue in caught.value.issues] == ["type-mismatch"]


@pytest.mark.parametrize(
    "source", ["", "2018-9-1", "2018-09-01 12:30", "2018-09-01T12", "2018-09-01 and a = b", "today"]
)
def test_a_date_that_no_text_can_say_cannot_be_made(source: str) -> None:
    with pytest.raises(FilterCheckError, match="expected a date such as `2018-09-01T12:30:15Z`, got") as caught:
        Date(source)
    assert [issue.code for issue in caught.value.issues] == ["invalid-date"]


@pytest.mark.parametrize(
    ("anchor", "offset"),
    [
        ("", ""),
        ("tomorrow", ""),
        ("today and a = b", ""),
        ("today", "7d"),
        ("today", "-7y"),
        ("now", "- 7d"),
        ("today", "-007d"),
        ("now", "+00h"),
    ],
)
def test_a_relative_date_that_no_text_can_say_cannot_be_made(anchor: str, offset: str) -> None:
    with pytest.raises(FilterCheckError, match="expected a relative date such as `today` and `-7d`, got") as caught:
        RelativeDate(anchor, offset)
    assert [issue.code for issue in caught.value.issues] == ["invalid-date"]


@pytest.mark.parametrize("name", ["", "a b", "1st", "é", "a-b", ":a", "a and string = :a"])
def test_a_parameter_that_no_text_can_name_cannot_be_made(name: str) -> None:
    with pytest.raises(
        FilterCheckError, match="expected the name of a parameter such as `user` or `user_2`, got"
    ) as caught:
        Parameter(name)
    assert [issue.code for issue in caught.value.issues] == ["syntax"]


def test_a_time_of_odd_seconds_from_utc_is_written_in_utc_whatever_the_zone_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        zone = dt.timezone(dt.timedelta(hours=1, seconds=15))
        assert literal_from(dt.datetime(1890, 1, 1, 12, 0, tzinfo=zone)) == Date("1890-01-01T10:59:45+00:00")
    finally:
        monkeypatch.undo()
        time.tzset()
