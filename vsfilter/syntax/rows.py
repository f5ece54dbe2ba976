"""Takes the common text, conditions joined by `and`, apart with one pattern made of the grammar's own terminals.

Whatever else a text holds, and whatever is wrong with it, is for the grammar: then the answer is None.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from vsfilter.syntax.grammar import terminals

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    # One condition as it is written, what is not there empty: property; operator; between; value, or lower bound;
    # upper bound; in; list; its parenthesis; the word `and` behind it; a rest that is no condition.
    Row: TypeAlias = tuple[str, str, str, str, str, str, str, str, str, str]

PROPERTY, OPERATOR, BETWEEN, VALUE, HIGH, IN, LIST, PARENTHESIS, AND, REST = range(1, 11)


def rows(text: str) -> list[Row] | None:
    """Take a text apart into its conditions, where all values are plain; what each is worth is not looked at."""
    found: list[Row] = conditions(PLAIN).findall(text)
    if not found or found[-1][REST - 1] or found[-1][AND - 1]:
        return None
    return found


def items(listed: str) -> list[str]:
    """Give the values of a list as they are written, from a list of `rows`."""
    return values_in(PLAIN).findall(listed)


@cache
def conditions(values: tuple[str, ...]) -> re.Pattern[str]:
    """Make the pattern that takes one condition after the other, with values of these terminals."""
    terminal = _terminals()
    blanks, value = terminal["BLANKS"], _one_of(*values)
    # Of two that begin alike the longer is first.
    operator = _one_of("NE", "LTE", "GTE", "EQ", "LT", "GT", "LIKE", "NOTLIKE")
    comma, both = f"{blanks}{terminal['_COMMA']}{blanks}", f"{blanks}{terminal['AND']}{blanks}"
    # To write out a value is most of what the pattern takes to compile: so what has one in common shares it.
    listed = (
        rf"(?:({terminal['LPAR']})|{terminal['LBRACKET']}){blanks}{value}(?>(?:{comma}{value})*){blanks}"
        rf"(?({PARENTHESIS}){terminal['RPAR']}|{terminal['RBRACKET']})"
    )
    whole = f"|{terminal['PARAMETER']}" if "PARAMETER" in values else ""
    return re.compile(
        rf"{blanks}({_one_of('NAME', 'ANCHOR', 'QUOTED_NAME')}){blanks}"
        rf"(?:(?:({operator}|{terminal['NOT']}{blanks}{terminal['LIKE']})|({terminal['BETWEEN']})){blanks}({value})"
        rf"(?({BETWEEN}){both}({value}))"
        rf"|((?>{terminal['NOT']}{blanks}|){terminal['IN']}){blanks}((?>{listed}{whole})))"
        rf"{blanks}(?:\Z|({terminal['AND']}))"
        r"|([\s\S]+)",
        re.ASCII,
    )


@cache
def values_in(values: tuple[str, ...]) -> re.Pattern[str]:
    """Make the pattern of one value."""
    return re.compile(_one_of(*values), re.ASCII)


def _one_of(*names: str) -> str:
    return f"(?>{'|'.join(_terminals()[name] for name in names)})"


@cache
def _terminals() -> Mapping[str, str]:
    """Give the terminals of the grammar, and two that are made of them, blanks and a relative date.

    Each is atomic, as it is for a lexer: what is behind it never makes it shorter, and the cost stays linear. No
    possessive quantifier stands for that: before 3.11.5 Python takes a repetition that ends half way (gh-106052).
    """
    atomic = {name: f"(?>{'|'.join(alternatives)})" for name, alternatives in terminals().items()}
    blanks = f"(?>{atomic['BLANKS']}|)"
    return {**atomic, "BLANKS": blanks, "relative": f"{atomic['ANCHOR']}(?>{blanks}{atomic['OFFSET']}|)"}


PLAIN = ("NUMBER", "TEXT", "NAME", "DATE", "TRUE", "FALSE")
# These depend on more than the text, or on nothing.
ANY = (*PLAIN, "PARAMETER", "relative", "NULL")
