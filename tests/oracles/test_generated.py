"""Generated code against the tests that it stands in for, over records that hold anything."""

from __future__ import annotations

from collections import UserDict, defaultdict
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.laws.strategies import hostile_texts
from tests.unit.checking import THINGS
from tests.unit.odd_values import Label, OwnText, Size
from vsfilter import F
from vsfilter.check import Calendar
from vsfilter.check.selection import select
from vsfilter.local.generating import generated
from vsfilter.local.interpreting import interpreted
from vsfilter.model import And, Expr, Or
from vsfilter.model.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vsfilter.local import RecordTest

_ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-23, minutes=-59)), timezone(timedelta(hours=23, minutes=59))])

# Moments around those of the filters, in every form that a text may have, and in many that it may not.
_MOMENTS = st.builds(
    lambda hours, form: (datetime(2018, 9, 1) + timedelta(hours=hours)).strftime(form),  # noqa: DTZ001  as it is stored
    st.integers(-80, 80),
    st.sampled_from(
        (
            "%Y-%m-%d %H:%M:%S",
            "%Y-%m-%dT%H:%M:%S",
            "%Y-%m-%d %H:%M",
            "%Y-%m-%d",
            "%Y-%m-%d %H:%M:%SZ",
            "%Y-%m-%d %H:%M:%S-23:59",
            "%Y-%m-%dT%H:%M+23:59",
            "%Y-%m-%d %H:%M+05",
            "%Y-%m-%d %H%M%S.0",
            "%Y-%m-%d %H+05:30",
            "%Y%m%d %H:%M:%S.1",
            "%G-W%V-%u %H:%M:%S",
            "%Y-%m-%d 24:00:00",
            "%Y-%m-%d %H:%M:60",
            "%Y-%m-31 %H:%M:%S",
            "%Y-%m-%d %H:%M:%S.5",
            "%Y-%m-%d %H:%M:0",
            "%Y-%m-%d\u00a0%H:%M:%S",
            " %Y-%m-%d %H:%M:%S",
            "%Y-%m-%d %H:%M:\uff10\uff10",
        )
    ),
)
# Of classes of their own; the text or number that a member of an enumeration is need not be the value it stands for.
_OF_OTHER_CLASSES = st.sampled_from([*Label, *Size, OwnText("a"), OwnText("2018-09-01 12:30:15"), Decimal(5), UTC])
_LEAVES = st.one_of(
    st.none(),
    _OF_OTHER_CLASSES,
    st.booleans(),
    st.integers(-3, 6),
    st.sampled_from([10**30, -(10**700), 0.1, 5.0, float("nan"), float("inf"), -float("inf"), Decimal("0.10")]),
    st.sampled_from(
        ["", "a", "44", "5", "05", "5.0", "0.1", "true", "soon", "9999-99-99 99:99:99", "2018-09-01", "[]"]
    ),
    _MOMENTS,
    hostile_texts,
)
_ANYTHING = st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(hostile_texts, inner))
_NUMBERS = (
    st.integers(-1, 6)
    | st.sampled_from([0.1, 5.0, float("nan"), float("inf"), -float("inf"), "5", "0.1", True])
    | _OF_OTHER_CLASSES
)
# What a property usually holds; more often than not it is that.
_USUAL: Mapping[str, st.SearchStrategy[Any]] = {
    "string": st.sampled_from(["", "a", "44", 44, 5, "5"]) | _OF_OTHER_CLASSES,
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "boolean": st.sampled_from([True, False, 1, 0, "true"]),
    "datetime": _MOMENTS,
    "array": st.sampled_from(["", "[]", "a", [], ["a"], {}]),
    "object": st.sampled_from(["", "{}", "a", [], {"a": "a"}, {}]),
}
_RECORDS = st.fixed_dictionaries(
    {name: usual | usual | st.none() | _ANYTHING for name, usual in _USUAL.items()}
) | st.dictionaries(st.sampled_from([*_USUAL, "other"]), _ANYTHING)

_DATES = st.sampled_from(["2018-09-01", "2018-09-01T12:30:15", "2018-08-30", "0001-01-01", "9999-12-31"])
_FITTING: Mapping[str, st.SearchStrategy[Any]] = {
    "string": st.sampled_from(["", "a", "44", "5"]),
    "integer": st.integers(-3, 6) | st.just(10**700),
    "number": st.sampled_from([0, 5, Decimal("0.10"), 0.1, 10**700, Decimal("1e400") + Decimal("0.5")]),
    "boolean": st.booleans(),
    "datetime": _DATES,
    "array": st.sampled_from(["", "[]", "a"]),
    "object": st.sampled_from(["", "{}", "a"]),
}


@st.composite
def _conditions(draw: st.DrawFn) -> Expr:
    """Draw a condition that its type takes, or several on one property."""
    kind = draw(st.sampled_from(sorted(_USUAL)))
    field = F[kind]

    def value() -> Any:  # noqa: ANN401  of the type of the property
        return draw(_FITTING[kind])

    shapes: list[Callable[[], Expr]] = [
        lambda: cast("Expr", field == value()),
        lambda: cast("Expr", field != value()),
        field.is_null,
        field.is_not_null,
    ]
    if kind not in {"array", "object"}:
        shapes.append(lambda: field.in_([value(), value()]))
    if kind in {"string", "integer", "number", "datetime"}:
        shapes += [
            lambda: field < value(),
            lambda: field <= value(),
            lambda: field > value(),
            lambda: field >= value(),
            lambda: field.between(value(), value()),
        ]
    if kind in {"string", "array", "object"}:
        shapes += [lambda: field.like(str(value())), lambda: field.notlike(str(value()))]
    terms = tuple(draw(st.sampled_from(shapes))() for _ in range(draw(st.integers(1, 3))))
    return terms[0] if len(terms) == 1 else And(terms) if draw(st.booleans()) else Or(terms)


_SHAPES = st.recursive(
    _conditions(),
    lambda inner: (
        st.lists(inner, min_size=2, max_size=4).map(lambda terms: And(tuple(terms)))
        | st.lists(inner, min_size=2, max_size=4).map(lambda terms: Or(tuple(terms)))
        | inner.map(lambda term: ~term)
    ),
    max_leaves=4,
)


def _readings(expr: Expr, zone: timezone) -> tuple[RecordTest, RecordTest]:
    """Give the generated code, and the tests that it stands in for."""
    selection = select(expr, THINGS, binding=Binding(), calendar=Calendar(zone))
    whole = interpreted(selection.criterion, zone)
    return generated(selection.criterion, zone, whole), whole


@given(_SHAPES, _ZONES, st.lists(_RECORDS, min_size=1, max_size=8))
@settings(max_examples=settings().max_examples * 5)
def test_generated_code_gives_what_it_stands_in_for(
    expr: Expr, zone: timezone, records: list[dict[str, object]]
) -> None:
    code, whole = _readings(expr, zone)
    for record in records:
        expected = whole(record)
        event(str(expected))
        assert code(record) is expected


@given(_SHAPES, _RECORDS)
def test_records_of_another_kind_are_read_as_dicts_are(expr: Expr, record: dict[str, object]) -> None:
    code, whole = _readings(expr, UTC)
    expected = whole(record)
    ready: defaultdict[str, object] = defaultdict(lambda: "a", record)
    assert code(ready) is expected
    assert ready == record
    assert code(MappingProxyType(record)) is code(UserDict(record)) is expected
