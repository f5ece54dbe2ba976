"""Parts that need packages which not everybody has installed."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from vsfilter.cli.records import FAILED

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Say what to install where an import inside fails, and end with status 1."""
    try:
        yield
    except ImportError as error:
        click.echo(f"error: {error.name or error} is missing: pip install 'vsfilter[{name}]'", err=True)
        sys.exit(FAILED)
