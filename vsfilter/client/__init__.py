"""A small HTTP client for the list endpoints of the API; the only home of httpx and tenacity.

>>> import vsfilter
>>> from vsfilter.client import Client
>>> flt = vsfilter.compile("duration >= 60 and calldate >= today - 7d", "cdrs")
>>> with Client(token="...") as client:  # doctest: +SKIP
...     for record in client.records(flt):
...         print(record["src"], record["dst"])

What is asked next, and what a reply means, is decided without input or output (``walking``, ``session``,
``replies``); `Client` and `AsyncClient` only carry requests and replies.
"""

from vsfilter.client.asynchronous import AsyncClient
from vsfilter.client.errors import (
    AuthenticationError,
    ClientError,
    ConnectionFailedError,
    IncompleteWalkError,
    MalformedReplyError,
    RateLimitedError,
    RequestRefusedError,
    ServerError,
    UnknownOrderError,
)
from vsfilter.client.replies import Page
from vsfilter.client.sync import Client

__all__ = [
    "AsyncClient",
    "AuthenticationError",
    "Client",
    "ClientError",
    "ConnectionFailedError",
    "IncompleteWalkError",
    "MalformedReplyError",
    "Page",
    "RateLimitedError",
    "RequestRefusedError",
    "ServerError",
    "UnknownOrderError",
]
