"""What all records of a sample are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsfilter.sample.cast import Cast
from vsfilter.sample.drawing import stream
from vsfilter.sample.year import Year

if TYPE_CHECKING:
    from datetime import date

    from vsfilter.sample.drawing import Draw


@dataclass(frozen=True, slots=True)
class Scene:
    """The number of call legs and the seed, with the year and the parties that follow from them."""

    size: int
    seed: int
    year: Year
    cast: Cast

    def stream(self, name: str) -> Draw:
        """Give the numbers of one purpose."""
        return stream(self.seed, name)

    def share(self, legs: int) -> int:
        """Count the things of which one comes to so many call legs."""
        return -(-self.size // legs)


def scene(size: int, seed: int, start: date) -> Scene:
    """Set the scene for a sample."""
    return Scene(size, seed, Year(start, seed), Cast(size, seed))
