"""The walk by page number, against servers that change and misbehave."""

from collections.abc import Callable
from typing import Any

import pytest

import vsfilter
from tests.client.fakes import WAYS, Both, Collection, answer, rows
from vsfilter.client import IncompleteWalkError
from vsfilter.client.walking import EMPTY_PAGES

ALL = vsfilter.compile(None, "cdrs")
LEAN = vsfilter.Endpoint("lean")
REFUSED = vsfilter.Endpoint(
    "refused",
    (vsfilter.Property("id", vsfilter.PropertyType.INTEGER, filterable=vsfilter.Filterability.REFUSED),),
    id_property="id",
)

pytestmark = pytest.mark.parametrize("way", WAYS)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 8, 9])
def test_it_gives_all_records_once_in_order(way: str, count: int) -> None:
    fake = Collection(rows(range(count)))
    assert Both(way, fake).ids(ALL, page_size=4, sort="id", dir="DESC") == list(reversed(range(count)))
    pages = [request["page"] for request in fake.requests]
    assert pages == [str(number) for number in range(1, len(pages) + 1)]


@pytest.mark.parametrize(("limit", "pages"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2)])
def test_it_asks_for_no_more_pages_than_are_wanted(way: str, limit: int, pages: int) -> None:
    fake = Collection(rows(range(9)))
    assert Both(way, fake).ids(ALL, page_size=2, sort="duration", limit=limit) == list(range(limit))
    assert [request["limit"] for request in fake.requests] == [str(min(limit, 2))] * pages
    assert all("dir" not in request for request in fake.requests)


def test_a_server_may_clamp_the_limit(way: str) -> None:
    assert Both(way, Collection(rows(range(7)), clamp=3)).ids(ALL, sort="id") == list(range(7))


@pytest.mark.parametrize(
    ("endpoint", "sort"),
    [
        ("apitokens", {"sort": "token", "dir": "ASC"}),
        ("chatmsgs", {}),
        (LEAN, {}),
        (
            REFUSED,
            {"sort": "id", "dir": "ASC"},
        ),
    ],
)
def test_it_is_the_way_where_no_integer_key_can_be_filtered(
    way: str, endpoint: str | vsfilter.Endpoint, sort: dict[str, str]
) -> None:
    fake = Collection([{"id": 1, "token": "a"}, {"id": 2, "token": "b"}])
    flt = vsfilter.compile(None, endpoint)
    assert Both(way, fake).records(flt, page_size=1) == fake.rows
    assert fake.requests == [{"page": str(number), "limit": "1"} | sort for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "total",
    [lambda _, __: None, lambda _, __: 0, lambda _, __: 1, lambda true, number: true if number % 2 else None],
    ids=["missing", "zero", "one", "sometimes"],
)
def test_a_total_that_is_wrong_or_missing_hides_nothing(way: str, total: Callable[[int, int], int | None]) -> None:
    assert Both(way, Collection(rows(range(9)), total=total)).ids(ALL, page_size=2, sort="id") == list(range(9))


def test_what_shifted_to_the_next_page_is_passed_over(way: str) -> None:
    fake = Collection(rows(range(6)), total=lambda _, __: None)
    fake.meanwhile = lambda number: fake.rows.extend(rows([99])) if number == 2 else None
    assert Both(way, fake).ids(ALL, page_size=2, sort="id", dir="DESC") == [5, 4, 3, 2, 1, 0]


def test_records_that_arrive_at_the_end_are_given(way: str) -> None:
    fake = Collection(rows(range(4)))
    fake.meanwhile = lambda number: fake.rows.extend(rows([99])) if number == 2 else None
    assert Both(way, fake).ids(ALL, page_size=2, sort="id") == [0, 1, 2, 3, 99]


def test_records_that_arrived_out_of_sight_are_an_error(way: str) -> None:
    fake = Collection(rows(range(4)))
    fake.meanwhile = lambda number: fake.rows.extend(rows([99])) if number == 2 else None
    both = Both(way, fake)
    with pytest.raises(
        IncompleteWalkError, match="the API counts 5 records, but page 4 is empty: records arrived"
    ) as caught:
        both.ids(ALL, page_size=2, sort="id", dir="DESC")
    assert caught.value.received == len(both.given) == 4
    assert len(both.slept) == EMPTY_PAGES


def test_records_that_are_deleted_are_an_error(way: str) -> None:
    fake = Collection(rows(range(6)))

    def meanwhile(number: int) -> None:
        if number == 2:
            fake.rows.pop(0)

    fake.meanwhile = meanwhile
    with pytest.raises(IncompleteWalkError, match="`total` fell from 6 to 5: records were deleted") as caught:
        Both(way, fake).ids(ALL, page_size=2, sort="id")
    assert caught.value.received == 2


def test_an_order_without_ties_broken_is_an_error(way: str) -> None:
    pages = iter([[1, 2], [2, 3], *[[]] * 9])
    both = Both(way, lambda _: answer({"data": rows(next(pages)), "total": 4}))
    with pytest.raises(IncompleteWalkError, match="`sort` has no fixed order among equals"):
        both.ids(ALL, page_size=2, sort="duration")
    assert [record["id"] for record in both.given] == [1, 2, 3]


def test_an_empty_page_before_the_end_is_asked_for_again(way: str) -> None:
    fake = Collection(rows(range(4)), empty=frozenset({2, 3}))
    both = Both(way, fake)
    assert both.ids(ALL, page_size=2, sort="id") == [0, 1, 2, 3]
    assert both.slept == [0.5, 1.0]


@pytest.mark.parametrize("total", [lambda true, _: true, lambda _, __: None], ids=["total", "no total"])
def test_pages_that_are_repeated_are_an_error(way: str, total: Callable[[int, int], int | None]) -> None:
    fake = Collection(rows(range(6)), ignored=frozenset({"page"}), total=total)
    both = Both(way, fake)
    with pytest.raises(IncompleteWalkError, match="page 2 holds nothing that was not on the pages before"):
        both.ids(ALL, page_size=2, sort="id")
    assert len(both.given) == 2


def test_a_record_that_stands_twice_on_a_page_is_given_once(way: str) -> None:
    pages = iter([[1, "1", 2], []])
    assert Both(way, lambda _: answer({"data": rows(next(pages))})).ids(ALL, sort="id") == [1, 2]


def test_equal_records_without_a_key_are_two_on_one_page_and_an_error_on_two(way: str) -> None:
    flt = vsfilter.compile(None, LEAN)
    both = Both(way, Collection([{"name": "a"}, {"name": "a"}, {"name": "b"}], clamp=2))
    assert both.records(flt) == [{"name": "a"}, {"name": "a"}, {"name": "b"}]
    both = Both(way, Collection([{"name": "a"}, {"name": "b"}, {"name": "a"}], clamp=2))
    with pytest.raises(IncompleteWalkError, match="a record without a key came on two pages"):
        both.records(flt)
    assert both.given == [{"name": "a"}, {"name": "b"}]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"page_size": 0}, "invalid-limit"),
        ({"page_size": 5001}, "invalid-limit"),
        ({"sort": "idd"}, "unknown-property"),
        ({"dir": "up"}, "invalid-option"),
        ({"limit": -1}, "expected a limit of records from 0, got -1"),
    ],
)
def test_options_out_of_range_are_refused_at_once(way: str, options: dict[str, Any], message: str) -> None:
    fake = Collection(rows([1]))
    with pytest.raises(ValueError, match=message):
        Both(way, fake).client.records(ALL, **options)
    assert not fake.requests
