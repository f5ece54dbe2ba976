"""Parameters: values for the names of an expression."""

from __future__ import annotations

from collections import UserDict
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from itertools import count
from typing import TYPE_CHECKING

import pytest

import vsfilter
from tests.unit.checking import THINGS, issue, refusal, refused, sent, value_sent
from vsfilter import FilterCheckError, Issue, Limits, Span
from vsfilter.model import Boolean, Date, Membership, Number, Parameter, RelativeDate, Text
from vsfilter.model.binding import Binding, parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS_HINT = "use str, int, float, Decimal, bool, date, datetime or an Enum of these"
LIST_HINT = "give any iterable but text, bytes or a mapping"


class Letter(Enum):
    I = "I"  # noqa: E741  the word of the API
    FIVE = 5
    NOTHING = None
    DAY = date(2018, 9, 1)


class Level(IntEnum):
    THREE = 3


class Word(StrEnum):
    OUT = "O"


class _Text(str):
    __slots__ = ()


class _Integer(int):
    pass


def _bound(text: str, value: object, **options: object) -> str:
    """Give the value that is sent where the parameter ``x`` stands for a value."""
    return value_sent(text, THINGS, params={"x": value}, **options)


@pytest.mark.parametrize(
    ("prop", "value", "written"),
    [
        ("string", "a b", '"a b"'),
        ("string", "", '""'),
        ("string", "today", '"today"'),
        ("string", ":y", '":y"'),
        ("string", '" or string = "', '"\\" or string = \\""'),
        ("string", _Text("a"), '"a"'),
        ("string", 5, '"5"'),
        ("string", 5.5, '"5.5"'),
        ("string", Decimal("5.50"), '"5.50"'),
        ("string", date(2018, 9, 1), '"2018-09-01"'),
        ("string", datetime.fromisoformat("2018-09-01T12:30"), '"2018-09-01T12:30:00"'),
        ("string", datetime.fromisoformat("2018-09-01T12:30+02:00"), '"2018-09-01T12:30:00+02:00"'),
        ("string", Word.OUT, '"O"'),
        ("string", Letter.I, '"I"'),
        ("integer", 5, "5"),
        ("integer", -5, "-5"),
        ("integer", "5", "5"),
        ("integer", "007", "7"),
        ("integer", _Integer(5), "5"),
        ("integer", Level.THREE, "3"),
        ("integer", Letter.FIVE, "5"),
        ("integer", Decimal(5), "5"),
        ("integer", Decimal("5E+1"), "50"),
        ("integer", 2**63, str(2**63)),
        ("integer", -(10**30), "-1" + "0" * 30),
        pytest.param("integer", 10**5000, "1" + "0" * 5000, id="5001 digits"),
        ("number", 5, "5"),
        ("number", 0.1, "0.1"),
        ("number", 5.0, "5.0"),
        ("number", -0.0, "0.0"),
        ("number", 1e22, "1" + "0" * 22),
        ("number", 1e-7, "0.0000001"),
        ("number", 5e-324, "0." + "0" * 323 + "5"),
        ("number", Decimal("0.10"), "0.10"),
        ("number", Decimal("1E+3"), "1000"),
        ("number", Decimal("-0"), "0"),
        ("number", Decimal("1E-3"), "0.001"),
        ("number", "0.10", "0.10"),
        ("boolean", True, "true"),
        ("boolean", False, "false"),
        ("datetime", date(2018, 9, 1), '"2018-09-01 00:00:00"'),
        ("datetime", datetime.fromisoformat("2018-09-01T12:30:15"), '"2018-09-01 12:30:15"'),
        ("datetime", datetime.fromisoformat("2018-09-01T12:30Z"), '"2018-09-01 12:30:00"'),
        ("datetime", datetime.fromisoformat("2018-09-01T12:30+02:00"), '"2018-09-01 10:30:00"'),
        ("datetime", "2018-09-01", '"2018-09-01 00:00:00"'),
        ("datetime", "2018-09-01 12:30+02:00", '"2018-09-01 10:30:00"'),
        ("datetime", Letter.DAY, '"2018-09-01 00:00:00"'),
        ("array", "a", '"a"'),
        ("object", "a", '"a"'),
        # literals stand for themselves
        ("string", Text("a"), '"a"'),
        ("number", Number("007.0"), "7.0"),
        ("datetime", Date("2018-09-01T12:30"), '"2018-09-01 12:30:00"'),
    ],
)
def test_a_python_value_follows_the_table_of_types(prop: str, value: object, written: str) -> None:
    assert _bound(f"{prop} = :x", value) == written


def test_a_relative_date_can_be_given() -> None:
    clock = datetime.fromisoformat("2026-07-15T12:30+00:00")
    assert _bound("datetime > :x", RelativeDate("today", "-1d"), clock=lambda: clock) == '"2026-07-14 00:00:00"'


@pytest.mark.parametrize("offset", [timedelta(hours=2, seconds=30), timedelta(minutes=-14, seconds=-44)])
def test_a_datetime_with_an_offset_of_odd_seconds_is_exact(offset: timedelta) -> None:
    moment = datetime(2018, 9, 1, 12, 30, tzinfo=timezone(offset))
    expected = datetime(2018, 9, 1, 12, 30, tzinfo=timezone(timedelta(0))) - offset
    assert _bound("datetime > :x", moment) == f'"{expected:%Y-%m-%d %H:%M:%S}"'


@pytest.mark.parametrize(
    "moment",
    [
        datetime.fromisoformat("2018-09-01T12:30:15.000005"),
        datetime.fromisoformat("2018-09-01T12:30:15.5+02:00"),
        datetime(2018, 9, 1, 12, 30, tzinfo=timezone(timedelta(microseconds=5))),
    ],
)
def test_a_datetime_with_microseconds_is_refused(moment: datetime) -> None:
    found = issue("datetime > :x", params={"x": moment})
    assert (found.code, found.span) == ("invalid-date", Span(11, 13))
    assert found.message.endswith(": the API knows no fractions of a second")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00+02:00", "9999-12-31T23:00-02:00"])
def test_a_datetime_that_conversion_moves_out_of_the_calendar_is_an_invalid_date(moment: str) -> None:
    assert refused("datetime > :x", params={"x": datetime.fromisoformat(moment)}) == [("invalid-date", ":x")]


def test_so_it_is_with_an_offset_of_odd_seconds() -> None:
    moment = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2, seconds=30)))
    assert refused("datetime > :x", params={"x": moment}) == [("invalid-date", ":x")]


def test_a_date_is_a_day_and_a_datetime_is_a_moment() -> None:
    day = date(2018, 9, 30)
    midnight = datetime.fromisoformat("2018-09-30")
    assert sent("datetime between :x and :x", params={"x": day}) == [
        ("datetime", "gte", "2018-09-30 00:00:00"),
        ("datetime", "lte", "2018-09-30 23:59:59"),
    ]
    assert sent("datetime between :x and :x", params={"x": midnight}) == [
        ("datetime", "gte", "2018-09-30 00:00:00"),
        ("datetime", "lte", "2018-09-30 00:00:00"),
    ]


@pytest.mark.parametrize(
    ("prop", "value", "got", "hint"),
    [
        ("string", True, "true", "put it in quotes if it is text"),
        ("string", None, "null", "null is no value: write `string is null`"),
        ("string", Letter.NOTHING, "null", "null is no value: write `string is null`"),
        ("integer", True, "true", None),
        ("integer", 5.0, "5.0", "an integer has no fraction"),
        ("integer", "five", '"five"', None),
        ("integer", date(2018, 9, 1), "2018-09-01", None),
        ("boolean", 1, "1", None),
        ("boolean", "true", '"true"', "write true or false without quotes"),
        pytest.param("boolean", 10**5000, "1" + "0" * 58 + "…", None, id="5001 digits"),
        ("array", 5, "5", "put it in quotes if it is text"),
    ],
)
def test_a_value_that_does_not_fit_is_a_type_mismatch(prop: str, value: object, got: str, hint: str | None) -> None:
    nouns = {
        "string": "text",
        "integer": "an integer",
        "boolean": "true or false",
        "array": "text (for an array)",
    }
    found = issue(f"{prop} = :x", params={"x": value})
    assert found.code == "type-mismatch"
    assert found.message == f"expected {nouns[prop]} for `{prop}`, got `{got}`"
    assert found.hint == hint


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "nan is no number that a filter can hold"),
        (float("inf"), "inf is no number that a filter can hold"),
        (float("-inf"), "-inf is no number that a filter can hold"),
        (Decimal("NaN"), "NaN is no number that a filter can hold"),
        (Decimal("sNaN"), "sNaN is no number that a filter can hold"),
        (Decimal("-Infinity"), "-Infinity is no number that a filter can hold"),
        (Decimal("1E+5000"), "a number with more than 1,000 zeros when written out has no place in a filter"),
        (Decimal("1E-5000"), "a number with more than 1,000 zeros when written out has no place in a filter"),
        (b"5", "a value of the Python type bytes has no place in a filter"),
        ([5], "a value of the Python type list has no place in a filter"),
        ({"a": 5}, "a value of the Python type dict has no place in a filter"),
        (time(12, 30), "a value of the Python type time has no place in a filter"),
        (5j, "a value of the Python type complex has no place in a filter"),
        (object(), "a value of the Python type object has no place in a filter"),
        (timedelta(days=7), "a value of the Python type timedelta has no place in a filter"),
    ],
)
@pytest.mark.parametrize("prop", ["string", "number", "boolean", "datetime", "array"])
def test_a_value_that_no_filter_can_hold_is_a_type_mismatch_on_every_type(
    prop: str, value: object, message: str
) -> None:
    found = issue(f"{prop} = :x", params={"x": value})
    assert found.code == "type-mismatch"
    assert found.message == message
    assert found.span == Span(len(prop) + 3, len(prop) + 5)
    assert found.hint == (KINDS_HINT if "Python type" in message else None)


def test_a_name_without_a_value_is_unbound() -> None:
    found = issue("integer = :user")
    assert found.code == "unbound-parameter"
    assert found.message == "the parameter `:user` has no value"
    assert found.span == Span(10, 15)
    assert found.suggestion is None
    assert found.hint == (
        'compile takes params={"user": ...}, a prepared filter user=..., the command --param user=...'
    )


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("integer = :a and string = :b", [":a", ":b"]),
        ("integer = :a or integer = :a", [":a", ":a"]),
        ("integer between :a and :b", [":a", ":b"]),
        ("integer in (:a, 5, :b)", [":a", ":b"]),
        ("integer in :a", [":a"]),
        ("integer not in :a", [":a"]),
    ],
)
@pytest.mark.parametrize("params", [None, {}])
def test_every_place_of_a_name_without_a_value_is_reported(
    text: str, places: list[str], params: dict[str, object] | None
) -> None:
    assert refused(text, params=params) == [("unbound-parameter", place) for place in places]


def test_a_value_without_a_name_is_unknown() -> None:
    found = issue("integer = :user", params={"user": 1, "users": 2})
    assert found.code == "unknown-parameter"
    assert found.message == "the expression has no parameter `users`"
    assert found.span is None
    assert found.suggestion == "user"
    assert found.hint == "did you mean `user`?"


def test_the_names_are_told_where_none_is_near() -> None:
    found = issue("integer = :b and string = :a", params={"a": 1, "b": 2, "xyz": 3})
    assert (found.suggestion, found.hint) == (None, "its parameters are a, b")


def test_it_is_told_where_there_are_no_names() -> None:
    found = issue("integer = 5", params={"user": 1})
    assert (found.suggestion, found.hint) == (None, None)


def test_at_most_20_unknown_names_get_a_suggestion() -> None:
    params: dict[str, object] = {"user": 1, **{f"user{number}": number for number in range(30)}}
    found = _issues("integer = :user", params)
    assert [one.message for one in found] == [f"the expression has no parameter `user{number}`" for number in range(30)]
    assert [(one.suggestion, one.hint) for one in found] == (
        [("user", "did you mean `user`?")] * 20 + [(None, None)] * 10
    )


def test_a_name_and_a_value_that_miss_each_other_are_both_reported() -> None:
    assert refused("integer = :user", params={"usr": 5}) == [
        ("unbound-parameter", ":user"),
        ("unknown-parameter", None),
    ]


def test_names_are_exact_in_case() -> None:
    assert refused("integer = :User", params={"user": 5}) == [
        ("unbound-parameter", ":User"),
        ("unknown-parameter", None),
    ]


def test_a_name_that_is_no_text_is_unknown() -> None:
    assert issue("integer = :a", params={"a": 1, 5: 2}).message == "the expression has no parameter `5`"


def test_values_without_any_filter_are_unknown() -> None:
    assert refused(None, params={"user": 5}) == [("unknown-parameter", None)]


@pytest.mark.parametrize("params", [5, [("a", 5)], "a"])
def test_values_that_are_no_mapping_are_refused(params: object) -> None:
    with pytest.raises(FilterCheckError) as caught:
        vsfilter.compile("integer = :a", THINGS, params=params)  # type: ignore[arg-type]
    message = f"expected the values of parameters by their names, got {type(params).__name__}"
    assert caught.value.issues == (Issue("type-mismatch", message, hint='write params={"name": value}'),)


def test_any_mapping_will_do() -> None:
    assert sent("integer = :a", params=UserDict(a=5)) == [("integer", "eq", 5)]


def test_a_name_may_stand_in_several_places_and_types() -> None:
    assert sent("integer = :a and string = :a and number between :a and :a", params={"a": 5}) == [
        ("integer", "eq", 5),
        ("string", "eq", "5"),
        ("number", "gte", 5),
        ("number", "lte", 5),
    ]


def test_a_value_in_a_condition_that_is_refused_counts_as_known() -> None:
    assert refused("nope = :a and string is null and array in :b", params={"a": 1, "b": [2]}) == [
        ("unknown-property", "nope"),
        ("not-expressible", "is null"),
        ("unsupported-operator", "in"),
    ]


@pytest.mark.parametrize(
    "values",
    [[3, 1, 2], (3, 1, 2), {3: "a", 1: "b", 2: "c"}.keys(), iter([3, 1, 2]), map(int, "312"), [3, 1, 3, 2, "1"]],
)
def test_a_list_is_any_iterable_in_its_order(values: object) -> None:
    assert sent("integer in :x", params={"x": values}) == [("integer", "in", [3, 1, 2])]


def test_a_generator_is_a_list() -> None:
    assert sent("integer in :x", params={"x": (number * 2 for number in range(3))}) == [("integer", "in", [0, 2, 4])]


def test_an_iterator_may_stand_in_several_places() -> None:
    assert sent("integer in :x and string in :x", params={"x": iter([1, 2])}) == [
        ("integer", "in", [1, 2]),
        ("string", "in", ["1", "2"]),
    ]


@pytest.mark.parametrize("kind", [set, frozenset])
def test_a_set_is_put_in_order(kind: type[set[str]]) -> None:
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    assert sent("string in :x", params={"x": kind(reversed(letters))}) == [("string", "in", letters)]
    assert sent("integer in :x", params={"x": kind({1, "x"} - {"x"})}) == [("integer", "eq", 1)]  # type: ignore[arg-type]


def test_a_set_of_several_types_is_put_in_order() -> None:
    assert sent("string in :x", params={"x": {2.5, 1, "a"}}) == [("string", "in", ["1", "2.5", "a"])]
    values = {"b", "10", Letter.FIVE, 10, Decimal("-1.5"), 2.5, 100, True, date(2018, 9, 1)} - {True}
    written = ["-1.5", "2.5", "5", "10", "100", "b", "2018-09-01"]
    assert sent("string in :x", params={"x": values}) == [("string", "in", written)]


def test_the_numbers_of_a_set_are_ordered_by_their_size() -> None:
    numbers = {10, 9, 100, -3, 2**70, 10**5000, -(10**5000)}
    assert value_sent("integer in :x", params={"x": numbers}) == (f"[-1{'0' * 5000},-3,9,10,100,{2**70},1{'0' * 5000}]")
    assert value_sent("number in :x", params={"x": {Decimal("1E+3"), 0.5, 20, Decimal("0.25")}}) == "[0.25,0.5,20,1000]"


def test_what_is_no_number_in_a_set_is_refused_and_does_not_break_the_order() -> None:
    found = _issues("number in :x", {"x": {float("nan"), float("inf"), Decimal("NaN"), 5, "a", None}})
    assert [one.code for one in found] == ["type-mismatch"] * 5


def test_a_set_may_hold_integers_of_any_size() -> None:
    big = 10**5000
    assert value_sent("integer in :x", params={"x": {big}}) == "1" + "0" * 5000


class _Huge(Enum):
    VALUE = 10**5000


def test_a_set_may_hold_what_python_cannot_write() -> None:
    assert value_sent("integer in :x", params={"x": {_Huge.VALUE}}) == "1" + "0" * 5000


@pytest.mark.parametrize("values", [[], (), set(), iter(()), {}.keys()])
def test_an_empty_list_is_refused(values: object) -> None:
    text = "integer in :x"
    found = issue(text, params={"x": values})
    assert (found.code, found.span) == ("empty-list", Span(8, 13))


def test_a_list_of_one_value_is_eq() -> None:
    assert sent("integer in :x and string not in :y", params={"x": [5], "y": ["a"]}) == [
        ("integer", "eq", 5),
        ("string", "ne", "a"),
    ]


@pytest.mark.parametrize("value", [5, "5", "", b"5", {"a": 5}, None, 5.5, True, date(2018, 9, 1), object(), Letter.I])
def test_what_is_no_list_is_a_type_mismatch(value: object) -> None:
    found = issue("integer in :x", params={"x": value})
    assert found.code == "type-mismatch"
    assert found.message == "expected a list of values for `:x`"
    assert found.span == Span(11, 13)
    assert found.hint == LIST_HINT


@pytest.mark.parametrize("value", [bytearray(b"5"), memoryview(b"5")])
def test_bytes_of_any_kind_are_no_list(value: object) -> None:
    assert refused("integer in :x", params={"x": value}) == [("type-mismatch", ":x")]


def test_a_list_is_no_value() -> None:
    assert refused("integer in (1, :x)", params={"x": [2]}) == [("type-mismatch", ":x")]


def test_every_item_that_does_not_fit_is_reported_at_the_name() -> None:
    found = _issues("integer in :x", {"x": [1, "two", 2018.5, None]})
    assert [(one.code, one.span) for one in found] == [("type-mismatch", Span(11, 13))] * 3
    assert [one.message for one in found] == [
        'expected an integer for `integer`, got `"two"`',
        "expected an integer for `integer`, got `2018.5`",
        "expected an integer for `integer`, got `null`",
    ]


def test_an_item_that_no_filter_can_hold_hides_no_other() -> None:
    assert len(_issues("integer in :x", {"x": ["two", b"5", float("nan")]})) == 3


def _issues(text: str, params: dict[str, object]) -> tuple[vsfilter.Issue, ...]:
    with pytest.raises(FilterCheckError) as caught:
        vsfilter.compile(text, THINGS, params=params)
    return caught.value.issues


def test_of_an_iterable_over_the_limit_one_value_more_is_taken() -> None:
    values = count()
    assert [one.code for one in refusal("integer in :a", params={"a": values}, limits=Limits(items=5)).issues]
    assert next(values) == 6


@pytest.mark.parametrize("values", [range(6), count(), iter(range(100)), set(range(6))])
def test_a_list_over_the_limit_is_refused(values: object) -> None:
    found = issue("integer in :x", params={"x": values}, limits=Limits(items=5))
    assert found.code == "limit-exceeded"
    assert found.message == "the list for `:x` has more than 5 items"
    assert found.span == Span(11, 13)


def test_a_list_up_to_the_limit_is_sent() -> None:
    assert sent("integer in :x", params={"x": range(5)}, limits=Limits(items=5)) == [("integer", "in", [0, 1, 2, 3, 4])]


def test_the_limit_of_a_list_is_100_000_unless_set() -> None:
    assert issue("integer in :x", params={"x": range(100_001)}).message == (
        "the list for `:x` has more than 100,000 items"
    )


def test_an_iterator_over_the_limit_is_refused_for_an_expression_as_for_text() -> None:
    source = Membership("integer", Parameter("x"))
    assert refused(source, params={"x": iter(range(8))}, limits=Limits(items=5)) == [("limit-exceeded", ":x")]


def test_an_iterator_is_kept_for_the_second_check_of_an_expression() -> None:
    source = Membership("integer", Parameter("x"))
    assert [code for code, _ in refused(source, params={"x": iter([1, "a"])})] == ["type-mismatch"]


@pytest.mark.parametrize("literal", [Text("soon"), Number("5")])
def test_a_literal_that_does_not_fit_is_refused(literal: object) -> None:
    assert len(refused("boolean = :x", params={"x": literal})) == 1


def test_a_literal_stands_at_the_place_of_the_name() -> None:
    assert refused("boolean = :x", params={"x": Text("soon")}) == [("type-mismatch", ":x")]
    assert refused("boolean in :x", params={"x": [Text("soon")]}) == [("type-mismatch", ":x")]


def test_a_parameter_is_no_value_of_a_parameter() -> None:
    assert issue("string = :x", params={"x": Parameter("y")}).code == "type-mismatch"


@pytest.mark.parametrize("values", [[Parameter("y")], (1, Parameter("y")), {Parameter("y"), 1}])
def test_a_list_that_holds_a_parameter_is_refused(values: object) -> None:
    found = issue("integer in :x", params={"x": values})
    assert found.code == "type-mismatch"
    assert found.message == "the list for `:x` holds a parameter, which has no value itself"
    assert (found.span, found.hint) == (Span(11, 13), None)
    source = Membership("integer", Parameter("x"))
    assert refused(source, params={"x": values}) == [("type-mismatch", ":x")]


def test_an_exception_of_the_callers_own_iterator_passes_through() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise OSError("the file is gone")

    with pytest.raises(OSError, match="the file is gone"):
        vsfilter.compile("integer in :x", THINGS, params={"x": failing()})


def test_parameters_are_given_in_the_order_written_as_often_as_they_stand_there() -> None:
    text = (
        "not (a = :one or b in (:two, 5, :three)) and c in :four and d between :five and :one and e is null and f = 5"
    )
    assert [one.name for one in parameters(vsfilter.parse(text))] == ["one", "two", "three", "four", "five", "one"]


def test_a_binding_leaves_a_literal_that_is_no_parameter_as_it_is() -> None:
    literal = Text("a")
    assert Binding({"x": 5}, Limits()).literal(literal) is literal


def test_a_binding_gives_a_literal_the_place_of_the_name() -> None:
    bound = Binding({"x": 5}, Limits()).literal(Parameter("x", Span(3, 5)))
    assert (bound, bound.span) == (Number("5"), Span(3, 5))


def test_a_binding_gives_the_items_of_a_list_as_they_came() -> None:
    assert Binding({"y": iter(["a", 5])}, Limits()).items(Parameter("y")) == ("a", 5)


def test_an_iterator_that_holds_a_parameter_is_refused_wherever_it_stands() -> None:
    error = refusal("integer in :x and number in :x", params={"x": iter([vsfilter.Param("y")])})
    assert [one.code for one in error.issues] == ["type-mismatch", "type-mismatch"]


class Truth(Enum):
    YES = True


class Rate(Enum):
    ONE = 1.0


def test_values_of_a_set_that_are_equal_stand_in_the_order_of_their_types() -> None:
    expr = vsfilter.parse("number in :some").bind(some={Rate.ONE, 1, Truth.YES})
    assert expr == Membership("number", (Boolean(value=True), Number("1.0"), Number("1")))
