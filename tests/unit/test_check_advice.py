"""The warnings about a conjunction."""

from __future__ import annotations

from datetime import datetime

import pytest

import vsfilter
from tests.unit.checking import THINGS, refusal, refused, sent, warned, warning
from vsfilter import Endpoint, Filterability, Property, PropertyType, Severity, Span

OPERATOR_HINT = "compare the result with that of a request you trust"
PROPERTY_HINT = "the API may ignore the condition and return everything: look at the records"
KNOWN_TYPES = "known values: I (inbound), O (outbound), M (missed)"
KNOWN_DISPOSITIONS = "known values: CONNECTED (answered), NO ANSWER (not answered), BUSY (busy), FAILED (failed)"


def _now() -> datetime:
    return datetime.fromisoformat("2026-07-15T12:30+00:00")


@pytest.mark.parametrize(
    "text",
    [
        "string = a",
        "string like a",
        "integer = 5 and integer <= 5 and integer >= 5",
        "number > 0.10",
        "boolean = true",
        "datetime > 2018-09-01",
        "datetime between 2018-09-01 and 2018-09-30",
        "string in (a)",
    ],
)
def test_a_filter_without_anything_odd_has_no_warning(text: str) -> None:
    assert warned(text) == []


# --- unverified-operator -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "operator", "place"),
    [
        ("integer != 5", "ne", "!="),
        ("integer neq 5", "ne", "neq"),
        ("not integer = 5", "ne", "="),
        ("integer not in (5)", "ne", "not in"),
        ("integer in (5, 6)", "in", "in"),
        ("string not like a", "notlike", "not like"),
        ("string notlike a", "notlike", "notlike"),
        ("not string like a", "notlike", "like"),
        ("integer = 5 or integer = 6", "in", "integer = 5 or integer = 6"),
        ("not (integer != 5 and integer != 6)", "in", "integer != 5 and integer != 6"),
    ],
)
def test_ne_in_and_notlike_are_unverified_as_they_go_on_the_wire(text: str, operator: str, place: str) -> None:
    found = warning(text)
    assert found.code == "unverified-operator"
    assert found.message == f"nobody has seen the live API honour `{operator}`, which the vendor documents"
    assert found.span == Span(text.rindex(place), text.rindex(place) + len(place))
    assert found.hint == OPERATOR_HINT
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    "text",
    ["integer in (5)", "integer in (5, 5)", "not integer != 5", "integer = 5 or integer = 5", "not string not like a"],
)
def test_what_is_sent_as_eq_or_like_is_no_unverified_operator(text: str) -> None:
    assert warned(text) == []


def test_unverified_operators_are_told_of_together_at_the_first() -> None:
    text = "integer = 5 and string not in (a, b) and integer in (5, 6) and string not like c and integer != 7"
    found = warning(text)
    assert found.message == ("nobody has seen the live API honour `ne`, `in`, `notlike`, which the vendor documents")
    assert found.span == Span(23, 29)


# --- unverified-property -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "endpoint", "name"),
    [
        ("duration > 60", "chats", "duration"),
        ("email = x", "users", "email"),
        ("message like x", "sms", "message"),
        ("labels = x", "cdrs", "labels"),
        ("metadata like x", "cdrs", "metadata"),
        ("array like x", THINGS, "array"),
        ("object = x", THINGS, "object"),
    ],
)
def test_a_property_that_nobody_has_shown_to_be_filtered_on_is_unverified(
    text: str, endpoint: str | Endpoint, name: str
) -> None:
    where = endpoint if isinstance(endpoint, str) else endpoint.name
    found = warning(text, endpoint)
    assert found.code == "unverified-property"
    assert found.message == f"nobody has shown that {where} can be filtered on `{name}`"
    assert found.span == Span(0, len(text))
    assert found.hint == PROPERTY_HINT
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(("text", "endpoint"), [("clid = x", "cdrs"), ("type = I", "cdrs"), ("to like 4", "sms")])
def test_a_documented_or_observed_property_is_not(text: str, endpoint: str) -> None:
    assert warned(text, endpoint) == []


def test_unverified_properties_are_told_of_together_at_the_first() -> None:
    text = "created_at > 2018-09-01 and duration > 60 and duration < 90 and state = x"
    found = warning(text, "chats")
    assert found.message == "nobody has shown that chats can be filtered on `created_at`, `duration`, `state`"
    assert found.span == Span(0, 23)


# --- accept --------------------------------------------------------------------------------------

DOUBTFUL = "duration != 60 and state = '+1'"
PLACES = [("unverified-property", "duration != 60"), ("unverified-operator", "!="), ("plus-sign", "'+1'")]


def test_documented_is_the_default_and_warns() -> None:
    assert warned(DOUBTFUL, "chats") == PLACES
    assert warned(DOUBTFUL, "chats", accept="documented") == PLACES
    assert warned(DOUBTFUL, "chats", accept=vsfilter.Accept.DOCUMENTED) == PLACES


def test_observed_turns_the_two_unverified_warnings_into_errors() -> None:
    error = refusal(DOUBTFUL, "chats", accept="observed")
    assert [(one.code, one.severity) for one in error.issues] == [
        ("unverified-property", Severity.ERROR),
        ("unverified-operator", Severity.ERROR),
    ]
    assert [one.span for one in error.issues] == [Span(0, 14), Span(9, 11)]
    assert [one.hint for one in error.issues] == [PROPERTY_HINT, OPERATOR_HINT]


def test_any_silences_them_and_no_other() -> None:
    assert warned(DOUBTFUL, "chats", accept="any") == [("plus-sign", "'+1'")]
    assert sent(DOUBTFUL, "chats", accept="any") == sent(DOUBTFUL, "chats")


@pytest.mark.parametrize("accept", ["observed", "documented", "any"])
def test_what_is_verified_passes_whatever_is_accepted(accept: str) -> None:
    assert warned("src = '+1' and clid = x", "cdrs", accept=accept) == [("plus-sign", "'+1'")]


# --- unknown-value -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "suggestion"),
    [
        ("disposition = ANSWERED", "ANSWERED", "CONNECTED"),
        ("disposition = answered", "answered", "CONNECTED"),
        ("disposition = 'not answered'", "not answered", "NO ANSWER"),
        ("disposition = connected", "connected", "CONNECTED"),
        ("disposition = CONECTED", "CONECTED", "CONNECTED"),
        ("disposition = 'NOANSWER'", "NOANSWER", "NO ANSWER"),
    ],
)
def test_a_value_that_is_not_known_is_warned_about_with_the_nearest(text: str, value: str, suggestion: str) -> None:
    literal = text.removeprefix("disposition = ")
    found = warning(text, "cdrs")
    assert found.code == "unknown-value"
    assert found.message == f"`{value}` is none of the known values of `disposition`"
    assert found.span == Span(len(text) - len(literal), len(text))
    assert found.suggestion == suggestion
    assert found.hint == f"did you mean `{suggestion}`? {KNOWN_DISPOSITIONS}"
    assert found.severity is Severity.WARNING


def test_a_value_near_to_none_is_warned_about_with_all_that_are_known() -> None:
    found = warning("type = X", "cdrs")
    assert (found.code, found.suggestion, found.hint) == ("unknown-value", None, KNOWN_TYPES)


def test_the_number_of_a_known_value_is_compared_as_it_is_written() -> None:
    known = Property("level", PropertyType.STRING, values={"07": "seven"}, filterable=Filterability.OBSERVED)
    assert warned("level = 07", Endpoint("e", (known,))) == []
    assert warned("level = 7", Endpoint("e", (known,))) == [("unknown-value", "7")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("type = I", []),
        ("type != X", [("unverified-operator", "!="), ("unknown-value", "X")]),
        ("type in (I, X, O, i)", [("unverified-operator", "in"), ("unknown-value", "X"), ("unknown-value", "i")]),
        ("type not in (X, I)", [("unverified-operator", "not in"), ("unknown-value", "X")]),
        (
            "type = X or type = Y",
            [("unverified-operator", "type = X or type = Y"), ("unknown-value", "X"), ("unknown-value", "Y")],
        ),
        ("type like X", []),
        ("type > X", [("text-ordering", "type > X")]),
        ("src = X", []),
    ],
)
def test_a_value_is_looked_up_with_eq_ne_and_in_only(text: str, places: list[tuple[str, str]]) -> None:
    assert warned(text, "cdrs") == places


# --- date-only-bound -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "calldate = 2018-09-01",
            "`calldate between 2018-09-01 and 2018-09-01` takes the whole day",
        ),
        ("calldate = '2018-09-01'", "`calldate between 2018-09-01 and 2018-09-01` takes the whole day"),
        ("calldate <= 2018-09-01", '`calldate <= "2018-09-01 23:59:59"` takes the whole day'),
        ("not (calldate > 2018-09-01)", '`calldate <= "2018-09-01 23:59:59"` takes the whole day'),
        (
            "calldate != 2018-09-01",
            "to leave out the whole day, ask for what is before it or what is after it: `calldate < 2018-09-01`",
        ),
        (
            "calldate in (2018-09-01, 2018-09-02)",
            "`calldate between 2018-09-01 and 2018-09-01` takes a whole day",
        ),
    ],
)
def test_a_bare_date_is_told_to_be_midnight_with_what_was_probably_meant(text: str, hint: str) -> None:
    condition = text.removeprefix("not (").removesuffix(")" if text.startswith("not") else "")
    (found,) = (one for one in _warnings(text) if one.code == "date-only-bound")
    assert found.message == "a date without a time is midnight: this compares with 2018-09-01 00:00:00"
    assert found.span == Span(text.index(condition), text.index(condition) + len(condition))
    assert found.hint == hint
    assert found.severity is Severity.WARNING


def _warnings(text: str, endpoint: str | Endpoint = "cdrs") -> tuple[vsfilter.Issue, ...]:
    return vsfilter.compile(text, endpoint, clock=_now).warnings


@pytest.mark.parametrize(
    "text",
    [
        "datetime < 2018-09-01",
        "datetime > 2018-09-01",
        "datetime >= 2018-09-01",
        "not (datetime <= 2018-09-01)",
        "datetime = 2018-09-01T00:00",
        "datetime <= '2018-09-01 00:00:00'",
        "datetime between 2018-09-01 and 2018-09-02",
        "datetime = now",
        "datetime <= now - 7d",
        "datetime = today + 1h",
        "string = 2018-09-01",
        "string <= 2018-09-01",
    ],
)
def test_other_bounds_are_no_date_only_bound(text: str) -> None:
    assert "date-only-bound" not in [one.code for one in _warnings(text, THINGS)]


@pytest.mark.parametrize(
    "text",
    ["datetime <= today", "datetime = yesterday", "datetime <= today - 7d", "datetime != today + 1w"],
)
def test_a_relative_day_is_a_bare_date(text: str) -> None:
    assert [one.code for one in _warnings(text, THINGS) if one.span == Span(0, len(text))] == ["date-only-bound"]


def test_each_bare_date_of_not_in_is_told_of() -> None:
    found = [one.message[-19:] for one in _warnings("calldate not in (2018-09-01, 2018-09-02)")]
    assert found[:2] == ["2018-09-01 00:00:00", "2018-09-02 00:00:00"]


@pytest.mark.parametrize(
    "text",
    [
        "calldate in (2018-09-01T10:00, 2018-09-02)",
        "calldate = 2018-09-01T10:00 or calldate = 2018-09-02",
    ],
)
def test_the_date_without_a_time_is_named_and_no_other(text: str) -> None:
    (found,) = (one for one in _warnings(text) if one.code == "date-only-bound")
    assert found.message == "a date without a time is midnight: this compares with 2018-09-02 00:00:00"


def test_what_was_probably_meant_can_be_compiled() -> None:
    endpoint = Endpoint("e", (Property("in", PropertyType.DATETIME, filterable=Filterability.OBSERVED),))
    (found,) = _warnings("`in` <= 2018-09-01", endpoint)
    assert sent((found.hint or "").removesuffix(" takes the whole day")[1:-1], endpoint) == [
        ("in", "lte", "2018-09-01 23:59:59")
    ]


def test_what_was_probably_meant_is_sent_as_the_whole_day() -> None:
    assert sent("calldate between 2018-09-01 and 2018-09-01", "cdrs") == [
        ("calldate", "gte", "2018-09-01 00:00:00"),
        ("calldate", "lte", "2018-09-01 23:59:59"),
    ]


# --- text-ordering -------------------------------------------------------------------------------


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
def test_ordering_text_is_warned_about(operator: str) -> None:
    text = f"integer = 5 and string {operator} 10"
    found = warning(text)
    assert found.code == "text-ordering"
    assert found.message == '`string` is text and is ordered character by character: "10" comes before "9"'
    assert found.span == Span(16, len(text))
    assert found.hint is None
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize("text", ["string = 10", "string like 10", "integer > 10", "datetime > 2018-09-01"])
def test_what_is_no_ordering_of_text_is_not(text: str) -> None:
    assert warned(text) == []


def test_between_on_text_is_warned_about_once() -> None:
    assert warned("string between a and b") == [("text-ordering", "string between a and b")]


# --- plus-sign -----------------------------------------------------------------------------------


@pytest.mark.parametrize("operator", ["=", "!=", "like", "not like", ">="])
def test_a_plus_and_digits_is_warned_about_with_every_operator(operator: str) -> None:
    text = f'string {operator} "+4478"'
    (found,) = (one for one in vsfilter.compile(text, THINGS).warnings if one.code == "plus-sign")
    assert found.message == "the API keeps telephone numbers as digits, without `+`"
    assert found.span == Span(len(text) - 7, len(text))
    assert found.suggestion == "4478"
    assert found.hint == "write `4478`"
    assert found.severity is Severity.WARNING


def test_each_such_value_of_a_list_is_warned_about_at_its_place() -> None:
    assert warned("string in ('+1', 2, '+3')")[1:] == [("plus-sign", "'+1'"), ("plus-sign", "'+3'")]


@pytest.mark.parametrize(
    "literal", ["4478", '"+"', '"+44 78"', '"++44"', '"44+"', '" +44"', '"+44x"', '"+٤٤"', '"+4.5"', '"+44\\n"']
)
def test_other_text_is_no_telephone_number(literal: str) -> None:
    assert warned(f"string = {literal}") == []


def test_a_plus_on_another_type_is_none() -> None:
    assert warned("array like '+44'") == [("unverified-property", "array like '+44'")]


# --- wildcard ------------------------------------------------------------------------------------


@pytest.mark.parametrize("fragment", ["%", "100%_off", "a_b", "a\\\\b"])
@pytest.mark.parametrize("operator", ["like", "not like"])
@pytest.mark.parametrize("prop", ["string", "array", "object"])
def test_a_wildcard_in_a_fragment_is_warned_about(prop: str, operator: str, fragment: str) -> None:
    text = f'{prop} {operator} "{fragment}"'
    (found,) = (one for one in vsfilter.compile(text, THINGS).warnings if one.code == "wildcard")
    assert found.message == (
        "`like` takes a plain fragment; whether the API reads `%`, `_` and a backslash as patterns is unknown"
    )
    assert found.span == Span(0, len(text))
    assert found.hint == "a fragment without them matches anywhere in the text"
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize("text", ["string = '%'", "string like '*?.[a]'", "string like ''", "string = 'a_b'"])
def test_a_fragment_without_wildcards_and_other_operators_are_not(text: str) -> None:
    assert warned(text) == []


# --- all together --------------------------------------------------------------------------------


def test_warnings_are_sorted_by_place() -> None:
    text = "string > '+1' and datetime <= 2018-09-01 and string like '%' and object = x and integer > 5 and integer < 3"
    assert warned(text) == [
        ("text-ordering", "string > '+1'"),
        ("plus-sign", "'+1'"),
        ("date-only-bound", "datetime <= 2018-09-01"),
        ("wildcard", "string like '%'"),
        ("unverified-property", "object = x"),
        ("contradiction", "integer < 3"),
    ]


def test_a_warning_is_no_error() -> None:
    assert refused("string > 10 and nope = 1") == [("unknown-property", "nope")]
