"""A sample: the records of all endpoints of one account over one year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from vsfilter import schema
from vsfilter.sample import account, arranged, following, live, written
from vsfilter.sample.absent import with_nulls
from vsfilter.sample.cdrs import cdrs
from vsfilter.sample.scene import scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from vsfilter.sample.calls import Record
    from vsfilter.sample.scene import Scene
    from vsfilter.schema import Endpoint

_START = date(2026, 1, 1)
_YEARS = range(1970, 9998)


@dataclass(frozen=True)
class Sample:
    """The records of an account with ``size`` call legs, over the year from ``start``.

    The same arguments give the same records on every machine. Nothing is kept: each call of
    `records` makes them anew. With a size of 0 there are none at all.
    """

    size: int
    seed: int = 1
    start: date = field(default=_START, kw_only=True)

    def __post_init__(self) -> None:
        if self.size < 0:
            raise ValueError(f"a sample has 0 call legs or more, got {self.size}")
        if self.start.year not in _YEARS:
            raise ValueError(f"a sample starts in a year from {_YEARS[0]} to {_YEARS[-1]}, got {self.start.year}")

    def records(self, endpoint: str | Endpoint) -> Iterator[Record]:
        """Give the records of an endpoint in ascending id, each with all properties that the schema knows.

        There are none of an endpoint whose properties are not known. Raises `FilterCheckError` for
        a name that is no endpoint's.
        """
        name = schema.endpoint(endpoint).name
        make = _MAKERS.get(name)
        if make is None or not self.size:
            return iter(())
        return with_nulls(make(self._scene), name, self.seed)

    @cached_property
    def _scene(self) -> Scene:
        return scene(self.size, self.seed, self.start)


@dataclass(frozen=True)
class Records:
    """The records of one endpoint, made anew each time they are gone through."""

    sample: Sample
    endpoint: str

    def __iter__(self) -> Iterator[Record]:
        return self.sample.records(self.endpoint)


def generate(
    size: int, seed: int = 1, *, start: date = _START, endpoints: Iterable[str] | None = None
) -> dict[str, Iterable[Record]]:
    """Give the records of the endpoints named, or of all, by the endpoint's name; see `Sample`."""
    sample = Sample(size, seed, start=start)
    chosen = schema.endpoints() if endpoints is None else [schema.endpoint(name) for name in endpoints]
    return {one.name: Records(sample, one.name) for one in chosen}


_MAKERS: Mapping[str, Callable[[Scene], Iterator[Record]]] = MappingProxyType(
    {
        "cdrs": cdrs,
        "monitors": following.monitors,
        "voicemessages": following.voicemessages,
        "faxes": written.faxes,
        "sms": written.sms,
        "transactions": written.transactions,
        "conversations": following.conversations,
        "chats": written.chats,
        "calls": live.calls,
        "users": account.users,
        "queues": account.queues,
        "queuegroups": account.queuegroups,
        "contacts": account.contacts,
        "calltracking/ddis": account.tracked_ddis,
        "ddis": account.ddis,
        "callmeback/websites": arranged.websites,
        "callmeback/settings": arranged.settings,
        "reportschedules": arranged.reportschedules,
        "apitokens": account.apitokens,
    }
)
