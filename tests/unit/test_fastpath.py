from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest

import vsfilter
from vsfilter import Accept, Endpoint, F, Filter, Limits, Property
from vsfilter.compiling.compiler import compiler_of
from vsfilter.fastpath.columns import columns_of
from vsfilter.model.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from datetime import tzinfo

    from vsfilter.fastpath.slots import Slots
    from vsfilter.model import Expr

THINGS = Endpoint(
    "things",
    [
        Property("s", "string"),
        Property("i", "integer"),
        Property("n", "number"),
        Property("b", "boolean"),
        Property("d", "datetime"),
        Property("a", "array"),
        Property("gone", "string", filterable="refused"),
        Property("x `y", "integer"),
        Property("and", "integer"),
    ],
    complete=True,
)
BERLIN = ZoneInfo("Europe/Berlin")
INDIA = timezone(timedelta(hours=5, minutes=30))


def short(text: str, endpoint: Endpoint = THINGS, zone: tzinfo = UTC, limits: Limits = DEFAULT_LIMITS) -> str | None:
    """Give what the short way makes of a text, without its beginning and its end."""
    flt = compiler_of(endpoint, None, zone, None, Accept.ANY, limits).express(text)
    if flt is None:
        return None
    assert flt.to_query() == vsfilter.compile(flt.expr, endpoint).to_query()
    return unquote(flt.to_query()).removeprefix("filter=[").removesuffix("]")


def entry(name: str, operator: str, value: str) -> str:
    return f'{{"property":"{name}","operator":"{operator}","value":{value}}}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s = I", [entry("s", "eq", '"I"')]),
        ("s <> ''", [entry("s", "ne", '""')]),
        ("s NOT \t like 'NO ANSWER'", [entry("s", "notlike", '"NO ANSWER"')]),
        (r"""s like "a\"b" and s = 'it''s'""", [entry("s", "like", r'"a\"b"'), entry("s", "eq", '"it\'s"')]),
        ('s > "é&+%"', [entry("s", "gt", '"é&+%"')]),
        ("s = 007 and s = 2018-09-01T12:30Z", [entry("s", "eq", '"007"'), entry("s", "eq", '"2018-09-01T12:30Z"')]),
        ("i = 5 and i = '05' and i = 5", [entry("i", "eq", "5")]),
        ("i > -0 and i < -12 and i != 007", [entry("i", "gt", "0"), entry("i", "lt", "-12"), entry("i", "ne", "7")]),
        (f"i = {'9' * 700}", [entry("i", "eq", "9" * 700)]),
        (
            "n > 5 and n < 0.25 and n != '007.5'",
            [entry("n", "gt", "5"), entry("n", "lt", "0.25"), entry("n", "ne", "7.5")],
        ),
        ("b = TRUE", [entry("b", "eq", "true")]),
        ("d > 2018-09-01", [entry("d", "gt", '"2018-09-01 00:00:00"')]),
        ('d > "2018-09-01 12:30"', [entry("d", "gt", '"2018-09-01 12:30:00"')]),
        ("d > 2018-09-01T12:30:15", [entry("d", "gt", '"2018-09-01 12:30:15"')]),
        ("d > 2018-09-01T12:30Z", [entry("d", "gt", '"2018-09-01 12:30:00"')]),
        (
            "d between 2018-09-01 and 2018-09-02",
            [entry("d", "gte", '"2018-09-01 00:00:00"'), entry("d", "lte", '"2018-09-02 23:59:59"')],
        ),
        (
            "d between 2018-09-01 and '2018-09-02 00:00'",
            [entry("d", "gte", '"2018-09-01 00:00:00"'), entry("d", "lte", '"2018-09-02 00:00:00"')],
        ),
        ("i between 1 and 2", [entry("i", "gte", "1"), entry("i", "lte", "2")]),
        ("a like 'x' and a = y", [entry("a", "like", '"x"'), entry("a", "eq", '"y"')]),
        ("s in (a, 'b', a)", [entry("s", "in", '["a","b"]')]),
        ("i IN [1, 01]", [entry("i", "eq", "1")]),
        ("i not in (1, 2, 1)", [entry("i", "ne", "1"), entry("i", "ne", "2")]),
        ("`x ``y` = 1 and `s` = a", [entry("x `y", "eq", "1"), entry("s", "eq", '"a"')]),
        ("`and` = 1", [entry("and", "eq", "1")]),
    ],
)
def test_what_goes_the_short_way(text: str, expected: list[str]) -> None:
    assert short(text) == ",".join(expected)


@pytest.mark.parametrize(
    "text",
    [
        # Not flat, or not only of plain values.
        "(i = 1)",
        "i = 1 or i = 2",
        "i = :a",
        "d > today",
        "s = today",
        # What is wrong is told by the long way.
        "other = 1",
        "gone = a",
        "s = true",
        "i = x",
        "i = 1.5",
        "i like 1",
        "i = ²",
        "i = '²'",
        "n = 1e5",
        "b = 1",
        "b > true",
        "b between true and false",
        "a in (x)",
        "a = 1",
        "i in (1, x)",
        "i between 1 and x",
        "i between x and 1",
        "s = '\\q'",
        "d = 2018-02-30",
        "d = '2018-9-001'",
        "d = '2018-W35-6'",
        "d = '20180901T1'",
        "d = '2018-09-01x12:30'",
        "d = '2018-09-01 24:00'",
        "d = '2018-09-01 1230+0'",
        "s = '\ud800'",
        # Two ways to write one value may stand in one text.
        "n = 1.50",
        # A day that hides behind an escape lasts to its end, too.
        r"d between 2018-09-01 and '2018-09\u002d02'",
    ],
)
def test_what_goes_the_long_way(text: str) -> None:
    assert short(text) is None


def test_what_the_long_way_makes_of_it() -> None:
    text = r"n = 1.50 and n = 1.5 and d between 2018-09-01 and '2018-09\u002d02'"
    assert vsfilter.compile(text, THINGS).to_list() == [
        {"property": "n", "operator": "eq", "value": Decimal("1.50")},
        {"property": "d", "operator": "gte", "value": "2018-09-01 00:00:00"},
        {"property": "d", "operator": "lte", "value": "2018-09-02 23:59:59"},
    ]


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("d > 2018-09-01T12:30", INDIA, "2018-09-01 12:30:00"),
        ("d > 2018-09-01T12:30Z", INDIA, "2018-09-01 18:00:00"),
        ("d > 2018-03-25", BERLIN, "2018-03-25 00:00:00"),
        ("d > 2018-03-25T01:30", BERLIN, "2018-03-25 01:30:00"),
        ("d > 2018-03-25T02:30", BERLIN, None),
        ("d > 2018-10-28T02:30", BERLIN, None),
        ("d > 2018-10-28T00:30Z", BERLIN, "2018-10-28 02:30:00"),
    ],
)
def test_times_are_read_in_the_zone_of_the_api(text: str, zone: tzinfo, expected: str | None) -> None:
    assert short(text, zone=zone) == (None if expected is None else entry("d", "gt", f'"{expected}"'))


def test_a_text_beyond_a_limit_goes_the_long_way() -> None:
    assert short("i = 1 and i = 2", limits=Limits(items=2)) is not None
    assert short("i = 1 and i = 2", limits=Limits(items=1)) is None
    assert short("i in (1, 2)", limits=Limits(items=2)) is not None
    assert short("i in (1, 2)", limits=Limits(items=1)) is None
    assert short("i = 1", limits=Limits(text=4)) is None
    assert short("i = 1", limits=Limits(depth=-1)) is None


def test_observed_evidence_is_asked_for_by_the_long_way() -> None:
    compiler = compiler_of(THINGS, None, UTC, None, Accept.OBSERVED, DEFAULT_LIMITS)
    assert compiler.express("i = 1") is None


def test_columns_are_made_once_for_an_endpoint_and_are_those_of_no_other() -> None:
    same_name = Endpoint("things", [Property("s", "integer")], complete=True)
    assert columns_of(THINGS) is columns_of(THINGS)
    assert columns_of(THINGS)["s"] is columns_of(THINGS)["s"]
    assert short("s = 1") == entry("s", "eq", '"1"')
    assert short("s = 1", same_name) == entry("s", "eq", "1")
    for number in range(300):
        made = Endpoint("things", [Property("s", "string"), Property(f"p{number}", "integer")], complete=True)
        assert short(f"p{number} = 1", made) == entry(f"p{number}", "eq", "1")
    assert short("s = 1", same_name) == entry("s", "eq", "1")


def test_names_that_do_not_exist_leave_nothing_behind() -> None:
    before = dict(columns_of(THINGS))
    assert short("nowhere = 1") is None
    assert dict(columns_of(THINGS)) == before


def test_a_filter_by_the_short_way_is_copied_pickled_and_explained() -> None:
    flt = vsfilter.compile("s = a and i > 5", THINGS)
    assert "_checked" not in vars(flt)
    for twin in (copy.copy(flt), copy.deepcopy(flt), pickle.loads(pickle.dumps(flt))):  # noqa: S301
        assert isinstance(twin, Filter)
        assert twin == flt
        assert twin.warnings == flt.warnings
        assert repr(twin) == repr(flt) == '<Filter things: s = "a" and i > 5>'
    assert flt.explain().to_dict()
    assert flt.matches({"s": "a", "i": 6})


CALLS = Endpoint(
    "calls",
    [
        Property("s", "string", filterable="documented"),
        Property("e", "string", values={"I": "inbound"}, filterable="observed"),
        Property("i", "integer", filterable="observed"),
        Property("d", "datetime", filterable="documented"),
        Property("a", "array", filterable="observed"),
        Property("new", "integer"),
    ],
    complete=True,
)


@pytest.mark.parametrize(
    "text",
    [
        "s = a",
        "s like '44'",
        "e like I and i >= 5",
        "i = 5 and d > 2018-09-01",
        "`d` GTE '2018-09-01 12:30' and s == 'NO ANSWER'",
    ],
)
def test_a_text_that_earns_no_warning_is_not_checked_to_tell(text: str) -> None:
    flt = vsfilter.compile(text, CALLS)
    assert flt.warnings == ()
    assert "_checked" not in vars(flt)
    assert flt._checked.warnings == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("new = 1", {"unverified-property"}),
        ("a = x", {"unverified-property"}),
        ("i != 1", {"unverified-operator"}),
        ("s > a", {"text-ordering"}),
        ("s = '+44'", {"plus-sign"}),
        (r"s = '\u002b44'", {"plus-sign"}),
        ("s like '4_'", {"wildcard"}),
        ("e = X", {"unknown-value"}),
        ("d = 2018-09-01", {"date-only-bound"}),
        ("i = 1 and i = 2", {"contradiction"}),
        ("i > 5 and `i` < 2", {"contradiction"}),
        ("i between 5 and 2", {"contradiction"}),
        # There is nothing to say of these, but it takes the check to see it.
        ("e = I", set()),
        ("d <= '2018-09-01 12:30'", set()),
        ("i between 1 and 5", set()),
        ("s in (a)", set()),
        ("s = a_b", set()),
    ],
)
def test_all_else_is_checked_for_warnings(text: str, codes: set[str]) -> None:
    flt = compiler_of(CALLS, None, UTC, None, Accept.DOCUMENTED, DEFAULT_LIMITS).express(text)
    if flt is None:
        flt = vsfilter.compile(text, CALLS)
    assert {issue.code for issue in flt.warnings} == codes
    assert "_checked" in vars(flt)


def test_a_time_that_the_clocks_show_twice_is_told_of() -> None:
    flt = vsfilter.compile("d > 2018-10-28T00:30Z", CALLS, timezone=BERLIN)
    assert [issue.code for issue in flt.warnings] == ["ambiguous-time"]


def test_a_long_url_is_told_of_without_a_check() -> None:
    flt = vsfilter.compile(f"s = {'a' * 8000}", CALLS)
    assert [issue.code for issue in flt.warnings] == ["url-too-long"]
    assert "_checked" not in vars(flt)


def test_a_clock_that_cannot_be_pickled_is_no_part_of_a_filter() -> None:
    flt = vsfilter.compile("i = 1", THINGS, clock=lambda: datetime.now(UTC))
    assert pickle.loads(pickle.dumps(flt)) == flt  # noqa: S301


class Kind(Enum):
    INBOUND = "I"


def slots_of(source: str | Expr | list[Any], zone: tzinfo = UTC) -> Slots | None:
    return vsfilter.prepare(source, THINGS, timezone=zone)._slots


def bound(source: str, values: dict[str, object], zone: tzinfo = UTC) -> str | None:
    """Give what the short way makes of a prepared filter, as `short` does of a text."""
    slots = slots_of(source, zone)
    assert slots is not None
    query = slots.query_of(values)
    if query is None:
        return None
    assert query == vsfilter.compile(source, THINGS, params=values, timezone=zone).to_query()
    return unquote(query).removeprefix("filter=[").removesuffix("]")


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("s = :v", "a", '"a"'),
        ("s = :v", "NO ANSWER", '"NO ANSWER"'),
        ("s = :v", 'é"&', r'"é\"&"'),
        ("s = :v", 7, '"7"'),
        ("s = :v", -(10**900), f'"-1{"0" * 900}"'),
        ("s = :v", Kind.INBOUND, '"I"'),
        ("s = :v", date(2018, 9, 1), '"2018-09-01"'),
        ("i = :v", 7, "7"),
        ("i = :v", 10**20, "1" + "0" * 20),
        ("i = :v", "007", "7"),
        ("n = :v", 7, "7"),
        ("n = :v", 0.25, "0.25"),
        ("n = :v", Decimal("1.5"), "1.5"),
        ("b = :v", True, "true"),
        ("a = :v", "x", '"x"'),
        ("d = :v", date(2018, 9, 1), '"2018-09-01 00:00:00"'),
        ("d = :v", datetime(2018, 9, 1, 12, 30), '"2018-09-01 12:30:00"'),  # noqa: DTZ001  the API's own zone
        ("d = :v", datetime(2018, 9, 1, 12, 30, tzinfo=UTC), '"2018-09-01 12:30:00"'),
        ("d = :v", "2018-09-01", '"2018-09-01 00:00:00"'),
    ],
)
def test_values_that_are_bound_the_short_way(text: str, value: object, expected: str) -> None:
    assert bound(text, {"v": value}) == entry(text[0], "eq", expected)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("s = :v", {}),
        ("s = :v", {"v": "a", "w": "b"}),
        ("s = :v", {"w": "a"}),
        ("s = :v", {"v": "\ud800"}),
        ("s = :v", {"v": True}),
        ("s = :v", {"v": object()}),
        ("s = :v", {"v": vsfilter.Param("w")}),
        ("s = :v", {"v": [1]}),
        ("i = :v", {"v": True}),
        ("i = :v", {"v": "x"}),
        ("n = :v", {"v": Decimal("1.50")}),
        ("d = :v", {"v": datetime(2018, 9, 1, microsecond=1)}),  # noqa: DTZ001  as above
        ("d between 2018-09-01 and :v", {"v": "2018-09-02"}),
    ],
)
def test_values_that_are_bound_the_long_way(text: str, values: dict[str, object]) -> None:
    assert bound(text, values) is None


def test_a_range_is_bound_and_its_last_day_lasts_to_its_end() -> None:
    days: dict[str, object] = {"a": date(2018, 9, 1), "b": date(2018, 9, 2)}
    lower = entry("d", "gte", '"2018-09-01 00:00:00"')
    upper = entry("d", "lte", '"2018-09-02 23:59:59"')
    assert bound("d between :a and :b", days) == f"{lower},{upper}"
    upper = entry("d", "lte", '"2018-09-02 00:00:00"')
    days["b"] = datetime(2018, 9, 2)  # noqa: DTZ001  as above
    assert bound("d between :a and :b", days) == f"{lower},{upper}"
    assert bound("i between :a and 5", {"a": 1}) == f"{entry('i', 'gte', '1')},{entry('i', 'lte', '5')}"


def test_a_time_is_bound_in_the_zone_of_the_api() -> None:
    time = datetime(2018, 3, 25, 1, 30)  # noqa: DTZ001  as above
    assert bound("d > :v", {"v": time}, BERLIN) == entry("d", "gt", '"2018-03-25 01:30:00"')
    assert bound("d > :v", {"v": time.replace(hour=2)}, BERLIN) is None


def test_conditions_that_become_equal_are_sent_once() -> None:
    assert bound("i != :a and i != :b and i != 7", {"a": 7, "b": "07"}) == entry("i", "ne", "7")


def test_what_is_known_before_stands_beside_what_is_bound() -> None:
    known = [entry("s", "in", '["a","b"]'), entry("d", "gte", '"2018-09-01 00:00:00"')]
    expected = ",".join([*known, entry("i", "eq", "1")])
    assert bound("n in (2, 1.50) and i = :v and n in (2, 1.5)", {"v": 1}) == ",".join(
        [entry("n", "in", "[2,1.50]"), entry("i", "eq", "1")]
    )
    assert bound("s in (a, b) and d >= 2018-09-01 and i = :v", {"v": 1}) == expected


@pytest.mark.parametrize(
    "source",
    [
        "s in :v",
        "s in (a, :v)",
        "not i = :v",
        "i = 1 or i = :v",
        "d > today and i = :v",
        "d between :v and today",
        "d between :v and 2018-09-01",
        "n = 1.50 and i = :v",
        [],
        (F.i == 1) | (F.i == vsfilter.Param("v")),
    ],
)
def test_other_filters_are_bound_the_long_way(source: str | Expr | list[Any]) -> None:
    assert slots_of(source) is None
