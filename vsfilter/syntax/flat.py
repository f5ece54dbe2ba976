"""Reads the common text, conditions joined by `and`, with one pattern made of the grammar's own terminals.

Whatever else a text holds, and whatever is wrong with it, is for the grammar: then the answer is None.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from vsfilter.errors import Span
from vsfilter.model.expression import And, Between, Comparison, Membership
from vsfilter.model.literals import Boolean, Date, Null, Number, Parameter, RelativeDate, Text
from vsfilter.model.operators import SPELLINGS
from vsfilter.syntax.grammar import terminals
from vsfilter.syntax.tree import offset_of, unquoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from vsfilter.model.expression import Expr, Predicate
    from vsfilter.model.literals import Literal

    # One condition as it is written, what is not there empty: property; operator, value; in, list; between,
    # lower bound, upper bound; the word `and` behind it; a rest that is no condition.
    Row: TypeAlias = tuple[str, str, str, str, str, str, str, str, str, str]

_PROPERTY, _OPERATOR, _VALUE, _IN, _LIST, _BETWEEN, _LOW, _HIGH, _AND, _REST = range(1, 11)

_QUOTES = "\"'"
_BOOLEANS = {"true": True, "false": False}
_ANCHORS = frozenset({"now", "today", "yesterday"})


def rows(text: str) -> list[Row] | None:
    """Take a text apart into its conditions, where all values are plain; what each is worth is not looked at."""
    found: list[Row] = _conditions(_PLAIN).findall(text)
    if not found or found[-1][_REST - 1] or found[-1][_AND - 1]:
        return None
    return found


def items(listed: str) -> list[str]:
    """Give the values of a list as they are written, from a list of `rows`."""
    return _values(_PLAIN).findall(listed)


def expression(text: str) -> Expr | None:
    """Give the expression that the grammar would give.

    Raises `FilterSyntaxError` for an escape that does not exist.
    """
    for values in (_PLAIN, _ANY):
        found = list(_conditions(values).finditer(text))
        if found and not found[-1][_REST] and not found[-1][_AND]:
            terms = tuple([_predicate(one, values) for one in found])
            words = tuple([Span(*one.span(_AND)) for one in found[:-1]])
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
            _listed(found, values),
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


def _listed(found: re.Match[str], values: tuple[str, ...]) -> tuple[Literal, ...] | Parameter:
    span = Span(*found.span(_LIST))
    if found[_LIST][0] == ":":
        return Parameter(found[_LIST][1:], span)
    return tuple([literal(item.group(), item.start()) for item in _values(values).finditer(found.string, *span)])


@cache
def _conditions(values: tuple[str, ...]) -> re.Pattern[str]:
    """Make the pattern that takes one condition after the other, with values of these terminals."""
    terminal = _terminals()
    blanks, value = terminal["BLANKS"], _one_of(*values)
    # Of two that begin alike the longer is first.
    operator = _one_of("NE", "LTE", "GTE", "EQ", "LT", "GT", "LIKE", "NOTLIKE")
    more = f"(?:{blanks}{terminal['_COMMA']}{blanks}{value})*+"
    lists = "|".join(
        f"{terminal[left]}{blanks}{value}{more}{blanks}{terminal[right]}"
        for left, right in (("LPAR", "RPAR"), ("LBRACKET", "RBRACKET"))
    )
    whole = f"|{terminal['PARAMETER']}" if "PARAMETER" in values else ""
    return re.compile(
        rf"{blanks}({_one_of('NAME', 'ANCHOR', 'QUOTED_NAME')}){blanks}"
        rf"(?:({operator}|{terminal['NOT']}{blanks}{terminal['LIKE']}){blanks}({value})"
        rf"|((?:{terminal['NOT']}{blanks})?+{terminal['IN']}){blanks}((?>{lists}{whole}))"
        rf"|({terminal['BETWEEN']}){blanks}({value}){blanks}{terminal['AND']}{blanks}({value}))"
        rf"{blanks}(?:\Z|({terminal['AND']}))"
        r"|([\s\S]+)",
        re.ASCII,
    )


@cache
def _values(values: tuple[str, ...]) -> re.Pattern[str]:
    """Make the pattern of one value."""
    return re.compile(_one_of(*values), re.ASCII)


def _one_of(*names: str) -> str:
    return f"(?>{'|'.join(_terminals()[name] for name in names)})"


@cache
def _terminals() -> Mapping[str, str]:
    """Give the terminals of the grammar, and two that are made of them, blanks and a relative date.

    Each is atomic, as it is for a lexer: what is behind it never makes it shorter, and the cost stays linear.
    """
    atomic = {name: f"(?>{'|'.join(alternatives)})" for name, alternatives in terminals().items()}
    blanks = f"(?:{atomic['BLANKS']})?+"
    return {**atomic, "BLANKS": blanks, "relative": f"{atomic['ANCHOR']}(?:{blanks}{atomic['OFFSET']})?+"}


_PLAIN = ("NUMBER", "TEXT", "NAME", "DATE", "TRUE", "FALSE")
# These depend on more than the text, or on nothing.
_ANY = (*_PLAIN, "PARAMETER", "relative", "NULL")
