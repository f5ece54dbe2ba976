"""The year of the sample: which days are busy, and at which hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from vsfilter.sample.drawing import STEPS, stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vsfilter.sample.drawing import Draw

# Nothing starts in the last minutes of a day, so that what follows from a call stays in its day.
LATEST = 23 * 3600 + 50 * 60

# How busy the days of the week are, from Monday; the months, from January, in hundredths.
_WEEK = (130, 112, 108, 104, 92, 14, 6)
_MONTHS = (104, 101, 103, 98, 96, 95, 86, 82, 102, 106, 108, 92)
_HOLIDAY = 5
_SUNDAY = 6
# Days on which most people have left early.
_EVES = frozenset({(12, 24), (12, 31)})

_WORKING_HOURS = (1, 1, 1, 1, 1, 2, 6, 26, 88, 122, 126, 114, 66, 82, 112, 114, 100, 70, 32, 15, 9, 6, 4, 2)
_OTHER_HOURS = (3, 2, 1, 1, 1, 2, 4, 8, 14, 22, 28, 28, 24, 22, 22, 20, 20, 18, 16, 14, 10, 8, 6, 4)
_DESKS_OPEN = range(8 * 3600, 18 * 3600)
_DESKS_SHUT = range(0)

_MINUTES = tuple(f" {hour:02}:{minute:02}" for hour in range(24) for minute in range(60))
_SECONDS = tuple(f":{second:02}" for second in range(60))


@dataclass(frozen=True, slots=True)
class Day:
    """A day: how busy it is beside others, and where in it the quantiles of its calls lie.

    ``staffed`` are the seconds of the day at which somebody is at the desks.
    """

    date: date
    text: str
    weight: int
    bounds: tuple[int, ...]
    staffed: range

    def second(self, draw: Draw) -> int:
        """Draw a second of the day, more likely at busy hours."""
        place = draw() * STEPS
        step = int(place)
        low = self.bounds[step]
        return low + int((place - step) * (self.bounds[step + 1] - low))

    def clock(self, second: int) -> str:
        """Write a second of this day as the API does: ``YYYY-MM-DD HH:MM:SS``."""
        return self.text + _MINUTES[second // 60] + _SECONDS[second % 60]


class Year:
    """The days from a first one to the day before the same date a year later."""

    def __init__(self, start: date, seed: int) -> None:
        draw = stream(seed, "year")
        after = start.toordinal() + _length(start)
        free = holidays(start.year) | holidays(start.year + 1)
        self.days = tuple(_day(date.fromordinal(number), free, draw) for number in range(start.toordinal(), after))

    def quotas(self, count: int, draw: Draw) -> Iterator[tuple[Day, int]]:
        """Share a number of things out to the days by their weights; days without any are left out."""
        total = sum(day.weight for day in self.days)
        # The offset lets chance say which days have the few things of a small count.
        offset = int(draw() * total)
        passed = 0
        before = 0
        for day in self.days:
            passed += day.weight
            until = (count * passed + offset) // total
            if until > before:
                yield day, until - before
            before = until

    def moments(self, count: int, draw: Draw) -> Iterator[tuple[Day, int]]:
        """Draw a number of moments in ascending order, each a day and a second of it."""
        for day, quota in self.quotas(count, draw):
            for second in sorted(day.second(draw) for _ in range(quota)):
                yield day, second

    @property
    def workdays(self) -> tuple[Day, ...]:
        """The days on which the desks are staffed."""
        return tuple(day for day in self.days if day.staffed)


def holidays(year: int) -> frozenset[date]:
    """Give the public holidays of all Germany in a year."""
    easter = _easter(year)
    moving = (easter + timedelta(days=days) for days in (-2, 1, 39, 50))
    fixed = (date(year, month, day) for month, day in ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26)))
    return frozenset({*moving, *fixed})


def _easter(year: int) -> date:
    """Give Easter Sunday by the rule of Gauss, as mended by Lichtenberg."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    cycle = year % 19
    full = (19 * cycle + moon) % 30
    full -= (full + cycle // 11) // 29
    first = 7 - (year + year // 4 + sun) % 7
    march = 21 + full + 7 - (21 + full - first) % 7
    return date(year, 3, 1) + timedelta(days=march - 1)


def _length(start: date) -> int:
    """Count the days to the same date a year later, or to 1 March from a 29 February."""
    is_leap_day = (start.month, start.day) == (2, 29)
    later = date(start.year + 1, 3, 1) if is_leap_day else start.replace(year=start.year + 1)
    return later.toordinal() - start.toordinal()


def _day(when: date, free: frozenset[date], draw: Draw) -> Day:
    weekday = when.weekday()
    is_free = when in free
    weight = _HOLIDAY if is_free else _WEEK[weekday]
    if (when.month, when.day) in _EVES:
        weight = weight // 2
    noise = 85 + int(draw() * 31)
    is_workday = not is_free and weekday < _SUNDAY - 1
    bounds, staffed = (_WORKING, _DESKS_OPEN) if is_workday else (_OTHER, _DESKS_SHUT)
    return Day(when, when.isoformat(), weight * _MONTHS[when.month - 1] * noise, bounds, staffed)


def _bounds(hours: Sequence[int]) -> tuple[int, ...]:
    """Find the seconds of the day up to which each share of its calls has come."""
    bounds = []
    total, hour, passed = sum(hours), 0, 0
    for step in range(STEPS + 1):
        target = total * step
        while passed + hours[hour] * STEPS < target:
            passed += hours[hour] * STEPS
            hour += 1
        length = min(3600, LATEST - hour * 3600)
        bounds.append(hour * 3600 + length * (target - passed) // (hours[hour] * STEPS))
    return tuple(bounds)


_WORKING = _bounds(_WORKING_HOURS)
_OTHER = _bounds(_OTHER_HOURS)
