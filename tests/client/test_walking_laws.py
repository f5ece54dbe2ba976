"""Whatever arrives and is deleted during a walk: no record is lost, none comes twice, or there is a clear error."""

import asyncio
import json
import weakref
from functools import partial
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import vsfilter
from tests.client.fakes import WAYS, Both, Collection, rows
from vsfilter.client import AsyncClient, Client, IncompleteWalkError, replies

ALL = vsfilter.compile(None, "cdrs")

# Before a request: how many records arrive, and which of those that are there are deleted, by position.
changes = st.lists(st.tuples(st.integers(0, 3), st.lists(st.integers(0, 20), max_size=2)), max_size=8)
totals = st.sampled_from([lambda true, _: true, lambda _, __: None, lambda _, __: 0])


class _Life:
    """A collection that changes before each request, and what was there all the time."""

    def __init__(self, count: int, script: list[tuple[int, list[int]]], **faults: Any) -> None:
        self.fake = Collection(rows(range(count)), meanwhile=self._change, **faults)
        self.lasting = set(range(count))
        self.ever = set(range(count))
        self._script = script

    def _change(self, number: int) -> None:
        # Changes before the first request are none.
        if not 2 <= number < len(self._script) + 2:
            return
        arriving, leaving = self._script[number - 2]
        for position in leaving:
            if self.fake.rows:
                self.lasting.discard(self.fake.rows.pop(position % len(self.fake.rows))["id"])
        arrived = range(len(self.ever), len(self.ever) + arriving)
        self.fake.rows += rows(arrived)
        self.ever.update(arrived)


@pytest.mark.parametrize("way", WAYS)
@given(
    count=st.integers(0, 12),
    script=changes,
    size=st.integers(1, 5),
    clamp=st.integers(1, 5),
    total=totals,
    empty=st.frozensets(st.integers(1, 9), max_size=3),
)
def test_a_walk_by_key_gives_what_lasts_once(way: str, empty: frozenset[int], total: Any, **drawn: Any) -> None:
    size = drawn.pop("size")
    # Without a total an empty page is the end.
    honest = total(1, 1) == 1
    life = _Life(**drawn, total=total, empty=empty if honest else frozenset())
    ids = Both(way, life.fake).ids(ALL, page_size=size)
    assert ids == sorted(set(ids))
    assert life.lasting <= set(ids) <= life.ever


@pytest.mark.parametrize("way", WAYS)
@given(count=st.integers(0, 12), script=changes, size=st.integers(1, 5), total=totals)
def test_a_walk_by_key_the_other_way_gives_what_lasts_once(way: str, size: int, **drawn: Any) -> None:
    life = _Life(**drawn)
    both = Both(way, life.fake)
    try:
        ids = both.ids(ALL, page_size=size, dir="DESC")
    except IncompleteWalkError:
        # Records arrived behind the walk while others were deleted before it: they look like skipped ones.
        assert any(arriving for arriving, _ in drawn["script"])
        assert any(leaving for _, leaving in drawn["script"])
    else:
        assert life.lasting <= set(ids) <= life.ever
    given_ids = [record["id"] for record in both.given]
    assert given_ids == sorted(set(given_ids), reverse=True)


@pytest.mark.parametrize("way", WAYS)
@given(count=st.integers(0, 12), script=changes, size=st.integers(1, 5), order=st.sampled_from(["ASC", "DESC"]))
@example(count=4, script=[(0, [0])], size=2, order="ASC")
def test_a_walk_by_page_gives_what_lasts_once_or_fails(way: str, size: int, order: str, **drawn: Any) -> None:
    # Arrivals that outweigh deletions between two requests hide them; that is documented.
    drawn["script"] = [
        (arriving if number % 2 else 0, [] if number % 2 else leaving)
        for number, (arriving, leaving) in enumerate(drawn["script"])
    ]
    life = _Life(**drawn)
    both = Both(way, life.fake)
    try:
        ids = both.ids(ALL, page_size=size, sort="id", dir=order)
    except IncompleteWalkError as error:
        assert error.received == len(both.given)
        assert any(arriving or leaving for arriving, leaving in drawn["script"])
    else:
        assert life.lasting <= set(ids) <= life.ever
    given_ids = [record["id"] for record in both.given]
    assert len(given_ids) == len(set(given_ids))


class _Row(dict[str, Any]):
    """A record that can be watched."""

    __hash__ = object.__hash__  # type: ignore[assignment]


@pytest.mark.parametrize("way", WAYS)
def test_a_walk_by_key_holds_one_page(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: weakref.WeakSet[_Row] = weakref.WeakSet()

    def watched(pairs: dict[str, Any]) -> dict[str, Any]:
        row = _Row(pairs)
        alive.add(row)
        return row

    fake = Collection(rows(range(30)))
    held = []

    def handler(request: httpx.Request) -> httpx.Response:
        held.append(len(alive))
        return fake(request)

    async def count(client: AsyncClient) -> int:
        return sum([1 async for _ in client.records(ALL, page_size=10)])

    monkeypatch.setattr(replies, "loads", partial(json.loads, object_hook=watched))
    client = Both(way, handler).client
    if isinstance(client, Client):
        assert sum(1 for _ in client.records(ALL, page_size=10)) == 30
    else:
        assert asyncio.run(count(client)) == 30
    # Whoever counts still has the last one.
    assert held == [0, 1, 1, 1]
