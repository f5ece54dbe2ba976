from __future__ import annotations

import pytest

from vsfilter.errors import Issue, Severity, Span
from vsfilter.rendering import issues_as_data, render_issues


def drawn(source: str, start: int, end: int) -> tuple[str, str]:
    """Render one issue and give the line of the text and the line of the underline."""
    title, line, underline = render_issues([Issue("code", "m", Span(start, end))], source).split("\n")
    assert title == "error[code]: m"
    return line, underline


def test_nothing_is_drawn_of_no_issues() -> None:
    assert render_issues([], "a = 1") == ""


def test_an_issue_is_drawn_with_line_underline_and_hint() -> None:
    issue = Issue("unknown-property", "no property `dst`", Span(0, 3), "dst_id", "did you mean `dst_id`?")
    assert render_issues([issue], "dst = 1") == (
        "error[unknown-property]: no property `dst`\n1 | dst = 1\n  | ^^^\n  = hint: did you mean `dst_id`?"
    )


def test_a_warning_says_so() -> None:
    issue = Issue("text-ordering", "m", severity=Severity.WARNING)
    assert render_issues([issue], None) == "warning[text-ordering]: m"


@pytest.mark.parametrize(("source", "span"), [(None, Span(0, 1)), ("a = 1", None), (None, None)])
def test_without_source_or_place_only_message_and_hint_are_drawn(source: str | None, span: Span | None) -> None:
    assert render_issues([Issue("code", "m", span, hint="h")], source) == "error[code]: m\n= hint: h"


def test_an_empty_hint_is_not_drawn() -> None:
    assert render_issues([Issue("code", "m", hint="")], None) == "error[code]: m"


def test_issues_are_drawn_in_the_order_given() -> None:
    issues = [Issue("b", "second", Span(4, 5)), Issue("a", "first", Span(0, 1))]
    assert render_issues(issues, "a = 1") == (
        "error[b]: second\n1 | a = 1\n  |     ^\nerror[a]: first\n1 | a = 1\n  | ^"
    )


def test_a_hundred_issues_are_all_drawn() -> None:
    lines = render_issues([Issue("code", str(number)) for number in range(100)], None).split("\n")
    assert lines == [f"error[code]: {number}" for number in range(100)]


def test_past_a_hundred_the_issues_left_out_are_counted() -> None:
    lines = render_issues([Issue("code", str(number)) for number in range(1234)], None).split("\n")
    assert lines[:-1] == [f"error[code]: {number}" for number in range(100)]
    assert lines[-1] == "… and 1134 more"


def test_one_issue_too_many_is_counted_as_well() -> None:
    assert render_issues([Issue("code", "m")] * 101, None).endswith("\n… and 1 more")


# --- lines ---


@pytest.mark.parametrize(
    ("source", "start", "end", "line", "underline"),
    [
        ("", 0, 0, "1 |", "  | ^"),
        ("abc", 0, 1, "1 | abc", "  | ^"),
        ("abc", 0, 3, "1 | abc", "  | ^^^"),
        ("abc", 1, 1, "1 | abc", "  |  ^"),
        ("abc", 3, 3, "1 | abc", "  |    ^"),
        ("a\nbc", 2, 4, "2 | bc", "  | ^^"),
        ("a\r\nbc", 3, 5, "2 | bc", "  | ^^"),
        ("a\rbc", 2, 4, "2 | bc", "  | ^^"),
        ("a\rb\nc\r\nd", 7, 8, "4 | d", "  | ^"),
        ("a\n\rb", 3, 4, "3 | b", "  | ^"),
        ("a\n\nb", 2, 2, "2 |", "  | ^"),
        ("a\n", 2, 2, "2 |", "  | ^"),
        ("\r\n", 2, 2, "2 |", "  | ^"),
        ("line\n" * 9 + "ten", 45, 48, "10 | ten", "   | ^^^"),
        ("line\n" * 99 + "hundred", 496, 497, "100 | hundred", "    |  ^"),
    ],
)
def test_the_line_of_the_place_is_drawn_under_its_number(
    source: str, start: int, end: int, line: str, underline: str
) -> None:
    assert drawn(source, start, end) == (line, underline)


@pytest.mark.parametrize(
    ("source", "start", "end", "underline"),
    [
        ("ab\ncd", 1, 4, "  |  ^"),
        ("ab\r\ncd", 0, 6, "  | ^^"),
        ("ab\ncd\nef", 0, 8, "  | ^^"),
        ("ab\ncd", 2, 3, "  |   ^"),
        ("ab\r\ncd", 2, 4, "  |   ^"),
        ("ab\r\ncd", 3, 4, "  |   ^"),
    ],
)
def test_of_a_place_over_several_lines_only_the_first_is_underlined(
    source: str, start: int, end: int, underline: str
) -> None:
    assert drawn(source, start, end) == ("1 | ab", underline)


@pytest.mark.parametrize("span", [(3, 9), (7, 9), (500, 501)])
def test_a_place_past_the_end_is_drawn_at_the_end(span: tuple[int, int]) -> None:
    assert drawn("abc", *span) == ("1 | abc", "  |    ^")


def test_the_gutter_of_the_hint_is_as_wide_as_the_number() -> None:
    rendered = render_issues([Issue("code", "m", Span(18, 19), hint="h")], "\n" * 18 + "x")
    assert rendered == "error[code]: m\n19 | x\n   | ^\n   = hint: h"


# --- long lines ---


def test_a_line_of_100_characters_is_drawn_whole() -> None:
    assert drawn("x" * 99 + "y", 99, 100) == ("1 | " + "x" * 99 + "y", "  | " + " " * 99 + "^")


def test_a_longer_line_is_cut_before_the_place() -> None:
    assert drawn("x" * 100 + "y", 100, 101) == ("1 | …" + "x" * 33 + "y", "  | " + " " * 34 + "^")


def test_a_single_character_that_is_cut_off_is_told_of() -> None:
    assert drawn("x" * 34 + "y" + "x" * 70, 34, 35) == (
        "1 | …" + "x" * 33 + "y" + "x" * 66 + "…",
        "  | " + " " * 34 + "^",
    )


def test_a_longer_line_is_cut_after_100_characters() -> None:
    assert drawn("y" + "x" * 100, 0, 1) == ("1 | y" + "x" * 99 + "…", "  | ^")


def test_a_longer_line_is_cut_on_both_sides() -> None:
    source = "x" * 150 + "here" + "x" * 150
    line, underline = drawn(source, 150, 154)
    assert line == "1 | …" + "x" * 33 + "here" + "x" * 63 + "…"
    assert underline == "  | " + " " * 34 + "^^^^"


def test_the_underline_ends_where_the_line_is_cut() -> None:
    assert drawn("x" * 300, 0, 300) == ("1 | " + "x" * 100 + "…", "  | " + "^" * 100)
    assert drawn("x" * 300, 150, 290) == ("1 | …" + "x" * 100 + "…", "  | " + " " * 34 + "^" * 67)


def test_only_the_line_of_the_place_counts_as_long() -> None:
    assert drawn("x" * 300 + "\nabc", 302, 303) == ("2 | abc", "  |  ^")


def test_a_place_at_the_end_of_a_long_line_is_drawn_after_it() -> None:
    assert drawn("x" * 300, 300, 300) == ("1 | …" + "x" * 33, "  | " + " " * 34 + "^")


# --- width ---


@pytest.mark.parametrize(
    ("source", "start", "end", "underline"),
    [
        ("日本 = x", 5, 6, "  |        ^"),
        ("日本 = x", 0, 2, "  | ^^^^"),
        ("\uff21 = x", 4, 5, "  |      ^"),
        ("\U0001f600 = x", 0, 1, "  | ^^"),
        ("cafe\u0301 = x", 8, 9, "  |        ^"),
        ("cafe\u0301 = x", 0, 5, "  | ^^^^"),
        ("\u0301", 0, 1, "  | ^"),
        ("é = x", 4, 5, "  |     ^"),
    ],
)
def test_wide_characters_take_two_columns_and_combining_marks_none(
    source: str, start: int, end: int, underline: str
) -> None:
    assert drawn(source, start, end) == (f"1 | {source}", underline)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("a\u20dd = x", id="enclosing circle"),
        pytest.param("\u0915\u0941 = x", id="Devanagari vowel sign"),
        pytest.param("a\ufe0e = x", id="variation selector"),
    ],
)
def test_marks_of_combining_class_0_take_no_column_either(source: str) -> None:
    assert drawn(source, 5, 6) == (f"1 | {source}", "  |     ^")


# --- hostile text ---


def test_control_characters_of_the_line_are_drawn_as_symbols_of_one_column() -> None:
    assert drawn("a\x1b[2J\t= \x00x", 8, 9) == ("1 | a␛[2J␉= ␀x", "  |         ^")


def test_bidi_marks_and_odd_spaces_of_the_line_are_drawn_as_replacements() -> None:
    assert drawn("a\u202eb\u2028c\u3000d", 6, 7) == ("1 | a\ufffdb\ufffdc\ufffdd", "  |       ^")


def test_lone_surrogates_of_the_line_are_drawn_as_replacements() -> None:
    line, underline = drawn("a\ud800b", 2, 3)
    assert (line, underline) == ("1 | a\ufffdb", "  |   ^")
    assert line.encode()


def test_message_and_hint_are_made_printable() -> None:
    rendered = render_issues([Issue("code", "got \x1b]0;x\x07\n", hint="not \u202e\x9b")], None)
    assert rendered == "error[code]: got ␛]0;x␇␊\n= hint: not \ufffd\ufffd"


# --- colour ---


def test_colour_marks_title_message_and_underline() -> None:
    issue = Issue("code", "m", Span(0, 2), hint="h")
    assert render_issues([issue], "ab", colour=True) == (
        "\x1b[1;31merror[code]\x1b[0m: \x1b[1mm\x1b[0m\n1 | ab\n  | \x1b[1;31m^^\x1b[0m\n  = hint: h"
    )


def test_a_warning_has_another_colour() -> None:
    issue = Issue("code", "m", Span(0, 1), severity=Severity.WARNING)
    assert render_issues([issue], "ab", colour=True) == (
        "\x1b[1;33mwarning[code]\x1b[0m: \x1b[1mm\x1b[0m\n1 | ab\n  | \x1b[1;33m^\x1b[0m"
    )


def test_an_empty_message_is_not_painted() -> None:
    assert render_issues([Issue("code", "")], None, colour=True) == "\x1b[1;31merror[code]\x1b[0m: "


def test_colour_lets_no_escape_of_the_source_through() -> None:
    rendered = render_issues([Issue("code", "\x1b[5m", Span(0, 1), hint="\x1b[5m")], "\x1b[5m", colour=True)
    assert "\x1b[5m" not in rendered


# --- data ---


def test_as_data_line_and_column_count_from_1() -> None:
    source = "a\r\nb\rc\nd e"
    places = [(0, 1, 1), (1, 1, 2), (3, 2, 1), (5, 3, 1), (7, 4, 1), (9, 4, 3), (10, 4, 4)]
    rows = issues_as_data([Issue("code", "m", Span(offset, offset)) for offset, _, _ in places], source)
    assert [(row["line"], row["column"]) for row in rows] == [(line, column) for _, line, column in places]


def test_as_data_no_issue_is_left_out() -> None:
    assert len(issues_as_data([Issue("code", "m")] * 1000, None)) == 1000


def test_as_data_a_place_without_source_has_no_line() -> None:
    (row,) = issues_as_data([Issue("code", "m", Span(1, 2))], None)
    assert row["span"] == {"start": 1, "end": 2}
    assert "line" not in row
    assert "column" not in row


def test_as_data_an_issue_without_place_has_no_line() -> None:
    (row,) = issues_as_data([Issue("code", "m")], "a = 1")
    assert row["span"] is None
    assert "line" not in row
