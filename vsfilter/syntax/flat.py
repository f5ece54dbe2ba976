"""Reads the common text, conditions joined by `and`, with one pattern made of the grammar's own terminals.

Whatever else a text holds, and whatever is wrong with it, is for the grammar: then the answer is None.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from vsfilter.errors import Span
from vsfilter.model.expression import And, Between, Comparison, Membership
from vsfilter.model.literals import Boolean, Date, Number, Text
from vsfilter.model.operators import SPELLINGS
from vsfilter.syntax.grammar import terminals
from vsfilter.syntax.tree import unquoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from vsfilter.model.expression import Expr, Predicate
    from vsfilter.model.literals import Literal

    # One condition as it is written, what is not there empty: property; operator, value; in, list; between,
    # lower bound, upper bound; the word `and` behind it; a rest that is no condition.
    Row: TypeAlias = tuple[str, str, str, str, str, str, str, str, str, str]

_PROPERTY, _OPERATOR, _VALUE, _IN, _LIST, _BETWEEN, _LOW, _HIGH, _AND, _REST = range(1, 11)

_QUOTES = "\"'"
_BOOLEANS = {"true": True, "false": False}


def rows(text: str) -> list[Row] | None:
    """Take a text apart into its conditions; what each is worth is not looked at."""
    found: list[Row] = _conditions().findall(text)
    if not found or found[-1][_REST - 1] or found[-1][_AND - 1]:
        return None
    return found


def items(listed: str) -> list[str]:
    """Give the values of a list as they are written, from a list of `rows`."""
    return _values().findall(listed)


def expression(text: str) -> Expr | None:
    """Give the expression that the grammar would give.

    Raises `FilterSyntaxError` for an escape that does not exist.
    """
    found = list(_conditions().finditer(text))
    if not found or found[-1][_REST] or found[-1][_AND]:
        return None
    terms = tuple(map(_predicate, found))
    return terms[0] if len(terms) == 1 else And(terms, tuple(Span(*one.span(_AND)) for one in found[:-1]))


def literal(source: str, start: int = 0) -> Literal:
    """Give the literal of a value as it is written, ``start`` being its place in the text.

    Raises `FilterSyntaxError` for an escape that does not exist.
    """
    span = Span(start, start + len(source))
    if source[0] in _QUOTES:
        return Text(unquoted(source, start), span)
    if source[0].isalpha() or source[0] == "_":
        boolean = _BOOLEANS.get(source.lower())
        return Text(source, span) if boolean is None else Boolean(boolean, span)
    return Date(source, span) if "-" in source[1:] else Number(source, span)


def _predicate(found: re.Match[str]) -> Predicate:
    name, spelling, value, among, listed, _, low, high, _, _ = found.groups()
    start, end = found.span(_PROPERTY)
    property_span = Span(start, end)
    if name[0] == "`":
        name = name[1:-1].replace("``", "`")
    if spelling:
        return Comparison(
            name,
            SPELLINGS[" ".join(spelling.lower().split())],
            literal(value, found.start(_VALUE)),
            span=Span(start, found.end(_VALUE)),
            property_span=property_span,
            operator_span=Span(*found.span(_OPERATOR)),
        )
    if listed:
        return Membership(
            name,
            tuple(_literals(found)),
            len(among) > len("in"),
            span=Span(start, found.end(_LIST)),
            property_span=property_span,
            operator_span=Span(*found.span(_IN)),
        )
    return Between(
        name,
        literal(low, found.start(_LOW)),
        literal(high, found.start(_HIGH)),
        span=Span(start, found.end(_HIGH)),
        property_span=property_span,
        operator_span=Span(*found.span(_BETWEEN)),
    )


def _literals(found: re.Match[str]) -> Iterator[Literal]:
    for item in _values().finditer(found.string, *found.span(_LIST)):
        yield literal(item.group(), item.start())


@cache
def _conditions() -> re.Pattern[str]:
    """Make the pattern that takes one condition after the other.

    Each terminal is atomic, as it is for a lexer: what is behind it never makes it shorter. So are blanks
    and lists, which keeps the cost linear.
    """
    terminal = {name: f"(?>{'|'.join(alternatives)})" for name, alternatives in terminals().items()}

    def one_of(*names: str) -> str:
        return f"(?>{'|'.join(terminal[name] for name in names)})"

    blanks = f"(?:{terminal['BLANKS']})?+"
    # Of two that begin alike the longer is first.
    symbol = one_of("NE", "LTE", "GTE", "EQ", "LT", "GT", "LIKE", "NOTLIKE")
    value = one_of(*_VALUES)
    more = f"(?:{blanks}{terminal['_COMMA']}{blanks}{value})*+"
    lists = "|".join(
        f"{terminal[left]}{blanks}{value}{more}{blanks}{terminal[right]}"
        for left, right in (("LPAR", "RPAR"), ("LBRACKET", "RBRACKET"))
    )
    return re.compile(
        rf"{blanks}({one_of('NAME', 'ANCHOR', 'QUOTED_NAME')}){blanks}"
        rf"(?:({symbol}|{terminal['NOT']}{blanks}{terminal['LIKE']}){blanks}({value})"
        rf"|((?:{terminal['NOT']}{blanks})?+{terminal['IN']}){blanks}((?>{lists}))"
        rf"|({terminal['BETWEEN']}){blanks}({value}){blanks}{terminal['AND']}{blanks}({value}))"
        rf"{blanks}(?:\Z|({terminal['AND']}))"
        r"|([\s\S]+)",
        re.ASCII,
    )


@cache
def _values() -> re.Pattern[str]:
    """Make the pattern of one value."""
    known = terminals()
    return re.compile("|".join(alternative for name in _VALUES for alternative in known[name]), re.ASCII)


_VALUES = ("NUMBER", "TEXT", "NAME", "DATE", "TRUE", "FALSE")
