"""A server that dies in the middle of a walk: every record comes once, or a clear error does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

import vsfilter
from vsfilter.client import Client, ConnectionFailedError
from vsfilter.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SIZE = 3000
_TOKEN = "0123456789abcdef0123456789abcdef01234567"  # noqa: S105  of a server on this machine alone

# A process of its own, so that it can be killed as a machine kills it.
_SERVER = textwrap.dedent("""
    import sys, time
    from vsfilter.emulator import Emulator
    from vsfilter.sample import Sample
    emulator = Emulator(f"sqlite:///{sys.argv[1]}", port=int(sys.argv[2]), token=sys.argv[3])
    if not emulator.count("cdrs"):
        emulator.insert("cdrs", Sample(int(sys.argv[4])).records("cdrs"))
    emulator.start()
    print(emulator.port, flush=True)
    time.sleep(600)
""")


class Server:
    """The emulator in a process, which can be killed and started again on the same port and file."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "calls.db"
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1.2/voipstudio"

    def start(self) -> None:
        arguments = [str(self._file), str(self.port), _TOKEN, str(_SIZE)]
        self._process = subprocess.Popen([sys.executable, "-c", _SERVER, *arguments], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def kill(self) -> None:
        if self._process is None:
            return
        assert self._process.stdout is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process.stdout.close()
        self._process = None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


EXPECTED = [record["id"] for record in Sample(_SIZE).records("cdrs")]
EVERYTHING = vsfilter.compile("id > 0", "cdrs")


@pytest.mark.parametrize("sort", [None, "calldate"])
def test_a_server_that_is_killed_and_started_again_loses_no_record(server: Server, sort: str | None) -> None:
    with Client(server.base_url, _TOKEN, sleep=lambda _: server.start() if not _answers(server) else None) as client:
        found = []
        for number, record in enumerate(client.records(EVERYTHING, page_size=100, sort=sort)):
            found.append(record["id"])
            if number in {50, 777, 2500}:
                server.kill()
        assert sorted(found) == EXPECTED


@pytest.mark.parametrize("sort", [None, "calldate"])
def test_a_server_that_stays_away_ends_the_walk_with_an_error(server: Server, sort: str | None) -> None:
    found: list[int] = []

    def walk(client: Client) -> None:
        for record in client.records(EVERYTHING, page_size=100, sort=sort):
            found.append(record["id"])
            if len(found) == 777:
                server.kill()

    with Client(server.base_url, _TOKEN, sleep=lambda _: None) as client, pytest.raises(ConnectionFailedError):
        walk(client)
    assert len(found) == len(set(found)) == 800
    assert set(found) <= set(EXPECTED)


def _answers(server: Server) -> bool:
    return server._process is not None
