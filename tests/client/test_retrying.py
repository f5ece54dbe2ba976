"""What is sent again, how often, and after how long."""

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Any

import httpx
import pytest

import vsfilter
from tests.client.fakes import TOKEN, WAYS, Both, answer, rows
from vsfilter.client import (
    AsyncClient,
    Client,
    ClientError,
    ConnectionFailedError,
    MalformedReplyError,
    RateLimitedError,
    ServerError,
)
from vsfilter.client.retrying import FIRST_WAIT, LONGEST_WAIT, LONGEST_WAITS

ALL = vsfilter.compile(None, "cdrs")
GOOD = {"data": rows([1]), "total": 1}

Fault = Callable[[], httpx.Response]


def _raise(error: type[httpx.HTTPError]) -> Fault:
    def fail() -> httpx.Response:
        raise error("broken")

    return fail


FAULTS: list[tuple[Fault, type[ClientError], str]] = [
    (_raise(httpx.ConnectError), ConnectionFailedError, r"/cdrs: the connection to the server failed \(ConnectError\)"),
    (_raise(httpx.ReadError), ConnectionFailedError, "the connection to the server failed"),
    (_raise(httpx.ReadTimeout), ConnectionFailedError, r"no reply came in time \(ReadTimeout\)"),
    (
        _raise(httpx.RemoteProtocolError),
        MalformedReplyError,
        "no valid HTTP, or broke off. The API is known to answer so where requests",
    ),
    (_raise(httpx.DecodingError), MalformedReplyError, "no valid HTTP"),
    (lambda: answer({"message": "down"}, 500), ServerError, "/cdrs 500: the server fails: down"),
    (lambda: httpx.Response(503, text="<html>"), ServerError, "/cdrs 503: the server fails"),
    (lambda: answer({"message": "slow down"}, 429), RateLimitedError, "/cdrs 429: requests come too fast: slow down"),
]


class _Server:
    """Fails some times, and then answers."""

    def __init__(self, fault: Fault, times: float) -> None:
        self.fault = fault
        self.times = times
        self.asked = 0

    def __call__(self, _: httpx.Request) -> httpx.Response:
        self.asked += 1
        return self.fault() if self.asked <= self.times else answer(GOOD)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fault", [fault for fault, _, _ in FAULTS])
def test_a_request_that_reads_is_sent_again(way: str, fault: Fault) -> None:
    server = _Server(fault, 3)
    both = Both(way, server)
    assert both.do("total", ALL) == 1
    assert server.asked == 4
    assert len(both.slept) == 3
    for number, seconds in enumerate(both.slept):
        assert FIRST_WAIT * 2**number <= seconds <= FIRST_WAIT * 2**number + 1


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("fault", "kind", "message"), FAULTS)
def test_it_is_given_up_at_last(way: str, fault: Fault, kind: type[ClientError], message: str) -> None:
    server = _Server(fault, 99)
    both = Both(way, server)
    with pytest.raises(kind, match=message + r".* \(tried 5 times\)") as caught:
        both.do("total", ALL)
    assert (server.asked, len(both.slept), caught.value.attempts, caught.value.transient) == (5, 4, 5, True)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("fault", "kind", "_message"), FAULTS)
def test_without_retries_there_are_none(way: str, fault: Fault, kind: type[ClientError], _message: str) -> None:
    server = _Server(fault, 1)
    with pytest.raises(kind) as caught:
        Both(way, server, retries=0).do("total", ALL)
    assert "tried" not in str(caught.value)
    assert server.asked == 1


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("method", "arguments"),
    [("create_api_token", ("x", 60)), ("delete_api_token", ("abc",)), ("login", ("a@b.c", "pw")), ("logout", ())],
)
@pytest.mark.parametrize(("fault", "kind", "_message"), FAULTS)
def test_a_request_that_writes_is_never_sent_again(
    way: str, method: str, arguments: tuple[Any, ...], fault: Fault, kind: type[ClientError], _message: str
) -> None:
    server = _Server(fault, 1)
    both = Both(way, server)
    with pytest.raises(kind) as caught:
        both.do(method, *arguments)
    assert (server.asked, both.slept) == (1, [])
    if kind in {ServerError, ConnectionFailedError}:
        assert "not sent again, since it may have been carried out" in str(caught.value)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "45"}, 45.0),
        ({"Retry-After": "Tue, 24 Nov 2026 10:00:40 GMT", "Date": "Tue, 24 Nov 2026 10:00:00 GMT"}, 40.0),
        ({"Retry-After": "Tue, 24 Nov 2026 10:00:40 -0000", "Date": "Tue, 24 Nov 2026 10:00:00 GMT"}, 40.0),
    ],
)
def test_the_wish_of_the_server_is_honoured(way: str, status: int, headers: dict[str, str], seconds: float) -> None:
    both = Both(way, _Server(lambda: answer({}, status, headers), 1))
    assert both.do("total", ALL) == 1
    assert both.slept == [seconds]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "text",
    ["0", "", "soon", "-5", "1.5", "9" * 5000, "Mon, 01 Jan 1990 00:00:00 GMT", "Mon, 99 Jan 99999 00:00:00 GMT"],
)
def test_a_wish_that_says_nothing_changes_nothing(way: str, text: str) -> None:
    both = Both(way, _Server(lambda: answer({}, 429, {"Retry-After": text}), 1))
    assert both.do("total", ALL) == 1
    assert both.slept[0] <= FIRST_WAIT + 1


@pytest.mark.parametrize("way", WAYS)
def test_a_wish_beyond_the_bound_ends_it(way: str) -> None:
    both = Both(way, _Server(lambda: answer({}, 429, {"Retry-After": "3600"}), 1))
    with pytest.raises(RateLimitedError, match="requests come too fast; the API asks to wait 3600 s") as caught:
        both.do("total", ALL)
    assert (both.slept, caught.value.retry_after, caught.value.attempts) == ([], 3600.0, 1)


@pytest.mark.parametrize("way", WAYS)
def test_all_waits_together_are_bounded(way: str) -> None:
    both = Both(way, _Server(lambda: answer({}, 500), 999), retries=1000)
    with pytest.raises(ServerError):
        both.do("total", ALL)
    assert LONGEST_WAITS - LONGEST_WAIT - 1 <= sum(both.slept) <= LONGEST_WAITS


@pytest.mark.parametrize("way", WAYS)
def test_a_walk_goes_on_after_a_failure(way: str) -> None:
    pages = iter([[1, 2], None, [3], None, []])

    def handler(_: httpx.Request) -> httpx.Response:
        page = next(pages)
        return answer({}, 502) if page is None else answer({"data": rows(page)})

    assert Both(way, handler).ids(ALL) == [1, 2, 3]


@pytest.mark.parametrize("way", WAYS)
def test_a_walk_that_fails_has_given_what_came_before(way: str) -> None:
    pages = iter([[1, 2]])

    def handler(_: httpx.Request) -> httpx.Response:
        page = next(pages, None)
        return answer({}, 502) if page is None else answer({"data": rows(page)})

    both = Both(way, handler)
    with pytest.raises(ServerError):
        both.ids(ALL)
    assert both.given == rows([1, 2])


@pytest.mark.parametrize("way", WAYS)
def test_a_negative_number_of_retries_is_refused(way: str) -> None:
    with pytest.raises(ValueError, match="expected a number of retries from 0, got -1"):
        Both(way, _Server(lambda: answer({}), 0), retries=-1)


def test_several_tasks_may_fail_at_once() -> None:
    numbers = count(1)

    async def pause(_: float) -> None:
        await asyncio.sleep(0)

    def handler(_: httpx.Request) -> httpx.Response:
        return answer({}, 500) if next(numbers) % 3 else answer(GOOD)

    async def ask() -> list[int]:
        transport = httpx.MockTransport(handler)
        async with AsyncClient(None, TOKEN, transport=transport, retries=50, sleep=pause) as client:
            return await asyncio.gather(*(client.total(ALL) for _ in range(10)))

    assert asyncio.run(ask()) == [1] * 10


def test_a_walk_asks_for_a_page_when_it_is_needed() -> None:
    numbers = count(1)
    with Client(
        None, TOKEN, transport=httpx.MockTransport(lambda _: answer({"data": rows([next(numbers)])}))
    ) as client:
        walk = client.records(ALL, page_size=1)
        assert next(numbers) == 1
        assert next(walk) == {"id": 2, "duration": 60}
        assert next(numbers) == 3
        walk.close()
