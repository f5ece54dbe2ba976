"""Dates, zones and the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

import vsfilter
from tests.unit.checking import THINGS, issue, refused, sent
from vsfilter import Span
from vsfilter.check.dates import Calendar, DateFault, Moment
from vsfilter.model import And, Comparison, Operator, RelativeDate

if TYPE_CHECKING:
    from collections.abc import Callable

DATE_HINT = "a date is `2018-09-01`, `2018-09-01T12:30:15` with an optional `Z` or `+02:00`, or like `today - 7d`"
OUTSIDE = "it is outside the years 1 to 9999"
OUTSIDE_IN_ZONE = "in the zone of the API it is outside the years 1 to 9999"


def _at(text: str) -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(text)


def _date(literal: str, **options: object) -> object:
    """Give the date-time that is sent for a literal."""
    ((_, _, value),) = sent(f"datetime > {literal}", THINGS, **options)
    return value


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("2018-09-01", "2018-09-01 00:00:00"),
        ("2018-09-01T12:30", "2018-09-01 12:30:00"),
        ("2018-09-01T12:30:15", "2018-09-01 12:30:15"),
        ("2018-09-01T12:30Z", "2018-09-01 12:30:00"),
        ("2018-09-01T12:30:15Z", "2018-09-01 12:30:15"),
        ("2018-09-01T12:30+02:00", "2018-09-01 10:30:00"),
        ("2018-09-01T12:30:15-05:30", "2018-09-01 18:00:15"),
        ("2018-09-01T00:30+02:00", "2018-08-31 22:30:00"),
        ("2018-09-01T12:30-00:00", "2018-09-01 12:30:00"),
        ("2018-09-01T12:30+23:59", "2018-08-31 12:31:00"),
        ("2018-09-01T12:30-23:59", "2018-09-02 12:29:00"),
        ("2018-09-01T00:00:00", "2018-09-01 00:00:00"),
        ("2018-09-01T23:59:59", "2018-09-01 23:59:59"),
        ("2020-02-29", "2020-02-29 00:00:00"),
        ("0001-01-01", "0001-01-01 00:00:00"),
        ("0999-12-31T01:02", "0999-12-31 01:02:00"),
        ("9999-12-31T23:59:59", "9999-12-31 23:59:59"),
    ],
)
def test_a_date_is_sent_to_the_second_in_the_zone_of_the_api_bare_or_quoted(literal: str, value: str) -> None:
    assert _date(literal) == value
    assert _date(f'"{literal}"') == value
    assert _date(f"'{literal}'") == value


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("2018-09-01 12:30", "2018-09-01 12:30:00"),
        ("2018-09-01 12:30:15", "2018-09-01 12:30:15"),
        ("2018-09-01 12:30:15Z", "2018-09-01 12:30:15"),
        ("2018-09-01 12:30+02:00", "2018-09-01 10:30:00"),
    ],
)
def test_in_quotes_a_blank_may_stand_between_date_and_time(literal: str, value: str) -> None:
    assert _date(f'"{literal}"') == value


@pytest.mark.parametrize(
    "literal",
    [
        "2018-02-30",
        "2018-02-29",
        "2018-13-01",
        "2018-00-01",
        "2018-01-00",
        "2018-01-32",
        "0000-01-01",
        "2018-09-01T24:00",
        "2018-09-01T24:00:00",
        "2018-09-01T25:00",
        "2018-09-01T12:60",
        "2018-09-01T12:30:60",
        "2018-09-01T12:30:61Z",
        "2018-09-01T12:30+24:00",
        "2018-09-01T12:30-24:00",
        "2018-09-01T12:30+99:59",
        "2018-09-01T12:30+02:60",
        "2018-09-01T12:30-02:99",
    ],
)
def test_an_impossible_date_is_an_invalid_date_at_its_place_bare_or_quoted(literal: str) -> None:
    for written in (literal, f'"{literal}"'):
        found = issue(f"datetime > {written}")
        assert found.code == "invalid-date"
        assert found.message.startswith(f"expected a date for `datetime`, got `{written}`: ")
        assert found.span == Span(11, 11 + len(written))
        assert found.hint == DATE_HINT


@pytest.mark.parametrize("fraction", [".5", ".0", ".000000", ".123456789"])
def test_a_fraction_of_a_second_is_refused(fraction: str) -> None:
    literal = f"2018-09-01T12:30:15{fraction}"
    for written in (literal, f'"{literal}"', f'"{literal}Z"'):
        assert issue(f"datetime > {written}").message == (
            f"expected a date for `datetime`, got `{written}`: the API knows no fractions of a second"
        )


def test_the_minutes_of_a_zone_end_at_59() -> None:
    assert issue("datetime > 2018-09-01T12:30+02:60").message == (
        "expected a date for `datetime`, got `2018-09-01T12:30+02:60`: a zone is -23:59 to +23:59"
    )


@pytest.mark.parametrize("literal", ["2018-09-01T12:30+24:00", "2018-09-01T12:30-99:00"])
def test_a_zone_of_a_day_or_more_is_refused_in_words_of_the_domain(literal: str) -> None:
    assert "timedelta" not in issue(f"datetime > {literal}").message


@pytest.mark.parametrize(
    "text",
    [
        "2018",
        "2018-09",
        "2018-9-1",
        "20180901",
        "2018-09-01T",
        "2018-09-01T12",
        "2018-09-01T1230",
        "2018-09-01T12:30z",
        "2018-09-01t12:30",
        "2018-09-01  12:30",
        "2018-09-01T12:30 Z",
        "2018-09-01T12:30+0200",
        "2018-09-01T12:30+02",
        "2018-09-01T12:30UTC",
        "2018-09-01Z",
        "2018-09-01+02:00",
        " 2018-09-01",
        "2018-09-01 ",
        "2018-09-01\\n",
        "2018-W35-6",
        "12018-09-01",
        "-2018-09-01",
        "\uff12018-09-01",
        "2018-09-\u06601",
        "01/09/2018",
    ],
)
def test_text_of_another_form_is_no_date(text: str) -> None:
    found = issue(f'datetime > "{text}"')
    assert found.code == "invalid-date"
    assert found.message.endswith(": it is no date")


@pytest.mark.parametrize(
    ("literal", "zone"),
    [
        ("0001-01-01T00:00+00:01", UTC),
        ("0001-01-01T00:00+02:00", UTC),
        ("9999-12-31T23:59:59-00:01", UTC),
        ("0001-01-01T00:00Z", timezone(-timedelta(hours=1))),
        ("9999-12-31T23:59Z", timezone(timedelta(minutes=1))),
    ],
)
def test_what_conversion_moves_out_of_the_calendar_is_refused(literal: str, zone: tzinfo) -> None:
    assert issue(f"datetime > {literal}", timezone=zone).message == (
        f"expected a date for `datetime`, got `{literal}`: {OUTSIDE_IN_ZONE}"
    )


@pytest.mark.parametrize(
    ("zone", "value"),
    [
        ("UTC", "2018-09-01 10:30:15"),
        (UTC, "2018-09-01 10:30:15"),
        ("Europe/Madrid", "2018-09-01 12:30:15"),
        (ZoneInfo("America/New_York"), "2018-09-01 06:30:15"),
        (timezone(timedelta(hours=5, minutes=45)), "2018-09-01 16:15:15"),
        (timezone(timedelta(hours=1, seconds=5)), "2018-09-01 11:30:20"),
    ],
)
def test_a_time_with_a_zone_is_moved_into_the_zone_of_the_api(zone: str | tzinfo, value: str) -> None:
    assert _date("2018-09-01T12:30:15+02:00", timezone=zone) == value
    assert _date('"2018-09-01 10:30:15Z"', timezone=zone) == value
    assert _date(":moment", timezone=zone, params={"moment": datetime.fromisoformat("2018-09-01T12:30:15+02:00")}) == (
        value
    )


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/New_York", UTC])
def test_a_time_without_a_zone_is_sent_as_it_is(zone: str | tzinfo) -> None:
    assert _date("2018-09-01T12:30:15", timezone=zone) == "2018-09-01 12:30:15"
    assert _date("2018-09-01", timezone=zone) == "2018-09-01 00:00:00"


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("2026-03-29T00:59:59Z", "2026-03-29 01:59:59"),
        ("2026-03-29T01:00Z", "2026-03-29 03:00:00"),
        ("2026-10-25T00:30Z", "2026-10-25 02:30:00"),
        ("2026-10-25T01:30Z", "2026-10-25 02:30:00"),
    ],
)
def test_conversion_follows_summer_time(literal: str, value: str) -> None:
    assert _date(literal, timezone="Europe/Madrid") == value


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("now", "2026-07-15 12:30:45"),
        ("today", "2026-07-15 00:00:00"),
        ("yesterday", "2026-07-14 00:00:00"),
        ("NOW", "2026-07-15 12:30:45"),
        ("Today", "2026-07-15 00:00:00"),
        ("YESTERDAY", "2026-07-14 00:00:00"),
        ("now - 90s", "2026-07-15 12:29:15"),
        ("now + 5m", "2026-07-15 12:35:45"),
        ("now - 24h", "2026-07-14 12:30:45"),
        ("now - 7d", "2026-07-08 12:30:45"),
        ("now + 2w", "2026-07-29 12:30:45"),
        ("now - 0d", "2026-07-15 12:30:45"),
        ("now + 0s", "2026-07-15 12:30:45"),
        ("today-7d", "2026-07-08 00:00:00"),
        ("today - 007d", "2026-07-08 00:00:00"),
        ("today + 1w", "2026-07-22 00:00:00"),
        ("today - 2h", "2026-07-14 22:00:00"),
        ("yesterday + 30m", "2026-07-14 00:30:00"),
        ("yesterday - 1d", "2026-07-13 00:00:00"),
        ("now - 9999999999s", "1709-08-25 18:44:06"),
        ("now + 99999999999s", "5195-05-30 22:17:24"),
    ],
)
def test_a_relative_date_counts_from_the_clock(literal: str, value: str) -> None:
    assert _date(literal, clock=_at("2026-07-15T12:30:45.999999+00:00")) == value


@pytest.mark.parametrize(
    ("now", "zone", "literal", "value"),
    [
        ("2026-07-15T12:00-08:00", "UTC", "now", "2026-07-15 20:00:00"),
        ("2026-07-15T20:00-08:00", "UTC", "today", "2026-07-16 00:00:00"),
        ("2026-07-15T22:30+00:00", "Europe/Madrid", "today", "2026-07-16 00:00:00"),
        ("2026-07-15T22:30+00:00", "Europe/Madrid", "yesterday", "2026-07-15 00:00:00"),
        ("2026-07-15T22:30+00:00", "Europe/Madrid", "now", "2026-07-16 00:30:00"),
        ("2026-07-15T02:30+00:00", "America/New_York", "today", "2026-07-14 00:00:00"),
    ],
)
def test_the_clock_is_read_in_the_zone_of_the_api(now: str, zone: str, literal: str, value: str) -> None:
    assert _date(literal, clock=_at(now), timezone=zone) == value


@pytest.mark.parametrize(
    ("now", "literal", "value"),
    [
        # Summer time began on 2026-03-29: that day has 23 hours.
        ("2026-03-29T12:00+00:00", "now - 1d", "2026-03-28 14:00:00"),
        ("2026-03-29T12:00+00:00", "now - 24h", "2026-03-28 13:00:00"),
        ("2026-03-29T12:00+00:00", "today + 3h", "2026-03-29 04:00:00"),
        ("2026-03-30T12:00+00:00", "today - 1d", "2026-03-29 00:00:00"),
        # It ended on 2026-10-25, when 02:30 came twice.
        ("2026-10-25T01:30+00:00", "now", "2026-10-25 02:30:00"),
        ("2026-10-25T01:30+00:00", "now - 1h", "2026-10-25 02:30:00"),
        ("2026-10-25T01:30+00:00", "now - 2h", "2026-10-25 01:30:00"),
        ("2026-10-25T12:00+00:00", "today + 24h", "2026-10-25 23:00:00"),
        ("2026-10-25T12:00+00:00", "today + 1d", "2026-10-26 00:00:00"),
    ],
)
def test_days_are_counted_on_the_calendar_and_hours_as_time_that_passes(now: str, literal: str, value: str) -> None:
    assert _date(literal, clock=_at(now), timezone="Europe/Madrid") == value


@pytest.mark.parametrize(
    "literal",
    [
        "now - 999999999d",
        "now - 999999999999d",
        "now - 9999999999999d",
        "now + 99999999999999999999w",
        "now + 999999999w",
        "now - 99999999999s",
        "now + 999999999999s",
        "now + 999999999999h",
        "today - 999999w",
    ],
)
def test_an_offset_that_leaves_the_calendar_is_an_invalid_date(literal: str) -> None:
    text = f"datetime > {literal}"
    found = issue(text, clock=_at("2026-07-15T12:30+00:00"))
    assert found.code == "invalid-date"
    assert found.message.endswith(f": {OUTSIDE}")
    assert found.span == Span(11, len(text))


@pytest.mark.parametrize(
    ("now", "zone", "literal", "reason"),
    [
        ("0001-01-01T12:00+00:00", "UTC", "yesterday", OUTSIDE),
        ("9999-12-31T12:00+00:00", "UTC", "today + 1d", OUTSIDE),
        ("0001-01-01T00:00+08:00", "UTC", "now", OUTSIDE_IN_ZONE),
        ("9999-12-31T23:00+00:00", "Asia/Tokyo", "now", OUTSIDE_IN_ZONE),
        ("9999-12-31T12:00+00:00", "Asia/Tokyo", "now + 4h", OUTSIDE_IN_ZONE),
    ],
)
def test_the_ends_of_the_calendar_are_refused(now: str, zone: str, literal: str, reason: str) -> None:
    assert issue(f"datetime > {literal}", clock=_at(now), timezone=zone).message.endswith(f": {reason}")


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Madrid", "Pacific/Kiritimati", "Etc/GMT+12", timezone(timedelta(hours=14))]
)
@pytest.mark.parametrize("literal", ["now + 2912247d", "today + 2912247d", "now + 2912248d", "now + 69893952h"])
def test_the_last_days_of_the_calendar_never_overflow(zone: str | tzinfo, literal: str) -> None:
    for hour in ("00:30", "12:00", "23:30"):
        try:
            assert str(_date(literal, clock=_at(f"2026-07-15T{hour}+00:00"), timezone=zone)).startswith(
                ("9999-12-30 ", "9999-12-31 ")
            )
        except vsfilter.FilterCheckError as error:
            assert [one.code for one in error.issues] == ["invalid-date"]


def test_so_they_are_refused_behind_the_last_day() -> None:
    for zone in ("UTC", "Europe/Madrid", "Pacific/Kiritimati", "Etc/GMT+12"):
        found = issue("datetime > now + 2912247d", clock=_at("2026-07-17T12:00+00:00"), timezone=zone)
        assert found.code == "invalid-date"


def test_the_first_and_the_last_day_can_be_reached() -> None:
    assert _date("yesterday", clock=_at("0001-01-02T12:00+00:00")) == "0001-01-01 00:00:00"
    assert _date("today + 1d", clock=_at("9999-12-30T12:00+00:00")) == "9999-12-31 00:00:00"


def test_a_clock_without_a_zone_is_refused() -> None:
    found = issue("datetime > now", clock=_at("2026-07-15T12:30"))
    assert found.code == "invalid-date"
    assert found.message == "`now` needs a clock that gives a datetime with a zone"
    assert found.span == Span(11, 14)


def test_the_hint_about_a_clock_without_a_zone_is_about_the_clock() -> None:
    assert issue("datetime > now", clock=_at("2026-07-15T12:30")).hint == "give one as clock=lambda: datetime.now(UTC)"


@pytest.mark.parametrize("reading", [None, 1_800_000_000, "2026-07-15"])
def test_a_clock_that_gives_no_date_time_is_refused(reading: object) -> None:
    assert refused("datetime > now", clock=lambda: reading) == [("invalid-date", "now")]


class _Counted:
    """A clock that moves on by a second and counts how often it is read."""

    def __init__(self, zone: tzinfo | None = UTC) -> None:
        self.readings = 0
        self._zone = zone

    def __call__(self) -> datetime:
        self.readings += 1
        return datetime(2026, 7, 15, 12, 30, self.readings, tzinfo=self._zone)


def test_the_clock_is_read_once_for_all_relative_dates() -> None:
    clock = _Counted()
    assert sent("datetime > now - 1h and datetime < now and datetime != today", clock=clock) == [
        ("datetime", "gt", "2026-07-15 11:30:01"),
        ("datetime", "lt", "2026-07-15 12:30:01"),
        ("datetime", "ne", "2026-07-15 00:00:00"),
    ]
    assert clock.readings == 1


@pytest.mark.parametrize(
    "text", ["datetime > 2018-09-01", "string = now", "string = 'now'", "integer = 5", 'string like "today"']
)
def test_the_clock_is_not_read_where_nothing_moves_with_it(text: str) -> None:
    clock = _Counted()
    vsfilter.compile(text, vsfilter.Endpoint("e", _things()), clock=clock)
    assert clock.readings == 0


def _things() -> tuple[vsfilter.Property, ...]:
    return tuple(vsfilter.Property(kind.value, kind) for kind in vsfilter.PropertyType)


@pytest.mark.parametrize("text", ["integer > now", "nope > now", "array like now"])
def test_the_clock_is_not_read_for_a_condition_that_is_refused(text: str) -> None:
    clock = _Counted()
    assert len(refused(text, clock=clock)) == 1
    assert clock.readings == 0


def test_the_clock_is_read_once_for_an_expression_that_is_checked_again_for_its_places() -> None:
    clock = _Counted()
    expr = And(
        (
            Comparison("datetime", Operator.GT, RelativeDate("now")),
            Comparison("nope", Operator.GT, RelativeDate("now")),
        )
    )
    assert refused(expr, clock=clock) == [("unknown-property", "nope")]
    assert clock.readings == 1


def test_a_clock_without_a_zone_is_read_once() -> None:
    clock = _Counted(zone=None)
    assert refused("datetime > now and datetime < today", clock=clock) == [
        ("invalid-date", "now"),
        ("invalid-date", "today"),
    ]
    assert clock.readings == 1


def test_without_a_clock_it_is_the_time_of_the_machine() -> None:
    before = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    value = _date("now")
    assert before <= str(value) <= datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize("offset", ["-5y", "5", "-xd", "-d", "-007d", "+00s"])
def test_an_offset_built_by_hand_that_is_none_is_refused(offset: str) -> None:
    with pytest.raises(vsfilter.VsFilterError):
        vsfilter.compile(Comparison("datetime", Operator.GT, RelativeDate("now", offset)), _ENDPOINT)


def test_an_anchor_built_by_hand_that_is_none_is_refused() -> None:
    with pytest.raises(vsfilter.VsFilterError):
        vsfilter.compile(Comparison("datetime", Operator.GT, RelativeDate("tomorrow")), _ENDPOINT)


_ENDPOINT = vsfilter.Endpoint("e", _things())


def test_a_calendar_tells_a_date_without_a_time_from_one_with() -> None:
    calendar = Calendar(clock=_at("2026-07-15T12:30+00:00"))
    day, moment = datetime.fromisoformat("2018-09-01"), datetime.fromisoformat("2026-07-15T00:00")
    assert calendar.read("2018-09-01") == Moment(day, whole_day=True)
    assert calendar.read("2018-09-01T00:00") == Moment(day, whole_day=False)
    assert calendar.resolve(RelativeDate("today")) == Moment(moment, whole_day=True)
    assert calendar.resolve(RelativeDate("today", "+0d")) == Moment(moment, whole_day=True)
    assert calendar.resolve(RelativeDate("yesterday", "+1d")) == Moment(moment, whole_day=True)
    assert calendar.resolve(RelativeDate("today", "+0h")) == Moment(moment, whole_day=False)
    assert calendar.resolve(RelativeDate("now", "-750m")) == Moment(moment, whole_day=False)


def test_a_fault_of_a_date_names_its_reason() -> None:
    with pytest.raises(DateFault, match=r"^it is no date$"):
        Calendar().read("soon")


def test_an_offset_of_12_digits_counts_where_the_calendar_reaches() -> None:
    assert _date("now + 100000000000s", clock=_at("2026-07-15T12:30+00:00")) == "5195-05-30 22:16:40"


def test_a_zone_that_is_off_by_less_than_a_second_adds_no_fraction() -> None:
    zone = timezone(timedelta(microseconds=1))
    assert _date("now", clock=_at("2026-07-15T12:30:15+00:00"), timezone=zone) == "2026-07-15 12:30:15"
