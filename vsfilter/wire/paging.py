"""The options of a list request beside the filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypedDict

from vsfilter.errors import FilterCheckError, Issue, text_of
from vsfilter.wire import messages
from vsfilter.wire.request import to_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.schema import Endpoint

# INTRO: `limit` is 5000 at most; CLI, GDS, SYNC: pages count from 1.
LARGEST_LIMIT: Final = 5000
# No collection has as many pages, and Python itself cannot write much larger numbers.
LARGEST_PAGE: Final = 10**100
DIRECTIONS: Final = ("ASC", "DESC")


class PagingOptions(TypedDict, total=False):
    """The keyword arguments of everything that makes a request; see `Paging`."""

    page: int | None
    limit: int | None
    sort: str | None
    dir: str | None
    group_by: str | None


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of the matching records to ask for, in which order; None leaves an option out.

    ``page`` counts from 1, ``limit`` is 1 to 5000 records, ``dir`` is ``ASC`` or ``DESC`` in any
    case; ``sort`` and ``group_by`` name a property. Their order is that of the query string.
    """

    page: int | None = None
    limit: int | None = None
    sort: str | None = None
    dir: str | None = None
    group_by: str | None = None

    def params(self, endpoint: Endpoint) -> dict[str, str | int]:
        """Give the options as parameters, checked against the endpoint.

        Raises `FilterCheckError` with all of ``invalid-page``, ``invalid-limit``, ``invalid-option``
        and ``unknown-property`` that apply.
        """
        issues = list(self._issues(endpoint))
        if issues:
            raise FilterCheckError(issues)
        named = {
            "page": self.page,
            "limit": self.limit,
            "sort": self.sort,
            "dir": None if self.dir is None else self.dir.upper(),
            "group_by": self.group_by,
        }
        return {name: value for name, value in named.items() if value is not None}

    def faults(self) -> Iterator[Issue]:
        """Give what is wrong with the options that do not depend on an endpoint."""
        if self.page is not None and not _counts(self.page, LARGEST_PAGE):
            yield messages.invalid_page(self.page)
        if self.limit is not None and not _counts(self.limit, LARGEST_LIMIT):
            yield messages.invalid_limit(self.limit, LARGEST_LIMIT)
        if self.dir is not None and not _is_direction(self.dir):
            yield messages.invalid_dir(self.dir)

    def _issues(self, endpoint: Endpoint) -> Iterator[Issue]:
        yield from self.faults()
        for option, name in (("sort", self.sort), ("group_by", self.group_by)):
            if name is not None and (not isinstance(name, str) or endpoint.get(name) is None):
                yield messages.unknown_option_property(option, text_of(name), endpoint)


def paging_query(  # noqa: PLR0913  the options
    endpoint: Endpoint,
    *,
    page: int | None = None,
    limit: int | None = None,
    sort: str | None = None,
    dir: str | None = None,  # noqa: A002  the word of the API
    group_by: str | None = None,
) -> str:
    """Give the options of `Paging` as a part of a query string; raises what `Paging.params` raises."""
    if sort is None and dir is None and group_by is None and _is_plain(page, LARGEST_PAGE):
        # What nearly every request has is written at once.
        if limit is None:
            return "" if page is None else f"page={page}"
        if _is_plain(limit, LARGEST_LIMIT):
            return f"limit={limit}" if page is None else f"page={page}&limit={limit}"
    return to_query(Paging(page, limit, sort, dir, group_by).params(endpoint))


def _is_plain(number: object, largest: int) -> bool:
    return number is None or (type(number) is int and 1 <= number <= largest)


def _is_direction(word: object) -> bool:
    # Outside ASCII, two letters become an `S` in upper case.
    return isinstance(word, str) and word.isascii() and word.upper() in DIRECTIONS


def _counts(number: object, largest: int) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= largest
