"""A small API in memory that misbehaves on purpose, and both clients behind one face."""

from __future__ import annotations

import asyncio
import json
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from vsfilter.client import AsyncClient, Client

if TYPE_CHECKING:
    from vsfilter import Filter, Plan

TOKEN = "0123456789abcdef0123456789abcdef01234567"  # noqa: S105  of nobody

WAYS = ("sync", "async")

Handler = Callable[[httpx.Request], httpx.Response]

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


class Both:
    """The sync or the async client, whose methods are called by name; it notes how long it would have slept."""

    def __init__(self, way: str, handler: Handler, token: str | None = TOKEN, **options: Any) -> None:
        self.slept: list[float] = []
        self.client: Client | AsyncClient
        transport = httpx.MockTransport(handler)
        if way == "sync":
            self.client = Client(None, token, transport=transport, sleep=self.slept.append, **options)
        else:
            self.client = AsyncClient(None, token, transport=transport, sleep=self._sleep, **options)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def do(self, method: str, *arguments: Any, **options: Any) -> Any:
        outcome = getattr(self.client, method)(*arguments, **options)
        return outcome if isinstance(self.client, Client) else asyncio.run(outcome)

    def records(self, flt: Filter | Plan, **options: Any) -> list[dict[str, Any]]:
        """Give what a walk gives; records that come before a failure are in `given`."""
        self.given: list[dict[str, Any]] = []
        if isinstance(self.client, Client):
            self.given.extend(self.client.records(flt, **options))
        else:
            asyncio.run(self._collect(self.client, flt, options))
        return self.given

    async def _collect(self, client: AsyncClient, flt: Filter | Plan, options: dict[str, Any]) -> None:
        async for record in client.records(flt, **options):
            self.given.append(record)

    def ids(self, flt: Filter | Plan, **options: Any) -> list[Any]:
        return [record["id"] for record in self.records(flt, **options)]


def rows(ids: Iterable[Any]) -> list[dict[str, Any]]:
    return [{"id": number, "duration": 60} for number in ids]


def answer(content: object, status: int = 200, headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.Response(status, headers=headers, content=json.dumps(content))


@dataclass
class Collection:
    """One collection, and in which ways its server misbehaves."""

    rows: list[dict[str, Any]]
    # Called before each request, with its number from 1.
    meanwhile: Callable[[int], None] = lambda _: None
    # Makes the `total` that is told of the true one and the number of the request; None leaves it out.
    total: Callable[[int, int], int | None] = lambda true, _: true
    ignored: frozenset[str] = frozenset()
    clamp: int = 5000
    # The numbers of the requests that get an empty page, their total as it is.
    empty: frozenset[int] = frozenset()
    key: str = "id"
    requests: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        asked: dict[str, Any] = dict(request.url.params)
        self.requests.append(asked)
        number = len(self.requests)
        self.meanwhile(number)
        matching = [row for row in self.rows if self._matches(row, json.loads(asked.get("filter", "[]")))]
        if "sort" in asked and "sort" not in self.ignored:
            matching.sort(key=lambda row: row[asked["sort"]], reverse=asked.get("dir") == "DESC")
        limit = min(int(asked["limit"]), self.clamp)
        start = 0 if "page" in self.ignored else (int(asked["page"]) - 1) * limit
        page = [] if number in self.empty else matching[start : start + limit]
        total = self.total(len(matching), number)
        return answer({"data": page} if total is None else {"data": page, "total": total})

    def _matches(self, row: dict[str, Any], conditions: list[dict[str, Any]]) -> bool:
        return all(
            _OPERATORS[entry["operator"]](row[entry["property"]], entry["value"])
            for entry in conditions
            if entry["property"] not in self.ignored
        )
