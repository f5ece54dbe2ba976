"""Times around the hours when clocks are put forward and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

import vsfilter
from tests.unit.checking import THINGS, compile_any, issue, places, refused, sent, warned, warning
from tests.unit.command import misused, printed, run
from tests.unit.command import refused as refused_by_command
from vsfilter import F, FilterCheckError, Span
from vsfilter.check.dates import Calendar, Moment
from vsfilter.model import RelativeDate

if TYPE_CHECKING:
    from collections.abc import Callable

MADRID, CAIRO, LORD_HOWE = "Europe/Madrid", "Africa/Cairo", "Australia/Lord_Howe"

# A time that does not exist, and the one that the clocks show instead: they are put forward by an
# hour at 02:00, by an hour at midnight, and by half an hour.
SKIPPED = [
    (MADRID, "2026-03-29T02:00:00", "2026-03-29 03:00:00"),
    (MADRID, "2026-03-29T02:30:15", "2026-03-29 03:30:15"),
    (MADRID, "2026-03-29T02:59:59", "2026-03-29 03:59:59"),
    (CAIRO, "2026-04-24T00:00:00", "2026-04-24 01:00:00"),
    (CAIRO, "2026-04-24T00:59:59", "2026-04-24 01:59:59"),
    (LORD_HOWE, "2026-10-04T02:00:00", "2026-10-04 02:30:00"),
    (LORD_HOWE, "2026-10-04T02:29:59", "2026-10-04 02:59:59"),
]
# A time that comes twice, and the offsets of its two readings.
TWICE = [
    (MADRID, "2026-10-25T02:00:00", "+02:00", "+01:00"),
    (MADRID, "2026-10-25T02:30:15", "+02:00", "+01:00"),
    (MADRID, "2026-10-25T02:59:59", "+02:00", "+01:00"),
    (CAIRO, "2026-10-29T23:00:00", "+03:00", "+02:00"),
    (CAIRO, "2026-10-29T23:59:59", "+03:00", "+02:00"),
    (LORD_HOWE, "2026-04-05T01:30:00", "+11:00", "+10:30"),
    (LORD_HOWE, "2026-04-05T01:59:59", "+11:00", "+10:30"),
]
# The times right before and right after.
ONCE = [
    (MADRID, "2026-03-29T01:59:59"),
    (MADRID, "2026-03-29T03:00:00"),
    (MADRID, "2026-10-25T01:59:59"),
    (MADRID, "2026-10-25T03:00:00"),
    (CAIRO, "2026-04-23T23:59:59"),
    (CAIRO, "2026-04-24T01:00:00"),
    (CAIRO, "2026-10-29T22:59:59"),
    (CAIRO, "2026-10-30T00:00:00"),
    (LORD_HOWE, "2026-10-04T01:59:59"),
    (LORD_HOWE, "2026-10-04T02:30:00"),
    (LORD_HOWE, "2026-04-05T01:29:59"),
    (LORD_HOWE, "2026-04-05T02:00:00"),
]


def _at(text: str) -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(text)


def _date(literal: str, **options: object) -> object:
    """Give the date-time that is sent for a literal."""
    ((_, _, value),) = sent(f"datetime > {literal}", THINGS, **options)
    return value


def _warnings(literal: str, **options: object) -> list[str]:
    return [code for code, _ in warned(f"datetime > {literal}", THINGS, **options)]


# --- times without an offset ---------------------------------------------------------------------


@pytest.mark.parametrize(("zone", "time", "instead"), SKIPPED)
@pytest.mark.parametrize("fold", [None, 0, 1])
def test_a_time_that_does_not_exist_is_refused_with_the_one_that_the_clocks_show(
    zone: str, time: str, instead: str, fold: int | None
) -> None:
    shown = time.replace("T", " ")
    for literal in (time, f'"{time}"', f'"{shown}"'):
        found = issue(f"datetime > {literal}", timezone=zone, fold=fold)
        assert (found.code, found.span) == ("invalid-date", Span(11, 11 + len(literal)))
        assert found.message == (
            f"expected a date for `datetime`, got `{literal}`: "
            f"{shown} does not exist in {zone}, where the clocks are put forward"
        )
        assert found.hint == f"the time that they show instead is {instead}"
    assert _date(f'"{instead}"', timezone=zone) == instead


@pytest.mark.parametrize(("zone", "time", "first", "second"), TWICE)
def test_a_time_that_comes_twice_is_refused_with_both_readings_each_of_which_is_taken(
    zone: str, time: str, first: str, second: str
) -> None:
    shown = time.replace("T", " ")
    for literal in (time, f'"{time}"', f'"{shown}"'):
        found = issue(f"datetime > {literal}", timezone=zone)
        assert (found.code, found.span) == ("invalid-date", Span(11, 11 + len(literal)))
        assert found.message == (
            f"expected a date for `datetime`, got `{literal}`: "
            f"{shown} comes twice in {zone}, where the clocks are put back"
        )
        assert found.hint == f"write `{time}{first}` or `{time}{second}`, or set fold to 0 or 1"
    for offset in (first, second):
        for literal in (time + offset, f'"{shown}{offset}"'):
            assert _date(literal, timezone=zone) == shown
            assert _warnings(literal, timezone=zone) == ["ambiguous-time"]


@pytest.mark.parametrize(
    ("zone", "time", "readings"),
    [
        ("America/New_York", "1883-11-18T12:00:00", ("1883-11-18T16:56:02Z", "1883-11-18T12:00:00-05:00")),
        ("Europe/Moscow", "1917-12-27T23:30:00", ("1917-12-27T19:58:41Z", "1917-12-27T20:58:41Z")),
    ],
)
def test_a_reading_with_an_offset_of_odd_seconds_is_told_in_utc(
    zone: str, time: str, readings: tuple[str, str]
) -> None:
    found = issue(f"datetime > {time}", timezone=zone)
    assert found.hint == f"write `{readings[0]}` or `{readings[1]}`, or set fold to 0 or 1"
    for reading in readings:
        assert _date(reading, timezone=zone) == time.replace("T", " ")


@pytest.mark.parametrize(("zone", "time", "first", "second"), TWICE)
@pytest.mark.parametrize("fold", [0, 1])
def test_with_fold_a_time_that_comes_twice_is_sent_with_a_warning(
    zone: str, time: str, first: str, second: str, fold: int
) -> None:
    text, shown = f"string = a and datetime > {time}", time.replace("T", " ")
    found = warning(text, timezone=zone, fold=fold)
    assert (found.code, found.span) == ("ambiguous-time", Span(15, len(text)))
    assert found.message == f"{shown} comes twice in the zone of the API, and a request cannot say which one is meant"
    assert found.hint == "look at the records around that hour"
    readings = {
        compile_any(f"string = a and datetime > {time}{offset}", THINGS, timezone=zone) for offset in (first, second)
    }
    assert readings == {compile_any(text, THINGS, timezone=zone, fold=fold)}


@pytest.mark.parametrize(("zone", "time"), ONCE)
@pytest.mark.parametrize("fold", [None, 0, 1])
def test_the_times_right_before_and_right_after_are_sent_as_they_are(zone: str, time: str, fold: int | None) -> None:
    assert _date(time, timezone=zone, fold=fold) == time.replace("T", " ")
    assert _warnings(time, timezone=zone, fold=fold) == []


def test_a_warning_of_a_time_that_comes_twice_is_no_matter_of_evidence() -> None:
    for accept in ("observed", "documented", "any"):
        assert _warnings("2026-10-25T02:30", timezone=MADRID, fold=0, accept=accept) == ["ambiguous-time"]


# --- times with an offset, and aware ones --------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "literal", "value", "warnings"),
    [
        (MADRID, "2026-03-29T00:59:59Z", "2026-03-29 01:59:59", []),
        (MADRID, "2026-03-29T01:00:00Z", "2026-03-29 03:00:00", []),
        (MADRID, "2026-03-29T02:30+01:00", "2026-03-29 03:30:00", []),
        (MADRID, "2026-03-29T02:30+02:00", "2026-03-29 01:30:00", []),
        (MADRID, "2026-10-24T23:59:59Z", "2026-10-25 01:59:59", []),
        (MADRID, "2026-10-25T00:00:00Z", "2026-10-25 02:00:00", ["ambiguous-time"]),
        (MADRID, "2026-10-25T01:59:59Z", "2026-10-25 02:59:59", ["ambiguous-time"]),
        (MADRID, "2026-10-25T02:00:00Z", "2026-10-25 03:00:00", []),
        (MADRID, "2026-10-24T18:30-06:00", "2026-10-25 02:30:00", ["ambiguous-time"]),
        (CAIRO, "2026-04-23T21:59:59Z", "2026-04-23 23:59:59", []),
        (CAIRO, "2026-04-23T22:00:00Z", "2026-04-24 01:00:00", []),
        (CAIRO, "2026-10-29T21:30:00Z", "2026-10-29 23:30:00", ["ambiguous-time"]),
        (LORD_HOWE, "2026-10-03T15:30:00Z", "2026-10-04 02:30:00", []),
        (LORD_HOWE, "2026-04-04T15:15:00Z", "2026-04-05 01:45:00", ["ambiguous-time"]),
        ("UTC", "2026-10-25T02:30+01:00", "2026-10-25 01:30:00", []),
    ],
)
def test_a_time_with_an_offset_lands_where_the_clocks_show_it(
    zone: str, literal: str, value: str, warnings: list[str]
) -> None:
    aware = datetime.fromisoformat(literal)
    assert _date(literal, timezone=zone) == _date(":x", timezone=zone, params={"x": aware}) == value
    assert _warnings(literal, timezone=zone) == _warnings(":x", timezone=zone, params={"x": aware}) == warnings
    assert sent(F.datetime > aware, timezone=zone) == [("datetime", "gt", value)]


@pytest.mark.parametrize(("zone", "time", "first", "second"), TWICE)
def test_an_aware_time_that_comes_twice_is_taken_as_python_reads_it(
    zone: str, time: str, first: str, second: str
) -> None:
    for fold, offset in enumerate((first, second)):
        aware = datetime.fromisoformat(time).replace(tzinfo=ZoneInfo(zone), fold=fold)
        for target in ("UTC", "Asia/Tokyo", zone):
            expected = _date(time + offset, timezone=target)
            assert _date(":x", timezone=target, params={"x": aware}) == expected
            assert sent(F.datetime > aware, timezone=target) == [("datetime", "gt", expected)]
        utc = (datetime.fromisoformat(time + offset)).astimezone(UTC)
        assert _date(":x", params={"x": aware}) == f"{utc:%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(("zone", "time", "instead"), SKIPPED)
@pytest.mark.parametrize("fold", [0, 1])
def test_an_aware_time_that_does_not_exist_in_its_own_zone_is_refused(
    zone: str, time: str, instead: str, fold: int
) -> None:
    aware = datetime.fromisoformat(time).replace(tzinfo=ZoneInfo(zone), fold=fold)
    for target in ("UTC", zone):
        found = issue("datetime > :x", timezone=target, params={"x": aware})
        assert (found.code, found.span) == ("invalid-date", Span(11, 13))
        assert found.message == f"{time.replace('T', ' ')} does not exist in {zone}, where the clocks are put forward"
        assert refused("datetime in :x", timezone=target, params={"x": [aware]}) == [("invalid-date", ":x")]
    with pytest.raises(FilterCheckError, match="does not exist"):
        _ = F.datetime > aware
    after = datetime.fromisoformat(instead).replace(tzinfo=ZoneInfo(zone))
    assert _date(":x", timezone=zone, params={"x": after}) == instead


def test_a_naive_time_of_python_is_refused_as_its_text_is() -> None:
    for time in ("2026-03-29T02:30", "2026-10-25T02:30"):
        naive = datetime.fromisoformat(time)
        assert refused("datetime > :x", timezone=MADRID, params={"x": naive}) == [("invalid-date", ":x")]
        assert refused(F.datetime > naive, timezone=MADRID) == [("invalid-date", f"{time}:00")]
        assert refused("datetime > :x", timezone=MADRID, params={"x": time}) == [("invalid-date", ":x")]
    assert _date(":x", timezone=MADRID, fold=1, params={"x": naive}) == "2026-10-25 02:30:00"


# --- dates without a time ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("datetime >= 2026-04-24", [("gte", "2026-04-24 00:00:00")]),
        ('datetime < "2026-04-24"', [("lt", "2026-04-24 00:00:00")]),
        (
            "datetime between 2026-04-24 and 2026-04-24",
            [("gte", "2026-04-24 00:00:00"), ("lte", "2026-04-24 23:59:59")],
        ),
        (
            "datetime between 2026-10-29 and 2026-10-29",
            [("gte", "2026-10-29 00:00:00"), ("lte", "2026-10-29 23:59:59")],
        ),
        ("datetime >= :day", [("gte", "2026-04-24 00:00:00")]),
        ("datetime >= today", [("gte", "2026-04-24 00:00:00")]),
        ("datetime >= yesterday + 1d", [("gte", "2026-04-24 00:00:00")]),
    ],
)
def test_a_date_without_a_time_is_exempt(text: str, conditions: list[tuple[str, str]]) -> None:
    params = {"day": date(2026, 4, 24)} if ":day" in text else {}
    options: dict[str, object] = {"timezone": CAIRO, "params": params, "clock": _at("2026-04-24T12:00Z")}
    assert [row[1:] for row in sent(text, THINGS, **options)] == conditions
    assert warned(text, THINGS, **options) == []
    assert refused("datetime >= 2026-04-24T00:00", timezone=CAIRO) == [("invalid-date", "2026-04-24T00:00")]


# --- relative dates ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "now", "literal", "value", "warnings"),
    [
        # In Madrid 02:00 to 03:00 is left out on 2026-03-29.
        (MADRID, "2026-03-30T00:30Z", "now - 1d", "2026-03-29 03:30:00", []),
        (MADRID, "2026-03-28T01:30Z", "now + 1d", "2026-03-29 03:30:00", []),
        (MADRID, "2026-04-05T00:00Z", "now - 1w", "2026-03-29 03:00:00", []),
        (MADRID, "2026-03-30T00:30Z", "now - 24h", "2026-03-29 01:30:00", []),
        (MADRID, "2026-03-29T01:00Z", "now - 1s", "2026-03-29 01:59:59", []),
        (MADRID, "2026-03-29T00:59:59Z", "now + 1s", "2026-03-29 03:00:00", []),
        (MADRID, "2026-03-29T12:00Z", "today", "2026-03-29 00:00:00", []),
        (MADRID, "2026-03-29T12:00Z", "today + 1h", "2026-03-29 01:00:00", []),
        (MADRID, "2026-03-29T12:00Z", "today + 2h", "2026-03-29 03:00:00", []),
        (MADRID, "2026-03-29T12:00Z", "yesterday + 26h", "2026-03-29 03:00:00", []),
        # It comes twice on 2026-10-25.
        (MADRID, "2026-10-25T00:30Z", "now", "2026-10-25 02:30:00", ["ambiguous-time"]),
        (MADRID, "2026-10-25T01:30Z", "now", "2026-10-25 02:30:00", ["ambiguous-time"]),
        (MADRID, "2026-10-26T01:30Z", "now - 1d", "2026-10-25 02:30:00", ["ambiguous-time"]),
        (MADRID, "2026-10-26T01:30Z", "now - 24h", "2026-10-25 02:30:00", ["ambiguous-time"]),
        (MADRID, "2026-10-26T01:30Z", "now - 25h", "2026-10-25 02:30:00", ["ambiguous-time"]),
        (MADRID, "2026-10-26T01:30Z", "now - 26h", "2026-10-25 01:30:00", []),
        (MADRID, "2026-10-25T12:00Z", "today", "2026-10-25 00:00:00", []),
        (MADRID, "2026-10-25T12:00Z", "today + 2h", "2026-10-25 02:00:00", ["ambiguous-time"]),
        (MADRID, "2026-10-25T12:00Z", "today + 3h", "2026-10-25 02:00:00", ["ambiguous-time"]),
        (MADRID, "2026-10-25T12:00Z", "today + 4h", "2026-10-25 03:00:00", []),
        # In Cairo 2026-04-24 begins at 01:00, and the last hour of 2026-10-29 comes twice.
        (CAIRO, "2026-04-24T21:30Z", "now - 1d", "2026-04-24 01:30:00", []),
        (CAIRO, "2026-04-24T12:00Z", "today + 0h", "2026-04-24 01:00:00", []),
        (CAIRO, "2026-04-24T12:00Z", "today + 2h", "2026-04-24 03:00:00", []),
        (CAIRO, "2026-04-24T12:00Z", "today - 1s", "2026-04-23 23:59:59", []),
        (CAIRO, "2026-04-24T12:00Z", "yesterday + 24h", "2026-04-24 01:00:00", []),
        (CAIRO, "2026-10-30T12:00Z", "today", "2026-10-30 00:00:00", []),
        (CAIRO, "2026-10-30T12:00Z", "today - 1h", "2026-10-29 23:00:00", ["ambiguous-time"]),
        (CAIRO, "2026-10-30T12:00Z", "today - 2h", "2026-10-29 23:00:00", ["ambiguous-time"]),
        (CAIRO, "2026-10-30T12:00Z", "today - 3h", "2026-10-29 22:00:00", []),
        # On Lord Howe it is half an hour.
        (LORD_HOWE, "2026-10-04T15:15Z", "now - 1d", "2026-10-04 02:45:00", []),
        (LORD_HOWE, "2026-10-04T12:00Z", "today + 2h", "2026-10-04 02:30:00", []),
        (LORD_HOWE, "2026-04-05T15:15Z", "now - 1d", "2026-04-05 01:45:00", ["ambiguous-time"]),
        (LORD_HOWE, "2026-04-05T15:15Z", "now - 24h", "2026-04-05 01:45:00", ["ambiguous-time"]),
        # In Havana midnight itself comes twice on 2026-11-01; the day begins with the first.
        ("America/Havana", "2026-11-01T05:30Z", "today", "2026-11-01 00:00:00", []),
        ("America/Havana", "2026-11-01T05:30Z", "today + 1h", "2026-11-01 00:00:00", ["ambiguous-time"]),
        ("America/Havana", "2026-11-01T05:30Z", "today + 2h", "2026-11-01 01:00:00", []),
    ],
)
@pytest.mark.parametrize("fold", [None, 0, 1])
def test_a_relative_date_is_never_refused_for_the_clocks_and_moves_out_of_the_hour_that_they_skip(  # noqa: PLR0913, PLR0917  a case of the table
    zone: str, now: str, literal: str, value: str, warnings: list[str], fold: int | None
) -> None:
    options: dict[str, object] = {"timezone": zone, "clock": _at(now), "fold": fold}
    assert _date(literal, **options) == value
    assert _warnings(literal, **options) == warnings


def test_the_zone_of_the_clock_plays_no_part() -> None:
    for zone in (MADRID, "Asia/Tokyo", "UTC"):
        for moment in ("2026-10-25T00:30Z", "2026-10-25T01:30Z"):
            reading = datetime.fromisoformat(moment).astimezone(ZoneInfo(zone))
            assert (
                _date("now + 30m", clock=lambda reading=reading: reading, timezone=MADRID)
                == {
                    "2026-10-25T00:30Z": "2026-10-25 02:00:00",
                    "2026-10-25T01:30Z": "2026-10-25 03:00:00",
                }[moment]
            )


# --- where a date may stand ----------------------------------------------------------------------

GAP, OVERLAP = "2026-03-29T02:30", "2026-10-25T02:30"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"datetime between {GAP} and {OVERLAP}", [GAP, OVERLAP]),
        (f"not datetime not between {GAP} and 2026-10-26", [GAP]),
        (f"datetime in (2026-07-01, {GAP}, {OVERLAP})", [GAP, OVERLAP]),
        (f"datetime not in ({OVERLAP})", [OVERLAP]),
        (f"datetime = {GAP} or datetime = 2026-07-01 or datetime in ({OVERLAP})", [GAP, OVERLAP]),
        (f"not (datetime != {GAP} and datetime != {OVERLAP})", [GAP, OVERLAP]),
        (f"datetime > {OVERLAP} and nope = 1 and datetime < {OVERLAP}", [OVERLAP, "nope", OVERLAP]),
    ],
)
def test_every_time_that_does_not_exist_or_comes_twice_is_reported(text: str, expected: list[str]) -> None:
    found = refused(text, timezone=MADRID)
    assert found == [("unknown-property" if place == "nope" else "invalid-date", place) for place in expected]


@pytest.mark.parametrize(
    ("text", "conditions", "warnings"),
    [
        ("datetime between {0} and {0}", [("gte", "{1}"), ("lte", "{1}")], ["datetime between {0} and {0}"]),
        (
            "datetime in (2026-07-01T00:00, {0})",
            [("in", ["2026-07-01 00:00:00", "{1}"])],
            ["datetime in (2026-07-01T00:00, {0})"],
        ),
        (
            "datetime not in (2026-07-01T00:00, {0})",
            [("ne", "2026-07-01 00:00:00"), ("ne", "{1}")],
            ["datetime not in (2026-07-01T00:00, {0})"],
        ),
        (
            "datetime = 2026-07-01T00:00 or datetime = {0}",
            [("in", ["2026-07-01 00:00:00", "{1}"])],
            ["datetime = 2026-07-01T00:00 or datetime = {0}"],
        ),
        ("datetime = {0} or datetime = {0}", [("eq", "{1}")], ["datetime = {0}"]),
        ("not datetime > {0}", [("lte", "{1}")], ["datetime > {0}"]),
    ],
)
def test_a_condition_with_a_time_that_comes_twice_has_one_warning(
    text: str, conditions: list[tuple[str, str | list[str]]], warnings: list[str]
) -> None:
    def filled(value: str | list[str]) -> str | list[str]:
        shown = "2026-10-25 02:30:00"
        return value.format("", shown) if isinstance(value, str) else [one.format("", shown) for one in value]

    expected = [("datetime", operator, filled(value)) for operator, value in conditions]
    for literal, fold in ((OVERLAP, 0), (OVERLAP, 1), (f"{OVERLAP}+01:00", None), (f"{OVERLAP}+02:00", None)):
        options: dict[str, object] = {"timezone": MADRID, "fold": fold, "accept": "any"}
        assert sent(text.format(literal), THINGS, **options) == expected
        assert warned(text.format(literal), THINGS, **options) == [
            ("ambiguous-time", place.format(literal)) for place in warnings
        ]


def test_both_readings_of_a_time_are_one_on_the_wire() -> None:
    text = f"datetime = {OVERLAP}+02:00 or datetime = {OVERLAP}+01:00"
    assert sent(text, timezone=MADRID) == [("datetime", "eq", "2026-10-25 02:30:00")]
    assert warned(text, timezone=MADRID)[0] == ("ambiguous-time", f"datetime = {OVERLAP}+02:00")


def test_a_prepared_filter_refuses_what_is_written_at_once_and_what_is_given_at_the_call() -> None:
    with pytest.raises(FilterCheckError) as caught:
        vsfilter.prepare(f"datetime > {OVERLAP} and datetime < :until", THINGS, timezone=MADRID)
    assert places(caught.value.issues, caught.value.source) == [("invalid-date", OVERLAP)]
    until = vsfilter.prepare("datetime < :until", THINGS, timezone=MADRID)
    for time in (GAP, OVERLAP):
        with pytest.raises(FilterCheckError) as caught:
            until(until=time)
        assert places(caught.value.issues, caught.value.source) == [("invalid-date", ":until")]
    folded = vsfilter.prepare(f"datetime > {OVERLAP} and datetime < :until", THINGS, timezone=MADRID, fold=1)
    assert [one.code for one in folded(until=OVERLAP).warnings].count("ambiguous-time") == 2


# --- zones ---------------------------------------------------------------------------------------


class _Office(tzinfo):
    """A zone of ones own, without a key, whose clocks are changed as those of Madrid."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return None if moment is None else moment.replace(tzinfo=ZoneInfo(MADRID)).utcoffset()

    def dst(self, moment: datetime | None) -> timedelta | None:
        return None if moment is None else moment.replace(tzinfo=ZoneInfo(MADRID)).dst()

    def tzname(self, _: datetime | None) -> str:
        return "OFFICE"

    def __str__(self) -> str:
        return "the zone of the office"


class _Nowhere(_Office):
    """A zone that knows no offset."""

    def utcoffset(self, _: datetime | None) -> None:
        pass


@pytest.mark.parametrize("zone", [MADRID, ZoneInfo(MADRID), ZoneInfo.no_cache(MADRID), _Office()])
def test_a_zone_is_a_name_or_a_tzinfo(zone: str | tzinfo) -> None:
    name = "the zone of the office" if isinstance(zone, _Office) else MADRID
    assert f" does not exist in {name}, " in issue(f"datetime > {GAP}", timezone=zone).message
    assert f" comes twice in {name}, " in issue(f"datetime > {OVERLAP}", timezone=zone).message
    assert _warnings(OVERLAP, timezone=zone, fold=1) == ["ambiguous-time"]


@pytest.mark.parametrize(
    "zone", ["UTC", UTC, timezone(timedelta(hours=1)), "Etc/GMT-1", ZoneInfo("Asia/Tokyo"), _Nowhere()]
)
def test_where_clocks_are_never_changed_no_time_is_refused(zone: str | tzinfo) -> None:
    for time in (GAP, OVERLAP):
        assert _date(time, timezone=zone) == f"{time.replace('T', ' ')}:00"
        assert _warnings(time, timezone=zone) == []


def test_a_calendar_tells_a_time_that_comes_twice() -> None:
    moment = datetime.fromisoformat(OVERLAP)
    for fold in (0, 1):
        calendar = Calendar(ZoneInfo(MADRID), _at("2026-10-26T01:30Z"), fold)
        assert calendar.read(OVERLAP) == Moment(moment, ambiguous=True)
        assert calendar.read(f"{OVERLAP}+01:00") == Moment(moment, ambiguous=True)
        assert calendar.resolve(RelativeDate("now", "-1d")) == Moment(moment, ambiguous=True)
        assert calendar.read("2026-10-25T03:00").ambiguous is False
        assert [calendar.read(f"{OVERLAP}{offset}").value.fold for offset in ("", "+01:00", "+02:00")] == [0, 0, 0]


# --- the command ---------------------------------------------------------------------------------


def test_the_command_refuses_a_time_that_comes_twice_unless_it_is_told_which() -> None:
    arguments = ("cdrs", f"calldate > {OVERLAP}", "--timezone", MADRID)
    assert "error[invalid-date]: " in refused_by_command("check", *arguments)
    for fold in ("0", "1"):
        result = run("json", *arguments, "--fold", fold)
        assert (result.exit_code, json.loads(result.stdout)[0]["value"]) == (0, "2026-10-25 02:30:00")
        assert result.stderr.startswith("warning[ambiguous-time]: 2026-10-25 02:30:00 comes twice ")
        assert printed("fmt", "cdrs", f"calldate > {OVERLAP}", "--fold", fold) == f"calldate > {OVERLAP}\n"
    assert "error[invalid-date]: " in refused_by_command(
        "json", "cdrs", f"calldate > {GAP}", "--timezone", MADRID, "--fold", "1"
    )


def test_the_command_takes_a_fold_for_parameters_and_next_to_other_issues() -> None:
    values = ("--timezone", MADRID, "--param", f"at={OVERLAP}")
    assert "error[invalid-date]: " in refused_by_command("json", "cdrs", "calldate > :at", *values)
    assert json.loads(run("json", "cdrs", "calldate > :at", *values, "--fold", "1").stdout)[0]["value"] == (
        "2026-10-25 02:30:00"
    )
    either = f"calldate > {OVERLAP} or type = I"
    assert "error[invalid-date]: " in refused_by_command("fmt", "cdrs", either, "--timezone", MADRID)
    assert (
        printed("fmt", "cdrs", either, "--timezone", MADRID, "--fold", "0") == f'calldate > {OVERLAP} or type = "I"\n'
    )


@pytest.mark.parametrize("fold", ["2", "-1", "first", "", "0.0"])
def test_the_command_takes_no_other_fold(fold: str) -> None:
    assert misused("json", "cdrs", "type = I", "--fold", fold).startswith("Error: Invalid value for '--fold': ")
