"""Every message about an expression that does not fit its endpoint; the warnings are on their own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from vsfilter.errors import Issue, Span, quote, text_of
from vsfilter.model.expression import Between, Comparison, Membership, NullTest
from vsfilter.model.literals import Boolean, Date, Null, Number, Parameter, RelativeDate, Text
from vsfilter.model.names import encodable, property_text
from vsfilter.model.operators import Operator
from vsfilter.nearest import did_you_mean, listing, nearest
from vsfilter.schema import PropertyType, catalogue

if TYPE_CHECKING:
    from collections.abc import Collection

    from vsfilter.model.literals import Literal
    from vsfilter.schema import Endpoint, Property

_NOUNS = {
    PropertyType.STRING: "text",
    PropertyType.INTEGER: "an integer",
    PropertyType.NUMBER: "a number",
    PropertyType.BOOLEAN: "true or false",
    PropertyType.DATETIME: "a date",
    PropertyType.ARRAY: "text (for an array)",
    PropertyType.OBJECT: "text (for an object)",
}
_DATE_HINT = "a date is `2018-09-01`, `2018-09-01T12:30:15` with an optional `Z` or `+02:00`, or like `today - 7d`"


# --- names ---------------------------------------------------------------------------------------


def unknown_property(name: str, endpoint: Endpoint, span: Span | None) -> Issue:
    """Say that an endpoint has no such property, and which one was probably meant."""
    message = f"{endpoint.name} has no property {quote(name)}"
    if not endpoint.properties:
        hint = f"no property of {endpoint.name} is known; to use some that you know, declare an Endpoint of your own"
        return Issue("unknown-property", message, span, hint=hint)
    suggestion = nearest(name, endpoint.names)
    known = catalogue()
    if endpoint.date_property and name in {other.date_property for other in map(known.get, known.names) if other}:
        # Each endpoint calls its date differently, so one name is often carried over to another.
        suggestion = endpoint.date_property
    hint = did_you_mean(suggestion) or f"its properties are {listing(endpoint.names)}"
    return Issue("unknown-property", message, span, suggestion, hint)


def not_filterable(prop: Property, endpoint: Endpoint, span: Span | None) -> Issue:
    """Say that the live API was seen to refuse filters on a property."""
    names = [other.name for other in endpoint.properties if other.verified]
    message = f"the API refuses filters on {quote(prop.name)} of {endpoint.name}"
    return Issue("not-filterable", message, span, hint=f"it is known to filter on {listing(names)}" if names else None)


def unknown_timezone(name: str) -> Issue:
    """Say that a time zone does not exist."""
    hint = "expected a name of the IANA database, such as `Europe/Madrid`, or a tzinfo"
    return Issue("invalid-option", f"there is no time zone {quote(name)}", hint=hint)


def unknown_fold(fold: object) -> Issue:
    """Say that there are two readings of a time that comes twice, and no more."""
    hint = "0 is the first of a time that comes twice, 1 the second"
    return Issue("invalid-option", f"fold is 0, 1 or None; got {quote(text_of(fold))}", hint=hint)


def unknown_accept(word: str, words: Collection[str]) -> Issue:
    """Say that a degree of evidence does not exist."""
    return Issue("invalid-option", f"accept is one of {', '.join(words)}; got {quote(word)}")


# --- operators and values ------------------------------------------------------------------------


def unsupported_operator(prop: Property, predicate: Comparison | Membership | Between) -> Issue:
    """Say that the type of a property does not take the operator as written."""
    message = f"{quote(prop.name)} is of type {prop.type} and takes no `{_operator(predicate)}`"
    suggestion = None
    if isinstance(predicate, Comparison):
        # Every type takes these two, with any value that it takes at all.
        suggestion = (Operator.NE if predicate.operator is Operator.NOTLIKE else Operator.EQ).canonical
    return Issue("unsupported-operator", message, predicate.operator_span, suggestion, _operators_hint(prop))


def unsupported_merge(prop: Property, span: Span | None, *, negated: bool) -> Issue:
    """Say that alternatives of a property would need ``in``, which its type does not take."""
    word = "`and` under `not`" if negated else "`or`"
    message = f"this {word} would become `in`, which {quote(prop.name)} of type {prop.type} does not take"
    return Issue("unsupported-operator", message, span, hint=_operators_hint(prop))


def type_mismatch(literal: Literal, prop: Property) -> Issue:
    """Say that a value is of another type than the property."""
    message = f"expected {_NOUNS[prop.type]} for {quote(prop.name)}, got {_described(literal)}"
    return Issue("type-mismatch", message, literal.span, hint=_type_hint(literal, prop))


def invalid_date(literal: Literal, prop: Property, reason: str, hint: str | None) -> Issue:
    """Say that a value against a datetime is no date, and why."""
    message = f"expected a date for {quote(prop.name)}, got {_described(literal)}: {reason}"
    return Issue("invalid-date", message, literal.span, hint=hint or _DATE_HINT)


def clock_without_zone(literal: Literal) -> Issue:
    """Say that a relative date cannot be resolved, for want of a time with a zone."""
    message = f"{_described(literal)} needs a clock that gives a datetime with a zone"
    return Issue("invalid-date", message, literal.span, hint="give one as clock=lambda: datetime.now(UTC)")


def empty_list(node: Membership) -> Issue:
    """Say that a list has no values."""
    span = Span(node.operator_span.start, node.span.end) if node.operator_span and node.span else None
    message = f"the list for {quote(node.property)} is empty"
    return Issue("empty-list", message, span, hint="a list has one value or more; leave the condition out to match all")


# --- what one request cannot say -----------------------------------------------------------------


def not_expressible_or(span: Span | None, *, negated: bool) -> Issue:
    """Say that an or (or an and under ``not``) cannot be part of one request."""
    word = "`and` under `not` is an `or` and" if negated else "`or`"
    message = f"this {word} cannot be sent: the API takes only conditions that must all hold"
    hint = (
        "alternatives of one property can be sent, as in `type = I or type = O`; "
        "others take several requests: see vsfilter.plan"
    )
    return Issue("not-expressible", message, span, hint=hint)


def null_test(node: NullTest) -> Issue:
    """Say that the API has no test for null."""
    words = "is not null" if node.negated else "is null"
    message = f"the API has no way to say `{words}`"
    return Issue(
        "not-expressible",
        message,
        node.operator_span,
        hint="leave it out of the request, and pick from the records of the reply",
    )


def negated_between(node: Between) -> Issue:
    """Say that the complement of a range is an or."""
    message = "outside a range is below it or above it, and the API takes only conditions that must all hold"
    return Issue("not-expressible", message, node.operator_span, hint="make one request for `<` and one for `>`")


# --- wording -------------------------------------------------------------------------------------


def _operator(predicate: Comparison | Membership | Between) -> str:
    match predicate:
        case Comparison(operator=operator):
            return operator.canonical
        case Membership():
            return "in"
        case Between():
            return "between"
        case _:
            assert_never(predicate)


def _operators_hint(prop: Property) -> str:
    return "it takes " + ", ".join(
        f"`{operator.canonical}`" for operator in Operator if operator in prop.type.operators
    )


def _described(literal: Literal) -> str:
    match literal:
        case Text(value):
            return quote(f'"{value}"')
        case Number(source) | Date(source):
            return quote(source)
        case Boolean(value):
            return "`true`" if value else "`false`"
        case Null():
            return "`null`"
        case RelativeDate(anchor, offset):
            return quote(f"{anchor} {offset[:1]} {offset[1:]}".rstrip())
        case Parameter(name):
            return quote(f":{name}")
        case _:
            assert_never(literal)


def _type_hint(literal: Literal, prop: Property) -> str | None:
    match literal:
        case Text(value) if not encodable(value):
            return "it holds half of a surrogate pair, which no request can carry"
        case Null():
            return f"null is no value: write `{property_text(prop.name)} is null`"
        case RelativeDate():
            return "a relative date fits a date only"
        case Boolean() | Number() | Date() if prop.type in _TEXTUAL:
            return "put it in quotes if it is text"
        case Boolean() | Number() if prop.type is PropertyType.DATETIME:
            return f"put it in quotes if it is a date; {_DATE_HINT}"
        case Text() if prop.type is PropertyType.BOOLEAN:
            return "write true or false without quotes"
        case Number(source) if prop.type is PropertyType.INTEGER and "." in source:
            return "an integer has no fraction"
        case _:
            return None


_TEXTUAL = frozenset({PropertyType.STRING, PropertyType.ARRAY, PropertyType.OBJECT})
