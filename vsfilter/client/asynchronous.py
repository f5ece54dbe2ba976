"""The client whose methods are awaited."""

from __future__ import annotations

import asyncio
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Self, TypeVar, assert_never

import httpx

from vsfilter.client import merging, walking
from vsfilter.client.errors import ClientError
from vsfilter.client.exchange import HEADERS, prepared, received, translated
from vsfilter.client.retrying import async_retrying, checked_retries
from vsfilter.client.session import Session
from vsfilter.client.side_by_side import AsyncSideBySide, checked_concurrency
from vsfilter.client.steps import Call, Pause, Request, Rows
from vsfilter.filter import Filter

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
    from types import TracebackType

    from vsfilter.client.replies import Page, Reply
    from vsfilter.client.steps import AsyncAsker, Step, Talk
    from vsfilter.planning import Plan
    from vsfilter.schema import Endpoint

_Outcome = TypeVar("_Outcome")


class AsyncClient:
    """Asks the API from asyncio: `vsfilter.client.Client` with methods that are awaited.

    All is as it is described there. ``reauthenticate`` and the ``code`` of `login` may also be functions that are
    awaited, and ``sleep`` is one. Several tasks may use it at once.
    """

    def __init__(  # noqa: PLR0913  each is named by the caller
        self,
        base_url: str | None = None,
        token: str | None = None,
        *,
        timeout: float = 30.0,
        retries: int = 4,
        transport: httpx.AsyncBaseTransport | None = None,
        reauthenticate: AsyncAsker | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Connect to nothing yet; raises `FilterCheckError` for a base URL or a token that cannot be."""
        self._session = Session(base_url, token, reauthenticate)
        self._retries = checked_retries(retries)
        self._sleep = sleep
        self._http = httpx.AsyncClient(timeout=timeout, transport=transport, headers=HEADERS, follow_redirects=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    @property
    def base_url(self) -> str:
        """The URL that the paths of endpoints follow; it holds nothing secret."""
        return self._session.base_url

    @property
    def token(self) -> str | None:
        """The token that is sent, for instance to be kept after `login`."""
        secret = self._session.token
        return None if secret is None else secret.reveal()

    async def login(
        self, email: str, password: str, code: str | AsyncAsker | None = None, *, remember: bool = False
    ) -> None:
        """Sign in, as `Client.login` does."""
        await self._run(self._session.login(email, password, code, remember=remember))

    async def logout(self) -> None:
        """End the session, as `Client.logout` does."""
        await self._run(self._session.logout())

    async def ping(self) -> dict[str, Any]:
        """Keep the token alive; gives what the API answers."""
        return await self._run(self._session.ping())

    async def me(self) -> dict[str, Any]:
        """Give the record of the user whom the token belongs to. It holds a secret of SIP: do not log it."""
        return await self._run(self._session.me())

    async def create_api_token(self, name: str, expiry_seconds: int) -> dict[str, Any]:
        """Make a token, as `Client.create_api_token` does."""
        return await self._run(self._session.create_api_token(name, expiry_seconds))

    async def delete_api_token(self, token: str) -> None:
        """Delete a token, which ends it at once."""
        await self._run(self._session.delete_api_token(token))

    async def page(  # noqa: PLR0913  the options of a list request
        self,
        flt: Filter,
        *,
        page: int = 1,
        limit: int = 100,
        sort: str | None = None,
        dir: str | None = None,  # noqa: A002  as the API names it
        group_by: str | None = None,
    ) -> Page:
        """Give one page of what the filter matches, as `Client.page` does."""
        return await self._run(self._session.page(flt, page=page, limit=limit, sort=sort, dir=dir, group_by=group_by))

    async def ask(self, endpoint: str | Endpoint, params: Mapping[str, str | int]) -> Page:
        """Give one page by parameters as they are, as `Client.ask` does."""
        return await self._run(self._session.ask(endpoint, params))

    async def total(self, flt: Filter | Plan) -> int:
        """Give how many records match, as `Client.total` does."""
        return await self._run(self._session.total(flt) if isinstance(flt, Filter) else self._session.total_of(flt))

    async def record(self, endpoint: str | Endpoint, id: int | str) -> dict[str, Any]:  # noqa: A002
        """Give one record, as `Client.record` does."""
        return await self._run(self._session.record(endpoint, id))

    def records(  # noqa: PLR0913  the options of a walk
        self,
        flt: Filter | Plan,
        *,
        limit: int | None = None,
        page_size: int = 1000,
        sort: str | None = None,
        dir: str | None = None,  # noqa: A002  as the API names it
        concurrency: int = 4,
    ) -> AsyncGenerator[dict[str, Any], None]:
        """Give all records that match, or the first ``limit``, as `Client.records` does; for ``async for``."""
        if isinstance(flt, Filter):
            return self._walk(walking.route(flt, limit=limit, page_size=page_size, sort=sort, dir=dir))
        what = merging.route(flt, limit=limit, page_size=page_size, sort=sort, dir=dir)
        return self._merge(what, checked_concurrency(concurrency))

    async def _walk(self, what: walking.Route) -> AsyncGenerator[dict[str, Any], None]:
        async for records in self._pages(what):
            for record in records:
                yield record
                del record
            del records

    async def _merge(self, what: merging.Run, concurrency: int) -> AsyncGenerator[dict[str, Any], None]:
        walks = AsyncSideBySide([self._pages(one) for one in what.routes], concurrency, ahead=what.ahead)
        async with walks:
            merge = merging.merge(what)
            replies: object = None
            while True:
                try:
                    step = merge.send(replies)
                except StopIteration:
                    return
                replies = None
                if isinstance(step, Rows):
                    for record in step.records:
                        yield record
                else:
                    replies = await walks.next_pages(step.walks)

    async def _pages(self, what: walking.Route) -> AsyncGenerator[tuple[dict[str, Any], ...], None]:
        walk = self._session.records(what)
        outcome: object = None
        failure: ClientError | None = None
        while True:
            try:
                step = walk.send(outcome) if failure is None else walk.throw(failure)
            except StopIteration:
                return
            outcome = failure = None
            if isinstance(step, Rows):
                # Whoever waits for the next page holds none.
                page = [step.records]
                del step
                yield page.pop()
                continue
            try:
                outcome = await self._perform(step)
            except ClientError as error:
                failure = error

    async def _run(self, talk: Talk[_Outcome]) -> _Outcome:
        outcome: object = None
        while True:
            try:
                step = talk.send(outcome)
            except StopIteration as stop:
                result: _Outcome = stop.value
                return result
            outcome = await self._perform(step)

    async def _perform(self, step: Step) -> object:
        match step:
            case Request():
                return await async_retrying(self._retries if step.repeatable else 0, self._sleep)(self._send, step)
            case Pause():
                return await self._sleep(step.seconds)
            case Call():
                text = step.function()
                return await text if isawaitable(text) else text
            case _:
                assert_never(step)

    async def _send(self, request: Request) -> Reply:
        sent = prepared(self._http, request)
        with translated(request):
            response = await self._http.send(sent)
        return received(request, response)

    def __repr__(self) -> str:
        return f"<AsyncClient {self._session.base_url}>"
