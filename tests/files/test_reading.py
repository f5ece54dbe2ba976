from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

import vsfilter
from vsfilter.files import INPUT_FORMATS, RecordFileError, format_of, read_records

CDRS = vsfilter.endpoint("cdrs")


def read(data: bytes | str, form: str) -> list[dict[str, Any]]:
    """Read records from a file opened as the command opens it."""
    raw = data.encode() if isinstance(data, str) else data
    return list(read_records(io.BufferedReader(io.BytesIO(raw)), form, CDRS))


def refusal(data: bytes | str, form: str) -> str:
    with pytest.raises(RecordFileError) as caught:
        read(data, form)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.jsonl", "jsonl"),
        ("a.NDJSON", "jsonl"),
        ("dir.csv/a.json", "json"),
        ("a.csv", "csv"),
        ("a.txt", "jsonl"),
        ("<stdin>", "jsonl"),
    ],
)
def test_the_name_of_a_file_tells_its_form(name: str, form: str) -> None:
    assert format_of(name) == form
    assert form in INPUT_FORMATS


# --- JSON Lines ---


def test_json_lines_are_an_object_each_and_blank_lines_nothing() -> None:
    assert read('{"id":1,"src":"é"}\n\n  \r\n{"id":2}', "jsonl") == [{"id": 1, "src": "é"}, {"id": 2}]
    assert read("", "jsonl") == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"id":1}\n5\n', "line 2 is no JSON object"),
        ('{"id":1}\n[{"id":2}]\n', "line 2 holds many records: read it with --input json"),
        ('{"data":[{"id":2}],"total":1}\n', "line 1 holds many records: read it with --input json"),
        ('{"message":"Unauthorised","errors":[]}', "line 1 has none of the properties of cdrs"),
        ('{"id":1,"rate":NaN}', "line 1 is no JSON: NaN is no number of JSON"),
        (b"\x1f\x8b\x08", "it is compressed: unpack it first, as with zcat"),
        ('{"id":1}\nnull\n', "line 2 is no JSON object"),
        ('{"id":1}\n{"id"}\n', "line 2 is no JSON: Expecting ':' delimiter: line 1 column 6 (char 5)"),
        (b"\xff\n", "line 1 is no JSON: "),
        ("[" * 100_000, "line 1 is no JSON: "),
    ],
)
def test_what_is_no_line_of_json_is_refused_with_its_number(data: bytes | str, message: str) -> None:
    assert refusal(data, "jsonl").startswith(message)


def test_a_line_that_is_no_record_by_its_length_is_not_read_whole() -> None:
    assert refusal(b" " * (16 * 1024 * 1024 + 1), "jsonl") == "line 1 has more than 16,777,216 bytes"


# --- JSON ---


@pytest.mark.parametrize(
    "data", ['[{"id":1,"charge":0.5},{"id":2}]', ' {"total":2,"data":[{"id":1,"charge":0.5},{"id":2}]}']
)
def test_an_array_and_a_saved_reply_are_read(data: str) -> None:
    assert read(data, "json") == [{"id": 1, "charge": 0.5}, {"id": 2}]
    assert type(read(data, "json")[0]["charge"]) is float


def test_an_array_is_read_from_what_cannot_be_looked_ahead_in() -> None:
    assert list(read_records(io.BytesIO(b'[{"id":1}]'), "json", CDRS)) == [{"id": 1}]


@pytest.mark.parametrize("data", ["[]", '{"data":[]}', '{"total":0,"links":{"a":[1]},"data":[]}'])
def test_an_array_may_be_empty(data: str) -> None:
    assert read(data, "json") == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("[1]", "record 1 is no JSON object"),
        ('[{"id":1},', "after record 1 stands no JSON: "),
        ('[{"id":1}] x', "after record 1 stands no JSON: "),
        (b'[{"src":"\xff"}]', "after record 0 stands no JSON: lexical error: invalid bytes in UTF8 string."),
        ("", "after record 0 stands no JSON: "),
    ],
)
def test_what_is_no_array_of_records_is_refused_with_its_place(data: bytes | str, message: str) -> None:
    assert refusal(data, "json").startswith(message)


@pytest.mark.parametrize(
    "data", ["{}", "5", '{"message":"no","errors":[]}', '{"data":{"id":1},"links":{}}', '{"id":1}']
)
def test_what_holds_no_array_of_records_is_refused(data: str) -> None:
    assert refusal(data, "json") == "it holds neither an array of records nor a reply with one"


def test_records_of_something_else_are_refused() -> None:
    assert refusal('[{"foo":1}]', "json") == "record 1 has none of the properties of cdrs"


def test_values_within_values_are_built_as_they_stand() -> None:
    records = [{"id": 1, "metadata": {"a": [1, {"b": None}, []], "c": True}, "labels": ["x", -0.5, {}]}, {}]
    assert read(json.dumps(records), "json") == records
    assert read(b"\xef\xbb\xbf" + json.dumps(records).encode(), "json") == records


@pytest.mark.parametrize("depth", [200, 100_000])
def test_values_nested_too_deeply_are_refused_at_once(depth: int) -> None:
    data = '[{"id":1,"x":' + "[" * depth + "]" * depth + "}]"
    assert refusal(data, "json") == "a record is nested more than 100 deep"


def test_an_array_needs_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ijson", None)
    assert refusal("[]", "json") == "to read a JSON array, install vsfilter[files]; JSON Lines need nothing"


# --- CSV ---


def test_a_cell_is_text_null_or_where_the_property_is_one_a_truth_value() -> None:
    data = '\ufeffid,src,is_root,charge\r\n1,"4,4\n""x""",TRUE,0.5\r\n\r\n2,,false,\r\n3,true,maybe,1'
    assert read(data, "csv") == [
        {"id": "1", "src": '4,4\n"x"', "is_root": True, "charge": "0.5"},
        {"id": "2", "src": None, "is_root": False, "charge": None},
        {"id": "3", "src": "true", "is_root": "maybe", "charge": "1"},
    ]
    assert read("", "csv") == []


def test_a_csv_record_is_matched_as_its_json_would_be() -> None:
    flt = vsfilter.compile("duration >= 60 and is_root = true and charge > 0.4 and src like 44", "cdrs")
    rows = read("duration,is_root,charge,src\n75,true,0.5,447\n75,false,0.5,447\n,true,0.5,447\n", "csv")
    assert [flt.matches(row) for row in rows] == [True, False, False]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("id,id\n1,2\n", "line 1 names a column twice"),
        ("\n\nid,,\n1,2,3\n", "line 3 has a column without a name"),
        ("id;duration\n1;70\n", "line 1 has none of the properties of cdrs"),
        ("id,src\n1\n", "line 2 has 1 cells, the header 2"),
        ("id,src\n1,2,3\n", "line 2 has 3 cells, the header 2"),
        ('id\n"1\n', "line 2 is no CSV: unexpected end of data"),
        ('id\n"1"x\n', "line 2 is no CSV: "),
        (b"id\n\xff\n", "it is no UTF-8"),
    ],
)
def test_what_is_no_csv_is_refused_with_its_line(data: bytes | str, message: str) -> None:
    assert refusal(data, "csv").startswith(message)


def test_the_file_stays_open() -> None:
    file = io.BytesIO(b"id\n1\n")
    assert list(read_records(file, "csv", CDRS)) == [{"id": "1"}]
    assert not file.closed
