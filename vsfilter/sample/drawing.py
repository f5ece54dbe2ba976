"""Chance that is the same everywhere: streams of numbers, and tables to draw from.

Of Python's generator only ``random()`` is used, whose sequence the language promises to keep for a
given integer seed. Tables are made in integers, and no function is called whose last digit depends
on the machine's mathematics library.
"""

from __future__ import annotations

from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    # Gives a number from 0 to below 1.
    Draw: TypeAlias = Callable[[], float]

T = TypeVar("T")

# How many entries a table of quantiles has.
STEPS = 4096


def stream(seed: int, name: str) -> Draw:
    """Give the numbers of one purpose; streams of other names or seeds have nothing to do with it."""
    digest = sha256(f"vsfilter.sample/{seed}/{name}".encode()).digest()
    return Random(int.from_bytes(digest, "big")).random  # noqa: S311  nothing here is secret


def pick(draw: Draw, options: Sequence[T]) -> T:
    """Draw one of the options, each as likely."""
    return options[int(draw() * len(options))]


def spread(*weighted: tuple[T, int]) -> tuple[T, ...]:
    """Repeat each option as often as its weight says, for `pick`."""
    return tuple(option for option, weight in weighted for _ in range(weight))


def quantiles(*knots: tuple[int, int]) -> tuple[int, ...]:
    """Make a table for `pick` of a skewed quantity from pairs of a share in thousandths and the quantity there.

    The quantity runs straight between the knots, which go from 0 to 1000.
    """
    table = []
    for step in range(STEPS):
        place = step * 1000
        upper = next(number for number, (share, _) in enumerate(knots) if share * STEPS > place)
        (low, least), (high, most) = knots[upper - 1], knots[upper]
        table.append(least + (most - least) * (place - low * STEPS) // ((high - low) * STEPS))
    return tuple(table)
