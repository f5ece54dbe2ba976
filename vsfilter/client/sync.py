"""The client that waits for each reply."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Self, TypeVar, assert_never

import httpx

from vsfilter.client import merging, walking
from vsfilter.client.errors import ClientError
from vsfilter.client.exchange import HEADERS, prepared, received, translated
from vsfilter.client.retrying import checked_retries, retrying
from vsfilter.client.session import Session
from vsfilter.client.side_by_side import SideBySide, checked_concurrency
from vsfilter.client.steps import Call, Pause, Request, Rows
from vsfilter.filter import Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from types import TracebackType

    from vsfilter.client.replies import Page, Reply
    from vsfilter.client.steps import Asker, Step, Talk
    from vsfilter.planning import Plan
    from vsfilter.schema import Endpoint

_Outcome = TypeVar("_Outcome")


class Client:
    """Asks the API, and waits for each reply.

    ``base_url`` stands in for ``https://l7api.com/v1.2/voipstudio``. ``token`` is sent as ``X-Auth-Token``; without
    one, `login` gets it, or ``reauthenticate``, a function that gives a new token when there is none or the old one
    has expired. ``timeout`` is in seconds, for connecting and for each wait for data. A request that only reads is sent
    again, up to ``retries`` times and after waits of up to two minutes in all, when the connection or the server fails
    or says that requests come too fast; no other request is ever sent twice. A redirect is an error, since the token
    is for this server only. ``transport`` stands in for that of httpx, and ``sleep`` for `time.sleep`.

    Each method raises `vsfilter.client.ClientError` as that module draws it, and `vsfilter.FilterCheckError` for an
    option that is wrong, before anything is sent. It may be used from several threads. Close it, or use it in a
    ``with``; the session of the API goes on until `logout`.
    """

    def __init__(  # noqa: PLR0913  each is named by the caller
        self,
        base_url: str | None = None,
        token: str | None = None,
        *,
        timeout: float = 30.0,
        retries: int = 4,
        transport: httpx.BaseTransport | None = None,
        reauthenticate: Asker | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Connect to nothing yet; raises `FilterCheckError` for a base URL or a token that cannot be."""
        self._session = Session(base_url, token, reauthenticate)
        self._retries = checked_retries(retries)
        self._sleep = sleep
        self._http = httpx.Client(timeout=timeout, transport=transport, headers=HEADERS, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    @property
    def base_url(self) -> str:
        """The URL that the paths of endpoints follow; it holds nothing secret."""
        return self._session.base_url

    @property
    def token(self) -> str | None:
        """The token that is sent, for instance to be kept after `login`."""
        secret = self._session.token
        return None if secret is None else secret.reveal()

    def login(self, email: str, password: str, code: str | Asker | None = None, *, remember: bool = False) -> None:
        """Sign in; the token is sent from now on, and lives 30 minutes without a request.

        ``code`` is for an account with a second factor: the text that the API sends by e-mail, or a function that asks
        for it. With ``remember`` the client keeps e-mail and password, and signs in again when the token has expired.
        Raises `AuthenticationError` where the login is refused, or where the second factor is asked for in vain.
        """
        self._run(self._session.login(email, password, code, remember=remember))

    def logout(self) -> None:
        """End the session at the API, and forget token and credentials; without a token nothing is sent."""
        self._run(self._session.logout())

    def ping(self) -> dict[str, Any]:
        """Keep the token alive; gives what the API answers."""
        return self._run(self._session.ping())

    def me(self) -> dict[str, Any]:
        """Give the record of the user whom the token belongs to. It holds a secret of SIP: do not log it."""
        return self._run(self._session.me())

    def create_api_token(self, name: str, expiry_seconds: int) -> dict[str, Any]:
        """Make a token that lives so many seconds without a request, or for ever with 0; gives its record.

        The token is in ``token``. Its name must be new. Raises ValueError for a negative number.
        """
        return self._run(self._session.create_api_token(name, expiry_seconds))

    def delete_api_token(self, token: str) -> None:
        """Delete a token, which ends it at once."""
        self._run(self._session.delete_api_token(token))

    def page(  # noqa: PLR0913  the options of a list request
        self,
        flt: Filter,
        *,
        page: int = 1,
        limit: int = 100,
        sort: str | None = None,
        dir: str | None = None,  # noqa: A002  as the API names it
        group_by: str | None = None,
    ) -> Page:
        """Give one page of what the filter matches; the options are those of `vsfilter.Filter`."""
        return self._run(self._session.page(flt, page=page, limit=limit, sort=sort, dir=dir, group_by=group_by))

    def ask(self, endpoint: str | Endpoint, params: Mapping[str, str | int]) -> Page:
        """Give one page of a collection by parameters as they are: the way to ask what a `Filter` refuses to say.

        Nothing is checked but that they can be sent; they are percent-encoded. For all else there is `page`.
        """
        return self._run(self._session.ask(endpoint, params))

    def total(self, flt: Filter | Plan) -> int:
        """Give how many records match; raises `MalformedReplyError` where the API does not say.

        Raises ValueError for a plan whose totals do not add up, by its ``exact_total``.
        """
        return self._run(self._session.total(flt) if isinstance(flt, Filter) else self._session.total_of(flt))

    def record(self, endpoint: str | Endpoint, id: int | str) -> dict[str, Any]:  # noqa: A002  as the API names it
        """Give one record; raises `RequestRefusedError` with status 404 where there is none."""
        return self._run(self._session.record(endpoint, id))

    def records(  # noqa: PLR0913  the options of a walk
        self,
        flt: Filter | Plan,
        *,
        limit: int | None = None,
        page_size: int = 1000,
        sort: str | None = None,
        dir: str | None = None,  # noqa: A002  as the API names it
        concurrency: int = 4,
    ) -> Generator[dict[str, Any], None, None]:
        """Give all records that match, or the first ``limit``, asking for a page when it is needed.

        Without ``sort`` the walk is by key: in the order of ids, ``dir`` ``"ASC"`` or ``"DESC"``, each page beyond the
        last id. Then records may come and go meanwhile: what was there all the time is given, once; a record that
        arrives is given where its id lies ahead. One page is held in memory. With ``sort``, or where the endpoint has
        no integer id, the walk is by page number and remembers what it gave, some 100 bytes a record; it ends with an
        error where records came or went in a way that may have hidden others, which it sees by the ``total`` of the
        API. Raises `IncompleteWalkError` where pages do not add up, and ValueError for a ``limit`` below 0.

        The requests of a plan are walked side by side, ``concurrency`` of them at a time, and merged in the same order,
        each record once; its residual is applied. Of each, one page is held, and the next where all are wanted. Raises
        `UnknownOrderError` where the server orders ``sort`` otherwise than by value, text by code point, null first.
        """
        if isinstance(flt, Filter):
            return self._walk(walking.route(flt, limit=limit, page_size=page_size, sort=sort, dir=dir))
        what = merging.route(flt, limit=limit, page_size=page_size, sort=sort, dir=dir)
        return self._merge(what, checked_concurrency(concurrency))

    def _walk(self, what: walking.Route) -> Generator[dict[str, Any], None, None]:
        for records in self._pages(what):
            yield from records
            del records

    def _merge(self, what: merging.Run, concurrency: int) -> Generator[dict[str, Any], None, None]:
        with SideBySide([self._pages(one) for one in what.routes], concurrency, ahead=what.ahead) as walks:
            merge = merging.merge(what)
            replies: object = None
            while True:
                try:
                    step = merge.send(replies)
                except StopIteration:
                    return
                replies = None
                if isinstance(step, Rows):
                    yield from step.records
                else:
                    replies = walks.next_pages(step.walks)

    def _pages(self, what: walking.Route) -> Generator[tuple[dict[str, Any], ...], None, None]:
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
                outcome = self._perform(step)
            except ClientError as error:
                failure = error

    def _run(self, talk: Talk[_Outcome]) -> _Outcome:
        outcome: object = None
        while True:
            try:
                step = talk.send(outcome)
            except StopIteration as stop:
                result: _Outcome = stop.value
                return result
            outcome = self._perform(step)

    def _perform(self, step: Step) -> object:
        match step:
            case Request():
                return retrying(self._retries if step.repeatable else 0, self._sleep)(self._send, step)
            case Pause():
                return self._sleep(step.seconds)
            case Call():
                return step.function()
            case _:
                assert_never(step)

    def _send(self, request: Request) -> Reply:
        sent = prepared(self._http, request)
        with translated(request):
            response = self._http.send(sent)
        return received(request, response)

    def __repr__(self) -> str:
        return f"<Client {self._session.base_url}>"
