"""The wording of messages that more than one place needs; each message is tested where its issue arises."""

from __future__ import annotations

import pytest

import vsfilter
from tests.unit.checking import THINGS, issue
from vsfilter import Endpoint, Property, PropertyType, Span
from vsfilter.check import messages
from vsfilter.model import Comparison, Membership, Operator, Parameter, Text
from vsfilter.model.messages import unbound_parameter


def test_foreign_text_in_a_message_is_printable_and_short() -> None:
    hostile = "\x1b[31m" + "x" * 100
    endpoint = Endpoint("e", (Property("a", PropertyType.INTEGER),))
    found = issue(f"`{hostile}` = 1", endpoint)
    assert found.message == "e has no property `␛[31m" + "x" * 54 + "…`"


def test_names_past_the_twelfth_are_counted() -> None:
    endpoint = Endpoint("e", tuple(Property(f"name{number}", PropertyType.STRING) for number in range(13)))
    assert issue("zzz = 1", endpoint).hint == (
        "its properties are name0, name1, name2, name3, name4, name5, name6, name7, name8, name9, name10, name11 "
        "and 1 more"
    )


def test_twelve_names_are_all_told() -> None:
    endpoint = Endpoint("e", tuple(Property(f"name{number}", PropertyType.STRING) for number in range(12)))
    assert (issue("zzz = 1", endpoint).hint or "").endswith("name10, name11")


def test_an_expression_without_places_gives_issues_without_places() -> None:
    (string,) = (prop for prop in THINGS.properties if prop.name == "string")
    assert messages.empty_list(Membership("string", ())).span is None
    assert messages.unsupported_operator(string, Comparison("string", Operator.EQ, Text("a"))).span is None
    assert unbound_parameter(Parameter("x")).span is None


def test_an_empty_list_stands_from_the_word_to_the_bracket() -> None:
    node = Membership("string", (), span=Span(3, 20), operator_span=Span(10, 12))
    assert messages.empty_list(node).span == Span(10, 20)


@pytest.mark.parametrize(
    "text",
    [
        "nope = 1",
        "integer like 5",
        "integer = long",
        "datetime = soon",
        "integer in ()",
        "integer = :x",
        "string = a or integer = 5",
        "string is null",
        "integer not between 1 and 2",
        "array = a or array = b",
    ],
)
def test_a_message_is_one_line_that_begins_in_lower_case_and_has_no_full_stop(text: str) -> None:
    with pytest.raises(vsfilter.FilterCheckError) as caught:
        vsfilter.compile(text, THINGS)
    for one in caught.value.issues:
        for words in filter(None, (one.message, one.hint)):
            assert "\n" not in words
            assert not words[0].isupper()
            assert not words.removesuffix("...").endswith(".")
