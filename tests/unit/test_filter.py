"""`compile` and the value that it gives."""

from __future__ import annotations

import copy
import pickle
import threading
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

import vsfilter
from tests.unit.checking import THINGS, compile_any, issue, places, refusal, refused, sent
from vsfilter import (
    Endpoint,
    Filter,
    FilterCheckError,
    FilterSyntaxError,
    Issue,
    Limits,
    Property,
    PropertyType,
    Span,
    VsFilterError,
)
from vsfilter.model import (
    And,
    Between,
    Boolean,
    Comparison,
    Membership,
    Not,
    NullTest,
    Number,
    Operator,
    Or,
    Parameter,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsfilter.model import Expr

TYPE_IS_I = Comparison("type", Operator.EQ, Text("I"))
LONGER = Comparison("duration", Operator.GT, Number("60"))


def _compile(source: object, endpoint: object = THINGS, **options: object) -> Filter:
    return compile_any(source, endpoint, **options)


# --- sources -------------------------------------------------------------------------------------


def test_text_and_expression_give_the_same_filter() -> None:
    text = "not (type = O or duration < 60) and dst_id in (1, 2) and calldate between 2018-09-01 and 2018-09-30"
    assert _compile(text, "cdrs") == _compile(vsfilter.parse(text), "cdrs")


@pytest.mark.parametrize(
    ("expr", "conditions"),
    [
        (TYPE_IS_I, [("type", "eq", "I")]),
        (Membership("type", (Text("I"), Text("O"))), [("type", "in", ["I", "O"])]),
        (Between("duration", Number("1"), Number("5")), [("duration", "gte", 1), ("duration", "lte", 5)]),
        (Not(TYPE_IS_I), [("type", "ne", "I")]),
        (And((TYPE_IS_I, LONGER)), [("type", "eq", "I"), ("duration", "gt", 60)]),
        (Or((TYPE_IS_I, TYPE_IS_I)), [("type", "eq", "I")]),
        (Comparison("is_root", Operator.EQ, Boolean(value=True)), [("is_root", "eq", True)]),
    ],
)
def test_every_kind_of_node_is_a_source(expr: Expr, conditions: list[tuple[str, str, object]]) -> None:
    assert sent(expr, "cdrs") == conditions


def test_a_null_test_is_a_source_that_is_refused() -> None:
    assert refused(NullTest("type", negated=True), "cdrs") == [("not-expressible", "is not null")]


def test_none_is_no_filter() -> None:
    flt = _compile(None, "cdrs")
    assert flt.to_json() == b"[]"
    assert flt.to_list() == []
    assert flt.to_params() == {}
    assert flt.to_params(page=2) == {"page": 2}
    assert flt.to_query() == ""
    assert flt.to_url() == "https://l7api.com/v1.2/voipstudio/cdrs"
    assert flt.expr is None
    assert flt.warnings == ()
    assert str(flt) == ""
    assert repr(flt) == "<Filter cdrs: >"
    assert flt.endpoint is vsfilter.endpoint("cdrs")


@pytest.mark.parametrize("accept", ["observed", "documented", "any"])
def test_no_filter_is_accepted_whatever_evidence_is_needed(accept: str) -> None:
    assert _compile(None, "chatmsgs", accept=accept).to_json() == b"[]"


@pytest.mark.parametrize("text", ["", " ", "\t\r\n"])
def test_an_empty_text_is_refused_and_is_not_no_filter(text: str) -> None:
    with pytest.raises(FilterSyntaxError) as caught:
        _compile(text)
    (found,) = caught.value.issues
    assert (found.code, found.message) == ("syntax", "expected a condition, got an empty text")
    assert caught.value.source == text


@pytest.mark.parametrize(
    ("source", "shown", "hint"),
    [
        (5, "int", None),
        (b"type = I", "bytes", "decode bytes first, or read filter JSON with from_json"),
        (bytearray(b"type = I"), "bytearray", None),
        ({"type": "I"}, "dict", "filter JSON is a list of such conditions"),
        (Text("I"), "Text", None),
        (False, "bool", None),
        (vsfilter.F.duration, "Field", "compare the property with a value, as in `F.duration > 60`"),
        (compile_any("type = I", "cdrs"), "Filter", "it is compiled already; its expression is `.expr`"),
    ],
)
def test_any_other_source_is_refused(source: object, shown: str, hint: str | None) -> None:
    with pytest.raises(FilterSyntaxError) as caught:
        _compile(source)
    message = f"expected text, an expression or filter JSON as a list, got {shown}"
    assert caught.value.issues == (Issue("syntax", message, hint=hint),)
    assert caught.value.source is None


def test_a_filter_is_no_source() -> None:
    with pytest.raises(FilterSyntaxError):
        _compile(_compile("type = I", "cdrs"), "cdrs")


def test_a_syntax_error_is_told_with_its_text() -> None:
    with pytest.raises(FilterSyntaxError) as caught:
        _compile("string = a and")
    assert places(caught.value.issues, caught.value.source) == [("syntax", "")]
    assert caught.value.source == "string = a and"


# --- places of an expression ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expr", "text", "issues"),
    [
        (Comparison("dst_idd", Operator.EQ, Text("1")), 'dst_idd = "1"', [("unknown-property", "dst_idd")]),
        (
            And((Comparison("dst_idd", Operator.EQ, Text("1")), Comparison("duration", Operator.GT, Text("long")))),
            'dst_idd = "1" and duration > "long"',
            [("unknown-property", "dst_idd"), ("type-mismatch", '"long"')],
        ),
        (Or((TYPE_IS_I, LONGER)), 'type = "I" or duration > 60', [("not-expressible", "or")]),
        (Not(And((TYPE_IS_I, LONGER))), 'not (type = "I" and duration > 60)', [("not-expressible", "and")]),
        (Membership("type", ()), "type in ()", [("empty-list", "in ()")]),
        (Membership("type", Parameter("t")), "type in :t", [("unbound-parameter", ":t")]),
        (
            Comparison("type", Operator.NOTLIKE, Text('"')),
            'type not like "\\""',
            [("unverified-operator", "not like")],
        ),
    ],
)
def test_the_issues_of_an_expression_have_places_in_its_canonical_text(
    expr: Expr, text: str, issues: list[tuple[str, str]]
) -> None:
    error = refusal(expr, "cdrs", accept="observed")
    assert error.source == text
    assert places(error.issues, text) == issues


def test_the_places_of_a_parsed_expression_are_in_its_canonical_text_too() -> None:
    error = refusal(vsfilter.parse("  TYPE  eq   I"), "cdrs")
    assert error.source == 'TYPE = "I"'
    assert places(error.issues, error.source) == [("unknown-property", "TYPE")]


def test_a_value_without_a_parameter_is_unknown_to_an_expression_as_to_text() -> None:
    error = refusal(TYPE_IS_I, "cdrs", params={"t": 1})
    assert error.source == 'type = "I"'
    assert error.issues == refusal('type = "I"', "cdrs", params={"t": 1}).issues


def test_warnings_keep_the_places_that_the_nodes_carry() -> None:
    text = "type   !=   I"
    assert _compile(vsfilter.parse(text), "cdrs").warnings == _compile(text, "cdrs").warnings
    bare = Comparison("type", Operator.NE, Text("I"))
    assert [one.span for one in _compile(bare, "cdrs").warnings] == [None]


def test_the_places_of_a_long_expression_are_found_whatever_the_limits() -> None:
    terms = tuple(Comparison("nope", Operator.EQ, Text("x" * 500)) for _ in range(3000))
    error = refusal(And(terms), limits=Limits(text=10, items=3000))
    assert len(error.issues) == 3000
    assert error.issues[-1].span == Span(2999 * 514, 2999 * 514 + 4)


def test_the_places_of_a_deep_expression_are_found_whatever_the_limits() -> None:
    expr: Expr = Comparison("nope", Operator.EQ, Text("a"))
    for _ in range(1000):
        expr = Not(expr)
    error = refusal(expr, limits=Limits(depth=1000))
    assert [one.span for one in error.issues] == [Span(4000, 4004)]


def test_half_of_a_surrogate_pair_in_an_expression_is_a_type_mismatch() -> None:
    assert [code for code, _ in refused(Comparison("string", Operator.EQ, Text("\ud800")))] == ["type-mismatch"]


@pytest.mark.parametrize("name", ["", "\ud800"])
def test_a_name_that_no_text_can_hold_is_unknown(name: str) -> None:
    assert [code for code, _ in refused(Comparison(name, Operator.EQ, Text("a")))] == ["unknown-property"]


# --- endpoints -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("cdr", "cdrs"),
        ("CDRS", "cdrs"),
        ("/cdrs", "cdrs"),
        ("calltracking", "calltracking/ddis"),
        ("calltracking/ddi", "calltracking/ddis"),
        ("CallTracking/DDIs", "calltracking/ddis"),
    ],
)
def test_an_unknown_endpoint_is_reported_alone_with_the_nearest_name(name: str, suggestion: str) -> None:
    for source in ("nope = (", None, "type = I", TYPE_IS_I):
        error = refusal(source, name)
        assert error.issues == (
            Issue(
                "unknown-endpoint",
                f"there is no endpoint `{name}`",
                suggestion=suggestion,
                hint=f"did you mean `{suggestion}`?",
            ),
        )


@pytest.mark.parametrize(
    ("endpoint", "shown"), [(5, "5"), (None, "None"), (b"cdrs", "b'cdrs'"), (["cdrs"], "['cdrs']")]
)
def test_what_is_no_endpoint_is_unknown(endpoint: object, shown: str) -> None:
    with pytest.raises(FilterCheckError) as caught:
        _compile("type = I", endpoint)
    assert caught.value.issues[0].message == f"there is no endpoint `{shown}`"


def test_an_endpoint_of_ones_own_is_taken_as_it_is() -> None:
    mine = Endpoint("cdrs", (Property("x", PropertyType.INTEGER),))
    assert _compile("x = 5", mine).endpoint is mine


# --- options -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "zone", ["", "Nope", "Nope/Nope", "../etc/passwd", "/etc/localtime", "Europe", "Europe/../Europe/Madrid", "utc\0"]
)
def test_a_time_zone_that_does_not_exist_is_refused(zone: str) -> None:
    found = issue("string = a", timezone=zone)
    assert found.code == "invalid-option"
    assert found.message == f"there is no time zone `{zone.replace(chr(0), '␀')}`"
    assert found.hint == "expected a name of the IANA database, such as `Europe/Madrid`, or a tzinfo"
    assert found.span is None


@pytest.mark.parametrize("zone", [5, None, b"UTC", "\ud800", "x" * 500])
def test_what_is_no_time_zone_at_all_is_refused(zone: object) -> None:
    assert issue("string = a", timezone=zone).code == "invalid-option"


@pytest.mark.parametrize("zone", ["UTC", UTC, "Europe/Madrid", ZoneInfo("Asia/Tokyo"), timezone(timedelta(hours=1))])
def test_a_time_zone_is_a_name_or_a_tzinfo(zone: object) -> None:
    assert sent("string = a", timezone=zone) == [("string", "eq", "a")]


@pytest.mark.parametrize(
    ("accept", "shown"), [("", ""), ("OBSERVED", "OBSERVED"), ("all", "all"), (None, "None"), (["any"], "['any']")]
)
def test_a_degree_of_evidence_that_does_not_exist_is_refused(accept: object, shown: str) -> None:
    found = issue("string = a", accept=accept)
    assert found == Issue("invalid-option", f"accept is one of observed, documented, any; got `{shown}`")


@pytest.mark.parametrize(
    "call",
    [
        lambda huge: compile_any("string = a", huge),
        lambda huge: compile_any("string = a", THINGS, accept=huge),
        lambda huge: compile_any("string = a", THINGS, timezone=huge),
        lambda huge: compile_any("string = a", THINGS, params={huge: 1}),
        lambda huge: _compile(None).to_url(base_url=huge),
        lambda huge: _compile(None).to_query(sort=huge),
        lambda huge: _compile(None).to_query(dir=huge),
    ],
)
def test_an_integer_that_python_cannot_write_is_refused_where_text_is_expected(call: Callable[[Any], object]) -> None:
    with pytest.raises(VsFilterError):
        call(10**5000)


def test_the_limits_hold_for_text() -> None:
    for limits in (Limits(text=9), Limits(items=0)):
        with pytest.raises(FilterSyntaxError) as caught:
            _compile("string = a", limits=limits)
        assert [one.code for one in caught.value.issues] == ["limit-exceeded"]
    assert sent("string = a", limits=Limits(text=10, depth=0, items=1)) == [("string", "eq", "a")]


def test_the_limits_hold_for_an_expression() -> None:
    expr = Not(Not(Membership("string", (Text("a"), Text("b")))))
    for limits in (Limits(depth=1), Limits(items=1)):
        with pytest.raises(VsFilterError) as caught:
            _compile(expr, limits=limits)
        assert [one.code for one in caught.value.issues] == ["limit-exceeded"]
    assert sent(expr, limits=Limits(text=0, depth=2, items=2)) == [("string", "in", ["a", "b"])]


def test_a_deep_expression_is_refused_and_never_a_recursion_error() -> None:
    expr: Expr = TYPE_IS_I
    for _ in range(100_000):
        expr = Not(expr)
    assert issue(expr, "cdrs").message == "the expression is nested more than 200 deep"


# --- the filter ----------------------------------------------------------------------------------


def test_params_are_for_a_library_that_encodes_for_itself() -> None:
    flt = _compile("type = I and dst_name = 'O''Brien'", "cdrs")
    params = flt.to_params(page=1, limit=100, sort="calldate", dir="desc", group_by="src")
    assert list(params.items()) == [
        ("filter", flt.to_json().decode()),
        ("page", 1),
        ("limit", 100),
        ("sort", "calldate"),
        ("dir", "DESC"),
        ("group_by", "src"),
    ]


def test_options_that_are_none_are_left_out() -> None:
    flt = _compile("type = I", "cdrs")
    assert flt.to_params(page=None, limit=None, sort=None, dir=None, group_by=None) == flt.to_params()


@pytest.mark.parametrize("method", ["to_params", "to_query", "to_url", "to_curl"])
def test_every_request_checks_its_options(method: str) -> None:
    with pytest.raises(FilterCheckError) as caught:
        getattr(_compile(None, "cdrs"), method)(page=0, limit=0)
    assert [one.code for one in caught.value.issues] == ["invalid-page", "invalid-limit"]


def test_the_expression_is_the_conjunction_that_is_sent() -> None:
    flt = _compile("not (type = O or duration <= 60) and user_id = :user", "cdrs", params={"user": 5})
    assert flt.expr == And(
        (
            Comparison("type", Operator.NE, Text("O")),
            Comparison("duration", Operator.GT, Number("60")),
            Comparison("user_id", Operator.EQ, Number("5")),
        )
    )
    assert flt.expr is flt.expr


def test_text_and_repr_are_canonical() -> None:
    flt = _compile("type=I && duration gt 60", "cdrs")
    assert str(flt) == 'type = "I" and duration > 60'
    assert repr(flt) == '<Filter cdrs: type = "I" and duration > 60>'


def test_repr_is_printable_whatever_the_filter_holds() -> None:
    assert repr(_compile("string = :x", params={"x": "\x1b[31m\u202e"})).isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "string = a",
        r"string = '\u0000\n \"\\ \ud83d\ude00 é'",
        "string = 'null'",
        "string = today",
        "string = 007",
        "integer = -0",
        "integer = " + "9" * 5000,
        "number = 0.10",
        "number = -0.0",
        "number in (1, 2.50, 0.000)",
        "boolean in (true, false)",
        "string not in (a, b)",
        "array like a and object = b",
        "datetime between 2018-09-01 and 2018-09-30",
        "datetime > today - 7d",
        "datetime = 2018-09-01T12:30+02:00",
        "datetime <= 0001-01-01",
        "integer = 1 or integer = 2",
        "not (string = a or integer < 5)",
        "integer > 5 and integer < 3",
    ],
)
def test_the_text_of_a_filter_compiles_to_an_equal_filter(text: str) -> None:
    flt = _compile(text, clock=lambda: datetime.fromisoformat("2026-07-15T12:30+00:00"))
    for again in (_compile(str(flt)), _compile(flt.expr), _compile(str(flt), timezone="Asia/Tokyo")):
        assert again == flt
        assert hash(again) == hash(flt)
        assert again.to_json() == flt.to_json()
        assert (str(again), repr(again)) == (str(flt), repr(flt))
        assert again.to_list() == flt.to_list()


def test_no_filter_compiled_again_is_no_filter() -> None:
    flt = _compile(None)
    assert _compile(flt.expr) == flt


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("type = I", "`type` EQ 'I'"),
        ("type in (I, O)", "type = I or type = O"),
        ("duration = 007", 'duration = "7"'),
        ("duration = " + "0" * 700 + "7", "duration = 7"),
        ("duration between 1 and 5", "duration >= 1 and duration <= 5"),
        ("calldate > 2018-09-01", 'calldate > "2018-09-01 02:00:00+02:00"'),
        ("calldate <= 2018-09-01", "calldate <= 2018-09-01T00:00"),
        ("not duration > 5", "duration <= 5 and duration <= 5"),
    ],
)
def test_filters_that_send_the_same_are_equal(one: str, other: str) -> None:
    first, second = _compile(one, "cdrs"), _compile(other, "cdrs")
    assert first == second
    assert hash(first) == hash(second)
    assert str(first) == str(second)
    assert {first, second} == {first}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("type = I", "type = O"),
        ("type = I", "src = I"),
        ("type = I", "type != I"),
        ("rate = 1", "rate = 1.0"),
        ("type in (I, O)", "type in (O, I)"),
        ("type = I and src = a", "src = a and type = I"),
        ("src = 7", "src = 007"),
        ("type = I", None),
    ],
)
def test_filters_that_send_something_else_are_not(one: str, other: str | None) -> None:
    assert _compile(one, "cdrs") != _compile(other, "cdrs")


def test_filters_to_different_endpoints_are_not_equal() -> None:
    assert _compile("type = I", "cdrs") != _compile("type = I", "monitors")
    mine = Endpoint("cdrs", (Property("type", PropertyType.STRING),))
    assert _compile("type = I", "cdrs") != _compile("type = I", mine)
    assert _compile("type = I", mine) == _compile("type = I", Endpoint("cdrs", mine.properties))


def test_a_filter_equals_nothing_else() -> None:
    flt = _compile("type = I", "cdrs")
    assert flt != str(flt)
    assert flt != flt.to_json()
    assert flt.__eq__(5) is NotImplemented


def test_warnings_and_options_play_no_part_in_equality() -> None:
    assert _compile("type != I", "cdrs", accept="any") == _compile("type != I", "cdrs")


@pytest.mark.parametrize("text", ["type != I and duration in (1, 2) and rate > 0.10 and calldate > 2018-09-01", None])
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_filter_can_be_pickled(text: str | None, protocol: int) -> None:
    flt = _compile(text, "cdrs")
    again = pickle.loads(pickle.dumps(flt, protocol))  # noqa: S301  our own bytes
    assert again == flt
    assert (again.warnings, again.expr, again.endpoint) == (flt.warnings, flt.expr, flt.endpoint)
    assert (str(again), hash(again)) == (str(flt), hash(flt))


def test_a_filter_can_be_copied() -> None:
    flt = _compile("type != I and rate in (1, 2)", "cdrs")
    assert copy.copy(flt) == flt
    assert copy.deepcopy(flt) == flt


def test_what_a_filter_shows_cannot_be_replaced() -> None:
    flt = _compile("type = I", "cdrs")
    with pytest.raises(AttributeError):
        flt.endpoint = THINGS  # type: ignore[misc]


def test_every_refusal_is_a_value_error() -> None:
    for source in ("nope = 1", "nope =", "nope = 1 or nope = 2"):
        with pytest.raises(ValueError, match=r"error\["):
            _compile(source)


def test_an_error_can_be_pickled_and_is_drawn_the_same() -> None:
    error = refusal("nope = 1 and string is null")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes
    assert str(again) == str(error)
    assert again.issues == error.issues


def test_a_refusal_has_no_other_exception_behind_it() -> None:
    for source, options in (
        ("nope = 1", {}),
        ("datetime = soon", {}),
        ("integer = :x", {}),
        (Comparison("nope", Operator.EQ, Text("a")), {}),
        ("string = a", {"timezone": "Nope"}),
        ("string = a", {"accept": "nope"}),
    ):
        error = refusal(source, **options)
        assert error.__cause__ is None
        assert error.__suppress_context__ or error.__context__ is None


def test_threads_compile_at_once() -> None:
    texts = [f"integer = {number} and string in (a, b{number})" for number in range(40)]
    found: dict[str, bytes] = {}

    def work(text: str) -> None:
        found[text] = _compile(text).to_json()

    threads = [threading.Thread(target=work, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {text: _compile(text).to_json() for text in texts}


def test_a_filter_may_be_made_from_values_of_python_alone() -> None:
    assert sent(
        "number = :rate and string in :names and datetime >= :day",
        params={"rate": Decimal("0.10"), "names": ["a", "b"], "day": datetime.fromisoformat("2018-09-01T00:00+02:00")},
    ) == [
        ("number", "eq", Decimal("0.10")),
        ("string", "in", ["a", "b"]),
        ("datetime", "gte", "2018-08-31 22:00:00"),
    ]


def test_filters_that_send_other_things_mostly_hash_to_other_numbers() -> None:
    assert len({hash(vsfilter.compile(f"duration = {number}", "cdrs")) for number in range(9)}) > 1
