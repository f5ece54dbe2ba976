"""Walking all pages of a collection: by key, where nothing can shift, or by page number.

Either ends with all records or with an `IncompleteWalkError`. The traps are in reference 2.3, rows 5 to 9: records
arrive and are deleted meanwhile, an empty page comes too early, ``total`` is wrong, missing or 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol, Unpack

from vsfilter.client.errors import IncompleteWalkError, RequestRefusedError
from vsfilter.client.keys import comparable, identity_of, key_of, narrowed
from vsfilter.client.steps import Pause, Rows
from vsfilter.model import Operator
from vsfilter.schema import PropertyType
from vsfilter.wire import Paging

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.client.replies import Page
    from vsfilter.client.steps import Talk, Walk
    from vsfilter.filter import Filter
    from vsfilter.wire import PagingOptions

# How often an empty page is asked for again while `total` says that there are more records, and the seconds before
# the first time; they double.
EMPTY_PAGES: Final = 3
FIRST_PAUSE: Final = 0.5

_BAD_REQUEST: Final = 400
_BY_PAGE: Final = "give `sort` to walk by page number instead"


class Fetch(Protocol):
    """Asks for one page of what a filter matches."""

    def __call__(self, flt: Filter, /, **options: Unpack[PagingOptions]) -> Talk[Page]:
        """Give the conversation whose outcome is the page."""


@dataclass(frozen=True, slots=True)
class Route:
    """What to walk, and how; the options are checked already."""

    flt: Filter
    page_size: int
    limit: int | None
    sort: str | None
    dir: str | None
    key: str | None

    def size(self, received: int) -> int:
        """Give how many records to ask for after so many."""
        return self.page_size if self.limit is None else min(self.page_size, self.limit - received)

    def done(self, received: int) -> bool:
        """Tell whether no more records are wanted."""
        return self.limit is not None and received >= self.limit

    def failure(self, message: str, received: int) -> IncompleteWalkError:
        """Make the error that tells of a walk what was seen."""
        whole = f"{message}; {received:,} records were given before"
        return IncompleteWalkError(whole, path=self.flt.endpoint.path, received=received)


def route(flt: Filter, *, limit: int | None, page_size: int, sort: str | None, dir: str | None) -> Route:  # noqa: A002
    """Choose the way to walk.

    It is by key where ``sort`` is not given and the endpoint has an integer key that is not known to be refused in
    a filter, and else by page number, in the order of the key unless ``sort`` is given. Raises `FilterCheckError`
    for options out of range, and ValueError for a ``limit`` below 0.
    """
    if limit is not None and limit < 0:
        raise ValueError(f"expected a limit of records from 0, got {limit}")
    Paging(limit=page_size, sort=sort, dir=dir).params(flt.endpoint)
    name = flt.endpoint.id_property
    declared = None if name is None else flt.endpoint.get(name)
    if sort is not None or declared is None:
        return Route(flt, page_size, limit, sort, dir, None)
    if declared.type is PropertyType.INTEGER and comparable(declared):
        return Route(flt, page_size, limit, None, (dir or "ASC").upper(), declared.name)
    return Route(flt, page_size, limit, declared.name, dir or "ASC", None)


def walk(fetch: Fetch, what: Route) -> Walk:
    """Give all records in steps of a page, or as many as are wanted."""
    if what.key is not None:
        return _KeyWalk(fetch, what, what.key).steps()
    return _page_walk(fetch, what)


class _KeyWalk:
    """Asks for the first page of the records beyond the last key, again and again.

    A record that arrives or goes elsewhere shifts nothing. Only one page is held at a time.
    """

    def __init__(self, fetch: Fetch, what: Route, key: str) -> None:
        self._fetch = fetch
        self._route = what
        self._key = key
        self._descending = what.dir == "DESC"
        self._last: int | None = None
        self._received = 0

    def steps(self) -> Walk:
        # How many records were left behind the last page, if the API counts them.
        left: int | None = None
        empty = 0
        while not self._route.done(self._received):
            page = yield from self._page()
            if left is not None and page.total is not None and page.total < left:
                yield from self._require_none_skipped()
            if not page.records:
                if not page.total:
                    return
                yield from self._pause_or_fail(empty, page.total)
                empty += 1
                continue
            empty = 0
            rows = page.records[: self._route.size(self._received)]
            self._advance(page.records)
            # A total below the records on its own page counts something else.
            left = None if page.total is None or page.total < len(page.records) else page.total - len(page.records)
            self._received += len(rows)
            page = replace(page, records=())
            yield Rows(rows)
            del rows

    def _page(self) -> Talk[Page]:
        size = self._route.size(self._received)
        if self._last is None:
            flt = self._route.flt
        else:
            beyond = Operator.LT if self._descending else Operator.GT
            flt = narrowed(self._route.flt, self._key, beyond, self._last)
        try:
            return (yield from self._fetch(flt, page=1, limit=size, sort=self._key, dir=self._route.dir))
        except RequestRefusedError as error:
            if self._last is None or error.status != _BAD_REQUEST:
                raise
            message = f"the API refuses a condition on `{self._key}`, by which the walk goes on; {_BY_PAGE}"
            raise self._route.failure(message, self._received) from error

    def _advance(self, records: tuple[dict[str, Any], ...]) -> None:
        """Go on to the last key of a page; its keys must strictly rise, or fall, from the last one on."""
        for record in records:
            key = key_of(record, self._key)
            if key is None:
                raise self._route.failure(f"a record has no integer `{self._key}`; {_BY_PAGE}", self._received)
            if self._last is not None and (key >= self._last if self._descending else key <= self._last):
                message = (
                    f"`{self._key}` {key} came after {self._last}, though the request was for {self._route.dir} order "
                    f"from there on: the server does not honour `sort` or the condition on `{self._key}`; {_BY_PAGE}"
                )
                raise self._route.failure(message, self._received)
            self._last = key

    def _pause_or_fail(self, empty: int, total: int) -> Walk:
        if empty >= EMPTY_PAGES:
            message = f"the API counts {total:,} more records, but gave an empty page {empty + 1} times"
            raise self._route.failure(message, self._received)
        yield Pause(FIRST_PAUSE * 2**empty)

    def _require_none_skipped(self) -> Talk[None]:
        """Find out whether records were skipped, where fewer are left than there should be.

        Deleted ones are gone; skipped ones are still there, before the last key. A server that ignores ``sort`` can
        give keys that rise all the same.
        """
        assert self._last is not None  # noqa: S101  there was a page before
        up_to = Operator.GTE if self._descending else Operator.LTE
        behind = narrowed(self._route.flt, self._key, up_to, self._last)
        page = yield from self._fetch(behind, page=1, limit=1)
        if page.total is not None and page.total > self._received:
            message = (
                f"the API counts {page.total:,} records up to `{self._key}` {self._last}, more than it gave: "
                f"the server does not honour `sort`, or records came in behind the walk; {_BY_PAGE}, or start again"
            )
            raise self._route.failure(message, self._received)


def _page_walk(fetch: Fetch, what: Route) -> Walk:
    """Ask for page after page until one is empty, passing over what has shifted from one page to the next.

    What was seen is remembered, with some 100 bytes a record. A record that is deleted shifts others to a page that
    was read already, which is an error, since ``total`` shrinks; it is not noticed where as many arrive between the
    same two requests, or where the API gives no ``total``.
    """
    size = what.size(0)
    seen: set[str | bytes] = set()
    received = 0
    number = 1
    known = empty = 0
    while not what.done(received):
        page = yield from fetch(what.flt, page=number, limit=size, sort=what.sort, dir=what.dir)
        # A total of 0 or none says nothing; so says one below the records of its own page.
        total = page.total if page.total and page.total >= len(page.records) else 0
        if total and total < known:
            message = f"`total` fell from {known:,} to {total:,}: records were deleted, and others shifted out of sight"
            raise what.failure(f"{message}; start again", received)
        known = total or known
        if not page.records:
            if received >= known:
                return
            if empty >= EMPTY_PAGES:
                raise what.failure(_fewer(known, number), received)
            yield Pause(FIRST_PAUSE * 2**empty)
            empty += 1
            continue
        empty = 0
        rows = tuple(_new(page.records, seen, what, received))
        if not rows:
            message = f"page {number:,} holds nothing that was not on the pages before: the server repeats its pages"
            raise what.failure(message, received)
        rows = rows[: None if what.limit is None else what.limit - received]
        received += len(rows)
        number += 1
        page = replace(page, records=())
        yield Rows(rows)
        del rows


def _fewer(known: int, number: int) -> str:
    return (
        f"the API counts {known:,} records, but page {number:,} is empty: records arrived on pages that were read "
        "already, or `sort` has no fixed order among equals. Leave out `sort` to walk by key, or bound the filter by a "
        "date in the past"
    )


def _new(
    records: tuple[dict[str, Any], ...], seen: set[str | bytes], what: Route, received: int
) -> Iterator[dict[str, Any]]:
    """Give the records that were not on the pages before, and remember them."""
    here: set[str | bytes] = set()
    for record in records:
        identity = identity_of(record, what.flt.endpoint.id_property)
        anonymous = isinstance(identity, bytes)
        if anonymous and identity in seen:
            message = "a record without a key came on two pages: it has shifted, or there are two that are equal"
            raise what.failure(message, received)
        # Two without a key that are equal on one page are two.
        if identity not in seen and (anonymous or identity not in here):
            here.add(identity)
            yield record
    seen |= here
