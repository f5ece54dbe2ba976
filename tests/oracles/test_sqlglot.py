"""What the language shares with SQL is read as sqlglot reads it: the same tree, whatever the parentheses.

Shared are `and`, `or`, `not`, parentheses, `= <> != < <= > >=`, `in`, `between` and `is null` with their negations,
text in single quotes, numbers, `true` and `false`. Not shared are `like`, whose fragment SQL anchors and fills with
wildcards, dates without quotes, backslashes, which SQL takes as they are, and what SQL does not know, such as `&&`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlglot
from hypothesis import event, given
from hypothesis import strategies as st
from sqlglot import exp

from vsfilter.model import (
    And,
    Between,
    Boolean,
    Comparison,
    Expr,
    Literal,
    Membership,
    Not,
    NullTest,
    Number,
    Operator,
    Or,
    Text,
)
from vsfilter.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsfilter.model import Predicate

_SYMBOLS = {
    Operator.EQ: ("=",),
    Operator.NE: ("<>", "!="),
    Operator.LT: ("<",),
    Operator.LTE: ("<=",),
    Operator.GT: (">",),
    Operator.GTE: (">=",),
}
_COMPARED: dict[type[exp.Expr], Operator] = {
    exp.EQ: Operator.EQ,
    exp.NEQ: Operator.NE,
    exp.LT: Operator.LT,
    exp.LTE: Operator.LTE,
    exp.GT: Operator.GT,
    exp.GTE: Operator.GTE,
}

_names = st.sampled_from(("src", "duration", "dst_id", "order_id", "android", "inbound"))
_characters = st.characters(exclude_categories=["Cs"], exclude_characters="\\\0")
_literals: st.SearchStrategy[Literal] = st.one_of(
    st.integers(-3, 10**20).map(lambda number: Number(str(number))),
    st.sampled_from(("007", "-0", "0.10", "-1.5", "10.0")).map(Number),
    st.one_of(st.sampled_from(("", "'", "''", "a and b", "(", ")")), st.text(_characters, max_size=5)).map(Text),
    st.booleans().map(Boolean),
)
_predicates: st.SearchStrategy[Predicate] = st.one_of(
    st.builds(Comparison, _names, st.sampled_from(list(_SYMBOLS)), _literals),
    st.builds(Membership, _names, st.lists(_literals, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.builds(Between, _names, _literals, _literals, st.booleans()),
    st.builds(NullTest, _names, st.booleans()),
)


def _joined(kind: Callable[[tuple[Expr, ...]], Expr], terms: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.lists(terms, min_size=2, max_size=3).map(lambda some: kind(tuple(some)))


expressions: st.SearchStrategy[Expr] = st.recursive(
    _predicates,
    lambda inner: st.one_of(_joined(And, inner), _joined(Or, inner), inner.map(Not)),
    max_leaves=10,
)


@given(expressions, st.data())
def test_both_parsers_make_the_same_tree(expr: Expr, data: st.DataObject) -> None:
    text = _Printer(data.draw).text(expr)
    event("with parentheses" if "(" in text else "without")
    ours, theirs = _without_negated(parse(text)), _read(_where(text))
    assert ours == theirs
    assert ours == _without_negated(expr)


@given(st.lists(st.sampled_from(["and", "or", "not", "(", ")", "a = 1", "b in (1)", "c is null"]), max_size=9))
def test_what_both_accept_of_words_in_any_order_is_the_same(words: list[str]) -> None:
    text = " ".join(words)
    try:
        theirs = _read(_where(text))
    except (sqlglot.ParseError, UnreadableError):
        event("refused")
        return
    event("read")
    assert _without_negated(parse(text)) == theirs


@pytest.mark.parametrize(
    ("text", "expr"),
    [
        (
            "not a = 1 and b = 2",
            And(
                (Not(_a := Comparison("a", Operator.EQ, Number("1"))), _b := Comparison("b", Operator.EQ, Number("2")))
            ),
        ),
        ("a = 1 or b = 2 and a = 1", Or((_a, And((_b, _a))))),
        ("a between 1 and 2 and b = 2", And((Between("a", Number("1"), Number("2")), _b))),
    ],
)
def test_the_reading_of_their_tree_is_right(text: str, expr: Expr) -> None:
    assert _read(_where(text)) == expr


class UnreadableError(Exception):
    """Their tree holds what the language does not say."""


def _where(text: str) -> exp.Expr:
    where = sqlglot.parse_one(f"select * from records where {text}").args.get("where")  # noqa: S608  it is only parsed
    if where is None:
        raise UnreadableError(text)
    found: exp.Expr = where.this
    return found


def _read(node: exp.Expr) -> Expr:
    match node:
        case exp.Paren():
            return _read(node.this)
        case exp.Not():
            return Not(_read(node.this))
        case exp.And():
            return And((_read(node.left), _read(node.right)))
        case exp.Or():
            return Or((_read(node.left), _read(node.right)))
        case exp.In():
            return Membership(node.this.name, tuple(map(_literal, node.expressions)))
        case exp.Between():
            return Between(node.this.name, _literal(node.args["low"]), _literal(node.args["high"]))
        case exp.Is(expression=exp.Null()):
            return NullTest(node.this.name)
        case exp.Binary() if type(node) in _COMPARED:
            return Comparison(node.left.name, _COMPARED[type(node)], _literal(node.right))
        case _:
            raise UnreadableError(repr(node))


def _literal(node: exp.Expr) -> Literal:
    match node:
        case exp.Neg():
            return Number(f"-{node.this.name}")
        case exp.Boolean():
            return Boolean(node.this)
        case exp.Literal():
            return Text(node.this) if node.is_string else Number(node.this)
        case _:
            raise UnreadableError(repr(node))


def _without_negated(expr: Expr) -> Expr:
    """Write `a not in (1)` as `not a in (1)`, which are one in SQL's tree."""
    match expr:
        case Not(term):
            return Not(_without_negated(term))
        case And(terms):
            return And(tuple(map(_without_negated, terms)))
        case Or(terms):
            return Or(tuple(map(_without_negated, terms)))
        case Membership(name, values, negated=True):
            return Not(Membership(name, values))
        case Between(name, low, high, negated=True):
            return Not(Between(name, low, high))
        case NullTest(name, negated=True):
            return Not(NullTest(name))
        case _:
            return expr


class _Printer:
    """Writes an expression for both parsers, with parentheses where they are needed and where they are not."""

    def __init__(self, draw: Callable[[st.SearchStrategy[str]], str]) -> None:
        self._draw = draw

    def text(self, expr: Expr) -> str:
        match expr:
            case Not(term):
                text = f"{self._word('not')} {self._inside(term, And, Or)}"
            case And(terms):
                text = f" {self._word('and')} ".join(self._inside(term, Or) for term in terms)
            case Or(terms):
                text = f" {self._word('or')} ".join(self._inside(term) for term in terms)
            case _:
                text = self._predicate(expr)
        return self._draw(st.sampled_from(("{}", "{}", "{}", "({})", "(( {}))"))).format("{}").replace("{}", text)

    def _inside(self, term: Expr, *looser: type[Expr]) -> str:
        return f"({self.text(term)})" if isinstance(term, looser) else self.text(term)

    def _predicate(self, expr: Predicate) -> str:
        name = expr.property
        match expr:
            case Comparison():
                return f"{name} {self._draw(st.sampled_from(_SYMBOLS[expr.operator]))} {_written(expr.value)}"
            case Membership(_, tuple() as values):
                return f"{name} {self._negation(expr.negated)}{self._word('in')} ({', '.join(map(_written, values))})"
            case Between():
                bounds = f"{_written(expr.low)} {self._word('and')} {_written(expr.high)}"
                return f"{name} {self._negation(expr.negated)}{self._word('between')} {bounds}"
            case NullTest():
                return f"{name} {self._word('is')} {self._negation(expr.negated)}{self._word('null')}"
            case _:
                raise AssertionError(expr)

    def _negation(self, negated: bool) -> str:  # noqa: FBT001
        return f"{self._word('not')} " if negated else ""

    def _word(self, word: str) -> str:
        return self._draw(st.sampled_from((word, word.upper(), word.title())))


def _written(literal: Literal) -> str:
    match literal:
        case Text(value):
            return "'{}'".format(value.replace("'", "''"))
        case Number(source):
            return source
        case Boolean(value):
            return "true" if value else "FALSE"
        case _:
            raise AssertionError(literal)
