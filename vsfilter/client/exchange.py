"""From a request to httpx and back, for both clients: what is sent, what came, and what failed."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import httpx

from vsfilter.client.errors import ClientError, ConnectionFailedError, MalformedReplyError, RequestRefusedError
from vsfilter.client.replies import Reply, require_lasting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.client.steps import Request

HEADERS: Final = {"Accept": "application/json", "User-Agent": "vsfilter"}

_NO_HTTP = (
    "the reply is no valid HTTP, or broke off. The API is known to answer so where requests come too fast: wait, and "
    "ask less often"
)
_TOO_LONG = "the URL cannot be sent, most likely since the filter is too long: ask for less at once"


class _ShownURL(httpx.URL):
    """A URL that is written without its query string and its secrets; httpx logs each URL at level INFO."""

    def __init__(self, url: httpx.URL, shown: str) -> None:
        """Take the URL, and what to write in its place."""
        super().__init__(url)
        self._shown = shown

    def __str__(self) -> str:
        return self._shown

    def __repr__(self) -> str:
        return f"URL({self._shown!r})"


def prepared(http: httpx.Client | httpx.AsyncClient, request: Request) -> httpx.Request:
    """Give what httpx sends, with the timeouts of ``http``.

    Raises `RequestRefusedError` for a URL that httpx does not send, such as one of more than 65,536 characters.
    """
    headers = dict(request.headers)
    content = None
    if request.body is not None:
        headers["Content-Type"] = "application/json"
        # In ASCII, which also writes half a surrogate pair: an error of encoding would show a password.
        content = json.dumps(request.body).encode()
    try:
        sent = http.build_request(request.method, request.url, headers=headers, content=content)
    except httpx.InvalidURL:
        # Its message may show a part of the URL.
        sent = None
    if sent is None:
        raise RequestRefusedError(_TOO_LONG, path=request.path)
    sent.url = _ShownURL(sent.url, request.shown_url)
    return sent


def received(request: Request, response: httpx.Response) -> Reply:
    """Give the reply; raises `ServerError` and `RateLimitedError` as `require_lasting` does."""
    return require_lasting(request, Reply(response.status_code, dict(response.headers), response.content))


@contextmanager
def translated(request: Request) -> Iterator[None]:
    """Raise the failures of httpx as `ConnectionFailedError` or `MalformedReplyError`."""
    try:
        yield
    except httpx.HTTPError as error:
        raise _translation(request, error) from (None if request.leaks_into(f"{error} {error!r}") else error)


def _translation(request: Request, error: httpx.HTTPError) -> ClientError:
    match error:
        case httpx.RemoteProtocolError() | httpx.DecodingError():
            return MalformedReplyError(_NO_HTTP, path=request.path, transient=True)
        case httpx.TimeoutException():
            reason = "no reply came in time"
        case _:
            reason = "the connection to the server failed"
    if not request.repeatable:
        reason += "; the request was not sent again, since it may have been carried out"
    return ConnectionFailedError(f"{reason} ({type(error).__name__})", path=request.path)
