"""Every message about a request that is read back: filter JSON and query strings that are none."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from vsfilter.errors import Issue, Span, quote, text_of
from vsfilter.model.literals import Number
from vsfilter.model.operators import FOREIGN_SPELLINGS, SPELLINGS, Operator
from vsfilter.nearest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsfilter.model.limits import Limits
    from vsfilter.schema import Endpoint

# So much of a text is shown on each side of a fault.
_AROUND = 25

# Operators of the language, but none of the API: what to send in their place.
_NOT_OF_THE_API = {
    "between": "send one condition `gte` and one `lte`",
    "not between": "no request can say it; make one with `lt` and one with `gt`",
    "not in": "send one condition `ne` for each value",
    "is null": "no request can say it; pick from the records of the reply",
    "is not null": "no request can say it; pick from the records of the reply",
}

# --- filter JSON ---------------------------------------------------------------------------------


def _filter(path: str, message: str, suggestion: str | None = None, hint: str | None = None) -> Issue:
    return Issue("invalid-filter", f"{path}: {message}", None, suggestion, hint)


def no_json(reason: str, place: int, text: str) -> Issue:
    """Say that a text is no JSON, where, and what it may be instead."""
    if not text.strip():
        return Issue("invalid-filter", "expected filter JSON, got an empty text", hint="no filter is `[]`")
    hint = None
    if re.match(r"\s*%(?:25)?(?:5B|7B)", text, re.IGNORECASE):
        hint = "it is percent-encoded: once too often, or a part of a query string, which from_query reads"
    elif re.match(r"\s*[A-Za-z_`(/?]", text):
        hint = "a filter as text is read by compile or parse, a query string by from_query"
    span = Span(place, min(place + 1, len(text)))
    # Python's words, such as "Unterminated string starting at", are followed by the place.
    reason = re.sub(r"(?: starting)? at$", "", reason[:1].lower() + reason[1:])
    return Issue("invalid-filter", f"expected filter JSON: {reason}", span, hint=hint)


def no_array(data: object) -> Issue:
    """Say that filter JSON is an array of conditions."""
    hint = "put the condition in `[ ]`" if isinstance(data, dict) else None
    return _filter("$", f"expected an array of conditions, got {_kind(data)}", hint=hint)


def no_object(entry: object, path: str) -> Issue:
    """Say that a condition is an object."""
    hint = 'a condition is {"property": "dst_id", "operator": "eq", "value": 123456}'
    return _filter(path, f"expected an object, got {_kind(entry)}", hint=hint)


def extra_key(name: object, path: str, keys: Sequence[str]) -> Issue:
    """Say that a condition holds something that the API would not look at."""
    suggestion = nearest(text_of(name), keys)
    hint = did_you_mean(suggestion) or f"the keys are {', '.join(keys)}"
    return _filter(path, f"unknown key {quote(text_of(name))}", suggestion, hint)


def key_twice(name: str, path: str) -> Issue:
    """Say that a key stands twice, of which any reader would take one."""
    return _filter(path, f"the key {quote(name)} stands there more than once")


def missing_keys(names: Sequence[str], path: str) -> Issue:
    """Say that a condition lacks a part."""
    return _filter(path, f"{' and '.join(map(quote, names))} {'is' if len(names) == 1 else 'are'} missing")


def no_name(name: object, path: str) -> Issue:
    """Say that the name of a property is text."""
    return _filter(path, f"expected the name of a property, got {_kind(name)}")


def no_operator(word: object, path: str) -> Issue:
    """Say that an operator does not exist, and which was probably meant; `between` is a proven 400 (CLI)."""
    if not isinstance(word, str):
        return _filter(path, f"expected an operator, got {_kind(word)}")
    found = " ".join(word.lower().split())
    found = FOREIGN_SPELLINGS.get(found, found)
    if found in _NOT_OF_THE_API:
        return _filter(path, f"the API has no operator {quote(word)}", hint=_NOT_OF_THE_API[found])
    suggestion = found if found in SPELLINGS else nearest(word, SPELLINGS)
    hint_ = did_you_mean(suggestion) or f"the operators are {', '.join(Operator)}"
    return _filter(path, f"there is no operator {quote(word)}", suggestion, hint_)


def no_list(value: object, path: str) -> Issue:
    """Say that `in` takes an array (INTRO)."""
    return _filter(path, f"expected an array of values for `in`, got {_kind(value)}")


def list_for(operator: Operator, path: str) -> Issue:
    """Say that only `in` takes an array (INTRO)."""
    return _filter(path, f"`{operator}` takes one value, got an array", hint="only `in` takes an array")


def list_without_values(path: str) -> Issue:
    """Say that a list has no values."""
    return _filter(path, "the list is empty")


def no_value(value: object, path: str) -> Issue:
    """Say that a value is text, a number or a truth value."""
    return _filter(path, f"expected text, a number, true or false, got {_kind(value)}")


def half_a_pair(path: str) -> Issue:
    """Say that a text holds half of a surrogate pair."""
    return _filter(path, "it holds half of a surrogate pair, which no request can carry")


def at(path: str, issue: Issue) -> Issue:
    """Say of a value that was refused by itself where it stands."""
    return _filter(path, issue.message, None, issue.hint)


def too_deep_json() -> Issue:
    """Say that JSON is nested more deeply than a filter ever is."""
    return Issue("limit-exceeded", "the JSON is nested more deeply than a filter is")


def too_many_conditions(limits: Limits) -> Issue:
    """Say that there are more conditions than the limit allows."""
    return Issue("limit-exceeded", f"the filter has more than {limits.items:,} conditions")


def too_long(most: int) -> Issue:
    """Say that what should be read is longer than any filter within the limits is on the wire."""
    hint = "a caller who trusts the input can raise this with limits=Limits(...)"
    return Issue("limit-exceeded", f"the input has more than {most:,} characters", hint=hint)


def no_utf8(place: int) -> Issue:
    """Say that bytes are no text."""
    return Issue("invalid-filter", f"the input is no UTF-8: byte {place} does not fit")


def no_filter_text(data: object) -> Issue:
    """Say that filter JSON is text, bytes or a list."""
    return Issue("invalid-filter", f"expected filter JSON as text, bytes or a list, got {_kind(data)}")


def no_query_text(data: object) -> Issue:
    """Say that a query string is text."""
    hint = "decode bytes first" if isinstance(data, (bytes, bytearray)) else None
    return _query(f"expected a query string or a URL as text, got {_kind(data)}", hint=hint)


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return quote(f'"{value}"') if value else "an empty text"
        case Number():
            return quote(value.source)
        case int() | float() | Decimal():
            return quote(text_of(value))
        case list():
            return "an array"
        case dict():
            return "an object"
        case _:
            return f"a value of the Python type {type(value).__name__}"


# --- query strings -------------------------------------------------------------------------------


def _query(message: str, suggestion: str | None = None, hint: str | None = None) -> Issue:
    return Issue("invalid-query", message, None, suggestion, hint)


def empty_query() -> Issue:
    """Say that there is no query string at all."""
    return _query("expected a query string or a URL, got an empty text")


def fragment() -> Issue:
    """Say that a `#` that is not encoded cuts a URL short."""
    hint = "what stands behind never reaches a server; inside a value it is written `%23`"
    return _query("a `#` ends the query string here", hint=hint)


def no_question_mark() -> Issue:
    """Say that parameters stand in what must be a path, so that a server would not see them."""
    # It may be the end of a password, so it is not shown.
    return _query(
        "expected a `?` before the parameters of the URL", hint="the path of a list request has no `&` or `=`"
    )


def wrong_escape(part: str) -> Issue:
    """Say that the percent-encoding of a parameter is wrong."""
    hint = "a `%` and two hexadecimal digits are one byte of UTF-8; the character itself is written `%25`"
    return _query(f"{quote(part)} is not percent-encoded UTF-8", hint=hint)


def no_equals_sign(name: str) -> Issue:
    """Say that a parameter has no value."""
    hint = "an `&` inside a value is written `%26`"
    if name.startswith(("[", "{")):
        hint = "the filter JSON of a query string stands behind `filter=`"
    return _query(f"the parameter {quote(name)} has no `=`", hint=hint)


def unknown_query_parameter(name: str, names: Sequence[str]) -> Issue:
    """Say that a list request has no such parameter, which the API may ignore."""
    hint = f"the parameters are {', '.join(names)}"
    if "@" in name:
        # It may be a URL with a user and a password.
        return _query("what stands before the first `=` is no parameter of a list request", None, hint)
    suggestion = nearest(name, names)
    return _query(f"a list request has no parameter {quote(name)}", suggestion, did_you_mean(suggestion) or hint)


def query_parameter_twice(name: str) -> Issue:
    """Say that a parameter stands twice, of which any server would take one."""
    return _query(f"the parameter {quote(name)} stands there more than once")


def another_endpoint(path: str, endpoint: Endpoint) -> Issue:
    """Say that a URL is one of another endpoint."""
    # A path with this sign may be the end of a password.
    asked = "something else" if "@" in path else quote(path)
    return _query(f"the URL asks for {asked}, which is not {endpoint.name}")


def in_filter(issue: Issue, text: str) -> Issue:
    """Say of a fault of the filter JSON that it is the parameter `filter` that has it."""
    if issue.span is None or not text:
        return replace(issue, message=f"filter: {issue.message}", span=None)
    place = issue.span.start
    around = quote(f"{text[max(0, place - _AROUND) : place]}▸{text[place : place + _AROUND]}")
    return replace(issue, message=f"filter: {issue.message} at character {place + 1:,}, in {around}", span=None)
