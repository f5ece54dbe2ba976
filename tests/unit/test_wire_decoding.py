"""What is on the wire, read back: filter JSON, and query strings of requests that were logged."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from itertools import permutations
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

import pytest

import vsfilter
from tests.unit.checking import THINGS
from vsfilter import FilterSyntaxError, Issue, Limits, Param, ParsedQuery, Span
from vsfilter.model import And, Boolean, Comparison, Date, Literal, Membership, Number, Operator, Text
from vsfilter.model.operators import SPELLINGS
from vsfilter.wire.decoding import is_path_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsfilter.model import Expr

# Some tests give what the types forbid.
from_json: Callable[..., Expr | None] = vsfilter.from_json
from_query: Callable[..., ParsedQuery] = vsfilter.from_query

ONE = '[{"property":"type","operator":"eq","value":"I"}]'
CONDITION = Comparison("type", Operator.EQ, Text("I"))
OBJECT_HINT = 'a condition is {"property": "dst_id", "operator": "eq", "value": 123456}'
KEYS_HINT = "the keys are property, operator, value"
OPERATORS_HINT = "the operators are eq, ne, lt, lte, gt, gte, in, like, notlike"
PARAMETERS_HINT = "the parameters are filter, page, limit, sort, dir, group_by"
ESCAPE_HINT = "a `%` and two hexadecimal digits are one byte of UTF-8; the character itself is written `%25`"
NOT_IN_HINT = "send one condition `ne` for each value"
NOT_BETWEEN_HINT = "no request can say it; make one with `lt` and one with `gt`"
NULL_HINT = "no request can say it; pick from the records of the reply"
LIMIT_HINT = "a caller who trusts the input can raise this with limits=Limits(...)"
ENCODED_HINT = "it is percent-encoded: once too often, or a part of a query string, which from_query reads"
FRAGMENT_HINT = "what stands behind never reaches a server; inside a value it is written `%23`"
TOO_LONG = "a number with more than 1,000 zeros when written out has no place in a filter"
HALF = "it holds half of a surrogate pair, which no request can carry"
NO_VALUE = "expected text, a number, true or false, got"
KINDS = {
    "null": "null",
    "true": "true",
    "false": "false",
    "5": "`5`",
    "-0.50": "`-0.50`",
    "[]": "an array",
    "{}": "an object",
    '""': "an empty text",
    '"x\\u001b"': '`"x␛"`',
    '"x`"': '""x`""',
}
NINES = pytest.param("9" * 5000, id="nines")


class Kind(Enum):
    INBOUND = "I"


def _json(value: str, operator: str = "eq", name: str = "a") -> str:
    """Write a filter of one condition; ``value`` is JSON already."""
    return f'[{{"property":{json.dumps(name)},"operator":{json.dumps(operator)},"value":{value}}}]'


def _refusal(read: Callable[..., object], data: object, **options: object) -> FilterSyntaxError:
    with pytest.raises(FilterSyntaxError) as caught:
        read(data, **options)
    return caught.value


def _faults(data: object) -> list[tuple[str, str | None, str | None]]:
    """Give message, suggestion and hint of each fault in the form of filter JSON."""
    error = _refusal(from_json, data)
    assert error.source is None
    assert {(one.code, one.span) for one in error.issues} == {("invalid-filter", None)}
    return [(one.message, one.suggestion, one.hint) for one in error.issues]


def _messages(data: object) -> list[str]:
    return [message for message, _, _ in _faults(data)]


def _said(query: object, **options: object) -> list[tuple[str, str, str | None]]:
    """Give code, message and hint of each fault of a query string."""
    error = _refusal(from_query, query, **options)
    assert error.source is None
    assert {one.span for one in error.issues} == {None}
    return [(one.code, one.message, one.hint) for one in error.issues]


# --- filter JSON that is one ---------------------------------------------------------------------


@pytest.mark.parametrize("data", ["[]", " [\n]\t", b"[]", bytearray(b"[ ]"), []])
def test_an_array_without_conditions_is_no_filter(data: object) -> None:
    assert from_json(data) is None


@pytest.mark.parametrize("data", [ONE, ONE.encode(), bytearray(ONE.encode()), f"\r\n {ONE}\t", json.loads(ONE)])
def test_text_bytes_and_data_give_the_same(data: object) -> None:
    assert from_json(data) == CONDITION
    if isinstance(data, list):
        assert data == json.loads(ONE)


def test_several_conditions_are_joined_in_their_order() -> None:
    second = {"value": [1, 2.5], "operator": "IN", "property": "duration"}
    listed = Membership("duration", (Number("1"), Number("2.5")))
    assert from_json([*json.loads(ONE), second]) == And((CONDITION, listed))
    assert from_json([second, second]) == And((listed, listed))


@pytest.mark.parametrize("keys", [*permutations([("property", "type"), ("operator", "eq"), ("value", "I")])])
def test_the_keys_may_stand_in_any_order(keys: tuple[tuple[str, str], ...]) -> None:
    assert from_json(json.dumps([dict(keys)])) == CONDITION


@pytest.mark.parametrize("write", [str.lower, str.upper, str.title])
@pytest.mark.parametrize(("spelling", "operator"), SPELLINGS.items())
def test_every_spelling_of_an_operator_is_read_in_any_case(
    spelling: str, operator: Operator, write: Callable[[str], str]
) -> None:
    if operator is Operator.IN:
        assert from_json(_json('["x"]', write(spelling))) == Membership("a", (Text("x"),))
    else:
        assert from_json(_json('"x"', write(spelling))) == Comparison("a", operator, Text("x"))


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ('""', Text("")),
        (r'"\u0041\ud83d\ude00\u0000\n\"\\\/é日"', Text('A😀\0\n"\\/é日')),
        ("true", Boolean(value=True)),
        ("false", Boolean(value=False)),
        ("0", Number("0")),
        ("-12", Number("-12")),
        ("0.10", Number("0.10")),
        ("-1.00000000000000000000000000000001", Number("-1.00000000000000000000000000000001")),
        ("1e5", Number("100000")),
        ("-1.50E+1", Number("-15.0")),
        ("1.5e-3", Number("0.0015")),
        ("1e1000", Number(f"1{'0' * 1000}")),
        ("1e-1001", Number(f"0.{'0' * 1000}1")),
        pytest.param("7" * 5000, Number("7" * 5000), id="long"),
        pytest.param(f"-{'7' * 5000}.{'5' * 5000}", Number(f"-{'7' * 5000}.{'5' * 5000}"), id="long fraction"),
    ],
)
def test_a_value_keeps_its_kind_and_its_digits(value: str, literal: Literal) -> None:
    assert from_json(_json(value)) == Comparison("a", Operator.EQ, literal)
    assert from_json(_json(f"[{value},{value}]", "in")) == Membership("a", (literal, literal))


def test_a_list_may_hold_the_values_that_parameters_take() -> None:
    values = [Kind.INBOUND, date(2018, 9, 1), datetime(2018, 9, 1, 12, tzinfo=UTC), Decimal("1E+3"), 0.1, 10**5000]
    dates = Date("2018-09-01"), Date("2018-09-01T12:00:00+00:00")
    literals = (Text("I"), *dates, Number("1000"), Number("0.1"), Number(f"1{'0' * 5000}"))
    assert from_json([{"property": "a", "operator": "in", "value": values}]) == Membership("a", literals)
    waiting = [{"property": "type", "operator": "eq", "value": Param("t")}]
    assert vsfilter.compile(waiting, "cdrs", params={"t": "I"}).to_json() == ONE.encode()


@pytest.mark.parametrize("name", ["a b", "and", "`", '"', "é😀", " ", "a\nb"])
def test_a_property_may_have_any_name(name: str) -> None:
    assert from_json(_json("1", name=name)) == Comparison(name, Operator.EQ, Number("1"))


class Name(str, Enum):  # noqa: UP042  as many still write it
    KIND = "type"
    EMPTY = ""


def test_a_name_that_is_a_member_of_an_enum_is_its_value() -> None:
    expr = from_json([{"property": Name.KIND, "operator": "eq", "value": "I"}])
    assert isinstance(expr, Comparison)
    assert (expr, type(expr.property)) == (CONDITION, str)
    assert vsfilter.to_text(expr) == 'type = "I"'
    found = _messages([{"property": Name.EMPTY, "operator": "eq", "value": "I"}])
    assert found == ["$[0].property: expected the name of a property, got an empty text"]


@pytest.mark.parametrize(
    "expr",
    [
        "type = I",
        "type != I and src like 4930 and src not like 0 and calldate >= 2018-09-01 and calldate < 2018-09-02T12:30",
        "disposition in (BUSY, 'NO ANSWER') and duration in (1, 2, 3) and is_root in (true, false)",
        "rate = 0.10 and charge > -1.5000 and rate <= 0.1000000000000000000000000000000001",
        "dst_id = 007 and src_name = 'é日😀\\u0000\\n\"`\\\\+' and labels = x and metadata like y",
        "duration between 1 and 5 and type not in (I, O) and is_root != true",
        pytest.param(f"call_id = {'7' * 5000}", id="long"),
        pytest.param(f"rate = {'7' * 1500}.{'7' * 1500}", id="long fraction"),
    ],
)
def test_what_a_filter_sends_is_read_back_to_the_same_bytes(expr: str) -> None:
    sent = vsfilter.compile(expr, "cdrs")
    found = vsfilter.from_json(sent.to_json())
    assert found is not None
    assert found == sent.expr
    assert vsfilter.compile(found, "cdrs").to_json() == sent.to_json()
    assert vsfilter.compile(vsfilter.to_text(found), "cdrs") == sent
    assert vsfilter.compile(json.loads(sent.to_json(), parse_int=Number, parse_float=Decimal), "cdrs") == sent
    assert from_query(sent.to_query(page=2)) == ParsedQuery(found, {"page": 2})
    url = sent.to_url(limit=5)
    assert from_query(url) == ParsedQuery(found, {"limit": 5}, "/v1.2/voipstudio/cdrs")


# --- filter JSON that is none --------------------------------------------------------------------


@pytest.mark.parametrize(("given", "kind"), KINDS.items())
def test_what_stands_where_something_else_is_expected_is_refused_for_its_kind(given: str, kind: str) -> None:
    if kind != "an array":
        hint = "put the condition in `[ ]`" if kind == "an object" else None
        assert _faults(given) == [(f"$: expected an array of conditions, got {kind}", None, hint)]
    if kind != "an object":
        assert _faults(f"[{ONE[1:-1]},{given}]") == [(f"$[1]: expected an object, got {kind}", None, OBJECT_HINT)]
    if not given.startswith('"x'):
        found = _messages(f'[{{"property":{given},"operator":"eq","value":1}}]')
        assert found == [f"$[0].property: expected the name of a property, got {kind}"]
    if not given.startswith('"'):
        found = _messages(f'[{{"property":"a","operator":{given},"value":1}}]')
        assert found == [f"$[0].operator: expected an operator, got {kind}"]


def test_a_condition_of_another_python_type_is_refused() -> None:
    assert _messages([("a", "eq", 1)]) == ["$[0]: expected an object, got a value of the Python type tuple"]


@pytest.mark.parametrize(
    ("key", "shown", "suggestion", "hint"),
    [
        ("Value", "Value", "value", "did you mean `value`?"),
        ("operater", "operater", "operator", "did you mean `operator`?"),
        ("x\x1b\ud800", "x␛�", None, KEYS_HINT),
        pytest.param("k" * 100_000, f"{'k' * 59}…", None, KEYS_HINT, id="long key"),
        (1, "1", None, KEYS_HINT),
        pytest.param(10**5000, "a number of thousands of digits", None, KEYS_HINT, id="long"),
    ],
)
def test_a_key_that_does_not_belong_is_refused(key: object, shown: str, suggestion: str | None, hint: str) -> None:
    entry: dict[Any, Any] = {"property": "a", "operator": "eq", "value": 1, key: 1}
    assert _faults([entry]) == [(f"$[0]: unknown key `{shown}`", suggestion, hint)]


@pytest.mark.parametrize("key", ["property", "operator", "value"])
def test_a_key_that_is_missing_is_named(key: str) -> None:
    entry = {"property": "a", "operator": "eq", "value": 1}
    del entry[key]
    assert _messages([entry]) == [f"$[0]: `{key}` is missing"]


def test_all_keys_that_are_missing_are_named_at_once() -> None:
    assert _messages('[{"value":1}]') == ["$[0]: `property` and `operator` are missing"]
    assert len(_messages("[{}]")) == 1


@pytest.mark.parametrize("again", ['"operator":"ne"', '"operator":"eq"', '"oper\\u0061tor":"eq"', '"operator":null'])
def test_a_key_that_stands_twice_is_refused_even_with_an_equal_value(again: str) -> None:
    text = f'[{{{again},"property":"a","operator":"eq","value":1}}]'
    assert _faults(text) == [("$[0]: the key `operator` stands there more than once", None, None)]


@pytest.mark.parametrize("half", [r"\ud800", r"x\udfff", r"\ude00\ud83d"])
def test_half_of_a_surrogate_pair_is_refused(half: str) -> None:
    assert _messages(_json(f'"{half}"')) == [f"$[0].value: {HALF}"]
    assert _messages(_json(f'[1,"{half}"]', "in")) == [f"$[0].value[1]: {HALF}"]
    (of_the_name,) = _messages(f'[{{"property":"{half}","operator":"eq","value":1}}]')
    assert of_the_name.startswith("$[0].property: ")
    assert of_the_name.isprintable()


@pytest.mark.parametrize(
    ("word", "told", "suggestion", "hint"),
    [
        ("lik", "there is no operator `lik`", "like", "did you mean `like`?"),
        ("EQ ", "there is no operator `EQ `", "eq", "did you mean `eq`?"),
        ("li\u212ae", "there is no operator `li\u212ae`", "like", "did you mean `like`?"),
        ("xyz\ud800", "there is no operator `xyz�`", None, OPERATORS_HINT),
        ("", "there is no operator ``", None, OPERATORS_HINT),
        ("between", "the API has no operator `between`", None, "send one condition `gte` and one `lte`"),
        ("BETWEEN", "the API has no operator `BETWEEN`", None, "send one condition `gte` and one `lte`"),
        ("not between", "the API has no operator `not between`", None, NOT_BETWEEN_HINT),
        ("Not  IN", "the API has no operator `Not  IN`", None, NOT_IN_HINT),
        ("nin", "the API has no operator `nin`", None, NOT_IN_HINT),
        ("!in", "the API has no operator `!in`", None, NOT_IN_HINT),
        ("NotIn", "the API has no operator `NotIn`", None, NOT_IN_HINT),
        ("not_in", "the API has no operator `not_in`", None, NOT_IN_HINT),
        ("not-in", "the API has no operator `not-in`", None, NOT_IN_HINT),
        ("is null", "the API has no operator `is null`", None, NULL_HINT),
        ("IS NOT NULL", "the API has no operator `IS NOT NULL`", None, NULL_HINT),
        ("nlike", "there is no operator `nlike`", "notlike", "did you mean `notlike`?"),
        ("!like", "there is no operator `!like`", "notlike", "did you mean `notlike`?"),
        ("not_like", "there is no operator `not_like`", "notlike", "did you mean `notlike`?"),
        ("contains", "there is no operator `contains`", "like", "did you mean `like`?"),
        ("ILIKE", "there is no operator `ILIKE`", "like", "did you mean `like`?"),
        ("~", "there is no operator `~`", "like", "did you mean `like`?"),
        ("===", "there is no operator `===`", "=", "did you mean `=`?"),
    ],
)
def test_an_operator_that_does_not_exist_is_refused(
    word: str, told: str, suggestion: str | None, hint: str | None
) -> None:
    assert _faults(_json("1", word)) == [(f"$[0].operator: {told}", suggestion, hint)]


@pytest.mark.parametrize(
    ("value", "operator", "faults"),
    [
        ("null", "eq", [f"value: {NO_VALUE} null"]),
        ('{"a":1,"a":2}', "eq", [f"value: {NO_VALUE} an object"]),
        ("5", "in", ["value: expected an array of values for `in`, got `5`"]),
        ('"a,b"', "in", ['value: expected an array of values for `in`, got `"a,b"`']),
        ("[1,2]", "neq", ["value: `ne` takes one value, got an array"]),
        ('["x"]', "Like", ["value: `like` takes one value, got an array"]),
        ("[null,[1],{}]", "eq", ["value: `eq` takes one value, got an array"]),
        ("null", "in", ["value: expected an array of values for `in`, got null"]),
        ('{"a":1}', "in", ["value: expected an array of values for `in`, got an object"]),
        ("1e9999", "in", ["value: expected an array of values for `in`, got `1E+9999`"]),
        ("[]", "=", ["value: `eq` takes one value, got an array"]),
        ("[]", "IN", ["value: the list is empty"]),
        (
            "[[1],null,1e1001,2]",
            "in",
            [f"value[0]: {NO_VALUE} an array", f"value[1]: {NO_VALUE} null", f"value[2]: {TOO_LONG}"],
        ),
    ],
)
def test_a_value_that_none_can_be_is_refused(value: str, operator: str, faults: list[str]) -> None:
    found = _faults(_json(value, operator))
    assert [message for message, _, _ in found] == [f"$[0].{fault}" for fault in faults]
    hints = {hint for message, _, hint in found if "takes one value" in message}
    assert hints <= {"only `in` takes an array"}


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_json_does_not_know_as_a_number_is_refused(value: str) -> None:
    (message,) = _messages(_json(value))
    assert message.startswith("$[0].value: ")
    assert message.endswith(" is no number that a filter can hold")


@pytest.mark.parametrize("mantissa", ["1", "-9.99", pytest.param("1" * 1001, id="long")])
@pytest.mark.parametrize("exponent", ["9999", "-9999", "99999999999999999999", "-99999999999999999999", NINES])
def test_a_number_too_long_to_be_written_out_is_refused(mantissa: str, exponent: str) -> None:
    assert _messages(_json(f"{mantissa}e{exponent}")) == [f"$[0].value: {TOO_LONG}"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (object(), "a value of the Python type object has no place in a filter"),
        (b"I", "a value of the Python type bytes has no place in a filter"),
        (Decimal("NaN"), "NaN is no number that a filter can hold"),
        (Decimal("1e1001"), TOO_LONG),
    ],
)
def test_a_python_value_that_no_filter_can_hold_is_refused_at_its_place(value: object, told: str) -> None:
    assert _messages([{"property": "a", "operator": "in", "value": [1, value]}]) == [f"$[0].value[1]: {told}"]


def test_what_to_give_in_place_of_a_python_value_is_told() -> None:
    (found,) = _refusal(from_json, [{"property": "a", "operator": "eq", "value": b"I"}]).issues
    assert (found.suggestion, found.hint) == (
        None,
        "use str, int, float, Decimal, bool, date, datetime or an Enum of these",
    )


def test_all_faults_of_all_conditions_are_told_together() -> None:
    text = (
        '[5,{"property":"","operator":"eqq","value":null},{"property":"a","operator":"in","value":[1,{}],"x":1},'
        '{"operator":[],"operator":"in","value":[]},{"property":"a","operator":"eq","value":1}]'
    )
    assert _messages(text) == [
        "$[0]: expected an object, got `5`",
        "$[1].property: expected the name of a property, got an empty text",
        "$[1].operator: there is no operator `eqq`",
        f"$[1].value: {NO_VALUE} null",
        "$[2]: unknown key `x`",
        f"$[2].value[1]: {NO_VALUE} an object",
        "$[3]: the key `operator` stands there more than once",
        "$[3]: `property` is missing",
        "$[3].value: the list is empty",
    ]


def test_what_fits_an_operator_is_not_told_where_the_operator_is_none() -> None:
    assert _messages(_json("[1,2]", "xyz")) == ["$[0].operator: there is no operator `xyz`"]
    assert _messages('[{"property":"a","value":[1,2]}]') == ["$[0]: `operator` is missing"]


# --- what is no JSON, no text, or too much -------------------------------------------------------


@pytest.mark.parametrize("write", [str, str.encode])
def test_text_that_is_no_json_is_refused_at_its_place(write: Callable[[str], str | bytes]) -> None:
    text = '[{"é" "property", "operator": "eq"}]'
    error = _refusal(from_json, write(text))
    (found,) = error.issues
    assert (found.code, found.message) == ("invalid-filter", "expected filter JSON: expecting ':' delimiter")
    assert (error.source, found.span, found.hint) == (text, Span(6, 7), None)


@pytest.mark.parametrize(
    ("text", "start"),
    [("[", 1), ("[1", 2), ("[] []", 3), ("[']", 1), ('["\n"]', 2), ('["a', 1), (r'["\x"]', 2)],
)
def test_the_place_stays_within_the_text(text: str, start: int) -> None:
    (found,) = _refusal(from_json, text).issues
    assert (found.code, found.span) == ("invalid-filter", Span(start, min(start + 1, len(text))))


@pytest.mark.parametrize("text", ["", " \t\r\n", b""])
def test_an_empty_text_is_no_filter_json(text: str | bytes) -> None:
    (found,) = _refusal(from_json, text).issues
    assert found == Issue("invalid-filter", "expected filter JSON, got an empty text", hint="no filter is `[]`")


@pytest.mark.parametrize(
    "text",
    [
        "type = I",
        "  (a = 1)",
        "`a b` = 1",
        "filter=%5B%5D",
        "https://l7api.com/cdrs?page=1",
        "?page=1",
        "/cdrs?page=1",
    ],
)
def test_a_hint_says_what_reads_a_text_that_is_no_json(text: str) -> None:
    (found,) = _refusal(from_json, text).issues
    assert found.hint == "a filter as text is read by compile or parse, a query string by from_query"


@pytest.mark.parametrize("text", [" %5b%7b%22property", "%7B", "%255B%257B"])
def test_a_hint_says_that_filter_json_is_percent_encoded(text: str) -> None:
    (found,) = _refusal(from_json, text).issues
    assert found.hint == ENCODED_HINT


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, _json("[" * 100_000)], ids=["arrays", "objects", "value"]
)
def test_json_nested_deeply_is_refused(text: str) -> None:
    (found,) = _refusal(from_json, text).issues
    assert (found.code, found.message) == ("limit-exceeded", "the JSON is nested more deeply than a filter is")


@pytest.mark.parametrize(
    ("data", "place"), [(b"\xff[]", 0), (b'["\xc3"]', 2), (b'["\xed\xa0\x80"]', 2), (b"[]\x80", 2)]
)
def test_bytes_that_are_no_utf_8_are_refused(data: bytes, place: int) -> None:
    (found,) = _refusal(from_json, data).issues
    assert (found.code, found.message) == ("invalid-filter", f"the input is no UTF-8: byte {place} does not fit")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (None, "null"),
        (True, "true"),
        (0.5, "`0.5`"),
        pytest.param(10**5000, "`a number of thousands of digits`", id="long"),
        ({"property": "a"}, "an object"),
        ((), "a value of the Python type tuple"),
        (memoryview(b"[]"), "a value of the Python type memoryview"),
    ],
)
def test_what_is_no_text_is_refused(data: object, kind: str) -> None:
    (found,) = _refusal(from_json, data).issues
    assert found == Issue("invalid-filter", f"expected filter JSON as text, bytes or a list, got {kind}")
    assert _said(data) == [("invalid-query", f"expected a query string or a URL as text, got {kind}", None)]


@pytest.mark.parametrize(
    ("data", "kind", "hint"),
    [
        (b"page=1", "a value of the Python type bytes", "decode bytes first"),
        (bytearray(b"\xff" * 1000), "a value of the Python type bytearray", "decode bytes first"),
        ([], "an array", None),
    ],
)
def test_a_query_string_is_text_only(data: object, kind: str, hint: str | None) -> None:
    message = f"expected a query string or a URL as text, got {kind}"
    assert _said(data, limits=Limits(text=5)) == [("invalid-query", message, hint)]


@pytest.mark.parametrize(
    "over",
    [" " * 41, b" " * 41, ("é" * 41).encode(), b" " * 161, b"\xff" * 161, "😀" * 41, f"{ONE}\ufeff"],
    ids=["text", "bytes", "encoded", "too many bytes", "no UTF-8", "emoji", "a filter"],
)
def test_filter_json_over_the_limit_is_refused(over: object) -> None:
    (found,) = _refusal(from_json, over, limits=Limits(text=5)).issues
    assert found == Issue("limit-exceeded", "the input has more than 40 characters", hint=LIMIT_HINT)


@pytest.mark.parametrize("over", [" " * 81, "😀" * 81, "page=1&" * 20, f"filter={quote(ONE)}"])
def test_a_query_string_over_the_limit_is_refused(over: str) -> None:
    (found,) = _refusal(from_query, over, limits=Limits(text=5)).issues
    assert found == Issue("limit-exceeded", "the input has more than 80 characters", hint=LIMIT_HINT)


def test_the_limit_that_is_named_is_that_of_the_input() -> None:
    for read, most in ((from_json, 8_000_000), (from_query, 16_000_000)):
        (found,) = _refusal(read, " " * (most + 1)).issues
        assert found.message == f"the input has more than {most:,} characters"


def test_text_at_the_limit_is_read() -> None:
    emoji = _json('"😀😀"')
    padded = emoji.ljust(-len(emoji) // 8 * -8)
    limits = Limits(text=len(padded) // 8)
    assert from_json(padded, limits=limits) == from_json(padded.encode(), limits=limits) == from_json(emoji)
    error = _refusal(from_json, ("😀" * 8).encode(), limits=Limits(text=1))
    assert [one.code for one in error.issues] == ["invalid-filter"]
    assert from_query("dir=asc".ljust(16, "&"), limits=Limits(text=1)).options == {"dir": "ASC"}
    assert [code for code, _, _ in _said("dir=asc".ljust(17, "&"), limits=Limits(text=1))] == ["limit-exceeded"]


def test_a_filter_within_the_limits_can_be_read_back() -> None:
    for text in ('src_name = "' + "é😀" * 400 + '"', "src_name = '" + "\x1b" * 500 + "'", f"dst_id = {'7' * 900}"):
        limits = Limits(text=len(text))
        flt = vsfilter.compile(text, "cdrs", limits=limits)
        assert from_json(flt.to_json(), limits=limits) == from_query(flt.to_url(), limits=limits).expr == flt.expr


@pytest.mark.parametrize("data", [f"\ufeff{ONE}", f"\ufeff{ONE}".encode(), bytearray(f"\ufeff {ONE}".encode())])
def test_a_byte_order_mark_is_skipped(data: object) -> None:
    assert from_json(data) == CONDITION


def test_one_byte_order_mark_is_skipped_and_places_count_behind_it() -> None:
    (found,) = _refusal(from_json, f"\ufeff\ufeff{ONE}").issues
    assert (found.code, found.span) == ("invalid-filter", Span(0, 1))
    error = _refusal(from_json, b"\xef\xbb\xbf[x")
    assert (error.source, error.issues[0].span) == ("[x", Span(1, 2))
    (empty,) = _refusal(from_json, "\ufeff").issues
    assert empty.message == "expected filter JSON, got an empty text"


@pytest.mark.parametrize("data", ["[1,2,3]", [1, 2, 3], [None] * 1000])
def test_more_conditions_than_the_limit_are_refused_before_they_are_read(data: object) -> None:
    (found,) = _refusal(from_json, data, limits=Limits(items=2)).issues
    assert (found.code, found.message) == ("limit-exceeded", "the filter has more than 2 conditions")


@pytest.mark.parametrize("lists", [[[1, 2, 3]], [[1, 2], [1]]])
def test_more_list_items_than_the_limit_are_refused(lists: list[list[int]]) -> None:
    data = [{"property": "number", "operator": "in", "value": values} for values in lists]
    for read in (from_json, lambda data, limits: vsfilter.compile(data, THINGS, limits=limits)):
        (found,) = _refusal(read, data, limits=Limits(items=2)).issues
        assert (found.code, found.message) == ("limit-exceeded", "the expression has more than 2 list items")
    assert from_json(data, limits=Limits(items=3)) is not None


def test_each_value_of_a_list_that_no_filter_can_hold_is_told() -> None:
    error = _refusal(from_json, [{"property": "a", "operator": "in", "value": [float("inf"), 1, float("nan")]}])
    assert [issue.message for issue in error.issues] == [
        "$[0].value[0]: inf is no number that a filter can hold",
        "$[0].value[2]: nan is no number that a filter can hold",
    ]


@pytest.mark.parametrize("text", ["type = I", "Type = I", "`from` = 1", "(a = 1)", "/cdrs?page=1", "?page=1", "_a = 1"])
def test_what_is_text_or_a_query_string_is_sent_to_its_reader(text: str) -> None:
    (found,) = _refusal(from_json, text).issues
    assert found.hint == "a filter as text is read by compile or parse, a query string by from_query"


# --- query strings -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prefix", "path"),
    [
        ("", None),
        (" \t\r\n?", None),
        ("cdrs?", None),
        ("/cdrs?", "/cdrs"),
        ("/v1.2/voipstudio/cdrs/?", "/v1.2/voipstudio/cdrs/"),
        ("HTTPS://L7API.com/v1.2/voipstudio/cdrs?", "/v1.2/voipstudio/cdrs"),
        ("https://user:secret@l7api.com:8443/v1.2/voipstudio/cdrs?", "/v1.2/voipstudio/cdrs"),
        ("http://localhost:8000?", None),
        ("http://localhost/?", "/"),
        ("http://user:secret@localhost?", None),
    ],
)
@pytest.mark.parametrize("write", [str, quote, quote_plus, lambda text: f"{quote(text)}\r\n"])
def test_the_filter_is_read_from_a_query_string_or_a_url(
    prefix: str, path: str | None, write: Callable[[str], str]
) -> None:
    query = f"{prefix}filter={write(ONE)}"
    assert from_query(query) == ParsedQuery(CONDITION, {}, path)


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("/cdrs", "/cdrs"),
        ("https://l7api.com/v1.2/voipstudio/cdrs", "/v1.2/voipstudio/cdrs"),
        ("https://l7api.com", None),
        ("HTTP://user:secret@l7api.com", None),
        ("?", None),
    ],
)
def test_a_url_may_have_no_query(query: str, path: str | None) -> None:
    assert from_query(query) == ParsedQuery(None, {}, path)


@pytest.mark.parametrize(
    "query",
    [
        "https://l7api.com/v1.2/voipstudio/cdrs&filter=[]",
        "https://u:secret@l7api.com/cdrs/page=2",
        "https://u:secret@l7api.com&page=2",
        "//l7api.com=1",
        "/cdrs&filter=[]?page=1",
    ],
)
def test_parameters_of_a_url_without_a_question_mark_are_not_lost(query: str) -> None:
    hint = "the path of a list request has no `&` or `=`"
    assert _said(query) == [("invalid-query", "expected a `?` before the parameters of the URL", hint)]


def test_a_password_may_hold_what_separates_parameters() -> None:
    assert from_query("https://u:a&b=c@l7api.com/cdrs?page=1") == ParsedQuery(None, {"page": 1}, "/cdrs")


@pytest.mark.parametrize("query", ["page=1", "/cdrs", "https://l7api.com/cdrs?", "filter=[]", "filter=%5B+%5D&&"])
def test_a_request_without_conditions_has_no_expression(query: str) -> None:
    assert from_query(query).expr is None


@pytest.mark.parametrize("space", ["+", "%20", " "])
def test_a_space_is_a_plus_or_percent_20_and_a_plus_is_percent_2b(space: str) -> None:
    found = from_query(
        f'filter=[{{"property":"a","operator":"not{space}like","value":"{space}x{space}y%2B%2b%25=?/é"}}]'
    )
    assert found.expr == Comparison("a", Operator.NOTLIKE, Text(" x y++%=?/é"))


@pytest.mark.parametrize("dir_", ["DESC", "desc", "Desc"])
def test_options_are_those_that_were_given_as_a_request_takes_them(dir_: str) -> None:
    options = {"page": 2, "limit": 100, "sort": "a b", "dir": "DESC", "group_by": "src"}
    query = f"group_by=src&dir={dir_}&filter={ONE}&sort=a+b&limit=0100&pa%67e=2"
    assert from_query(query) == ParsedQuery(CONDITION, options, None)  # type: ignore[arg-type]
    assert from_query(f"limit=5000&page={10**50}").options == {"limit": 5000, "page": 10**50}


@pytest.mark.parametrize("query", ["", " ", "\r\n\t"])
def test_an_empty_query_string_is_refused(query: str) -> None:
    assert _said(query) == [("invalid-query", "expected a query string or a URL, got an empty text", None)]


@pytest.mark.parametrize(
    ("query", "told", "hint"),
    [
        ("Filter=[]", "a list request has no parameter `Filter`", "did you mean `filter`?"),
        ("groupby=src", "a list request has no parameter `groupby`", "did you mean `group_by`?"),
        ("x%1b=1&page=1", "a list request has no parameter `x␛`", PARAMETERS_HINT),
        ("=1", "a list request has no parameter ``", PARAMETERS_HINT),
        ("page=1&page=1", "the parameter `page` stands there more than once", None),
        ("filter=[]&sort=a&filter=[]", "the parameter `filter` stands there more than once", None),
        ("page", "the parameter `page` has no `=`", "an `&` inside a value is written `%26`"),
        ("[]", "the parameter `[]` has no `=`", "the filter JSON of a query string stands behind `filter=`"),
        ("{}&page=1", "the parameter `{}` has no `=`", "the filter JSON of a query string stands behind `filter=`"),
        ("sort=50%", "`sort=50%` is not percent-encoded UTF-8", ESCAPE_HINT),
        ("sort=%zz", "`sort=%zz` is not percent-encoded UTF-8", ESCAPE_HINT),
        ("sort=%C3", "`sort=%C3` is not percent-encoded UTF-8", ESCAPE_HINT),
        ("sort=%ed%a0%80", "`sort=%ed%a0%80` is not percent-encoded UTF-8", ESCAPE_HINT),
        ("%2=1", "`%2=1` is not percent-encoded UTF-8", ESCAPE_HINT),
        ("/cdrs?page=1#top", "a `#` ends the query string here", FRAGMENT_HINT),
    ],
)
def test_a_parameter_that_no_list_request_has_so_is_refused(query: str, told: str, hint: str | None) -> None:
    assert _said(query) == [("invalid-query", told, hint)]
    (found,) = _refusal(from_query, query).issues
    assert (found.suggestion is not None) == (hint == f"did you mean `{found.suggestion}`?")


@pytest.mark.parametrize(
    ("option", "code", "values"),
    [
        ("page", "invalid-page", ["0", "-1", "", "+1", "1.0", "1e2", "x", "\u0661", f"1{'0' * 101}", "9" * 5000]),
        ("limit", "invalid-limit", ["0", "5001", "", "all", "9" * 5000]),
        ("dir", "invalid-option", ["", "up", "ASC%20", "desc,asc", "de\u017fc", "A\u017fC"]),
    ],
)
def test_an_option_out_of_range_is_refused(option: str, code: str, values: list[str]) -> None:
    for value in values:
        assert [found for found, _, _ in _said(f"{option}={value}")] == [code]


@pytest.mark.parametrize("cut", ["#", "&"])
def test_a_filter_cut_by_a_character_that_is_not_encoded_is_refused_for_both(cut: str) -> None:
    codes = [code for code, _, _ in _said("filter=" + _json(f'"x{cut}y"'))]
    assert codes == ["invalid-query", "invalid-filter"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[x", "expecting value at character 2, in `[▸x`"),
        ("[", "expecting value at character 2, in `[▸`"),
        ("x", "expecting value at character 1, in `▸x`"),
        ('["a', 'unterminated string at character 2, in `[▸"a`'),
        ('["a\n"]', 'invalid control character at character 4, in `["a▸�"]`'),
        ('[{"é" "property"}]', 'expecting \':\' delimiter at character 7, in `[{"é" ▸"property"}]`'),
        (
            f"[{'1,' * 1000}x,{'1,' * 1000}",
            f"expecting value at character 2,002, in `,{'1,' * 12}▸x,{'1,' * 11}1`",
        ),
    ],
)
def test_a_fault_of_the_json_of_a_query_string_is_told_with_its_place_and_what_stands_around(
    text: str, told: str
) -> None:
    ((code, message, _),) = _said(f"filter={quote(text)}")
    assert code == "invalid-filter"
    assert message == f"filter: expected filter JSON: {told}".replace("�", "␊")


def test_an_empty_filter_of_a_query_string_has_no_place() -> None:
    assert _said("filter=") == [
        ("invalid-filter", "filter: expected filter JSON, got an empty text", "no filter is `[]`")
    ]


@pytest.mark.parametrize(("text", "told"), [('["a', "unterminated string"), ('["\n"]', "invalid control character")])
def test_the_words_of_python_are_cut_where_a_place_would_follow(text: str, told: str) -> None:
    (found,) = _refusal(from_json, text).issues
    assert found.message == f"expected filter JSON: {told}"


def test_a_filter_encoded_twice_is_refused_with_a_hint() -> None:
    ((code, message, hint),) = _said(f"filter={quote(quote(ONE))}")
    assert code == "invalid-filter"
    assert message.startswith("filter: expected filter JSON: ")
    assert hint == ENCODED_HINT


def test_all_faults_of_a_query_string_are_told_together() -> None:
    query = f"x=1&page=0&limit=5001&filter={_json('null', 'eqq')}&dir=up&sort&page=2&group_by=%#z"
    assert [(code, message) for code, message, _ in _said(query)] == [
        ("invalid-query", "a `#` ends the query string here"),
        ("invalid-query", "a list request has no parameter `x`"),
        ("invalid-query", "the parameter `sort` has no `=`"),
        ("invalid-query", "the parameter `page` stands there more than once"),
        ("invalid-query", "`group_by=%` is not percent-encoded UTF-8"),
        ("invalid-page", "expected a page number from 1, got `0`"),
        ("invalid-limit", "expected a limit from 1 to 5000, got `5001`"),
        ("invalid-option", "expected `ASC` or `DESC` for dir, got `up`"),
        ("invalid-filter", "filter: $[0].operator: there is no operator `eqq`"),
        ("invalid-filter", f"filter: $[0].value: {NO_VALUE} null"),
    ]


def test_the_limits_hold_for_the_filter_of_a_query_string() -> None:
    query = f"filter={quote(_json('[1,2,3]', 'in'))}"
    message = "filter: the expression has more than 2 list items"
    assert [(code, told) for code, told, _ in _said(query, limits=Limits(items=2))] == [("limit-exceeded", message)]


# --- who asks is nobody's business ---


@pytest.mark.parametrize(
    "query",
    [
        "u:secret@host/cdrs?filter=[]",
        "ftp://u:secret@host/cdrs?page=1",
        "https:\\\\u:secret@host/cdrs?page=1",
    ],
)
def test_a_password_before_what_is_no_url_is_not_shown(query: str) -> None:
    with pytest.raises(FilterSyntaxError) as caught:
        vsfilter.from_query(query)
    assert "secret" not in str(caught.value)
    told = "what stands before the first `=` is no parameter of a list request"
    assert caught.value.issues == (Issue("invalid-query", told, hint=PARAMETERS_HINT),)


def test_the_parameter_that_was_meant_is_suggested() -> None:
    (found,) = _refusal(from_query, "Filter=[]").issues
    assert found.suggestion == "filter"


@pytest.mark.parametrize("address", ["//u:secret@host/cdrs", "https://u:secret@host/cdrs", "HTTP://host/cdrs"])
def test_only_the_path_of_a_url_is_kept(address: str) -> None:
    assert vsfilter.from_query(f"{address}?page=1") == (None, {"page": 1}, "/cdrs")


def test_a_byte_order_mark_is_skipped_in_every_place() -> None:
    assert vsfilter.from_query("\ufefffilter=%EF%BB%BF[]") == (None, {}, None)
    with pytest.raises(FilterSyntaxError, match="at character 2, in `\\[▸x`"):
        vsfilter.from_query("filter=%EF%BB%BF[x")


@pytest.mark.parametrize(
    ("path", "name", "is_its"),
    [
        ("/cdrs", "cdrs", True),
        ("/v1.2/voipstudio/cdrs/", "cdrs", True),
        ("/cdrsX", "cdrs", False),
        ("/sms", "cdrs", False),
        ("/calltracking/ddis", "ddis", False),
        ("/ddis", "ddis", True),
    ],
)
def test_a_path_is_that_of_one_endpoint(path: str, name: str, *, is_its: bool) -> None:
    assert is_path_of(path, vsfilter.endpoint(name)) is is_its
