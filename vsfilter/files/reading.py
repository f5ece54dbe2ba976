"""Records from JSON Lines, JSON and CSV: dicts as the API returns them, one at a time."""

from __future__ import annotations

import csv
import io
import json
from codecs import BOM_UTF8
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn

from vsfilter.files.errors import RecordFileError
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vsfilter.schema import Endpoint

    _Event = tuple[str, Any]

INPUT_FORMATS: Final = ("jsonl", "json", "csv")

_BY_SUFFIX = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv"}
_GZIP = b"\x1f\x8b"
_STARTS: dict[str, Callable[[], list[Any] | dict[str, Any]]] = {"start_array": list, "start_map": dict}
_ENDS = frozenset({"end_array", "end_map"})
# No record of the API has values within values beyond a few.
_DEEPEST = 100
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


def _lines(data: IO[bytes], endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    number = 0
    while line := data.readline(_LONGEST_LINE + 1):
        number += 1
        if len(line) > _LONGEST_LINE:
            raise RecordFileError(f"line {number:,} has more than {_LONGEST_LINE:,} bytes")
        if not line.strip():
            continue
        if line.startswith(_GZIP):
            raise RecordFileError("it is compressed: unpack it first, as with zcat")
        try:
            record = json.loads(line, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise RecordFileError(f"line {number:,} is no JSON: {_first_line(error)}") from None
        if isinstance(record, list) or (isinstance(record, dict) and isinstance(record.get("data"), list)):
            raise RecordFileError(f"line {number:,} holds many records: read it with --input json")
        yield _record(record, f"line {number:,}", endpoint)


def _array(data: IO[bytes], endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    try:
        import ijson  # noqa: PLC0415  an extra
    except ImportError:
        raise RecordFileError("to read a JSON array, install vsfilter[files]; JSON Lines need nothing") from None

    if isinstance(data, io.BufferedReader) and data.peek(len(BOM_UTF8)).startswith(BOM_UTF8):
        data.read(len(BOM_UTF8))
    number = 0
    try:
        # Not its own way to build values, which takes time by the square of their depth.
        events = iter(ijson.basic_parse(data, use_float=True))
        _enter(events)
        # Where JSON is cut short, ijson raises before its events end.
        while (step := next(events))[0] != "end_array":
            record = _record(_value(step[0], step[1], events), f"record {number + 1:,}", endpoint)
            number += 1
            yield record
        for _ in events:
            # What follows is read as well, so that a file that is cut short or goes on is noticed.
            pass
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise RecordFileError(f"after record {number:,} stands no JSON: {_first_line(error)}") from None


def _enter(events: Iterator[_Event]) -> None:
    """Go to the array of records: the file itself, or what stands under ``data`` in a reply."""
    opening, _ = next(events)
    if opening == "start_array":
        return
    if opening == "start_map":
        while (step := next(events))[0] != "end_map":
            event, value = next(events)
            if step == ("map_key", "data") and event == "start_array":
                return
            _value(event, value, events)
    raise RecordFileError("it holds neither an array of records nor a reply with one")


def _value(first: str, scalar: Any, events: Iterator[_Event]) -> Any:  # noqa: ANN401  any JSON
    """Build a value from its first event and those that follow."""
    if first not in _STARTS:
        return scalar
    inner, key = _STARTS[first](), ""
    outside: list[tuple[list[Any] | dict[str, Any], str]] = []
    while True:
        event, given = next(events)
        finished = given
        if event == "map_key":
            key = given
            continue
        if event in _STARTS:
            if len(outside) >= _DEEPEST:
                raise RecordFileError(f"a record is nested more than {_DEEPEST} deep")
            outside.append((inner, key))
            inner = _STARTS[event]()
            continue
        if event in _ENDS:
            if not outside:
                return inner
            finished = inner
            inner, key = outside.pop()
        if isinstance(inner, list):
            inner.append(finished)
        else:
            inner[key] = finished


def _table(data: IO[bytes], endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    text = io.TextIOWrapper(data, "utf-8-sig", newline="")
    rows = csv.reader(text, strict=True)
    booleans = {prop.name for prop in endpoint.properties if prop.type is PropertyType.BOOLEAN}
    try:
        header = next(filter(None, rows), None)
        if header is None:
            return
        if "" in header:
            raise RecordFileError(f"line {rows.line_num} has a column without a name")
        if len(set(header)) < len(header):
            raise RecordFileError(f"line {rows.line_num} names a column twice")
        _record(dict.fromkeys(header), f"line {rows.line_num}", endpoint)
        for row in rows:
            if not row:
                continue
            if len(row) != len(header):
                raise RecordFileError(f"line {rows.line_num:,} has {len(row)} cells, the header {len(header)}")
            yield {name: _cell(cell, boolean=name in booleans) for name, cell in zip(header, row, strict=True)}
    except csv.Error as error:
        raise RecordFileError(f"line {rows.line_num:,} is no CSV: {_first_line(error)}") from None
    except UnicodeDecodeError:
        raise RecordFileError("it is no UTF-8") from None
    finally:
        # The caller opened the file and closes it.
        text.detach()


def _cell(text: str, *, boolean: bool) -> object:
    if not text:
        return None
    return _TRUTH.get(text.lower(), text) if boolean else text


def _record(value: object, place: str, endpoint: Endpoint) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RecordFileError(f"{place} is no JSON object")
    if value and endpoint.properties and not any(map(endpoint.get, value)):
        # An error of the API that was saved, or records of something else.
        raise RecordFileError(f"{place} has none of the properties of {endpoint.name}")
    return value


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def _first_line(error: Exception) -> str:
    words = error.args[0] if error.args else type(error).__name__
    return (words.decode("utf-8", "replace") if isinstance(words, bytes) else str(error)).splitlines()[0]


_READERS: dict[str, Callable[[IO[bytes], Endpoint], Iterator[dict[str, Any]]]] = {
    "jsonl": _lines,
    "json": _array,
    "csv": _table,
}
