"""The subcommands: each a thin line from its arguments to the library."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from vsfilter.cli.arguments import (
    FilterArguments,
    base_url_option,
    filter_arguments,
    find_endpoint,
    format_option,
    paging_options,
    schema_option,
    standard_input,
)
from vsfilter.cli.fetch import fetch
from vsfilter.cli.grep import grep
from vsfilter.cli.reporting import ESCAPING, Commands, refusals, report
from vsfilter.cli.serve import serve
from vsfilter.cli.tables import endpoint_table, property_table
from vsfilter.compiling import compile  # noqa: A004  the word of re.compile, and of the field
from vsfilter.errors import FilterCheckError
from vsfilter.schema import endpoint_to_data, endpoints
from vsfilter.syntax import to_text
from vsfilter.wire import ParsedQuery, from_json, from_query
from vsfilter.wire.decoding import is_path_of
from vsfilter.wire.decoding_messages import another_endpoint

if TYPE_CHECKING:
    from vsfilter.errors import Issue
    from vsfilter.filter import Filter
    from vsfilter.schema import Endpoint
    from vsfilter.wire import PagingOptions


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vsfilter")
def main() -> None:
    """Filter queries for the VoIPstudio REST API, checked before they are sent.

    EXPR is a filter such as 'duration >= 60 and type = I', or - to read it from standard input.
    """
    if hasattr(sys.stdout, "reconfigure"):
        # What the output cannot show is escaped as the language escapes it, and so can be read again.
        sys.stdout.reconfigure(errors=ESCAPING)


main.add_command(fetch)
main.add_command(grep)
main.add_command(serve)


@main.command("json")
@filter_arguments
def json_command(arguments: FilterArguments) -> None:
    """Print the filter JSON."""
    click.echo(arguments.compile().to_json())


@main.command()
@filter_arguments
@paging_options
def query(arguments: FilterArguments, paging: PagingOptions) -> None:
    """Print the query string."""
    click.echo(arguments.compile().to_query(**paging))


@main.command()
@filter_arguments
@paging_options
@base_url_option
def url(arguments: FilterArguments, paging: PagingOptions, base_url: str | None) -> None:
    """Print the URL of the request."""
    click.echo(arguments.compile().to_url(base_url=base_url, **paging))


@main.command()
@filter_arguments
@paging_options
@base_url_option
def curl(arguments: FilterArguments, paging: PagingOptions, base_url: str | None) -> None:
    """Print a curl command; it takes the token from the variable VOIPSTUDIO_TOKEN."""
    click.echo(arguments.compile().to_curl(base_url=base_url, **paging))


@main.command()
@filter_arguments
def check(arguments: FilterArguments) -> None:
    """Check the filter; issues go to standard error."""
    arguments.compile()
    click.echo("ok")


@main.command()
@filter_arguments
def fmt(arguments: FilterArguments) -> None:
    """Print the filter in its canonical form, as it was meant: nothing is rewritten or filled in."""
    expr = arguments.parse()
    click.echo("" if expr is None else to_text(expr))


@main.command()
@filter_arguments
@paging_options
@base_url_option
def explain(arguments: FilterArguments, paging: PagingOptions, base_url: str | None) -> None:
    """Tell in plain words what the filter means, and what is known of it."""
    explanation = arguments.compile(warn=False).explain(base_url=base_url, **paging)
    if arguments.as_json:
        click.echo(json.dumps(explanation.to_dict(), ensure_ascii=False, indent=1))
    else:
        click.echo(str(explanation))


@main.command()
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


@main.command("endpoints")
@format_option
def endpoints_command(output_format: str) -> None:
    """List the endpoints that are known."""
    known = endpoints()
    if output_format == "json":
        click.echo(json.dumps([endpoint_to_data(one) for one in known], ensure_ascii=False, indent=1))
    else:
        click.echo(endpoint_table(known))


@main.command()
@click.argument("endpoint")
@schema_option
@format_option
def schema(endpoint: str, schema_file: str | None, output_format: str) -> None:
    """List the properties of ENDPOINT, with what is known of filtering on each."""
    as_json = output_format == "json"
    with refusals(as_json=as_json):
        found = find_endpoint(endpoint, schema_file)
        click.echo(
            json.dumps(endpoint_to_data(found), ensure_ascii=False, indent=1) if as_json else property_table(found)
        )
