"""Plans carried out by both clients, against servers that order otherwise, fail, or are left early."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import httpx
import pytest

import vsfilter
from tests.client.fakes import WAYS, Both, Collection, answer
from vsfilter import Endpoint, Property
from vsfilter.client import (
    AsyncClient,
    Client,
    IncompleteWalkError,
    MalformedReplyError,
    RequestRefusedError,
    UnknownOrderError,
)

EITHER = vsfilter.plan("duration > 60 or dst_id = 7", "cdrs")
APART = vsfilter.plan("duration < 10 or duration > 60", "cdrs")

pytestmark = pytest.mark.parametrize("way", WAYS)


def row(number: int, duration: int | None = 0, dst_id: str | None = None, **more: Any) -> dict[str, Any]:
    return {"id": number, "duration": duration, "dst_id": dst_id, **more}


def collection(*rows: dict[str, Any], **options: Any) -> Collection:
    return Collection(list(rows), **options)


BOTH = [row(1, 90), row(2, 5, "7"), row(3, 70, "7"), row(4, 30), row(5, 99, "7"), row(6, 2, "7"), row(7, 61)]


def test_requests_are_merged_by_key_and_each_record_comes_once(way: str) -> None:
    assert Both(way, collection(*BOTH)).ids(EITHER, page_size=2) == [1, 2, 3, 5, 6, 7]
    assert Both(way, collection(*BOTH)).ids(EITHER, page_size=2, dir="desc") == [7, 6, 5, 3, 2, 1]


def test_no_more_is_asked_for_than_is_wanted(way: str) -> None:
    fake = collection(*BOTH)
    assert Both(way, fake).ids(EITHER, limit=1) == [1]
    assert [request["limit"] for request in fake.requests] == ["1", "1"]
    fake = collection(*BOTH)
    assert Both(way, fake).ids(EITHER, limit=0) == []
    assert fake.requests == []
    fake = collection(*BOTH)
    assert Both(way, fake).ids(EITHER, limit=3, page_size=2) == [1, 2, 3]
    assert len(fake.requests) == 2
    assert Both(way, fake).ids(EITHER, limit=4, page_size=2) == [1, 2, 3, 5]
    assert len(fake.requests) == 6


def test_the_residual_is_applied_and_more_is_fetched_for_it(way: str) -> None:
    plan = vsfilter.plan("duration > 60 and (dst_id is null or duration > 95)", "cdrs")
    fake = collection(*BOTH)
    assert Both(way, fake).ids(plan, page_size=2, limit=2) == [1, 5]
    assert [request["limit"] for request in fake.requests] == ["2", "2"]
    plan = vsfilter.plan("(duration > 60 or dst_id = 7) and (src is null or id < 3)", "cdrs")
    assert Both(way, collection(*BOTH)).ids(plan) == [1, 2, 3, 5, 6, 7]


def test_a_plan_without_requests_asks_nothing(way: str) -> None:
    fake = collection(*BOTH)
    both = Both(way, fake)
    nothing = vsfilter.plan("duration = 1 and duration = 2", "cdrs")
    assert both.ids(nothing) == []
    assert both.do("total", nothing) == 0
    assert fake.requests == []


def test_requests_are_merged_by_what_they_are_sorted_by(way: str) -> None:
    found = Both(way, collection(*BOTH)).records(EITHER, page_size=2, sort="duration")
    assert [record["duration"] for record in found] == [2, 5, 61, 70, 90, 99]
    found = Both(way, collection(*BOTH)).records(EITHER, page_size=2, sort="duration", dir="DESC", limit=4)
    assert [record["duration"] for record in found] == [99, 90, 70, 61]


class Sorted(Collection):
    """A collection whose pages come in a given order, whatever is asked."""

    def __init__(self, orders: dict[str, list[dict[str, Any]]]) -> None:
        super().__init__([])
        self._orders = orders

    def __call__(self, request: httpx.Request) -> httpx.Response:
        asked = dict(request.url.params)
        self.requests.append(asked)
        (entry, *_) = json.loads(asked["filter"])
        return answer({"data": self._orders[entry["property"]] if asked["page"] == "1" else []})


def test_null_comes_first(way: str) -> None:
    orders = {
        "duration": [row(1, 90), row(2, 91, src="b")],
        "dst_id": [row(3, 1, "7", src=None), row(4, 1, "7", src="a")],
    }
    fake = Sorted({"duration": [row(1, 90, src=None), row(2, 91, src="b")], "dst_id": orders["dst_id"]})
    assert [record["id"] for record in Both(way, fake).records(EITHER, sort="src")] == [1, 3, 4, 2]
    back = {name: list(reversed(rows)) for name, rows in fake._orders.items()}
    assert [record["id"] for record in Both(way, Sorted(back)).records(EITHER, sort="src", dir="DESC")] == [2, 4, 1, 3]


@pytest.mark.parametrize("first", [[row(1, 90, src="b"), row(2, 91, src="A")], [row(1, 90, src="b"), row(2, 91)]])
def test_an_order_that_is_not_known_is_an_error(way: str, first: list[dict[str, Any]]) -> None:
    fake = Sorted({"duration": first, "dst_id": [row(3, 1, "7", src="z")]})
    both = Both(way, fake)
    with pytest.raises(UnknownOrderError, match="/cdrs: the server orders `src` otherwise than is known here"):
        both.records(EITHER, sort="src")
    (alone, _) = EITHER.requests
    assert [record["id"] for record in both.records(alone, sort="src")] == [1, 2]


def test_a_record_without_a_key_that_comes_from_two_requests_is_an_error(way: str) -> None:
    ghost = {"duration": 90, "dst_id": "7"}
    with pytest.raises(IncompleteWalkError, match="a record without `id` came from two requests"):
        Both(way, Sorted({"duration": [ghost], "dst_id": [ghost]})).records(EITHER, sort="duration")
    # Of one request alone there are two.
    fake = Sorted({"duration": [ghost, ghost], "dst_id": []})
    assert Both(way, fake).records(EITHER, sort="duration") == [ghost, ghost]


THINGS = (Property("name", "string"), Property("size", "integer"))


def test_where_the_key_is_text_requests_come_one_after_the_other(way: str) -> None:
    tokens = Endpoint("tokens", (Property("token", "string"), *THINGS), id_property="token")
    plan = vsfilter.plan("size > 5 or name = 7", tokens)
    big, named = {"token": "b", "size": 9, "name": "7"}, {"token": "a", "size": 1, "name": "7"}
    fake = Sorted({"size": [big], "name": [named, big]})
    assert Both(way, fake).records(plan) == [big, named]
    fake = Sorted({"size": [big], "name": [named, big]})
    assert Both(way, fake).records(plan, limit=1) == [big]
    assert len(fake.requests) == 1


def test_without_a_key_all_that_comes_is_given(way: str) -> None:
    keyless = Endpoint("things", THINGS)
    plan = vsfilter.plan("(size = 1 and name > 5) or (size = 2 and name < 3)", keyless)
    assert plan.key is None
    fake = Sorted({"size": [{"size": 1, "name": "6"}, {"size": 1, "name": "6"}]})
    assert len(Both(way, fake).records(plan, sort="size")) == 4


def test_totals_are_added_where_they_add_up(way: str) -> None:
    both = Both(way, collection(*BOTH))
    assert both.do("total", APART) == 6
    with pytest.raises(ValueError, match="the totals of these requests do not add up"):
        both.do("total", EITHER)
    with pytest.raises(MalformedReplyError):
        Both(way, collection(*BOTH, total=lambda _, __: None)).do("total", APART)


def test_options_are_checked_before_anything_is_sent(way: str) -> None:
    fake = collection(*BOTH)
    both = Both(way, fake)
    with pytest.raises(ValueError, match="expected a concurrency from 1, got 0"):
        both.client.records(EITHER, concurrency=0)
    with pytest.raises(ValueError, match="expected a limit of records from 0, got -1"):
        both.client.records(EITHER, limit=-1)
    with pytest.raises(ValueError, match="sort: cdrs has no property `nope`"):
        both.client.records(vsfilter.plan("duration = 1 and duration = 2", "cdrs"), sort="nope")
    assert fake.requests == []


def test_a_failure_of_one_request_is_the_failure_of_all(way: str) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return (
            answer({"message": "no"}, 400) if "dst_id" in request.url.params["filter"] else answer({"data": BOTH[:1]})
        )

    before = threading.active_count()
    with pytest.raises(RequestRefusedError, match="the API refuses the request: no"):
        Both(way, handler).ids(EITHER)
    assert threading.active_count() == before


@pytest.mark.parametrize("limit", [None, 100])
def test_whoever_stops_early_leaves_nothing_behind(way: str, limit: int | None) -> None:
    fake = collection(*(row(number, 90 if number % 2 else 5) for number in range(40)))
    client = Both(way, fake).client
    before = threading.active_count()

    async def some(client: AsyncClient) -> None:
        walk = client.records(APART, page_size=2, limit=limit)
        assert (await anext(walk))["id"] == 0
        await walk.aclose()
        assert len(asyncio.all_tasks()) == 1

    if isinstance(client, Client):
        walk = client.records(APART, page_size=2, limit=limit)
        assert next(walk)["id"] == 0
        walk.close()
    else:
        asyncio.run(some(client))
    assert threading.active_count() == before
    # The first page of each, and where all is wanted, the next of each at most.
    assert 2 <= len(fake.requests) <= (4 if limit is None else 2)


def test_no_more_requests_are_under_way_than_may_be(way: str) -> None:
    plan = vsfilter.plan(" or ".join(f"(duration = {number} and dst_id > {number})" for number in range(8)), "cdrs")
    assert len(plan.requests) == 8
    under_way = most = 0
    lock = threading.Lock()

    async def handle(_: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.001)
        under_way -= 1
        return answer({"data": []})

    def wait(_: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        threading.Event().wait(0.005)
        with lock:
            under_way -= 1
        return answer({"data": []})

    async def collect() -> list[dict[str, Any]]:
        async with AsyncClient(None, "token", transport=httpx.MockTransport(handle)) as client:
            return [record async for record in client.records(plan, concurrency=3)]

    if way == "sync":
        with Client(None, "token", transport=httpx.MockTransport(wait)) as client:
            assert list(client.records(plan, concurrency=3)) == []
    else:
        assert asyncio.run(collect()) == []
    assert 1 < most <= 3
