"""What a reply of the API means: a page, a record, or the error that it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from json import loads
from typing import TYPE_CHECKING, Any, Final

from vsfilter.client.errors import (
    AuthenticationError,
    MalformedReplyError,
    RateLimitedError,
    RequestRefusedError,
    ServerError,
)
from vsfilter.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vsfilter.client.steps import Request

ACCEPTED: Final = 202
UNAUTHORIZED: Final = 401
_REDIRECTION: Final = 300
_REFUSAL: Final = 400
_FORBIDDEN: Final = 403
_TOO_MANY: Final = 429
_FAILURE: Final = 500

# Characters of what the API says that are shown.
_LONGEST_MESSAGE: Final = 500

# More digits than nine are no count of records and no seconds to wait.
_COUNT = re.compile(r"[0-9]{1,9}")

_EXPIRED = (
    "the API does not take the token: it is wrong, or has expired (one from login() after 30 minutes without a "
    "request, one from create_api_token() after its own idle time). Get a new one with login(), where "
    "remember=True lets the client do so by itself, or give the client a function `reauthenticate`"
)
_NOT_ALLOWED = "the token may not do this: it sees what the user may see whom it belongs to"
_REDIRECTED = (
    "the server sends the request on to another address, where the token is not sent. Correct base_url, "
    "for instance to https and to the whole path"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it came; the names of ``headers`` are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a collection.

    ``total`` counts all records that match the filter, on all pages (reference 2.3, row 5), and is None where the API
    does not say it. ``page`` and ``limit`` are what was asked for.
    """

    records: tuple[dict[str, Any], ...]
    total: int | None
    page: int
    limit: int


def require_lasting(request: Request, reply: Reply) -> Reply:
    """Give the reply back, unless it says that the same request may succeed later.

    Raises `ServerError` for 5xx and `RateLimitedError` for 429, with the seconds of the header ``Retry-After``.
    """
    if reply.status >= _FAILURE:
        said = _said(request, reply)
        message = _with_reason("the server fails", said)
        if not request.repeatable:
            message += "; the request was not sent again, since it may have been carried out"
        raise ServerError(message, path=request.path, status=reply.status, retry_after=_retry_after(reply), said=said)
    if reply.status == _TOO_MANY:
        seconds = _retry_after(reply)
        said = _said(request, reply)
        message = _with_reason("requests come too fast", said)
        if seconds is not None:
            message += f"; the API asks to wait {seconds:.0f} s"
        raise RateLimitedError(message, path=request.path, status=reply.status, retry_after=seconds, said=said)
    return reply


def require_success(request: Request, reply: Reply, *, denied: str | None = None) -> None:
    """Do nothing for 2xx, else raise `AuthenticationError` or `RequestRefusedError` with what the API says.

    ``denied`` is what 401 and 403 mean, where that is not about a token.
    """
    if reply.status in {UNAUTHORIZED, _FORBIDDEN}:
        reason = denied or (_EXPIRED if reply.status == UNAUTHORIZED else _NOT_ALLOWED)
        said = _said(request, reply)
        message = _with_reason(reason, said)
        raise AuthenticationError(message, path=request.path, status=reply.status, said=said)
    if reply.status >= _REFUSAL:
        said = _said(request, reply)
        message = _with_reason("the API refuses the request", said)
        raise RequestRefusedError(message, path=request.path, status=reply.status, said=said)
    if reply.status >= _REDIRECTION:
        raise RequestRefusedError(_REDIRECTED, path=request.path, status=reply.status)


def object_of(request: Request, reply: Reply) -> dict[str, Any]:
    """Give the JSON object that a successful reply holds.

    Raises what `require_success` raises, and `MalformedReplyError` for anything but a JSON object.
    """
    require_success(request, reply)
    content = _json_of(reply.body)
    if isinstance(content, dict):
        return content
    raise _malformed(request, reply, "a JSON object")


def item_of(request: Request, reply: Reply) -> dict[str, Any]:
    """Give the record of an item envelope, ``{"data": {...}}`` (reference 2.3, row 15); raises as `object_of`."""
    data = object_of(request, reply).get("data")
    if isinstance(data, dict):
        return data
    raise _malformed(request, reply, 'an object with the record in "data"')


def page_of(request: Request, reply: Reply, page: int, limit: int) -> Page:
    """Give the page of a list envelope, ``{"data": [...], "total": n}``; raises as `object_of`."""
    envelope = object_of(request, reply)
    data = envelope.get("data")
    if isinstance(data, list) and all(isinstance(record, dict) for record in data):
        return Page(tuple(data), count_of(envelope.get("total")), page, limit)
    raise _malformed(request, reply, 'an object with a list of records in "data"')


def text_in(request: Request, reply: Reply, name: str) -> str:
    """Give the text, of one character or more, that an object holds by this name; raises as `object_of`."""
    value = object_of(request, reply).get(name)
    if isinstance(value, str) and value:
        return value
    raise _malformed(request, reply, f'an object with a text in "{name}"')


def count_of(value: object) -> int | None:
    """Read a number from 0, or its digits as text; None for anything else."""
    if isinstance(value, str) and _COUNT.fullmatch(value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _json_of(body: bytes) -> object:
    # The errors of reading hold the body, which may hold secrets: none of them is passed on, not as a context either.
    try:
        return loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> None:
    # Python would take NaN and Infinity for JSON.
    raise ValueError(constant)


def _malformed(request: Request, reply: Reply, wanted: str) -> MalformedReplyError:
    message = f"expected {wanted}, got a reply of {len(reply.body):,} bytes that is none; is base_url that of the API?"
    return MalformedReplyError(message, path=request.path, status=reply.status)


def _with_reason(message: str, said: str) -> str:
    """Add what the API says, if it does."""
    return f"{message}: {said}" if said else message


def _said(request: Request, reply: Reply) -> str:
    """Give what the API says, in so far as it can be shown."""
    said = "; ".join(_reasons(_json_of(reply.body)))
    for secret in request.secrets:
        said = said.replace(secret.reveal(), "***")
    cut = said if len(said) <= _LONGEST_MESSAGE else said[: _LONGEST_MESSAGE - 1] + "…"
    return printable(cut)


def _reasons(content: object) -> Iterator[str]:
    """Give the ``errors`` of a body, each with the field that it is about, or else its ``message``.

    The official CLI prefers them in this order; either may be missing (reference 2.5, rows 1 and 2).
    """
    if not isinstance(content, dict):
        return
    errors = content.get("errors")
    found = False
    for error in errors if isinstance(errors, list) else ():
        match error:
            case {"message": str(message), "field": str(name)} if message:
                yield f"{name}: {message}"
            case {"message": str(message)} if message:
                yield message
            case _:
                continue
        found = True
    if not found and isinstance(content.get("message"), str):
        yield content["message"]


def _retry_after(reply: Reply) -> float | None:
    """Read the header ``Retry-After``, seconds or a date, as seconds from now; None where it says nothing.

    A date is compared with the clock of the server, where the reply tells it.
    """
    text = reply.headers.get("retry-after", "").strip()
    if _COUNT.fullmatch(text):
        return float(text)
    then = _date(text)
    if then is None:
        return None
    now = _date(reply.headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (then - now).total_seconds())


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    # A date of HTTP is in UTC, also where it says "-0000", which Python takes for an unknown zone.
    return date if date.tzinfo else date.replace(tzinfo=UTC)
