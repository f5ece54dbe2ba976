"""The records of several requests as one stream: in one order, each once, and only those that belong to the result.

What to fetch next is decided without input or output, as in ``walking``. One page of each request is held at a time.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush, heapreplace
from typing import TYPE_CHECKING, Any, TypeAlias

from vsfilter.client import walking
from vsfilter.client.errors import IncompleteWalkError, UnknownOrderError
from vsfilter.client.keys import identity_of, key_of
from vsfilter.client.steps import Rows
from vsfilter.errors import quote
from vsfilter.local.reading import reader
from vsfilter.wire import Paging

if TYPE_CHECKING:
    from vsfilter.local import RecordTest
    from vsfilter.planning import Plan
    from vsfilter.schema import Endpoint

    _Record: TypeAlias = dict[str, Any]
    # Records, each with the number of the walk that gave it.
    _Batch: TypeAlias = list[tuple[int, _Record]]
    _Batches: TypeAlias = Generator["Wanted | _Batch", Any, None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Fetch the next page of each of these walks; the outcome is the records of each, or None where it has ended."""

    walks: tuple[int, ...]


Merge: TypeAlias = Generator[Wanted | Rows, Any, None]


@dataclass(frozen=True, slots=True)
class Run:
    """How to run a plan; the options are checked already.

    ``order_by`` is the property by which the records of all requests are merged, None where the requests come one after
    the other, each as the server orders it; ``by_key`` tells that it is the key of a walk by key.
    """

    plan: Plan
    routes: tuple[walking.Route, ...]
    limit: int | None
    order_by: str | None
    by_key: bool
    descending: bool

    @property
    def ahead(self) -> bool:
        """Whether every page will be wanted."""
        return self.limit is None and self.order_by is not None

    @property
    def endpoint(self) -> Endpoint:
        """The endpoint that all requests go to."""
        return self.plan.endpoint


def route(plan: Plan, *, limit: int | None, page_size: int, sort: str | None, dir: str | None) -> Run:  # noqa: A002
    """Choose the way to run a plan; raises what `walking.route` raises.

    Where there are several requests they are merged by ``sort``, or without it by the key if it is an integer.
    """
    # Where every record that is fetched belongs to the result, no request has to give more than are wanted.
    most = limit if plan.residual is None else None
    Paging(limit=page_size, sort=sort, dir=dir).params(plan.endpoint)
    if limit is not None and limit < 0:
        raise ValueError(f"expected a limit of records from 0, got {limit}")
    routes = tuple(walking.route(flt, limit=most, page_size=page_size, sort=sort, dir=dir) for flt in plan.requests)
    by_key = bool(routes) and routes[0].key is not None
    name = None if len(routes) < 2 else sort or (routes[0].key if by_key else None)  # noqa: PLR2004  one needs no merge
    return Run(plan, routes, limit, name, by_key, (dir or "ASC").upper() == "DESC")


def merge(what: Run) -> Merge:
    """Give the records of a plan in steps, as many as are wanted."""
    sieve = _Sieve(what)
    batches = _one_by_one(what) if what.order_by is None else _in_order(what, what.order_by)
    replies: object = None
    while not sieve.done:
        try:
            step = batches.send(replies)
        except StopIteration:
            return
        if isinstance(step, Wanted):
            replies = yield step
            continue
        replies = None
        rows = tuple(sieve.kept(step))
        if rows:
            yield Rows(rows)


def _one_by_one(what: Run) -> _Batches:
    """Give the records of each request after those of the one before."""
    for number in range(len(what.routes)):
        while True:
            (rows,) = yield Wanted((number,))
            if rows is None:
                break
            yield [(number, record) for record in rows]


def _in_order(what: Run, name: str) -> _Batches:
    """Merge the records of all requests, each of which must come in order."""
    order = _Order(what, name)
    pages: dict[int, Iterator[_Record]] = {}
    heads: list[tuple[Any, int, _Record]] = []
    wanted = tuple(range(len(what.routes)))
    while wanted:
        replies = yield Wanted(wanted)
        for number, rows in zip(wanted, replies, strict=True):
            if rows is not None:
                pages[number] = iter(rows)
                first = next(pages[number])
                heappush(heads, (order.rank(number, first), number, first))
        wanted = ()
        batch: _Batch = []
        while heads and not wanted:
            _, number, record = heads[0]
            batch.append((number, record))
            following = next(pages[number], None)
            if following is None:
                heappop(heads)
                wanted = (number,)
            else:
                heapreplace(heads, (order.rank(number, following), number, following))
        yield batch


class _Order:
    """The place of a record among others: null before all else, texts by code point."""

    def __init__(self, what: Run, name: str) -> None:
        self._name = name
        self._by_key = what.by_key
        self._descending = what.descending
        self._path = what.endpoint.path
        prop = what.endpoint.get(name)
        assert prop is not None  # noqa: S101  the options are checked
        self._read = reader(prop)
        self._last: dict[int, Any] = {}

    def rank(self, number: int, record: _Record) -> Any:  # noqa: ANN401  what can be compared
        """Give what records are compared by; those of one request must not go back."""
        value: Any = key_of(record, self._name) if self._by_key else self._read(record.get(self._name))
        rank: Any = (value is not None, value)
        if self._descending:
            rank = _Reversed(rank)
        if number in self._last and rank < self._last[number]:
            message = (
                f"the server orders {quote(self._name)} otherwise than is known here (null first, text by code point), "
                "so the requests of this plan cannot be merged; leave out `sort`, or run them one by one"
            )
            raise UnknownOrderError(message, path=self._path)
        self._last[number] = rank
        return rank


@dataclass(frozen=True, slots=True)
class _Reversed:
    """Something that is less where it is more."""

    rank: Any

    def __lt__(self, other: _Reversed) -> bool:
        return bool(other.rank < self.rank)


class _Sieve:
    """Leaves out what does not belong to the result, and what came before."""

    def __init__(self, what: Run) -> None:
        self._keeps: RecordTest = what.plan.residual_predicate()
        self._key = what.plan.key
        self._path = what.endpoint.path
        self._limit = what.limit
        self._received = 0
        # Without a key no record can be fetched twice, and one request gives none twice.
        self._once = self._key is None or len(what.routes) == 1
        self._neighbours = what.by_key and what.order_by is not None
        self._last: int | None = None
        self._seen: dict[str | bytes, int] = {}

    @property
    def done(self) -> bool:
        """Whether no more records are wanted."""
        return self._limit is not None and self._received >= self._limit

    def kept(self, batch: _Batch) -> Iterator[_Record]:
        """Give those records of a batch that are new and belong to the result."""
        for number, record in batch:
            if self.done:
                return
            if self._keeps(record) and self._is_new(number, record):
                self._received += 1
                yield record

    def _is_new(self, number: int, record: _Record) -> bool:
        if self._once:
            return True
        if self._neighbours:
            # Merged by key, so that equal ones stand side by side; no other key is held.
            key, before = key_of(record, self._key or ""), self._last
            self._last = key
            return key != before
        identity = identity_of(record, self._key)
        source = self._seen.setdefault(identity, number)
        if source != number and isinstance(identity, bytes):
            message = f"a record without {quote(self._key or '')} came from two requests: there may be one or two of it"
            raise IncompleteWalkError(message, path=self._path, received=self._received)
        return source == number
