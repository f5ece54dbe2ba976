from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from vsfilter.errors import Span
from vsfilter.model import (
    And,
    Between,
    Comparison,
    Membership,
    Not,
    NullTest,
    Number,
    Operator,
    Or,
    Parameter,
    Text,
    fold,
    normal_form,
    predicates,
)

if TYPE_CHECKING:
    from vsfilter.model import Expr, Predicate

DEEP = 50_000


def compare(name: str, operator: Operator = Operator.EQ) -> Comparison:
    return Comparison(name, operator, Number("1"))


A, B, C, D = map(compare, "abcd")
NOT_A, NOT_B, NOT_C, NOT_D = (compare(name, Operator.NE) for name in "abcd")


def nots(count: int) -> Expr:
    node: Expr = A
    for _ in range(count):
        node = Not(node)
    return node


def outline(expr: Expr) -> str:
    def leaf(predicate: Predicate, negated: bool) -> str:  # noqa: FBT001  the signature that fold calls
        return ("!" if negated else "") + predicate.property

    def join(node: And | Or, negated: bool, terms: list[str]) -> str:  # noqa: FBT001  as above
        return f"{type(node).__name__}{'!' if negated else ''}({' '.join(terms)})"

    return fold(expr, leaf, join)


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (A, "a"),
        (Not(A), "!a"),
        (Not(Not(A)), "a"),
        (And((A, B, C)), "And(a b c)"),
        (Not(And((A, B))), "And!(!a !b)"),
        (Or((A, And((B, C)), D)), "Or(a And(b c) d)"),
        (Not(Or((A, Not(And((B, C)))))), "Or!(!a And(b c))"),
        (And((Or((A, B)), Or((C, D)))), "And(Or(a b) Or(c d))"),
        (And((A, Not(Not(Or((B, Not(C))))))), "And(a Or(b !c))"),
    ],
)
def test_fold_gives_leaves_their_negation_and_joins_terms_in_order(expr: Expr, expected: str) -> None:
    assert outline(expr) == expected


def test_fold_hands_each_join_its_own_list() -> None:
    seen: list[list[int]] = []

    def join(_node: And | Or, _negated: bool, terms: list[int]) -> int:  # noqa: FBT001  the signature that fold calls
        seen.append(terms)
        return sum(terms)

    assert fold(And((Or((A, B)), Or((C, D)))), lambda _leaf, _negated: 1, join) == 4
    assert seen == [[1, 1], [1, 1], [2, 2]]


@pytest.mark.parametrize(
    ("expr", "names"),
    [
        (A, "a"),
        (Not(Not(B)), "b"),
        (And((A, Not(Or((B, A))), C)), "abac"),
        (Or((And((A, B)), And((C, D)))), "abcd"),
    ],
)
def test_predicates_come_in_the_order_written(expr: Expr, names: str) -> None:
    assert "".join(node.property for node in predicates(expr)) == names


@pytest.mark.parametrize(
    ("predicate", "negated"),
    [
        (A, NOT_A),
        (NOT_A, A),
        (compare("a", Operator.LT), compare("a", Operator.GTE)),
        (compare("a", Operator.LTE), compare("a", Operator.GT)),
        (compare("a", Operator.GT), compare("a", Operator.LTE)),
        (compare("a", Operator.GTE), compare("a", Operator.LT)),
        (compare("a", Operator.LIKE), compare("a", Operator.NOTLIKE)),
        (compare("a", Operator.NOTLIKE), compare("a", Operator.LIKE)),
        (Membership("a", (Text("x"),)), Membership("a", (Text("x"),), negated=True)),
        (Membership("a", Parameter("p"), negated=True), Membership("a", Parameter("p"))),
        (Between("a", Text("x"), Text("y")), Between("a", Text("x"), Text("y"), negated=True)),
        (Between("a", Text("x"), Text("y"), negated=True), Between("a", Text("x"), Text("y"))),
        (NullTest("a"), NullTest("a", negated=True)),
        (NullTest("a", negated=True), NullTest("a")),
    ],
)
def test_the_normal_form_moves_a_not_into_the_predicate(predicate: Predicate, negated: Predicate) -> None:
    assert normal_form(predicate) is predicate
    assert normal_form(Not(predicate)) == negated
    assert normal_form(Not(Not(predicate))) is predicate
    assert normal_form(Not(Not(Not(predicate)))) == negated


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (And((A, B)), And((A, B))),
        (Or((A, B)), Or((A, B))),
        (Not(And((A, B))), Or((NOT_A, NOT_B))),
        (Not(Or((A, B))), And((NOT_A, NOT_B))),
        (Not(And((A, Not(B)))), Or((NOT_A, B))),
        (Not(Or((A, And((B, C))))), And((NOT_A, Or((NOT_B, NOT_C))))),
        (And((A, Not(Or((B, C))))), And((A, NOT_B, NOT_C))),
        (Or((A, Not(And((B, C))), D)), Or((A, NOT_B, NOT_C, D))),
        (Not(And((A, Not(And((B, C)))))), Or((NOT_A, And((B, C))))),
        (Not(Not(And((A, B)))), And((A, B))),
    ],
)
def test_the_normal_form_follows_de_morgan_and_flattens(expr: Expr, expected: Expr) -> None:
    result = normal_form(expr)
    assert result == expected
    assert normal_form(result) == result


def test_the_normal_form_keeps_all_places() -> None:
    places: dict[str, Any] = {"span": Span(5, 9), "property_span": Span(5, 6), "operator_span": Span(7, 8)}
    comparison = Comparison("a", Operator.EQ, Number("1", Span(8, 9)), **places)
    test = NullTest("b", **places)
    result = normal_form(Not(And((comparison, test), (Span(10, 13),)), Span(0, 3)))
    assert isinstance(result, Or)
    assert result.word_spans == (Span(10, 13),)
    for term in result.terms:
        assert isinstance(term, Comparison | NullTest)
        assert (term.span, term.property_span, term.operator_span) == tuple(places.values())
    assert isinstance(result.terms[0], Comparison)
    assert result.terms[0].value.span == Span(8, 9)


def test_the_normal_form_of_merged_connectives_keeps_the_places_of_their_words() -> None:
    result = normal_form(And((A, Not(Or((B, C), (Span(20, 22),)))), (Span(6, 9),)))
    assert isinstance(result, And)
    assert result.word_spans == (Span(6, 9), Span(20, 22))


@pytest.mark.parametrize(("count", "expected"), [(DEEP, A), (DEEP + 1, NOT_A)])
def test_50_000_nots_are_walked(count: int, expected: Expr) -> None:
    expr = nots(count)
    assert normal_form(expr) == expected
    assert list(predicates(expr)) == [A]


def test_50_000_alternating_connectives_are_walked() -> None:
    expr: Expr = A
    for level in range(DEEP):
        expr = And((B, expr)) if level % 2 else Or((C, expr))
    assert sum(1 for _ in predicates(expr)) == DEEP + 1
    assert normal_form(expr) == expr
    assert normal_form(Not(Not(expr))) == expr
