from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from vsfilter.errors import FilterSyntaxError, Span
from vsfilter.model.limits import Limits
from vsfilter.syntax import flat, parse, parser
from vsfilter.syntax.parser import by_grammar
from vsfilter.syntax.rows import ANY, conditions, items, rows, values_in

TAKEN = [
    "a = 1",
    "  a=1\r\n",
    'a = ""',
    "a == -1.50 and b <> 'it''s' && c NEQ \"x\\u0041\" AnD d lTe x",
    "a not \t like x and b NOTLIKE 'y'and c like z",
    "`from` = 1 and `b``c` = 2 and today = 3",
    "a = true and b = FALSE",
    "a = 2018-09-01 and b >= 2018-09-01T12:30+02:00",
    "a in (1, x ,'y') and b not in[ 2018-09-01 ] and c IN (true)",
    "a between 1 and 2 and b BETWEEN x&&'y'",
]
WITH_MORE_THAN_PLAIN_VALUES = [
    "a = :b and c in (:d, 1) and e in :f and g not in :h",
    "a = Today and b > now-1h and c < yesterday \t+ 007d",
    "a = null and b between :c and today - 1w",
]
LEFT = [
    "",
    "  ",
    "a",
    "a =",
    "a = 1 and",
    "a = 1 or b = 2",
    "(a = 1)",
    "not a = 1",
    "!a = 1",
    "a is null",
    "a not between 1 and 2",
    "a in ()",
    "a in (1,)",
    "a in (1]",
    "a in b",
    "a = 1 andb = 2",
    "a = 1and b = 2",
    "a = 5x",
    "a = 1.",
    "a eq1",
    "a === 1",
    "a = today - 7 d",
    "a = today - 7d - 1d",
    "in = 1",
    "a = and",
    "a = é",
    "é = 1",
    "a = 'b",
    "a\u00a0= 1",
]


@pytest.mark.parametrize("text", TAKEN + WITH_MORE_THAN_PLAIN_VALUES)
def test_a_flat_text_is_read_with_all_its_places(text: str) -> None:
    expr, expected = flat.expression(text), by_grammar(text)
    assert expr is not None
    assert expr == expected
    assert asdict(expr) == asdict(expected)


@pytest.mark.parametrize("text", TAKEN)
def test_plain_values_stand_in_rows(text: str) -> None:
    assert rows(text) is not None


@pytest.mark.parametrize("text", WITH_MORE_THAN_PLAIN_VALUES + LEFT)
def test_other_values_stand_in_none(text: str) -> None:
    assert rows(text) is None


@pytest.mark.parametrize("text", LEFT)
def test_all_else_is_left_to_the_grammar(text: str) -> None:
    assert flat.expression(text) is None


def test_a_row_holds_what_is_written() -> None:
    assert rows("`a`  Not  Like 'x' and b not in (1, 'y') and c between 1 and 2") == [
        ("`a`", "Not  Like", "", "'x'", "", "", "", "", "and", ""),
        ("b", "", "", "", "", "not in", "(1, 'y')", "(", "and", ""),
        ("c", "", "between", "1", "2", "", "", "", "", ""),
    ]
    assert items("(1, 'y,z' ,x)") == ["1", "'y,z'", "x"]


@pytest.mark.parametrize("text", TAKEN)
def test_a_flat_text_needs_no_grammar(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(parser, "by_grammar")
    assert parse(text, limits=Limits(depth=0)) == flat.expression(text)


def test_a_value_alone_stands_at_the_start_of_its_text() -> None:
    assert flat.literal("'x'").span == Span(0, 3)


def test_an_escape_that_does_not_exist_is_refused_at_its_place() -> None:
    with pytest.raises(FilterSyntaxError) as raised:
        flat.expression(r"a = 1 and b = 'x\q'")
    assert [issue.span for issue in raised.value.issues] == [Span(16, 18)]


def test_limits_hold_for_a_flat_text() -> None:
    with pytest.raises(FilterSyntaxError) as raised:
        parse("a = 1 and b = 2", limits=Limits(items=1))
    assert [issue.code for issue in raised.value.issues] == ["limit-exceeded"]
    with pytest.raises(FilterSyntaxError) as raised:
        parse("a in (1)", limits=Limits(depth=-1))
    assert [issue.span for issue in raised.value.issues] == [Span(5, 6)]


@pytest.mark.parametrize("pattern", [conditions(ANY), values_in(ANY)], ids=["conditions", "values"])
def test_no_quantifier_is_possessive(pattern: re.Pattern[str]) -> None:
    # Python 3.11.4 and earlier read `in (1,)` with one; later ones do not, and would not show it.
    quantified = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "_", pattern.pattern)
    assert "(?>" in quantified
    assert not re.search(r"[*+?}]\+", quantified)
