"""From any source to a filter: filter JSON as a list, filters prepared for many values, and `bind`."""

from __future__ import annotations

import copy
import pickle
import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

import vsfilter
from tests.unit.checking import THINGS, compile_any, places, refusal, refused, sent
from vsfilter import F, Filter, FilterCheckError, FilterSyntaxError, Limits, Param, Prepared, Span, VsFilterError
from vsfilter.check.values import typed
from vsfilter.model import (
    And,
    Between,
    Comparison,
    Date,
    Membership,
    Not,
    Number,
    Operator,
    Or,
    RelativeDate,
    Text,
    predicates,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.checking import Place
    from vsfilter import Property
    from vsfilter.check import Calendar
    from vsfilter.check.values import Typed
    from vsfilter.model import Expr, Literal

# Some tests give what the types forbid.
prepare_any: Callable[..., Prepared] = vsfilter.prepare


def _clock() -> datetime:
    return datetime(2026, 7, 15, 12, 30, tzinfo=UTC)


def _prepare(source: object, endpoint: object = THINGS, **options: object) -> Prepared:
    return prepare_any(source, endpoint, **{"clock": _clock, **options})


def _unprepared(source: object, **options: object) -> list[Place]:
    """Give code and underlined text of each issue with which preparing refuses a filter."""
    with pytest.raises(VsFilterError) as caught:
        _prepare(source, **options)
    return places(caught.value.issues, caught.value.source)


def _unbound(prepared: Prepared, **values: object) -> list[Place]:
    """Give code and underlined text of each issue with which a prepared filter refuses values."""
    with pytest.raises(FilterCheckError) as caught:
        prepared(**values)
    return places(caught.value.issues, caught.value.source)


# --- filter JSON as a list -----------------------------------------------------------------------


def test_filter_json_as_a_list_is_a_source() -> None:
    entries = [
        {"property": "type", "operator": "IN", "value": ["I", "O"]},
        {"value": 60, "operator": ">=", "property": "duration"},
        {"property": "rate", "operator": "eq", "value": 0.5},
    ]
    flt = vsfilter.compile(entries, "cdrs")
    assert flt == vsfilter.compile("type in (I, O) and duration >= 60 and rate = 0.5", "cdrs")
    assert vsfilter.compile(flt.to_list(), "cdrs") == flt
    assert _prepare(entries, "cdrs")() == flt


@pytest.mark.parametrize("number", ["7" * 1500, "-" + "7" * 1500, "0." + "7" * 1500, "1" + "0" * 3000])
def test_what_a_filter_gives_as_a_list_compiles_again_whatever_the_length_of_a_number(number: str) -> None:
    flt = vsfilter.compile(f"number = {number}", THINGS)
    assert vsfilter.compile(flt.to_list(), THINGS) == flt


def test_a_list_of_nothing_is_no_filter() -> None:
    assert vsfilter.compile([], "cdrs") == vsfilter.compile(None, "cdrs")
    prepared = _prepare([], "cdrs")
    assert prepared() == vsfilter.compile(None, "cdrs")
    assert (prepared.parameters, str(prepared), repr(prepared)) == ((), "", "<Prepared cdrs: >")
    assert _unbound(prepared, user=5) == [("unknown-parameter", None)]


@pytest.mark.parametrize(
    ("entries", "codes"),
    [
        (["type = I"], ["invalid-filter"]),
        ([{"property": "integer", "operator": "is", "value": 5}, 5], ["invalid-filter"] * 2),
        ([{"property": "integer", "operator": "eq"}], ["invalid-filter"]),
        ([{"property": "integer", "operator": "eq", "value": 5, "or": 6}], ["invalid-filter"]),
        ([{"property": "integer", "operator": "eq", "value": 5}] * 6, ["limit-exceeded"]),
    ],
)
def test_a_list_that_is_no_filter_json_is_refused(entries: list[object], codes: list[str]) -> None:
    for make in (compile_any, prepare_any):
        with pytest.raises(FilterSyntaxError) as caught:
            make(entries, THINGS, limits=Limits(items=5))
        assert [one.code for one in caught.value.issues] == codes


def test_what_does_not_fit_in_a_list_is_refused_at_its_place_in_the_canonical_text() -> None:
    entries: Any = [
        {"property": "nope", "operator": "eq", "value": 1},
        {"property": "integer", "operator": "eq", "value": "a"},
    ]
    error = refusal(entries)
    assert error.source == 'nope = 1 and integer = "a"'
    expected: list[Place] = [("unknown-property", "nope"), ("type-mismatch", '"a"')]
    assert places(error.issues, error.source) == _unprepared(entries) == expected


@pytest.mark.parametrize("source", [5, b"[]", (), {"property": "integer"}, True, Text("a"), F, F.integer])
def test_any_other_source_is_refused(source: object) -> None:
    for make in (compile_any, prepare_any):
        with pytest.raises(FilterSyntaxError) as caught:
            make(source, THINGS)
        assert [one.code for one in caught.value.issues] == ["syntax"]


# --- options -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fold", "shown"),
    [
        (2, "2"),
        (-1, "-1"),
        ("0", "0"),
        ("", ""),
        (0.5, "0.5"),
        ([], "[]"),
        (b"", "b''"),
        (True, "True"),
        (False, "False"),
        (1.0, "1.0"),
        (0.0, "0.0"),
        (float("nan"), "nan"),
    ],
)
def test_a_fold_that_does_not_exist_is_refused(fold: object, shown: str) -> None:
    for make in (compile_any, prepare_any):
        with pytest.raises(FilterCheckError) as caught:
            make("string = a", THINGS, fold=fold)
        (found,) = caught.value.issues
        assert (found.code, found.message) == ("invalid-option", f"fold is 0, 1 or None; got `{shown}`")
        assert found.hint == "0 is the first of a time that comes twice, 1 the second"


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("unknown-endpoint", {"endpoint": "cdr"}),
        ("invalid-option", {"timezone": "Europe/Nowhere"}),
        ("invalid-option", {"accept": "all"}),
        ("invalid-option", {"fold": 2}),
        ("limit-exceeded", {"limits": Limits(text=5)}),
    ],
)
def test_preparing_checks_the_options_of_compile(code: str, options: dict[str, object]) -> None:
    assert _unprepared("string = a", **options) == [(code, None)]


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("invalid-option", {"timezone": "Europe/Nowhere"}),
        ("invalid-option", {"accept": "all"}),
        ("invalid-option", {"fold": 2}),
        ("limit-exceeded", {"limits": Limits(items=1)}),
    ],
)
def test_the_options_hold_for_an_endpoint_that_is_named(code: str, options: dict[str, object]) -> None:
    compile_any("type = I and duration > 5", "cdrs")
    with pytest.raises(VsFilterError) as caught:
        compile_any("type = I and duration > 5", "cdrs", **options)
    assert [one.code for one in caught.value.issues] == [code]


# --- what preparing refuses, and what binding ----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("string = ", [("syntax", "")]),
        ("nope = :a", [("unknown-property", "nope")]),
        ("integer like :a", [("unsupported-operator", "like")]),
        ("array in :a", [("unsupported-operator", "in")]),
        ("boolean between :a and :b", [("unsupported-operator", "between")]),
        ("integer = five and string = :a", [("type-mismatch", "five")]),
        ("integer in (five, :a, 6.5)", [("type-mismatch", "five"), ("type-mismatch", "6.5")]),
        ("datetime between :a and 2018-02-30", [("invalid-date", "2018-02-30")]),
        ("integer between five and :b", [("type-mismatch", "five")]),
        ("string > now - 1d and string = :a", [("type-mismatch", "now - 1d")]),
        ("string is null and integer = :a", [("not-expressible", "is null")]),
        ("integer not between :a and :b", [("not-expressible", "not between")]),
        ("string = :a or integer = :b", [("not-expressible", "or")]),
        ("not (string = :a and integer = :b)", [("not-expressible", "and")]),
        ("(string = :a and integer = 1) or (string = :b and integer = 1)", [("not-expressible", "or")]),
        ("integer > :a or integer > :b", [("not-expressible", "or")]),
        ("datetime > now or datetime > now - 1h", [("not-expressible", "or")]),
        ('(string = ":a" and integer = 1) or (string = :a and integer = 1)', [("not-expressible", "or")]),
        ('(string = :a and integer = 1) or (string = ":a" and integer = 1)', [("not-expressible", "or")]),
        ("array = :a or array = :b", [("unsupported-operator", "or")]),
        ("nope = :a and integer = five", [("unknown-property", "nope"), ("type-mismatch", "five")]),
    ],
)
def test_what_no_value_can_mend_is_refused_when_it_is_prepared(text: str, expected: list[Place]) -> None:
    assert _unprepared(text) == expected


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("integer = :a", {}, [("unbound-parameter", ":a")]),
        ("integer = :a", {"a": "five"}, [("type-mismatch", ":a")]),
        ("integer = :a", {"a": [5]}, [("type-mismatch", ":a")]),
        ("integer in :a", {"a": 5}, [("type-mismatch", ":a")]),
        ("integer in :a", {"a": []}, [("empty-list", "in :a")]),
        ("integer in :a", {"a": [1, "b", None]}, [("type-mismatch", ":a")] * 2),
        ("integer in (1, :a)", {"a": 1.5}, [("type-mismatch", ":a")]),
        ("datetime > :a", {"a": "2018-02-30"}, [("invalid-date", ":a")]),
        ("datetime > now + 999999w", {}, [("invalid-date", "now + 999999w")]),
        ("integer = 5", {"a": 5}, [("unknown-parameter", None)]),
        ("string = :a and integer = :a", {"a": "x"}, [("type-mismatch", ":a")]),
        (
            "string = :a or string = :b",
            {"a": True, "c": 1},
            [("type-mismatch", ":a"), ("unbound-parameter", ":b"), ("unknown-parameter", None)],
        ),
    ],
)
def test_what_depends_on_the_values_is_refused_when_they_are_bound(
    text: str, values: dict[str, object], expected: list[Place]
) -> None:
    assert _unbound(_prepare(text), **values) == expected
    assert refused(text, params=values, clock=_clock) == expected


def test_missing_unknown_and_badly_typed_values_are_reported_together_at_their_places() -> None:
    text = "  integer = :user and datetime >= :since\n and string in :types and number between :low and :high"
    values: dict[str, object] = {"user": "me", "until": 1, "types": "IO", "low": 1, "high": date(2026, 1, 1)}
    with pytest.raises(FilterCheckError) as caught:
        _prepare(text)(**values)
    assert caught.value.source == text
    assert places(caught.value.issues, text) == [
        ("type-mismatch", ":user"),
        ("unbound-parameter", ":since"),
        ("type-mismatch", ":types"),
        ("type-mismatch", ":high"),
        ("unknown-parameter", None),
    ]
    assert caught.value.issues == refusal(text, params=values).issues
    assert caught.value.__cause__ is None


# --- binding -------------------------------------------------------------------------------------

SAME: list[tuple[str, dict[str, object]]] = [
    ("integer = 5", {}),
    ("integer = :a", {"a": 5}),
    ("not (integer = :a or not string like :b)", {"a": 5, "b": "x"}),
    ("not not integer between :a and :b and not boolean = :c", {"a": 1, "b": 5, "c": True}),
    ("string = :a or string in (:b, c) or string = d", {"a": "a", "b": "b"}),
    ("string = :a or string = :a", {"a": "a"}),
    ("string = :a or string = :b", {"a": "a", "b": "a"}),
    ("string in :a and integer not in :b", {"a": ["x", "y"], "b": {3, 1, 2}}),
    ("string in :a and integer in :a", {"a": (1, 2)}),
    ("integer in :a", {"a": [7]}),
    ("integer not in (:a, 5, :b)", {"a": 5, "b": 6}),
    ("datetime between :a and :b", {"a": date(2018, 9, 1), "b": date(2018, 9, 30)}),
    ("datetime between 2018-09-01 and 2018-09-30 and string != :a", {"a": "x"}),
    ("datetime > :a and datetime < now", {"a": RelativeDate("today", "-7d")}),
    ("datetime = today or datetime = yesterday or datetime = :a", {"a": "2026-07-15"}),
    ("string > :a and string = '+44' and string like '%' and string = :b", {"a": "x", "b": "y"}),
    ("integer > 5 and integer < 3 and integer = :a", {"a": 4}),
    ("datetime <= :a and datetime <= 2018-09-30", {"a": date(2018, 9, 30)}),
    ("number in (:a, 1, 1.0)", {"a": 1.0}),
    ("array = :a and object not like :a", {"a": "x"}),
]


@pytest.mark.parametrize(("text", "values"), SAME, ids=[text for text, _ in SAME])
@pytest.mark.parametrize("accept", ["documented", "any"])
def test_binding_gives_what_compiling_the_text_with_these_values_gives(
    text: str, values: dict[str, object], accept: str
) -> None:
    whole = vsfilter.compile(text, THINGS, params=values, clock=_clock, accept=accept)
    prepared = _prepare(text, accept=accept)
    for flt in (prepared(**values), prepared(**values)):
        assert flt == whole
        assert flt.to_json() == whole.to_json()
        assert flt.warnings == whole.warnings
        assert (str(flt), repr(flt), hash(flt)) == (str(whole), repr(whole), hash(whole))
        assert str(flt.explain()) == str(whole.explain())
    bound = _prepare(vsfilter.parse(text), accept=accept)(**values)
    assert bound == whole


def test_what_does_not_depend_on_the_values_is_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = _prepare("integer = 5 and string in (a, :a) and not (number > 1 or string = b) and datetime > now")
    checked: list[object] = []

    def counted(literal: Literal, prop: Property, calendar: Calendar) -> Typed:
        checked.append(literal)
        return typed(literal, prop, calendar)

    monkeypatch.setattr("vsfilter.check.conditions.typed", counted)
    assert len(prepared(a="x").to_list()) == 5
    assert checked == [Text("a"), Text("x"), RelativeDate("now")]


def test_a_prepared_filter_tells_its_parameters_in_the_order_written() -> None:
    prepared = _prepare("string in :z and (integer = :b or integer in (1, :a)) and number between :low and :b")
    assert prepared.parameters == ("z", "b", "a", "low")
    assert _prepare("string = a").parameters == ()


def test_a_prepared_filter_shows_its_endpoint_and_its_canonical_text() -> None:
    prepared = _prepare("type  EQ :kind && duration>60", "cdrs")
    assert str(prepared) == "type = :kind and duration > 60"
    assert repr(prepared) == "<Prepared cdrs: type = :kind and duration > 60>"
    assert prepared.endpoint is vsfilter.endpoint("cdrs")


@pytest.mark.parametrize("name", ["self", "values", "clock", "source", "_compiler", "from", "None"])
def test_a_parameter_may_have_any_name(name: str) -> None:
    prepared = _prepare(f"integer = :{name}")
    assert prepared.parameters == (name,)
    assert prepared(**{name: 5}).to_list() == [{"property": "integer", "operator": "eq", "value": 5}]
    assert vsfilter.parse(f"integer = :{name}").bind(**{name: 5}) == vsfilter.parse("integer = 5")


def test_values_are_given_by_their_names_only() -> None:
    call: Callable[..., Filter] = _prepare("integer = :a")
    with pytest.raises(TypeError):
        call(5)
    with pytest.raises(TypeError):
        _prepare("integer = :a", params={"a": 5})


def test_one_call_leaves_nothing_to_the_next() -> None:
    prepared = _prepare("integer in :a and string = :b")
    first = prepared(a=iter([1, 2]), b="x")
    assert _unbound(prepared, a=[1]) == [("unbound-parameter", ":b")]
    assert [row["value"] for row in prepared(a=iter([3, 4]), b="y").to_list()] == [[3, 4], "y"]
    assert [row["value"] for row in first.to_list()] == [[1, 2], "x"]


def test_an_expression_is_prepared_with_places_in_its_canonical_text() -> None:
    expr = (F.integer == Param("user")) & F.string.in_(Param("types"))
    prepared = _prepare(expr)
    assert str(prepared) == "integer = :user and string in :types"
    assert prepared(user=5, types=["a"]) == compile_any(expr, THINGS, params={"user": 5, "types": ["a"]})
    assert _unbound(prepared, types=5) == [("unbound-parameter", ":user"), ("type-mismatch", ":types")]
    assert _unprepared(expr & (F.nope == 1)) == [("unknown-property", "nope")]


def test_the_warnings_of_a_prepared_expression_keep_the_places_of_its_nodes() -> None:
    text = "string = a and  integer   !=   :a"
    (found,) = _prepare(vsfilter.parse(text))(a=5).warnings
    assert (found.code, found.span) == ("unverified-operator", Span(26, 28))
    assert _prepare(text)(a=5).warnings == (found,)
    (of_built,) = _prepare((F.string == "a") & (F.integer != Param("a")))(a=5).warnings
    assert of_built.span is None


@pytest.mark.parametrize("literals", [("today", "TODAY"), ("Now", "nOW"), ("yesterday - 1d", "Yesterday-1d")])
def test_a_relative_date_is_the_same_in_any_case(literals: tuple[str, str]) -> None:
    prepared = _prepare(f"datetime > {literals[0]} or datetime > {literals[1]}")
    assert prepared() == vsfilter.compile(f"datetime > {literals[0]}", THINGS, clock=_clock)
    assert len(prepared().to_list()) == 1


def _later() -> datetime:
    return datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


DUPLICATES = [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))]  # noqa: S301  our own bytes


@pytest.mark.parametrize("duplicate", DUPLICATES, ids=["copy", "deepcopy", "pickle"])
@pytest.mark.parametrize(
    "source",
    [
        "string = :a and integer = 5 and datetime >= now",
        vsfilter.parse("string = :a and integer = 5 and datetime >= now"),
        (F.string == Param("a")) & (F.integer == 5) & (F.datetime >= RelativeDate("now")),
        [
            {"property": "string", "operator": "eq", "value": Param("a")},
            {"property": "integer", "operator": "eq", "value": 5},
            {"property": "datetime", "operator": "gte", "value": RelativeDate("now")},
        ],
    ],
    ids=["text", "parsed", "built", "list"],
)
def test_a_prepared_filter_can_be_copied_and_pickled(duplicate: Callable[[Prepared], Prepared], source: object) -> None:
    options: dict[str, Any] = {"clock": _later, "timezone": "Europe/Madrid", "fold": 1, "accept": "any"}
    prepared = _prepare(source, **options)
    again = duplicate(prepared)
    assert (str(again), repr(again), again.parameters) == (str(prepared), repr(prepared), ("a",))
    assert again(a="x") == prepared(a="x") == compile_any(source, THINGS, params={"a": "x"}, **options)
    assert _unbound(again) == _unbound(prepared) == [("unbound-parameter", ":a")]


@pytest.mark.parametrize("duplicate", DUPLICATES, ids=["copy", "deepcopy", "pickle"])
def test_a_prepared_filter_without_conditions_can_be_copied_and_pickled(
    duplicate: Callable[[Prepared], Prepared],
) -> None:
    assert duplicate(vsfilter.prepare([], "cdrs"))().to_list() == []


@pytest.mark.parametrize("source", [Comparison("", Operator.EQ, Text("a")), F.string == "\ud800"])
def test_an_expression_that_no_text_can_say_is_refused_without_a_place(source: Expr) -> None:
    for make in (compile_any, prepare_any):
        with pytest.raises(FilterCheckError) as caught:
            make(source, THINGS)
        assert caught.value.source is None
        assert [one.span for one in caught.value.issues] == [None]


def test_the_limits_hold_for_the_source_and_for_the_lists() -> None:
    assert _unprepared(~~(F.integer == 1), limits=Limits(depth=1)) == [("limit-exceeded", None)]
    prepared = _prepare(F.integer.in_(Param("a")), limits=Limits(text=1, items=2))
    assert _unbound(prepared, a=[1, 2, 3]) == [("limit-exceeded", ":a")]
    assert len(prepared(a=[1, 2]).to_list()[0]["value"]) == 2


def test_evidence_is_asked_for_as_early_as_it_can_be() -> None:
    assert _unprepared("integer != :a", accept="observed") == [("unverified-operator", "!=")]
    assert _unprepared("string in (:a, :b)", accept="observed") == [("unverified-operator", "in")]
    prepared = _prepare("string in :a", accept="observed")
    assert prepared(a=["x"]).to_list()[0]["operator"] == "eq"
    assert _unbound(prepared, a=["x", "y"]) == [("unverified-operator", "in")]
    assert _prepare("integer != :a", accept="any")(a=1).warnings == ()


# --- the clock -----------------------------------------------------------------------------------


class _Moving:
    """A clock that moves on by a day at each reading."""

    def __init__(self) -> None:
        self.readings = 0

    def __call__(self) -> datetime:
        self.readings += 1
        return datetime(2026, 7, 14, 12, 30, tzinfo=UTC) + timedelta(days=self.readings)


def test_relative_dates_are_resolved_at_each_call_from_one_reading() -> None:
    clock = _Moving()
    prepared = _prepare("datetime >= today - 1d and datetime < now and datetime != :a", clock=clock)
    assert (clock.readings, str(prepared)) == (0, "datetime >= today - 1d and datetime < now and datetime != :a")
    for day in (15, 16, 17):
        assert [row["value"] for row in prepared(a=RelativeDate("today")).to_list()] == [
            f"2026-07-{day - 1} 00:00:00",
            f"2026-07-{day} 12:30:00",
            f"2026-07-{day} 00:00:00",
        ]
    assert clock.readings == 3


def test_the_clock_is_read_at_most_once_where_values_are_refused_and_not_at_all_without_relative_dates() -> None:
    clock = _Moving()
    assert _unbound(_prepare((F.datetime > RelativeDate("now")) & (F.integer == Param("a")), clock=clock)) == [
        ("unbound-parameter", ":a")
    ]
    assert clock.readings == 1
    _prepare("datetime > :a and string = now", clock=clock)(a="2026-07-15")
    assert clock.readings == 1


def test_without_a_clock_it_is_the_time_of_the_call() -> None:
    prepared = vsfilter.prepare("datetime > now", THINGS)
    before = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    assert before <= prepared().to_list()[0]["value"] <= datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")


def test_a_clock_without_a_zone_is_refused_at_the_call() -> None:
    naive = _prepare("datetime > now", clock=lambda: datetime.fromisoformat("2026-07-15"))
    assert _unbound(naive) == [("invalid-date", "now")]


def test_a_prepared_filter_may_be_called_from_several_threads() -> None:
    prepared = _prepare("integer = :a and string in :b and datetime < now and number = 0.10")
    found: dict[int, Filter] = {}
    start = threading.Barrier(8)

    def work(first: int) -> None:
        start.wait()
        for number in range(first, 400, 8):
            found[number] = prepared(a=number, b=iter([f"x{number}", "y"]))

    threads = [threading.Thread(target=work, args=(first,)) for first in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 400
    for number, flt in found.items():
        assert flt == prepared(a=number, b=[f"x{number}", "y"])


# --- bind ----------------------------------------------------------------------------------------


def _bound(text: str, **values: object) -> str:
    return vsfilter.to_text(vsfilter.parse(text).bind(**values))


def _misbound(text: str, **values: object) -> list[Place]:
    with pytest.raises(FilterCheckError) as caught:
        vsfilter.parse(text).bind(**values)
    return places(caught.value.issues, text)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("a = :x", {"x": 5}, "a = 5"),
        ("a like :x", {"x": "b"}, 'a like "b"'),
        ("a between :x and :y", {"x": 1, "y": date(2026, 1, 1)}, "a between 1 and 2026-01-01"),
        ("a not between 1 and :y", {"y": 2}, "a not between 1 and 2"),
        ("a in (:x, 2, :x)", {"x": 1}, "a in (1, 2, 1)"),
        ("a in :x", {"x": [1, "b"]}, 'a in (1, "b")'),
        ("a not in :x", {"x": {"c", "b"}}, 'a not in ("b", "c")'),
        ("a in :x and b not in :x", {"x": iter([1, 2])}, "a in (1, 2) and b not in (1, 2)"),
        ("a = :x", {"x": Param("y")}, "a = :y"),
        ("a = :x", {"x": RelativeDate("now", "-5m")}, "a = now - 5m"),
        ("a = :x", {"x": '" or b = "'}, 'a = "\\" or b = \\""'),
        ("a is null and b = :x", {"x": None}, "a is null and b = null"),
        ("a = 1", {}, "a = 1"),
        (
            "a = :x or not (b = :y and not (c = :x or d in (:z, 1)))",
            {"x": 1, "y": 2, "z": 3},
            "a = 1 or not (b = 2 and not (c = 1 or d in (3, 1)))",
        ),
    ],
)
def test_values_take_the_place_of_parameters(text: str, values: dict[str, object], expected: str) -> None:
    assert _bound(text, **values) == expected


def test_what_gets_no_value_stays_to_be_bound_later() -> None:
    expr = vsfilter.parse("a = :x and b in :y and c between :x and :z and d in (:z, 1)")
    first = expr.bind(x=1)
    assert vsfilter.to_text(first) == "a = 1 and b in :y and c between 1 and :z and d in (:z, 1)"
    assert first.bind(z=3).bind(y=[2]) == expr.bind(x=1, y=[2], z=3)
    assert expr.bind() == expr
    assert vsfilter.to_text(expr).count(":") == 5


@pytest.mark.parametrize("values", [[Param("y"), 2], (1, Param("y")), iter([Param("y")]), {Param("y")}])
def test_a_list_that_holds_a_parameter_is_refused(values: object) -> None:
    assert _misbound("a in :x", x=values) == [("type-mismatch", ":x")]


def test_binding_an_expression_has_no_limit_of_its_own() -> None:
    bound = F.integer.in_(Param("x")).bind(x=iter(range(100_001)))
    with pytest.raises(FilterCheckError) as caught:
        vsfilter.compile(bound, THINGS)
    assert [one.code for one in caught.value.issues] == ["limit-exceeded"]
    flt = vsfilter.compile(bound, THINGS, limits=Limits(items=100_001))
    assert len(flt.to_list()[0]["value"]) == 100_001


def test_values_without_a_parameter_are_refused() -> None:
    assert _misbound("a = :user", usr=1) == [("unknown-parameter", None)]
    assert _misbound("a = 1", user=1) == [("unknown-parameter", None)]
    expr = vsfilter.parse("a = :user").bind(user=1)
    with pytest.raises(FilterCheckError):
        expr.bind(user=1)


def test_every_value_that_no_filter_can_hold_is_reported() -> None:
    text = "a = :x and b between :y and :z and c in :x and d in :y and e in (:w, 1) and f in :v"
    values: dict[str, Any] = {"x": b"1", "y": [1, b"2", float("nan")], "z": object(), "w": [1], "v": [2], "u": 3}
    assert _misbound(text, **values) == [
        ("type-mismatch", ":x"),
        ("type-mismatch", ":y"),
        ("type-mismatch", ":z"),
        ("type-mismatch", ":x"),
        ("type-mismatch", ":y"),
        ("type-mismatch", ":y"),
        ("type-mismatch", ":w"),
        ("unknown-parameter", None),
    ]


def test_whether_a_value_fits_its_property_is_seen_when_compiling() -> None:
    expr = vsfilter.parse("integer = :x and string in :y").bind(x="five", y=[])
    assert refused(expr) == [("type-mismatch", '"five"'), ("empty-list", "in ()")]


def test_places_are_kept_and_values_stand_where_their_parameters_stood() -> None:
    text = "not (string != :x  or  string in :y) and integer between 1 and :z"
    expr, source = vsfilter.parse(text).bind(x="a", y=["b", "c"], z=5), vsfilter.parse(text)
    assert isinstance(expr, And)
    assert isinstance(source, And)
    negation, _ = expr.terms
    assert isinstance(negation, Not)
    assert isinstance(negation.term, Or)
    assert (negation.word_span, expr.word_spans) == (Span(0, 3), source.word_spans)
    assert [text[slice(*span)] for span in negation.term.word_spans] == ["or"]
    comparison, membership, between = predicates(expr)
    for bound, before in zip((comparison, membership, between), predicates(source), strict=True):
        assert (bound.span, bound.property_span, bound.operator_span) == (
            before.span,
            before.property_span,
            before.operator_span,
        )
    assert isinstance(comparison, Comparison)
    assert isinstance(membership, Membership)
    assert isinstance(between, Between)
    assert isinstance(membership.values, tuple)
    spans = [comparison.value.span, *(value.span for value in membership.values), between.low.span, between.high.span]
    assert [span and text[slice(*span)] for span in spans] == [":x", ":y", ":y", "1", ":z"]


def test_20_000_nots_and_20_000_nested_groups_are_bound_without_recursion() -> None:
    nots: Expr = F.a == Param("x")
    comb: Expr = F.a == Param("x")
    for number in range(20_000):
        nots = ~nots
        comb = (comb | (F.b == number)) if number % 2 else (comb & (F.b == number))
    assert vsfilter.to_text(nots.bind(x=5)) == "not " * 20_000 + "a = 5"
    assert next(predicates(comb.bind(x=5))) == (F.a == 5)
    assert comb.bind(x=5).bind() == comb.bind(x=5)


def test_an_expression_that_is_built_can_be_bound_and_compiled() -> None:
    expr = (F.integer == Param("x")) & ~F.string.in_(Param("y")) & F.datetime.between(Param("z"), Param("z"))
    bound = expr.bind(x=5, y=["a", "b"], z=date(2018, 9, 1))
    assert bound == vsfilter.parse(
        "integer = 5 and not string in ('a', 'b') and datetime between 2018-09-01 and 2018-09-01"
    )
    assert sent(bound) == sent(expr, params={"x": 5, "y": ["a", "b"], "z": date(2018, 9, 1)})
    assert next(predicates(bound)) == Comparison("integer", Operator.EQ, Number("5"))
    assert list(predicates(bound))[2] == Between("datetime", Date("2018-09-01"), Date("2018-09-01"))


def test_a_copy_of_a_prepared_filter_does_not_follow_its_source() -> None:
    source = [{"property": "type", "operator": "eq", "value": "I"}]
    prepared = vsfilter.prepare(source, "cdrs")
    source[0]["value"] = "O"
    assert str(pickle.loads(pickle.dumps(prepared))()) == str(prepared()) == 'type = "I"'  # noqa: S301  our own
