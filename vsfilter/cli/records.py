"""What the subcommands share that print records: their form, their columns, and what can go wrong."""

from __future__ import annotations

import errno
import itertools
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from vsfilter.cli.reporting import fail
from vsfilter.cli.tables import terminal_width
from vsfilter.errors import quote
from vsfilter.files import OUTPUT_FORMATS, RecordFileError, write_records
from vsfilter.rendering import columns as columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vsfilter.schema import Endpoint

# So many records tell how wide the columns of a table will be.
_SAMPLE = 100


def output_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options for how records are written, ``form`` and ``columns``."""
    form = click.option(
        "--output",
        "form",
        type=click.Choice(OUTPUT_FORMATS),
        help="Form of the records; unless given, a table on a terminal and JSON Lines elsewhere.",
    )
    chosen = click.option(
        "--columns", metavar="NAMES", help="Columns of a table, CSV or Parquet file, as a,b,c; unless given, all."
    )
    return form(chosen(command))


def emit(records: Iterable[dict[str, Any]], endpoint: Endpoint, form: str | None, columns: str | None) -> int:
    """Print records in the form asked for, those of a table with the columns that fit, and give their number."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    chosen = None if columns is None else _chosen(columns, endpoint, form)
    iterator = iter(records)
    if form == "table" and chosen is None:
        first = list(itertools.islice(iterator, _SAMPLE))
        chosen = fitting(first, endpoint, terminal_width())
        left_out = len(set().union(*first)) - len(chosen)
        if left_out:
            click.echo(
                f"{left_out} more columns do not fit: name some with --columns, or take --output jsonl", err=True
            )
        iterator = itertools.chain(first, iterator)
    count = write_records(iterator, form, endpoint, sys.stdout.buffer, chosen)
    sys.stdout.flush()
    return count


def _chosen(columns: str, endpoint: Endpoint, form: str) -> list[str]:
    names = [name.strip() for name in columns.split(",")]
    unknown = [name for name in names if endpoint.get(name) is None]
    if unknown:
        raise click.UsageError(f"{endpoint.name} has no property {', '.join(map(quote, unknown))}")
    if len(set(names)) < len(names):
        raise click.UsageError("--columns names a property twice")
    if form in {"json", "jsonl"}:
        raise click.UsageError("--columns is for --output table, csv and parquet")
    return names


def fitting(records: list[dict[str, Any]], endpoint: Endpoint, width: int) -> list[str]:
    """Choose the columns that fit a terminal: the key, the date, and what is filtered most, in the endpoint's order."""
    names = [name for name in endpoint.names if any(name in record for record in records)]
    names += [name for name in dict.fromkeys(itertools.chain(*records)) if endpoint.get(name) is None]

    def rank(name: str) -> int:
        prop = endpoint.get(name)
        if name in {endpoint.id_property, endpoint.date_property}:
            return 0
        return 3 if prop is None else 1 if prop.operators_seen else 2

    chosen: set[str] = set()
    for name in sorted(names, key=rank):
        wide = max(columns_of(name), *(columns_of(str(record.get(name) or "")) for record in records))
        if wide > width:
            continue
        width -= wide + 2
        chosen.add(name)
    return [name for name in names if name in chosen]


def shows_progress() -> bool:
    """Tell whether a terminal shows standard error, and not our output as well."""
    return sys.stderr.isatty() and not sys.stdout.isatty()


@contextmanager
def failures() -> Iterator[None]:
    """Say in one line what is wrong with a file, and end with status 1."""
    try:
        yield
    except RecordFileError as error:
        fail(str(error))
