"""Parts that need packages which not everybody has installed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from vsfilter.cli.reporting import fail

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Say what to install where an import inside fails, and end with status 1."""
    try:
        yield
    except ImportError as error:
        fail(f"{error.name or error} is missing: pip install 'vsfilter[{name}]'")
