"""What a plan promises, for random expressions of any shape over random records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

import vsfilter
from vsfilter import strategies as vst
from vsfilter.model import And, Or
from vsfilter.syntax import to_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsfilter.model import Expr

MANY = settings().max_examples * 4
# One whose properties differ in evidence, one whose API refuses some, one of which nothing was seen working.
NAMES = st.sampled_from(["cdrs", "faxes", "users"])


def groups(name: str) -> st.SearchStrategy[Expr]:
    """Draw expressions that are wider than those of the kit."""
    some = st.lists(vst.expressions(name), min_size=2, max_size=4).map(tuple)
    joined = st.one_of(some.map(And), some.map(Or))
    pairs = st.tuples(joined, joined)
    return st.one_of(vst.expressions(name), joined, pairs.map(And), pairs.map(Or))


def run(plan: vsfilter.Plan, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Give the numbers of the rows that a plan gives, as a server and a client would carry it out."""
    keeps = plan.residual_predicate()
    fetched = {number for flt in plan.requests for number, row in enumerate(rows) if flt.matches(row)}
    return sorted(number for number in fetched if keeps(rows[number]))


@given(
    data=st.data(),
    name=NAMES,
    accept=st.sampled_from(["documented", "observed", "any"]),
    most=st.integers(1, 20),
    size=st.sampled_from([8000, 700, 500]),
)
@settings(max_examples=MANY)
def test_a_plan_gives_exactly_what_matches(data: st.DataObject, name: str, accept: str, most: int, size: int) -> None:
    expr = data.draw(groups(name))
    rows: list[dict[str, Any]] = data.draw(st.lists(vst.records(name), min_size=1, max_size=12))
    plan = vsfilter.plan(expr, name, accept=accept, max_requests=most, max_query_bytes=size, allow_full_scan=True)
    matches = vsfilter.predicate(expr, name)
    found = run(plan, rows)
    event(f"{len(plan.requests)} requests{'' if plan.residual is None else ', residual'}")
    assert found == [number for number, row in enumerate(rows) if matches(row)]
    assert len(plan.requests) <= min(most, plan.naive_requests)
    assert plan.saved == plan.naive_requests - len(plan.requests)
    longest = max(vsfilter.endpoint(name).names, key=len)
    for flt in plan.requests:
        assert len(flt.to_query(page=10**9, limit=5000, sort=longest, dir="DESC")) <= size
        if accept == "observed" and flt.expr is not None:
            vsfilter.compile(flt.expr, name, accept="observed")
    if plan.exact_total:
        assert sum(flt.matches(row) for flt in plan.requests for row in rows) == len(found)
    if plan.residual is not None:
        again, keeps = vsfilter.predicate(to_text(plan.residual), name), plan.residual_predicate()
        assert list(map(again, rows)) == list(map(keeps, rows))
    assert str(plan)
    assert all(line.isprintable() for line in str(plan.explain()).splitlines())


@given(expr=groups("cdrs"), most=st.integers(1, 4))
def test_what_one_request_can_say_is_one_request_without_a_rest(expr: Expr, most: int) -> None:
    try:
        vsfilter.compile(expr, "cdrs")
    except vsfilter.FilterCheckError:
        return
    plan = vsfilter.plan(expr, "cdrs", max_requests=most)
    assert len(plan.requests) <= 1
    assert plan.residual is None
    assert plan.exact_total
