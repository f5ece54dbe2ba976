"""Text to expression and back. The only home of lark."""

from vsfilter.syntax.parser import parse
from vsfilter.syntax.printer import to_text

__all__ = ["parse", "to_text"]
