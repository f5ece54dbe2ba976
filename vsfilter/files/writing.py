"""Records to JSON Lines, JSON, CSV, Parquet and a table for the terminal, as they come."""

from __future__ import annotations

import csv
import io
import itertools
import json
from typing import IO, TYPE_CHECKING, Any, Final

from vsfilter.files.errors import RecordFileError
from vsfilter.rendering import table
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vsfilter.schema import Endpoint

    Records = Iterable[Mapping[str, Any]]

OUTPUT_FORMATS: Final = ("table", "jsonl", "json", "csv", "parquet")

# A batch of a Parquet file, and as much of a table as is aligned together.
_BATCH = 10_000
_PAGE = 1_000
# Of the last column: a record is one line, and a terminal cuts or folds it.
_WIDEST = 10_000


def write_records(
    records: Records, form: str, endpoint: Endpoint, out: IO[bytes], columns: Sequence[str] | None = None
) -> int:
    """Write records as they come, and give their number.

    ``form`` is one of `OUTPUT_FORMATS`. ``columns`` are those of a table, CSV or Parquet file; unless given
    they are the properties of the endpoint in its order, less those that the first record has not, then
    its further keys; then a later record with another key raises `RecordFileError`, as its value would be
    lost.
    """
    return _WRITERS[form](records, endpoint, out, columns)


def _lines(records: Records, _: Endpoint, out: IO[bytes], __: Sequence[str] | None) -> int:
    count = 0
    for record in records:
        out.write(_json(record) + b"\n")
        count += 1
    return count


def _array(records: Records, _: Endpoint, out: IO[bytes], __: Sequence[str] | None) -> int:
    count = 0
    out.write(b"[")
    for record in records:
        out.write((b",\n " if count else b"\n ") + _json(record))
        count += 1
    out.write(b"\n]\n" if count else b"]\n")
    return count


def _csv(records: Records, endpoint: Endpoint, out: IO[bytes], chosen: Sequence[str] | None) -> int:
    columns: _Columns | None = None
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    count = 0
    for record in records:
        if columns is None:
            columns = _Columns(record, endpoint, chosen)
            writer.writerow(columns.names)
        writer.writerow(map(_cell, columns.values(record)))
        out.write(buffer.getvalue().encode("utf-8", "backslashreplace"))
        buffer.seek(0)
        buffer.truncate()
        count += 1
    if columns is None:
        writer.writerow(_Columns(dict.fromkeys(endpoint.names), endpoint, chosen).names)
        out.write(buffer.getvalue().encode("utf-8", "backslashreplace"))
    return count


def _table(records: Records, endpoint: Endpoint, out: IO[bytes], chosen: Sequence[str] | None) -> int:
    iterator, columns, count = iter(records), None, 0
    while page := list(itertools.islice(iterator, _PAGE)):
        columns = columns or _Columns(page[0], endpoint, chosen)
        rows = [[_cell(value) for value in columns.values(record)] for record in page]
        out.write(table(columns.names, rows, _WIDEST).encode("utf-8", "backslashreplace") + b"\n")
        count += len(page)
    return count


def _parquet(records: Records, endpoint: Endpoint, out: IO[bytes], chosen: Sequence[str] | None) -> int:
    try:
        import pyarrow as pa  # noqa: PLC0415  an extra
        from pyarrow import parquet  # noqa: PLC0415  as above
    except ImportError:
        raise RecordFileError("to write Parquet, install vsfilter[files]") from None

    iterator, count = iter(records), 0
    types = {
        PropertyType.INTEGER: pa.int64(),
        PropertyType.NUMBER: pa.float64(),
        PropertyType.BOOLEAN: pa.bool_(),
    }
    batch = list(itertools.islice(iterator, _BATCH))
    columns = _Columns(batch[0] if batch else dict.fromkeys(endpoint.names), endpoint, chosen)
    known = {prop.name: types.get(prop.type, pa.string()) for prop in endpoint.properties}
    schema = pa.schema([(name, known.get(name, pa.string())) for name in columns.names])
    with parquet.ParquetWriter(out, schema) as writer:
        while batch:
            rows = [columns.values(record) for record in batch]
            arrays = [_arrow(field, [row[number] for row in rows], count, pa) for number, field in enumerate(schema)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(batch)
            batch = list(itertools.islice(iterator, _BATCH))
    return count


def _arrow(field: Any, values: list[Any], before: int, pa: Any) -> Any:  # noqa: ANN401  pyarrow has no types
    if pa.types.is_string(field.type):
        values = [value if value is None or isinstance(value, str) else _cell(value) for value in values]
    try:
        return pa.array(values, field.type)
    except (pa.ArrowException, OverflowError) as error:
        place = f"records {before + 1:,} to {before + len(values):,}"
        raise RecordFileError(f"{place}: {field.name} holds what is no {field.type}: {error}") from None


class _Columns:
    """The columns of a file: those that the caller chose, or else those of its first record."""

    def __init__(self, first: Mapping[str, Any], endpoint: Endpoint, chosen: Sequence[str] | None) -> None:
        known = [name for name in endpoint.names if name in first]
        self.names = [*known, *(name for name in first if endpoint.get(name) is None)] if chosen is None else chosen
        self._all = frozenset(self.names) if chosen is None else None

    def values(self, record: Mapping[str, Any]) -> list[Any]:
        if self._all is not None and not record.keys() <= self._all:
            names = ", ".join(sorted(record.keys() - self._all))
            raise RecordFileError(f"a later record has what the first has not: {names}; write JSON Lines instead")
        return [record.get(name) for name in self.names]


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case list() | dict():
            return _json(value).decode()
        case _:
            return str(value)


def _json(value: object) -> bytes:
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError:
        raise RecordFileError("a record holds a number that JSON cannot say") from None
    return text.encode("utf-8", "backslashreplace")


_WRITERS: dict[str, Callable[[Records, Endpoint, IO[bytes], Sequence[str] | None], int]] = {
    "table": _table,
    "jsonl": _lines,
    "json": _array,
    "csv": _csv,
    "parquet": _parquet,
}
