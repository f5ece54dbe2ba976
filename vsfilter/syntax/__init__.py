"""Text to expression and back. The only home of lark."""

from typing import TYPE_CHECKING

from vsfilter.lazily import loader

if TYPE_CHECKING:
    from vsfilter.syntax.parser import parse
    from vsfilter.syntax.printer import to_text

__all__ = ["parse", "to_text"]

_HOMES = {
    "parser": ("parse",),
    "printer": ("to_text",),
}

if not TYPE_CHECKING:  # pragma: no branch  a type checker would take any name for one that exists
    __getattr__ = loader(__name__, _HOMES)
