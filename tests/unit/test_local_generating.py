"""What the code is made for, and what it leaves to the tests that it stands in for."""

from __future__ import annotations

import itertools
from collections import defaultdict
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import update_wrapper
from types import FunctionType
from typing import TYPE_CHECKING, Any, cast

import pytest

import vsfilter
from tests.unit.checking import THINGS
from tests.unit.odd_values import Label, OwnText, Size
from vsfilter.check import Calendar
from vsfilter.check.selection import select
from vsfilter.local import generating
from vsfilter.local.generating import TooLargeError, generated
from vsfilter.local.interpreting import interpreted
from vsfilter.local.reading import midnight_once
from vsfilter.model import And
from vsfilter.model.binding import Binding
from vsfilter.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo
    from types import CodeType

    from vsfilter.local import RecordTest
    from vsfilter.model import Expr

_FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S-23:59",
    "%Y-%m-%d %H:%M:%S+23:59",
    "%Y-%m-%d %H%M%S.0",
    "%Y-%m-%d %H+05:30",
    "%Y-%m-%d %H:%M+05",
    "%Y%m%d %H:%M:%S.0",
    "%G-W%V-%u %H:%M:%S",
    "%Y-%m-%d 24:00:00",
    "%Y-%m-%d %H:%M:60",
    "%Y-%m-%d %H:%M:0",
    "%Y-%m-31 %H:%M:%S",
    "%Y-%m-%d\u00a0%H:%M:%S",
    "%Y-%m-%d %H:%M:\uff10\uff10",
)
_MOMENTS = [datetime(2018, 9, 15, 12, tzinfo=UTC) + timedelta(hours=hours) for hours in range(-100, 101, 4)]
_OPERATORS = ("=", "!=", "<", "<=", ">", ">=")
_FILTERS = [
    *(f"datetime {operator} 2018-09-15T12:00" for operator in _OPERATORS),
    "datetime in (2018-09-15T12:00, 2018-09-14)",
    "datetime between 2018-09-14 and 2018-09-15",
    "datetime not between 2018-09-14 and 2018-09-15",
    "datetime = 2018-09-14 or datetime > 2018-09-15T12:00",
    "datetime != 2018-09-15T12:00 and datetime >= 2018-09-14",
    "datetime > 0001-01-01",
    "datetime < 9999-12-31",
    "datetime is null",
    "datetime is not null",
]


def readings(text: str, zone: tzinfo = UTC) -> tuple[RecordTest, RecordTest]:
    """Give the code for a text, and the tests that it stands in for."""
    selection = select(parse(text), THINGS, binding=Binding(), calendar=Calendar(zone))
    whole = interpreted(selection.criterion, zone)
    return generated(selection.criterion, zone, whole), whole


def refusing(text: str) -> RecordTest:
    """Give the code for a text that may leave nothing to other tests of records."""

    def whole(record: Mapping[str, object]) -> bool:
        raise LookupError(record)

    return generated(select(parse(text), THINGS, binding=Binding(), calendar=Calendar()).criterion, UTC, whole)


@pytest.mark.parametrize("hours", [-23, 0, 23])
@pytest.mark.parametrize("text", _FILTERS)
def test_a_date_in_any_form_is_read_as_it_was(text: str, hours: int) -> None:
    code, whole = readings(text, timezone(timedelta(hours=hours)))
    found = set()
    for moment, form in itertools.product(_MOMENTS, _FORMS):
        record = {"datetime": moment.strftime(form)}
        expected = whole(record)
        found.add(expected)
        assert code(record) is expected, record
    assert found == {True, False}


@pytest.mark.parametrize(
    "text",
    [
        *(f"number {operator} 5" for operator in _OPERATORS),
        *(f"number {operator} 0.5 or string = a" for operator in _OPERATORS),
        *(f"number {operator} 1{'0' * 700}" for operator in ("!=", "<", "<=")),
        *(f"integer {operator} 5" for operator in _OPERATORS),
        *(f"string {operator} '5'" for operator in (*_OPERATORS, "like", "not like")),
        "boolean = true",
        "boolean != true",
        "boolean in (true, false)",
        "array like 'a'",
        *(f"{prop.name} is {negated} null" for prop in THINGS.properties for negated in ("", "not")),
    ],
)
def test_any_value_is_compared_as_it_was(text: str) -> None:
    code, whole = readings(text)
    name = text.split(maxsplit=1)[0]
    numbers = (4, 5, 6, 0.25, 0.5, 5.0, 5.5, float("nan"), float("inf"), -float("inf"), 10**400)
    found = set()
    for value in (
        *numbers,
        None,
        True,
        False,
        "5",
        "05",
        "a",
        "",
        "true",
        "2018-09-01 00:00:00",
        [],
        ["a"],
        {"a": 1},
        UTC,
    ):
        expected = whole({name: value})
        found.add(expected)
        assert code({name: value}) is expected, value
    assert found == {True, False}


def test_a_record_as_the_api_gives_it_needs_no_other_test() -> None:
    code = refusing("string = a and datetime > 2018-09-01 and number > 0.5 and integer in (1, 2) and boolean = true")
    record = {"string": "a", "datetime": "2018-09-01 00:00:01", "number": 0.75, "integer": 2, "boolean": True}
    assert code(record)
    assert not code({**record, "datetime": "2018-09-01 00:00:00"})
    for name in record:
        assert not code({**record, name: None})


def test_a_key_that_is_missing_and_a_date_that_is_none_are_left_to_other_tests() -> None:
    code = refusing("datetime > 2018-09-01")
    for record in ({}, {"datetime": "2018-09-31 00:00:00"}):
        with pytest.raises(LookupError):
            code(record)


def test_a_record_that_makes_up_values_is_left_alone() -> None:
    code, _ = readings("string = a")
    ready: defaultdict[str, object] = defaultdict(lambda: "a")
    assert not code(ready)
    assert not ready


def test_filters_of_one_shape_share_their_code() -> None:
    generating._compiled.cache_clear()
    first, second = refusing("string = a and integer > 5"), refusing("string = b and integer > 6")
    assert generating._compiled.cache_info().misses == 1
    assert (first({"string": "a", "integer": 6}), second({"string": "a", "integer": 6})) == (True, False)


def test_no_name_and_no_value_stands_in_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    sources: list[str] = []

    def compiled(test: str) -> CodeType:
        sources.append(test)
        return generating._compiled.__wrapped__(test)

    monkeypatch.setattr(generating, "_compiled", update_wrapper(compiled, generating._compiled))
    name = 'x"] or exit() #'
    endpoint = vsfilter.Endpoint("mine", (vsfilter.Property(name, "string"),))
    test = vsfilter.predicate(vsfilter.F[name] == '"\n exit()', endpoint)
    assert test({name: '"\n exit()'})
    assert not test({name: "a"})
    assert len(sources) == 1
    assert "exit" not in sources[0]


def test_a_name_or_value_may_be_what_stands_in_its_place_in_the_source() -> None:
    names = ("c1", "c0", "c3", "c2", "v", "record")
    endpoint = vsfilter.Endpoint("mine", tuple(vsfilter.Property(name, "string") for name in names))
    values = ("c0", "c3", "-- ::", "c1", "v0", "c4")
    terms = tuple(cast("Expr", vsfilter.F[name] == value) for name, value in zip(names, values, strict=True))
    test = vsfilter.predicate(And(terms), endpoint)
    record = dict(zip(names, values, strict=True))
    assert test(record)
    for name in names:
        assert not test({**record, name: name})


def test_the_code_has_a_hash_whatever_its_constants() -> None:
    """Profilers keep what they count by code."""
    code, _ = readings("datetime in (2018-09-01, 2018-09-02) and datetime > 2018-09-01 and number = 0.5")
    assert isinstance(code, FunctionType)
    assert hash(code.__code__) == hash(code.__code__.replace())


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("string = a", Label.A, True),
        ("string = first", Label.A, False),
        ("string in (a, b)", Label.A, True),
        ("string like 'irs'", Label.A, False),
        ("number < 9", Size.SMALL, True),
        ("number = 9", Size.SMALL, False),
        ("string = a", OwnText("a"), True),
        ("datetime > 2018-09-01", OwnText("2018-09-02 00:00:00"), True),
        ("datetime > 2018-09-01", OwnText("2018-09-31 00:00:00"), False),
        ("number >= 0.1", Decimal("0.1"), True),
        ("integer = 1", True, False),
        ("boolean = true", 1, False),
    ],
)
def test_a_value_of_a_class_of_its_own_is_read_as_it_was(text: str, value: object, *, expected: bool) -> None:
    code, whole = readings(text)
    record = {text.split(maxsplit=1)[0]: value}
    assert code(record) is whole(record) is expected


class _Proxy:
    """Gives itself out for what it holds, as the objects of wrapt do."""

    def __init__(self, held: dict[str, object]) -> None:
        self._held = held

    def __getattribute__(self, name: str) -> object:
        return getattr(object.__getattribute__(self, "_held"), name)

    def __getitem__(self, name: str) -> object:
        return object.__getattribute__(self, "_held")[name]


def test_a_proxy_is_read_as_what_it_stands_for() -> None:
    code, _ = readings("string = a or integer is null")
    records: list[dict[str, object]] = [{"string": "a"}, {"string": "b", "integer": 1}, {}, defaultdict(lambda: "a")]
    for held in records:
        copy = dict(held)
        proxy: Any = _Proxy(held)
        assert code(proxy) is code(copy)
        assert held == copy


@pytest.mark.parametrize("count", [50, 51])
def test_a_filter_of_many_conditions_is_not_compiled(count: int) -> None:
    text = " and ".join(f"integer != {number}" for number in range(count))
    if count > 50:
        with pytest.raises(TooLargeError):
            readings(text)
    test = vsfilter.predicate(text, THINGS)
    assert (test({"integer": count - 1}), test({"integer": count})) == (False, True)


def test_many_tests_of_null_are_not_compiled() -> None:
    with pytest.raises(TooLargeError):
        readings(" or ".join(["integer is null"] * 51))


@pytest.mark.parametrize(("count", "compiled"), [(24, True), (25, False)])
def test_all_groups_are_counted_together(count: int, *, compiled: bool) -> None:
    group = " or ".join(f"integer = {number}" for number in range(count))
    _holds_as_code(f"({group}) and ({group})", compiled=compiled)


@pytest.mark.parametrize(("depth", "compiled"), [(20, True), (21, False)])
def test_deep_nesting_is_not_compiled(depth: int, *, compiled: bool) -> None:
    text = "string = a and integer = 1"
    for number in range(depth):
        text = f"string = a {'and' if number % 2 else 'or'} ({text})"
    _holds_as_code(text, compiled=compiled)
    assert vsfilter.predicate(text, THINGS)({"string": "a", "integer": 1})


def _holds_as_code(text: str, *, compiled: bool) -> None:
    with nullcontext() if compiled else pytest.raises(TooLargeError):
        readings(text)


@pytest.mark.parametrize(
    ("text", "matching"),
    [
        ("string = a and (integer = 1 or boolean = true)", {"a1t", "a1f", "a2t"}),
        ("string = a or (integer = 1 and boolean = true)", {"a1t", "a1f", "a2t", "a2f", "b1t"}),
        ("(string = a or integer = 1) and (string = b or boolean = true)", {"a1t", "a2t", "b1t", "b1f"}),
        ("string = a and (integer = 1 or (string = a and boolean = true))", {"a1t", "a1f", "a2t"}),
        ("string = a or not (integer = 2 or boolean is null)", {"a1t", "a1f", "a2t", "a2f", "b1t", "b1f"}),
    ],
)
def test_groups_become_code_that_holds_for_what_they_say(text: str, matching: set[str]) -> None:
    code = refusing(text)
    for string, integer, boolean in itertools.product("ab", (1, 2), (True, False)):
        name = f"{string}{integer}{'t' if boolean else 'f'}"
        assert code({"string": string, "integer": integer, "boolean": boolean}) is (name in matching)


def test_code_can_call_nothing_but_what_it_needs() -> None:
    code: Any = vsfilter.predicate("string = a", THINGS)
    assert code.__builtins__.keys().isdisjoint({"open", "eval", "exec", "compile", "__import__"})


def test_midnight_has_one_name() -> None:
    assert midnight_once("2018-09-01 00:00:00") == datetime(2018, 9, 1)  # noqa: DTZ001  as it is stored
    with pytest.raises(ValueError, match="24:00:00"):
        midnight_once("2018-09-01 24:00:00")
