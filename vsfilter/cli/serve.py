"""The subcommand that runs the emulator with sample data."""

from __future__ import annotations

import errno
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from vsfilter.cli.extras import extra
from vsfilter.cli.records import shows_progress
from vsfilter.cli.reporting import fail

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vsfilter.emulator import Emulator

_PORT = 8421


def _switches(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> dict[str, Any]:
    switches: dict[str, Any] = {}
    for pair in value:
        name, separator, word = pair.partition("=")
        if not separator:
            raise click.BadParameter("it has no `=`", context, parameter)
        switches[name] = {"true": True, "false": False}.get(word, int(word) if word.lstrip("-").isdecimal() else word)
    return switches


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--size", type=click.IntRange(0), default=2000, show_default=True, help="Call records of the sample.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed gives another sample.")
@click.option("--database", metavar="URL", default="sqlite://", help="As sqlite:///calls.db; unless given, in memory.")
@click.option(
    "--switch",
    "switches",
    metavar="NAME=VALUE",
    multiple=True,
    callback=_switches,
    help="How to answer where the API is unknown, as unknown_property=ignore; repeatable.",
)
def serve(  # noqa: PLR0913, PLR0917  as click gives them
    port: int, host: str, size: int, seed: int, database: str, switches: dict[str, Any]
) -> None:
    """Run an emulator of the API on this machine, with sample data, until interrupted.

    It prints its base URL, a token, and a line to try. A database that holds call records already is
    served as it is.
    """
    with extra("emulator"):
        from vsfilter.emulator import Behaviour, Emulator  # noqa: PLC0415  extras
        from vsfilter.emulator import serve as run  # noqa: PLC0415  as above
        from vsfilter.emulator.behaviour import LISTS  # noqa: PLC0415  as above
    unknown = switches.keys() - Behaviour.__dataclass_fields__.keys()
    if unknown:
        known = ", ".join(Behaviour.__dataclass_fields__)
        raise click.UsageError(f"there is no switch {', '.join(sorted(unknown))}; the switches are {known}")
    for name in switches.keys() & set(LISTS):
        switches[name] = tuple(str(switches[name]).split(","))
    try:
        with closing(Emulator(database, behaviour=Behaviour(**switches), host=host, port=port)) as emulator:
            _fill(emulator, size, seed)
            run(emulator, ready=_greet)
    except ValueError as error:
        fail(str(error))
    except OSError as error:
        hint = "; --port 0 takes a free one" if error.errno == errno.EADDRINUSE else ""
        fail(f"cannot listen on {host}, port {port}: {error.strerror}{hint}")


def _fill(emulator: Emulator, size: int, seed: int) -> None:
    from vsfilter.sample import fill  # noqa: PLC0415  only needed here

    def insert(endpoint: str, records: Iterable[Mapping[str, object]]) -> None:
        if endpoint == "cdrs" and shows_progress():
            with click.progressbar(length=size, label="call records", file=sys.stderr) as bar:
                emulator.insert(endpoint, records, progress=lambda count: bar.update(count - bar.pos))
        else:
            emulator.insert(endpoint, records)

    if not emulator.count("cdrs"):
        fill(insert, size, seed)


def _greet(emulator: Emulator) -> None:
    click.echo(f"base URL: {emulator.base_url}")
    click.echo(f"token:    {emulator.token}")
    click.echo(f"login:    {emulator.email} with password {emulator.password}")
    click.echo("try:")
    click.echo(
        f"  VOIPSTUDIO_TOKEN={emulator.token} vsfilter fetch cdrs "
        f"'calldate between 2026-07-06 and 2026-07-12' --url {emulator.base_url}"
    )
