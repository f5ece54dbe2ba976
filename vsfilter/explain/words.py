"""Conditions and what is known of them, as sentences."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vsfilter.errors import quote
from vsfilter.model.operators import Operator
from vsfilter.nearest import listing
from vsfilter.schema import Filterability, PropertyType
from vsfilter.syntax.printer import literal_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vsfilter.check import Condition, Value
    from vsfilter.schema import Property

# Only these are about the value itself, and not about a fragment or a bound.
_EQUALITY = frozenset({Operator.EQ, Operator.NE, Operator.IN})
_LONGEST = 200
_WORDS: Mapping[Operator, str] = {
    Operator.EQ: "is",
    Operator.NE: "is not",
    Operator.LT: "is less than",
    Operator.LTE: "is at most",
    Operator.GT: "is more than",
    Operator.GTE: "is at least",
    Operator.IN: "is one of",
    Operator.LIKE: "contains",
    Operator.NOTLIKE: "does not contain",
}
_WORDS_OF_TIME: Mapping[Operator, str] = {
    Operator.LT: "is before",
    Operator.LTE: "is not after",
    Operator.GT: "is after",
    Operator.GTE: "is not before",
}


def in_words(condition: Condition) -> str:
    """Say what a condition asks of a record; a list of more than a dozen values is cut."""
    prop, operator = condition.property, condition.operator
    words = _WORDS[operator]
    if prop.type is PropertyType.DATETIME:
        words = _WORDS_OF_TIME.get(operator, words)
    literals = [literal_text(literal) for literal in condition.literals()]
    known = prop if operator in _EQUALITY else None
    shown = [_shown(value, text, known) for value, text in zip(condition.values, literals, strict=True)]
    return f"{quote(prop.name)} {words} {listing(shown)}"


def _shown(value: Value, text: str, prop: Property | None) -> str:
    """Show a value, with its meaning where the property has one for it; a long one is cut."""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    known = None if prop is None else prop.values.get(text if isinstance(value, bool) else str(value))
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return text if known is None else f"{text} ({known})"


def evidence(condition: Condition) -> Iterator[str]:
    """Say how sure it is that the live API honours a condition: its property, then its operator."""
    prop, operator = condition.property, condition.operator
    match prop.filterable:
        case _ if not prop.verified:
            yield f"nobody has shown that the API filters on {quote(prop.name)}"
        case Filterability.OBSERVED:
            yield f"filters on {quote(prop.name)} were seen working on the live API"
        case _:
            yield f"the vendor documents filters on {quote(prop.name)}"
    if operator in prop.operators_seen:
        yield f"`{operator}` was seen working on it"
    elif operator.seen_live:
        yield f"`{operator}` was seen working on other properties"
    else:
        yield f"the vendor documents `{operator}`, nobody has seen it working"
