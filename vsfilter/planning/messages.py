"""Every message about a plan that is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.errors import Issue, Severity, quote, text_of

if TYPE_CHECKING:
    from vsfilter.planning.reasons import Reason
    from vsfilter.schema import Endpoint


def full_scan(endpoint: Endpoint, reason: Reason | None) -> Issue:
    """Say that a request would fetch the whole collection, and what to add."""
    why = "there is no filter" if reason is None else reason.text
    message = f"all records of {endpoint.name} would be fetched: {why}"
    date = endpoint.date_property
    sample = f"a bound on `{date}`" if date is not None and endpoint.get(date) else "one more condition"
    otherwise = "allow more requests or" if reason is not None and reason.bounded else "or allow"
    hint = f"add what narrows the request, such as {sample} that must hold as well, {otherwise} a full scan"
    return Issue("full-scan", message, None if reason is None else reason.span, hint=hint)


def not_a_count(option: str, value: object, least: int, most: int | None) -> Issue:
    """Say that an option of planning is no number, or out of range."""
    upper = "" if most is None else f" to {most:,}"
    return Issue("invalid-option", f"expected {option} from {least:,}{upper}, got {quote(text_of(value, repr))}")


def contradiction(reason: Reason) -> Issue:
    """Warn that some of what was written can match no record."""
    hint = "the plan leaves it out"
    return Issue("contradiction", reason.text, reason.span, hint=hint, severity=Severity.WARNING)
