"""Every switch, both ways."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.asking import Asking
from vsfilter.emulator import Behaviour, Emulator

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def emulated(**switches: Any) -> Iterator[Asking]:  # noqa: ANN401  each switch has its type
    with Emulator(behaviour=Behaviour(**switches)) as emulator, Asking(emulator) as client:
        emulator.insert("cdrs", ({"id": number, "src": "ab"[number % 2]} for number in range(5_010)))
        yield client


def test_the_defaults_are_those_that_show_a_mistake() -> None:
    with emulated() as asking:
        body = asking.refused("cdrs", ("dstid", "eq", "1"))
        assert body == {"message": "Filtration error", "errors": [{"field": "dstid", "message": "Filtration error"}]}
        asking.refused("cdrs", offset=1)
        asking.refused("cdrs", limit=5_001)
        assert asking.records("cdrs", ("src", "ne", "a"), group_by="src") == [{"src": "b", "count": 2505}]
        assert asking.ask("cdrs").json()["total"] == 5_010
        assert len(asking.records("cdrs")) == 25


def test_an_unknown_property_may_be_ignored() -> None:
    with emulated(unknown_property="ignore") as asking:
        assert asking.ids("cdrs", ("dstid", "eq", None), ("id", "lt", 2)) == [0, 1]
        asking.refused("cdrs", ("dstid", "between", [1, 2]))
        asking.refused("faxes", ("from", "eq", "44"))
        asking.refused("cdrs", sort="dstid")


def test_an_unknown_parameter_may_be_ignored() -> None:
    with emulated(unknown_parameter="ignore") as asking:
        assert asking.ids("cdrs", offset=1, include="users", limit=1) == [0]
        asking.refused("cdrs", limit=0)


def test_a_limit_above_the_maximum_may_be_clamped() -> None:
    with emulated(limit_above_maximum="clamp") as asking:
        assert len(asking.records("cdrs", limit=10_000)) == 5_000
        assert len(asking.records("cdrs", limit="9" * 100, page=2)) == 10


def test_groups_may_be_shown_by_a_record() -> None:
    with emulated(group_by="rows") as asking:
        body = asking.ask("cdrs", ("id", "gt", 1), group_by="src").json()
        assert [record["id"] for record in body["data"]] == [2, 3]
        assert len(body["data"][0]) == 35
        assert body["total"] == 2


def test_operators_may_be_those_observed() -> None:
    with emulated(operators="observed") as asking:
        for operator in ("ne", "!=", "<>", "neq", "notlike"):
            asking.refused("cdrs", ("src", operator, "a"))
        asking.refused("cdrs", ("src", "in", ["a"]))
        for operator in ("eq", "like", "gt", "gte", "lt", "lte", "=", ">"):
            asking.records("cdrs", ("src", operator, "a"))


def test_the_total_may_be_missing() -> None:
    with emulated(total="missing") as asking:
        assert asking.ask("cdrs", limit=1).json().keys() == {"data"}
        assert asking.ask("cdrs", group_by="src").json() == {
            "data": [{"src": "a", "count": 2505}, {"src": "b", "count": 2505}]
        }


def test_the_length_of_a_page_may_be_another() -> None:
    with emulated(default_limit=7) as asking:
        assert len(asking.records("cdrs")) == 7
        assert len(asking.records("cdrs", limit=8)) == 8


TEXTS: list[dict[str, Any]] = [
    {"id": 1, "src": "a%b"},
    {"id": 2, "src": "aXb"},
    {"id": 3, "src": "A*b_"},
    {"id": 4},
    {"id": 5, "src": "[?]"},
]


@contextmanager
def holding(records: list[dict[str, Any]], **switches: Any) -> Iterator[Asking]:  # noqa: ANN401  as above
    with Emulator(behaviour=Behaviour(**switches)) as emulator, Asking(emulator) as client:
        emulator.insert("cdrs", records)
        yield client


@pytest.mark.parametrize(
    ("fragment", "found"),
    [
        ("a%b", [1, 2]),
        ("a_b", [1, 2]),
        ("%", [1, 2, 3, 5]),
        ("A*b", [3]),
        ("b_", [3]),
        ("[?]", [5]),
        ("___", [1, 2, 3, 5]),
        ("____", [3]),
    ],
)
def test_a_fragment_may_be_a_pattern(fragment: str, found: list[int]) -> None:
    with holding(TEXTS, like="patterns") as asking:
        assert asking.ids("cdrs", ("src", "like", fragment)) == found
        assert asking.ids("cdrs", ("src", "notlike", fragment)) == [n for n in (1, 2, 3, 5) if n not in found]


def test_a_fragment_may_be_found_in_any_case() -> None:
    for switches in ({}, {"like": "patterns"}):
        with holding(TEXTS, like_case="fold", **switches) as asking:
            assert asking.ids("cdrs", ("src", "like", "A")) == [1, 2, 3]
            assert asking.ids("cdrs", ("src", "notlike", "B")) == [5]
            assert asking.ids("cdrs", ("src", "eq", "AxB")) == []


def test_what_is_missing_may_differ_from_every_value() -> None:
    with holding(TEXTS, nulls="include") as asking:
        assert asking.ids("cdrs", ("src", "ne", "aXb")) == [1, 3, 4, 5]
        assert asking.ids("cdrs", ("src", "notlike", "a")) == [3, 4, 5]
        assert asking.ids("cdrs", ("src", "lt", "a")) == [3, 5]


DATES: list[dict[str, Any]] = [
    {"id": n, "calldate": f"2020-02-{day}"} for n, day in enumerate(("28 23:59:59", "29 00:00:00", "29 12:00:00"))
]


@pytest.mark.parametrize(
    ("operator", "value", "of_midnight", "of_the_day"),
    [
        ("eq", "2020-02-29", [1], [1, 2]),
        ("ne", "2020-02-29", [0, 2], [0]),
        ("lt", "2020-02-29", [0], [0]),
        ("lte", "2020-02-29", [0, 1], [0, 1, 2]),
        ("gt", "2020-02-29", [2], []),
        ("gte", "2020-02-29", [1, 2], [1, 2]),
        ("in", ["2020-02-29", "2020-02-28 23:59:59"], [0, 1], [0, 1, 2]),
        ("lte", "2020-02-29 00:00:00", [0, 1], [0, 1]),
    ],
)
def test_a_date_without_a_time_may_be_the_day(
    operator: str, value: object, of_midnight: list[int], of_the_day: list[int]
) -> None:
    for switch, found in (("midnight", of_midnight), ("day", of_the_day)):
        with holding(DATES, bare_date=switch) as asking:
            assert asking.ids("cdrs", ("calldate", operator, value)) == found


def test_the_forms_of_a_date_may_be_other_ones() -> None:
    with holding(DATES, bare_date="refuse", iso_date="accept") as asking:
        asking.refused("cdrs", ("calldate", "gt", "2020-02-29"))
        assert asking.ids("cdrs", ("calldate", "eq", "2020-02-29T12:00:00")) == [2]
        asking.refused("cdrs", ("calldate", "eq", "2020-02-30T12:00:00"))
    with holding(DATES) as asking:
        asking.refused("cdrs", ("calldate", "eq", "2020-02-29T12:00:00"))


def test_a_number_may_have_to_be_one() -> None:
    records = [{"id": 1, "src": "44", "rate": 0.5}]
    with holding(records, number_as_text="refuse") as asking:
        asking.refused("cdrs", ("id", "eq", "1"))
        asking.refused("cdrs", ("rate", "in", ["0.5"]))
        assert asking.ids("cdrs", ("id", "eq", 1), ("rate", "eq", 0.5), ("src", "eq", 44)) == [1]
    with holding(records, text_as_number="refuse") as asking:
        asking.refused("cdrs", ("src", "eq", 44))
        assert asking.ids("cdrs", ("src", "eq", "44"), ("id", "eq", "1")) == [1]


def test_sorting_may_be_ignored() -> None:
    with holding(TEXTS, sort="ignore") as asking:
        assert asking.ids("cdrs", sort="src", dir="DESC") == [1, 2, 3, 4, 5]
        asking.refused("cdrs", sort="nope")
    with holding(TEXTS) as asking:
        assert asking.ids("cdrs", sort="src", dir="DESC") == [2, 1, 5, 3, 4]


def test_the_total_may_count_something_else() -> None:
    for switch, alone, grouped in (("page", 1, 1), ("unfiltered", 5, 3)):
        with holding(TEXTS, total=switch) as asking:
            assert asking.ask("cdrs", ("id", "lt", 4), limit=1).json()["total"] == alone
            assert asking.ask("cdrs", ("id", "lt", 4), limit=1, group_by="src").json()["total"] == grouped


def test_an_operator_may_be_broken() -> None:
    with holding(TEXTS, broken_operators=("lte:lt", "ne:ignore", "in:refuse", "notlike:like")) as asking:
        assert asking.ids("cdrs", ("id", "lte", 3)) == [1, 2]
        assert asking.ids("cdrs", ("id", "<=", 3)) == [1, 2]
        assert asking.ids("cdrs", ("id", "lt", 3)) == [1, 2]
        assert asking.ids("cdrs", ("id", "ne", 3)) == [1, 2, 3, 4, 5]
        assert asking.ids("cdrs", ("src", "notlike", "X")) == [2]
        asking.refused("cdrs", ("id", "in", [3]))
        asking.refused("cdrs", ("id", "ne", "x"))


def test_a_property_may_be_broken() -> None:
    with holding(TEXTS, broken_properties=("src:ignore", "dst:refuse")) as asking:
        assert asking.ids("cdrs", ("src", "eq", "nothing"), ("id", "gt", 2)) == [3, 4, 5]
        assert asking.refused("cdrs", ("dst", "eq", "1"))["message"] == "Filtration error"
        asking.records("cdrs", sort="dst")


@pytest.mark.parametrize(
    "switches",
    [
        {"like": "globs"},
        {"nulls": "sql"},
        {"broken_operators": "lte:lt"},
        {"broken_operators": ("between:ignore",)},
        {"broken_operators": ("in:eq",)},
        {"broken_operators": ("like:eq",)},
        {"broken_operators": ("lte",)},
        {"broken_properties": ("src:lt",)},
        {"broken_properties": (":ignore",)},
        {"broken_properties": (5,)},
        {"unknown_property": "reject"},
        {"unknown_parameter": ""},
        {"limit_above_maximum": None},
        {"group_by": "sums"},
        {"operators": "all"},
        {"total": 5},
        {"default_limit": 0},
        {"default_limit": 5_001},
        {"default_limit": "25"},
        {"default_limit": True},
        {"session_idle_seconds": 0},
        {"two_factor": 1},
    ],
)
def test_a_switch_has_its_values_only(switches: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(switches))):
        Behaviour(**switches)
