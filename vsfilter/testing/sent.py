"""What a client gave back as its request: a text, parameters, or an object of an HTTP library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias
from urllib.parse import unquote_plus, urlencode, urlsplit

from vsfilter.wire import to_query

# A URL, or its path and query; anything else before a `=` or `&` is the query itself.
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|/|[^=&?]*\?|[^=&?]*$")
_WRONG_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
# RFC 3986, section 3.4, with the square brackets that HTTP libraries leave as they are.
_NO_QUERY_CHARACTER = re.compile(r"[^A-Za-z0-9._~!$&'()*+,;=:@/?%\[\]-]")


class HasUrl(Protocol):
    """A request of an HTTP library."""

    @property
    def url(self) -> object:
        """The URL, as text or as an object whose ``str`` it is."""


class UrlObject(Protocol):
    """A URL of an HTTP library, whose ``str`` is the text."""

    @property
    def scheme(self) -> str:
        """Such as ``https``."""

    @property
    def host(self) -> str | None:
        """The name of the server."""


Request: TypeAlias = str | Mapping[str, object] | HasUrl | UrlObject


@dataclass(frozen=True, slots=True)
class Sent:
    """A request taken apart: ``path`` is None where only a query was given; ``fragment`` is what followed a ``#``."""

    query: str
    path: str | None = None
    fragment: str = ""

    def parameters(self) -> list[tuple[str, str | None, str]]:
        """Give name, value and the value as it was written; the value is None where its encoding is wrong."""
        parts = (part.partition("=") for part in self.query.split("&") if part)
        return [(unquote_plus(name), _unquoted(raw), raw) for name, _, raw in parts]

    def stray(self) -> str | None:
        """Give the first character of the query that has to be percent-encoded and is not, or None."""
        found = _NO_QUERY_CHARACTER.search(self.query) or _WRONG_ESCAPE.search(self.query)
        return None if found is None else found[0]


def sent_by(given: object) -> Sent:
    """Take apart what ``send`` gave back; TypeError for what is no request."""
    match given:
        case str():
            return _of_text(given)
        case bytes():
            return _of_text(given.decode("latin-1"))
        case Mapping():
            return _of_parameters(given)
    for name in ("url", "full_url"):
        if (url := getattr(given, name, None)) is not None:
            return _of_text(str(url))
    if hasattr(given, "scheme") and hasattr(given, "host"):
        return _of_text(str(given))
    raise TypeError(
        f"`send` gave back {type(given).__name__}, which is no request: expected a URL or a query string, a mapping of "
        "parameters, or an object with `.url`; to check a client that asks by itself, give `emulator=`"
    )


def _of_text(text: str) -> Sent:
    if not _URL.match(text):
        query, _, fragment = text.partition("#")
        return Sent(query, None, fragment)
    # Not all at once: urlsplit takes line ends out of a text, and refuses some hosts.
    address, _, fragment = text.partition("#")
    address, _, query = address.partition("?")
    return Sent(query, _path(address), fragment)


def _path(address: str) -> str | None:
    try:
        return urlsplit(address).path or None
    except ValueError:
        return address


def _of_parameters(given: Mapping[str, object]) -> Sent:
    plain = {str(name): value for name, value in given.items() if value is not None}
    if any(isinstance(value, list | tuple | dict) for value in plain.values()):
        # As HTTP libraries write them.
        return Sent(urlencode(plain, doseq=True))
    return Sent(
        to_query(
            {name: value.decode("latin-1") if isinstance(value, bytes) else str(value) for name, value in plain.items()}
        )
    )


def _unquoted(raw: str) -> str | None:
    try:
        return unquote_plus(raw, errors="strict")
    except UnicodeDecodeError:
        return None
