"""Times as the API writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def written(seconds: float) -> str:
    """Write seconds since 1970 as the API writes a time; that it is in UTC is inferred (reference 2.2)."""
    return datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=None).isoformat(" ")
