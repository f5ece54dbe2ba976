"""Fixtures for the test suites of other projects: a running emulator, and a client of it.

Installed with the extras ``emulator`` and ``client``, pytest finds them by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.client import Client
    from vsfilter.emulator import Emulator

# Enough for every endpoint to have records, and filled in a fraction of a second.
_SIZE = 500


@pytest.fixture(scope="session")
def vsfilter_emulator() -> Iterator[Emulator]:
    """Give a running emulator on a free port, with a database in memory that holds sample data.

    It serves the whole session; a test that changes records does so for those after it.
    """
    pytest.importorskip("uvicorn", reason="vsfilter_emulator needs vsfilter[emulator]")
    from vsfilter.emulator import Emulator  # noqa: PLC0415  an extra
    from vsfilter.sample import fill  # noqa: PLC0415  only needed here

    with Emulator() as emulator:
        fill(emulator.insert, _SIZE)
        yield emulator


@pytest.fixture
def vsfilter_client(vsfilter_emulator: Emulator) -> Iterator[Client]:
    """Give a client that is logged in to the emulator."""
    pytest.importorskip("httpx", reason="vsfilter_client needs vsfilter[client]")
    from vsfilter.client import Client  # noqa: PLC0415  an extra

    with Client(vsfilter_emulator.base_url, vsfilter_emulator.token) as client:
        yield client
