"""Conjunctions that no record can match."""

from __future__ import annotations

import pytest

import vsfilter
from tests.unit.checking import THINGS, warned, warning
from vsfilter import Severity, Span

CROSSED = "the bounds cross"
NONE_ALLOWED = "no value is allowed by all conditions"
EXCLUDED = "a value is both asked for and excluded"
OUT_OF_BOUNDS = "what is asked for is out of bounds"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        # bounds that cross
        ("integer > 5 and integer < 5", CROSSED),
        ("integer > 5 and integer <= 5", CROSSED),
        ("integer >= 5 and integer < 5", CROSSED),
        ("integer > 5 and integer < 3", CROSSED),
        ("integer >= 6 and integer <= 5", CROSSED),
        ("integer < 3 and integer > 5", CROSSED),
        ("number > 0.10 and number < 0.1", CROSSED),
        ("number >= 1.0 and number < 1", CROSSED),
        ("integer between 5 and 3", CROSSED),
        ("datetime > 2018-09-02 and datetime < 2018-09-01", CROSSED),
        ("datetime between 2018-09-02 and 2018-09-01", CROSSED),
        ("integer > 9223372036854775808 and integer < 9223372036854775808", CROSSED),
        # the tightest of several bounds counts, in any order
        ("integer > 5 and integer > 1 and integer < 9 and integer < 5", CROSSED),
        ("integer > 1 and integer > 5 and integer < 5 and integer < 9", CROSSED),
        ("integer >= 5 and integer > 5 and integer <= 5", CROSSED),
        ("integer > 5 and integer >= 5 and integer <= 5", CROSSED),
        ("integer <= 5 and integer < 5 and integer >= 5", CROSSED),
        ("integer < 5 and integer <= 5 and integer >= 5", CROSSED),
        # equality with bounds
        ("integer = 5 and integer > 5", OUT_OF_BOUNDS),
        ("integer = 5 and integer < 5", OUT_OF_BOUNDS),
        ("integer = 5 and integer >= 6", OUT_OF_BOUNDS),
        ("integer <= 4 and integer = 5", OUT_OF_BOUNDS),
        ("number = 1.0 and number > 1", OUT_OF_BOUNDS),
        ("datetime = 2018-09-01T12:00 and datetime < 2018-09-01", OUT_OF_BOUNDS),
        # two different values
        ("integer = 5 and integer = 6", NONE_ALLOWED),
        ("string = a and string = b", NONE_ALLOWED),
        ("string = a and string = A", NONE_ALLOWED),
        ("boolean = true and boolean = false", NONE_ALLOWED),
        # equal and not equal
        ("string = a and not string = a", EXCLUDED),
        ("integer = 5 and not integer = 5", EXCLUDED),
        ("number = 1.0 and not number = 1", EXCLUDED),
    ],
)
def test_what_no_record_can_match_is_a_contradiction(text: str, reason: str) -> None:
    name = text.partition(" ")[0]
    found = [
        one for one in _warnings(text) if one.code not in {"unverified-operator", "date-only-bound", "text-ordering"}
    ]
    assert [one.code for one in found] == ["contradiction"]
    assert found[0].message == f"no record can match: {reason} for `{name}`"
    assert found[0].severity is Severity.WARNING


def _warnings(text: str) -> tuple[vsfilter.Issue, ...]:
    return vsfilter.compile(text, THINGS).warnings


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("string in (a, b) and string in (c, d)", NONE_ALLOWED),
        ("string in (a, b) and string = c", NONE_ALLOWED),
        ("string in (a, b) and string in (b, c) and string in (a, c)", NONE_ALLOWED),
        ("string in (a, b) and string not in (b, a)", EXCLUDED),
        ("string in (a, b) and string in (b, c) and string != b", EXCLUDED),
        ("integer in (1, 2) and integer > 2", OUT_OF_BOUNDS),
        ("integer in (1, 9) and integer between 2 and 8", OUT_OF_BOUNDS),
        ("integer in (1, 2, 3) and integer != 3 and integer > 2", OUT_OF_BOUNDS),
    ],
)
def test_lists_take_part(text: str, reason: str) -> None:
    name = text.partition(" ")[0]
    (found,) = (one for one in _warnings(text) if one.code == "contradiction")
    assert found.message == f"no record can match: {reason} for `{name}`"


@pytest.mark.parametrize(
    "text",
    [
        "integer > 5 and integer < 6",
        "integer >= 5 and integer <= 5",
        "integer = 5 and integer >= 5 and integer <= 5",
        "integer = 5 and integer > 4 and integer < 6",
        "integer > 5",
        "integer < 5 and integer > 3",
        "integer > 5 and number < 5",
        "integer = 5 and number = 6",
        "string > b and string < a",
        "string = a and string > b",
        "string = a and string like b",
        "string = a",
        "string like a and string not like a",
        "datetime between 2018-09-01 and 2018-09-01",
        "datetime >= 2018-09-01 and datetime < 2018-09-01T00:00:01",
        "integer != 5 and integer != 6",
        "integer in (1, 9) and integer > 5",
        "integer in (1, 2) and integer != 1",
        "string in (a, b) and string in (b, c)",
        "boolean != true and boolean != false",
    ],
)
def test_what_a_record_may_match_is_none(text: str) -> None:
    assert "contradiction" not in [code for code, _ in warned(text)]


def test_a_contradiction_stands_at_the_last_condition_that_has_a_part_in_it() -> None:
    assert warning("integer > 5 and string = a and integer < 3 and string like b").span == Span(31, 42)
    assert warned("integer between 5 and 3 and string = a") == [("contradiction", "integer between 5 and 3")]
    assert warned("string = a and string = b and string like c") == [("contradiction", "string = b")]


def test_each_property_that_contradicts_itself_is_warned_about_once() -> None:
    text = "integer > 5 and string = a and integer < 3 and string = b and integer < 2 and number = 1"
    assert warned(text) == [("contradiction", "string = b"), ("contradiction", "integer < 2")]
