"""A failing law shows the smallest example there is, and it can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, find, settings

import vsfilter
from vsfilter import strategies as vst
from vsfilter.model import Or
from vsfilter.model.binding import parameters
from vsfilter.syntax import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsfilter.model import Expr

# Without the phase that varies the example afterwards, to tell what matters in it.
QUICK = settings(derandomize=True, database=None, max_examples=2000, phases=[Phase.generate, Phase.shrink])


@pytest.mark.parametrize(
    ("condition", "smallest"),
    [
        (lambda _: True, "id = 0"),
        (lambda expr: isinstance(expr, Or), "id = 0 or id = 0"),
        (lambda expr: "not in" in to_text(expr), "id not in (0)"),
        (lambda expr: "like" in to_text(expr), 'type like "I"'),
        (lambda expr: "not (" in to_text(expr), "not (id = 0 and id = 0)"),
        (lambda expr: "calldate =" in to_text(expr), "calldate = 2018-09-01"),
        (lambda expr: "is null" in to_text(expr), "id is null"),
    ],
)
def test_an_expression_shrinks(condition: Callable[[Expr], bool], smallest: str) -> None:
    # What Hypothesis finds first depends on all that is loaded; another that is about as small is as good.
    assert len(to_text(find(vst.expressions("cdrs"), condition, settings=QUICK))) <= len(smallest) + 20


def test_a_spelling_shrinks_to_the_canonical_text() -> None:
    expr = vsfilter.parse(
        'not (type in (I, O) and (duration between 1 and 5 or `from` is null)) and dst notlike "a\'b"'
    )
    assert find(vst.spellings(expr), lambda _: True, settings=QUICK) == to_text(expr)


def test_only_what_matters_of_a_spelling_is_left_odd() -> None:
    strategy = vst.texts("cdrs")
    assert len(find(strategy, lambda text: "<>" in text, settings=QUICK)) <= 40
    assert len(find(strategy, lambda text: "[" in text, settings=QUICK)) <= 40


def test_a_made_up_endpoint_shrinks_to_one_property() -> None:
    endpoint = find(vst.endpoints(declared=True), lambda _: True, settings=QUICK)
    assert repr(endpoint) == "<Endpoint things: id string>"


def test_a_request_shrinks() -> None:
    query = find(vst.queries("cdrs"), lambda one: one.filter is not None and "sort" in one.options, settings=QUICK)
    assert len(str(query.filter)) <= 40
    assert query.options.keys() == {"sort"}
    assert query.text.endswith(f"&sort={query.options['sort']}")


def test_a_near_record_shrinks_to_what_the_filter_asks_for() -> None:
    flt = vsfilter.compile("duration > 60", "cdrs")
    matching = find(vst.records_near(flt), lambda near: near.matches, settings=QUICK)
    missing = find(vst.records_near(flt), lambda near: not near.matches, settings=QUICK)
    assert (matching.record["duration"], missing.record["duration"]) == (61, 59)


def test_a_mistake_shrinks() -> None:
    invalid = find(vst.invalid_texts("cdrs"), lambda one: one.code == "not-expressible", settings=QUICK)
    assert len(invalid.text) < 40


def test_an_equivalent_shrinks_to_the_expression_itself() -> None:
    expr = vsfilter.parse("type in (I, O)")
    assert find(vst.equivalents(expr), lambda _: True, settings=QUICK) == expr
    assert len(to_text(find(vst.equivalents(expr), lambda one: "or" in to_text(one), settings=QUICK))) <= 60


def test_what_cannot_be_drawn_is_refused_where_it_is_asked_for() -> None:
    with pytest.raises(vsfilter.FilterCheckError, match="unknown-endpoint"):
        vst.filters("cdr")
    with pytest.raises(ValueError, match="no property of chatmsgs is known"):
        vst.texts("chatmsgs")
    with pytest.raises(ValueError, match="a shape is any or conjunction, got 'flat'"):
        vst.expressions("cdrs", "flat")  # type: ignore[arg-type]


def test_a_value_for_a_parameter_fits_its_property() -> None:
    expr = vsfilter.parse("duration = :one and type in :some and labels like :part and nothing = :other")
    values = find(vst.bindings(expr, "cdrs"), lambda _: True, settings=QUICK)
    assert values == {"one": 0, "some": ["I"], "part": "a"}


def test_parameters_are_named_after_their_types() -> None:
    expr = find(vst.expressions("cdrs", parameters=True), lambda one: any(parameters(one)), settings=QUICK)
    assert re.fullmatch(r"[a-z]+_[12]", next(parameters(expr)).name)


def test_near_records_of_numbers_at_the_ends_stay_storable() -> None:
    flt = vsfilter.compile(f"id >= {2**63} and charge < {'9' * 400} and calldate >= 9999-12-31T23:59:59", "cdrs")
    near = find(vst.records_near(flt), lambda _: True, settings=QUICK)
    assert not near.matches
    assert abs(near.record["id"] or 0) < 2**63
