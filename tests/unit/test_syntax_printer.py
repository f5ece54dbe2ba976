from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from vsfilter.errors import FilterSyntaxError
from vsfilter.model import (
    And,
    Between,
    Boolean,
    Comparison,
    Date,
    Limits,
    Membership,
    Not,
    Null,
    NullTest,
    Number,
    Operator,
    Or,
    Parameter,
    RelativeDate,
    Text,
)
from vsfilter.model.names import property_text
from vsfilter.model.operators import KEYWORDS
from vsfilter.syntax import parse, to_text
from vsfilter.syntax.printer import literal_text

if TYPE_CHECKING:
    from vsfilter.model import Expr, Literal

DEEP = 50_000


def eq(name: str, value: Literal | None = None) -> Comparison:
    return Comparison(name, Operator.EQ, Number("1") if value is None else value)


A, B, C, D = map(eq, "abcd")


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (A, "a = 1"),
        (Comparison("a", Operator.NE, Number("1")), "a != 1"),
        (Comparison("a", Operator.LT, Number("1")), "a < 1"),
        (Comparison("a", Operator.LTE, Number("1")), "a <= 1"),
        (Comparison("a", Operator.GT, Number("1")), "a > 1"),
        (Comparison("a", Operator.GTE, Number("1")), "a >= 1"),
        (Comparison("a", Operator.LIKE, Text("x")), 'a like "x"'),
        (Comparison("a", Operator.NOTLIKE, Text("x")), 'a not like "x"'),
        (Membership("a", ()), "a in ()"),
        (Membership("a", (Text("x"),)), 'a in ("x")'),
        (Membership("a", (Text("x"), Number("1")), negated=True), 'a not in ("x", 1)'),
        (Membership("a", Parameter("p")), "a in :p"),
        (Membership("a", Parameter("p"), negated=True), "a not in :p"),
        (Membership("a", (Parameter("p"),)), "a in (:p)"),
        (Between("a", Number("1"), Date("2018-09-01")), "a between 1 and 2018-09-01"),
        (Between("a", Number("1"), Number("2"), negated=True), "a not between 1 and 2"),
        (NullTest("a"), "a is null"),
        (NullTest("a", negated=True), "a is not null"),
        (And((A, B, C)), "a = 1 and b = 1 and c = 1"),
        (Or((A, B, C)), "a = 1 or b = 1 or c = 1"),
        (Not(A), "not a = 1"),
        (Not(Not(A)), "not not a = 1"),
    ],
)
def test_each_thing_has_one_spelling(expr: Expr, text: str) -> None:
    assert to_text(expr) == text
    assert parse(text) == expr


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (Or((A, And((B, C)))), "a = 1 or b = 1 and c = 1"),
        (Or((And((A, B)), And((C, D)))), "a = 1 and b = 1 or c = 1 and d = 1"),
        (And((Or((A, B)), C)), "(a = 1 or b = 1) and c = 1"),
        (And((A, Or((B, C)), D)), "a = 1 and (b = 1 or c = 1) and d = 1"),
        (And((Not(A), B)), "not a = 1 and b = 1"),
        (Or((Not(A), Not(B))), "not a = 1 or not b = 1"),
        (Not(And((A, B))), "not (a = 1 and b = 1)"),
        (Not(Or((A, B))), "not (a = 1 or b = 1)"),
        (Not(Not(Or((A, B)))), "not not (a = 1 or b = 1)"),
        (Not(Or((A, And((B, Not(Or((C, D)))))))), "not (a = 1 or b = 1 and not (c = 1 or d = 1))"),
        (And((A, Or((B, And((C, Or((D, A)))))))), "a = 1 and (b = 1 or c = 1 and (d = 1 or a = 1))"),
    ],
)
def test_parentheses_stand_only_where_they_are_needed(expr: Expr, text: str) -> None:
    assert to_text(expr) == text
    assert parse(text) == expr


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("a==1&&b<>2", "a = 1 and b != 2"),
        ("A EQ 1 OR B NEQ 2 || C GT 3", "A = 1 or B != 2 or C > 3"),
        ("!(a=1)", "not a = 1"),
        ("(((a = 1) and (b = 2)))", "a = 1 and b = 2"),
        ("a NOTLIKE x", 'a not like "x"'),
        ("a in [I,O]", 'a in ("I", "O")'),
        ("`a` = 'it''s'", 'a = "it\'s"'),
        ("`from` = x and `or` = y", 'from = "x" and `or` = "y"'),
        ("a = TRUE and b = Null", "a = true and b = null"),
        ("a > today-007d", "a > today - 7d"),
        ("a = 007", "a = 007"),
        ("a\n=\r\n1", "a = 1"),
    ],
)
def test_every_way_to_write_a_thing_is_printed_alike(written: str, canonical: str) -> None:
    assert to_text(parse(written)) == canonical
    assert to_text(parse(canonical)) == canonical


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (Text(""), '""'),
        (Text("x"), '"x"'),
        (Text("it's"), '"it\'s"'),
        (Text('say "hi"'), r'"say \"hi\""'),
        (Text("\\"), r'"\\"'),
        (Text(r"\n"), r'"\\n"'),
        (Text("\n\r\t"), r'"\n\r\t"'),
        (Text("\0\x1b\x7f\x9b"), r'"\u0000\u001b\u007f\u009b"'),
        (Text("\u00a0\u2028\u3000"), r'"\u00a0\u2028\u3000"'),
        (Text("\u202e\u2066\u200b\ufeff"), r'"\u202e\u2066\u200b\ufeff"'),
        (Text("\U000e0041"), r'"\udb40\udc41"'),
        (Text("\U0010ffff"), r'"\udbff\udfff"'),
        (Text("日本 é e\u0301 \U0001f600"), '"日本 é e\u0301 \U0001f600"'),
        (Text("%_`:'"), '"%_`:\'"'),
        (Text("123"), '"123"'),
        (Text("null"), '"null"'),
        (Text("today"), '"today"'),
        (Text("2018-09-01"), '"2018-09-01"'),
        (Number("0049123"), "0049123"),
        (Number("-1.50"), "-1.50"),
        (Boolean(value=True), "true"),
        (Boolean(value=False), "false"),
        (Null(), "null"),
        (Date("2018-09-01T12:30:15+02:00"), "2018-09-01T12:30:15+02:00"),
        (RelativeDate("today"), "today"),
        (RelativeDate("NOW"), "NOW"),
        (RelativeDate("yesterday", "+10m"), "yesterday + 10m"),
        (RelativeDate("now", "-7d"), "now - 7d"),
        (Parameter("user"), ":user"),
    ],
)
def test_a_value_is_printed_so_that_it_is_read_as_itself(literal: Literal, text: str) -> None:
    assert literal_text(literal) == text
    assert text.isprintable()
    assert parse(f"a = {text}") == eq("a", literal)


@pytest.mark.parametrize("code", [*range(0x180), 0x2028, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF])
def test_every_character_of_a_text_is_read_back(code: int) -> None:
    for value in (chr(code), f"a{chr(code)}b", chr(code) * 2):
        assert parse(to_text(eq("a", Text(value)))) == eq("a", Text(value))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dst_id", "dst_id"),
        ("_", "_"),
        ("T_cause", "T_cause"),
        ("from", "from"),
        ("today", "today"),
        ("NOW", "NOW"),
        ("android", "android"),
        ("1a", "`1a`"),
        ("a b", "`a b`"),
        ("a-b", "`a-b`"),
        ("a\n", "`a\n`"),
        ("é", "`é`"),
        ("li\u212ae", "`li\u212ae`"),
        ("a`b", "`a``b`"),
        ("`", "````"),
        ("日本", "`日本`"),
    ],
)
def test_a_name_stands_in_backticks_only_where_it_must(name: str, text: str) -> None:
    assert property_text(name) == text
    assert parse(f"{text} = 1") == eq(name)
    assert parse(to_text(And((NullTest(name), eq(name))))) == And((NullTest(name), eq(name)))


@pytest.mark.parametrize("keyword", sorted(KEYWORDS))
def test_a_name_that_is_a_keyword_stands_in_backticks_in_any_case(keyword: str) -> None:
    for name in (keyword, keyword.upper(), keyword.title()):
        assert property_text(name) == f"`{name}`"
        assert parse(f"{property_text(name)} = 1") == eq(name)


def test_50_000_nots_are_printed_and_read_back() -> None:
    expr: Expr = A
    for _ in range(DEEP):
        expr = Not(expr)
    text = to_text(expr)
    assert text == "not " * DEEP + "a = 1"
    assert parse(text, limits=Limits(depth=DEEP)) == expr


def test_20_000_alternating_connectives_are_printed_and_read_back() -> None:
    expr: Expr = A
    for _ in range(10_000):
        expr = And((B, Or((expr, C))))
    text = to_text(expr)
    assert text == "b = 1 and (" * 10_000 + "a = 1" + " or c = 1)" * 10_000
    assert parse(text, limits=Limits(depth=10_000)) == expr


def test_50_000_terms_are_printed() -> None:
    assert to_text(Or((A,) * DEEP)) == " or ".join(["a = 1"] * DEEP)


@pytest.mark.parametrize(("value", "shown"), [(None, "None"), ("type = I", "str"), (Text("I"), "Text")])
def test_what_is_no_expression_is_not_printed(value: Any, shown: str) -> None:  # noqa: ANN401  the types forbid it
    with pytest.raises(FilterSyntaxError, match=f"expected an expression, got {shown}$") as caught:
        to_text(value)
    assert [issue.code for issue in caught.value.issues] == ["syntax"]
