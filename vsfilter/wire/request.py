"""A filter with its options as one request: parameters, query string, URL, curl command."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote_to_bytes

from vsfilter.errors import FilterCheckError, Issue, text_of
from vsfilter.schema import catalogue
from vsfilter.wire import messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsfilter.schema import Endpoint

# A query string of more bytes may be cut or refused on its way; the API's own limit is unknown.
LONGEST_QUERY: Final = 8000

# The variable of the shell that a curl command takes the token from, unless it is given one.
TOKEN_VARIABLE: Final = "VOIPSTUDIO_TOKEN"  # noqa: S105  the name, not a token

_LARGEST_PORT = 65535
_HEADER_VALUE = re.compile(r"[!-~]+")

# What the JSON of conditions is made of beside letters and digits.
_ESCAPES = tuple((quote(character, safe=""), character) for character in '"[]{}:, ')


def to_query(params: Mapping[str, str | int]) -> str:
    """Write parameters as a query string, percent-encoded by RFC 3986, a space as ``%20``."""
    return "&".join(f"{name}={quote(str(value), safe='')}" for name, value in params.items())


def json_of(query: str) -> bytes:
    """Give the filter JSON of a query string of which it is all; of an empty one it is the empty list."""
    escaped = text = query.removeprefix("filter=")
    # Most hold no other escapes, and these are undone much faster one by one.
    for escape, character in _ESCAPES:
        text = text.replace(escape, character)
    return (text.encode() if "%" not in text else unquote_to_bytes(escaped)) or b"[]"


def to_url(endpoint: Endpoint, query: str, base_url: str | None = None) -> str:
    """Join base URL, path and query string; an empty query string leaves no ``?`` behind.

    Raises `FilterCheckError` as `base_of` does.
    """
    return f"{base_of(base_url)}{endpoint.path}" + f"?{query}" * bool(query)


def to_curl(url: str, token: str | None = None) -> str:
    """Write a command that a POSIX shell takes as it is, whatever the filter holds.

    Without a token the command reads it from the variable ``VOIPSTUDIO_TOKEN``, which keeps it
    out of the shell's history. A token that no header can carry raises `FilterCheckError`.
    """
    import shlex  # noqa: PLC0415  only needed here

    header = f'"X-Auth-Token: ${TOKEN_VARIABLE}"'
    if token is not None:
        header = shlex.quote(f"X-Auth-Token: {checked_token(token)}")
    return f"curl --silent --show-error --header {header} {shlex.quote(url)}"


def checked_token(token: str) -> str:
    """Give a token back, or raise `FilterCheckError` (``invalid-option``) for one that no header can carry."""
    if not isinstance(token, str) or not _HEADER_VALUE.fullmatch(token):
        raise FilterCheckError([messages.invalid_token(token)])
    return token


def warnings_of(query: str) -> tuple[Issue, ...]:
    """Give the warnings about a query string as a whole."""
    return (messages.url_too_long(len(query), LONGEST_QUERY),) if len(query) > LONGEST_QUERY else ()


def base_of(base_url: str | None) -> str:
    """Give the URL that the paths of endpoints follow, the vendor's for None, without a slash at its end.

    Raises `FilterCheckError` with ``invalid-option`` for a base that is not http or https with
    a host, or that carries a user, a query or a fragment.
    """
    if base_url is None:
        return catalogue().base_url
    found = _base_url_pattern().fullmatch(base_url) if isinstance(base_url, str) else None
    if found is None or int(found["port"] or 0) > _LARGEST_PORT or not _is_address(found["ip"]):
        raise FilterCheckError([messages.invalid_base_url(text_of(base_url))])
    return base_url.rstrip("/")


@cache
def _base_url_pattern() -> re.Pattern[str]:
    """Make the pattern of scheme, host, port and path; no user, query, fragment, or `..`, nothing to escape."""
    label = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    return re.compile(
        rf"https?://(?:{label}(?:\.{label})*\.?|\[(?P<ip>[0-9A-Fa-f:.]+)\])(?::(?P<port>[0-9]{{1,5}}))?"
        r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*/?",
        re.IGNORECASE,
    )


def _is_address(address: str | None) -> bool:
    if address is None:
        return True
    from ipaddress import IPv6Address  # noqa: PLC0415  hardly ever needed

    try:
        IPv6Address(address)
    except ValueError:
        return False
    return True
