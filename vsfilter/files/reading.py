"""Records from JSON Lines, JSON and CSV: dicts as the API returns them, one at a time."""

from __future__ import annotations

import csv
import io
import json
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any, Final

from vsfilter.files.errors import RecordFileError
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vsfilter.schema import Endpoint

INPUT_FORMATS: Final = ("jsonl", "json", "csv")

_BY_SUFFIX = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv"}
_TRUTH = {"true": True, "false": False}
# A record is a few kilobytes; a line beyond this is no record, and would fill the memory.
_LONGEST_LINE = 16 * 1024 * 1024


def format_of(name: str) -> str:
    """Give the format that the name of a file tells, JSON Lines where it tells none."""
    return _BY_SUFFIX.get(PurePath(name).suffix.lower(), "jsonl")


def read_records(data: IO[bytes], form: str, endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    """Read records one by one.

    ``form`` is ``jsonl`` (an object a line), ``json`` (an array of objects, or a reply of the API with
    such an array as ``data``) or ``csv`` (a header, then a record a line; an empty cell is null, and
    ``true`` and ``false`` are truth values where the property is one). Anything else in the file raises
    `RecordFileError` with its place.
    """
    yield from _READERS[form](data, endpoint)


def _lines(data: IO[bytes], _: Endpoint) -> Iterator[dict[str, Any]]:
    number = 0
    while line := data.readline(_LONGEST_LINE + 1):
        number += 1
        if len(line) > _LONGEST_LINE:
            raise RecordFileError(f"line {number:,} has more than {_LONGEST_LINE:,} bytes")
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RecordFileError(f"line {number:,} is no JSON: {_first_line(error)}") from None
        yield _record(record, f"line {number:,}")


def _array(data: IO[bytes], _: Endpoint) -> Iterator[dict[str, Any]]:
    try:
        import ijson  # noqa: PLC0415  an extra
    except ImportError:
        raise RecordFileError("to read a JSON array, install vsfilter[files]; JSON Lines need nothing") from None

    first = data.peek(64).lstrip()[:1] if isinstance(data, io.BufferedReader) else b"["
    path = "data.item" if first == b"{" else "item"
    number = 0
    try:
        for record in ijson.items(data, path, use_float=True):
            number += 1
            yield _record(record, f"record {number:,}")
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise RecordFileError(f"after record {number:,} stands no JSON: {_first_line(error)}") from None


def _table(data: IO[bytes], endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    text = io.TextIOWrapper(data, "utf-8-sig", newline="")
    rows = csv.reader(text, strict=True)
    booleans = {prop.name for prop in endpoint.properties if prop.type is PropertyType.BOOLEAN}
    try:
        header = next(rows, None)
        if header is None:
            return
        if len(set(header)) < len(header):
            raise RecordFileError("line 1 names a column twice")
        for row in rows:
            if not row:
                continue
            if len(row) != len(header):
                raise RecordFileError(f"line {rows.line_num:,} has {len(row)} cells, the header {len(header)}")
            yield {name: _cell(cell, boolean=name in booleans) for name, cell in zip(header, row, strict=True)}
    except csv.Error as error:
        raise RecordFileError(f"line {rows.line_num:,} is no CSV: {_first_line(error)}") from None
    except UnicodeDecodeError:
        raise RecordFileError(f"after line {rows.line_num:,} stands no UTF-8") from None
    finally:
        # The caller opened the file and closes it.
        text.detach()


def _cell(text: str, *, boolean: bool) -> object:
    if not text:
        return None
    return _TRUTH.get(text.lower(), text) if boolean else text


def _record(value: object, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RecordFileError(f"{place} is no JSON object")
    return value


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]


_READERS: dict[str, Callable[[IO[bytes], Endpoint], Iterator[dict[str, Any]]]] = {
    "jsonl": _lines,
    "json": _array,
    "csv": _table,
}
