"""The same expression in other words: every spelling that the language has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from hypothesis import strategies as st

from vsfilter.model import And, Between, Comparison, Membership, Not, NullTest, Operator, Or, Parameter, Text
from vsfilter.model.enforcing import needs_parentheses
from vsfilter.model.names import PLAIN_NAME, property_text
from vsfilter.model.operators import KEYWORDS, OPERATORS
from vsfilter.strategies.expressions import expressions
from vsfilter.syntax.printer import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.model import Expr, Literal, Predicate
    from vsfilter.schema import Endpoint
    from vsfilter.strategies.expressions import Shape

_BLANKS = (" ", "  ", "\t", "\n", "\r\n", " \n\t")
# A bare one is a date that moves where a date is due.
_ANCHORS = frozenset({"now", "today", "yesterday"})
_SIMPLE_ESCAPES = {"\\": "\\\\", '"': '\\"', "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def texts(
    endpoint: str | Endpoint, shape: Shape = "conjunction", *, relative_dates: bool = False
) -> st.SearchStrategy[str]:
    """Draw the text of a filter in a random spelling; what it says is what `expressions` draws."""
    return expressions(endpoint, shape, relative_dates=relative_dates).flatmap(spellings)


def spellings(expr: Expr) -> st.SearchStrategy[str]:
    """Draw texts that are read as exactly this expression; the simplest is its canonical text.

    They differ in aliases and case of operators and keywords, in blanks and line ends, in quotes and escapes,
    in backticks, in brackets of lists, and in parentheses that are not needed.
    """
    return _spelled(expr)


@st.composite
def _spelled(draw: st.DrawFn, expr: Expr) -> str:
    edge = st.sampled_from(("", *_BLANKS))
    lead, text = draw(edge), ""
    for word in _Speller(draw).words(expr):
        if text and _is_wordy(text[-1]) and _is_wordy(word[0]):
            text += draw(st.sampled_from(_BLANKS))
        elif text:
            # The canonical text has none beside parentheses and before commas.
            plain = "" if word in {",", ")", "]"} or text[-1] in "([!" else " "
            text += draw(st.sampled_from((plain, "", *_BLANKS)))
        text += word
    return lead + text + draw(edge)


def _is_wordy(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")


class _Speller:
    """Writes an expression word by word, and draws how each is spelt."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def words(self, expr: Expr) -> Iterator[str]:
        """Give the words of an expression, without the blanks between them."""
        stack: list[Expr | str] = [expr]
        while stack:
            node = stack.pop()
            match node:
                case str():
                    yield node
                case Not():
                    stack += self._wrapped(node, node.term)
                    stack.append(self._one_of(self._keyword("not"), "!"))
                case And() | Or():
                    stack += reversed(self._terms(node))
                case _:
                    yield from self._predicate(node)

    def _terms(self, node: And | Or) -> list[Expr | str]:
        word, symbol = ("and", "&&") if isinstance(node, And) else ("or", "||")
        parts: list[list[Expr | str]] = []
        for term in node.terms:
            wrapped = self._wrapped(node, term)
            between: list[Expr | str] = [self._one_of(self._keyword(word), symbol)] if parts else []
            parts.append([*between, *reversed(wrapped)])
        # Terms of one kind may be grouped among themselves: the tree is the same.
        if len(parts) > 2 and self._draw(st.integers(0, 3)) == 3:  # noqa: PLR2004  one in four
            start = self._draw(st.integers(1, len(parts) - 2))
            parts[start].insert(1, "(")
            parts[-1].append(")")
        return [piece for part in parts for piece in part]

    def _wrapped(self, parent: Not | And | Or, term: Expr) -> tuple[Expr | str, ...]:
        """Give a term as it is put on a stack, sometimes in parentheses that it does not need."""
        if needs_parentheses(parent, term) or self._draw(st.integers(0, 4)) == 4:  # noqa: PLR2004  one in five
            return (")", term, "(")
        return (term,)

    def _predicate(self, node: Predicate) -> Iterator[str]:
        yield self._name(node.property)
        match node:
            case Comparison():
                yield from self._operator(node.operator)
                yield self._value(node.value)
            case Membership():
                yield from self._negation(node)
                yield self._keyword("in")
                yield from self._list(node.values)
            case Between():
                yield from self._negation(node)
                yield self._keyword("between")
                yield self._value(node.low)
                yield self._keyword("and")
                yield self._value(node.high)
            case NullTest():
                yield self._keyword("is")
                yield from self._negation(node)
                yield self._keyword("null")
            case _:
                assert_never(node)

    def _negation(self, node: Membership | Between | NullTest) -> Iterator[str]:
        if node.negated:
            yield self._keyword("not")

    def _operator(self, operator: Operator) -> Iterator[str]:
        spelling = self._one_of(*OPERATORS[operator].spellings)
        yield from (self._keyword(word) if word.isalpha() else word for word in spelling.split())

    def _list(self, values: tuple[Literal, ...] | Parameter) -> Iterator[str]:
        if isinstance(values, Parameter):
            yield self._value(values)
            return
        opening, closing = self._draw(st.sampled_from((("(", ")"), ("[", "]"))))
        yield opening
        for number, value in enumerate(values):
            if number:
                yield ","
            yield self._value(value)
        yield closing

    def _name(self, name: str) -> str:
        quoted = "`" + name.replace("`", "``") + "`"
        return self._one_of(property_text(name), quoted)

    def _value(self, literal: Literal) -> str:
        if not isinstance(literal, Text):
            return literal_text(literal)
        value = literal.value
        bare = PLAIN_NAME.fullmatch(value) and value.lower() not in KEYWORDS | _ANCHORS
        return self._one_of(
            literal_text(literal), *([value] if bare else []), self._quoted(value, "'"), self._quoted(value, '"')
        )

    def _quoted(self, value: str, quote: str) -> str:
        return quote + "".join(self._character(character, quote) for character in value) + quote

    def _character(self, character: str, quote: str) -> str:
        if character == quote:
            return self._one_of(quote * 2, _SIMPLE_ESCAPES[quote])
        if character == "\\":
            return _SIMPLE_ESCAPES[character]
        units = character.encode("utf-16-be").hex()
        code = "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
        return self._one_of(character, _SIMPLE_ESCAPES.get(character, code), code)

    def _keyword(self, word: str) -> str:
        return self._one_of(word, word.upper(), word.capitalize())

    def _one_of(self, *choices: str) -> str:
        return choices[0] if len(choices) == 1 else self._draw(st.sampled_from(choices))
