"""Conditions to JSON and to plain Python."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

import vsfilter
from tests.unit.checking import THINGS, value_sent
from vsfilter import Property
from vsfilter.check import Condition
from vsfilter.model import Operator
from vsfilter.wire import start_of_entry, to_json


def _list(text: str) -> object:
    ((row),) = vsfilter.compile(text, THINGS).to_list()
    return row["value"]


def test_the_json_is_as_the_api_documents_it_without_blanks() -> None:
    flt = vsfilter.compile('dst_id = 123456 and calldate > "2018-09-01"', "cdrs")
    assert flt.to_json() == (
        b'[{"property":"dst_id","operator":"eq","value":"123456"},'
        b'{"property":"calldate","operator":"gt","value":"2018-09-01 00:00:00"}]'
    )


NAMES = ["a", "é", 'q"\\', "\x00\x1f\x7f\u2028\U0001f600", "/</>"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("operator", Operator)
def test_an_entry_starts_alike_whoever_writes_it(name: str, operator: Operator) -> None:
    condition = Condition(Property(name, "string"), operator, ("x", "y"))
    start = start_of_entry(name, operator)
    assert start.endswith("[") is (operator is Operator.IN)
    assert to_json([condition]).decode().startswith(f'[{start}"x"')


def test_no_filter_is_an_empty_array() -> None:
    assert vsfilter.compile(None, THINGS).to_json() == b"[]"
    assert vsfilter.compile(None, THINGS).to_list() == []


@pytest.mark.parametrize(
    ("spelling", "word"),
    [
        *[(spelling, "eq") for spelling in ("=", "==", "eq", "EQ")],
        *[(spelling, "ne") for spelling in ("!=", "<>", "ne", "neq", "NEQ")],
        *[(spelling, "lt") for spelling in ("<", "lt", "Lt")],
        *[(spelling, "lte") for spelling in ("<=", "lte")],
        *[(spelling, "gt") for spelling in (">", "gt")],
        *[(spelling, "gte") for spelling in (">=", "gte")],
        *[(spelling, "like") for spelling in ("like", "LIKE")],
        *[(spelling, "notlike") for spelling in ("notlike", "not like", "NOT\n LIKE", "NotLike")],
    ],
)
def test_every_spelling_of_an_operator_goes_on_the_wire_as_one_word(spelling: str, word: str) -> None:
    assert vsfilter.compile(f"string {spelling} 'a'", THINGS).to_json() == (
        b'[{"property":"string","operator":"%s","value":"a"}]' % word.encode()
    )


def test_in_has_an_array_and_nothing_else_has() -> None:
    assert vsfilter.compile("string in (a, b)", THINGS).to_json() == (
        b'[{"property":"string","operator":"in","value":["a","b"]}]'
    )
    assert vsfilter.compile("string in (a)", THINGS).to_json() == (
        b'[{"property":"string","operator":"eq","value":"a"}]'
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("string = 'é'", '"é"'),
        ("string = '日本'", '"日本"'),
        ("string = '😀'", '"😀"'),
        (r"string = '\ud83d\ude00'", '"😀"'),
        (r"string = '\u0000\u001f\u007f\u2028'", '"\\u0000\\u001f\x7f\u2028"'),
        (r"""string = 'a"b\\c/d'""", r'"a\"b\\c/d"'),
        (r"string = '\n\r\t'", r'"\n\r\t"'),
        ("string = '<&>'", '"<&>"'),
    ],
)
def test_text_is_utf_8_and_escaped_only_where_json_needs_it(text: str, written: str) -> None:
    assert value_sent(text) == written


def test_the_name_of_a_property_is_json_text() -> None:
    endpoint = vsfilter.Endpoint("e", (vsfilter.Property('a"b\\', vsfilter.PropertyType.STRING),))
    assert vsfilter.compile('`a"b\\` = x', endpoint).to_json() == (
        rb'[{"property":"a\"b\\","operator":"eq","value":"x"}]'
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("string = '60'", "60"),
        ("integer = 60", 60),
        ("integer = 007", 7),
        ("integer = 9223372036854775808", 2**63),
        ("integer = -9223372036854775809", -(2**63) - 1),
        ("integer = " + "9" * 600, int("9" * 600)),
        ("integer = " + "9" * 601, Decimal("9" * 601)),
        ("number = 0.10", 0.1),
        ("number = -1.5", -1.5),
        ("number = 0.5000", 0.5),
        ("number = 1", 1.0),
        ("number = 0.1000000000000000055511151231257827", Decimal("0.1000000000000000055511151231257827")),
        ("number = 9007199254740993", Decimal(9007199254740993)),
        ("number = " + "9" * 400, Decimal("9" * 400)),
        ("number = 0." + "0" * 400 + "1", Decimal("0." + "0" * 400 + "1")),
        ("boolean = true", True),
        ("datetime = 2018-09-01T12:30", "2018-09-01 12:30:00"),
    ],
)
def test_python_data_has_an_int_or_a_float_or_else_a_decimal(text: str, value: object) -> None:
    found = _list(text)
    assert found == value
    assert type(found) is type(value)


def test_an_integer_with_many_leading_zeros_is_an_int() -> None:
    assert type(_list("integer = " + "0" * 700 + "7")) is int


def test_python_data_of_a_list_is_a_list() -> None:
    assert _list("number in (1, 2.50, 0.1000000000000000055511151231257827)") == [
        1.0,
        2.5,
        Decimal("0.1000000000000000055511151231257827"),
    ]


def test_python_data_has_the_keys_of_the_json_in_its_order() -> None:
    flt = vsfilter.compile("string = a and integer in (1, 2) and boolean = false and datetime > 2018-09-01", THINGS)
    assert flt.to_list() == json.loads(flt.to_json())
    assert [list(row) for row in flt.to_list()] == [["property", "operator", "value"]] * 4


def test_python_data_can_be_changed_without_changing_the_filter() -> None:
    flt = vsfilter.compile("integer in (1, 2)", THINGS)
    flt.to_list()[0]["value"].append(3)
    assert flt.to_list() == [{"property": "integer", "operator": "in", "value": [1, 2]}]
