"""The subcommand that filters files."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING, Any

import click

from vsfilter.cli.arguments import FilterArguments, filter_arguments
from vsfilter.cli.records import emit, failures, output_options
from vsfilter.cli.reporting import refusals
from vsfilter.files import INPUT_FORMATS, RecordFileError, format_of, read_records

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command()
@filter_arguments
@click.argument("files", nargs=-1, type=click.File("rb"))
@click.option(
    "--input", "input_form", type=click.Choice(INPUT_FORMATS), help="Form of FILES, where their names do not tell."
)
@output_options
def grep(
    arguments: FilterArguments,
    files: tuple[IO[bytes], ...],
    input_form: str | None,
    form: str | None,
    columns: str | None,
) -> None:
    """Print the records in FILES that the filter matches; no FILES, or -, is standard input.

    FILES hold JSON Lines, a JSON array, a saved reply of the API, or CSV.
    """
    with refusals(as_json=arguments.as_json), failures():
        matches = arguments.predicate()

        def matching() -> Iterator[dict[str, Any]]:
            for file in files or (sys.stdin.buffer,):
                name = str(getattr(file, "name", "standard input"))
                try:
                    yield from filter(matches, read_records(file, input_form or format_of(name), arguments.endpoint))
                except RecordFileError as error:
                    raise RecordFileError(f"{name}: {error}") from None

        emit(matching(), arguments.endpoint, form, columns)
