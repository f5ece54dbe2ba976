"""The records that conditions are tried on: a window of the collection that was seen whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from vsfilter.build import F
from vsfilter.check import Accept
from vsfilter.client.keys import identity_of, key_of
from vsfilter.compiling import compile as compile_filter
from vsfilter.model import And
from vsfilter.model.limits import UNLIMITED
from vsfilter.probe.asking import Refusal
from vsfilter.schema import Endpoint, Property, PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vsfilter.client import Page
    from vsfilter.filter import Filter
    from vsfilter.model import Expr
    from vsfilter.probe.asking import Asker
    from vsfilter.probe.readings import Places

# How many records are looked at first, and how many a collection may have that no key narrows.
SAMPLE: Final = 100
_WHOLE: Final = 1000
# Fewer are not worth leaving out the two at the ends.
_FEWEST: Final = 5

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Window:
    """Records, and the conditions that select them and no others; without conditions they are the whole collection.

    ``endpoint`` is declared so that any condition on it may be asked. ``counted`` is the ``total`` that came with all
    records of the collection. One that is ``partial`` is only the first page of a collection.
    """

    endpoint: Endpoint
    records: tuple[Record, ...]
    terms: tuple[Expr, ...]
    counted: int | None
    partial: bool = False

    @property
    def basis(self) -> str:
        """What the records are, in words."""
        count = f"{len(self.records)} record{'s' * (len(self.records) != 1)}"
        if self.partial:
            return f"the first {count} of a collection that nothing narrows"
        return f"{count} between two keys" if self.terms else f"all {count}"

    @property
    def key(self) -> str | None:
        """The property that narrows the window, if one does."""
        return self.endpoint.id_property if self.terms else None

    @property
    def limit(self) -> int:
        """A length of a page in which one more would show."""
        return len(self.records) + (not self.partial)

    def filter(self, *conditions: Expr, declared: Mapping[str, PropertyType] | None = None) -> Filter:
        """Make the filter for these conditions within the window; ``declared`` are types to take for others."""
        endpoint = self.endpoint if declared is None else redeclared(self.endpoint, declared)
        return made((*self.terms, *conditions), endpoint)

    def identities(self, records: Iterable[Record]) -> Counter[str | bytes]:
        """Count what tells records apart; two without a key may be equal."""
        return Counter(identity_of(record, self.endpoint.id_property) for record in records)

    def at(self, places: Places) -> Counter[str | bytes]:
        """Give what tells the records at these places apart."""
        return self.identities(self.records[place] for place in places)

    def selected(self, page: Page) -> Counter[str | bytes]:
        """Give what tells the records of a reply apart."""
        return self.identities(page.records)

    def unchanged(self, asker: Asker) -> bool:
        """Ask for the window again, and tell whether it holds the same records with the same values."""
        page = asker.page(self.filter(), limit=self.limit)
        if isinstance(page, Refusal):
            return False
        return self._contents(page.records) == self._contents(self.records)

    def _contents(self, records: Iterable[Record]) -> Counter[str | bytes]:
        return Counter(identity_of(record, None) for record in records)


def made(terms: Sequence[Expr], endpoint: Endpoint) -> Filter:
    """Make a filter of all terms."""
    expr = None if not terms else terms[0] if len(terms) == 1 else And(tuple(terms))
    return compile_filter(expr, endpoint, accept=Accept.ANY, limits=UNLIMITED)


def open_endpoint(endpoint: Endpoint, extra: Iterable[Property] = ()) -> Endpoint:
    """Declare an endpoint so that each property may be filtered on and has no known values."""
    properties = {prop.name: Property(prop.name, prop.type) for prop in (*endpoint.properties, *extra)}
    key = endpoint.id_property
    if key is not None:
        # The schema may know the key without knowing the properties.
        properties.setdefault(key, Property(key, PropertyType.INTEGER))
    return Endpoint(endpoint.name, properties.values(), endpoint.path, id_property=key)


def redeclared(endpoint: Endpoint, types: Mapping[str, PropertyType]) -> Endpoint:
    """Declare some properties with other types, so that values go on the wire in other forms."""
    properties = [Property(prop.name, types.get(prop.name, prop.type)) for prop in endpoint.properties]
    known = {prop.name for prop in properties}
    properties += [Property(name, kind) for name, kind in types.items() if name not in known]
    return replace(endpoint, properties=tuple(properties))


def sample(asker: Asker, endpoint: Endpoint) -> Page | Refusal:
    """Ask for the newest records, or for any where that is refused."""
    everything = made((), endpoint)
    if endpoint.id_property is not None:
        # The official CLI asks so.
        page = asker.page(everything, limit=SAMPLE, sort=endpoint.id_property, dir="DESC")
        if not isinstance(page, Refusal):
            return page
    return asker.page(everything, limit=SAMPLE)


def find_window(asker: Asker, endpoint: Endpoint, page: Page) -> Window:
    """Find records that were seen whole, beginning from a sample; a partial one where no way leads to such."""
    found = _keyed(asker, endpoint, page)
    if found is not None:
        return found
    if len(page.records) < SAMPLE:
        return Window(endpoint, page.records, (), page.total)
    whole = asker.page(made((), endpoint), limit=_WHOLE)
    if isinstance(whole, Refusal) or len(whole.records) >= _WHOLE or len(whole.records) < len(page.records):
        first = asker.page(made((), endpoint), limit=SAMPLE)
        page = page if isinstance(first, Refusal) else first
        return Window(endpoint, page.records[:SAMPLE], (), page.total, partial=True)
    return Window(endpoint, whole.records, (), whole.total)


def _keyed(asker: Asker, endpoint: Endpoint, page: Page) -> Window | None:
    """Narrow by key to what lies inside the sample, with the operators that prove to work.

    The records at the two ends must stay away, and all others must come.
    """
    key = endpoint.id_property
    declared = None if key is None else endpoint.get(key)
    if key is None or declared is None or declared.type is not PropertyType.INTEGER:
        return None
    # An API may send more than was asked for.
    records = page.records[:SAMPLE]
    keys = sorted({number for record in records if (number := key_of(record, key)) is not None})
    if len(keys) < _FEWEST or len(keys) < len(records):
        return None
    for terms in _bounds(key, keys):
        inside = asker.page(made(terms, endpoint), limit=2 * SAMPLE)
        if isinstance(inside, Refusal) or len(inside.records) >= 2 * SAMPLE:
            continue
        numbers = [key_of(record, key) for record in inside.records]
        found = {number for number in numbers if number is not None}
        exact = all(keys[0] < number < keys[-1] for number in found)
        if exact and found >= set(keys[1:-1]) and len(found) == len(numbers):
            return Window(endpoint, inside.records, terms, page.total)
    return None


def _bounds(key: str, keys: Sequence[int]) -> Iterator[tuple[Expr, Expr]]:
    name = F[key]
    yield name >= keys[1], name <= keys[-2]
    yield name > keys[0], name < keys[-1]
    yield name > keys[0], name <= keys[-2]
    yield name >= keys[1], name < keys[-1]
