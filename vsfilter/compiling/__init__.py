"""From any source to a filter, or to a function over records."""

from typing import TYPE_CHECKING

from vsfilter.lazily import loader

if TYPE_CHECKING:
    from vsfilter.compiling.entrances import compile, predicate, prepare  # noqa: A004  the word of re.compile, and of the field
    from vsfilter.compiling.prepared import Prepared

__all__ = ["Prepared", "compile", "predicate", "prepare"]

_HOMES = {
    "entrances": ("compile", "predicate", "prepare"),
    "prepared": ("Prepared",),
}

if not TYPE_CHECKING:  # pragma: no branch  a type checker would take any name for one that exists
    __getattr__ = loader(__name__, _HOMES)
