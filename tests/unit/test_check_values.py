"""Literals against the type of a property."""

from __future__ import annotations

import pytest

import vsfilter
from tests.unit.checking import THINGS, issue, refused, sent, value_sent
from vsfilter import Span
from vsfilter.check import messages
from vsfilter.model import Membership

DATE_HINT = "a date is `2018-09-01`, `2018-09-01T12:30:15` with an optional `Z` or `+02:00`, or like `today - 7d`"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('string = "44"', '"44"'),
        ('string = ""', '""'),
        ("string = I", '"I"'),
        ("string = ' a '", '" a "'),
        ('string = "é日本😀"', '"é日本😀"'),
        ('string = "\\u0000\\n\\"\\\\"', '"\\u0000\\n\\"\\\\"'),
        ("string = 0049123", '"0049123"'),
        ("string = -0", '"-0"'),
        ("string = -1.50", '"-1.50"'),
        ("string = 44778901234567890123456", '"44778901234567890123456"'),
        ("string = 2018-09-01", '"2018-09-01"'),
        ("string = 2018-09-01T12:30+02:00", '"2018-09-01T12:30+02:00"'),
        ("string = 2018-02-30", '"2018-02-30"'),
        ("string = 2018-09-01T24:00:60.5", '"2018-09-01T24:00:60.5"'),
        ("string = today", '"today"'),
        ("string = NOW", '"NOW"'),
        ("string = Yesterday", '"Yesterday"'),
        ('string = "true"', '"true"'),
        ('string = "null"', '"null"'),
        ("string like 4478", '"4478"'),
        ("string like today", '"today"'),
    ],
)
def test_a_string_takes_text_words_and_the_source_of_numbers_and_dates(text: str, value: str) -> None:
    assert value_sent(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("integer = 60", "60"),
        ("integer = 0", "0"),
        ("integer = -5", "-5"),
        ("integer = 007", "7"),
        ("integer = -007", "-7"),
        ("integer = 000", "0"),
        ("integer = -0", "0"),
        ('integer = "60"', "60"),
        ("integer = '-007'", "-7"),
        ("integer = 12345678901234567890123", "12345678901234567890123"),
    ],
)
def test_an_integer_takes_integers_and_the_text_of_one_without_leading_zeros(text: str, value: str) -> None:
    assert value_sent(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("number = 60", "60"),
        ("number = 0.10", "0.10"),
        ("number = -1.5", "-1.5"),
        ("number = 007", "7"),
        ("number = 007.50", "7.50"),
        ("number = -00.50", "-0.50"),
        ("number = 1.000", "1.000"),
        ("number = 0.00", "0.00"),
        ("number = -0", "0"),
        ("number = -0.0", "0.0"),
        ('number = "0.10"', "0.10"),
        ("number = '-5'", "-5"),
        ("number = 0.0000001", "0.0000001"),
        ("number = 100000000000000000000000", "100000000000000000000000"),
        ("number = 0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
    ],
)
def test_a_number_keeps_its_digits_as_written_but_for_leading_zeros(text: str, value: str) -> None:
    assert value_sent(text) == value


@pytest.mark.parametrize("digits", ["1", "9" * 600, "9" * 601, "1" + "0" * 4300, "123456789" * 556])
@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("prop", ["integer", "number", "string"])
def test_no_digit_of_a_long_integer_is_lost(prop: str, sign: str, digits: str) -> None:
    written = f'"{sign}{digits}"' if prop == "string" else sign + digits
    assert value_sent(f"{prop} = {sign}{digits}") == written


def test_no_digit_of_a_long_decimal_is_lost() -> None:
    digits = "8" * 5000 + "." + "7" * 5000
    assert value_sent(f"number = {digits}") == digits


def test_leading_zeros_of_any_count_are_dropped() -> None:
    assert value_sent("integer = " + "0" * 5000 + "7") == "7"
    assert value_sent("number = -" + "0" * 5000 + "7.0") == "-7.0"


@pytest.mark.parametrize(
    "digits",
    [
        str(2**53 + 1),
        str(2**63 - 1),
        str(2**63),
        str(-(2**63) + 1),
        str(-(2**63)),
        str(-(2**63) - 1),
        str(2**64 - 1),
        str(2**64),
    ],
)
@pytest.mark.parametrize("prop", ["integer", "number"])
def test_integers_around_64_bits_are_exact(prop: str, digits: str) -> None:
    assert value_sent(f"{prop} = {digits}") == digits
    assert value_sent(f"{prop} in ({digits}, 1)") == f"[{digits},1]"


@pytest.mark.parametrize(("text", "value"), [("boolean = true", "true"), ("boolean = FALSE", "false")])
def test_a_boolean_takes_true_and_false(text: str, value: str) -> None:
    assert value_sent(text) == value


@pytest.mark.parametrize("prop", ["array", "object"])
@pytest.mark.parametrize(("literal", "value"), [('"a b"', '"a b"'), ("urgent", '"urgent"'), ('"5"', '"5"')])
def test_an_array_and_an_object_take_text(prop: str, literal: str, value: str) -> None:
    assert value_sent(f"{prop} like {literal}") == value
    assert value_sent(f"{prop} = {literal}") == value


@pytest.mark.parametrize(
    ("text", "got", "hint"),
    [
        ("string = true", "true", "put it in quotes if it is text"),
        ("string = FALSE", "false", "put it in quotes if it is text"),
        ("string = null", "null", "null is no value: write `string is null`"),
        ("integer = long", '"long"', None),
        ('integer = " 60"', '" 60"', None),
        ('integer = "+60"', '"+60"', None),
        ('integer = "6_0"', '"6_0"', None),
        ('integer = ""', '""', None),
        ('integer = "٤"', '"٤"', None),
        ('integer = "60\\n"', '"60␊"', None),
        ("integer = 60.0", "60.0", "an integer has no fraction"),
        ("integer = 60.5", "60.5", "an integer has no fraction"),
        ('integer = "60.0"', '"60.0"', None),
        ("integer = true", "true", None),
        ("integer = null", "null", "null is no value: write `integer is null`"),
        ("integer = 2018-09-01", "2018-09-01", None),
        ("integer = today", "today", "a relative date fits a date only"),
        ("number = abc", '"abc"', None),
        ('number = "1e5"', '"1e5"', None),
        ('number = ".5"', '".5"', None),
        ('number = "5."', '"5."', None),
        ('number = "NaN"', '"NaN"', None),
        ('number = "1,5"', '"1,5"', None),
        ("number = true", "true", None),
        ("number = null", "null", "null is no value: write `number is null`"),
        ("number = 2018-09-01", "2018-09-01", None),
        ("boolean = 1", "1", None),
        ('boolean = "true"', '"true"', "write true or false without quotes"),
        ("boolean = yes", '"yes"', "write true or false without quotes"),
        ("boolean = null", "null", "null is no value: write `boolean is null`"),
        ("boolean = 2018-09-01", "2018-09-01", None),
        ("boolean = now", "now", "a relative date fits a date only"),
        ("datetime = 5", "5", f"put it in quotes if it is a date; {DATE_HINT}"),
        ("datetime = 2018", "2018", f"put it in quotes if it is a date; {DATE_HINT}"),
        ("datetime = true", "true", f"put it in quotes if it is a date; {DATE_HINT}"),
        ("datetime = null", "null", "null is no value: write `datetime is null`"),
        ("array = 5", "5", "put it in quotes if it is text"),
        ("array = 2018-09-01", "2018-09-01", "put it in quotes if it is text"),
        ("array = true", "true", "put it in quotes if it is text"),
        ("array = null", "null", "null is no value: write `array is null`"),
        ("array = today", "today", "a relative date fits a date only"),
        ("object like 5", "5", "put it in quotes if it is text"),
        ("object like 2018-09-01", "2018-09-01", "put it in quotes if it is text"),
        ("object = false", "false", "put it in quotes if it is text"),
        ("object = null", "null", "null is no value: write `object is null`"),
    ],
)
def test_a_literal_that_does_not_fit_is_a_type_mismatch_at_its_place(text: str, got: str, hint: str | None) -> None:
    nouns = {
        "string": "text",
        "integer": "an integer",
        "number": "a number",
        "boolean": "true or false",
        "datetime": "a date",
        "array": "text (for an array)",
        "object": "text (for an object)",
    }
    prop, _, literal = text.split(" ", 2)
    found = issue(text)
    assert found.code == "type-mismatch"
    assert found.message == f"expected {nouns[prop]} for `{prop}`, got `{got}`"
    assert found.span == Span(len(text) - len(literal), len(text))
    assert found.hint == hint
    assert found.suggestion is None


@pytest.mark.parametrize("prop", ["string", "integer", "number", "boolean", "array", "object"])
def test_a_relative_date_with_an_offset_fits_a_datetime_only(prop: str) -> None:
    text = f"{prop} = today - 7d"
    found = issue(text)
    assert (found.code, found.span) == ("type-mismatch", Span(len(prop) + 3, len(text)))
    assert found.hint == "a relative date fits a date only"


def test_a_relative_date_is_shown_in_its_canonical_spelling() -> None:
    assert issue("integer = today-7d").message == "expected an integer for `integer`, got `today - 7d`"


def test_a_hint_can_be_written_as_it_stands() -> None:
    endpoint = vsfilter.Endpoint("e", (vsfilter.Property("in", vsfilter.PropertyType.STRING),))
    assert issue("`in` = null", endpoint).hint == "null is no value: write ``in` is null`"


@pytest.mark.parametrize("prop", ["string", "integer", "number", "boolean", "datetime"])
def test_null_in_a_list_is_a_type_mismatch_on_every_type(prop: str) -> None:
    assert refused(f"{prop} in (null)") == [("type-mismatch", "null")]


def test_every_item_of_a_list_that_does_not_fit_is_reported() -> None:
    assert refused("integer in (1, two, 3, 4.5, null)") == [
        ("type-mismatch", "two"),
        ("type-mismatch", "4.5"),
        ("type-mismatch", "null"),
    ]


def test_both_bounds_that_do_not_fit_are_reported() -> None:
    assert refused("integer between low and high") == [("type-mismatch", "low"), ("type-mismatch", "high")]


@pytest.mark.parametrize(
    ("literal", "reason"),
    [
        ("soon", "it is no date"),
        ('"today"', "it is no date"),
        ('"now - 1d"', "it is no date"),
        ('""', "it is no date"),
        ('"2018-09-01 12:30:15.5"', "the API knows no fractions of a second"),
    ],
)
def test_text_that_is_no_date_is_an_invalid_date_at_its_place(literal: str, reason: str) -> None:
    text = f"datetime > {literal}"
    shown = literal if literal.startswith('"') else f'"{literal}"'
    found = issue(text)
    assert found.code == "invalid-date"
    assert found.message == f"expected a date for `datetime`, got `{shown}`: {reason}"
    assert found.span == Span(11, len(text))
    assert found.hint == DATE_HINT


def test_a_long_literal_is_cut_in_the_message() -> None:
    found = issue('integer = "' + "x" * 200 + '"')
    assert found.message == 'expected an integer for `integer`, got `"' + "x" * 58 + "…`"


@pytest.mark.parametrize("prop", ["string", "array", "object"])
def test_text_with_half_of_a_surrogate_pair_is_refused(prop: str) -> None:
    assert refused(f"{prop} like :half", params={"half": "a\ud800"}) == [("type-mismatch", ":half")]


def test_text_with_half_of_a_surrogate_pair_is_told_so() -> None:
    found = issue("string = :half", params={"half": "a\ud800"})
    assert found.hint == "it holds half of a surrogate pair, which no request can carry"


@pytest.mark.parametrize("source", ["1e5", "foo", "", "+1", "1_0", "Infinity"])
@pytest.mark.parametrize("prop", ["integer", "number"])
def test_a_number_in_text_is_read_as_strictly_as_a_bare_one(prop: str, source: str) -> None:
    found = issue(f"{prop} = :value", params={"value": source})
    assert found.code == "type-mismatch"


def test_one_value_written_in_two_ways_is_one_value() -> None:
    assert sent('integer in (1, 01, "1")') == [("integer", "eq", 1)]
    assert value_sent("number in (1, 1.0, 2, 01)") == "[1,2]"
    assert value_sent("number in (1.0, 1)") == "1.0"
    assert sent("number = 1 and number = 1.0") == [("number", "eq", 1)]
    assert sent("datetime in (2018-09-01T12:00Z, 2018-09-01T14:00+02:00)") == [
        ("datetime", "eq", "2018-09-01 12:00:00")
    ]
    assert sent("string in (1, 01)", THINGS) == [("string", "in", ["1", "01"])]


@pytest.mark.parametrize("value", ["1.5", "5"])
def test_a_number_is_said_to_have_a_fraction_only_where_an_integer_is_expected(value: str) -> None:
    assert issue(f"boolean = {value}").hint is None
    assert issue("integer = 1.5").hint == "an integer has no fraction"


def test_an_empty_list_of_which_only_a_part_has_a_place_has_none() -> None:
    assert messages.empty_list(Membership("integer", (), span=Span(0, 13))).span is None
