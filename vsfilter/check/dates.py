"""Dates: reading them strictly, moving them into the zone of the API, and resolving relative ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from vsfilter.errors import FilterCheckError, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsfilter.model.literals import RelativeDate

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_WHOLE_DAY_UNITS = frozenset("dw")
# More digits than any offset between the years 1 and 9999 can have, in seconds.
_MOST_DIGITS = 12
_MOST_HOURS = 23
_NO_OFFSET = timedelta(0)
_MOST_MINUTES = 59


class DateFault(Exception):  # noqa: N818  a fault of the text, which becomes an issue
    """Why a text is no date, and perhaps what to write instead; never leaves the package."""

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(reason)
        self.hint = hint


class ClockFault(Exception):  # noqa: N818  as above
    """The clock gave no time with a zone; never leaves the package."""


class Moment(NamedTuple):
    """A date-time in the zone of the API, without zone.

    ``whole_day`` where no time was written; ``ambiguous`` where the clocks of the zone show this time
    twice, once before and once after they are put back.
    """

    value: datetime
    whole_day: bool = False
    ambiguous: bool = False


@dataclass(slots=True)
class Calendar:
    """The zone of the API and the clock, which is read once, and only if a relative date asks.

    ``fold`` says which one is meant of a time without an offset that the clocks show twice: 0 the
    first, 1 the second; None refuses such a time.
    """

    zone: tzinfo = UTC
    clock: Callable[[], datetime] | None = None
    fold: int | None = None
    _reading: datetime | None = field(default=None, init=False)

    def now(self) -> datetime:
        """Give the one reading of the clock, in the zone of the API, to the second."""
        if self._reading is None:
            self._reading = datetime.now(UTC) if self.clock is None else self.clock()
        reading = self._reading
        if not isinstance(reading, datetime) or reading.utcoffset() is None:
            raise ClockFault
        return self._local(reading.replace(microsecond=0))

    def read(self, text: str) -> Moment:
        """Read ``YYYY-MM-DD``, optionally with ``T`` or a space, ``HH:MM[:SS]`` and a zone.

        A time with a zone is moved into the zone of the API; one without is taken as it is, where the
        clocks show it, once or with `fold`. Anything else raises `DateFault` with the reason.
        """
        found = _date().fullmatch(text)
        if found is None:
            message = "it is no date"
            raise DateFault(message)
        year, month, day, hour, minute, second, fraction, zulu, sign, hours, minutes = found.groups()
        if fraction:
            message = "the API knows no fractions of a second"
            raise DateFault(message)
        try:
            date = datetime(int(year), int(month), int(day))  # noqa: DTZ001  its zone comes below
            value = date.replace(hour=int(hour or 0), minute=int(minute or 0), second=int(second or 0))
            zone = _fixed_zone(sign, hours, minutes) if zulu or sign else None
        except ValueError as error:
            raise DateFault(str(error)) from None
        if hour is None:
            return Moment(value, whole_day=True)
        if zone is not None:
            return self._moment(self._local(value.replace(tzinfo=zone)))
        return Moment(value, ambiguous=self._check_shown(value))

    def resolve(self, literal: RelativeDate) -> Moment:
        """Resolve ``now``, ``today`` or ``yesterday`` and its offset; raises `DateFault` off the calendar.

        Days and weeks are counted on the calendar, hours and less as time that passes.
        """
        anchor = literal.anchor.lower()
        now = self.now()
        whole_day = anchor != "now"
        try:
            if whole_day:
                now = now.replace(hour=0, minute=0, second=0, fold=0)
            if anchor == "yesterday":
                now -= timedelta(days=1)
            if literal.offset:
                whole_day = whole_day and literal.offset[-1] in _WHOLE_DAY_UNITS
                now = self._shift(now, literal.offset)
            if whole_day:
                return Moment(now.replace(tzinfo=None), whole_day=True)
            # A time that the clocks skip, a day before or after, becomes the one they show instead.
            return self._moment(self._local(now.astimezone(UTC)))
        except OverflowError:
            message = "it is outside the years 1 to 9999"
            raise DateFault(message) from None

    def _shift(self, start: datetime, offset: str) -> datetime:
        sign, count, unit = offset[0], offset[1:-1], offset[-1]
        if len(count) > _MOST_DIGITS:
            raise OverflowError
        step = timedelta(**{_UNITS[unit]: int(count)})
        step = -step if sign == "-" else step
        if unit in _WHOLE_DAY_UNITS:
            return start + step
        return self._local(start.astimezone(UTC) + step)

    def _moment(self, local: datetime) -> Moment:
        value = local.replace(tzinfo=None, fold=0, microsecond=0)
        first, second = self._offsets(value)
        return Moment(value, ambiguous=first > second)

    def _check_shown(self, value: datetime) -> bool:
        """Refuse a time that the clocks never show; tell whether they show it twice."""
        first, second = self._offsets(value)
        if first < second:
            after = value + (second - first)
            message = f"{value} does not exist in {self.zone}, where the clocks are put forward"
            raise DateFault(message, f"the time that they show instead is {after}")
        if first > second and self.fold is None:
            readings = [_with_offset(value, offset) for offset in (first, second)]
            message = f"{value} comes twice in {self.zone}, where the clocks are put back"
            raise DateFault(message, f"write `{readings[0]}` or `{readings[1]}`, or set fold to 0 or 1")
        return first > second

    def _offsets(self, value: datetime) -> tuple[timedelta, timedelta]:
        """Give the offset of the zone at a time that its clocks show, by the first and by the second reading."""
        if isinstance(self.zone, timezone):
            return _NO_OFFSET, _NO_OFFSET
        first, second = (value.replace(tzinfo=self.zone, fold=fold).utcoffset() for fold in (0, 1))
        return first or _NO_OFFSET, second or _NO_OFFSET

    def _local(self, moment: datetime) -> datetime:
        try:
            return moment.astimezone(self.zone)
        except (OverflowError, ValueError):
            message = "in the zone of the API it is outside the years 1 to 9999"
            raise DateFault(message) from None


@cache
def _date() -> re.Pattern[str]:
    return re.compile(
        r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
        r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]+)?)?(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))?)?"
    )


def _with_offset(value: datetime, offset: timedelta) -> str:
    # An offset of odd seconds, as there were long ago, is none that a text can say.
    if offset.total_seconds() % 60:
        return f"{(value - offset).isoformat()}Z"
    return value.replace(tzinfo=timezone(offset)).isoformat()


def zone_of(timezone: str | tzinfo) -> tzinfo:
    """Give the time zone of an IANA name; a tzinfo is given back as it is.

    Raises `FilterCheckError` (``invalid-option``) where there is no such zone.
    """
    if isinstance(timezone, tzinfo):
        return timezone
    if timezone == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415  not needed for UTC

    try:
        return ZoneInfo(timezone)
    except (OSError, ValueError, TypeError, KeyError):
        from vsfilter.check import messages  # noqa: PLC0415  only needed on failure

        raise FilterCheckError([messages.unknown_timezone(text_of(timezone))]) from None


def _fixed_zone(sign: str | None, hours: str | None, minutes: str | None) -> timezone:
    hour, minute = int(hours or 0), int(minutes or 0)
    if hour > _MOST_HOURS or minute > _MOST_MINUTES:
        message = "a zone is -23:59 to +23:59"
        raise ValueError(message)
    offset = timedelta(hours=hour, minutes=minute)
    return timezone(-offset if sign == "-" else offset)
