"""What a query string says of each property of an endpoint, written once and used for every filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from vsfilter.model.operators import SPELLINGS
from vsfilter.schema import Filterability
from vsfilter.wire import start_of_entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsfilter.schema import Endpoint, Property

_OPEN: Final = "filter=%5B"
_BETWEEN: Final = "%7D%2C"
_CLOSE: Final = "%7D%5D"

# Of endpoints that a program declares itself it makes a handful, or one after the other.
_MOST_ENDPOINTS = 100


class Column(NamedTuple):
    """A property, and by the spelling of an operator all of a condition before its value, percent-encoded.

    Operators that the property does not take are not there. With ``in`` the bracket of the list is open.
    """

    property: Property
    starts: dict[str, str]

    def start(self, spelling: str) -> str | None:
        """Give the start for an operator spelt in any case, with any blanks between its words."""
        return self.starts.get(spelling) or self.starts.get(" ".join(spelling.lower().split()))


class Columns(dict[str, Column]):
    """The columns of an endpoint by the names of properties as a text writes them, each made when first asked for."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__()
        self.endpoint = endpoint

    def __missing__(self, written: str) -> Column:
        """Make a column; KeyError where there is no such property, or none that can be filtered on."""
        prop = self.endpoint.get(written[1:-1].replace("``", "`") if written.startswith("`") else written)
        if prop is None or prop.filterable is Filterability.REFUSED:
            raise KeyError(written)
        # Two threads may both make it; they are equal, and one stays.
        return self.setdefault(written, Column(prop, _starts(prop)))


def columns_of(endpoint: Endpoint) -> Columns:
    """Give the columns of an endpoint, made once for each."""
    known = _known.get(id(endpoint))
    if known is None or known.endpoint is not endpoint:
        if len(_known) >= _MOST_ENDPOINTS:
            _known.clear()
        # By identity: an endpoint is long to hash. It is held, so nothing else can come to its place.
        known = _known[id(endpoint)] = Columns(endpoint)
    return known


_known: dict[int, Columns] = {}


def to_query(conditions: Iterable[str]) -> str:
    """Join conditions, each without the brace that closes it, to a query string; a repeated one is sent once."""
    return f"{_OPEN}{_BETWEEN.join(dict.fromkeys(conditions))}{_CLOSE}"


def _starts(prop: Property) -> dict[str, str]:
    starts = {}
    for spelling, operator in SPELLINGS.items():
        if operator in prop.type.operators:
            starts[spelling] = starts[spelling.upper()] = quote(start_of_entry(prop.name, operator), safe="")
    return starts
