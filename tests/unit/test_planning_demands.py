"""What is asked of one property, as a set of values."""

from __future__ import annotations

import pytest

import vsfilter
from tests.unit.checking import THINGS
from vsfilter.check import Condition
from vsfilter.check.selection import Conjunction
from vsfilter.compiling.selecting import selecting
from vsfilter.model.limits import DEFAULT_LIMITS
from vsfilter.planning.demands import Demand, demand_of, intersection
from vsfilter.planning.terms import Term
from vsfilter.planning.unions import hull, united


def conditions(text: str) -> list[Condition]:
    """Give the conditions of a conjunction."""
    tree = selecting(
        lambda _, selection: selection.criterion,
        text,
        THINGS,
        params=None,
        clock=None,
        timezone="UTC",
        fold=None,
        limits=DEFAULT_LIMITS,
    )
    found: list[Condition] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Condition):
            found.append(node)
        else:
            assert isinstance(node, Conjunction)
            stack += reversed(node.terms)
    return found


def demand(text: str) -> Demand:
    found = demand_of(conditions(text))
    assert found is not None
    return found


def written(*demands: Demand | None) -> list[str]:
    return [str(Term([one])) for one in demands if one is not None]


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("integer > 3 and integer >= 2", "integer > 3"),
        ("integer < 3 and integer <= 9 and integer >= 1", "integer >= 1 and integer < 3"),
        ("integer in (1, 2, 3) and integer != 2", "integer in (1, 3)"),
        ("integer in (1, 2) and integer in (2, 3)", "integer = 2"),
        ("integer in (1, 2, 9) and integer < 5", "integer in (1, 2)"),
        ("integer > 3 and integer != 3", "integer > 3"),
        ("integer > 3 and integer != 9", "integer > 3 and integer != 9"),
        ('string in ("ab", "b") and string like a', 'string = "ab"'),
        ('string in ("ab", "b") and string not like a', 'string = "b"'),
        ('string > "a" and string > "b"', 'string > "a" and string > "b"'),
        ("number in (1, 1.0, 0.10)", "number in (1, 0.10)"),
        ("boolean = true and boolean != false", "boolean = true"),
    ],
)
def test_what_is_said_already_goes(text: str, settled: str) -> None:
    assert written(demand(text)) == [settled]


@pytest.mark.parametrize(
    "text",
    [
        "integer > 3 and integer < 3",
        "integer > 3 and integer < 4",
        "number > 3 and number <= 3",
        "integer = 1 and integer = 2",
        "integer = 1 and integer > 1",
        "string like abc and string not like b",
        'datetime > "2026-01-01 00:00:00" and datetime < "2026-01-01 00:00:01"',
        "boolean = true and boolean != true",
    ],
)
def test_what_leaves_no_value_is_none(text: str) -> None:
    assert demand_of(conditions(text)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("integer > 3", "integer >= 4"),
        ("integer > 3", "integer > 2"),
        ("integer < 3", "integer < 4"),
        ("integer = 3", "integer > 2"),
        ("integer in (1, 2)", "integer in (1, 2, 3)"),
        ("integer > 3", "integer != 3"),
        ("string like abc", "string like b"),
        ("string not like b", "string not like abc"),
        ("string like x", 'string != "abc"'),
        ("string not like b", 'string != "abc"'),
        ('string > "a"', 'string > "a"'),
        ('string = "abc"', "string like b"),
        ('datetime > "9999-12-31 23:59:59"', 'datetime >= "9999-12-31 23:59:59"'),
    ],
)
def test_one_implies_the_other(one: str, other: str) -> None:
    assert demand(one).implies(demand(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("integer > 3", "integer > 4"),
        ("integer < 3", "integer < 2"),
        ("integer > 3", "integer = 4"),
        ("integer > 3", "integer != 4"),
        ("integer in (1, 2)", "integer = 1"),
        ("string like b", "string like abc"),
        ("string not like abc", "string not like b"),
        ("string like b", 'string != "abc"'),
        ('string > "b"', 'string > "a"'),
    ],
)
def test_one_does_not_imply_the_other(one: str, other: str) -> None:
    assert not demand(one).implies(demand(other))


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("integer > 3", "integer < 9", ["integer > 3 and integer < 9"]),
        ("integer in (1, 2)", "integer in (2, 3)", ["integer = 2"]),
        ("integer = 1", "integer > 3", []),
        ("integer > 3", "integer in (1, 9)", ["integer = 9"]),
    ],
)
def test_both_may_be_asked(one: str, other: str, both: list[str]) -> None:
    assert written(intersection(demand(one), demand(other))) == both


@pytest.mark.parametrize(
    ("texts", "union"),
    [
        (["integer = 1", "integer in (2, 1)"], ["integer in (1, 2)"]),
        (["integer < 3", "integer between 2 and 9"], ["integer <= 9"]),
        (["integer between 1 and 3", "integer between 4 and 9"], ["integer >= 1 and integer <= 9"]),
        (
            ["integer between 1 and 3", "integer between 5 and 9"],
            ["integer >= 1 and integer <= 3", "integer >= 5 and integer <= 9"],
        ),
        (["integer between 1 and 3", "integer in (4, 5, 9)"], ["integer = 9", "integer >= 1 and integer <= 5"]),
        (["integer between 5 and 8", "integer in (4, 3, 1)"], ["integer = 1", "integer >= 3 and integer <= 8"]),
        (["integer > 3", "integer in (7, 3)"], ["integer >= 3"]),
        (["integer < 3", "integer = 3"], ["integer <= 3"]),
        (["number between 1 and 2", "number > 2"], ["number >= 1"]),
        (["number < 1", "number > 1"], ["number < 1", "number > 1"]),
        (["number < 1", "number = 1"], ["number <= 1"]),
        (["number > 1", "number = 1"], ["number >= 1"]),
        (["number > 1", "number = 0.5"], ["number = 0.5", "number > 1"]),
        (["integer <= 3", "integer > 3"], ["integer <= 3", "integer > 3"]),
        (["integer > 3 and integer != 5", "integer > 1 and integer != 5"], ["integer > 1 and integer != 5"]),
        (["string like a", "string like b"], ['string like "a"', 'string like "b"']),
        (["integer > 3", "integer > 3"], ["integer > 3"]),
        (
            [
                'datetime <= "2026-01-31 23:59:59" and datetime >= "2026-01-01 00:00:00"',
                "datetime between 2026-02-01 and 2026-02-03",
            ],
            ['datetime >= "2026-01-01 00:00:00" and datetime <= "2026-02-03 23:59:59"'],
        ),
    ],
)
def test_alternatives_are_united_where_one_demand_can_say_them(texts: list[str], union: list[str]) -> None:
    assert written(*united([demand(text) for text in texts], lists=True)) == union


def test_without_lists_values_stay_apart() -> None:
    demands = [demand("integer in (1, 2)"), demand("integer in (2, 9)"), demand("integer > 8")]
    assert written(*united(demands, lists=False)) == ["integer = 1", "integer = 2", "integer > 8"]


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (["integer = 1", "integer = 5"], ["integer in (1, 5)"]),
        (["integer = 1", "integer between 5 and 9"], ["integer >= 1 and integer <= 9"]),
        (["integer between 5 and 9", "integer in (7, 11)"], ["integer >= 5 and integer <= 11"]),
        (["integer > 5", "integer < 2"], []),
        (["integer > 5", "integer > 9 and integer != 12"], ["integer > 5"]),
        (["string like a", "string like ab"], ['string like "a"']),
        (["string like a", 'string = "xay"'], ['string like "a"']),
        (["string like a", "string like b"], []),
    ],
)
def test_a_hull_covers_all(texts: list[str], whole: list[str]) -> None:
    assert written(hull([demand(text) for text in texts], lists=True)) == whole


def test_a_hull_without_lists_is_a_range_or_nothing() -> None:
    assert written(hull([demand("integer in (5, 1, 3)")], lists=False)) == ["integer >= 1 and integer <= 5"]
    assert hull([demand('string in ("a", "b")')], lists=False) is None
    assert written(hull([demand('string = "a"')], lists=False)) == ['string = "a"']


def test_integers_of_any_size_are_compared() -> None:
    huge = "9" * 700
    assert written(demand(f"integer > {huge} and integer > 3")) == [f"integer > {huge}"[:200] + "…"]
    assert demand(f"integer > {huge}").implies(demand("integer > 3"))


def test_demands_are_equal_where_they_leave_the_same_values() -> None:
    assert demand("integer > 3") == demand("integer >= 4")
    assert demand("number = 0.10") == demand("number = 0.1")
    assert len({demand("integer in (1, 2)"), demand("integer in (2, 1)")}) == 1


def test_a_decimal_is_the_nearest_double() -> None:
    near = vsfilter.plan("number >= 0.1000000000000000055 and number <= 0.1", THINGS)
    assert len(near.requests) == 1


def test_of_very_many_conditions_only_those_that_stand_there_are_implied() -> None:
    many = demand(f"string not in ({', '.join(map(str, range(300)))})")
    assert many.implies(demand('string != "7"'))
    assert not many.implies(demand("string not like 5555"))
