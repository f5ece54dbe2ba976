"""What was asked, for whoever wants to know how a client asks; kept in memory, and only while somebody records."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vsfilter.emulator.replies import Refusal, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FIRST_ERROR: Final = 400


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """One request as it came in.

    ``path`` and ``query`` are as the client wrote them, still percent-encoded, without the ``?``; ``status`` is
    that of the reply, and ``refusal`` what a reply of 400 or more said, else None. Headers and bodies, which hold
    tokens and passwords, are not recorded; the query, which holds what was searched for, and the path, which may hold
    a token, are not in the ``repr``.
    """

    method: str
    path: str = field(repr=False)
    query: str = field(repr=False)
    status: int
    refusal: str | None = None


class Recorder:
    """The recordings that are open, each a list with the number of requests that it takes."""

    def __init__(self) -> None:
        """Begin without one."""
        self._open: list[tuple[list[RecordedRequest], int | None]] = []

    @contextmanager
    def recording(self, most: int | None) -> Iterator[list[RecordedRequest]]:
        """Fill a list until the end of the ``with``; see `Emulator.recording`."""
        entry: tuple[list[RecordedRequest], int | None] = ([], most)
        self._open = [*self._open, entry]
        try:
            yield entry[0]
        finally:
            # By identity: two lists without an entry are equal.
            self._open = [other for other in self._open if other is not entry]

    def is_full(self) -> bool:
        """Tell whether an open recording has as many requests as it takes."""
        return any(most is not None and len(requests) >= most for requests, most in self._open)

    def add(self, request: RecordedRequest) -> None:
        """Put a request into each open recording."""
        for requests, _ in self._open:
            requests.append(request)

    def is_idle(self) -> bool:
        """Tell whether nobody records."""
        return not self._open


class Recording:
    """Middleware that records each request before its reply leaves, so that who has the reply finds it recorded."""

    def __init__(self, app: ASGIApp, recorder: Recorder) -> None:
        self._app = app
        self._recorder = recorder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, or refuse it where a recording takes no more."""
        if self._recorder.is_idle():
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def record(message: Message) -> None:
            if message["type"] == "http.response.start":
                # It waits for the body, which is one piece and tells why a request was refused.
                held.append(message)
                return
            start = held.pop()
            self._recorder.add(_recorded(scope, start["status"], message.get("body", b"")))
            await send(start)
            await send(message)

        app = _FULL if self._recorder.is_full() else self._app
        await app(scope, receive, record)


_FULL: Final[ASGIApp] = refuse(Refusal(400, "The recording takes no more requests"))


def _recorded(scope: Scope, status: int, body: bytes) -> RecordedRequest:
    refusal = _reason(body) if status >= _FIRST_ERROR else None
    path: bytes = scope["raw_path"]
    query: bytes = scope["query_string"]
    return RecordedRequest(scope["method"], path.decode("latin-1"), query.decode("latin-1"), status, refusal)


def _reason(body: bytes) -> str:
    said: dict[str, Any] = json.loads(body)
    faults = [f"{fault['field']}: {fault['message']}" for fault in said["errors"]]
    return "; ".join([said["message"], *faults])
