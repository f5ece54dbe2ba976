"""How a row is measured: contenders take turns, so that what else the machine does meets all of them alike."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_ROUND = 0.004


@dataclass
class Contender:
    """One way to do what a row is about; ``argument`` makes what a call is given from a number, new each time."""

    name: str
    call: Callable[[Any], object]
    argument: Callable[[int], Any]


@dataclass
class Times:
    """The seconds that each turn took, for one call; of a process also those of the processor."""

    name: str
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @property
    def best(self) -> float:
        """The fastest turn, which the rest of the machine disturbed least."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The turn in the middle."""
        return statistics.median(self.seconds)


def race(contenders: Sequence[Contender], rounds: int) -> list[Times]:
    """Let all contenders take turns, ``rounds`` times; no argument is given twice."""
    fresh = _numbers()
    turns = [_calls_a_turn(contender, fresh) for contender in contenders]
    times = [Times(contender.name) for contender in contenders]
    for _ in range(rounds):
        for contender, calls, taken in zip(contenders, turns, times, strict=True):
            arguments = [contender.argument(next(fresh)) for _ in range(calls)]
            call = contender.call
            begun = time.perf_counter()
            for argument in arguments:
                call(argument)
            taken.seconds.append((time.perf_counter() - begun) / calls)
    return times


def _numbers() -> Iterator[int]:
    number = 1_000_000
    while True:
        number += 1
        yield number


def _calls_a_turn(contender: Contender, fresh: Iterator[int]) -> int:
    """Choose how many calls fill a turn, after one that lets the contender load what it needs."""
    contender.call(contender.argument(next(fresh)))
    argument = contender.argument(next(fresh))
    begun = time.perf_counter()
    contender.call(argument)
    return max(1, int(_ROUND / (time.perf_counter() - begun)))


def race_processes(commands: Sequence[tuple[str, Sequence[str]]], rounds: int) -> list[Times]:
    """Let commands take turns, each as a process of its own, from its start to its end.

    Each runs once before, so that the modules are compiled, as they are where a package was installed.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times = [Times(name) for name, _ in commands]
    for turn in range(rounds + 1):
        for (_, command), taken in zip(commands, times, strict=True):
            begun, used = time.perf_counter(), _used()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
            if turn:
                taken.seconds.append(time.perf_counter() - begun)
                taken.processor.append(_used() - used)
    return times


def process_rows(times: Sequence[Times]) -> list[list[str]]:
    """Draw one row for each command: its time, that of the processor, and both against the first."""
    first = times[0]
    return [
        [
            taken.name,
            f"{taken.best * 1e3:.1f}",
            f"{(taken.best - first.best) * 1e3:+.1f}",
            ratio(taken.best / first.best),
            f"{min(taken.processor) * 1e3:.1f}",
            f"{(min(taken.processor) - min(first.processor)) * 1e3:+.1f}",
            ratio(min(taken.processor) / min(first.processor)),
        ]
        for taken in times
    ]


def _used() -> float:
    """Give the seconds of the processor that all processes took which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


_PEAK = """
import re
from pathlib import Path
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def peak_memory(code: str) -> float | None:
    """Give the most memory, in MB, that a process held which ran some code; None where the system does not tell."""
    if not Path("/proc/self/status").exists():
        return None
    ran = subprocess.run([sys.executable, "-c", code + _PEAK], check=True, capture_output=True, text=True)
    return int(ran.stdout.split()[-1]) / 1024


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns, all but the first to the right."""
    print(f"\n{title}")
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        first, *rest = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        print(f"  {first.strip():<{widths[0]}}  {'  '.join(rest)}".rstrip())


def rows_of(times: Sequence[Times], *, scale: float = 1e6) -> list[list[str]]:
    """Draw one row for each contender: best, median, and both as ratios to the first contender."""
    first = times[0]
    return [
        [
            taken.name,
            f"{taken.best * scale:,.2f}",
            f"{taken.median * scale:,.2f}",
            ratio(taken.best / first.best),
            ratio(taken.median / first.median),
        ]
        for taken in times
    ]


def ratio(value: float) -> str:
    """Write a ratio with the digits that mean something."""
    return f"{value:,.2f} ×" if value < 10 else f"{value:,.0f} ×"
