"""Pages, their order, groups, and single records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.asking import Asking, get_raw
from vsfilter.emulator import Emulator
from vsfilter.schema import endpoint, endpoints

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.insert(
            "cdrs",
            ({"id": number, "src": "abc"[number % 3], "duration": 100 - number} for number in reversed(range(60))),
        )
        running.insert("cdrs", [{"id": 60, "src": None, "duration": None}])
        running.insert("calltracking/ddis", [{"id": "44/1", "e164": "44"}, {"id": "x", "name": "first"}, {"id": "x"}])
        yield running


@pytest.fixture(scope="module")
def asking(emulator: Emulator) -> Iterator[Asking]:
    with Asking(emulator) as client:
        yield client


def test_every_endpoint_is_there(asking: Asking) -> None:
    assert len(endpoints()) == 21
    for each in endpoints():
        body = asking.ask(each.name, page=1, limit=1).json()
        assert body.keys() == {"data", "total"}


def test_a_list_has_records_and_the_total(asking: Asking) -> None:
    body = asking.ask("cdrs", ("id", "lt", 50), limit=10).json()
    assert body["total"] == 50
    assert [record["id"] for record in body["data"]] == list(range(10))
    assert list(body["data"][0]) == list(endpoint("cdrs").names)
    assert body["data"][0]["metadata"] is None


def test_pages_follow_each_other_and_end(asking: Asking) -> None:
    walked = [asking.ids("cdrs", page=page, limit=25) for page in (1, 2, 3, 4)]
    assert walked == [list(range(25)), list(range(25, 50)), list(range(50, 61)), []]
    assert asking.ids("cdrs") == walked[0]
    assert asking.ask("cdrs", page=10**40, limit=5000).json() == {"data": [], "total": 61}
    assert asking.ids("cdrs", page="0001", limit="05000") == list(range(61))


@pytest.mark.parametrize("value", ["0", "-1", "+1", "1.0", "1e0", " 1", "x", "", "00", "\u0661", "1\n"])
@pytest.mark.parametrize("name", ["page", "limit"])
def test_pages_and_limits_count_from_one(asking: Asking, name: str, value: str) -> None:
    assert asking.refused("cdrs", **{name: value})["errors"][0]["field"] == name


def test_the_largest_limit_is_5000(asking: Asking) -> None:
    assert len(asking.records("cdrs", limit=5000)) == 61
    for limit in ("5001", "9" * 5000):
        assert asking.refused("cdrs", limit=limit)["errors"][0]["field"] == "limit"


def test_any_property_sorts_and_ids_break_ties(asking: Asking) -> None:
    assert asking.ids("cdrs", sort="duration", limit=3) == [60, 59, 58]
    assert asking.ids("cdrs", sort="duration", dir="desc", limit=3) == [0, 1, 2]
    assert asking.ids("cdrs", sort="src", dir="ASC", limit=4) == [60, 0, 3, 6]
    assert asking.ids("cdrs", sort="src", dir="DeSc", limit=3) == [2, 5, 8]
    assert asking.ids("cdrs", sort="id", dir="DESC", limit=2) == [60, 59]
    assert asking.ids("cdrs", dir="DESC", limit=2) == [60, 59]
    assert asking.ids("cdrs", sort="labels", limit=2) == [0, 1]
    assert asking.refused("cdrs", sort="Id")["errors"][0]["field"] == "sort"
    assert asking.refused("cdrs", sort="")["errors"][0]["field"] == "sort"
    assert asking.refused("cdrs", dir="down")["errors"][0]["field"] == "dir"
    assert asking.refused("cdrs", dir="")["errors"][0]["field"] == "dir"


def test_the_pages_of_any_order_hold_each_record_once(asking: Asking) -> None:
    for sort in endpoint("cdrs").names:
        walked = [number for page in range(1, 8) for number in asking.ids("cdrs", page=page, limit=10, sort=sort)]
        assert sorted(walked) == list(range(61))


def test_groups_are_counted(asking: Asking) -> None:
    body = asking.ask("cdrs", group_by="src").json()
    by_lowest_id = [{"src": letter, "count": 20} for letter in "abc"]
    assert body == {"data": [*by_lowest_id, {"src": None, "count": 1}], "total": 4}
    assert asking.records("cdrs", group_by="src", sort="src", dir="DESC", limit=2) == by_lowest_id[:0:-1]
    few = asking.ask("cdrs", ("id", "in", [1, 4, 5]), group_by="src", limit=1).json()
    assert few == {"data": [{"src": "b", "count": 2}], "total": 2}
    assert asking.records("cdrs", group_by="labels") == [{"labels": None, "count": 61}]
    assert asking.refused("cdrs", group_by="x")["errors"][0]["field"] == "group_by"


def test_what_the_official_client_sends_is_understood(asking: Asking) -> None:
    for each in endpoints():
        sent = asking.records(each.name, limit=25, page=1, filter="[]", sort=each.id_property or "", dir="DESC")
        assert sent == asking.records(each.name, dir="desc")


QUERIES: list[bytes] = [
    b"?page=1&page=1",
    b"?offset=5",
    b"?Page=1",
    b"?=1",
    b"?filter=%zz",
    b"?filter=%",
    b"?filter=%ff",
    b"?filter=%ed%a0%80",
    b"?filter[]=1",
]


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_no_list_request_is_refused(emulator: Emulator, query: bytes) -> None:
    answer = get_raw(emulator, b"/cdrs" + query)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"message"' in answer


def test_a_query_of_more_than_64_kib_is_refused(emulator: Emulator) -> None:
    longest = b"page=" + b"1".rjust(64 * 1024 - 5, b"0")
    assert get_raw(emulator, b"/cdrs?" + longest).startswith(b"HTTP/1.1 200 ")
    answer = get_raw(emulator, b"/cdrs?" + longest + b"&")
    assert answer.startswith(b"HTTP/1.1 414 ")
    assert b'"message"' in answer


def test_one_record_by_its_id(asking: Asking) -> None:
    answer = asking.get("/cdrs/5").json()
    assert answer.keys() == {"data", "links"}
    assert answer["data"]["id"] == 5
    assert answer["links"] == {}
    assert asking.get("/calltracking/ddis/x").json()["data"]["name"] == "first"
    assert asking.get("/calltracking/ddis/44%2F1").json()["data"]["e164"] == "44"


@pytest.mark.parametrize(
    "path",
    [
        *("/cdrs/61", "/cdrs/05", "/cdrs/x", "/cdrs/", "/cdrs/%D9%A1", "/cdrs/5/", "/cdrs/-0", f"/cdrs/{2**63}"),
        *("/cdrs.csv", "/nothing", "/", "", "/calltracking", "/calltracking/ddis/%00", "/cdrs/%FF", "/chatmsgs/1"),
    ],
)
def test_what_is_not_there_is_not_found(asking: Asking, path: str) -> None:
    answer = asking.get(path)
    assert answer.status_code == 404
    assert answer.json().keys() == {"message", "errors"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FROBNICATE"])
@pytest.mark.parametrize("path", ["/cdrs", "/cdrs/1", "/me"])
def test_other_methods_are_not_allowed(asking: Asking, method: str, path: str) -> None:
    answer = asking.request(method, path)
    assert answer.status_code == 405
    assert answer.json()["message"]
    assert "GET" in answer.headers["allow"]


def test_a_page_of_a_browser_may_ask_from_elsewhere(asking: Asking) -> None:
    wish = {"Origin": "https://example.com", "Access-Control-Request-Method": "GET"}
    asked: dict[str, Any] = wish | {"Access-Control-Request-Headers": "X-Auth-Token"}
    answer = asking.options("/cdrs", headers=asked)
    assert answer.status_code == 200
    assert "x-auth-token" in answer.headers["access-control-allow-headers"].lower()
    assert asking.get("/cdrs", headers=wish).headers["access-control-allow-origin"] == "*"
