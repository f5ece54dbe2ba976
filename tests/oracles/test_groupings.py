"""Pairs of texts that differ in parentheses alone, with a record that one selects and the other does not.

A parser that ignores a parenthesis, or the precedence of a word, cannot pass: it reads both as one. The record is made,
not found: the parts of a text are about a property each, so that each can be made true or false by itself.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vsfilter
from tests.laws import sql
from vsfilter import F
from vsfilter.model import And, Expr, Not, Or, Predicate
from vsfilter.syntax import parse, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

# Values of each column, of which a part of a text holds for some and not for others.
_STOCK: dict[str, list[Any]] = {
    "src": ["", "4", "44", "a", "é", "z", "&page=2"],
    "duration": [-(2**62), -3, -1, 0, 1, 3, 2**62],
    "charge": [-1.5, 0.1, 2, 19.99, 3],
    "is_root": [True, False],
    "calldate": ["2018-08-31 23:59:59", "2018-09-01 00:00:00", "2018-09-02 12:30:15", "2020-02-29 00:00:01"],
}


class Part(NamedTuple):
    """An expression about one property, and values of it for which the expression holds and its negation does."""

    name: str
    expr: Expr
    true: Any
    false: Any

    @property
    def text(self) -> str:
        text = to_text(self.expr)
        return text if isinstance(self.expr, Predicate) else f"({text})"


def _holding(name: str, expr: Expr) -> list[Any]:
    rows = [dict.fromkeys(sql.COLUMNS) | {name: value} for value in _STOCK[name]]
    return [_STOCK[name][number] for number in sql.select(rows, *sql.where_expression(expr))]


@cache
def _plain_parts(name: str) -> list[tuple[Expr, list[Any], list[Any]]]:
    """Give the predicates about a property that hold for a part of its values, with that part and the rest."""
    field, stock = F[name], _STOCK[name]
    exprs: list[Expr] = [field == value for value in stock] + [field != value for value in stock]
    exprs += [field.in_(stock[:2]), field.not_in(stock[:1])]
    if name != "is_root":
        exprs += [make(value) for value in stock for make in (field.__lt__, field.__le__, field.__gt__, field.__ge__)]
        exprs += [field.between(stock[1], stock[2]), ~field.between(stock[1], stock[2])]
    if name == "src":
        exprs += [make(value) for value in ("4", "a", "&") for make in (field.like, field.notlike)]
    halves = ((expr, _holding(name, expr), _holding(name, Not(expr))) for expr in exprs)
    return [(expr, true, false) for expr, true, false in halves if true and false]


@st.composite
def parts(draw: st.DrawFn, name: str) -> Part:
    expr, true, false = draw(st.sampled_from(_plain_parts(name)))
    match draw(st.sampled_from(("plain", "not", "and", "or"))):
        case "not":
            expr, true, false = Not(expr), false, true
        case "and":
            expr = And((expr, F[name].is_not_null()))
        case "or":
            expr = Or((F[name].is_null(), expr))
    return Part(name, expr, draw(st.sampled_from(true)), draw(st.sampled_from(false)))


triples = st.permutations(sorted(sql.COLUMNS)).flatmap(lambda names: st.tuples(*map(parts, names[:3])))

_AND = st.sampled_from(("and", "AND", "&&"))
_OR = st.sampled_from(("or", "Or", "||"))
_NOT = st.sampled_from(("not ", "NOT ", "! "))


class Pair(NamedTuple):
    """Two texts that differ in parentheses, the tree of each, and which parts make the difference by holding or not."""

    grouped: str
    bare: str
    of_grouped: Callable[[Expr, Expr, Expr], Expr]
    of_bare: Callable[[Expr, Expr, Expr], Expr]
    holds: dict[str, bool]


PAIRS = [
    Pair(
        "{a} and ({b} or {c})",
        "{a} and {b} or {c}",
        lambda a, b, c: And((a, Or((b, c)))),
        lambda a, b, c: Or((And((a, b)), c)),
        {"a": False, "c": True},
    ),
    Pair(
        "({a} or {b}) and {c}",
        "{a} or {b} and {c}",
        lambda a, b, c: And((Or((a, b)), c)),
        lambda a, b, c: Or((a, And((b, c)))),
        {"a": True, "c": False},
    ),
    Pair(
        "({a} or {b}) and ({b} or {c})",
        "{a} or {b} and {b} or {c}",
        lambda a, b, c: And((Or((a, b)), Or((b, c)))),
        lambda a, b, c: Or((a, And((b, b)), c)),
        {"a": True, "b": False, "c": False},
    ),
    Pair(
        "not ({a} and {b})",
        "not {a} and {b}",
        lambda a, b, _: Not(And((a, b))),
        lambda a, b, _: And((Not(a), b)),
        {"b": False},
    ),
    Pair(
        "not ({a} or {b})",
        "not {a} or {b}",
        lambda a, b, _: Not(Or((a, b))),
        lambda a, b, _: Or((Not(a), b)),
        {"b": True},
    ),
    Pair(
        "{a} and not ({b} or {c})",
        "{a} and not {b} or {c}",
        lambda a, b, c: And((a, Not(Or((b, c))))),
        lambda a, b, c: Or((And((a, Not(b))), c)),
        {"c": True},
    ),
    Pair(
        "{a} and not ({b} and {c})",
        "{a} and not {b} and {c}",
        lambda a, b, c: And((a, Not(And((b, c))))),
        lambda a, b, c: And((a, Not(b), c)),
        {"a": True, "c": False},
    ),
    Pair(
        "not ({a} and {b} or {c})",
        "not {a} and {b} or {c}",
        lambda a, b, c: Not(Or((And((a, b)), c))),
        lambda a, b, c: Or((And((Not(a), b)), c)),
        {"c": True},
    ),
    Pair(
        "not (not {a} and {b}) and {c}",
        "not not {a} and {b} and {c}",
        lambda a, b, c: And((Not(And((Not(a), b))), c)),
        lambda a, b, c: And((Not(Not(a)), b, c)),
        {"b": False, "c": True},
    ),
]


def _spelled(template: str, triple: tuple[Part, ...], words: tuple[str, str, str]) -> str:
    conjunction, disjunction, negation = words
    spelled = template.replace("and", conjunction).replace("or", disjunction).replace("not ", negation)
    return spelled.format(**{letter: part.text for letter, part in zip("abc", triple, strict=True)})


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.grouped)
@given(triple=triples, words=st.tuples(_AND, _OR, _NOT), free=st.tuples(st.booleans(), st.booleans(), st.booleans()))
def test_parentheses_change_the_tree_and_the_records(
    pair: Pair, triple: tuple[Part, Part, Part], words: tuple[str, str, str], free: tuple[bool, bool, bool]
) -> None:
    a, b, c = (part.expr for part in triple)
    grouped, bare = (parse(_spelled(template, triple, words)) for template in (pair.grouped, pair.bare))
    assert grouped == pair.of_grouped(a, b, c)
    assert bare == pair.of_bare(a, b, c)
    assert grouped != bare

    witness: dict[str, object] = dict.fromkeys(sql.COLUMNS)
    for letter, part, either in zip("abc", triple, free, strict=True):
        witness[part.name] = part.true if pair.holds.get(letter, either) else part.false
    selected = [sql.select([witness], *sql.where_expression(expr)) for expr in (grouped, bare)]
    assert sorted(selected) == [[], [0]]
    # The trees are told apart by the record on this side as well.
    assert [[0] if vsfilter.predicate(expr, "cdrs")(witness) else [] for expr in (grouped, bare)] == selected
