"""A predicate over records: against a lambda that a careful person writes, and the peers on as many as they manage."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import vsfilter
from tests.benchmarks.measuring import Contender, race, ratio, rows_of, table
from tests.benchmarks.peers import MATCHERS
from tests.benchmarks.texts import by_text, example
from vsfilter.local import generating
from vsfilter.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_Record = dict[str, Any]

# A page of the API, which the processor's own memory holds after it was decoded; and what it cannot hold.
_PAGE = 1_000
_HELD = 100_000
_TURNS = 3
# A peer gets so many records of each page.
_FOR_PEERS = 4

_HAND = "by hand: lambda"
_OURS = "vsfilter"


@dataclass
class Shape:
    """One filter in all languages; ``by_hand`` selects the same of these records."""

    name: str
    text: str
    by_hand: Callable[[_Record], bool]
    peers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Count:
    """What one contender has done: seconds, records, and how many of them matched; ``best`` is of the turns at hand."""

    seconds: float = 0.0
    records: int = 0
    matched: int = 0
    best: float = float("inf")

    def turn(self, test: Callable[[_Record], object], records: list[_Record], *, last: bool) -> None:
        """Go through records; after the last turn, count the fastest."""
        begun = time.perf_counter()
        found = list(filter(test, records))
        self.best = min(self.best, time.perf_counter() - begun)
        if last:
            self.seconds += self.best
            self.records += len(records)
            self.matched += len(found)
            self.best = float("inf")

    @property
    def each(self) -> float:
        """Seconds for a record."""
        return self.seconds / self.records


def shapes(user: str, middle: str) -> list[Shape]:
    """Give the filters, for a user with some of the records, and a time in the middle of them."""
    # As constants of the code, which is what somebody would write.
    hand: Callable[[str], Callable[[_Record], bool]] = eval
    both = f"dst_id == {user!r} {{}} calldate > {middle!r}"
    late = f"calldate > {middle!r}"
    return [
        Shape(
            "equality and date bound, the documented example",
            f'dst_id = {user} and calldate > "{middle}"',
            hand(f'lambda r: r["dst_id"] == {user!r} and r["calldate"] > {middle!r}'),
            {
                "rule-engine": both.format("and"),
                "cel (Rust)": both.format("&&"),
                "cql2 (Rust)": f"dst_id = {user!r} AND calldate > {middle!r}",
            },
        ),
        Shape(
            "date bound that holds for half",
            f'calldate > "{middle}"',
            hand(f'lambda r: r["calldate"] > {middle!r}'),
            {"rule-engine": late, "cel (Rust)": late, "cql2 (Rust)": late},
        ),
        Shape(
            "a week, by between",
            "calldate between 2026-07-06 and 2026-07-12",
            lambda r: "2026-07-06 00:00:00" <= r["calldate"] <= "2026-07-12 23:59:59",
        ),
        Shape(
            "equality and number",
            "type = I and billsec >= 60",
            lambda r: r["type"] == "I" and r["billsec"] >= 60,
            {
                "rule-engine": "type == 'I' and billsec >= 60",
                "cel (Rust)": "type == 'I' && billsec >= 60",
                "cql2 (Rust)": "type = 'I' AND billsec >= 60",
                "jmespath": "type == 'I' && billsec >= `60`",
            },
        ),
        Shape(
            "number with a fraction",
            "charge > 0.05",
            lambda r: r["charge"] is not None and r["charge"] > 0.05,
            {"rule-engine": "charge != null and charge > 0.05", "jmespath": "charge > `0.05`"},
        ),
        Shape("in a list of three", "type in (I, O, X)", lambda r: r["type"] in {"I", "O", "X"}),
        Shape(
            "like",
            'src like "4478"',
            lambda r: r["src"] is not None and "4478" in r["src"],
            {"cel (Rust)": "src != null && src.contains('4478')", "jmespath": "src && contains(src, '4478')"},
        ),
        Shape("null", "src_ua is null", lambda r: r["src_ua"] is None),
        Shape(
            "or",
            '(type = M and duration > 20) or src like "4478"',
            lambda r: (r["type"] == "M" and r["duration"] > 20) or (r["src"] is not None and "4478" in r["src"]),
            {"cel (Rust)": "(type == 'M' && duration > 20) || (src != null && src.contains('4478'))"},
        ),
    ]


def making(rounds: int) -> None:
    """Print how long it takes to make a predicate from text, of a shape that is new or not."""

    def of_new_shape(text: str) -> object:
        generating._compiled.cache_clear()
        return vsfilter.predicate(text, "cdrs")

    contenders = [
        Contender("of a shape seen before", lambda text: vsfilter.predicate(text, "cdrs"), example),
        Contender("of a new shape", of_new_shape, example),
        Contender("a filter to be sent, for comparison", by_text, example),
    ]
    rows = rows_of(race(contenders, rounds))
    table(
        "Making a predicate from the text of the documented example",
        ("", "best µs", "median µs", "best", "median"),
        rows,
    )


def chunks(count: int, size: int) -> Iterator[list[_Record]]:
    """Give so many call records, part by part."""
    records = iter(Sample(count, seed=1).records("cdrs"))
    return iter(lambda: list(itertools.islice(records, size)), [])


def main(count: int, rounds: int) -> list[str]:
    """Print all rows about records; give who is missing."""
    users: Counter[str] = Counter()
    for record in next(chunks(count, _HELD)):
        users[record["dst_id"]] += record["dst_id"] != "0"
    chosen = shapes(users.most_common(1)[0][0], "2026-07-01 00:00:00")
    missing: set[str] = set()
    tests = [_tests(shape, missing) for shape in chosen]
    paged = _go_through(chunks(count, _PAGE), tests)
    held = _go_through(chunks(count, _HELD), [{name: these[name] for name in (_HAND, _OURS)} for these in tests])
    for shape, by_page, at_large in zip(chosen, paged, held, strict=True):
        _print(shape, by_page, at_large, count)
    making(rounds)
    return sorted(missing)


def _go_through(
    parts: Iterator[list[_Record]], tests: list[dict[str, Callable[[_Record], object]]]
) -> list[dict[str, Count]]:
    """Let all tests of all shapes take turns, part by part."""
    counts = [{name: Count() for name in these} for these in tests]
    for records in parts:
        few = records[:: len(records) // _FOR_PEERS]
        for these, done in zip(tests, counts, strict=True):
            for turn, (name, test) in itertools.product(range(_TURNS), these.items()):
                done[name].turn(test, few if name in MATCHERS else records, last=turn == _TURNS - 1)
    return counts


def _tests(shape: Shape, missing: set[str]) -> dict[str, Callable[[_Record], object]]:
    tests: dict[str, Callable[[_Record], object]] = {
        _HAND: shape.by_hand,
        _OURS: vsfilter.predicate(shape.text, "cdrs"),
    }
    for name, text in shape.peers.items():
        try:
            tests[name] = MATCHERS[name](text)
        except ImportError:
            missing.add(name)
    return tests


def _print(shape: Shape, paged: Mapping[str, Count], held: Mapping[str, Count], count: int) -> None:
    hand, ours = paged[_HAND], paged[_OURS]
    if hand.matched != ours.matched:
        raise SystemExit(f"{shape.text}: {ours.matched} records match, {hand.matched} by hand")
    rows = []
    for name, one in paged.items():
        at_large = held.get(name)
        rows.append(
            [
                name,
                f"{one.records:,}",
                f"{one.matched / one.records:.1%}",
                f"{one.each * 1e9:,.0f}",
                ratio(one.each / hand.each),
                "" if at_large is None else f"{at_large.each * 1e9:,.0f}",
                "" if at_large is None else ratio(at_large.each / held[_HAND].each),
            ]
        )
    title = f"Predicate over {count:,} records: {shape.name}\n  {shape.text}"
    table(title, ("", "records", "match", "by page: ns each", "ratio", "held: ns each", "ratio"), rows)
