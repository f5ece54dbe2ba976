"""Expression to canonical text: one spelling for each thing, and the fewest parentheses."""

from __future__ import annotations

from typing import assert_never

from vsfilter.errors import FilterSyntaxError
from vsfilter.model.enforcing import needs_parentheses
from vsfilter.model.expression import And, Between, Combinable, Comparison, Expr, Membership, Not, NullTest, Or
from vsfilter.model.literals import Boolean, Date, Literal, Null, Number, Parameter, RelativeDate, Text
from vsfilter.model.names import property_text
from vsfilter.syntax import messages

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def to_text(expr: Expr) -> str:
    """Print an expression as canonical text.

    Parsing the result gives an equal expression. Text is in double quotes, with everything that
    is not printable escaped; a name in backticks stands as it is, since names have no escapes.
    Anything but an expression raises `FilterSyntaxError`.
    """
    if not isinstance(expr, Combinable):
        raise FilterSyntaxError([messages.not_an_expression(expr)])
    pieces: list[str] = []
    stack: list[Expr | str] = [expr]
    while stack:
        node = stack.pop()
        match node:
            case str():
                pieces.append(node)
            case Not():
                stack += _wrapped(node, node.term)
                pieces.append("not ")
            case And() | Or():
                word = " and " if isinstance(node, And) else " or "
                for index, term in reversed(list(enumerate(node.terms))):
                    stack += _wrapped(node, term)
                    if index:
                        stack.append(word)
            case _:
                pieces.append(_predicate(node))
    return "".join(pieces)


def _wrapped(parent: Not | And | Or, term: Expr) -> tuple[Expr | str, ...]:
    return (")", term, "(") if needs_parentheses(parent, term) else (term,)


def _predicate(node: Comparison | Membership | Between | NullTest) -> str:
    name = property_text(node.property)
    match node:
        case Comparison():
            return f"{name} {node.operator.canonical} {literal_text(node.value)}"
        case Membership():
            return f"{name} {_negation(node)}in {_list(node.values)}"
        case Between():
            return f"{name} {_negation(node)}between {literal_text(node.low)} and {literal_text(node.high)}"
        case NullTest():
            return f"{name} is {_negation(node)}null"
        case _:
            assert_never(node)


def _negation(node: Membership | Between | NullTest) -> str:
    return "not " if node.negated else ""


def _list(values: tuple[Literal, ...] | Parameter) -> str:
    if isinstance(values, Parameter):
        return literal_text(values)
    return f"({', '.join(map(literal_text, values))})"


def literal_text(literal: Literal) -> str:
    """Print a value."""
    match literal:
        case Text():
            return _quoted(literal.value)
        case Number() | Date():
            return literal.source
        case Boolean():
            return "true" if literal.value else "false"
        case Null():
            return "null"
        case RelativeDate():
            offset = literal.offset
            return f"{literal.anchor} {offset[0]} {offset[1:]}" if offset else literal.anchor
        case Parameter():
            return f":{literal.name}"
        case _:
            assert_never(literal)


def _quoted(value: str) -> str:
    if value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return f'"{"".join(map(_escaped, value))}"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[index : index + 4]}" for index in range(0, len(units), 4))
