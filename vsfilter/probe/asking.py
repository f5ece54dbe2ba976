"""Requests to the API under test: bounded in number and rate, each ending in a page or in a refusal."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vsfilter.client import (
    AuthenticationError,
    MalformedReplyError,
    RequestRefusedError,
    ServerError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Unpack

    from vsfilter.client import Client, Page
    from vsfilter.filter import Filter
    from vsfilter.schema import Endpoint
    from vsfilter.wire import PagingOptions

_REFUSAL: Final = 400
_UNAUTHORIZED: Final = 401
# Shorter texts stand in too many words.
_SUBSTRING: Final = 4
_DIGITS = re.compile(r"(?<![A-Za-z0-9])[0-9]{3,}")


class Spent(Exception):  # noqa: N818  a bound that is reached, not a fault
    """As many requests were sent as may be."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The API answers, but with no page of records; ``said`` is its text, without any value that was sent."""

    status: int
    said: str

    @property
    def is_error(self) -> bool:
        """Whether the API says so, and does not just answer in another form."""
        return self.status >= _REFUSAL

    def __str__(self) -> str:
        """Give status and text."""
        return f"{self.status}: {self.said}" if self.said else str(self.status)


class Asker:
    """Sends requests with a client, ``rate`` a second at most and no more than ``most`` in all.

    A request that the client sends again after a failure counts once. What is ``reserved`` of them is kept for later.
    """

    def __init__(
        self,
        client: Client,
        most: int,
        rate: float,
        *,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._most = most
        self._interval = 1 / rate
        self._sleep = sleep
        self._clock = clock
        self._next = 0.0
        self.sent = 0
        self.reserved = 0

    def page(self, flt: Filter, private: Iterable[object] = (), /, **options: Unpack[PagingOptions]) -> Page | Refusal:
        """Ask for a page of what a filter matches; ``private`` values are kept out of what a refusal says.

        Raises `Spent`, and `ClientError` where the API cannot be asked any more.
        """
        return self._answer(lambda: self._client.page(flt, **options), private)  # type: ignore[arg-type]  # the options have values

    def ask(
        self, endpoint: Endpoint, params: Mapping[str, str | int], private: Iterable[object] = ()
    ) -> Page | Refusal:
        """Ask by parameters that no filter says; raises as `page` does."""
        return self._answer(lambda: self._client.ask(endpoint, params), private)

    def _answer(self, send: Callable[[], Page], private: Iterable[object]) -> Page | Refusal:
        if self.sent >= self._most - self.reserved:
            raise Spent
        self._wait()
        self.sent += 1
        try:
            return send()
        except (RequestRefusedError, AuthenticationError, ServerError) as error:
            # A redirection, or a request that cannot be sent, is no answer.
            if error.status is None or error.status < _REFUSAL or error.status == _UNAUTHORIZED:
                raise
            return Refusal(error.status, masked(error.said, private))
        except MalformedReplyError as error:
            if error.status is None:
                raise
            return Refusal(error.status, "the reply is no list of records")

    def _wait(self) -> None:
        now = self._clock()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self._interval


def masked(text: str, private: Iterable[object]) -> str:
    """Put ``…`` in place of the values, and of all runs of three digits or more, in what an API says."""
    values = {str(value) for value in private} - {""}
    for value in sorted(values, key=len, reverse=True):
        pattern = re.escape(value) if len(value) >= _SUBSTRING else rf"(?<!\w){re.escape(value)}(?!\w)"
        text = re.sub(pattern, "…", text)
    return _DIGITS.sub("…", text)
