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


@pytest.mark.parametrize(
    "switches",
    [
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
