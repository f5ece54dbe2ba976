"""What the worst expressions cost to plan: `python tests/benchmarks/planning.py`.

Prints for each the time, the memory at its peak, and the plan.
"""

from __future__ import annotations

import time
import tracemalloc
from itertools import product
from typing import TYPE_CHECKING

import vsfilter
from vsfilter import F
from vsfilter.model import And, Or

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.model import Expr

_TEXTS = ("src", "dst", "src_id", "dst_id", "clid")


def _nested(depth: int) -> Expr:
    """Let and and or take turns, one level a condition."""
    expr: Expr = F.src.like("x0y")
    for number in range(1, depth):
        leaf = F[_TEXTS[number % 5]].like(f"x{number}y")
        expr = (expr & leaf) if number % 2 else (expr | leaf)
    return expr


def _worst() -> Iterator[tuple[str, Expr]]:
    pairs = [F.src.like(f"a{number}z") | F.dst.like(f"b{number}z") for number in range(25)]
    yield "and of 25 pairs of or", And(tuple(pairs))
    yield "the same under not", ~Or(tuple(~pair for pair in pairs))
    yield "or of 25 pairs of and", Or(tuple(F.src.like(f"a{n}z") & F.dst.like(f"b{n}z") for n in range(25)))
    yield "and of 5 or of 10", And(tuple(Or(tuple(F[name].like(f"{n}{name}z") for n in range(10))) for name in _TEXTS))
    yield (
        "and of or that contain each other",
        And(tuple(F.src.like("x" * n) | F.dst.like("y" * n) for n in range(1, 26))),
    )
    yield "and of ranges", And(tuple((F.duration < n) | (F.user_id > n) for n in range(25)))
    yield "and of or of nulls", And(tuple(F.src.is_null() | F.duration.between(n, n + 1) for n in range(25)))
    yield "50 levels", _nested(50)
    yield "150 levels", _nested(150)
    grid = product(range(5), range(5), range(2))
    yield "or of 50 triples", Or(tuple((F.user_id == a) & (F.duration == b) & (F.id == c) for a, b, c in grid))
    yield "5,000 ids", F.id.in_(list(range(10**7, 10**7 + 5000)))
    yield "5,000 ids and 25 pairs", And((F.id.in_(list(range(10**7, 10**7 + 5000))), *pairs))
    yield (
        "5,000 texts but 5,000 others",
        F.src.in_([f"name {n}" for n in range(5000)]) & F.duration.not_in(list(range(5000))),
    )
    yield "100,000 ids", F.id.in_(list(range(10**7, 10**7 + 100_000)))
    yield "20,000 pairs", Or(tuple((F.user_id == n) & F.src.like(f"x{n}y") for n in range(20_000)))


def main() -> None:
    """Plan each expression twice, for the time and for the memory."""
    vsfilter.plan("duration > 5", "cdrs")
    for name, expr in _worst():
        begun = time.perf_counter()
        plan = vsfilter.plan(expr, "cdrs", allow_full_scan=True)
        taken = time.perf_counter() - begun
        tracemalloc.start()
        vsfilter.plan(expr, "cdrs", allow_full_scan=True)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        rest = "exact" if plan.residual is None else "and a rest"
        naive = f"{plan.naive_requests:.3g}"
        print(f"{name:36} {taken:7.3f} s {peak / 1e6:8.1f} MB   {len(plan.requests):3} requests, {rest}, of {naive}")


if __name__ == "__main__":
    main()
