"""The rewriting of an expression to one conjunction."""

from __future__ import annotations

import pytest

import vsfilter
from tests.unit.checking import THINGS, issue, refusal, refused, sent, warned
from vsfilter import Span
from vsfilter.model import And, Comparison, Expr, Not, Number, Operator, Or, Text

Condition = tuple[str, str, object]

OR_MESSAGE = "this `or` cannot be sent: the API takes only conditions that must all hold"
AND_MESSAGE = "this `and` under `not` is an `or` and cannot be sent: the API takes only conditions that must all hold"
OR_HINT = (
    "alternatives of one property can be sent, as in `type = I or type = O`; "
    "others take several requests: see vsfilter.plan"
)

S_A, S_B = ("string", "eq", "a"), ("string", "eq", "b")
NOT_A, NOT_B = ("string", "ne", "a"), ("string", "ne", "b")
A_OR_B = ("string", "in", ["a", "b"])
MORE_THAN_5 = ("integer", "gt", 5)


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("string = a and integer > 5", [S_A, MORE_THAN_5]),
        ("integer > 5 and string = a", [MORE_THAN_5, S_A]),
        ("(string = a and integer > 5) and string = b", [S_A, MORE_THAN_5, S_B]),
        ("string = a and (integer > 5 and string = b)", [S_A, MORE_THAN_5, S_B]),
        ("((string = a)) && ((integer > 5 && (string = b)))", [S_A, MORE_THAN_5, S_B]),
    ],
)
def test_groups_of_and_are_flattened_in_the_order_written(text: str, conditions: list[Condition]) -> None:
    assert sent(text) == conditions


@pytest.mark.parametrize(
    ("operator", "negated"),
    [
        ("=", "ne"),
        ("!=", "eq"),
        ("<", "gte"),
        (">=", "lt"),
        (">", "lte"),
        ("<=", "gt"),
        ("like", "notlike"),
        ("not like", "like"),
    ],
)
@pytest.mark.parametrize("form", ["not {}", "! {}", "not ({})", "!({})", "not not not {}", "!(!(!{}))"])
def test_not_exchanges_an_operator_for_its_opposite(form: str, operator: str, negated: str) -> None:
    assert sent(form.format(f"string {operator} a")) == [("string", negated, "a")]


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("not not string = a", [S_A]),
        ("not !not ! string = a", [S_A]),
        ("not (string = a or integer <= 5)", [NOT_A, MORE_THAN_5]),
        ("not (string != a or not integer > 5)", [S_A, MORE_THAN_5]),
        ("not (not string = a or not (integer > 5 and string = b))", [S_A, MORE_THAN_5, S_B]),
        ("not (string = a or (integer <= 5 or string = b))", [NOT_A, MORE_THAN_5, NOT_B]),
        ("not not (string = a and integer > 5)", [S_A, MORE_THAN_5]),
        ("not (string != a and string != b)", [A_OR_B]),
        ("not (string != a and string not in (b))", [A_OR_B]),
        ("not (not (string = a or string = b))", [A_OR_B]),
        ("not string = a and integer > 5", [NOT_A, MORE_THAN_5]),
        ("not (string in (a, b))", [NOT_A, NOT_B]),
        ("not (string not in (a, b))", [A_OR_B]),
        ("string not in (a, b)", [NOT_A, NOT_B]),
        ("not (string in (a))", [NOT_A]),
        ("not (integer not between 5 and 6)", [("integer", "gte", 5), ("integer", "lte", 6)]),
        (
            "not (string = a or integer not between 5 and 6)",
            [NOT_A, ("integer", "gte", 5), ("integer", "lte", 6)],
        ),
    ],
)
def test_not_moves_inward(text: str, conditions: list[Condition]) -> None:
    assert sent(text) == conditions


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("string = a or string = b", [A_OR_B]),
        ("string = b or string = a", [("string", "in", ["b", "a"])]),
        ("string = a || string in (b)", [A_OR_B]),
        ("string in (a, b) or string = c", [("string", "in", ["a", "b", "c"])]),
        ("string in (b, a) or string in (c, a) or string = b", [("string", "in", ["b", "a", "c"])]),
        ("string = a or string = a", [S_A]),
        ("string = a or string in (a)", [S_A]),
        ("string in (a, b) or string in (b, a)", [A_OR_B]),
        ("string = a or (string = b or string = c)", [("string", "in", ["a", "b", "c"])]),
        ("string = a or (string = a and string = a) or string = b", [A_OR_B]),
        ("(string = a or string = b) and integer > 5", [A_OR_B, MORE_THAN_5]),
        ("integer = 1 or integer = 01 or integer = 2", [("integer", "in", [1, 2])]),
        ("boolean = true or boolean = false", [("boolean", "in", [True, False])]),
        ("number = 1 or number = 1.0", [("number", "eq", 1)]),
        (
            "datetime = 2018-09-01 or datetime = 2018-09-02T12:00",
            [("datetime", "in", ["2018-09-01 00:00:00", "2018-09-02 12:00:00"])],
        ),
    ],
)
def test_alternatives_of_one_property_become_a_list(text: str, conditions: list[Condition]) -> None:
    assert sent(text) == conditions


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("string = a and string = a", [S_A]),
        ('string = a and string == "a" and string EQ a', [S_A]),
        ("string = a and integer > 5 and string = a", [S_A, MORE_THAN_5]),
        ("string not in (a, b, a)", [NOT_A, NOT_B]),
        ("string not in (a, b) and string != b", [NOT_A, NOT_B]),
        ("integer between 5 and 5 and integer >= 5", [("integer", "gte", 5), ("integer", "lte", 5)]),
        ("string in (a, b) and string in (b, a)", [A_OR_B, ("string", "in", ["b", "a"])]),
        ("string in (a, b) and string in (a, b)", [A_OR_B]),
    ],
)
def test_an_identical_condition_is_sent_once(text: str, conditions: list[Condition]) -> None:
    assert sent(text) == conditions


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("integer > 5 or integer > 5", [MORE_THAN_5]),
        ("string like a or string like a", [("string", "like", "a")]),
        ("string != a or string != a", [NOT_A]),
        ("string not in (a, b) or string not in (b, a)", [NOT_A, NOT_B]),
        ("(string = a and integer > 5) or (string = a and integer > 5)", [S_A, MORE_THAN_5]),
        ("(string = a and integer > 5) or (integer > 5 and string = a)", [S_A, MORE_THAN_5]),
        ("not (string = a and string = a)", [NOT_A]),
        ("array = a or array = a", [("array", "eq", "a")]),
        ("datetime > 2018-09-01 or datetime > 2018-09-01T00:00Z", [("datetime", "gt", "2018-09-01 00:00:00")]),
    ],
)
def test_identical_branches_of_an_or_collapse_to_one(text: str, conditions: list[Condition]) -> None:
    assert sent(text) == conditions


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("string = a or integer > 5", 0),
        ("string = a or integer = 5", 0),
        ("string = a || string != b", 0),
        ("string = a or string like b", 0),
        ("string != a or string != b", 0),
        ("integer > 5 or integer > 6", 0),
        ("string = a or string = b or integer > 5", 1),
        ("string = a or string = b or string = c or string > d", 2),
        ("string = a or string = a or integer > 5", 1),
        ("integer > 5 and (string = a or integer = 5)", 0),
        ("string = a or (string = b and integer > 5)", 0),
        ("string = a or string = b and integer > 5", 0),
        ("(string = a and integer > 5) or (string = b and integer > 5)", 0),
        ("string = a or integer between 1 and 2", 0),
        ("array = a or string = a", 0),
        ("not not (string = a or integer > 5)", 0),
    ],
)
def test_any_other_or_is_not_expressible_at_the_word_that_causes_it(text: str, number: int) -> None:
    word = "||" if "||" in text else " or "
    start = -1
    for _ in range(number + 1):
        start = text.index(word, start + 1)
    start += word == " or "
    found = issue(text)
    assert found.code == "not-expressible"
    assert found.message == OR_MESSAGE
    assert found.span == Span(start, start + 2)
    assert found.hint == OR_HINT


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("not (string = a and integer > 5)", 16),
        ("!(string = a && integer > 5)", 13),
        ("not (string = a and string = b)", 16),
        ("not (string != a and string != b and integer > 5)", 33),
        ("not (integer > 5 or not (not (string = a and integer > 5)))", 41),
    ],
)
def test_an_and_under_not_is_an_or_and_is_told_so(text: str, start: int) -> None:
    found = issue(text)
    assert found.code == "not-expressible"
    assert found.message == AND_MESSAGE
    assert found.span == Span(start, start + (2 if "&&" in text else 3))
    assert found.hint == OR_HINT


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("integer not between 1 and 2", "not between"),
        ("not integer between 1 and 2", "between"),
        ("not (string = a or integer between 1 and 2)", "between"),
    ],
)
def test_outside_a_range_is_not_expressible(text: str, word: str) -> None:
    found = issue(text)
    assert found.code == "not-expressible"
    assert found.message == (
        "outside a range is below it or above it, and the API takes only conditions that must all hold"
    )
    assert found.span == Span(text.index(word), text.index(word) + len(word))
    assert found.hint == "make one request for `<` and one for `>`"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("(string = a or integer > 5) and (string = b or integer < 5)", ["or", "or"]),
        ("string is null and integer is not null", ["is null", "is not null"]),
        ("string is null or string is null", ["is null", "is null"]),
        ("not (string is null)", ["is null"]),
        ("string = a or integer is null", ["is null"]),
        ("string = a or integer not between 1 and 2 or number > 5", ["not between", "or"]),
    ],
)
def test_all_that_is_not_expressible_is_reported(text: str, places: list[str]) -> None:
    assert refused(text) == [("not-expressible", place) for place in places]


@pytest.mark.parametrize(
    ("text", "issues"),
    [
        ("string = a or nope = 1", [("unknown-property", "nope")]),
        ("nope = 1 or string = a", [("unknown-property", "nope")]),
        ("string = a or integer = long", [("type-mismatch", "long")]),
        ("string = a or integer like 5", [("unsupported-operator", "like")]),
        ("string = a or integer in ()", [("empty-list", "in ()")]),
        ("string = a or integer = :x", [("unbound-parameter", ":x")]),
        ("string = a or (nope = 1 and integer > 5)", [("unknown-property", "nope")]),
        ("not (string = a and nope = 1)", [("unknown-property", "nope")]),
        ("string = a or nope = 1 or integer > 5", [("unknown-property", "nope"), ("not-expressible", "or")]),
        ("string = a or integer > 5 or nope = 1", [("not-expressible", "or"), ("unknown-property", "nope")]),
        ("nope = 1 and (string = a or integer > 5)", [("unknown-property", "nope"), ("not-expressible", "or")]),
        ("nope = 1 or string = a or string = b", [("unknown-property", "nope")]),
    ],
)
def test_an_or_beside_an_error_is_reported_only_between_conditions_that_are_in_order(
    text: str, issues: list[tuple[str, str]]
) -> None:
    assert refused(text) == issues


def test_the_or_that_is_reported_stands_before_the_condition_that_does_not_fit() -> None:
    text = "string = a or nope = 1 or integer > 5"
    (place,) = (one.span for one in refusal(text).issues if one.code == "not-expressible")
    assert place == Span(23, 25)


@pytest.mark.parametrize("prop", ["array", "object"])
def test_a_merge_that_the_type_does_not_take_is_an_unsupported_operator_at_the_or(prop: str) -> None:
    text = f"{prop} = a or {prop} = b"
    found = issue(text)
    assert found.code == "unsupported-operator"
    assert found.message == f"this `or` would become `in`, which `{prop}` of type {prop} does not take"
    assert found.span == Span(text.index(" or ") + 1, text.index(" or ") + 3)
    assert found.hint == "it takes `=`, `!=`, `like`, `not like`"


def test_a_merge_under_not_is_told_of_the_and() -> None:
    found = issue("not (array != a and array != b)")
    assert (found.code, found.span) == ("unsupported-operator", Span(16, 19))
    told = "this `and` under `not` would become `in`, which `array` of type array does not take"
    assert found.message == told


def _leaf(prop: str, value: str) -> Expr:
    return Comparison(prop, Operator.EQ, Number(value) if value.isdigit() else Text(value))


def test_an_expression_built_by_hand_is_rewritten_as_text_is() -> None:
    assert sent(Or((_leaf("string", "a"), _leaf("string", "b")))) == [A_OR_B]
    assert sent(And((_leaf("string", "a"), _leaf("string", "b")))) == [S_A, S_B]
    assert sent(Not(Or((_leaf("string", "a"), _leaf("string", "b"))))) == [NOT_A, NOT_B]
    assert sent(Not(Not(_leaf("string", "a")))) == [S_A]


def test_merged_alternatives_stand_where_they_were_written() -> None:
    (warning,) = vsfilter.compile("type = I or type = O", "cdrs").warnings
    assert (warning.code, warning.span) == ("unverified-operator", Span(0, 20))


def test_merged_alternatives_of_an_expression_built_by_hand_have_no_place() -> None:
    (warning,) = vsfilter.compile(Or((_leaf("type", "I"), _leaf("type", "O"))), "cdrs").warnings
    assert (warning.code, warning.span) == ("unverified-operator", None)


def test_a_deep_expression_is_rewritten_without_recursion() -> None:
    expr = _leaf("string", "a")
    for _ in range(20_000):
        expr = Not(expr)
    assert sent(expr, limits=vsfilter.Limits(depth=20_000)) == [S_A]


def test_many_alternatives_become_one_list() -> None:
    text = " or ".join(f"integer = {number}" for number in range(5000))
    assert sent(text) == [("integer", "in", list(range(5000)))]


def test_the_place_of_a_list_made_of_alternatives_is_all_of_them() -> None:
    text = "string = a or string = b or string = c"
    assert warned(text) == [("unverified-operator", text)]


def test_alternatives_of_which_one_has_no_place_become_a_list_without_one() -> None:
    expr = vsfilter.parse("string = a") | (vsfilter.F.string == "b")
    (warning,) = vsfilter.compile(expr, THINGS).warnings
    assert (warning.code, warning.span) == ("unverified-operator", None)
