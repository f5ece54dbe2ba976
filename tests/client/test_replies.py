"""What a reply means, and what is asked."""

import json
import pickle
from typing import Any

import httpx
import pytest

import vsfilter
from tests.client.fakes import TOKEN, WAYS, Both, Collection, answer, rows
from vsfilter.client import (
    AuthenticationError,
    ClientError,
    MalformedReplyError,
    Page,
    RequestRefusedError,
    ServerError,
)

ALL = vsfilter.compile(None, "cdrs")
LONG = vsfilter.compile("src like 44 and calldate > 2018-09-01", "cdrs")

pytestmark = pytest.mark.parametrize("way", WAYS)


def test_a_page_is_asked_for_as_the_filter_writes_it(way: str) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer({"data": rows([1, 2]), "total": 7})

    options: dict[str, Any] = {"page": 3, "limit": 2, "sort": "src", "dir": "desc", "group_by": "dst"}
    page = Both(way, handler).do("page", LONG, **options)
    assert page == Page(tuple(rows([1, 2])), 7, 3, 2)
    [request] = seen
    assert request.url.raw_path.decode() == "/v1.2/voipstudio/cdrs?" + LONG.to_query(**options)
    assert request.url.host == "l7api.com"
    assert request.headers["X-Auth-Token"] == TOKEN
    assert request.headers["Accept"] == "application/json"
    assert request.extensions["timeout"] == dict.fromkeys(("connect", "read", "write", "pool"), 30.0)


def test_a_page_is_the_first_hundred_unless_asked_otherwise(way: str) -> None:
    fake = Collection(rows(range(200)))
    page = Both(way, fake).do("page", ALL)
    assert (len(page.records), page.total, page.page, page.limit) == (100, 200, 1, 100)
    assert fake.requests == [{"page": "1", "limit": "100"}]


def test_the_base_url_is_told(way: str) -> None:
    assert Both(way, lambda _: answer({})).client.base_url == "https://l7api.com/v1.2/voipstudio"


def test_what_no_filter_says_is_asked_by_parameters(way: str) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer({"data": rows([1]), "total": 9})

    both = Both(way, handler)
    assert both.do("ask", "cdrs", {"filter": "[]", "limit": 5001, "page": 2}) == Page(tuple(rows([1])), 9, 2, 5001)
    assert both.do("ask", vsfilter.Endpoint("orders"), {"a b": "&"}) == Page(tuple(rows([1])), 9, 1, 0)
    paths = [request.url.raw_path.decode() for request in seen]
    assert paths == ["/v1.2/voipstudio/cdrs?filter=%5B%5D&limit=5001&page=2", "/v1.2/voipstudio/orders?a%20b=%26"]


@pytest.mark.parametrize(
    ("total", "count"),
    [(5, 5), (0, 0), ("12", 12), (None, None), (-1, None), (True, None), (1.5, None), ("x", None), ("9" * 10, None)],
)
def test_a_total_is_a_count_or_is_not_told(way: str, total: object, count: int | None) -> None:
    assert Both(way, lambda _: answer({"data": [], "total": total})).do("page", ALL).total == count


def test_options_are_checked_before_anything_is_sent(way: str) -> None:
    fake = Collection([])
    with pytest.raises(vsfilter.FilterCheckError, match="invalid-limit"):
        Both(way, fake).do("page", ALL, limit=5001)
    assert not fake.requests


def test_the_total_is_read_with_one_record(way: str) -> None:
    fake = Collection(rows(range(7)))
    assert Both(way, fake).do("total", ALL) == 7
    assert fake.requests == [{"page": "1", "limit": "1"}]


@pytest.mark.parametrize("envelope", [{"data": []}, {"data": rows([1])}, {"data": rows([1]), "total": 0}])
def test_a_total_that_is_not_told_is_an_error(way: str, envelope: object) -> None:
    with pytest.raises(MalformedReplyError, match="/cdrs: the reply does not say how many records match"):
        Both(way, lambda _: answer(envelope)).do("total", ALL)


def test_no_record_is_a_total_of_none(way: str) -> None:
    assert Both(way, lambda _: answer({"data": [], "total": 0})).do("total", ALL) == 0


@pytest.mark.parametrize(("key", "path"), [(7, "/cdrs/7"), ("a b/c", "/cdrs/a%20b%2Fc")])
def test_a_record_is_asked_for_by_its_key(way: str, key: int | str, path: str) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert request.url.raw_path.decode() == "/v1.2/voipstudio" + path
        return answer({"data": {"id": 7}, "links": {}})

    assert Both(way, handler).do("record", "cdrs", key) == {"id": 7}


@pytest.mark.parametrize("key", ["", ".", ".."])
def test_a_key_that_leads_elsewhere_is_not_sent(way: str, key: str) -> None:
    with pytest.raises(RequestRefusedError, match=r"/cdrs/\{id\}: expected the key of a record"):
        Both(way, Collection([])).do("record", "cdrs", key)


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("page", b""),
        ("page", b"<html>busy</html>"),
        ("page", b"\xff\xfe\xfa"),
        ("page", b"[" * 100_000),
        ("page", b"[]"),
        ("page", b"{}"),
        ("page", b'{"data": {}}'),
        ("page", b'{"data": [1]}'),
        ("page", b'{"data": [], "total": NaN}'),
        ("ping", b'{"data": []}'),
        ("me", b"null"),
    ],
)
def test_a_reply_of_another_shape_is_malformed(way: str, method: str, body: bytes) -> None:
    both = Both(way, lambda _: httpx.Response(200, content=body))
    with pytest.raises(
        MalformedReplyError, match=r"200: expected .* got a reply of [0-9,]+ bytes that is none"
    ) as caught:
        both.do(method, *([ALL] if method == "page" else []))
    assert not caught.value.transient
    # What cannot be read may hold secrets; so the error of reading is not kept.
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert not both.slept


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"message": "General"}, ": General"),
        ({"message": "General", "errors": []}, ": General"),
        ({"message": "General", "errors": [{"message": "Special"}]}, ": Special"),
        ({"errors": [{"field": "filter", "message": "bad"}, {"message": "worse"}]}, ": filter: bad; worse"),
        ({"message": "General", "errors": [7, {"field": "x"}, {"message": ""}]}, ": General"),
        ({"message": "General", "errors": "broken"}, ": General"),
        ({"message": 5}, ""),
        ([], ""),
        ({"message": "a\x1b[31mb"}, ": a␛[31mb"),
        ({"message": "x" * 1000}, ": " + "x" * 499 + "…"),
    ],
)
def test_a_refusal_tells_what_the_api_says(way: str, body: object, said: str) -> None:
    both = Both(way, lambda _: answer(body, 400))
    with pytest.raises(RequestRefusedError) as caught:
        both.do("page", LONG)
    assert str(caught.value) == "/cdrs 400: the API refuses the request" + said
    assert (caught.value.path, caught.value.status, caught.value.attempts) == ("/cdrs", 400, 1)
    assert caught.value.said == said.removeprefix(": ")
    assert not both.slept


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (301, RequestRefusedError, "another address, where the token is not sent. Correct base_url"),
        (308, RequestRefusedError, "another address"),
        (304, RequestRefusedError, "another address"),
        (401, AuthenticationError, "after 30 minutes without a request.*with login.*`reauthenticate`: No"),
        (403, AuthenticationError, "it sees what the user may see whom it belongs to: No"),
        (404, RequestRefusedError, "refuses the request: No"),
        (412, RequestRefusedError, "refuses the request: No"),
    ],
)
def test_each_status_has_its_error(way: str, status: int, kind: type[ClientError], words: str) -> None:
    requests = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return answer({"message": "No"}, status, {"Location": "https://elsewhere.example/"})

    with pytest.raises(kind, match=f"/cdrs {status}: .*{words}") as caught:
        Both(way, handler).do("page", ALL)
    assert (caught.value.status, caught.value.transient) == (status, False)
    assert len(requests) == 1


def test_an_error_can_be_pickled(way: str) -> None:
    with pytest.raises(ServerError) as caught:
        Both(way, lambda _: answer({"message": "down"}, 503), retries=1).do("page", ALL)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  written a moment ago
    assert str(again) == str(caught.value) == "/cdrs 503: the server fails: down (tried 2 times)"
    assert json.dumps([again.path, again.status]) == '["/cdrs", 503]'
