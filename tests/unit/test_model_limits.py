from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vsfilter.errors import FilterCheckError, Issue, Span
from vsfilter.model import And, Comparison, Limits, Membership, Not, NullTest, Number, Operator, Or, Parameter, Text
from vsfilter.model.enforcing import enforce, needs_parentheses
from vsfilter.model.limits import DEFAULT_LIMITS, too_deep

if TYPE_CHECKING:
    from vsfilter.model import Expr

A, B, C = (Comparison(name, Operator.EQ, Number("1")) for name in "abc")
HINT = "a caller who trusts the input can raise this with limits=Limits(...)"


def refusal(expr: Expr, limits: Limits) -> Issue:
    with pytest.raises(FilterCheckError) as caught:
        enforce(expr, limits)
    (issue,) = caught.value.issues
    return issue


def nots(count: int) -> Expr:
    node: Expr = A
    for _ in range(count):
        node = Not(node)
    return node


def test_the_limits_are_those_of_the_language_unless_set() -> None:
    assert Limits() == DEFAULT_LIMITS == Limits(text=1_000_000, depth=200, items=100_000)


@pytest.mark.parametrize(
    ("expr", "depth"),
    [
        (A, 0),
        (And((A, B)), 0),
        (Or((A, B)), 0),
        (Or((A, And((B, C)))), 0),
        (Membership("a", (Text("x"), Text("y")), negated=True), 0),
        (And((A, Or((B, C)))), 1),
        (Not(A), 1),
        (Not(NullTest("a", negated=True)), 1),
        (And((Not(A), Not(B))), 1),
        (Not(Not(A)), 2),
        (Not(And((A, B))), 2),
        (Not(Or((A, B))), 2),
        (Not(Not(Or((A, B)))), 3),
        (Not(And((A, Or((B, C))))), 3),
        (Not(Or((A, And((B, C))))), 2),
        (Not(Or((A, Not(B)))), 3),
        (nots(200), 200),
    ],
)
def test_depth_counts_parentheses_and_nots_open_at_one_place_as_printed(expr: Expr, depth: int) -> None:
    enforce(expr, Limits(depth=depth))
    if depth:
        assert refusal(expr, Limits(depth=depth - 1)) == too_deep(Limits(depth=depth - 1))


def test_the_deepest_place_counts_wherever_it_stands() -> None:
    assert refusal(And((A, B, Not(Not(C)))), Limits(depth=1)).code == "limit-exceeded"
    assert refusal(And((Not(Not(C)), A, B)), Limits(depth=1)).code == "limit-exceeded"


def test_an_expression_of_50_000_nots_is_refused_by_default() -> None:
    assert refusal(nots(50_000), Limits()).message == "the expression is nested more than 200 deep"


def test_an_expression_of_50_000_nots_is_taken_where_the_limit_allows() -> None:
    enforce(nots(50_000), Limits(depth=50_000))


def test_too_deep_is_said_with_a_place_where_there_is_one() -> None:
    message = "the expression is nested more than 1,200 deep"
    assert too_deep(Limits(depth=1200)) == Issue("limit-exceeded", message, hint=HINT)
    assert too_deep(Limits(depth=1200), Span(3, 4)) == Issue("limit-exceeded", message, Span(3, 4), hint=HINT)


def test_conditions_are_counted_and_the_first_beyond_is_the_place() -> None:
    terms = tuple(NullTest("a", span=Span(number, number + 1)) for number in range(4))
    enforce(And(terms[:3]), Limits(items=3))
    issue = refusal(And(terms), Limits(items=3))
    assert issue == Issue("limit-exceeded", "the expression has more than 3 conditions", Span(3, 4), hint=HINT)


def test_conditions_are_counted_at_every_depth() -> None:
    assert refusal(And((A, Not(Or((B, C))))), Limits(items=2)).message == "the expression has more than 2 conditions"


def test_list_items_are_counted_over_all_lists() -> None:
    lists = tuple(Membership(name, (Text("x"), Text("y")), span=Span(ord(name), 200)) for name in "abc")
    enforce(And(lists), Limits(items=6))
    issue = refusal(And(lists), Limits(items=5))
    assert issue == Issue("limit-exceeded", "the expression has more than 5 list items", Span(99, 200), hint=HINT)


def test_conditions_and_list_items_are_counted_apart() -> None:
    enforce(And((A, B, Membership("c", (Text("x"),) * 3))), Limits(items=3))


def test_a_list_parameter_holds_no_items_yet() -> None:
    enforce(Membership("a", Parameter("p")), Limits(items=1))


def test_the_default_limit_is_100_000_of_each() -> None:
    enforce(And((A,) * 100_000), Limits())
    enforce(Membership("a", (Text("x"),) * 100_000), Limits())
    assert refusal(And((A,) * 100_001), Limits()).message == "the expression has more than 100,000 conditions"
    issue = refusal(Membership("a", (Text("x"),) * 100_001), Limits())
    assert issue.message == "the expression has more than 100,000 list items"


@pytest.mark.parametrize(
    ("parent", "term", "needed"),
    [
        (Not(A), A, False),
        (Not(A), Not(A), False),
        (Not(A), And((A, B)), True),
        (Not(A), Or((A, B)), True),
        (And((A, B)), A, False),
        (And((A, B)), Not(A), False),
        (And((A, B)), Or((A, B)), True),
        (Or((A, B)), And((A, B)), False),
        (Or((A, B)), Not(A), False),
    ],
)
def test_parentheses_are_needed_round_what_binds_more_loosely(
    parent: Not | And | Or, term: Expr, *, needed: bool
) -> None:
    assert needs_parentheses(parent, term) is needed
