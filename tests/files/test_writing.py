from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

import vsfilter
from vsfilter.files import OUTPUT_FORMATS, RecordFileError, read_records, write_records

CDRS = vsfilter.endpoint("cdrs")
RECORDS: list[dict[str, Any]] = [
    {"src": "é\x1b'\",\n", "id": 1, "is_root": True, "charge": 0.5, "labels": ["vip"], "metadata": None, "extra": 7},
    {"id": 2, "is_root": False, "labels": None, "metadata": {"a": 1}},
]


def written(records: list[dict[str, Any]], form: str, columns: list[str] | None = None) -> bytes:
    out = io.BytesIO()
    assert write_records(iter(records), form, CDRS, out, columns) == len(records)
    return out.getvalue()


def test_json_lines_are_as_the_records_are() -> None:
    assert [json.loads(line) for line in written(RECORDS, "jsonl").splitlines()] == RECORDS
    assert written(RECORDS, "jsonl").startswith(b'{"src":"\xc3\xa9\\u001b')


def test_an_array_is_json() -> None:
    assert json.loads(written(RECORDS, "json")) == RECORDS
    assert written([], "json") == b"[]\n"


def test_csv_has_the_columns_of_the_endpoint_in_order_then_further_ones() -> None:
    assert written(RECORDS, "csv").decode() == (
        "id,is_root,src,charge,labels,metadata,extra\n"
        '1,true,"é\x1b\'"",\n",0.5,"[""vip""]",,7\n'
        '2,false,,,,"{""a"":1}",\n'
    )


def test_csv_is_read_back() -> None:
    data = io.BytesIO(written(RECORDS, "csv", ["id", "src", "is_root"]))
    assert list(read_records(data, "csv", CDRS)) == [
        {"id": "1", "src": RECORDS[0]["src"], "is_root": True},
        {"id": "2", "src": None, "is_root": False},
    ]


def test_a_table_is_aligned_and_cannot_command_the_terminal() -> None:
    text = written(RECORDS, "table", ["id", "src", "is_root"]).decode()
    assert text.splitlines() == ["id  src     is_root", "--  ---     -------", "1   é␛'\",␊  true", "2           false"]


@pytest.mark.parametrize("form", ["csv", "table", "parquet"])
def test_what_only_a_later_record_has_is_not_dropped(form: str) -> None:
    with pytest.raises(RecordFileError, match=r"a later record has what the first has not: b; write JSON Lines"):
        written([{"id": 1}, {"id": 2, "b": 3}], form)


@pytest.mark.parametrize("form", OUTPUT_FORMATS)
def test_a_lone_surrogate_is_escaped(form: str) -> None:
    data = written([{"id": 1, "src": "a\ud800"}], form, None if form != "parquet" else ["id"])
    assert form == "parquet" or b"\\ud800" in data or "\N{REPLACEMENT CHARACTER}".encode() in data


def test_parquet_has_the_types_of_the_properties() -> None:
    from pyarrow import parquet  # noqa: PLC0415  an extra

    table = parquet.read_table(io.BytesIO(written(RECORDS, "parquet")))
    assert table.schema.names == ["id", "is_root", "src", "charge", "labels", "metadata", "extra"]
    assert [str(kind) for kind in table.schema.types] == [
        "int64",
        "bool",
        "string",
        "double",
        "string",
        "string",
        "string",
    ]
    assert table.to_pylist() == [
        {**RECORDS[0], "labels": '["vip"]', "extra": "7"},
        {"id": 2, "is_root": False, "src": None, "charge": None, "labels": None, "metadata": '{"a":1}', "extra": None},
    ]


def test_parquet_of_no_records_has_the_columns_all_the_same() -> None:
    from pyarrow import parquet  # noqa: PLC0415  an extra

    assert parquet.read_table(io.BytesIO(written([], "parquet"))).schema.names == list(CDRS.names)


def test_parquet_is_written_in_batches() -> None:
    from pyarrow import parquet  # noqa: PLC0415  an extra

    file = parquet.ParquetFile(io.BytesIO(written([{"id": number} for number in range(25_000)], "parquet")))
    assert (file.metadata.num_rows, file.metadata.num_row_groups) == (25_000, 3)


def test_a_value_that_a_column_cannot_hold_is_refused_with_its_place() -> None:
    with pytest.raises(RecordFileError, match=r"records 1 to 2: id holds what is no int64"):
        written([{"id": 1}, {"id": "x"}], "parquet")


def test_parquet_needs_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(RecordFileError, match=r"install vsfilter\[files\]"):
        written([], "parquet")


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_a_number_that_json_cannot_say_is_refused(form: str) -> None:
    with pytest.raises(RecordFileError, match="a record holds a number that JSON cannot say"):
        written([{"id": 1, "rate": float("inf")}], form)


def test_csv_of_no_records_has_a_header() -> None:
    assert written([], "csv", ["id", "src"]) == b"id,src\n"
    assert written([], "csv").decode().strip().split(",") == list(CDRS.names)
