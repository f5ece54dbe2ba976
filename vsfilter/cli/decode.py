"""The subcommand that reads a request back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from vsfilter.cli.arguments import find_endpoint, format_option, schema_option, standard_input
from vsfilter.cli.reporting import refusals, report
from vsfilter.compiling import compile  # noqa: A004  the word of re.compile, and of the field
from vsfilter.errors import FilterCheckError
from vsfilter.syntax import to_text
from vsfilter.wire.decoding import ParsedQuery, from_json, from_query, is_path_of
from vsfilter.wire.decoding_messages import another_endpoint

if TYPE_CHECKING:
    from vsfilter.errors import Issue
    from vsfilter.filter import Filter
    from vsfilter.schema import Endpoint


@click.command()
@click.argument("endpoint")
@click.argument("request")
@schema_option
@format_option
def decode(endpoint: str, request: str, schema_file: str | None, output_format: str) -> None:
    """Print the text of the filter in REQUEST: filter JSON, a query string or a URL; - reads standard input.

    The options of the request go to standard error, or with --format json beside the text.
    """
    as_json = output_format == "json"
    with refusals(as_json=as_json):
        found = find_endpoint(endpoint, schema_file)
        text = standard_input() if request == "-" else request
        parsed = (
            ParsedQuery(from_json(text), {})
            if text.lstrip("\ufeff \t\r\n").startswith(("[", "{"))
            else from_query(text)
        )
        flt = _checked(parsed, found)
        filter_text = None if parsed.expr is None else to_text(parsed.expr)
        if as_json:
            click.echo(json.dumps({"filter": filter_text, "options": parsed.options}, ensure_ascii=False))
        else:
            click.echo(filter_text or "")
            for name, value in parsed.options.items():
                click.echo(f"{name}: {value}", err=True)
        report(flt.warnings, None, as_json=as_json)


def _checked(parsed: ParsedQuery, endpoint: Endpoint) -> Filter:
    """Check all of a request against an endpoint; every fault is told at once."""
    if parsed.path is not None and not is_path_of(parsed.path, endpoint):
        raise FilterCheckError([another_endpoint(parsed.path, endpoint)])
    issues: list[Issue] = []
    text = None
    try:
        compile(None, endpoint).to_params(**parsed.options)
    except FilterCheckError as error:
        issues += error.issues
    try:
        flt = compile(parsed.expr, endpoint)
    except FilterCheckError as error:
        issues += error.issues
        text = error.source
    if issues:
        raise FilterCheckError(issues, text)
    return flt
