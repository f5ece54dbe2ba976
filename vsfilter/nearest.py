"""The name that was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.errors import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Comparing costs the product of the lengths; nobody misspells a name of this length.
_LONGEST = 64


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Give the name nearest to a word, or None where none is near: first by case, then by letters."""
    if len(word) > _LONGEST:
        return None
    candidates = list(names)
    folded = word.casefold()
    for name in candidates:
        if name.casefold() == folded:
            return name
    from difflib import get_close_matches  # noqa: PLC0415  only needed on failure

    by_fold = {name.casefold(): name for name in reversed(candidates)}
    close = get_close_matches(folded, list(by_fold), n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None


def nearest_value(word: str, values: Mapping[str, str]) -> str | None:
    """Give the known value nearest to a word, by the values themselves and by their meanings.

    ``ANSWERED`` finds ``CONNECTED``, which means answered.
    """
    by_meaning: dict[str, str] = {}
    for value, meaning in values.items():
        by_meaning.setdefault(meaning, value)
    found = nearest(word, (*values, *by_meaning))
    return found if found is None or found in values else by_meaning[found]


def did_you_mean(suggestion: str | None) -> str | None:
    """Word the hint for a suggestion, if there is one."""
    return None if suggestion is None else f"did you mean {quote(suggestion)}?"


def listing(names: Sequence[str], most: int = 12) -> str:
    """Join names for a hint, with a count of those left out."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
