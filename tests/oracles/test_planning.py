"""Plans, carried out by both clients against the emulator, give what the evaluator finds in all records."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import vsfilter
from tests.oracles.test_emulator import RECORDS, shapes
from vsfilter.client import AsyncClient, Client
from vsfilter.emulator import Behaviour, Emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.model import Expr

ACCEPT = ("documented", "observed", "any")
# Of each of these some records have no value.
SORTED = ("id", "calldate", "duration", "charge", "dst_id")

# Each example is a dozen of requests.
FEWER = settings(max_examples=settings().max_examples // 2)


@pytest.fixture(scope="module")
def emulators() -> Iterator[dict[str, Emulator]]:
    """Run one emulator that takes what the vendor documents, and one that takes what was seen working."""
    with ExitStack() as stack:
        running = {}
        for operators in ("documented", "observed"):
            emulator = stack.enter_context(Emulator(behaviour=Behaviour(operators=operators)))
            emulator.insert("cdrs", RECORDS)
            running[operators] = emulator
        yield {"any": running["documented"], **running}


def fetched(emulator: Emulator, way: str, plan: vsfilter.Plan, **options: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    async def collect() -> list[dict[str, Any]]:
        async with AsyncClient(emulator.base_url, emulator.token) as client:
            return [record async for record in client.records(plan, **options)]

    if way == "async":
        return asyncio.run(collect())
    with Client(emulator.base_url, emulator.token) as client:
        return list(client.records(plan, **options))


@pytest.mark.parametrize("accept", ACCEPT)
@FEWER
@given(
    expr=shapes,
    way=st.sampled_from(["sync", "async"]),
    most=st.sampled_from([2, 16]),
    page_size=st.sampled_from([1000, 200]),
    limit=st.sampled_from([None, None, 20]),
    descending=st.booleans(),
)
def test_a_plan_fetches_what_the_evaluator_finds(  # noqa: PLR0913
    emulators: dict[str, Emulator],
    accept: str,
    *,
    expr: Expr,
    way: str,
    most: int,
    page_size: int,
    limit: int | None,
    descending: bool,
) -> None:
    plan = vsfilter.plan(expr, "cdrs", accept=accept, max_requests=most, allow_full_scan=True)
    event(f"{len(plan.requests)} requests{'' if plan.residual is None else ', residual'}")
    matches = vsfilter.predicate(expr, "cdrs")
    expected = [record for record in RECORDS if matches(record)]
    expected.sort(key=lambda record: record["id"], reverse=descending)
    direction = "DESC" if descending else "ASC"
    found = fetched(emulators[accept], way, plan, page_size=page_size, limit=limit, dir=direction)
    assert found == expected[:limit]


@pytest.mark.parametrize("accept", ACCEPT)
@FEWER
@given(expr=shapes, way=st.sampled_from(["sync", "async"]), sort=st.sampled_from(SORTED), descending=st.booleans())
def test_a_plan_keeps_one_order_across_its_requests(  # noqa: PLR0913
    emulators: dict[str, Emulator], accept: str, *, expr: Expr, way: str, sort: str, descending: bool
) -> None:
    plan = vsfilter.plan(expr, "cdrs", accept=accept, allow_full_scan=True)
    matches = vsfilter.predicate(expr, "cdrs")
    expected = {record["id"] for record in RECORDS if matches(record)}
    found = fetched(emulators[accept], way, plan, sort=sort, dir="DESC" if descending else "ASC")
    assert {record["id"] for record in found} == expected
    assert len(found) == len(expected)
    order = [(record[sort] is not None, record[sort]) for record in found]
    assert order == sorted(order, reverse=descending)


@FEWER
@given(expr=shapes)
def test_totals_add_up_where_a_plan_says_so(emulators: dict[str, Emulator], expr: Expr) -> None:
    plan = vsfilter.plan(expr, "cdrs", accept="any", allow_full_scan=True)
    event("exact" if plan.exact_total else "not")
    if plan.exact_total:
        matches = vsfilter.predicate(expr, "cdrs")
        with Client(emulators["any"].base_url, emulators["any"].token) as client:
            assert client.total(plan) == sum(map(matches, RECORDS))
