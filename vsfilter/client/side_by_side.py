"""Pages of several walks, fetched side by side: by threads, or by tasks.

Whoever stops early leaves nothing behind: what has not begun never begins, and what is under way is awaited (a thread)
or cancelled (a task).
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self, TypeAlias

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Sequence
    from types import TracebackType

    _Page: TypeAlias = tuple[dict[str, Any], ...]


def checked_concurrency(concurrency: int) -> int:
    """Give how many requests may be under way at once; raises ValueError for less than one."""
    if concurrency < 1:
        raise ValueError(f"expected a concurrency from 1, got {concurrency}")
    return concurrency


class SideBySide:
    """The pages of walks, up to ``concurrency`` of which are fetched at a time; for a ``with``.

    With ``ahead`` the next page of a walk is fetched as soon as one is given.
    """

    def __init__(self, walks: Sequence[Generator[_Page, None, None]], concurrency: int, *, ahead: bool) -> None:
        """Fetch nothing yet."""
        self._walks = walks
        self._ahead = ahead
        self._pool = ThreadPoolExecutor(concurrency, thread_name_prefix="vsfilter")
        self._under_way: dict[int, Future[_Page | None]] = {}

    def next_pages(self, numbers: Sequence[int]) -> list[_Page | None]:
        """Give the next page of each of these walks, None where one has ended."""
        for number in numbers:
            self._begin(number)
        pages = [self._under_way.pop(number).result() for number in numbers]
        if self._ahead:
            for number, page in zip(numbers, pages, strict=True):
                if page is not None:
                    self._begin(number)
        return pages

    def _begin(self, number: int) -> None:
        if number not in self._under_way:
            self._under_way[number] = self._pool.submit(next, self._walks[number], None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        for walk in self._walks:
            walk.close()


class AsyncSideBySide:
    """The same, by tasks of the running loop; for an ``async with``."""

    def __init__(self, walks: Sequence[AsyncGenerator[_Page, None]], concurrency: int, *, ahead: bool) -> None:
        """Fetch nothing yet."""
        self._walks = walks
        self._ahead = ahead
        self._free = asyncio.Semaphore(concurrency)
        self._under_way: dict[int, asyncio.Task[_Page | None]] = {}

    async def next_pages(self, numbers: Sequence[int]) -> list[_Page | None]:
        """Give the next page of each of these walks, None where one has ended."""
        for number in numbers:
            self._begin(number)
        pages = [await self._under_way[number] for number in numbers]
        for number, page in zip(numbers, pages, strict=True):
            del self._under_way[number]
            if self._ahead and page is not None:
                self._begin(number)
        return pages

    def _begin(self, number: int) -> None:
        if number not in self._under_way:
            self._under_way[number] = asyncio.create_task(self._next(number))

    async def _next(self, number: int) -> _Page | None:
        async with self._free:
            return await anext(self._walks[number], None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for task in self._under_way.values():
            task.cancel()
        # What a cancelled or failed task says is of no use any more: the first failure is on its way.
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
        for walk in self._walks:
            await walk.aclose()
