"""What arrives at a server that is asked by the HTTP libraries people use: the filter, encoded exactly once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx
import pytest
import requests
import yarl

import vsfilter
from tests.echo import echo_server
from vsfilter import F, Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Client = Callable[[str, Filter], Any]

HOSTILE = [
    "",
    "44",
    "a b",
    " ",
    "a+b",
    "%",
    "%41",
    "%2541",
    "100 %",
    "a&page=2",
    "a=b",
    "#fragment",
    "?x",
    ";",
    "/../",
    "'\"`",
    '"}]&filter=[]',
    "\\",
    "\\u0041",
    "\n\r\t",
    "\x00\x1b\x7f",
    "é",
    "日本語",
    "\U0001f600",
    "\u202eabc",
    "\u2028\ufeff",
    "~!@$^*()-_=[]{}|;:,.<>",
    "x" * 2000,
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with echo_server() as base_url:
        yield base_url


def _requests_params(base_url: str, flt: Filter) -> Any:
    return requests.get(f"{base_url}/cdrs", params=flt.to_params(page=3, sort="calldate"), timeout=30).json()


def _requests_url(base_url: str, flt: Filter) -> Any:
    return requests.get(flt.to_url(base_url=base_url, page=3, sort="calldate"), timeout=30).json()


def _httpx_params(base_url: str, flt: Filter) -> Any:
    return httpx.get(f"{base_url}/cdrs", params=flt.to_params(page=3, sort="calldate")).json()


def _httpx_url(base_url: str, flt: Filter) -> Any:
    return httpx.get(flt.to_url(base_url=base_url, page=3, sort="calldate")).json()


def _aiohttp(url: str | yarl.URL, params: dict[str, str | int] | None = None) -> Any:
    async def ask() -> Any:
        async with aiohttp.ClientSession() as session, session.get(url, params=params) as reply:
            return await reply.json()

    return asyncio.run(ask())


def _aiohttp_params(base_url: str, flt: Filter) -> Any:
    return _aiohttp(f"{base_url}/cdrs", flt.to_params(page=3, sort="calldate"))


def _aiohttp_url(base_url: str, flt: Filter) -> Any:
    return _aiohttp(flt.to_url(base_url=base_url, page=3, sort="calldate"))


def _aiohttp_encoded_url(base_url: str, flt: Filter) -> Any:
    return _aiohttp(yarl.URL(flt.to_url(base_url=base_url, page=3, sort="calldate"), encoded=True))


CLIENTS = [
    _requests_params,
    _requests_url,
    _httpx_params,
    _httpx_url,
    _aiohttp_params,
    _aiohttp_url,
    _aiohttp_encoded_url,
]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__.strip("_"))
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:30])
def test_any_value_arrives_as_it_was_given(server: str, client: Client, value: str) -> None:
    flt = vsfilter.compile(F.src.like(value) & (F.dst != value), "cdrs")
    assert client(server, flt) == {
        "path": "/cdrs",
        "token": None,
        "received": {
            "filter": [
                [
                    {"property": "src", "operator": "like", "value": value},
                    {"property": "dst", "operator": "ne", "value": value},
                ]
            ],
            "page": ["3"],
            "sort": ["calldate"],
        },
    }


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__.strip("_"))
def test_no_filter_sends_no_parameter(server: str, client: Client) -> None:
    received = client(server, vsfilter.compile(None, "cdrs"))["received"]
    assert received == {"filter": [], "page": ["3"], "sort": ["calldate"]}
