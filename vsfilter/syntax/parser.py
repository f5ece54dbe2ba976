"""Text to expression. Lark is loaded here, by the first text that is not flat, and nowhere else."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from vsfilter.errors import FilterCheckError, FilterSyntaxError, Span
from vsfilter.model.enforcing import enforce
from vsfilter.model.limits import DEFAULT_LIMITS, too_deep
from vsfilter.syntax import flat, messages
from vsfilter.syntax.grammar import grammar_path
from vsfilter.syntax.tree import TreeBuilder

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from lark import Lark, Token
    from lark.parsers.lalr_interactive_parser import InteractiveParser

    from vsfilter.model.expression import Expr
    from vsfilter.model.limits import Limits

# After these a `not` belongs to the operator, as in `a not in (b)`, and nests nothing.
_PART_OF_OPERATOR = frozenset({"NAME", "ANCHOR", "QUOTED_NAME", "IS"})

_lock = threading.Lock()
_engine: Lark | None = None


def parse(text: str, *, limits: Limits = DEFAULT_LIMITS) -> Expr:
    """Read a filter text.

    Raises `FilterSyntaxError`, with code ``syntax`` where the text is not an expression as a whole,
    or ``limit-exceeded`` where it is longer, deeper or of more items than ``limits`` allows.
    """
    if not isinstance(text, str):
        raise FilterSyntaxError([messages.not_text(text)])
    if len(text) > limits.text:
        raise FilterSyntaxError([messages.too_long(len(text), limits)])
    _refuse_surrogates(text)
    try:
        expr = flat.expression(text) if limits.depth >= 0 else None
        if expr is None:
            expr = by_grammar(text, limits)
        enforce(expr, limits)
    except (FilterSyntaxError, FilterCheckError) as error:
        raise FilterSyntaxError(error.issues, text) from None
    return expr


def by_grammar(text: str, limits: Limits = DEFAULT_LIMITS) -> Expr:
    """Read any text by the grammar, which is what the language is; see `parse`."""
    return _run(text, _load().parse_interactive(text), _Nesting(limits))


def _run(text: str, interactive: InteractiveParser, nesting: _Nesting) -> Expr:
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken  # noqa: PLC0415  lark is slow to import

    try:
        for token in interactive.iter_parse():
            nesting.enter(token)
        expr: Expr = interactive.feed_eof()  # type: ignore[no-untyped-call]
    except UnexpectedCharacters as error:
        start = error.pos_in_stream or 0
        place = Span(start, start)
    except UnexpectedToken as error:
        start = len(text) if error.token.type == "$END" else error.token.start_pos or 0
        place = Span(start, start + len(error.token))
    else:
        return expr
    accepted: AbstractSet[str] = interactive.accepts()  # type: ignore[no-untyped-call]
    raise FilterSyntaxError([messages.unexpected(text, place, accepted, nesting.previous, nesting.opened)])


class _Nesting:
    """Watches the tokens go by: how deep they are nested, and where the open parentheses stand."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._nots = 0
        self._depth = 0
        self._inside: list[tuple[int, int]] = []
        self.previous: Token | None = None

    @property
    def opened(self) -> int | None:
        """The place of the innermost open parenthesis or bracket."""
        return self._inside[-1][0] if self._inside else None

    def enter(self, token: Token) -> None:
        before, self.previous = self.previous, token
        match token.type:
            case "NOT" if before is not None and before.type in _PART_OF_OPERATOR:
                return
            case "NOT" | "BANG":
                self._nots += 1
            case "LPAR" | "LBRACKET":
                # The parenthesis of a list is no nesting of the expression.
                added = 0 if before is not None and before.type == "IN" else self._nots + 1
                self._inside.append((token.start_pos or 0, added))
                self._depth += added
                self._nots = 0
            case "RPAR" | "RBRACKET":
                if self._inside:
                    self._depth -= self._inside.pop()[1]
                return
            case _:
                self._nots = 0
                return
        if self._depth + self._nots > self._limits.depth:
            start = token.start_pos or 0
            raise FilterSyntaxError([too_deep(self._limits, Span(start, start + len(token)))])


def _load() -> Lark:
    global _engine  # noqa: PLW0603  the one table that all threads share, written once
    if _engine is None:
        with _lock:
            if _engine is None:
                from lark import Lark  # noqa: PLC0415  lark is slow to import

                _engine = Lark(
                    grammar_path().read_text("utf-8"),
                    parser="lalr",
                    lexer="contextual",
                    maybe_placeholders=False,
                    # Without it, the i flag takes four more letters than the 52 of ASCII.
                    g_regex_flags=re.ASCII,
                    transformer=TreeBuilder(),
                )
    return _engine


def _refuse_surrogates(text: str) -> None:
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise FilterSyntaxError([messages.lone_surrogate(Span(error.start, error.start + 1))], text) from None
