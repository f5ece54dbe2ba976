"""The subcommand that fetches records from a server."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from vsfilter.cli.arguments import FilterArguments, filter_arguments, planning_options
from vsfilter.cli.extras import extra
from vsfilter.cli.records import emit, failures, output_options, shows_progress
from vsfilter.cli.reporting import fail, refusals, report
from vsfilter.cli.tokens import token_for
from vsfilter.schema import catalogue
from vsfilter.wire import DIRECTIONS, TOKEN_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.client import Client
    from vsfilter.planning import Plan

    _Record = dict[str, Any]

_FEW = 100


@click.command()
@filter_arguments
@click.option("--all", "everything", is_flag=True, help="All records that match, page by page.")
@click.option("--limit", type=click.IntRange(0), help=f"So many records at most; {_FEW} unless given.")
@click.option("--sort", metavar="PROPERTY", help="Property to sort by; unless given, the key of the records.")
@click.option("--dir", "direction", type=click.Choice(DIRECTIONS, case_sensitive=False), help="Direction of sorting.")
@planning_options
@click.option("--url", metavar="URL", help="Base URL of another server than the vendor's.")
@output_options
def fetch(  # noqa: PLR0913, PLR0917  as click gives them
    arguments: FilterArguments,
    everything: bool,  # noqa: FBT001  as above
    limit: int | None,
    sort: str | None,
    direction: str | None,
    max_requests: int,
    allow_full_scan: bool,  # noqa: FBT001  as above
    url: str | None,
    form: str | None,
    columns: str | None,
) -> None:
    """Fetch the records that the filter matches, by one request or by as few as it takes; explain shows which.

    The token comes from the variable VOIPSTUDIO_TOKEN, or from the keyring of this machine, where
    'keyring set vsfilter URL' puts it; never from the command line, where others could read it.
    """
    if everything and limit is not None:
        raise click.UsageError("--all and --limit exclude each other")
    with extra("client"):
        from vsfilter.client import AuthenticationError, Client, ClientError  # noqa: PLC0415  extras
    most = None if everything else _FEW if limit is None else limit
    with refusals(as_json=arguments.as_json), failures():
        plan = arguments.plan(max_requests, allow_full_scan=allow_full_scan)
        report(plan.warnings, arguments.text, as_json=arguments.as_json)
        if len(plan.requests) > 1 or plan.residual is not None:
            click.echo(_outline(plan), err=True)
        try:
            with Client(url, token_for(url or catalogue().base_url)) as client:
                records = _counted(client, plan, client.records(plan, limit=most, sort=sort, dir=direction), most)
                count = emit(records, arguments.endpoint, form, columns)
        except AuthenticationError as error:
            message = f"the token is not taken: check the variable {TOKEN_VARIABLE}, or what the keyring holds"
            fail(f"{error.path} {error.status}: {message}")
        except ClientError as error:
            fail(str(error))
        if limit is None and count == most:
            click.echo(f"these are the first {most} records; --all gives all that match", err=True)


def _outline(plan: Plan) -> str:
    count = len(plan.requests)
    requests = f"{count} request{'s' * (count != 1)}"
    return requests if plan.residual is None else f"{requests}, and a look here at each record that comes"


def _counted(
    client: Client, plan: Plan, records: Iterator[dict[str, Any]], most: int | None
) -> Iterator[dict[str, Any]]:
    """Show on a terminal how many of the records have come, where they do not go there themselves."""
    if not shows_progress():
        yield from records
        return
    from vsfilter.client import MalformedReplyError  # noqa: PLC0415  an extra

    try:
        total = client.total(plan) if plan.exact_total else None
    except MalformedReplyError:
        # The API may leave the total out.
        total = None
    # Without either the bar has no end.
    length = min((count for count in (total, most) if count is not None), default=None)
    with click.progressbar(records, length=length, label="records", file=sys.stderr) as bar:
        yield from bar
