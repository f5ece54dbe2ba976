"""What holds for all expressions, all texts and all records."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from hypothesis import event, example, given
from hypothesis import strategies as st

import vsfilter
from tests.laws import sql
from tests.laws.strategies import any_expressions, expressible, hostile_texts, near_texts, records, shapes
from vsfilter.cli import main
from vsfilter.model import And, Comparison, Expr, Not, Number, Operator, Or, Text, normal_form
from vsfilter.syntax import parse, to_text

_ENDPOINTS = [endpoint.name for endpoint in vsfilter.endpoints()]
_FILTERABLE = [("src", "cdrs"), ("from", "sms"), ("name", "apitokens"), ("labels", "cdrs")]


@given(any_expressions)
def test_printing_then_parsing_is_the_identity(expr: Expr) -> None:
    assert parse(to_text(expr)) == expr


@given(hostile_texts)
def test_a_printed_value_is_printable(value: str) -> None:
    assert to_text(Comparison("a", Operator.EQ, Text(value))).isprintable()


@given(shapes)
def test_no_parenthesis_can_be_left_out(expr: Expr) -> None:
    text = to_text(expr)
    for opening, closing in _groups(text):
        shorter = text[:opening] + text[opening + 1 : closing] + text[closing + 1 :]
        assert parse(shorter) != expr


def _groups(text: str) -> list[tuple[int, int]]:
    """Find the parentheses of groups; those of lists follow the word `in`."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', lambda found: "_" * len(found.group()), text)
    groups, opened = [], []
    for place, character in enumerate(bare):
        if character == "(":
            opened.append(place)
        elif character == ")":
            start = opened.pop()
            if not bare[:start].endswith("in "):
                groups.append((start, place))
    return groups


@given(any_expressions)
def test_the_normal_form_is_idempotent_and_has_no_not(expr: Expr) -> None:
    normal = normal_form(expr)
    assert normal_form(normal) == normal
    stack = [normal]
    while stack:
        node = stack.pop()
        assert not isinstance(node, Not)
        if isinstance(node, (And, Or)):
            stack += node.terms


@given(shapes, records)
def test_the_normal_form_selects_the_same_records(expr: Expr, rows: list[dict[str, object]]) -> None:
    assert sql.select(rows, *sql.where_expression(normal_form(expr))) == sql.select(rows, *sql.where_expression(expr))


@given(expressible, records)
def test_rewriting_keeps_the_meaning_of_what_one_request_can_say(expr: Expr, rows: list[dict[str, object]]) -> None:
    flt = vsfilter.compile(expr, "cdrs")
    assert sql.select(rows, *sql.where_filter(flt.to_list())) == sql.select(rows, *sql.where_expression(expr))


@given(shapes, records)
def test_rewriting_keeps_the_meaning_of_any_shape_or_refuses_it(expr: Expr, rows: list[dict[str, object]]) -> None:
    try:
        flt = vsfilter.compile(expr, "cdrs")
    except vsfilter.FilterCheckError as error:
        event("refused")
        assert {issue.code for issue in error.issues} == {"not-expressible"}
        return
    event("sent")
    assert sql.select(rows, *sql.where_filter(flt.to_list())) == sql.select(rows, *sql.where_expression(expr))


@given(expressible, records)
def test_a_warning_of_contradiction_is_never_wrong(expr: Expr, rows: list[dict[str, object]]) -> None:
    flt = vsfilter.compile(expr, "cdrs")
    if any(issue.code == "contradiction" for issue in flt.warnings):
        event("contradiction")
        assert sql.select(rows, *sql.where_expression(expr)) == []


@given(expressible)
def test_the_text_of_a_filter_compiles_to_an_equal_filter(expr: Expr) -> None:
    flt = vsfilter.compile(expr, "cdrs")
    again = vsfilter.compile(str(flt), "cdrs")
    assert again == flt
    assert hash(again) == hash(flt)
    assert str(again) == str(flt)
    assert again.expr == flt.expr


@given(expressible)
def test_text_and_expression_compile_to_equal_filters(expr: Expr) -> None:
    assert vsfilter.compile(to_text(expr), "cdrs") == vsfilter.compile(expr, "cdrs")


@given(hostile_texts, st.sampled_from(_FILTERABLE), st.sampled_from([Operator.EQ, Operator.LIKE, Operator.NE]))
@example(value='"]&page=2#', where=("src", "cdrs"), operator=Operator.EQ)
def test_any_text_arrives_as_it_was_given(value: str, where: tuple[str, str], operator: Operator) -> None:
    name, endpoint = where
    flt = vsfilter.compile(Comparison(name, operator, Text(value)), endpoint)
    entries = [{"property": name, "operator": operator.value, "value": value}]
    assert json.loads(flt.to_json()) == entries
    assert flt.to_list() == entries
    assert parse_qs(flt.to_query(page=3), keep_blank_values=True, strict_parsing=True) == {
        "filter": [flt.to_json().decode()],
        "page": ["3"],
    }
    parts = urlsplit(flt.to_url(limit=7))
    assert parse_qs(parts.query) == {"filter": [flt.to_json().decode()], "limit": ["7"]}
    assert parts.fragment == ""
    assert re.fullmatch(r"[A-Za-z0-9._~%&=-]*", parts.query)


@given(st.integers(-(10**700), 10**700))
def test_any_integer_goes_out_with_all_its_digits(number: int) -> None:
    flt = vsfilter.compile(Comparison("id", Operator.EQ, Number(str(number))), "cdrs")
    assert flt.to_json() == f'[{{"property":"id","operator":"eq","value":{number}}}]'.encode()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_any_decimal_goes_out_with_its_digits_as_written(number: object) -> None:
    digits = f"{number:f}"
    flt = vsfilter.compile(Comparison("charge", Operator.EQ, Number(digits)), "cdrs")
    expected = digits.removeprefix("-") if not float(digits) and not digits.strip("-0.") else digits
    assert flt.to_json() == f'[{{"property":"charge","operator":"eq","value":{expected}}}]'.encode()


@given(st.one_of(near_texts, st.text(), hostile_texts), st.sampled_from(_ENDPOINTS))
def test_any_text_ends_in_a_filter_or_in_a_refusal(text: str, endpoint: str) -> None:
    _result_or_refusal(text, endpoint)


@given(st.binary(max_size=60), st.sampled_from(["surrogateescape", "replace", "surrogatepass"]))
def test_any_bytes_end_in_a_filter_or_in_a_refusal(data: bytes, errors: str) -> None:
    try:
        text = data.decode("utf-8", errors)
    except UnicodeDecodeError:
        return
    _result_or_refusal(text, "cdrs")


@given(any_expressions, st.sampled_from(_ENDPOINTS), st.sampled_from(list(vsfilter.Accept)))
def test_any_expression_ends_in_a_filter_or_in_a_refusal(expr: Expr, endpoint: str, accept: str) -> None:
    try:
        flt = vsfilter.compile(expr, endpoint, accept=accept)
    except vsfilter.FilterCheckError as error:
        assert error.source == to_text(expr)
        _assert_sound(error)
    else:
        assert json.loads(flt.to_json())


def _result_or_refusal(text: str, endpoint: str) -> None:
    try:
        flt = vsfilter.compile(text, endpoint)
    except vsfilter.VsFilterError as error:
        event("refused")
        assert error.source == text
        _assert_sound(error)
    else:
        event("sent")
        assert json.loads(flt.to_json())
        assert vsfilter.compile(str(flt), endpoint) == flt


def _assert_sound(error: vsfilter.VsFilterError) -> None:
    assert error.issues
    assert error.source is not None
    for issue in error.issues:
        assert issue.severity is vsfilter.Severity.ERROR
        assert issue.span is not None
        assert 0 <= issue.span.start <= issue.span.end <= len(error.source)
    assert error.render().replace("\n", "").isprintable()
    assert json.dumps(error.to_dict())


@given(
    st.sampled_from(["json", "query", "url", "curl", "check", "fmt"]),
    st.one_of(near_texts, hostile_texts).filter(lambda text: not text.startswith("-")),
)
def test_the_command_never_ends_in_a_traceback(command: str, text: str) -> None:
    result = CliRunner().invoke(main, [command, "cdrs", text])
    assert result.exit_code in {0, 1}, result.exception
    assert result.exception is None or isinstance(result.exception, SystemExit)


@given(st.binary(max_size=80))
def test_any_standard_input_ends_without_a_traceback(data: bytes) -> None:
    result = CliRunner().invoke(main, ["json", "cdrs", "-"], input=data)
    assert result.exit_code in {0, 1}, result.exception
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("depth", [1, 100, 20_000])
def test_nots_cancel_out_at_any_depth(depth: int) -> None:
    expr: Expr = Comparison("a", Operator.EQ, Number("1"))
    for _ in range(depth):
        expr = Not(expr)
    expected = Operator.NE if depth % 2 else Operator.EQ
    assert normal_form(expr) == Comparison("a", expected, Number("1"))
