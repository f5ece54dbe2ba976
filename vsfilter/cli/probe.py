"""The subcommand that finds out how a server answers filters."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from vsfilter.cli.arguments import format_option
from vsfilter.cli.extras import extra
from vsfilter.cli.records import shows_progress
from vsfilter.cli.reporting import FAILED, refusals
from vsfilter.cli.tables import terminal_width
from vsfilter.cli.tokens import token_for
from vsfilter.schema import endpoint as find_endpoint
from vsfilter.wire import base_of

_MOST = 500
_RATE = 5.0


@click.command()
@click.argument("endpoints", nargs=-1, metavar="[ENDPOINT]...")
@click.option("--url", required=True, metavar="URL", help="Base URL of the server.")
@click.option(
    "--max-requests", type=click.IntRange(1), default=_MOST, show_default=True, help="So many requests at most."
)
@click.option(
    "--rate",
    type=click.FloatRange(0, min_open=True),
    default=_RATE,
    show_default=True,
    help="Requests a second at most.",
)
@click.option("--evidence", type=click.Path(dir_okay=False, path_type=Path), help="File to write what was learnt to.")
@click.option("--yes", is_flag=True, help="Do not ask before another machine is asked.")
@format_option
def probe(  # noqa: PLR0913, PLR0917  as click gives them
    endpoints: tuple[str, ...],
    url: str,
    max_requests: int,
    rate: float,
    evidence: Path | None,
    yes: bool,  # noqa: FBT001  as above
    output_format: str,
) -> None:
    """Find out how the API at URL answers filters on ENDPOINTs, or on all; it is only read from.

    Conditions are made of the records that come. Neither the report nor the file of --evidence holds any value of them.
    The token comes from where 'vsfilter fetch' takes it. Exit status 1: the API is not as vsfilter takes it to
    be, or could not be asked to the end.
    """
    with extra("client"):
        from vsfilter.client import Client  # noqa: PLC0415  extras
        from vsfilter.probe import is_local, to_data, to_evidence, to_report  # noqa: PLC0415  as above
        from vsfilter.probe import probe as run  # noqa: PLC0415  as above
    if math.isnan(rate):
        raise click.UsageError("--rate is a number of requests")
    if evidence is not None:
        # What cannot be written is told before anything is asked.
        evidence.open("a").close()
    as_json = output_format == "json"
    with refusals(as_json=as_json):
        base_url = base_of(url)
        chosen = [find_endpoint(name) for name in endpoints] or None
        token = token_for(url)
        host = urlsplit(base_url).hostname or ""
        click.echo(f"at most {max_requests} requests to {host}, {rate:g} a second; all of them only read", err=True)
        if not (yes or is_local(host)):
            _ask(host)
        with Client(url, token) as client:
            findings = run(client, chosen, max_requests=max_requests, rate=rate, progress=_progress)
    whole = json.dumps(to_data(findings), ensure_ascii=False, indent=1)
    click.echo(whole if as_json else to_report(findings, terminal_width()))
    if evidence is not None:
        text = json.dumps(to_evidence(findings), ensure_ascii=False, indent=1)
        evidence.write_text(text + "\n", "utf-8")
    if findings.stopped:
        click.echo(f"stopped early: {findings.stopped}", err=True)
    if findings.stopped or findings.deviations or findings.unreachable:
        sys.exit(FAILED)


def _ask(host: str) -> None:
    """Let a person say whether another machine may be asked; without one to ask it may not."""
    if not is_terminal():
        raise click.UsageError(f"{host} is not this machine: give --yes to ask it without a terminal")
    click.confirm(f"ask {host}?", abort=True, err=True)


def is_terminal() -> bool:
    """Tell whether somebody can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def _progress(name: str) -> None:
    if shows_progress():
        click.echo(f"asking {name}", err=True)
