from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

from vsfilter.errors import Span
from vsfilter.model import And, Between, Comparison, Membership, Not, NullTest, Or, Parameter, predicates
from vsfilter.syntax import parse

if TYPE_CHECKING:
    from vsfilter.model import Expr, Literal, Predicate

Places: TypeAlias = tuple[str, ...]


def at(text: str, span: Span | None) -> str:
    assert span is not None
    return text[span.start : span.end]


def only_predicate(text: str) -> Predicate:
    expr = parse(text)
    assert isinstance(expr, Comparison | Membership | Between | NullTest)
    return expr


def values_of(node: Predicate) -> tuple[Literal, ...]:
    match node:
        case Comparison():
            return (node.value,)
        case Membership():
            return (node.values,) if isinstance(node.values, Parameter) else node.values
        case Between():
            return (node.low, node.high)
        case NullTest():
            return ()


CONDITIONS: list[tuple[str, str, str, Places]] = [
    ("a = 1", "a", "=", ("1",)),
    ("dst_id=123456", "dst_id", "=", ("123456",)),
    ("a != 1", "a", "!=", ("1",)),
    ("a  <=\t-1.5", "a", "<=", ("-1.5",)),
    ("a GTE 0049123", "a", "GTE", ("0049123",)),
    ("a neq CONNECTED", "a", "neq", ("CONNECTED",)),
    ("a = 'O''Brien'", "a", "=", ("'O''Brien'",)),
    ('a = "\\u0041\\n"', "a", "=", ('"\\u0041\\n"',)),
    ("a = 'x\ny'", "a", "=", ("'x\ny'",)),
    ("a = '\U0001f600 日本'", "a", "=", ("'\U0001f600 日本'",)),
    ("a = 2018-09-01T12:30:15+02:00", "a", "=", ("2018-09-01T12:30:15+02:00",)),
    ("a = today", "a", "=", ("today",)),
    ("a = today-7d", "a", "=", ("today-7d",)),
    ("a = today  -\n 007d", "a", "=", ("today  -\n 007d",)),
    ("a = true", "a", "=", ("true",)),
    ("a = FALSE", "a", "=", ("FALSE",)),
    ("a = null", "a", "=", ("null",)),
    ("a = :user", "a", "=", (":user",)),
    ("`from` = x", "`from`", "=", ("x",)),
    ("`a``b`= x", "`a``b`", "=", ("x",)),
    ("today = now", "today", "=", ("now",)),
    ("a like x", "a", "like", ("x",)),
    ("a notlike x", "a", "notlike", ("x",)),
    ("a not like x", "a", "not like", ("x",)),
    ("a NOT \n LIKE x", "a", "NOT \n LIKE", ("x",)),
    ("a in (1)", "a", "in", ("1",)),
    ("a in (1, 'x' ,:p)", "a", "in", ("1", "'x'", ":p")),
    ("a in [now - 1d,today]", "a", "in", ("now - 1d", "today")),
    ("a in ()", "a", "in", ()),
    ("a in [ ]", "a", "in", ()),
    ("a not  in (1)", "a", "not  in", ("1",)),
    ("a in :names", "a", "in", (":names",)),
    ("a not in :names", "a", "not in", (":names",)),
    ("a between 1 and 22", "a", "between", ("1", "22")),
    ("a between 1 && today + 1w", "a", "between", ("1", "today + 1w")),
    ("a not between 'x' and 'y'", "a", "not between", ("'x'", "'y'")),
    ("a is null", "a", "is null", ()),
    ("a is  not\nnull", "a", "is  not\nnull", ()),
]


@pytest.mark.parametrize("condition", CONDITIONS, ids=[condition[0] for condition in CONDITIONS])
@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("  \n", " \t"), ("(", ")"), ("((\n", " ) )"), ("`日` = '\U0001f600' and ", "")],
)
def test_every_node_of_a_condition_knows_its_place(
    condition: tuple[str, str, str, Places], before: str, after: str
) -> None:
    text, name, operator, values = condition
    whole = f"{before}{text}{after}"
    *_, node = predicates(parse(whole))
    assert at(whole, node.span) == text
    assert at(whole, node.property_span) == name
    assert at(whole, node.operator_span) == operator
    assert tuple(at(whole, value.span) for value in values_of(node)) == values
    assert node.property_span == Span(len(before), len(before) + len(name))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a=1 and b=1", ("and",)),
        ("a=1 AND b=1 && c=1", ("AND", "&&")),
        ("a=1 or b=1||c=1", ("or", "||")),
        ("(a=1 and b=1) && c=1", ("and", "&&")),
        ("a=1 && (b=1 and (c=1 AND d=1))", ("&&", "and", "AND")),
        ("(a=1 or b=1) OR (c=1 || d=1)", ("or", "OR", "||")),
        ("((a=1)) or ((b=1))", ("or",)),
        ("a between 1 and 2 and b between 1 and 2", ("and",)),
    ],
)
def test_a_connective_knows_the_places_of_its_words_in_order(text: str, words: Places) -> None:
    expr = parse(text)
    assert isinstance(expr, And | Or)
    assert tuple(at(text, span) for span in expr.word_spans) == words
    assert list(expr.word_spans) == sorted(expr.word_spans)
    assert len(expr.word_spans) == len(expr.terms) - 1


def test_the_words_of_different_levels_are_kept_apart() -> None:
    text = "a=1 or b=1 and c=1 or d=1"
    expr = parse(text)
    assert isinstance(expr, Or)
    assert expr.word_spans == (Span(4, 6), Span(19, 21))
    assert isinstance(expr.terms[1], And)
    assert expr.terms[1].word_spans == (Span(11, 14),)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("not a=1", (Span(0, 3),)),
        ("! a=1", (Span(0, 1),)),
        (" NOT !(\nnot a=1)", (Span(1, 4), Span(5, 6), Span(8, 11))),
    ],
)
def test_a_negation_knows_the_place_of_its_word(text: str, places: tuple[Span, ...]) -> None:
    node: Expr = parse(text)
    for place in places:
        assert isinstance(node, Not)
        assert node.word_span == place
        node = node.term
    assert not isinstance(node, Not)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a = 'it''s'", "it's"),
        ("a = 'plain'", "plain"),
        ("a = \"it''s\\n\"", "it''s\n"),
        ('a = \'say ""hi""\\n\'', 'say ""hi""\n'),
        (r"a = '\\''\\'", r"\'" + "\\"),
        (r"a = '\\u0041'", r"\u0041"),
        (r"a = '\\\u0041'", r"\A"),
        (r"a = '\u005cn'", r"\n"),
        (r"a = '\u0027'", "'"),
    ],
)
def test_escapes_are_undone_once_from_left_to_right(text: str, value: str) -> None:
    node = only_predicate(text)
    assert isinstance(node, Comparison)
    assert node.value.value == value  # type: ignore[union-attr]


def test_the_pieces_of_a_long_text_do_not_share_places() -> None:
    text = " or ".join(f"p{number} = {number}" for number in range(1000))
    for number, node in enumerate(predicates(parse(text))):
        assert at(text, node.span) == f"p{number} = {number}"
