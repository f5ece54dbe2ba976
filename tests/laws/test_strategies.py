"""What the strategies promise of what they draw; and, by that, laws of the whole library."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import event, given
from hypothesis import strategies as st

import vsfilter
from vsfilter import strategies as vst
from vsfilter.model import Not
from vsfilter.model.binding import names
from vsfilter.syntax import to_text

if TYPE_CHECKING:
    from vsfilter import Endpoint
    from vsfilter.model import Expr

ENDPOINTS = st.one_of(vst.endpoints(), vst.endpoints(declared=True))


@st.composite
def expressions(draw: st.DrawFn, /, **options: Any) -> tuple[Endpoint, Expr]:  # noqa: ANN401  those of the strategy
    endpoint = draw(ENDPOINTS)
    return endpoint, draw(vst.expressions(endpoint, **options))


@st.composite
def filters(draw: st.DrawFn) -> vsfilter.Filter:
    return draw(vst.filters(draw(ENDPOINTS)))


@given(expressions(relative_dates=True, parameters=True), st.data())
def test_every_spelling_is_read_as_the_same_expression(drawn: tuple[Endpoint, Expr], data: st.DataObject) -> None:
    _, expr = drawn
    text = data.draw(vst.spellings(expr), "text")
    event("canonical" if text == to_text(expr) else "other")
    assert vsfilter.parse(text) == expr


@given(expressions(relative_dates=True))
def test_an_expression_of_any_shape_fits_its_endpoint(drawn: tuple[Endpoint, Expr]) -> None:
    endpoint, expr = drawn
    assert callable(vsfilter.predicate(expr, endpoint))


@given(expressions(shape="conjunction", relative_dates=True, parameters=True), st.data())
def test_a_conjunction_is_sent_whatever_its_parameters(drawn: tuple[Endpoint, Expr], data: st.DataObject) -> None:
    endpoint, expr = drawn
    params = data.draw(vst.bindings(expr, endpoint), "params")
    assert params.keys() == set(names(expr))
    flt = vsfilter.compile(expr, endpoint, params=params)
    assert vsfilter.compile(expr.bind(**params), endpoint) == flt


@given(expressions(shape="conjunction"), st.data())
def test_every_spelling_makes_the_same_request(drawn: tuple[Endpoint, Expr], data: st.DataObject) -> None:
    endpoint, expr = drawn
    flt = vsfilter.compile(expr, endpoint)
    again = vsfilter.compile(data.draw(vst.spellings(expr), "text"), endpoint)
    assert again == flt
    assert {issue.code for issue in again.warnings} == {issue.code for issue in flt.warnings}


@given(filters())
def test_text_json_and_url_say_the_same(flt: vsfilter.Filter) -> None:
    assert vsfilter.parse(str(flt)) == flt.expr
    assert vsfilter.from_json(flt.to_json()) is not None
    assert vsfilter.from_query(flt.to_url()).expr == vsfilter.from_json(flt.to_json())
    for again in (str(flt), json.loads(flt.to_json(), parse_float=str), vsfilter.from_json(flt.to_json())):
        assert vsfilter.compile(again, flt.endpoint) == flt


@given(st.data())
def test_a_query_says_what_stands_beside_it(data: st.DataObject) -> None:
    query = data.draw(vst.queries(data.draw(vst.endpoints(), "endpoint")), "query")
    if not query.text:
        assert (query.filter, query.options) == (None, {})
        return
    parsed = vsfilter.from_query(query.text)
    assert parsed.options == query.options
    if query.filter is None:
        assert parsed.expr is None
    else:
        assert parsed.expr is not None
        assert vsfilter.compile(parsed.expr, query.filter.endpoint) == query.filter


@given(filters(), st.data())
def test_a_near_record_matches_or_misses_as_it_says(flt: vsfilter.Filter, data: st.DataObject) -> None:
    near = data.draw(vst.records_near(flt), "near")
    event("matches" if near.matches else "misses")
    assert flt.matches(near.record) == near.matches


@given(st.data())
def test_an_invalid_text_is_refused_with_its_code_at_its_place(data: st.DataObject) -> None:
    endpoint = data.draw(vst.endpoints(), "endpoint")
    invalid = data.draw(vst.invalid_texts(endpoint), "invalid")
    event(invalid.code)
    try:
        vsfilter.compile(invalid.text, endpoint)
    except vsfilter.VsFilterError as error:
        assert [(issue.code, issue.span) for issue in error.issues] == [(invalid.code, invalid.span)]
    else:
        raise AssertionError("it was accepted")


@given(st.data())
def test_equivalents_select_the_same_records(data: st.DataObject) -> None:
    endpoint = data.draw(vst.endpoints(), "endpoint")
    expr = data.draw(vst.expressions(endpoint, max_leaves=4), "expression")
    other = data.draw(vst.equivalents(expr), "equivalent")
    here, there = vsfilter.predicate(expr, endpoint), vsfilter.predicate(other, endpoint)
    for record in data.draw(st.lists(vst.records(endpoint), min_size=1, max_size=4), "records"):
        event("matches" if here(record) else "misses")
        assert here(record) == there(record)
        # Null holds for none, negated or not, so at most one of both holds.
        assert not (here(record) and vsfilter.predicate(Not(expr), endpoint)(record))
