"""The subcommands: each a thin line from its arguments to the library."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from vsfilter.cli.arguments import (
    FilterArguments,
    base_url_option,
    filter_arguments,
    paging_options,
    planning_options,
)
from vsfilter.cli.group import Commands
from vsfilter.cli.reporting import ESCAPING

if TYPE_CHECKING:
    from vsfilter.explain import Explanation
    from vsfilter.planning.explanation import PlanExplanation
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
    from vsfilter.syntax import to_text  # noqa: PLC0415  no other subcommand prints one

    expr = arguments.parse()
    click.echo("" if expr is None else to_text(expr))


@main.command()
@filter_arguments
@paging_options
@planning_options
@base_url_option
def explain(
    arguments: FilterArguments,
    paging: PagingOptions,
    max_requests: int,
    allow_full_scan: bool,  # noqa: FBT001  as click gives it
    base_url: str | None,
) -> None:
    """Tell in plain words what the filter means, and what is known of it.

    Where one request cannot say it, tell which ones do, and why.
    """
    flt = arguments.one_request()
    if flt is None:
        plan = arguments.plan(max_requests, allow_full_scan=allow_full_scan)
        explanation: Explanation | PlanExplanation = plan.explain(base_url=base_url, **paging)
    else:
        explanation = flt.explain(base_url=base_url, **paging)
    if arguments.as_json:
        import json  # noqa: PLC0415  as above

        click.echo(json.dumps(explanation.to_dict(), ensure_ascii=False, indent=1))
    else:
        click.echo(str(explanation))
