"""One predicate against the endpoint."""

from __future__ import annotations

import pytest

import vsfilter
from tests.unit.checking import THINGS, issue, refused, sent
from vsfilter import Span

LITERALS = {
    "string": "a",
    "integer": "5",
    "number": "5",
    "boolean": "true",
    "datetime": "2018-09-01",
    "array": "a",
    "object": "a",
}
EVERY = {"=", "!=", "<", "<=", ">", ">=", "like", "not like", "in", "not in", "between", "not between"}
FRAGMENTS = {"like", "not like"}
TAKEN = {
    "string": EVERY,
    "integer": EVERY - FRAGMENTS,
    "number": EVERY - FRAGMENTS,
    "boolean": {"=", "!=", "in", "not in"},
    "datetime": EVERY - FRAGMENTS,
    "array": {"=", "!=", *FRAGMENTS},
    "object": {"=", "!=", *FRAGMENTS},
}
HINTS = {
    "integer": "it takes `=`, `!=`, `<`, `<=`, `>`, `>=`, `in`",
    "number": "it takes `=`, `!=`, `<`, `<=`, `>`, `>=`, `in`",
    "boolean": "it takes `=`, `!=`, `in`",
    "datetime": "it takes `=`, `!=`, `<`, `<=`, `>`, `>=`, `in`",
    "array": "it takes `=`, `!=`, `like`, `not like`",
    "object": "it takes `=`, `!=`, `like`, `not like`",
}
TAKEN_PAIRS = [(prop, word) for prop, words in TAKEN.items() for word in sorted(words)]
REFUSED_PAIRS = [(prop, word) for prop, words in TAKEN.items() for word in sorted(EVERY - words)]


def _written(prop: str, word: str) -> str:
    literal = LITERALS[prop]
    operand = f"({literal})" if word.endswith("in") else f"{literal} and {literal}" if "between" in word else literal
    return f"{prop} {word} {operand}"


@pytest.mark.parametrize(("prop", "word"), [pair for pair in TAKEN_PAIRS if pair[1] != "not between"])
def test_an_operator_that_the_type_takes_is_sent(prop: str, word: str) -> None:
    wire = {
        "=": ["eq"],
        "!=": ["ne"],
        "<": ["lt"],
        "<=": ["lte"],
        ">": ["gt"],
        ">=": ["gte"],
        "in": ["eq"],
        "not in": ["ne"],
        "like": ["like"],
        "not like": ["notlike"],
        "between": ["gte", "lte"],
    }
    assert [(name, operator) for name, operator, _ in sent(_written(prop, word))] == [
        (prop, operator) for operator in wire[word]
    ]


@pytest.mark.parametrize(("prop", "word"), [pair for pair in TAKEN_PAIRS if pair[1] == "not between"])
def test_not_between_is_taken_by_the_type_but_is_not_expressible(prop: str, word: str) -> None:
    assert refused(_written(prop, word)) == [("not-expressible", "not between")]


@pytest.mark.parametrize(("prop", "word"), REFUSED_PAIRS)
def test_an_operator_that_the_type_does_not_take_is_refused_at_the_operator(prop: str, word: str) -> None:
    text = _written(prop, word)
    shown = {"not in": "in", "not between": "between"}.get(word, word)
    found = issue(text)
    assert found.code == "unsupported-operator"
    assert found.message == f"`{prop}` is of type {prop} and takes no `{shown}`"
    assert found.span == Span(len(prop) + 1, len(prop) + 1 + len(word))
    assert found.hint == HINTS[prop]
    if "in" in word or "between" in word:
        assert found.suggestion is None
    else:
        assert found.suggestion == ("!=" if word == "not like" else "=")


@pytest.mark.parametrize("prop", sorted(TAKEN))
@pytest.mark.parametrize("word", ["is null", "is not null"])
def test_a_test_for_null_is_not_expressible_on_any_type(prop: str, word: str) -> None:
    found = issue(f"{prop} {word}")
    assert found.code == "not-expressible"
    assert found.message == f"the API has no way to say `{word}`"
    assert found.span == Span(len(prop) + 1, len(prop) + 1 + len(word))
    assert found.hint == "leave it out of the request, and pick from the records of the reply"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("integer like :missing", [("unsupported-operator", "like")]),
        ("integer like true", [("unsupported-operator", "like")]),
        ("boolean between 1 and soon", [("unsupported-operator", "between")]),
        ("array in ()", [("unsupported-operator", "in")]),
        ("array in (1, null)", [("unsupported-operator", "in")]),
        ("array not in ()", [("unsupported-operator", "not in")]),
    ],
)
def test_a_condition_wrong_in_operator_and_literal_reports_the_operator(
    text: str, codes: list[tuple[str, str]]
) -> None:
    assert refused(text) == codes


@pytest.mark.parametrize(
    "condition", ["nope = 1", "nope in ()", "nope like :missing", "nope between true and soon", "nope is null"]
)
def test_a_condition_with_an_unknown_property_has_that_issue_only(condition: str) -> None:
    assert refused(condition) == [("unknown-property", "nope")]


@pytest.mark.parametrize(
    ("text", "endpoint", "suggestion"),
    [
        ("dst_idd = 1", "cdrs", "dst_id"),
        ("Type = I", "cdrs", "type"),
        ("DURATION > 5", "cdrs", "duration"),
        ("`dst-id` = 1", "cdrs", "dst_id"),
        ("created_at > 2018-09-01", "cdrs", "calldate"),
        ("calldate > 2018-09-01", "sms", "created_at"),
        ("origtime > 2018-09-01", "monitors", "timestamp"),
    ],
)
def test_an_unknown_property_is_reported_with_the_nearest_name(text: str, endpoint: str, suggestion: str) -> None:
    name = text.partition(" ")[0]
    found = issue(text, endpoint)
    assert found.code == "unknown-property"
    assert found.message == f"{endpoint} has no property `{name.strip('`')}`"
    assert found.span == Span(0, len(name))
    assert found.suggestion == suggestion
    assert found.hint == f"did you mean `{suggestion}`?"


def test_an_unknown_property_near_to_none_is_reported_with_the_names_that_there_are() -> None:
    found = issue("xyzzy = 1", "cdrs")
    assert found.suggestion is None
    assert found.hint == (
        "its properties are id, call_id, live_id, root_live_id, parent_live_id, is_root, user_id, sip_endpoint_id, "
        "server_id, type, calldate, clid and 23 more"
    )


def test_the_date_of_another_endpoint_is_no_suggestion_where_there_is_no_date() -> None:
    assert issue("calldate = 1", "users").suggestion is None


@pytest.mark.parametrize("name", ["id", "today", "calldate"])
def test_an_endpoint_without_known_properties_refuses_every_name(name: str) -> None:
    found = issue(f"{name} = 1", "chatmsgs")
    assert (found.code, found.span, found.suggestion) == ("unknown-property", Span(0, len(name)), None)
    assert found.message == f"chatmsgs has no property `{name}`"
    assert found.hint == (
        "no property of chatmsgs is known; to use some that you know, declare an Endpoint of your own"
    )


@pytest.mark.parametrize("word", ["today", "now", "Yesterday"])
def test_the_words_of_relative_dates_are_ordinary_names_in_property_position(word: str) -> None:
    endpoint = vsfilter.Endpoint("e", (vsfilter.Property(word, vsfilter.PropertyType.INTEGER),))
    assert sent(f"{word} = 5", endpoint) == [(word, "eq", 5)]


@pytest.mark.parametrize("text", ["from = 5", "`from` like x", "to in ()", "to is null", "from between 1 and true"])
def test_a_property_that_the_api_refuses_is_not_filterable_and_nothing_else(text: str) -> None:
    name = text.partition(" ")[0]
    found = issue(text, "faxes")
    assert found.code == "not-filterable"
    assert found.message == f"the API refuses filters on `{name.strip('`')}` of faxes"
    assert found.span == Span(0, len(name))
    assert found.hint == "it is known to filter on created_at, status, type, filename"


def test_a_property_that_is_not_filterable_gets_no_hint_where_no_other_is_known_to_be() -> None:
    refused_one = vsfilter.Property("from", vsfilter.PropertyType.STRING, filterable=vsfilter.Filterability.REFUSED)
    assert issue("from = 5", vsfilter.Endpoint("e", (refused_one,))).hint is None


def test_the_same_names_are_filterable_on_another_endpoint() -> None:
    assert sent("from like Vodafone and to like 447441", "sms") == [
        ("from", "like", "Vodafone"),
        ("to", "like", "447441"),
    ]


@pytest.mark.parametrize("prop", ["string", "integer", "number", "boolean", "datetime"])
@pytest.mark.parametrize(("word", "brackets"), [("in", "()"), ("in", "[]"), ("not in", "( )")])
def test_an_empty_list_is_refused(prop: str, word: str, brackets: str) -> None:
    found = issue(f"{prop} {word} {brackets}")
    assert found.code == "empty-list"
    assert found.message == f"the list for `{prop}` is empty"
    assert found.span == Span(len(prop) + 1, len(f"{prop} {word} {brackets}"))
    assert found.hint == "a list has one value or more; leave the condition out to match all"


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("integer in (5)", [("integer", "eq", 5)]),
        ("integer in (5, 5)", [("integer", "eq", 5)]),
        ("integer in (5, 6, 5)", [("integer", "in", [5, 6])]),
        ("integer not in (5)", [("integer", "ne", 5)]),
        ("integer not in (5, 6, 5)", [("integer", "ne", 5), ("integer", "ne", 6)]),
        ("integer between 1 and 2", [("integer", "gte", 1), ("integer", "lte", 2)]),
        ("number between 0 and 0", [("number", "gte", 0), ("number", "lte", 0)]),
        ("string between a and b", [("string", "gte", "a"), ("string", "lte", "b")]),
        ("not integer not between 1 and 2", [("integer", "gte", 1), ("integer", "lte", 2)]),
    ],
)
def test_lists_and_ranges_are_sent_as_what_the_api_takes(text: str, conditions: list[tuple[str, str, object]]) -> None:
    assert sent(text) == conditions


@pytest.mark.parametrize(
    ("low", "high", "from_", "until"),
    [
        ("2018-09-01", "2018-09-30", "2018-09-01 00:00:00", "2018-09-30 23:59:59"),
        ('"2018-09-01"', '"2018-09-30"', "2018-09-01 00:00:00", "2018-09-30 23:59:59"),
        ("2018-09-01", "2018-09-01", "2018-09-01 00:00:00", "2018-09-01 23:59:59"),
        ("2018-09-01T10:00", "2018-09-01", "2018-09-01 10:00:00", "2018-09-01 23:59:59"),
        ("2018-09-01", "2018-09-30T00:00", "2018-09-01 00:00:00", "2018-09-30 00:00:00"),
        ("2018-09-01", '"2018-09-30 12:00:00"', "2018-09-01 00:00:00", "2018-09-30 12:00:00"),
        ("9999-12-31", "9999-12-31", "9999-12-31 00:00:00", "9999-12-31 23:59:59"),
    ],
)
def test_a_bare_date_as_the_upper_bound_of_between_is_the_end_of_that_day(
    low: str, high: str, from_: str, until: str
) -> None:
    assert sent(f"datetime between {low} and {high}") == [("datetime", "gte", from_), ("datetime", "lte", until)]


def test_between_on_a_string_compares_text_without_an_end_of_day() -> None:
    assert sent("string between 2018-09-01 and 2018-09-30") == [
        ("string", "gte", "2018-09-01"),
        ("string", "lte", "2018-09-30"),
    ]


def test_conditions_are_sent_in_the_order_written() -> None:
    assert sent("string = b and integer = 1 and string like a and integer < 5", THINGS) == [
        ("string", "eq", "b"),
        ("integer", "eq", 1),
        ("string", "like", "a"),
        ("integer", "lt", 5),
    ]
