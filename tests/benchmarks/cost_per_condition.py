"""Cost per condition and per list item, as ratios within one run: run it by hand.

    python tests/benchmarks/cost_per_condition.py

Each row is the best of several runs of text to query string; the ratio compares the cost of one
item with that of the smallest row. The garbage collector runs as it does for users.
"""

from __future__ import annotations

import timeit
from typing import TYPE_CHECKING

import vsfilter

if TYPE_CHECKING:
    from collections.abc import Callable

_CONDITIONS = (10, 100, 1_000, 10_000, 50_000)
_ITEMS = (10, 100, 1_000, 10_000, 100_000)
# A row is tried often enough to work through this many items, and at least three times.
_WORK = 20_000


def conditions(count: int) -> str:
    """Write a text of so many different conditions."""
    return " and ".join(f"id != {number}" for number in range(count))


def items(count: int) -> str:
    """Write a list condition of so many different values."""
    return f"id in ({','.join(map(str, range(count)))})"


def measure(text: str, count: int) -> float:
    """Give the best time of text to query string, in microseconds an item."""

    def work() -> None:
        vsfilter.compile(text, "cdrs").to_query(page=1, limit=100)

    return min(timeit.repeat(work, number=1, repeat=max(3, _WORK // count))) / count * 1e6


def table(title: str, write: Callable[[int], str], counts: tuple[int, ...]) -> None:
    """Print one row for each size."""
    print(f"{title:>12}  {'µs each':>8}  ratio")
    smallest = None
    for count in counts:
        cost = measure(write(count), count)
        smallest = smallest or cost
        print(f"{count:>12,}  {cost:>8.1f}  {cost / smallest:5.2f}")


if __name__ == "__main__":
    vsfilter.compile("id = 1", "cdrs")
    table("conditions", conditions, _CONDITIONS)
    table("list items", items, _ITEMS)
