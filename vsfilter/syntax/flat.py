"""Gives the expression of the common text, which `vsfilter.syntax.rows` takes apart: the one that the grammar gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.errors import Span
from vsfilter.model.expression import And, Between, Comparison, Membership
from vsfilter.model.literals import Boolean, Date, Null, Number, Parameter, RelativeDate, Text
from vsfilter.model.operators import SPELLINGS
from vsfilter.syntax.rows import (
    AND,
    ANY,
    BETWEEN,
    HIGH,
    IN,
    LIST,
    OPERATOR,
    PLAIN,
    PROPERTY,
    REST,
    VALUE,
    conditions,
    values_in,
)
from vsfilter.syntax.tree import offset_of, unquoted

if TYPE_CHECKING:
    import re

    from vsfilter.model.expression import Expr, Predicate
    from vsfilter.model.literals import Literal

_QUOTES = "\"'"
_BOOLEANS = {"true": True, "false": False}
_ANCHORS = frozenset({"now", "today", "yesterday"})


def expression(text: str) -> Expr | None:
    """Give the expression that the grammar would give.

    Raises `FilterSyntaxError` for an escape that does not exist.
    """
    for values in (PLAIN, ANY):
        found = list(conditions(values).finditer(text))
        if found and not found[-1][REST] and not found[-1][AND]:
            terms = tuple([_predicate(one, values) for one in found])
            words = tuple([Span(*one.span(AND)) for one in found[:-1]])
            return And(terms, words) if words else terms[0]
    return None


def literal(source: str, start: int = 0) -> Literal:
    """Give the literal of a value as it is written, ``start`` being its place in the text.

    Raises `FilterSyntaxError` for an escape that does not exist.
    """
    span = Span(start, start + len(source))
    if source[0] in _QUOTES:
        return Text(unquoted(source, start), span)
    if source[0] == ":":
        return Parameter(source[1:], span)
    if source[0].isalpha() or source[0] == "_":
        return _word(source, span)
    return Date(source, span) if "-" in source[1:] else Number(source, span)


def _word(source: str, span: Span) -> Literal:
    word = source.lower()
    if word in _BOOLEANS:
        return Boolean(_BOOLEANS[word], span)
    if word == "null":
        return Null(span)
    sign = "-" if "-" in source else "+"
    anchor, _, offset = source.partition(sign)
    if offset:
        return RelativeDate(anchor.rstrip(" \t\r\n"), offset_of(sign + offset), span)
    return RelativeDate(source, "", span) if word in _ANCHORS else Text(source, span)


def _predicate(found: re.Match[str], values: tuple[str, ...]) -> Predicate:
    name, spelling, _, value, high, among, listed, *_ = found.groups()
    start, end = found.span(PROPERTY)
    property_span = Span(start, end)
    if name[0] == "`":
        name = name[1:-1].replace("``", "`")
    if spelling:
        return Comparison(
            name,
            SPELLINGS[" ".join(spelling.lower().split())],
            literal(value, found.start(VALUE)),
            span=Span(start, found.end(VALUE)),
            property_span=property_span,
            operator_span=Span(*found.span(OPERATOR)),
        )
    if listed:
        return Membership(
            name,
            _listed(found, values),
            len(among) > len("in"),
            span=Span(start, found.end(LIST)),
            property_span=property_span,
            operator_span=Span(*found.span(IN)),
        )
    return Between(
        name,
        literal(value, found.start(VALUE)),
        literal(high, found.start(HIGH)),
        span=Span(start, found.end(HIGH)),
        property_span=property_span,
        operator_span=Span(*found.span(BETWEEN)),
    )


def _listed(found: re.Match[str], values: tuple[str, ...]) -> tuple[Literal, ...] | Parameter:
    span = Span(*found.span(LIST))
    if found[LIST][0] == ":":
        return Parameter(found[LIST][1:], span)
    return tuple([literal(item.group(), item.start()) for item in values_in(values).finditer(found.string, *span)])
