"""The group of all subcommands, most of which are loaded when they are called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from vsfilter.cli.reporting import FAILED, abandon_output, fail

if TYPE_CHECKING:
    from collections.abc import Mapping

# Those that need more than it takes to send a filter: the module and the name of each.
_ELSEWHERE: Mapping[str, tuple[str, str]] = {
    "decode": ("vsfilter.cli.decode", "decode"),
    "endpoints": ("vsfilter.cli.schemas", "endpoints_command"),
    "fetch": ("vsfilter.cli.fetch", "fetch"),
    "grep": ("vsfilter.cli.grep", "grep"),
    "schema": ("vsfilter.cli.schemas", "schema"),
    "probe": ("vsfilter.cli.probe", "probe"),
    "serve": ("vsfilter.cli.serve", "serve"),
}


class Commands(click.Group):
    """The group of all subcommands; an output that cannot be written ends each in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all subcommands."""
        return sorted({*super().list_commands(ctx), *_ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a subcommand, loaded if need be."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, name = _ELSEWHERE[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  what the subcommand gives
        """Run the subcommand that was asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Who reads our output has enough of it, as `head` does.
            abandon_output()
            sys.exit(FAILED)
        except OSError as error:
            abandon_output()
            fail(error.strerror or str(error))
