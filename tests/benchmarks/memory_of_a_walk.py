"""Memory of a client that fetches many records, as it goes: run it by hand.

    python tests/benchmarks/memory_of_a_walk.py [RECORDS]

An emulator in a process of its own serves so many call records (1,000,000 unless given) from a file of
SQLite; each row is the peak memory of the client after a tenth of them.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import vsfilter
from vsfilter.client import Client

_TOKEN = "0123456789abcdef0123456789abcdef01234567"  # noqa: S105  of a server on this machine alone
_SERVER = """
import sys, time
from vsfilter.emulator import Emulator
from vsfilter.sample import Sample
emulator = Emulator(f"sqlite:///{sys.argv[1]}", token=sys.argv[2])
emulator.insert("cdrs", Sample(int(sys.argv[3])).records("cdrs"))
emulator.start()
print(emulator.base_url, flush=True)
time.sleep(3600)
"""


def main(count: int) -> None:
    """Walk over all records and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        arguments = [str(Path(folder) / "calls.db"), _TOKEN, str(count)]
        with subprocess.Popen([sys.executable, "-c", _SERVER, *arguments], stdout=subprocess.PIPE, text=True) as server:
            try:
                base_url = server.stdout.readline().strip() if server.stdout else ""
                print(f"{count:,} records loaded in {time.perf_counter() - begun:.0f} s")
                walk(base_url, count)
            finally:
                server.kill()


def walk(base_url: str, count: int) -> None:
    """Fetch all records, and print how much memory that took so far."""
    begun = time.perf_counter()
    print(f"{'records':>10}  {'peak MB':>8}  {'seconds':>8}")
    with Client(base_url, _TOKEN) as client:
        records = client.records(vsfilter.compile(None, "cdrs"), page_size=1000)
        for number, _ in enumerate(records, 1):
            if number % (count // 10) == 0:
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(f"{number:>10,}  {peak:>8.1f}  {time.perf_counter() - begun:>8.1f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
