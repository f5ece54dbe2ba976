"""Every warning about a filter that fits its endpoint, and may yet not do what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.errors import Issue, Severity, Span, quote
from vsfilter.model.names import property_text
from vsfilter.model.operators import Operator
from vsfilter.nearest import listing, nearest_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vsfilter.check.checked import Condition
    from vsfilter.schema import Endpoint, Property


def unverified_operator(operators: Mapping[Operator, Condition]) -> Issue:
    """Warn that operators were never seen working; the source is INTRO alone, and CLI refuses them."""
    message = f"nobody has seen the live API honour {_joined(operators)}, which the vendor documents"
    hint = "compare the result with that of a request you trust"
    return _warning("unverified-operator", message, next(iter(operators.values())).operator_span, hint=hint)


def unverified_property(properties: Mapping[str, Condition], endpoint: Endpoint) -> Issue:
    """Warn that nobody has shown that the API filters on some properties."""
    message = f"nobody has shown that {endpoint.name} can be filtered on {_joined(properties)}"
    hint = "the API may ignore the condition and return everything: look at the records"
    return _warning("unverified-property", message, next(iter(properties.values())).span, hint=hint)


def unknown_value(prop: Property, value: str, span: Span | None) -> Issue:
    """Warn that a value is none of those known for an enumerated property."""
    suggestion = nearest_value(value, prop.values)
    known = listing([f"{word} ({meaning})" for word, meaning in prop.values.items()])
    hint = f"did you mean {quote(suggestion)}? known values: {known}" if suggestion else f"known values: {known}"
    message = f"{quote(value)} is none of the known values of {quote(prop.name)}"
    return _warning("unknown-value", message, span, suggestion, hint)


def date_only_bound(condition: Condition) -> Issue:
    """Warn that a date without a time means midnight here, with what was probably meant."""
    name, date = property_text(condition.property.name), str(condition.whole_day)[:10]
    meant = {
        Operator.EQ: f"`{name} between {date} and {date}` takes the whole day",
        Operator.LTE: f'`{name} <= "{date} 23:59:59"` takes the whole day',
        Operator.NE: f"to leave out the whole day, ask for what is before it or what is after it: `{name} < {date}`",
    }.get(condition.operator, f"`{name} between {date} and {date}` takes a whole day")
    message = f"a date without a time is midnight: this compares with {date} 00:00:00"
    return _warning("date-only-bound", message, condition.span, hint=meant)


def ambiguous_time(condition: Condition) -> Issue:
    """Warn that a time comes twice in the zone of the API, whose format has no offset (INTRO)."""
    message = f"{condition.ambiguous} comes twice in the zone of the API, and a request cannot say which one is meant"
    return _warning("ambiguous-time", message, condition.span, hint="look at the records around that hour")


def text_ordering(condition: Condition) -> Issue:
    """Warn that text is ordered by character."""
    message = f'{quote(condition.property.name)} is text and is ordered character by character: "10" comes before "9"'
    return _warning("text-ordering", message, condition.span)


def plus_sign(value: str, span: Span | None) -> Issue:
    """Warn that numbers are kept as digits (observed: ES, CLI, GHOST)."""
    suggestion = value.lstrip("+")
    message = "the API keeps telephone numbers as digits, without `+`"
    return _warning("plus-sign", message, span, suggestion, f"write {quote(suggestion)}")


def wildcard(condition: Condition) -> Issue:
    """Warn that the API may read a fragment as a pattern; what it does is unknown."""
    message = "`like` takes a plain fragment; whether the API reads `%`, `_` and a backslash as patterns is unknown"
    return _warning("wildcard", message, condition.span, hint="a fragment without them matches anywhere in the text")


def contradiction(condition: Condition, reason: str) -> Issue:
    """Warn that no record can match."""
    message = f"no record can match: {reason} for {quote(condition.property.name)}"
    return _warning("contradiction", message, condition.span)


def _warning(
    code: str, message: str, span: Span | None, suggestion: str | None = None, hint: str | None = None
) -> Issue:
    return Issue(code, message, span, suggestion, hint, Severity.WARNING)


def _joined(names: Iterable[str]) -> str:
    return listing([quote(name) for name in names])
