"""The sample into something that takes records, as an emulator does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.sample.sampling import generate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def fill(insert: Callable[[str, Iterable[Mapping[str, object]]], object], size: int, seed: int = 1) -> None:
    """Call ``insert(endpoint, records)`` for each endpoint of a sample; see `Sample` for size and seed.

    Leaves out API tokens: those of the sample open nothing, and an emulator has its own.
    """
    for endpoint, records in generate(size, seed).items():
        if endpoint != "apitokens":
            insert(endpoint, records)
