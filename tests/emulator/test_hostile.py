"""Requests that nobody should send: whatever they are, the server is not at fault, and answers the next one."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

import pytest

from tests.emulator.asking import Asking, get_raw, send_raw
from vsfilter.emulator import BASE_PATH, Emulator
from vsfilter.schema import endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 80
PARAMETERS = ("filter", "page", "limit", "sort", "dir", "group_by", "x")
PIECES = [
    *(json.dumps(text) for text in ("property", "operator", "value", "id", "calldate", "rate", "labels", "metadata")),
    *(json.dumps(text) for text in ("eq", "in", "like", "<=", "2018-02-30", "NaN", "\0", "\ud800", "1e400")),
    *"[]{},:\\\"'-.0 \0\x7f",
    "[[",
    '{"property":"',
    '","operator":"eq","value":',
    "1" * 500,
    "1e400",
    "-1e-400",
    "NaN",
    "null",
    "true",
    "\ud800",
    "\U0001f600",
    "'; DROP TABLE cdrs; --",
]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.insert("cdrs", ({"id": number, "src": str(number)} for number in range(20)))
        yield running


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.node.name)  # noqa: S311  the same requests each time


def check(answer: bytes) -> None:
    assert answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 4")), answer[:500]


@pytest.fixture(autouse=True)
def _still_there(emulator: Emulator) -> Iterator[None]:
    yield
    with Asking(emulator) as client:
        assert client.ask("cdrs").json()["total"] == 20


@pytest.mark.parametrize("name", PARAMETERS)
def test_random_bytes_in_a_parameter(emulator: Emulator, chance: random.Random, name: str) -> None:
    for _ in range(ROUNDS):
        noise = chance.randbytes(chance.randrange(40))
        check(get_raw(emulator, b"/cdrs?" + name.encode() + b"=" + quote_from_bytes(noise).encode()))
        visible = bytes(chance.choices(range(0x21, 0x7F), k=chance.randrange(40)))
        check(get_raw(emulator, b"/cdrs?" + name.encode() + b"=" + visible))
        check(get_raw(emulator, b"/cdrs?" + visible))


def test_pieces_of_filters(emulator: Emulator, chance: random.Random) -> None:
    for _ in range(ROUNDS * 4):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 12)))
        encoded = quote_from_bytes(text.encode("utf-8", "surrogatepass")).encode()
        check(get_raw(emulator, b"/cdrs?filter=" + encoded))


HOSTILE_VALUES: list[object] = [
    *("", "\0", "a\0b", "%", "_", "\\", "'", '"', "--", "\U0001f600", "\ufffe", "\ud800\udc00", "x" * 5_000),
    *("1", "-0", "0" * 3_000, "9" * 3_000, "1e400", "-1e400", "1e-400", "NaN", "inf", "٣"),
    *("2018-09-01", "2018-02-30", "9999-12-31 23:59:59", "0000-00-00", "2018-09-01 00:00:00\n"),
    *(0, -1, 2**63, -(2**63) - 1, 10**400, 1.5, 1e308, True, False, None, [], [[]], {}, {"a": 1}),
    *([1, "a", None], ["a"] * 500, list(range(500)), [10**40, -(10**40)], ["\0"], [True, 1]),
]


@pytest.mark.parametrize("name", ["id", "src", "rate", "is_root", "calldate", "labels", "metadata", "nothing"])
def test_hostile_values_with_every_operator(emulator: Emulator, name: str) -> None:
    with Asking(emulator) as client:
        for operator in ("eq", "ne", "lt", "lte", "gt", "gte", "in", "like", "notlike", "between", ""):
            for value in HOSTILE_VALUES:
                assert client.ask("cdrs", (name, operator, value)).status_code in {200, 400}
    assert name == "nothing" or endpoint("cdrs").get(name) is not None


def _path(chance: random.Random) -> bytes:
    noise = quote_from_bytes(chance.randbytes(chance.randrange(20)), safe="").encode()
    return chance.choice([b"/cdrs/", b"/apitokens/", b"/calltracking/ddis/", b"/", b""]) + noise


def test_random_paths(emulator: Emulator, chance: random.Random) -> None:
    for _ in range(ROUNDS * 2):
        check(get_raw(emulator, _path(chance)))


def _header(chance: random.Random) -> bytes:
    names = [b"X-Auth-Token", b"Authorization", b"Content-Type", b"Content-Length", b"Origin", b"Host", b"Expect"]
    noise = bytes(chance.choices([*range(0x20, 0x7F), *range(0x80, 0x100)], k=chance.randrange(60)))
    start = chance.choice([b"", b"Basic ", b"application/json", b"99999999999999999999"])
    return chance.choice([*names, b"X" + noise]) + b": " + start + noise


@pytest.mark.parametrize("place", ["header", "body", "login", "request line", "anything"])
def test_random_bytes_elsewhere(emulator: Emulator, chance: random.Random, place: str) -> None:
    base, token = BASE_PATH.encode(), b"X-Auth-Token: " + emulator.token.encode()

    def request(line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
        return b"\r\n".join([line, b"Host: x", b"Connection: close", *headers, b"", body])

    def post(path: bytes) -> bytes:
        body = chance.choice([chance.randbytes(80), "".join(chance.choices(PIECES, k=6)).encode("utf-8", "replace")])
        length = b"Content-Length: %d" % len(body)
        line = b"POST " + base + path + b" HTTP/1.1"
        return request(line, token, b"Content-Type: application/json", length, body=body)

    makers: dict[str, Callable[[], bytes]] = {
        "header": lambda: request(b"GET " + base + b"/cdrs HTTP/1.1", _header(chance), _header(chance)),
        "body": lambda: post(b"/apitokens"),
        "login": lambda: post(chance.choice([b"/login", b"/login2fa"])),
        "request line": lambda: request(chance.randbytes(30) + base + b"/cdrs" + chance.randbytes(30), token),
        "anything": lambda: chance.randbytes(200),
    }
    for _ in range(ROUNDS):
        answer = send_raw(emulator, makers[place](), end=place in {"header", "request line", "anything"})
        # Nothing at all, where the end came before a whole request.
        assert answer == b"" or answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 4")), answer[:500]


def test_a_body_that_never_ends(emulator: Emulator) -> None:
    head = b"POST " + BASE_PATH.encode() + b"/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    assert send_raw(emulator, head + b"Content-Length: 1000\r\n\r\n{", end=True) == b""
    chunks = b"".join(b"10000\r\n" + b"x" * 0x10000 + b"\r\n" for _ in range(2))
    assert send_raw(emulator, head + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunks).startswith(
        b"HTTP/1.1 413 "
    )
