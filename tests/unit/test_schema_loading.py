from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vsfilter.errors import Issue, SchemaError
from vsfilter.model import Operator
from vsfilter.schema import (
    Endpoint,
    Filterability,
    Property,
    PropertyType,
    endpoint_from_data,
    endpoint_to_data,
    endpoints,
    load_endpoint,
)

TYPES = "string, integer, number, boolean, datetime, array, object"
OPERATORS = "eq, ne, lt, lte, gt, gte, in, like, notlike"
ENDPOINT_KEYS = "keys: endpoint, path, description, id_property, date_property, complete, evidence, notes, properties"
PROPERTY_KEYS = "keys: name, type, description, values, filterable, operators_seen, sortable, evidence, notes"
FULL_DATA = {
    "endpoint": "orders",
    "path": "/v2/orders",
    "description": "all orders",
    "id_property": "id",
    "date_property": "made",
    "complete": True,
    "evidence": ["INTRO"],
    "notes": ["one", "two"],
    "properties": [
        {"name": "id", "type": "integer", "filterable": "unknown"},
        {"name": "made", "type": "datetime", "filterable": "refused"},
        {
            "name": "state",
            "type": "string",
            "description": "how far it is",
            "values": {"O": "open", "C": "closed"},
            "filterable": "observed",
            "operators_seen": ["eq", "in"],
            "sortable": True,
            "evidence": ["CLI", "INTRO"],
            "notes": "n",
        },
    ],
}
FULL = Endpoint(
    "orders",
    (
        Property("id", PropertyType.INTEGER),
        Property("made", PropertyType.DATETIME, filterable=Filterability.REFUSED),
        Property(
            "state",
            PropertyType.STRING,
            "how far it is",
            {"O": "open", "C": "closed"},
            Filterability.OBSERVED,
            frozenset({Operator.IN, Operator.EQ}),
            sortable=True,
            evidence=("CLI", "INTRO"),
            notes="n",
        ),
    ),
    "/v2/orders",
    "all orders",
    "id",
    "made",
    complete=True,
    evidence=("INTRO",),
    notes=("one", "two"),
)


def faults(data: object) -> list[tuple[str, str | None]]:
    with pytest.raises(SchemaError) as caught:
        endpoint_from_data(data)
    assert {issue.code for issue in caught.value.issues} == {"invalid-schema"}
    return [(issue.message, issue.hint) for issue in caught.value.issues]


def messages(data: object) -> list[str]:
    return [message for message, _ in faults(data)]


def with_property(**row: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    return {"endpoint": "a", "properties": [row]}


def loading_fault(path: Path | str) -> str:
    with pytest.raises(SchemaError) as caught:
        load_endpoint(path)
    (issue,) = caught.value.issues
    assert issue == Issue("invalid-schema", issue.message)
    return issue.message


def fault_of_file(directory: Path, content: bytes) -> str:
    path = directory / "x.json"
    path.write_bytes(content)
    return loading_fault(path)


# --- from data ---


def test_the_least_declaration_is_a_name() -> None:
    assert endpoint_from_data({"endpoint": "orders"}) == Endpoint("orders")


def test_the_least_property_is_name_and_type() -> None:
    endpoint = endpoint_from_data(with_property(name="id", type="integer"))
    assert endpoint == Endpoint("a", (Property("id", PropertyType.INTEGER),))


def test_all_keys_are_read() -> None:
    assert endpoint_from_data(FULL_DATA) == FULL


def test_what_may_be_null_may_be_null() -> None:
    data = {
        "endpoint": "a",
        "id_property": None,
        "date_property": None,
        "properties": [{"name": "id", "type": "integer", "sortable": None}],
    }
    assert endpoint_from_data(data) == Endpoint("a", (Property("id", PropertyType.INTEGER),))


def test_the_data_is_not_changed_by_reading() -> None:
    before = json.dumps(FULL_DATA)
    endpoint_from_data(FULL_DATA)
    assert json.dumps(FULL_DATA) == before


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, "$: expected an object, got null"),
        ("a", "$: expected an object, got text"),
        (5, "$: expected an object, got a number"),
        (1.5, "$: expected an object, got a number"),
        (True, "$: expected an object, got true or false"),
        ([{"endpoint": "a"}], "$: expected an object, got an array"),
    ],
)
def test_a_declaration_is_an_object(data: object, expected: str) -> None:
    assert messages(data) == [expected]


def test_a_declaration_needs_a_name() -> None:
    assert messages({}) == ["$: `endpoint` is needed"]
    assert messages({"path": "/a"}) == ["$: `endpoint` is needed"]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("path", 5, "$.path: expected text"),
        ("path", None, "$.path: expected text"),
        ("description", None, "$.description: expected text"),
        ("description", ["x"], "$.description: expected text"),
        ("id_property", 5, "$.id_property: expected text or null"),
        ("date_property", False, "$.date_property: expected text or null"),
        ("complete", 1, "$.complete: expected true or false"),
        ("complete", None, "$.complete: expected true or false"),
        ("complete", "yes", "$.complete: expected true or false"),
        ("evidence", "INTRO", "$.evidence: expected an array of text"),
        ("evidence", [1], "$.evidence: expected an array of text"),
        ("notes", {"a": "b"}, "$.notes: expected an array of text"),
        ("notes", ["a", None], "$.notes: expected an array of text"),
    ],
)
def test_a_value_of_another_type_is_named_with_its_place(key: str, value: object, expected: str) -> None:
    assert faults({"endpoint": "a", key: value}) == [(expected, None)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"description": 5}, "$.properties[0].description: expected text"),
        ({"values": ["a"]}, "$.properties[0].values: expected an object of text"),
        ({"values": {"a": 1}}, "$.properties[0].values: expected an object of text"),
        ({"values": None}, "$.properties[0].values: expected an object of text"),
        ({"filterable": True}, "$.properties[0].filterable: expected text"),
        ({"operators_seen": "eq"}, "$.properties[0].operators_seen: expected an array of text"),
        ({"operators_seen": [1]}, "$.properties[0].operators_seen: expected an array of text"),
        ({"sortable": 1}, "$.properties[0].sortable: expected true or false or null"),
        ({"evidence": {}}, "$.properties[0].evidence: expected an array of text"),
        ({"notes": ["n"]}, "$.properties[0].notes: expected text"),
        ({"name": ""}, "$.properties[0]: the name of a property is text of one character or more, got ''"),
        (
            {"type": "int"},
            f"$.properties[0]: the type of property `id` is one of {TYPES}; got `int`",
        ),
        (
            {"filterable": "yes"},
            "$.properties[0]: filterable of property `id` is one of observed, documented, refused, unknown; got `yes`",
        ),
        (
            {"operators_seen": ["eq", "=="]},
            f"$.properties[0]: an operator seen on property `id` is one of {OPERATORS}; got `==`",
        ),
    ],
)
def test_a_fault_of_a_property_is_named_with_its_place(row: dict[str, Any], expected: str) -> None:
    assert faults(with_property(**{"name": "id", "type": "integer"} | row)) == [(expected, None)]


def test_an_unknown_key_is_named_with_those_that_exist() -> None:
    assert faults({"endpoint": "a", "name": "b"}) == [("$: unknown key `name`", ENDPOINT_KEYS)]
    data = with_property(name="id", type="integer", enum=["a"])
    assert faults(data) == [("$.properties[0]: unknown key `enum`", PROPERTY_KEYS)]


def test_an_unknown_key_is_shown_printable() -> None:
    assert messages({"endpoint": "a", "\x1b[2J": 1}) == ["$: unknown key `␛[2J`"]


def test_a_key_that_is_no_text_is_unknown() -> None:
    with pytest.raises(SchemaError):
        endpoint_from_data({"endpoint": "a", "5": 1})


def test_an_endpoint_name_of_another_type_is_a_fault() -> None:
    assert "$.endpoint: expected text" in messages({"endpoint": 5})


@pytest.mark.parametrize("row", [5, None, "id", ["id"]])
def test_a_property_that_is_no_object_is_a_fault(row: object) -> None:
    shown = {int: "a number", type(None): "null", str: "text", list: "an array"}[type(row)]
    data = {"endpoint": "a", "properties": [{"name": "id", "type": "integer"}, row]}
    assert messages(data)[0] == f"$.properties[1]: expected an object, got {shown}"


@pytest.mark.parametrize("row", [{}, {"name": "id"}, {"type": "integer"}])
def test_a_property_needs_name_and_type(row: dict[str, str]) -> None:
    assert "$.properties[0]: `name` and `type` are needed" in messages(with_property(**row))


def test_all_faults_are_found_at_once() -> None:
    data = {
        "endpoint": "a",
        "paht": "/a",
        "complete": "yes",
        "properties": [
            {"name": "id", "type": "integer"},
            {"name": "x", "type": "text"},
            {"name": "y", "type": "string", "sort": True},
        ],
    }
    assert messages(data) == [
        "$: unknown key `paht`",
        "$.complete: expected true or false",
        f"$.properties[1]: the type of property `x` is one of {TYPES}; got `text`",
        "$.properties[2]: unknown key `sort`",
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"endpoint": ""}, "the name of an endpoint is text of one character or more, got ''"),
        ({"endpoint": "a b"}, "the path of an endpoint is /name or /name/name, got `/a b`"),
        ({"endpoint": "a", "path": "b"}, "the path of an endpoint is /name or /name/name, got `b`"),
        (
            {"endpoint": "a", "complete": True, "id_property": "id"},
            "id_property of endpoint `a` is none of its properties: `id`",
        ),
        (
            {"endpoint": "a", "complete": True, "date_property": "made"},
            "date_property of endpoint `a` is none of its properties: `made`",
        ),
        (
            {"endpoint": "a", "properties": [{"name": "id", "type": "integer"}, {"name": "id", "type": "string"}]},
            "endpoint `a` has two properties `id`",
        ),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(data: object, expected: str) -> None:
    assert faults(data) == [(expected, None)]


@pytest.mark.parametrize("value", [{}, "id", None])
def test_properties_that_are_no_array_are_called_so(value: object) -> None:
    assert messages({"endpoint": "a", "properties": value}) == ["$.properties: expected an array"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (5, "$.properties[0]: expected an object, got a number"),
        ({}, "$.properties[0]: `name` and `type` are needed"),
        ({"type": "integer"}, "$.properties[0]: `name` and `type` are needed"),
        ({"name": "id", "type": 5}, "$.properties[0].type: expected text"),
        ({"name": 5, "type": "integer"}, "$.properties[0].name: expected text"),
    ],
)
def test_one_fault_of_a_property_is_one_issue(row: object, expected: str) -> None:
    assert messages({"endpoint": "a", "properties": [row]}) == [expected]


def test_one_fault_of_the_endpoint_is_one_issue() -> None:
    assert messages({"endpoint": 5}) == ["$.endpoint: expected text"]


# --- to data ---


def test_an_endpoint_as_data_is_what_is_read() -> None:
    assert endpoint_to_data(FULL) == FULL_DATA


def test_what_is_empty_is_left_out() -> None:
    assert endpoint_to_data(Endpoint("a")) == {"endpoint": "a", "path": "/a"}


def test_the_operators_seen_are_in_the_order_of_the_table() -> None:
    prop = Property("a", PropertyType.STRING, operators_seen=frozenset({Operator.NOTLIKE, Operator.EQ, Operator.GT}))
    (row,) = endpoint_to_data(Endpoint("a", (prop,)))["properties"]
    assert row["operators_seen"] == ["eq", "gt", "notlike"]


@pytest.mark.parametrize("endpoint", [Endpoint("a"), FULL, *endpoints()], ids=lambda endpoint: endpoint.name)
def test_an_endpoint_goes_through_json_unchanged(endpoint: Endpoint) -> None:
    assert endpoint_from_data(json.loads(json.dumps(endpoint_to_data(endpoint)))) == endpoint


def test_a_property_that_is_not_sortable_goes_through_json_unchanged() -> None:
    endpoint = Endpoint("a", (Property("id", PropertyType.INTEGER, sortable=False),))
    assert endpoint_from_data(endpoint_to_data(endpoint)) == endpoint


# --- files ---


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps(FULL_DATA), "utf-8")
    assert load_endpoint(path) == load_endpoint(str(path)) == FULL


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes('{"endpoint": "a", "description": "zażółć 日本 \U0001f600"}'.encode())
    assert load_endpoint(path).description == "zażółć 日本 \U0001f600"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "this is no JSON: Expecting value: line 1 column 1 (char 0)"),
        (b"[1", "this is no JSON: Expecting ',' delimiter: line 1 column 3 (char 2)"),
        (b'{"endpoint": "a"} x', "this is no JSON: Extra data: line 1 column 19 (char 18)"),
        (b"{'endpoint': 'a'}", None),
        (b'{"endpoint": "a",}', None),
        (b'\xef\xbb\xbf{"endpoint": "a"}', None),
    ],
)
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, content: bytes, expected: str | None) -> None:
    message = fault_of_file(tmp_path, content)
    assert message.startswith("this is no JSON: ")
    assert expected in {None, message}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"endpoint": "a", "endpoint": "b"}', "an object has the key `endpoint` twice"),
        (b'{"endpoint": "a", "endpoint": "a"}', "an object has the key `endpoint` twice"),
        (
            b'{"endpoint": "a", "properties": [{"name": "x", "values": {"y": "", "x": "1", "x": "2"}}]}',
            "an object has the key `x` twice",
        ),
        (b"[" * 100_000, "the JSON is nested too deeply"),
        (b'{"endpoint":' * 100_000, "the JSON is nested too deeply"),
        (b"[" * 100_000 + b"]" * 100_000, "the JSON is nested too deeply"),
        (b"null", "$: expected an object, got null"),
        (b"NaN", "$: expected an object, got a number"),
        (
            rb'{"endpoint": "\ud800"}',
            r"the name of an endpoint is text of one character or more, got '\ud800'",
        ),
    ],
)
def test_a_file_of_another_content_is_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    assert fault_of_file(tmp_path, content) == expected


def test_a_number_too_long_for_python_is_refused(tmp_path: Path) -> None:
    assert fault_of_file(tmp_path, b'{"endpoint": ' + b"1" * 5000 + b"}").startswith("this is no JSON: ")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert loading_fault("x.json").startswith("cannot read `x.json`: ")


def test_a_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").mkdir()
    assert loading_fault(tmp_path / "x.json").startswith("cannot read `")


def test_a_file_that_is_no_utf_8_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.json").write_bytes(b'{"endpoint": "caf\xe9"}')
    assert loading_fault("x.json").startswith("cannot read `x.json`: 'utf-8' codec can't decode byte 0xe9")


def test_a_file_that_is_not_there_is_named_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert loading_fault("x.json") == "cannot read `x.json`: No such file or directory"


@pytest.mark.parametrize("path", ["a\0b.json", "\ud800.json"])
def test_a_path_that_no_file_can_have_is_refused(path: str) -> None:
    assert loading_fault(path).startswith("cannot read `")


def test_a_property_after_one_with_wrong_keys_is_looked_at_as_well() -> None:
    told = messages({"endpoint": "a", "properties": [{"name": 5, "type": "text"}, {"name": "b", "type": "text"}]})
    assert [message.partition(":")[0] for message in told] == ["$.properties[0].name", "$.properties[1]"]
