"""What a filter finds, and what is no filter, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.asking import Asking
from vsfilter.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 2**63 - 1

RECORDS: list[dict[str, Any]] = [
    {
        "id": 1,
        "src": "442012345678",
        "src_name": "Zoë",
        "duration": 10,
        "rate": 0.1,
        "is_root": True,
        "calldate": "2018-09-01 00:00:00",
        "labels": ["ä", 1],
        "metadata": {"b": 1, "a": None},
    },
    {
        "id": 2,
        "src": "0049 %_\\",
        "src_name": "",
        "duration": LARGEST,
        "rate": LARGEST,
        "is_root": False,
        "calldate": "2018-09-01 12:30:00",
        "labels": [],
        "metadata": {},
    },
    {
        "id": 3,
        "src": "anna",
        "src_name": "a\0b",
        "duration": -(2**63),
        "rate": 1e300,
        "is_root": True,
        "calldate": "2020-02-29 23:59:59",
    },
    {"id": 4, "src": "Anna ", "src_name": "\U0001f600", "duration": 0, "rate": 5, "calldate": "0001-01-01 00:00:00"},
    {"id": 5},
]


@pytest.fixture(scope="module")
def asking() -> Iterator[Asking]:
    with Emulator() as emulator:
        emulator.insert("cdrs", RECORDS)
        emulator.insert("faxes", [{"id": 1, "from": "44", "to": "49"}])
        with Asking(emulator) as client:
            yield client


FOUND: list[tuple[str, str, Any, list[int]]] = [
    ("src", "eq", "442012345678", [1]),
    ("src", "=", 442012345678, [1]),
    ("src", "eq", "anna", [3]),
    ("src", "eq", "Anna", []),
    ("src", "ne", "anna", [1, 2, 4]),
    ("src", "neq", "anna", [1, 2, 4]),
    ("src", "<>", "anna", [1, 2, 4]),
    ("src", "!=", "anna", [1, 2, 4]),
    ("src", "lt", "4", [2]),
    ("src", "<", "Anna ", [1, 2]),
    ("src", "lte", "Anna ", [1, 2, 4]),
    ("src", "<=", "Anna ", [1, 2, 4]),
    ("src", "gt", "Anna ", [3]),
    ("src", ">", "Anna ", [3]),
    ("src", "gte", "Anna ", [3, 4]),
    ("src", ">=", "Anna ", [3, 4]),
    ("src", "in", ["anna", "Anna ", "anna", "x"], [3, 4]),
    ("src", "in", [442012345678], [1]),
    ("src", "like", "2012", [1]),
    ("src", "like", "NN", []),
    ("src", "like", "", [1, 2, 3, 4]),
    ("src", "like", "%", [2]),
    ("src", "like", "_", [2]),
    ("src", "like", "\\", [2]),
    ("src", "like", 44, [1]),
    ("src", "notlike", "nn", [1, 2]),
    ("src", "notlike", "", []),
    ("src_name", "eq", "", [2]),
    ("src_name", "eq", "Zoe\u0308", []),
    ("src_name", "eq", "Zoë", [1]),
    ("src_name", "eq", "\U0001f600", [4]),
    ("src_name", "gt", "\uffff", [4]),
    ("src_name", "eq", "a\0b", [3]),
    ("src_name", "like", "\0b", [3]),
    ("src_name", "eq", "a", []),
    ("duration", "eq", 10, [1]),
    ("duration", "eq", "10", [1]),
    ("duration", "eq", "-0", [4]),
    ("duration", "eq", "0010", [1]),
    ("duration", "eq", LARGEST, [2]),
    ("duration", "eq", LARGEST - 1, []),
    ("duration", "gt", LARGEST - 1, [2]),
    ("duration", "eq", LARGEST + 1, []),
    ("duration", "ne", LARGEST + 1, [1, 2, 3, 4]),
    ("duration", "lt", 10**30, [1, 2, 3, 4]),
    ("duration", "lte", "1" * 10_000, [1, 2, 3, 4]),
    ("duration", "gt", 10**30, []),
    ("duration", "gte", -(10**30), [1, 2, 3, 4]),
    ("duration", "lt", -(10**30), []),
    ("duration", "lte", -(2**63), [3]),
    ("duration", "in", [10, "0", 10**30], [1, 4]),
    ("duration", "in", [10**30], []),
    ("rate", "eq", 0.1, [1]),
    ("rate", "eq", "0.10", [1]),
    ("rate", "eq", LARGEST, [2]),
    ("rate", "eq", LARGEST - 1, []),
    ("rate", "eq", 5, [4]),
    ("rate", "eq", 5.0, [4]),
    ("rate", "eq", "5e0", [4]),
    ("rate", "in", [5, 0.1], [1, 4]),
    ("rate", "gt", LARGEST, [3]),
    ("rate", "lt", 10**400, [1, 2, 3, 4]),
    ("rate", "gt", "-1e400", [1, 2, 3, 4]),
    ("rate", "eq", "1e400", []),
    ("is_root", "eq", True, [1, 3]),
    ("is_root", "ne", True, [2]),
    ("is_root", "in", [True, False], [1, 2, 3]),
    ("calldate", "eq", "2018-09-01", [1]),
    ("calldate", "gt", "2018-09-01", [2, 3]),
    ("calldate", "lte", "2018-09-01 12:30:00", [1, 2, 4]),
    ("calldate", "in", ["2020-02-29 23:59:59", "2018-09-01"], [1, 3]),
    ("calldate", "ne", "0001-01-01", [1, 2, 3]),
    ("labels", "eq", '["ä",1]', [1]),
    ("labels", "ne", "[]", [1]),
    ("labels", "like", "ä", [1]),
    ("labels", "in", ["[]"], [2]),
    ("metadata", "eq", '{"b":1,"a":null}', [1]),
    ("metadata", "notlike", "null", [2]),
]


@pytest.mark.parametrize(("name", "operator", "value", "ids"), FOUND)
def test_a_condition_finds_what_it_says(
    asking: Asking, name: str, operator: str, value: object, ids: list[int]
) -> None:
    assert asking.ids("cdrs", (name, operator, value)) == ids


REFUSED: list[tuple[str, str, Any]] = [
    ("src", "==", "a"),
    ("src", "EQ", "a"),
    ("src", "between", ["a", "b"]),
    ("src", "eq", None),
    ("src", "eq", True),
    ("src", "eq", ["a"]),
    ("src", "eq", {}),
    ("src", "in", "a"),
    ("src", "in", []),
    ("src", "in", [None]),
    ("src", "in", [["a"]]),
    ("src", "eq", "\ud800"),
    ("duration", "like", "1"),
    ("duration", "notlike", "1"),
    ("duration", "eq", 1.5),
    ("duration", "eq", 60.0),
    ("duration", "eq", "1e3"),
    ("duration", "eq", "+5"),
    ("duration", "eq", " 5"),
    ("duration", "eq", "5\n"),
    ("duration", "eq", "\u0665"),
    ("duration", "eq", ""),
    ("duration", "eq", True),
    ("rate", "like", "1"),
    ("rate", "eq", "NaN"),
    ("rate", "eq", ".5"),
    ("rate", "eq", "0x1"),
    ("rate", "eq", False),
    ("is_root", "eq", 1),
    ("is_root", "eq", "true"),
    ("is_root", "lt", True),
    ("is_root", "like", "t"),
    ("calldate", "eq", "2018-02-30"),
    ("calldate", "eq", "2019-02-29"),
    ("calldate", "eq", "0000-01-01"),
    ("calldate", "eq", "2018-09-01 24:00:00"),
    ("calldate", "eq", "2018-09-01 00:00:60"),
    ("calldate", "eq", "2018-09-01T00:00:00"),
    ("calldate", "eq", "2018-09-01 00:00"),
    ("calldate", "eq", "2018-9-1"),
    ("calldate", "eq", "2018-09-01\n"),
    ("calldate", "eq", 20180901),
    ("calldate", "like", "2018"),
    ("labels", "eq", ["ä", 1]),
    ("labels", "eq", 1),
    ("labels", "lt", "[]"),
    ("metadata", "gte", "{}"),
]


@pytest.mark.parametrize(("name", "operator", "value"), REFUSED)
def test_a_condition_that_does_not_fit_is_refused(asking: Asking, name: str, operator: str, value: object) -> None:
    body = asking.refused("cdrs", (name, operator, value))
    assert [error["field"] for error in body["errors"]] == ["filter"]


NO_FILTERS = [
    " ",
    "null",
    "1",
    "{}",
    '"src"',
    "[1]",
    "[[]]",
    "[{}]",
    "[",
    "[]]",
    "[,]",
    "\ufeff[]",
    "[" * 20_000,
    '[{"property":"id","operator":"eq"}]',
    '[{"property":"id","operator":"eq","value":1,"x":1}]',
    '[{"property":"id","property":"id","operator":"eq","value":1}]',
    '[{"property":1,"operator":"eq","value":1}]',
    '[{"property":"id","operator":1,"value":1}]',
    '[{"property":"id","operator":["eq"],"value":1}]',
    '[{"property":"rate","operator":"eq","value":NaN}]',
    '[{"property":"rate","operator":"eq","value":-Infinity}]',
    '[{"property":"id","operator":"eq","value":01}]',
    "[{'property':'id','operator':'eq','value':1}]",
    '[{"property":"id","operator":"eq","value":1}] x',
]


@pytest.mark.parametrize("text", NO_FILTERS, ids=range(len(NO_FILTERS)))
def test_what_is_no_filter_is_refused(asking: Asking, text: str) -> None:
    asking.refused("cdrs", filter=text)


@pytest.mark.parametrize("text", ["", "[]", " [ ] "])
def test_an_empty_filter_is_none(asking: Asking, text: str) -> None:
    assert asking.ids("cdrs", filter=text) == [1, 2, 3, 4, 5]


def test_the_keys_stand_in_any_order_and_all_conditions_must_hold(asking: Asking) -> None:
    text = '[{"operator":"gte","value":1,"property":"id"},{"value":3,"property":"id","operator":"lt"}]'
    assert asking.ids("cdrs", filter=text) == [1, 2]
    assert asking.ids("cdrs", ("id", "gt", 3), ("id", "lt", 2)) == []


def test_a_space_is_a_plus_or_an_escape(asking: Asking) -> None:
    text = "[{%22property%22:%22calldate%22,%22operator%22:%22eq%22,%22value%22:%222018-09-01SPACE12:30:00%22}]"
    for space in ("+", "%20"):
        answer = asking.get("/cdrs?filter=" + text.replace("SPACE", space))
        assert [record["id"] for record in answer.json()["data"]] == [2]


def test_digits_of_a_number_are_its_text(asking: Asking) -> None:
    assert asking.ids("cdrs", filter='[{"property":"src","operator":"like","value":2.0}]') == []
    assert asking.ids("cdrs", filter='[{"property":"src","operator":"like","value":201}]') == [1]


@pytest.mark.parametrize("name", ["from", "to"])
@pytest.mark.parametrize("operator", ["eq", "like", "in"])
def test_what_is_known_to_be_refused_is_refused(asking: Asking, name: str, operator: str) -> None:
    body = asking.refused("faxes", (name, operator, "44"))
    assert body == {"message": "Filtration error", "errors": [{"field": name, "message": "Filtration error"}]}
    assert asking.records("faxes", ("id", "eq", 1))[0][name] is not None


def test_hundreds_of_conditions_are_all_applied(asking: Asking) -> None:
    conditions = [("id", "ne", number) for number in range(100, 550)]
    assert asking.ids("cdrs", *conditions, ("id", "ne", 2), ("id", "ne", 4)) == [1, 3, 5]
    assert asking.ids("cdrs", ("id", "in", list(range(2, 4000)))) == [2, 3, 4, 5]
