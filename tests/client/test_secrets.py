"""No token, no password and no query string in a repr, a message, a traceback or a log."""

import asyncio
import json
import logging
import traceback
from typing import Any

import httpx
import pytest

import vsfilter
from tests.client.fakes import TOKEN, WAYS, Both, Handler, answer
from vsfilter.client import AsyncClient, Client, ClientError
from vsfilter.client.steps import Request, Secret

NUMBER = "441514960"
FLT = vsfilter.compile(f"src like {NUMBER}", "cdrs")
OTHER = "feedfacefeedfacefeedfacefeedfacefeedface"
PASSWORD = 'pass"word\ud800'  # noqa: S105  of nobody
SECRETS = (TOKEN, OTHER, PASSWORD, 'pass"word', "654321", "n0nce", NUMBER)

CALLS = [
    ("page", (FLT,)),
    ("record", ("apitokens", OTHER)),
    ("delete_api_token", (OTHER,)),
    ("login", ("a@b.c", PASSWORD, "654321")),
    ("me", ()),
]


def _echo(status: int) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/login") and status != 400:
            return answer({"nonce": "n0nce"}, 202)
        sent = " ".join([request.headers.get("X-Auth-Token", ""), request.url.path])
        if request.content:
            sent += " ".join(map(str, json.loads(request.content).values()))
        return answer({"message": sent}, status)

    return handler


def _garbage(_: httpx.Request) -> httpx.Response:
    return httpx.Response(302, content=f"\xff {TOKEN} {OTHER}".encode("latin-1"))


def _broken(request: httpx.Request) -> httpx.Response:
    raise httpx.RemoteProtocolError(f"illegal header line: {TOKEN} {OTHER} {PASSWORD}", request=request)


def _lost(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("All connection attempts failed", request=request)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("handler", [_echo(400), _echo(401), _echo(500), _garbage, _broken, _lost])
@pytest.mark.parametrize(("method", "arguments"), CALLS)
def test_no_failure_shows_a_secret(
    way: str, handler: Handler, method: str, arguments: tuple[Any, ...], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    both = Both(way, handler)
    with pytest.raises(ClientError) as caught:
        both.do(method, *arguments)
    shown = (
        "".join(traceback.format_exception(caught.value)) + caplog.text + repr(both.client) + repr(both.client._session)
    )
    causes: list[BaseException] = [caught.value]
    while (cause := causes[-1].__cause__) is not None:
        causes.append(cause)
    shown += "".join(f"{cause} {cause!r}" for cause in causes)
    assert not [secret for secret in SECRETS if secret in shown]


@pytest.mark.parametrize("way", WAYS)
def test_the_cause_is_told_where_it_is_no_secret(way: str) -> None:
    with pytest.raises(ClientError) as caught:
        Both(way, _lost).do("page", FLT)
    assert isinstance(caught.value.__cause__, httpx.ConnectError)
    assert repr(caught.value.__cause__.request.url) == "URL('https://l7api.com/v1.2/voipstudio/cdrs')"


@pytest.mark.parametrize("way", WAYS)
def test_the_log_of_httpx_names_the_path_only(way: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    both = Both(way, lambda request: answer({"data": []}) if request.method == "GET" else httpx.Response(204))
    both.do("page", FLT)
    both.do("delete_api_token", OTHER)
    assert [record.getMessage() for record in caplog.records if record.name == "httpx"] == [
        'HTTP Request: GET https://l7api.com/v1.2/voipstudio/cdrs "HTTP/1.1 200 OK"',
        'HTTP Request: DELETE https://l7api.com/v1.2/voipstudio/apitokens/{token} "HTTP/1.1 204 No Content"',
    ]


def test_steps_and_secrets_are_written_without_what_they_hold() -> None:
    assert repr(Secret("abc")) == "<secret>"
    request = Request(
        "GET", "/cdrs", "https://h/cdrs?x=abc", "https://h/cdrs", {"X": "abc"}, {"y": "abc"}, (Secret("abc"),)
    )
    assert repr(request) == "Request(method='GET', path='/cdrs', secrets=(<secret>,))"


def test_an_empty_password_is_no_secret_to_look_for() -> None:
    with pytest.raises(ClientError, match="/login 401: the API refuses the login: No"):
        Both("sync", lambda _: answer({"message": "No"}, 401)).do("login", "a@b.c", "")


def test_clients_are_closed_and_are_written_by_their_address() -> None:
    with Client("http://localhost:8000/api/", TOKEN) as client:
        assert repr(client) == "<Client http://localhost:8000/api>"
    assert client._http.is_closed

    async def use() -> AsyncClient:
        async with AsyncClient(token=TOKEN) as client:
            return client

    awaited = asyncio.run(use())
    assert repr(awaited) == "<AsyncClient https://l7api.com/v1.2/voipstudio>"
    assert awaited._http.is_closed


@pytest.mark.parametrize("url", ["ftp://h", "https://user:pw@h", "https://h?x=1", "nonsense", ""])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_base_url_is_refused_as_by_a_filter(kind: type[Client] | type[AsyncClient], url: str) -> None:
    with pytest.raises(vsfilter.FilterCheckError, match="invalid-option"):
        kind(url)
