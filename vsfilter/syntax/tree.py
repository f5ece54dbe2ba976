"""Builds the expression while the parser reduces: one method for each rule of the grammar.

Lark calls the methods with what the rule's parts have become. Nothing is kept between calls, so one
builder serves all threads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vsfilter.errors import FilterSyntaxError, Span
from vsfilter.model.expression import And, Between, Comparison, Membership, Not, NullTest, Or
from vsfilter.model.literals import Boolean, Date, Null, Number, Parameter, RelativeDate, Text
from vsfilter.model.operators import SPELLINGS, Operator
from vsfilter.syntax import messages

if TYPE_CHECKING:
    from lark import Token

    from vsfilter.model.expression import Expr
    from vsfilter.model.literals import Literal

_ESCAPE = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u((?![dD][89a-fA-F])[0-9a-fA-F]{4})"
    r"|\\(.)"
    r"|(\"\"|'')",
    re.DOTALL,
)
_ESCAPED = {"\\": "\\", '"': '"', "'": "'", "n": "\n", "r": "\r", "t": "\t"}


class TreeBuilder:
    """The callbacks, named after the rules of the grammar."""

    # --- boolean structure ---

    def disjunction(self, parts: list[Any]) -> Expr:
        return Or(tuple(parts[::2]), tuple(_span(word) for word in parts[1::2]))

    def conjunction(self, parts: list[Any]) -> Expr:
        return And(tuple(parts[::2]), tuple(_span(word) for word in parts[1::2]))

    def negated(self, parts: list[Any]) -> Expr:
        word, term = parts
        return Not(term, _span(word))

    def group(self, parts: list[Any]) -> Expr:
        return parts[1]  # type: ignore[no-any-return]

    # --- one condition ---

    def comparison(self, parts: list[Any]) -> Expr:
        (name, property_span), (operator, operator_span), value = parts
        return Comparison(
            name,
            operator,
            value,
            span=Span(property_span.start, value.span.end),
            property_span=property_span,
            operator_span=operator_span,
        )

    def membership(self, parts: list[Any]) -> Expr:
        (name, property_span), (negated, operator_span), (values, end) = parts
        return Membership(
            name,
            values,
            negated,
            span=Span(property_span.start, end),
            property_span=property_span,
            operator_span=operator_span,
        )

    def between(self, parts: list[Any]) -> Expr:
        (name, property_span), (negated, operator_span), low, _and, high = parts
        return Between(
            name,
            low,
            high,
            negated,
            span=Span(property_span.start, high.span.end),
            property_span=property_span,
            operator_span=operator_span,
        )

    def null_test(self, parts: list[Any]) -> Expr:
        (name, property_span), (negated, operator_span) = parts
        return NullTest(
            name,
            negated,
            span=Span(property_span.start, operator_span.end),
            property_span=property_span,
            operator_span=operator_span,
        )

    def property(self, parts: list[Token]) -> tuple[str, Span]:
        (token,) = parts
        name = token[1:-1].replace("``", "`") if token.type == "QUOTED_NAME" else str(token)
        return name, _span(token)

    def comparator(self, parts: list[Token]) -> tuple[Operator, Span]:
        return SPELLINGS[parts[0].lower()], _span(parts[0])

    def like(self, parts: list[Token]) -> tuple[Operator, Span]:
        operator = Operator.LIKE if parts[0].type == "LIKE" else Operator.NOTLIKE
        return operator, _words(parts)

    def in_words(self, parts: list[Token]) -> tuple[bool, Span]:
        return len(parts) > 1, _words(parts)

    def between_words(self, parts: list[Token]) -> tuple[bool, Span]:
        return len(parts) > 1, _words(parts)

    def null_words(self, parts: list[Token]) -> tuple[bool, Span]:
        return parts[1].type == "NOT", _words(parts)

    def listed(self, parts: list[Any]) -> tuple[tuple[Literal, ...], int]:
        return tuple(parts[1:-1]), _span(parts[-1]).end

    def list_parameter(self, parts: list[Token]) -> tuple[Parameter, int]:
        (token,) = parts
        return Parameter(token[1:], _span(token)), _span(token).end

    # --- one value ---

    def text(self, parts: list[Token]) -> Literal:
        (token,) = parts
        return Text(unquoted(token, _span(token).start), _span(token))

    def word(self, parts: list[Token]) -> Literal:
        return Text(str(parts[0]), _span(parts[0]))

    def number(self, parts: list[Token]) -> Literal:
        return Number(str(parts[0]), _span(parts[0]))

    def date(self, parts: list[Token]) -> Literal:
        return Date(str(parts[0]), _span(parts[0]))

    def relative(self, parts: list[Token]) -> Literal:
        anchor, *offset = parts
        return RelativeDate(str(anchor), offset_of(offset[0]) if offset else "", _words(parts))

    def true(self, parts: list[Token]) -> Literal:
        return Boolean(value=True, span=_span(parts[0]))

    def false(self, parts: list[Token]) -> Literal:
        return Boolean(value=False, span=_span(parts[0]))

    def null(self, parts: list[Token]) -> Literal:
        return Null(_span(parts[0]))

    def parameter(self, parts: list[Token]) -> Literal:
        return Parameter(parts[0][1:], _span(parts[0]))


def _span(token: Token) -> Span:
    start = token.start_pos or 0  # the type allows None; the lexer always knows the place
    return Span(start, start + len(token))


def _words(tokens: list[Token]) -> Span:
    return Span(_span(tokens[0]).start, _span(tokens[-1]).end)


def offset_of(source: str) -> str:
    """Give the offset of a relative date without blanks, and without zeros in front."""
    count = source[1:-1].strip(" \t\r\n").lstrip("0") or "0"
    return source[0] + count + source[-1]


def unquoted(source: str, start: int) -> str:
    """Give what stands between the quotes of a text that begins at ``start``, its escapes undone.

    Raises `FilterSyntaxError` for an escape that does not exist.
    """
    quote, inside = source[0], source[1:-1]
    if "\\" not in inside and quote not in inside:
        return inside

    def undo(found: re.Match[str]) -> str:
        high, low, code, simple, doubled = found.groups()
        if high:
            return (bytes.fromhex(high) + bytes.fromhex(low)).decode("utf-16-be")
        if code:
            return chr(int(code, 16))
        if doubled:
            return quote if doubled[0] == quote else doubled
        if simple not in _ESCAPED:
            span = Span(start + 1 + found.start(), start + 1 + found.end())
            raise FilterSyntaxError([messages.bad_escape(found.group(), span)])
        return _ESCAPED[simple]

    return _ESCAPE.sub(undo, inside)
