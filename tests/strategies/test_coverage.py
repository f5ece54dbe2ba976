"""What is drawn covers the language: every operator, type and form of a value, and every production of the grammar."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from lark import Lark

import vsfilter
from vsfilter import strategies as vst
from vsfilter.model import Between, Comparison, Expr, Membership, NullTest, Operator, predicates
from vsfilter.model.binding import operands
from vsfilter.model.operators import SPELLINGS
from vsfilter.schema import Filterability, PropertyType
from vsfilter.syntax.grammar import grammar_path

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

ENDPOINTS = st.one_of(vst.endpoints(), vst.endpoints(declared=True))
_ROUNDS = 12


def drawn(strategy: st.SearchStrategy[Any], number: int = 0) -> list[Any]:
    """Give the examples that a law would see."""
    examples: list[Any] = []

    @seed(number)
    @settings(database=None, max_examples=250)
    @given(strategy)
    def gather(example: Any) -> None:  # noqa: ANN401  of whatever is drawn
        examples.append(example)

    gather()
    return examples


def count(
    strategy: st.SearchStrategy[Any], seen_in: Callable[[Any], Iterable[Hashable]], wanted: AbstractSet[Any]
) -> Counter[Any]:
    """Count what is seen in examples, until all that is wanted was; so often at most that the rest is no bad luck."""
    seen: Counter[Any] = Counter()
    for number in range(_ROUNDS):
        for example in drawn(strategy, number):
            seen.update(seen_in(example))
        if wanted <= seen.keys():
            break
    return seen


def _words(predicate: Expr) -> str:
    match predicate:
        case Comparison(operator=operator):
            return operator.value
        case Membership(negated=negated):
            return "not in" if negated else "in"
        case Between(negated=negated):
            return "not between" if negated else "between"
        case NullTest(negated=negated):
            return "is not null" if negated else "is null"
        case _:
            raise AssertionError(predicate)


def test_every_operator_meets_every_type_that_takes_it() -> None:
    wanted = {(kind, operator.value) for kind in PropertyType for operator in kind.operators}
    wanted |= {(kind, "not in") for kind in PropertyType if Operator.IN in kind.operators}
    wanted |= {
        (kind, word) for kind in PropertyType if Operator.GTE in kind.operators for word in ("between", "not between")
    }
    wanted |= {(kind, word) for kind in PropertyType for word in ("is null", "is not null")}

    def met(example: tuple[vsfilter.Endpoint, Expr]) -> Iterator[tuple[PropertyType, str]]:
        endpoint, expr = example
        for predicate in predicates(expr):
            prop = endpoint.get(predicate.property)
            assert prop is not None
            yield prop.type, _words(predicate)

    pairs = vst.endpoints(declared=True).flatmap(lambda one: st.tuples(st.just(one), vst.expressions(one)))
    assert set(count(pairs, met, wanted)) == wanted


def test_every_form_of_a_value_is_drawn() -> None:
    wanted = {"Text", "Number", "Boolean", "Date", "RelativeDate", "Parameter"}
    forms = count(
        vst.expressions("cdrs", relative_dates=True, parameters=True),
        lambda expr: (type(value).__name__ for one in predicates(expr) for value in operands(one)),
        wanted,
    )
    assert set(forms) == wanted


# Texts of filters, and texts with one mistake: some productions are only for those.
TEXTS = st.one_of(
    ENDPOINTS.flatmap(vst.texts),
    ENDPOINTS.flatmap(
        lambda endpoint: vst.expressions(endpoint, relative_dates=True, parameters=True).flatmap(vst.spellings)
    ),
    ENDPOINTS.flatmap(vst.invalid_texts).map(lambda invalid: invalid.text),
)


def test_every_production_of_the_grammar_is_used() -> None:
    parser = Lark(
        grammar_path().read_text("utf-8"),
        parser="lalr",
        lexer="contextual",
        maybe_placeholders=False,
        g_regex_flags=re.ASCII,
    )
    # What Lark calls when it reduces by a production; there is one for each.
    callbacks: dict[Any, Callable[[list[Any]], Any]] = parser.parser.parser.parser.callbacks
    reduced: list[str] = []

    def noting(rule: Any, callback: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:  # noqa: ANN401  of Lark
        def note(children: list[Any]) -> Any:  # noqa: ANN401  as above
            reduced.append(str(rule))
            return callback(children)

        return note

    def used(text: str) -> list[str]:
        reduced.clear()
        try:
            parser.parse(text)
        except Exception:  # noqa: BLE001  it may be meant to be wrong, and what was read before counts
            return list(reduced)
        return list(reduced)

    for rule, callback in list(callbacks.items()):
        callbacks[rule] = noting(rule, callback)
    productions = {str(rule) for rule in callbacks}
    assert len(productions) > 50
    assert set(count(TEXTS, used, productions)) == productions


def test_every_spelling_of_every_operator_and_word_is_used() -> None:
    wanted = {word for spelling in SPELLINGS for word in spelling.split()}
    wanted |= {"and", "&&", "or", "||", "!", "between", "is", "null", "AND", "And", "IN", "Between"}
    wanted |= {"'", '"', "`", "[", "(", "\\u", "\\n", "''", '""', "\r\n", "\t"}
    quoted = re.compile(r"\"(?:[^\"\\]|\\.|\"\")*\"|'(?:[^'\\]|\\.|'')*'|`[^`]*`", re.DOTALL)

    def used(text: str) -> Iterator[str]:
        # Words outside of quotes and backticks, and marks anywhere.
        yield from re.findall(r"[A-Za-z_]+|[=!<>&|]+", quoted.sub("_", text))
        yield from (mark for mark in ("'", '"', "`", "[", "(", "\\u", "\\n", "''", '""', "\r\n", "\t") if mark in text)

    assert wanted <= set(count(TEXTS, used, wanted))


def test_every_endpoint_whose_properties_are_known_is_drawn() -> None:
    known = {one.name for one in vsfilter.endpoints() if one.properties}
    assert set(count(vst.endpoints(), lambda one: [one.name], known)) == known


def test_made_up_endpoints_have_every_type_and_names_that_need_backticks() -> None:
    wanted = {*PropertyType, *Filterability, "from", "and", "x 1", "`"} - {Filterability.REFUSED}

    def seen_in(endpoint: vsfilter.Endpoint) -> Iterator[object]:
        for prop in endpoint.properties:
            yield from (prop.type, prop.filterable, prop.name)

    seen = count(vst.endpoints(declared=True), seen_in, wanted)
    assert wanted <= set(seen)
    assert Filterability.REFUSED not in seen


def test_every_option_of_a_request_is_drawn_and_left_out() -> None:
    options = ("page", "limit", "sort", "dir", "group_by")
    wanted = {(option, given) for option in (*options, "filter", "[]", "+", "%7b") for given in (True, False)}

    def seen_in(query: vst.Query) -> Iterator[tuple[str, bool]]:
        yield from ((option, option in query.options) for option in options)
        yield "filter", query.filter is not None
        yield from ((mark, mark in query.text) for mark in ("+", "%7b"))
        yield "[]", query.text.startswith("filter=[]")

    assert set(count(vst.queries("cdrs"), seen_in, wanted)) == wanted


def test_records_hold_every_property_null_or_not() -> None:
    endpoint = vsfilter.endpoint("cdrs")
    records = drawn(vst.records(endpoint))
    assert {tuple(record) for record in records} == {endpoint.names}
    for name in endpoint.names:
        assert {record[name] is None for record in records} == ({False} if name == "id" else {True, False})
    whole = drawn(vst.records("apitokens", nulls=False))
    assert None not in {value for record in whole for value in record.values()}


@pytest.mark.parametrize(
    "text",
    [
        "duration = 5",
        "duration != 5",
        "duration < 5",
        "calldate <= 2018-09-01",
        "charge > 0.1",
        "charge = 2384185791015625000",
        "charge >= 9007199254740993",
        "src >= 44",
        "type in (I, O)",
        "src like 44",
        "src not like 44",
        "is_root = true and user_id between 1 and 5",
    ],
)
def test_near_records_match_and_miss_by_every_operator(text: str) -> None:
    flt = vsfilter.compile(text, "cdrs")
    near = drawn(vst.records_near(flt))
    assert {one.matches for one in near} == {True, False}
    assert all(flt.matches(one.record) == one.matches for one in near)


@pytest.mark.parametrize(
    "text", ["duration < 5 and duration > 5", 'labels like "a"', 'metadata = "a" and duration = 5']
)
def test_records_near_a_filter_that_none_is_known_to_match_all_miss(text: str) -> None:
    near = drawn(vst.records_near(vsfilter.compile(text, "cdrs")))
    assert {one.matches for one in near} == {False}


def test_every_code_that_a_text_can_earn_is_drawn() -> None:
    wanted = {
        "syntax",
        "limit-exceeded",
        "unknown-property",
        "not-filterable",
        "unsupported-operator",
        "type-mismatch",
        "invalid-date",
        "empty-list",
        "not-expressible",
        "unbound-parameter",
    }
    assert set(count(vst.invalid_texts("faxes"), lambda invalid: [invalid.code], wanted)) == wanted


def test_an_expression_is_rewritten_in_many_ways() -> None:
    inner = "type in (I, O) and (duration between 1 and 5 or src is null)"
    expr = vsfilter.parse(f"not ({inner}) or not dst != 4 and dst = 4 and src like 44")
    lengths = {len(vsfilter.to_text(other)) for other in drawn(vst.equivalents(expr))}
    assert len(lengths) > 50


def test_a_range_is_rewritten_to_its_bounds() -> None:
    for text, bounds in (
        ("duration between 1 and 5", "duration >= 1 and duration <= 5"),
        ("duration not between 1 and 5", "duration < 1 or duration > 5"),
    ):
        assert vsfilter.parse(bounds) in drawn(vst.equivalents(vsfilter.parse(text)))
