"""What is drawn covers the language: every operator, type and form of a value, and every production of the grammar."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark

import vsfilter
from vsfilter import strategies as vst
from vsfilter.model import Between, Comparison, Membership, NullTest, Operator, predicates
from vsfilter.model.binding import operands
from vsfilter.model.operators import SPELLINGS
from vsfilter.schema import Filterability, PropertyType
from vsfilter.syntax.grammar import grammar_path
from vsfilter.wire.decoding import from_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# The same examples each time, so that a gap is a gap and no bad luck.
FIXED = settings(derandomize=True, database=None, max_examples=1000)


def drawn(strategy: st.SearchStrategy[Any]) -> list[Any]:
    """Give the examples that a law would see."""
    examples: list[Any] = []

    @FIXED
    @given(strategy)
    def gather(example: Any) -> None:  # noqa: ANN401  of whatever is drawn
        examples.append(example)

    gather()
    return examples


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Texts of filters, and texts with one mistake: some productions are only for those."""
    endpoints = st.one_of(vst.endpoints(), vst.endpoints(declared=True))
    shapes = endpoints.flatmap(
        lambda endpoint: vst.expressions(endpoint, relative_dates=True, parameters=True).flatmap(vst.spellings)
    )
    mistakes = endpoints.flatmap(vst.invalid_texts).map(lambda invalid: invalid.text)
    return drawn(endpoints.flatmap(vst.texts)) + drawn(shapes) + drawn(mistakes)


def test_every_operator_meets_every_type_that_takes_it() -> None:
    met: Counter[tuple[PropertyType, str]] = Counter()
    for endpoint, expr in drawn(
        vst.endpoints(declared=True).flatmap(lambda one: st.tuples(st.just(one), vst.expressions(one)))
    ):
        for predicate in predicates(expr):
            prop = endpoint.get(predicate.property)
            match predicate:
                case Comparison(operator=operator):
                    met[prop.type, operator.value] += 1
                case Membership(negated=negated):
                    met[prop.type, "not in" if negated else "in"] += 1
                case Between(negated=negated):
                    met[prop.type, "not between" if negated else "between"] += 1
                case NullTest(negated=negated):
                    met[prop.type, "is not null" if negated else "is null"] += 1
    wanted = {(kind, operator.value) for kind in PropertyType for operator in kind.operators}
    wanted |= {(kind, "not in") for kind in PropertyType if Operator.IN in kind.operators}
    wanted |= {(kind, word) for kind in PropertyType if Operator.GTE in kind.operators for word in _RANGES}
    wanted |= {(kind, word) for kind in PropertyType for word in ("is null", "is not null")}
    assert set(met) == wanted


_RANGES = ("between", "not between")


def test_every_form_of_a_value_is_drawn() -> None:
    examples = drawn(vst.expressions("cdrs", relative_dates=True, parameters=True))
    forms = {type(value).__name__ for expr in examples for one in predicates(expr) for value in operands(one)}
    assert forms == {"Text", "Number", "Boolean", "Date", "RelativeDate", "Parameter"}


def test_every_production_of_the_grammar_is_used(texts: list[str]) -> None:
    parser = Lark(
        grammar_path().read_text("utf-8"),
        parser="lalr",
        lexer="contextual",
        maybe_placeholders=False,
        g_regex_flags=re.ASCII,
    )
    # What Lark calls when it reduces by a production; there is one for each.
    callbacks: dict[Any, Callable[[list[Any]], Any]] = parser.parser.parser.parser.callbacks
    used: Counter[str] = Counter()

    def counting(rule: Any, callback: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:  # noqa: ANN401  of Lark
        def count(children: list[Any]) -> Any:  # noqa: ANN401  as above
            used[str(rule)] += 1
            return callback(children)

        return count

    for rule, callback in list(callbacks.items()):
        callbacks[rule] = counting(rule, callback)
    for text in texts:
        try:
            parser.parse(text)
        except Exception:  # noqa: BLE001, S112  it is meant to be wrong, and what was read before counts
            continue
    missing = {str(rule) for rule in callbacks} - set(used)
    assert len(callbacks) > 50
    assert not missing


def test_every_spelling_of_every_operator_and_word_is_used(texts: list[str]) -> None:
    # Outside of quotes and backticks.
    bare = [
        re.sub(r"\"(?:[^\"\\]|\\.|\"\")*\"|'(?:[^'\\]|\\.|'')*'|`[^`]*`", "_", text, flags=re.DOTALL) for text in texts
    ]
    words = Counter(word.lower() for text in bare for word in re.findall(r"[A-Za-z_]+|[=!<>&|]+", text))
    wanted = {word for spelling in SPELLINGS for word in spelling.split()}
    assert wanted | {"and", "&&", "or", "||", "!", "between", "is", "null"} <= set(words)
    assert {"AND", "And", "and"} <= {word for text in bare for word in re.findall(r"[A-Za-z]+", text)}
    for mark in ("'", '"', "`", "[", "(", "\\u", "\\n", "''", '""', "\r\n", "\t"):
        assert any(mark in text for text in texts), mark


def test_every_endpoint_whose_properties_are_known_is_drawn() -> None:
    known = {one.name for one in vsfilter.endpoints() if one.properties}
    assert {one.name for one in drawn(vst.endpoints())} == known


def test_made_up_endpoints_have_every_type_and_names_that_need_backticks() -> None:
    properties = [prop for endpoint in drawn(vst.endpoints(declared=True)) for prop in endpoint.properties]
    assert {prop.type for prop in properties} == set(PropertyType)
    assert {prop.filterable for prop in properties} == set(Filterability) - {Filterability.REFUSED}
    assert {"from", "and", "x 1", "`"} <= {prop.name for prop in properties}


def test_every_option_of_a_request_is_drawn_and_left_out() -> None:
    queries: Iterable[vst.Query] = drawn(vst.queries("cdrs"))
    for option in ("page", "limit", "sort", "dir", "group_by"):
        assert {option in query.options for query in queries} == {True, False}
    assert {query.filter is None for query in queries} == {True, False}
    assert {query.text.startswith("filter=%5B%5D") or "filter=[]" in query.text for query in queries} == {True, False}
    assert any("+" in query.text for query in queries)
    assert any("%7b" in query.text for query in queries)
    assert all(from_query(query.text).options == query.options for query in queries if query.text)


def test_records_hold_every_property_null_or_not() -> None:
    endpoint = vsfilter.endpoint("cdrs")
    records = drawn(vst.records(endpoint))
    assert {tuple(record) for record in records} == {endpoint.names}
    for name in endpoint.names:
        assert {record[name] is None for record in records} == ({False} if name == "id" else {True, False})
    whole = drawn(vst.records("apitokens", nulls=False))
    assert None not in {value for record in whole for value in record.values()}


def test_near_records_match_and_miss_by_every_operator() -> None:
    near = drawn(vst.filters("cdrs").flatmap(lambda flt: st.tuples(st.just(flt), vst.records_near(flt))))
    met = {(entry["operator"], one.matches) for flt, one in near for entry in flt.to_list()}
    assert met == {(operator.value, matches) for operator in Operator for matches in (True, False)}


def test_every_code_that_a_text_can_earn_is_drawn() -> None:
    codes = {invalid.code for invalid in drawn(vst.invalid_texts("faxes"))}
    assert codes == {
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


def test_an_expression_is_rewritten_in_many_ways() -> None:
    inner = "type in (I, O) and (duration between 1 and 5 or src is null)"
    expr = vsfilter.parse(f"not ({inner}) or not dst != 4 and dst = 4 and src like 44")
    kinds = Counter(len(vsfilter.to_text(other)) for other in drawn(vst.equivalents(expr)))
    assert len(kinds) > 50
