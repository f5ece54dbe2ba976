"""Bounds, rates, and what ends a probe early."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from tests.probe.fakes import ORDERS, ROWS, TOKEN, Api, Params, answer, asks, found_of, probed
from vsfilter.client import Client
from vsfilter.errors import FilterCheckError
from vsfilter.model import Operator
from vsfilter.probe import Outcome, Verdict, is_local, probe
from vsfilter.probe.asking import Asker, masked


def test_only_lists_are_read() -> None:
    api = Api()
    findings = probed(api)
    assert api.methods == {"GET"}
    assert set(api.paths) == {"/v1.2/voipstudio/orders"}
    assert findings.requests == len(api.requests) > 30
    assert (findings.host, findings.stopped, findings.unreachable) == ("l7api.com", "", ())


def test_no_more_is_asked_than_allowed_and_that_is_said() -> None:
    whole = probed(Api()).requests
    for most in (1, 2, 5, 31, 35, whole - 1):
        api = Api()
        findings = probed(api, max_requests=most)
        assert len(api.requests) == findings.requests == most
        assert findings.stopped == f"all {most} requests were sent: orders was not asked to its end"
    assert probed(Api(), max_requests=whole).stopped == ""


def test_the_endpoints_that_are_left_are_counted() -> None:
    with Client(None, TOKEN, transport=httpx.MockTransport(Api())) as client:
        findings = probe(client, [ORDERS, "cdrs", "sms"], max_requests=5, rate=1e9)
    assert findings.stopped.endswith("orders was not asked to its end, and 2 endpoints not at all")


def test_what_concerns_the_whole_api_is_asked_first_of_all_when_requests_are_few() -> None:
    found = probed(Api(), max_requests=20)
    assert found.stopped
    assert found.behaviours["unknown_parameter"].value == "ignore"
    assert len(found.endpoints[0].properties["id"].operators) > 5
    assert found.endpoints[0].properties["size"].operators == {}


def test_all_endpoints_are_asked_unless_some_are_named() -> None:
    names: list[str] = []
    with Client(None, TOKEN, transport=httpx.MockTransport(lambda _: answer({"data": []}))) as client:
        findings = probe(client, rate=1e9, clock=lambda: datetime(2026, 7, 1, tzinfo=UTC), progress=names.append)
        with pytest.raises(FilterCheckError, match="there is no endpoint `cdr`"):
            probe(client, ["cdr"])
    assert len(names) == len(findings.endpoints) == 21
    assert {found.basis for found in findings.endpoints} == {"no records"}
    assert findings.day == date(2026, 7, 1)
    assert {behaviour.note for behaviour in findings.behaviours.values()} == {"nobody asked"}


@pytest.mark.parametrize("bounds", [{"max_requests": 0}, {"rate": 0.0}, {"rate": -1.0}, {"rate": float("nan")}])
def test_bounds_are_above_nothing(bounds: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="expected bounds above 0"):
        probed(Api(), **bounds)


def test_requests_keep_their_distance() -> None:
    now = 100.0
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds

    with Client(None, TOKEN, transport=httpx.MockTransport(Api())) as client:
        asker = Asker(client, 10, 4, sleep=sleep, clock=lambda: now)
        for pause in (0.0, 0.0, 0.1, 9.0, 0.0):
            now += pause
            asker.ask(ORDERS, {})
    assert slept == pytest.approx([0.25, 0.15, 0.25])


@pytest.mark.parametrize(
    ("reply", "stopped"),
    [
        (answer({"message": "no"}, 401), "/orders 401: the API does not take the token"),
        (answer({}, 302), "/orders 302: the server sends the request on"),
        (answer({"message": "wait"}, 429), "/orders 429: requests come too fast"),
    ],
)
def test_what_is_no_answer_ends_the_probe(reply: httpx.Response, stopped: str) -> None:
    findings = probed(Api(instead=lambda _: reply))
    assert findings.stopped.startswith(stopped)
    assert findings.requests == 1


def test_a_connection_that_fails_ends_the_probe_with_what_was_found() -> None:
    def fail(params: Params) -> httpx.Response | None:
        if asks(params, "name", "like"):
            raise httpx.ConnectError("down")
        return None

    findings = probed(Api(instead=fail))
    assert findings.stopped == "/orders: the connection to the server failed (ConnectError)"
    assert findings.endpoints[0].properties["name"].operators[Operator.EQ].outcome is Outcome.WORKS


def test_a_reply_that_is_no_http_ends_the_probe() -> None:
    def fail(_: Params) -> httpx.Response:
        raise httpx.RemoteProtocolError("what?")

    assert "no valid HTTP" in probed(Api(instead=fail)).stopped


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        (answer({"message": "not yours"}, 403), "403: not yours"),
        (answer({}, 404), "404"),
        (answer({"message": "oh"}, 500), "500: oh"),
        (answer({"data": 5}), "200: the reply is no list of records"),
    ],
)
def test_an_endpoint_that_gives_no_records_is_told(reply: httpx.Response, failure: str) -> None:
    findings = probed(Api(instead=lambda _: reply))
    assert findings.unreachable == (findings.endpoints[0],)
    assert findings.endpoints[0].failure == failure
    assert findings.stopped == ""


def test_a_refusal_is_shown_without_what_was_sent() -> None:
    def echo(params: Params) -> httpx.Response | None:
        return answer({"message": f"SF0010 bad: {params['filter']}"}, 400) if asks(params, "name", "eq in") else None

    found = found_of(Api(instead=echo)).properties["name"].operators
    told = "".join(verdict.reason for verdict in found.values())
    assert "SF0010 bad" in told
    assert not any(row["name"] in told for row in ROWS)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("a bad I in Filtration", ["I"], "a bad … in Filtration"),
        ("it is abcdef", ["abcd", "abcdef"], "it is …"),
        ("call 442012345678 in 30 s", [], "call … in 30 s"),
        ("SF0010 of 12345", [7], "SF0010 of …"),
        ("nothing", [""], "nothing"),
    ],
)
def test_values_are_masked(text: str, values: list[object], expected: str) -> None:
    assert masked(text, values) == expected


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("l7api.com", False),
        ("10.0.0.1", False),
        ("localhost.example.com", False),
        ("", False),
    ],
)
def test_this_machine_is_known_by_its_name(host: str, *, local: bool) -> None:
    assert is_local(host) is local


def test_a_verdict_tells_outcome_and_reason() -> None:
    assert str(Verdict(Outcome.WORKS)) == "works"
    assert str(Verdict(Outcome.WRONG, "none")) == "wrong: none"
