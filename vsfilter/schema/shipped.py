"""The endpoints that ship with vsfilter: read from data on first use, each made once."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from vsfilter.errors import FilterCheckError, Issue, quote, text_of
from vsfilter.nearest import did_you_mean, listing, nearest
from vsfilter.schema.declaration import Endpoint
from vsfilter.schema.loading import endpoint_from_data

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).with_name("endpoints.json")

_lock = threading.Lock()
_catalogue: Catalogue | None = None


class Catalogue:
    """What is known of the API: its endpoints by name, its base URL, and the sources of the facts."""

    def __init__(self, base_url: str, sources: Mapping[str, str], rows: Mapping[str, dict[str, Any]]) -> None:
        self.base_url = base_url
        self.sources = sources
        self._rows = rows
        self._made: dict[str, Endpoint] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all endpoints, the best known first."""
        return tuple(self._rows)

    def get(self, name: str) -> Endpoint | None:
        """Give the endpoint of this name, exact in case, or None."""
        if name not in self._rows:
            return None
        if name not in self._made:
            # Two threads may both make it; the values are equal, and one stays.
            self._made.setdefault(name, endpoint_from_data(self._rows[name]))
        return self._made[name]


def catalogue() -> Catalogue:
    """Give the shipped catalogue, read once."""
    global _catalogue  # noqa: PLW0603  written once, under the lock
    if _catalogue is None:
        with _lock:
            if _catalogue is None:
                data = json.loads(DATA.read_text("utf-8"))
                rows = MappingProxyType({row["endpoint"]: row for row in data["endpoints"]})
                _catalogue = Catalogue(data["base_url"], MappingProxyType(data["sources"]), rows)
    return _catalogue


def endpoints() -> tuple[Endpoint, ...]:
    """Give all endpoints that ship with vsfilter, the best known first."""
    return tuple(map(endpoint, catalogue().names))


def endpoint(which: str | Endpoint) -> Endpoint:
    """Give the shipped endpoint of a name, exact in case; an `Endpoint` is given back as it is.

    Raises `FilterCheckError` with ``unknown-endpoint`` and the nearest name.
    """
    if isinstance(which, Endpoint):
        return which
    known = catalogue()
    found = known.get(which) if isinstance(which, str) else None
    if found is None:
        suggestion = nearest(text_of(which), known.names)
        hint = did_you_mean(suggestion) or f"the endpoints are {listing(known.names, len(known.names))}"
        issue = Issue("unknown-endpoint", f"there is no endpoint {quote(text_of(which))}", None, suggestion, hint)
        raise FilterCheckError([issue])
    return found
