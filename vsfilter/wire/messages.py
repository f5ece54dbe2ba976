"""Every message about the request around a filter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vsfilter.errors import Issue, Severity, quote, text_of

if TYPE_CHECKING:
    from vsfilter.schema import Endpoint


def invalid_page(page: object) -> Issue:
    """Say that a page number is out of range."""
    return Issue("invalid-page", f"expected a page number from 1, got {quote(text_of(page, repr))}")


def invalid_limit(limit: object, largest: int) -> Issue:
    """Say that a page size is out of range; the API documents the largest (INTRO)."""
    hint = f"the API gives {largest} records a page at most; ask for further pages with `page`"
    return Issue("invalid-limit", f"expected a limit from 1 to {largest}, got {quote(text_of(limit, repr))}", hint=hint)


def invalid_dir(direction: object) -> Issue:
    """Say that a direction of sorting does not exist."""
    return Issue("invalid-option", f"expected `ASC` or `DESC` for dir, got {quote(text_of(direction))}")


def unknown_option_property(option: str, name: str, endpoint: Endpoint) -> Issue:
    """Say that the property to sort or group by does not exist."""
    from vsfilter.check.messages import unknown_property  # noqa: PLC0415  only needed on failure

    issue = unknown_property(name, endpoint, None)
    return replace(issue, message=f"{option}: {issue.message}")


def invalid_base_url(base_url: str) -> Issue:
    """Say that a base URL cannot be put before the path of an endpoint; what it holds may be secret."""
    message = "the base URL is not one that a path can follow"
    hint = "expected http or https, a host and perhaps a path, as in `https://l7api.com/v1.2/voipstudio`"
    if "@" in base_url:
        hint += "; a user or password does not belong into it"
    return Issue("invalid-option", message, hint=hint)


def invalid_token(token: object) -> Issue:
    """Say that a token cannot stand in a header, without showing it."""
    if not isinstance(token, str) or not token:
        return Issue("invalid-option", "the token is not text of one character or more")
    return Issue("invalid-option", "the token holds characters that no HTTP header can carry")


def url_too_long(length: int, longest: int) -> Issue:
    """Warn that a query string may be cut or refused on its way."""
    message = f"the query string has {length:,} bytes; more than {longest:,} may be refused on the way"
    hint = "ask for less at once, for instance with shorter lists"
    return Issue("url-too-long", message, hint=hint, severity=Severity.WARNING)
