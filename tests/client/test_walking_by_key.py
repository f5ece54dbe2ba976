"""The walk by key, against servers that change and misbehave."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import vsfilter
from tests.client.fakes import WAYS, Both, Collection, answer, rows
from vsfilter.client import IncompleteWalkError, RequestRefusedError
from vsfilter.client.walking import EMPTY_PAGES

ALL = vsfilter.compile(None, "cdrs")
LONG = vsfilter.compile("duration >= 60", "cdrs")

pytestmark = pytest.mark.parametrize("way", WAYS)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 8, 9])
def test_it_gives_all_records_once_in_order(way: str, count: int) -> None:
    fake = Collection(rows(reversed(range(count))))
    assert Both(way, fake).ids(LONG, page_size=4) == list(range(count))


def test_it_goes_on_beyond_the_last_id(way: str) -> None:
    fake = Collection(rows([3, 5, 8]))
    Both(way, fake).ids(LONG, page_size=2)
    duration = {"property": "duration", "operator": "gte", "value": 60}
    asked = [json.loads(request.pop("filter")) for request in fake.requests]
    assert asked == [
        [duration],
        [duration, {"property": "id", "operator": "gt", "value": 5}],
        [duration, {"property": "id", "operator": "gt", "value": 8}],
    ]
    assert fake.requests == [{"page": "1", "limit": "2", "sort": "id", "dir": "ASC"}] * 3


def test_without_a_filter_the_id_is_the_only_condition(way: str) -> None:
    fake = Collection(rows([3]))
    assert Both(way, fake).ids(ALL) == [3]
    assert "filter" not in fake.requests[0]
    assert json.loads(fake.requests[1]["filter"]) == [{"property": "id", "operator": "gt", "value": 3}]


def test_it_goes_the_other_way(way: str) -> None:
    fake = Collection(rows(range(5)))
    assert Both(way, fake).ids(ALL, page_size=2, dir="desc") == [4, 3, 2, 1, 0]


@pytest.mark.parametrize(("limit", "sizes"), [(0, []), (1, ["1"]), (2, ["2"]), (3, ["2", "1"]), (4, ["2", "2"])])
def test_it_asks_for_no_more_than_is_wanted(way: str, limit: int, sizes: list[str]) -> None:
    fake = Collection(rows(range(9)))
    assert Both(way, fake).ids(ALL, page_size=2, limit=limit) == list(range(limit))
    assert [request["limit"] for request in fake.requests] == sizes


def test_it_gives_no_more_than_is_wanted_of_a_page_that_is_too_long(way: str) -> None:
    page = {"data": rows(range(9)), "total": 9}
    assert Both(way, lambda _: answer(page)).ids(ALL, limit=4) == [0, 1, 2, 3]


def test_a_server_may_clamp_the_limit(way: str) -> None:
    assert Both(way, Collection(rows(range(7)), clamp=3)).ids(ALL) == list(range(7))


def test_ids_may_be_texts(way: str) -> None:
    pages = iter([["9", "10"], []])
    assert Both(way, lambda _: answer({"data": rows(next(pages))})).ids(ALL) == ["9", "10"]


@pytest.mark.parametrize(
    "total",
    [
        lambda _, __: None,
        lambda _, __: 0,
        lambda true, _: min(true, 1),
        lambda true, _: true and true - 1,
        lambda true, number: true if number % 2 else None,
    ],
    ids=["missing", "zero", "one", "one less", "sometimes"],
)
def test_a_total_that_is_wrong_or_missing_hides_nothing(way: str, total: Callable[[int, int], int | None]) -> None:
    assert Both(way, Collection(rows(range(9)), total=total)).ids(ALL, page_size=2) == list(range(9))


def test_a_total_that_is_too_large_is_an_error(way: str) -> None:
    both = Both(way, Collection(rows(range(9)), total=lambda true, _: true and true + 5))
    with pytest.raises(IncompleteWalkError, match="the API counts 14 records up to `id` 8, more than it gave"):
        both.ids(ALL, page_size=2)
    both = Both(way, Collection(rows(range(9)), total=lambda _, __: 9))
    with pytest.raises(IncompleteWalkError, match="the API counts 9 more records, but gave an empty page 4 times"):
        both.ids(ALL, page_size=2)


def test_records_that_arrive_and_go_shift_nothing(way: str) -> None:
    fake = Collection(rows([1, 2, 3, 4, 5, 6]))

    def meanwhile(number: int) -> None:
        if number == 2:
            fake.rows[:] = rows([2, 4, 5, 6, 7, 8])

    fake.meanwhile = meanwhile
    assert Both(way, fake).ids(ALL, page_size=2) == [1, 2, 4, 5, 6, 7, 8]


def test_an_empty_page_before_the_end_is_asked_for_again(way: str) -> None:
    fake = Collection(rows(range(4)), empty=frozenset({1, 3, 4}))
    both = Both(way, fake)
    assert both.ids(ALL, page_size=2) == [0, 1, 2, 3]
    assert both.slept == [0.5, 0.5, 1.0]


def test_empty_pages_before_the_end_are_an_error_at_last(way: str) -> None:
    fake = Collection(rows(range(4)), empty=frozenset(range(2, 99)))
    both = Both(way, fake)
    with pytest.raises(
        IncompleteWalkError, match=r"/cdrs: the API counts 2 more records, but gave an empty page 4 times"
    ) as caught:
        both.ids(ALL, page_size=2)
    assert len(both.slept) == EMPTY_PAGES
    assert len(fake.requests) == EMPTY_PAGES + 2
    assert (caught.value.received, caught.value.path, caught.value.status) == (2, "/cdrs", None)
    assert len(both.given) == 2


@pytest.mark.parametrize("ignored", ["sort", "id"])
def test_a_server_that_ignores_order_or_condition_is_found_out(way: str, ignored: str) -> None:
    fake = Collection(rows([5, 6, 1, 2]), ignored=frozenset({ignored}))
    both = Both(way, fake)
    with pytest.raises(
        IncompleteWalkError, match="does not honour `sort` or the condition on `id`; give `sort` to walk"
    ):
        both.ids(ALL, page_size=4)


@pytest.mark.parametrize("ids", [[1, 1], [2, 1]])
def test_ids_rise_strictly(way: str, ids: list[int]) -> None:
    with pytest.raises(IncompleteWalkError, match=f"`id` {ids[1]} came after {ids[0]}"):
        Both(way, lambda _: answer({"data": rows(ids)})).ids(ALL)


def test_ids_fall_strictly_the_other_way(way: str) -> None:
    with pytest.raises(IncompleteWalkError, match="`id` 2 came after 1, though the request was for DESC order"):
        Both(way, lambda _: answer({"data": rows([1, 2])})).ids(ALL, dir="DESC")


@pytest.mark.parametrize(
    ("size", "order", "direction"), [(1, [9, 8, 7], "ASC"), (3, [1, 2, 5, 3, 4, 6], "ASC"), (2, [6, 3, 5, 4], "DESC")]
)
def test_ids_that_rise_by_chance_do_not_hide_an_order_that_is_ignored(
    way: str, size: int, order: list[int], direction: str
) -> None:
    fake = Collection(rows(order), ignored=frozenset({"sort"}))
    with pytest.raises(IncompleteWalkError, match="more than it gave: the server does not honour `sort`"):
        Both(way, fake).ids(ALL, page_size=size, dir=direction)


@pytest.mark.parametrize("data", [[{"duration": 1}], [{"id": None}], [{"id": True}], [{"id": "abc"}], [{"id": 1.5}]])
def test_a_record_without_an_integer_id_ends_the_walk(way: str, data: list[dict[str, Any]]) -> None:
    with pytest.raises(IncompleteWalkError, match="a record has no integer `id`; give `sort`"):
        Both(way, lambda _: answer({"data": data, "total": 1})).ids(ALL)


def test_a_server_that_refuses_conditions_on_the_id_is_named(way: str) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if "filter" in request.url.params:
            return answer({"message": "Filtration error"}, 400)
        return answer({"data": rows([1])})

    both = Both(way, handler)
    with pytest.raises(IncompleteWalkError, match="the API refuses a condition on `id`") as caught:
        both.ids(vsfilter.compile(None, "sms"))
    assert isinstance(caught.value.__cause__, RequestRefusedError)
    assert "Filtration error" in str(caught.value.__cause__)
    assert both.given == rows([1])


@pytest.mark.parametrize(("status", "parameter"), [(400, "page"), (404, "filter")])
def test_other_refusals_are_as_they_are(way: str, status: int, parameter: str) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        refused = parameter in request.url.params
        return answer({"message": "no"}, status) if refused else answer({"data": rows([1])})

    with pytest.raises(RequestRefusedError, match=f"/cdrs {status}: the API refuses the request: no"):
        Both(way, handler).ids(ALL)


def test_a_filter_beyond_the_default_limits_is_walked(way: str) -> None:
    many = vsfilter.compile(
        [{"property": "duration", "operator": "in", "value": list(range(100_001))}],
        "cdrs",
        limits=vsfilter.Limits(items=200_000),
    )
    with pytest.raises(
        RequestRefusedError, match="/cdrs: the URL cannot be sent, most likely since the filter is too long"
    ):
        Both(way, Collection([])).ids(many)
