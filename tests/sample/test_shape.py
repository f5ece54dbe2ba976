"""What a year of calls looks like: when they come, how they end, how long they take."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.sample.rows import SIZE, rows
from vsfilter.sample import calls
from vsfilter.sample.drawing import STEPS, pick, quantiles, spread, stream
from vsfilter.sample.year import LATEST, Year, holidays

ROOTS = [row for row in rows("cdrs") if row["is_root"]]
DAYS = Counter(date.fromisoformat(row["calldate"][:10]) for row in rows("cdrs"))
HOURS = Counter(int(row["calldate"][11:13]) for row in rows("cdrs"))


def _mean(days: list[int]) -> float:
    return sum(days) / len(days)


def _of_weekday(number: int) -> list[int]:
    every = (date(2026, 1, 1) + timedelta(days=place) for place in range(365))
    return [DAYS[day] for day in every if day.weekday() == number and day not in holidays(2026)]


def test_calls_come_on_working_days_and_most_on_mondays() -> None:
    means = [_mean(_of_weekday(number)) for number in range(7)]
    assert max(means) == means[0]
    assert means[0] > 1.2 * means[4]
    assert means[5] + means[6] < means[4] / 2
    assert 0 < sum(DAYS[day] for day in holidays(2026)) < SIZE / 100


def test_calls_come_in_working_hours_with_a_dip_at_noon() -> None:
    assert sum(HOURS[hour] for hour in range(8, 18)) > 0.8 * SIZE
    assert HOURS[12] < 0.8 * HOURS[10]
    assert HOURS[12] < 0.8 * HOURS[14]
    assert sum(HOURS[hour] for hour in (23, 0, 1, 2, 3, 4)) < 0.03 * SIZE


def test_calls_come_in_and_go_out_and_some_are_missed() -> None:
    shares = {kind: count / len(ROOTS) for kind, count in Counter(row["type"] for row in ROOTS).items()}
    assert shares.keys() == {"I", "O", "M"}
    assert 0.08 < shares["M"] < 0.3
    assert 0.25 < shares["I"] < 0.65
    assert 0.25 < shares["O"] < 0.6
    by_night = [row["type"] == "M" for row in ROOTS if int(row["calldate"][11:13]) < 6]
    assert _mean([int(one) for one in by_night]) > 0.4


def test_calls_end_in_every_way() -> None:
    shares = {end: count / SIZE for end, count in Counter(row["disposition"] for row in rows("cdrs")).items()}
    assert shares["CONNECTED"] > 0.5
    assert 0.1 < shares["NO ANSWER"] < 0.45
    assert 0.002 < shares["BUSY"] < 0.05
    assert 0.001 < shares["FAILED"] < 0.05


def test_most_talks_are_short_and_few_are_long() -> None:
    talks = sorted(row["billsec"] for row in rows("cdrs") if row["billsec"])
    median, mean = talks[len(talks) // 2], sum(talks) / len(talks)
    assert 90 < median < 240
    assert mean > 1.8 * median
    assert talks[-1] > 3000


def test_few_outside_parties_call_often() -> None:
    callers = Counter(row["src"] for row in ROOTS if row["type"] == "I" and row["src_id"] == "0")
    often = sum(count for _, count in callers.most_common(len(callers) // 10))
    assert often > 0.2 * callers.total()
    assert callers[None] > 0


# --- what it is drawn with -----------------------------------------------------------------------


def test_public_holidays_are_those_of_the_calendar() -> None:
    assert holidays(2026) == {
        *(date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14)),
        *(date(2026, 5, 25), date(2026, 10, 3), date(2026, 12, 25), date(2026, 12, 26)),
    }


@pytest.mark.parametrize("easter", [date(2024, 3, 31), date(2025, 4, 20), date(2038, 4, 25), date(2285, 3, 22)])
def test_easter_moves(easter: date) -> None:
    assert easter + timedelta(days=1) in holidays(easter.year)
    assert easter - timedelta(days=2) in holidays(easter.year)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 1, 1), 365, date(2026, 12, 31)),
        (date(2023, 6, 1), 366, date(2024, 5, 31)),
        (date(2024, 2, 29), 366, date(2025, 2, 28)),
    ],
)
def test_a_year_ends_before_its_first_day_comes_again(start: date, days: int, last: date) -> None:
    year = Year(start, 1)
    assert len(year.days) == days
    assert (year.days[0].date, year.days[-1].date) == (start, last)


@pytest.mark.parametrize("count", [1, 7, 5000])
def test_moments_are_as_many_as_asked_for_and_in_order(count: int) -> None:
    moments = [(day.date, second) for day, second in Year(date(2026, 1, 1), 1).moments(count, stream(1, "test"))]
    assert len(moments) == count
    assert all(before <= after for before, after in pairwise(moments))


def test_nothing_begins_in_the_last_minutes_of_a_day() -> None:
    for day in Year(date(2026, 1, 1), 1).days[:4]:
        assert day.second(lambda: 0.0) == 0
        assert day.second(lambda: 1 - 2**-53) <= LATEST
    assert day.clock(LATEST) == "2026-01-04 23:50:00"


def test_what_follows_from_a_call_begins_on_its_day() -> None:
    left = 86_400 - LATEST
    assert max(calls._WAIT) + max(calls._RING) + max(calls._HANDOVER) < left
    assert max(calls._WAIT) + 20 + max(calls._RING) < left
    assert max(calls._PATIENCE) < left


def test_streams_are_of_their_seed_and_their_name() -> None:
    first = stream(1, "one")()
    assert 0 <= first < 1
    assert first == stream(1, "one")()
    assert len({first, stream(2, "one")(), stream(1, "two")()}) == 3


def test_options_are_drawn_by_their_weight() -> None:
    options = spread(("a", 3), ("b", 1))
    assert options == ("a", "a", "a", "b")
    assert pick(lambda: 0.74, options) == "a"
    assert pick(lambda: 0.75, options) == "b"


def test_quantiles_run_straight_between_their_knots() -> None:
    table = quantiles((0, 10), (500, 20), (1000, 120))
    assert len(table) == STEPS
    assert (table[0], table[STEPS // 2], table[-1]) == (10, 20, 119)
    assert all(before <= after for before, after in pairwise(table))
