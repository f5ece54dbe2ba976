"""The records that a walk meets, and the server that it asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from vsfilter.testing.faults import Diagnosis, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vsfilter.emulator import Emulator
    from vsfilter.testing.drawing import PlainRecords

_START: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Server:
    """What a client needs to know: the base URL, a user whose logins expire, and a token that does not."""

    base_url: str
    email: str
    password: str = field(repr=False)
    token: str = field(repr=False)

    @classmethod
    def of(cls, emulator: Emulator) -> Self:
        """Give what a client of an emulator needs."""
        return cls(emulator.base_url, emulator.email, emulator.password, emulator.token)


class Clock:
    """The clock of an emulator, which stands until it is moved."""

    def __init__(self) -> None:
        """Begin at some time."""
        self._now = _START

    def __call__(self) -> datetime:
        """Give the time."""
        return self._now

    def move(self, seconds: int) -> None:
        """Let seconds pass."""
        self._now += timedelta(seconds=seconds)


class Collection:
    """The records of an endpoint, and what a walk gave of them.

    ``given`` are the keys that it gave; ``changed`` tells whether records came or went since it began.
    """

    def __init__(self, emulator: Emulator, plain: PlainRecords) -> None:
        """Begin without records."""
        self._emulator = emulator
        self._plain = plain
        self._there: list[Any] = []
        self._matching: set[Any] = set()
        self._lasting: set[Any] = set()
        self._last = 0
        self.given: list[Any] = []
        self.changed = False
        emulator.clear(plain.case.endpoint)

    def begin(self) -> None:
        """Begin the walk."""
        self._lasting = set(self._matching)
        self.changed = False

    def arrive(self, number: int, *, matches: bool) -> None:
        """Put so many records there, after all others."""
        places = range(self._last + 1, self._last + number + 1)
        records = [self._plain.record(place, matches=matches) for place in places]
        self._last += number
        self._emulator.insert(self._plain.case.endpoint, records)
        keys = [record[self._plain.key] for record in records]
        self._there += keys
        if matches:
            self._matching.update(keys)
        self.changed = True

    def delete(self, place: int) -> object:
        """Delete the record at a place, counted round, and give its key, or None where there is no record."""
        if not self._there:
            return None
        key = self._there.pop(place % len(self._there))
        self._lasting.discard(key)
        self._emulator.delete(self._plain.case.endpoint, [key])
        self.changed = True
        return key

    def give(self, record: Mapping[str, Any]) -> Finding | None:
        """Take a record from the walk, and tell what is wrong with it."""
        key = record.get(self._plain.key)
        finding = None
        if key not in self._matching:
            finding = Finding(Diagnosis.RECORDS_ADDED, f"{self._plain.key} {key} does not match the filter")
        elif key in self.given:
            finding = Finding(Diagnosis.RECORDS_REPEATED, f"{self._plain.key} {key} came twice")
        self.given.append(key)
        return finding and finding._replace(seen=self._listed(self.given), expected=self._due())

    def missing(self) -> Finding | None:
        """Tell what the walk did not give, after its end."""
        lost = sorted(self._lasting - set(self.given))
        if not lost:
            return None
        detail = f"{self._plain.key} {lost[0]} was there all the time, and never came"
        return Finding(Diagnosis.RECORDS_LOST, detail, self._listed(self.given), self._due())

    def _due(self) -> str:
        return self._listed(sorted(self._lasting))

    def _listed(self, keys: Iterable[object]) -> str:
        return f"{self._plain.key} " + (", ".join(map(str, keys)) or "none")
