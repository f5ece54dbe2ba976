from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

import vsfilter
from tests.unit.checking import THINGS, compile_any
from vsfilter import Limits, Param
from vsfilter.check import Calendar
from vsfilter.check.selection import Conjunction, Disjunction, select
from vsfilter.local.reading import comparable
from vsfilter.model import Not
from vsfilter.model.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsfilter.model import Expr

# Some tests give options of any kind.
predicate_any: Callable[..., Any] = vsfilter.predicate

CIRCULAR: list[object] = []
CIRCULAR.append(CIRCULAR)


def matches(text: str, value: object, **options: object) -> bool:
    """Tell whether a record matches whose only property is the one the text is about."""
    name = text.split(maxsplit=1)[0]
    found = bool(predicate_any(text, THINGS, **options)({name: value}))
    flt = compile_any(text, THINGS, accept="any", **options)
    assert flt.matches({name: value}) is flt.predicate()({name: value}) is found
    return found


# --- values that are there ---


@pytest.mark.parametrize(
    ("text", "value", "holds"),
    [
        ("string = a", "a", True),
        ("string = a", "A", False),
        ("string = a", "a ", False),
        ("string = 'é'", "e\u0301", False),
        ("string < b", "a", True),
        ("string < 'a'", "B", True),
        ("string = 44", 44, True),
        ("string = '1.50'", 1.5, False),
        ("string = '1.5'", 1.5, True),
        ("string = true_", True, False),
        ("string like ''", "", True),
        ("string like '%'", "abc", False),
        ("string like '_'", "a_c", True),
        ("string not like x", "abc", True),
        ("string in (a, b)", "b", True),
        ("integer = 5", 5, True),
        ("integer = 5", "5", True),
        ("integer = 5", "05", True),
        ("integer = 5", 5.0, False),
        ("integer = 1", True, False),
        ("integer < 99999999999999999999999", 99999999999999999999998, True),
        ("integer = 5", "five", False),
        ("integer != 5", "five", False),
        ("number = 0.1", 0.1, True),
        ("number = 0.10", "0.1", True),
        ("number = 2", 2.0, True),
        ("number = 2.0", 2, True),
        ("number > 0.1", 0.1, False),
        ("number in (1, 2.5)", 2.5, True),
        ("number = 9007199254740993", 9007199254740993, True),
        ("number = 9007199254740993", 9007199254740992, False),
        ("number > 1", float("inf"), False),
        ("number > 1", float("nan"), False),
        ("number != 1", True, False),
        ("boolean = true", True, True),
        ("boolean != true", False, True),
        ("boolean = true", 1, False),
        ("boolean != true", "true", False),
        ("datetime = 2018-09-01T12:30:15", "2018-09-01 12:30:15", True),
        ("datetime = 2018-09-01T12:30:15", "2018-09-01T12:30:15", True),
        ("datetime = 2018-09-01T12:30:00", "2018-09-01T12:30", True),
        ("datetime = 2018-09-01T12:30:15", "2018-09-01T14:30:15+02:00", True),
        ("datetime = 2018-09-01", "2018-09-01", True),
        ("datetime != 2018-09-01", "2018-02-30 00:00:00", False),
        ("datetime != 2018-09-01", "soon", False),
        ("datetime != 2018-09-01", 20180901, False),
        ("datetime between 2018-09-01 and 2018-09-30", "2018-09-30 23:59:59", True),
        ("datetime between 2018-09-02 and 2018-09-01", "2018-09-01 12:00:00", False),
        ("array like '\"vip\"'", ["vip", "x"], True),
        ("array = '[]'", [], True),
        ("object like 'é'", {"a": "é"}, True),
        ("array not like x", CIRCULAR, False),
        ("array like x", "x,y", True),
    ],
)
def test_a_value_is_compared_as_its_type_says(text: str, value: object, *, holds: bool) -> None:
    assert matches(text, value) is holds


@pytest.mark.parametrize("prop", [prop.name for prop in THINGS.properties])
@pytest.mark.parametrize("operator", ["=", "!=", "<", ">=", "like", "not like"])
def test_no_comparison_holds_for_null(prop: str, operator: str) -> None:
    value = {"boolean": "true", "datetime": "2018-09-01"}.get(prop, "'1'")
    try:
        test = vsfilter.predicate(f"{prop} {operator} {value}", THINGS)
    except vsfilter.FilterCheckError as error:
        assert [issue.code for issue in error.issues] == ["unsupported-operator"]
        return
    assert not test({prop: None})
    assert not test({})


# --- expressions that no request can say ---


@pytest.mark.parametrize(
    ("text", "record", "holds"),
    [
        ("string is null", {}, True),
        ("string is null", {"string": ""}, False),
        ("string is not null", {"string": None}, False),
        ("not string is null", {"string": "a"}, True),
        ("integer is null", {"integer": "five"}, True),
        ("string = a or integer > 5", {"integer": 6}, True),
        ("string = a or integer > 5", {"string": "b"}, False),
        ("not (string = a and integer > 5)", {"string": "a"}, False),
        ("not (string = a and integer > 5)", {"string": "b"}, True),
        ("integer not between 1 and 5", {"integer": 5}, False),
        ("integer not between 1 and 5", {"integer": 6}, True),
        ("not integer not between 1 and 5", {"integer": 5}, True),
        ("datetime not between 2018-09-01 and 2018-09-30", {"datetime": "2018-09-30 23:59:59"}, False),
        ("datetime not between 2018-09-01 and 2018-09-30", {"datetime": "2018-10-01 00:00:00"}, True),
        ("string not in (a, b)", {"string": "c"}, True),
        ("string not in (a, b)", {}, False),
    ],
)
def test_any_shape_is_evaluated(text: str, record: dict[str, object], *, holds: bool) -> None:
    assert vsfilter.predicate(text, THINGS)(record) is holds


def test_what_the_api_refuses_can_be_looked_at_here() -> None:
    assert vsfilter.predicate("from = 44", "faxes")({"from": "44"})


def test_no_conditions_match_every_record() -> None:
    assert vsfilter.compile(None, "cdrs").matches({})
    assert vsfilter.predicate([], "cdrs")({})
    assert vsfilter.predicate(None, "cdrs")({"type": None, "x": 5})


@pytest.mark.parametrize("source", [None, []])
@pytest.mark.parametrize("params", [None, {}])
def test_no_filter_needs_no_values(source: list[Any] | None, params: dict[str, object] | None) -> None:
    assert vsfilter.predicate(source, "cdrs", params=params)({})


@pytest.mark.parametrize("source", [None, []])
def test_a_value_without_any_filter_is_refused(source: list[Any] | None) -> None:
    with pytest.raises(vsfilter.FilterCheckError) as caught:
        vsfilter.predicate(source, "cdrs", params={"user": 5})
    (found,) = caught.value.issues
    assert (found.code, found.message) == ("unknown-parameter", "the expression has no parameter `user`")
    assert found.hint is None


def test_a_value_that_a_sound_expression_has_no_place_for_is_refused() -> None:
    with pytest.raises(vsfilter.FilterCheckError) as caught:
        vsfilter.predicate("integer = 1 or string is null", THINGS, params={"user": 5})
    assert [one.code for one in caught.value.issues] == ["unknown-parameter"]


def test_parameters_clock_and_zone_are_those_of_compiling() -> None:
    options: dict[str, Any] = {
        "params": {"users": [1, 2]},
        "clock": lambda: datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
        "timezone": "Europe/Madrid",
    }
    text = "integer in :users and datetime >= today"
    record = {"integer": 2, "datetime": "2026-07-02 00:00:00"}
    assert vsfilter.predicate(text, THINGS, **options)(record)
    assert vsfilter.compile(text, THINGS, **options).matches(record)
    assert vsfilter.compile(text, THINGS, **options).matches(record | {"datetime": "2026-07-01T22:00Z"})
    assert not vsfilter.predicate(text, THINGS, **options)(record | {"datetime": "2026-07-01 23:59:59"})


def test_a_stored_time_that_comes_twice_is_read() -> None:
    text = "datetime >= 2026-10-25T02:00+01:00"
    assert matches(text, "2026-10-25 02:30", timezone="Europe/Madrid")


def test_every_issue_is_reported_with_its_place() -> None:
    text = "strin = a or integer = x or string is null and nope is null"
    with pytest.raises(vsfilter.FilterCheckError) as caught:
        vsfilter.predicate(text, THINGS, params={"a": 1})
    assert [(one.code, one.span and text[slice(*one.span)]) for one in caught.value.issues] == [
        ("unknown-property", "strin"),
        ("type-mismatch", "x"),
        ("unknown-property", "nope"),
        ("unknown-parameter", None),
    ]
    assert caught.value.source == text


def test_the_issues_of_an_expression_have_places_in_its_canonical_text() -> None:
    F = vsfilter.F  # noqa: N806  its name
    with pytest.raises(vsfilter.FilterCheckError) as caught:
        vsfilter.predicate((F.string == "a") | (F.integer == "x") | F.nope.is_null(), THINGS)
    text = 'string = "a" or integer = "x" or nope is null'
    assert caught.value.source == text
    assert [(one.code, one.span and text[slice(*one.span)]) for one in caught.value.issues] == [
        ("type-mismatch", '"x"'),
        ("unknown-property", "nope"),
    ]


def test_an_issue_within_a_negated_range_is_reported_once() -> None:
    with pytest.raises(vsfilter.FilterCheckError) as caught:
        vsfilter.predicate("integer not between x and 5", THINGS)
    assert [one.code for one in caught.value.issues] == ["type-mismatch"]


def test_a_parameter_without_a_value_is_refused() -> None:
    with pytest.raises(vsfilter.FilterCheckError) as caught:
        vsfilter.predicate(vsfilter.F.string == Param("a"), THINGS)
    assert [one.code for one in caught.value.issues] == ["unbound-parameter"]


def within_groups(depth: int) -> str:
    """Give a condition that so many groups stand around, no two alike in a row."""
    text = "integer = 1"
    for number in range(depth):
        text = f"string = a {'or' if number % 2 else 'and'} ({text})"
    return text


def test_groups_within_groups_are_bounded() -> None:
    record = {"string": "a", "integer": 1}
    assert vsfilter.predicate(within_groups(400).replace("(", "").replace(")", ""), THINGS)(record)
    assert vsfilter.predicate(within_groups(200), THINGS, limits=Limits(depth=1000))(record)
    text = within_groups(202)
    with pytest.raises(vsfilter.FilterCheckError) as caught:
        vsfilter.predicate(text, THINGS, limits=Limits(depth=1000))
    (found,) = caught.value.issues
    assert found.code == "limit-exceeded"
    assert found.message == "an expression nested more than 200 deep is not evaluated here"
    assert found.span is not None
    assert text[found.span.start :].rstrip(")") == "= a or (string = a and (integer = 1"
    assert "integer = 1" in str(caught.value)


def test_groups_without_a_text_are_bounded_too() -> None:
    expr: Expr = vsfilter.F.integer == 1
    for number in range(202):
        other = vsfilter.F.string == "a"
        expr = other | expr if number % 2 else other & expr
    with pytest.raises(vsfilter.FilterCheckError) as caught:
        vsfilter.predicate(expr, THINGS, limits=Limits(depth=1000))
    (found,) = caught.value.issues
    assert found.code == "limit-exceeded"
    assert found.span is not None


def test_a_small_filter_becomes_code_of_its_own() -> None:
    assert vsfilter.predicate("string = a", THINGS).__code__.co_filename == "<vsfilter predicate>"


def test_nots_are_no_groups() -> None:
    expr = vsfilter.F.integer == 1
    nested: Any = expr
    for _ in range(1000):
        nested = Not(nested)
    assert vsfilter.predicate(nested, THINGS, limits=Limits(depth=1000))({"integer": 1})


def test_a_selection_knows_endpoint_and_zone() -> None:
    calendar = Calendar()
    selection = select(vsfilter.F.integer == 1, THINGS, binding=Binding(), calendar=calendar)
    assert (selection.endpoint, selection.zone) == (THINGS, calendar.zone)


@pytest.mark.parametrize(
    ("expr", "places"),
    [
        (vsfilter.parse("integer between 1 and 5"), (vsfilter.Span(8, 15),)),
        (vsfilter.parse("integer not between 1 and 5"), (vsfilter.Span(8, 19),)),
        (vsfilter.F.integer.between(1, 5), ()),
    ],
)
def test_a_selection_knows_the_word_that_stands_for_several_conditions(
    expr: Expr, places: tuple[vsfilter.Span, ...]
) -> None:
    criterion = select(expr, THINGS, binding=Binding(), calendar=Calendar()).criterion
    assert isinstance(criterion, Conjunction | Disjunction)
    assert criterion.word_spans == places


@pytest.mark.parametrize("digits", [700, 5000])
def test_a_number_of_many_digits_is_compared_exactly(digits: int) -> None:
    source = "9" * digits
    test = vsfilter.predicate(f"number > {source}", THINGS)
    assert test({"number": 10**digits})
    assert not test({"number": 10**digits - 1})


def test_a_number_is_made_an_integer_where_that_is_cheap() -> None:
    assert [type(comparable(Decimal(f"1e{zeros}"))) for zeros in (2, 599, 600)] == [int, int, Decimal]
    assert type(comparable(Decimal("1.50"))) is float


@pytest.mark.parametrize(
    "text", ["string in (a, b)", "integer in (1, 2)", "number in (1.5, 2)", "datetime in (2018-09-01, now)"]
)
@pytest.mark.parametrize("value", ["c", 3, 2.5, "2018-09-03 00:00:00", None])
def test_what_is_not_in_the_list_does_not_match(text: str, value: object) -> None:
    assert not matches(text, value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ([], "[]"),
        (["a", None, True, 1.5, ["é"]], '["a",null,true,1.5,["é"]]'),
        ({"é": "x y", "b": {}}, '{"é":"x y","b":{}}'),
        ("as it is", "as it is"),
    ],
)
@pytest.mark.parametrize("prop", ["array", "object"])
def test_arrays_and_objects_compare_as_json_without_blanks(prop: str, value: object, written: str) -> None:
    field = vsfilter.F[prop]
    assert vsfilter.predicate(field == written, THINGS)({prop: value})
    assert not vsfilter.predicate(field != written, THINGS)({prop: value})


@pytest.mark.parametrize("prop", ["array", "object"])
@pytest.mark.parametrize("value", [5, 1.5, True])
def test_what_is_no_array_object_or_text_is_null_to_both(prop: str, value: object) -> None:
    assert vsfilter.predicate(f"{prop} is null", THINGS)({prop: value})
    assert not vsfilter.predicate(f"{prop} != x", THINGS)({prop: value})


def test_a_time_that_comes_twice_is_taken_as_fold_says() -> None:
    test = vsfilter.predicate("datetime = 2026-10-25T02:30", THINGS, timezone="Europe/Madrid", fold=1)
    assert test({"datetime": "2026-10-25 02:30:00"})


def test_the_values_of_a_parameter_count_for_the_limits() -> None:
    with pytest.raises(vsfilter.FilterCheckError) as caught:
        vsfilter.predicate("integer in :many", THINGS, params={"many": range(9)}, limits=Limits(items=2))
    assert [one.code for one in caught.value.issues] == ["limit-exceeded"]


def test_a_stored_date_with_an_offset_is_moved_into_the_zone_of_the_filter() -> None:
    test = vsfilter.predicate("datetime = 2026-07-02T00:00:00 or string is null", THINGS, timezone="Europe/Madrid")
    assert test({"string": "a", "datetime": "2026-07-01T22:00:00Z"})
    assert not test({"string": "a", "datetime": "2026-07-02T00:00:00Z"})


def test_a_record_of_any_mapping_is_read_in_the_zone_of_the_filter() -> None:
    test = vsfilter.predicate("datetime = 2026-07-02T00:00:00", THINGS, timezone="Europe/Madrid")
    assert test(MappingProxyType({"datetime": "2026-07-01T22:00:00Z"}))
    assert not test(MappingProxyType({"datetime": "2026-07-02T00:00:00Z"}))
