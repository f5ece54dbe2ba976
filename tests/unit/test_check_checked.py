"""What checking gives."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

import vsfilter
from tests.unit.checking import THINGS
from vsfilter import Span
from vsfilter.check import Checked, Condition
from vsfilter.model import And, Boolean, Comparison, Expr, Membership, Number, Operator, Text

MOMENT = datetime.fromisoformat("2018-09-01T12:30:15")


def _condition(name: str, operator: Operator, *values: str | int | Decimal | bool | datetime) -> Condition:
    prop = THINGS.get(name)
    assert prop is not None
    return Condition(prop, operator, values)


def test_where_a_condition_came_from_plays_no_part_in_equality() -> None:
    bare = _condition("integer", Operator.EQ, 5)
    placed = Condition(bare.property, Operator.EQ, (5,), Span(0, 11), Span(8, 9), (Span(10, 11),), whole_day=True)
    assert bare == placed
    assert hash(bare) == hash(placed)
    assert {bare, placed} == {bare}


def test_what_a_condition_says_does() -> None:
    condition = _condition("integer", Operator.EQ, 5)
    assert condition != _condition("number", Operator.EQ, 5)
    assert condition != _condition("integer", Operator.NE, 5)
    assert condition != _condition("integer", Operator.EQ, 6)
    assert condition != _condition("integer", Operator.EQ, 5, 6)


def test_no_condition_is_no_expression() -> None:
    assert Checked(THINGS, ()).expression() is None


@pytest.mark.parametrize(
    ("condition", "expr"),
    [
        (_condition("string", Operator.EQ, "a"), Comparison("string", Operator.EQ, Text("a"))),
        (_condition("string", Operator.LIKE, "a"), Comparison("string", Operator.LIKE, Text("a"))),
        (_condition("integer", Operator.GT, -5), Comparison("integer", Operator.GT, Number("-5"))),
        (_condition("number", Operator.EQ, Decimal("0.10")), Comparison("number", Operator.EQ, Number("0.10"))),
        (_condition("number", Operator.EQ, Decimal("1E+3")), Comparison("number", Operator.EQ, Number("1000"))),
        (_condition("boolean", Operator.NE, True), Comparison("boolean", Operator.NE, Boolean(value=True))),  # noqa: FBT003
        (
            _condition("datetime", Operator.LTE, MOMENT),
            Comparison("datetime", Operator.LTE, Text("2018-09-01 12:30:15")),
        ),
        (_condition("integer", Operator.IN, 5, 6), Membership("integer", (Number("5"), Number("6")))),
    ],
)
def test_a_condition_becomes_a_predicate(condition: Condition, expr: Expr) -> None:
    assert Checked(THINGS, (condition,)).expression() == expr


def test_conditions_become_a_conjunction_in_their_order() -> None:
    conditions = (_condition("string", Operator.EQ, "b"), _condition("integer", Operator.EQ, 5))
    assert Checked(THINGS, conditions).expression() == And(
        (Comparison("string", Operator.EQ, Text("b")), Comparison("integer", Operator.EQ, Number("5")))
    )


def test_the_expression_is_checked_to_the_same_conditions_on_any_other_day() -> None:
    first = vsfilter.compile(
        "datetime > today - 7d and integer = :five and datetime between yesterday and today",
        THINGS,
        params={"five": 5},
        clock=lambda: datetime.fromisoformat("2026-07-15T12:30+00:00"),
    )
    second = vsfilter.compile(
        first.expr, THINGS, clock=lambda: datetime.fromisoformat("2027-01-01T00:00+00:00"), timezone="Asia/Tokyo"
    )
    assert second.to_json() == first.to_json()
    assert second == first
