"""From any source to a filter, or to a function over records."""

from vsfilter.compiling.entrances import compile, predicate, prepare  # noqa: A004  the word of re.compile, and of the field
from vsfilter.compiling.prepared import Prepared

__all__ = ["Prepared", "compile", "predicate", "prepare"]
