"""Text to query string: the documented example, one that was prepared, and how the cost grows."""

from __future__ import annotations

import json
import time
import urllib.parse
from datetime import datetime
from typing import TYPE_CHECKING, Any

import vsfilter
from tests.benchmarks.measuring import Contender, race, ratio, rows_of, table
from tests.benchmarks.peers import PARSERS

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = ("", "best µs", "median µs", "best", "median")
SIZES = (10, 100, 1_000, 10_000)
LIST_SIZES = (*SIZES, 100_000)
# A size is tried often enough to work through this many items.
_WORK = 20_000


def by_hand(number: int) -> str:
    """Write the query string as people do who have no library."""
    rows = [
        {"property": "dst_id", "operator": "eq", "value": str(number)},
        {"property": "calldate", "operator": "gt", "value": "2018-09-01 00:00:00"},
    ]
    return urllib.parse.urlencode({"filter": json.dumps(rows), "page": 1, "limit": 100})


def by_text(text: str) -> str:
    """Do it from text: parsed, checked against the endpoint, and written."""
    return vsfilter.compile(text, "cdrs").to_query(page=1, limit=100)


def example(number: int) -> str:
    """Write the documented example, with another number each time."""
    return f'dst_id = {number} and calldate > "2018-09-01"'


def _same(number: int) -> int:
    return number


def documented_example(rounds: int) -> list[str]:
    """Print how long the documented example takes; give who is missing."""
    contenders = [Contender("by hand: urlencode, json.dumps", by_hand, _same)]
    contenders.append(Contender("vsfilter, text to query string", by_text, example))
    contenders.append(Contender("vsfilter, the same text again", by_text, lambda _: example(123456)))
    missing = []
    for name, (load, text) in PARSERS.items():
        try:
            contenders.append(Contender(name, load(), text.format))
        except ImportError:
            missing.append(name)
    table("The documented example, each text a new one; peers only parse", _HEAD, rows_of(race(contenders, rounds)))
    return missing


def prepared(rounds: int) -> None:
    """Print how long it takes to bind two values to a filter that was prepared."""
    waiting = vsfilter.prepare("dst_id = :user and calldate > :since", "cdrs")
    since = datetime(2018, 9, 1)  # noqa: DTZ001  the API's own zone

    def bound(number: int) -> str:
        return waiting(user=number, since=since).to_query(page=1, limit=100)

    contenders = [
        Contender("by hand: urlencode, json.dumps", by_hand, _same),
        Contender("vsfilter, prepared and bound", bound, _same),
    ]
    table("Prepared: two values to query string", _HEAD, rows_of(race(contenders, rounds)))


def conditions(count: int) -> str:
    """Write a text of so many different conditions."""
    return " and ".join(f"id != {number}" for number in range(count))


def items(count: int) -> str:
    """Write a list condition of so many different values."""
    return f"id in ({','.join(map(str, range(count)))})"


def growth(title: str, write: Callable[[int], str], counts: tuple[int, ...]) -> None:
    """Print the cost of one condition or item for each size, over that of the smallest."""
    texts = {count: write(count) for count in counts}
    best = dict.fromkeys(counts, float("inf"))
    for turn in range(max(10, _WORK // counts[0])):
        for count, text in texts.items():
            if turn < max(10, _WORK // count):
                # Of this process alone: a long run never has a busy machine for itself.
                begun = time.process_time()
                by_text(text)
                best[count] = min(best[count], (time.process_time() - begun) / count)
    first = best[counts[0]]
    rows = [[f"{count:,}", f"{cost * 1e6:.2f}", ratio(cost / first)] for count, cost in best.items()]
    table(title, ("", "µs each", "of the smallest"), rows)


def main(rounds: int, sizes: tuple[int, ...], list_sizes: tuple[int, ...]) -> list[str]:
    """Print all rows about texts; give who is missing."""
    missing = documented_example(rounds)
    prepared(rounds)
    growth("Text to query string, cost of a condition", conditions, sizes)
    growth("Text to query string, cost of a value of `in`", items, list_sizes)
    return missing


def peak(kind: str, count: int) -> Any:  # noqa: ANN401  code for a process
    """Write the code that takes the largest text."""
    return f"from tests.benchmarks.texts import by_text, {kind}\nby_text({kind}({count}))"
