"""A client of the emulator that is as short as the tests want it."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsfilter.emulator import Emulator


class Asking(httpx.Client):
    """A client that comes with the token of an emulator."""

    def __init__(self, emulator: Emulator, token: str | None = None) -> None:
        headers = {"X-Auth-Token": token or emulator.token}
        super().__init__(base_url=emulator.base_url, headers=headers, timeout=60, trust_env=False)

    def ask(self, endpoint: str, *conditions: Sequence[Any], **params: str | int) -> httpx.Response:
        """Ask for a list; a condition is a property, an operator and a value."""
        query: dict[str, str | int] = dict(params)
        if conditions:
            entries = [dict(zip(("property", "operator", "value"), entry, strict=True)) for entry in conditions]
            query["filter"] = json.dumps(entries, separators=(",", ":"))
        return self.get(f"/{endpoint}", params=query)

    def records(self, endpoint: str, *conditions: Sequence[Any], **params: str | int) -> list[dict[str, Any]]:
        answer = self.ask(endpoint, *conditions, **params)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["data"]
        return found

    def ids(self, endpoint: str, *conditions: Sequence[Any], **params: str | int) -> list[int]:
        return [record["id"] for record in self.records(endpoint, *conditions, **params)]

    def refused(self, endpoint: str, *conditions: Sequence[Any], **params: str | int) -> dict[str, Any]:
        answer = self.ask(endpoint, *conditions, **params)
        assert answer.status_code == 400, answer.text
        body: dict[str, Any] = answer.json()
        assert body.keys() == {"message", "errors"}
        return body


def send_raw(emulator: Emulator, request: bytes, *, end: bool = False) -> bytes:
    """Send bytes as they are, nothing after them if they ``end``, and give what comes until the server closes."""
    with socket.create_connection((emulator.host, emulator.port), timeout=60) as connection:
        connection.sendall(request)
        if end:
            connection.shutdown(socket.SHUT_WR)
        received = b""
        while part := connection.recv(65_536):
            received += part
    return received


def get_raw(emulator: Emulator, target: bytes) -> bytes:
    """Ask for a target below the base URL that no client would send."""
    path = emulator.base_url.partition(str(emulator.port))[2].encode()
    token = emulator.token.encode()
    head = b"GET " + path + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Auth-Token: " + token
    return send_raw(emulator, head + b"\r\n\r\n")
