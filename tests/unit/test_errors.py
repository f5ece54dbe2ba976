from __future__ import annotations

import copy
import json
import pickle

import pytest

from vsfilter.errors import (
    FilterCheckError,
    FilterSyntaxError,
    Issue,
    SchemaError,
    Severity,
    Span,
    VsFilterError,
    in_order,
    printable,
    quote,
)

KINDS = (VsFilterError, FilterSyntaxError, FilterCheckError, SchemaError)
FULL = Issue("syntax", "expected x", Span(4, 6), "y", "write y", Severity.WARNING)


@pytest.mark.parametrize("kind", KINDS)
def test_every_refusal_is_a_vsfilter_error_and_a_value_error(kind: type[VsFilterError]) -> None:
    assert issubclass(kind, VsFilterError)
    assert issubclass(kind, ValueError)


def test_the_three_kinds_of_refusal_do_not_catch_one_another() -> None:
    for kind in KINDS[1:]:
        assert [other for other in KINDS[1:] if issubclass(kind, other)] == [kind]


def test_an_issue_needs_only_code_and_message_and_is_an_error_then() -> None:
    issue = Issue("syntax", "expected x")
    assert (issue.span, issue.suggestion, issue.hint, issue.severity) == (None, None, None, Severity.ERROR)


def test_an_issue_becomes_plain_data() -> None:
    assert FULL.to_dict() == {
        "code": "syntax",
        "message": "expected x",
        "span": {"start": 4, "end": 6},
        "suggestion": "y",
        "hint": "write y",
        "severity": "warning",
    }


def test_an_issue_without_a_place_has_no_span_as_data() -> None:
    assert Issue("syntax", "expected x").to_dict()["span"] is None


def test_the_data_of_an_issue_holds_only_plain_types() -> None:
    data = FULL.to_dict()
    assert type(data["severity"]) is str
    assert type(data["span"]) is dict
    assert json.loads(json.dumps(data)) == data


def test_issues_are_sorted_by_place_and_those_without_one_come_last_as_found() -> None:
    nowhere_a, nowhere_b = Issue("a", ""), Issue("b", "")
    late, early, wide = Issue("c", "", Span(9, 10)), Issue("d", "", Span(0, 0)), Issue("e", "", Span(0, 5))
    assert in_order([nowhere_a, late, wide, nowhere_b, early]) == (early, wide, late, nowhere_a, nowhere_b)


def test_issues_of_one_place_stay_as_found() -> None:
    first, second = Issue("z", "", Span(1, 2)), Issue("a", "", Span(1, 2))
    assert in_order([first, second]) == (first, second)


def test_an_error_takes_issues_from_any_iterable_and_sorts_them() -> None:
    error = FilterCheckError(Issue("x", "", Span(place, place)) for place in (2, 1))
    assert [issue.span for issue in error.issues] == [Span(1, 1), Span(2, 2)]


def test_an_error_knows_its_source_or_none() -> None:
    assert VsFilterError([FULL], "a = y").source == "a = y"
    assert VsFilterError([FULL]).source is None


def test_an_error_prints_as_it_renders_without_colour() -> None:
    error = FilterSyntaxError([FULL], "a = yy")
    assert str(error) == error.render()
    assert error.render() == "warning[syntax]: expected x\n1 | a = yy\n  |     ^^\n  = hint: write y"


def test_an_error_renders_with_colour_on_demand() -> None:
    assert "\x1b[" in FilterSyntaxError([FULL], "a = yy").render(colour=True)


def test_an_error_as_data_adds_line_and_column_from_1() -> None:
    error = FilterSyntaxError([Issue("syntax", "m", Span(8, 9))], "a = 1\nb ~ 2")
    assert error.to_dict() == {
        "issues": [
            {
                "code": "syntax",
                "message": "m",
                "span": {"start": 8, "end": 9},
                "suggestion": None,
                "hint": None,
                "severity": "error",
                "line": 2,
                "column": 3,
            }
        ]
    }


@pytest.mark.parametrize(("issue", "source"), [(FULL, None), (Issue("syntax", "m"), "a = 1")])
def test_an_error_as_data_has_no_line_without_source_or_place(issue: Issue, source: str | None) -> None:
    (row,) = FilterSyntaxError([issue], source).to_dict()["issues"]
    assert row == issue.to_dict()


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_survives_pickling_and_copying(kind: type[VsFilterError]) -> None:
    error = kind([FULL], "a = yy")
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301  own data
        assert type(other) is kind
        assert (other.issues, other.source) == other.args == ((FULL,), "a = yy")
        assert other.render() == error.render()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "``"),
        ("dst_id", "`dst_id`"),
        ("Zoë 日本", "`Zoë 日本`"),
        ("x" * 60, f"`{'x' * 60}`"),
        ("x" * 61, f"`{'x' * 59}…`"),
        ("a\nb", "`a␊b`"),
        ("\x1b[31m", "`␛[31m`"),
    ],
)
def test_a_quoted_text_stands_in_backticks_printable_and_cut_after_60(text: str, shown: str) -> None:
    assert quote(text) == shown


def test_a_quoted_text_is_cut_where_the_caller_says() -> None:
    assert quote("abcdef", limit=4) == "`abc…`"
    assert quote("abcd", limit=4) == "`abcd`"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("plain ~ text", "plain ~ text"),
        ("\x00\t\n\r\x1b\x1f", "␀␉␊␍␛␟"),
        ("\x7f", "\ufffd"),
        ("\x80\x9b\x9f", "\ufffd\ufffd\ufffd"),
        ("\u202a\u202b\u202c\u202d\u202e", "\ufffd" * 5),
        ("\u2066\u2067\u2068\u2069\u200e\u200f\u061c", "\ufffd" * 7),
        ("\u200b\u2060\ufeff", "\ufffd" * 3),
        ("\u00a0\u2028\u2029\u3000", "\ufffd" * 4),
        ("\ud800\udfff", "\ufffd\ufffd"),
        ("\U000e0041", "\ufffd"),
        ("e\u0301", "e\u0301"),
        ("\U0001f600", "\U0001f600"),
    ],
)
def test_what_a_terminal_would_obey_or_hide_becomes_one_symbol_each(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert len(shown) == len(text)
    assert shown.isprintable()
