"""Readings of one filter, written apart: the evaluator, the emulator over HTTP, and SQL in two databases."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import vsfilter
from tests.laws import sql
from vsfilter import F
from vsfilter.emulator import Emulator
from vsfilter.model import And, Expr, Or
from vsfilter.sample import Sample

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    import duckdb

CDRS = vsfilter.endpoint("cdrs")
RECORDS: list[dict[str, Any]] = list(Sample(1500, seed=5).records("cdrs"))
NAMES = [prop.name for prop in CDRS.properties if prop.type.value not in {"array", "object"}]
_ORDERED = [name for name in NAMES if sql.KINDS[name] != "boolean"]
_VALUES = {name: sorted({record[name] for record in RECORDS} - {None}, key=repr) for name in NAMES}
_FILLED = [name for name in NAMES if _VALUES[name]]


class Readings:
    """One set of records in an emulator, in a table of SQLite, and in one of DuckDB."""

    def __init__(
        self, emulator: Emulator, client: httpx.Client, table: sqlite3.Connection, typed: duckdb.DuckDBPyConnection
    ) -> None:
        self._url = f"{emulator.base_url}/cdrs"
        self._client = client
        self._tables = (table, typed)

    def over_http(self, flt: vsfilter.Filter) -> list[int]:
        reply = self._client.get(self._url, params=flt.to_params(limit=5000))
        assert reply.status_code == 200, reply.text
        body = reply.json()
        assert body["total"] == len(body["data"])
        return [record["id"] for record in body["data"]]

    def by_sql(self, expr: Expr) -> list[int]:
        found, typed = (sql.numbers(table, *sql.where_expression(expr)) for table in self._tables)
        assert typed == found
        return [RECORDS[number]["id"] for number in found]


@pytest.fixture(scope="module")
def readings() -> Iterator[Readings]:
    tables = closing(sql.table(RECORDS, NAMES)), closing(sql.typed_table(RECORDS, NAMES))
    with Emulator() as emulator, tables[0] as table, tables[1] as typed:
        emulator.insert("cdrs", RECORDS)
        with httpx.Client(headers={"X-Auth-Token": emulator.token}, timeout=30) as client:
            yield Readings(emulator, client, table, typed)


@st.composite
def values(draw: st.DrawFn, name: str) -> Any:  # noqa: ANN401  of the type of the property
    """Draw a value that occurs, or one a step beside it."""
    value: Any = draw(st.sampled_from(_VALUES[name]))
    step = draw(st.integers(-1, 1))
    match sql.KINDS[name]:
        case "integer":
            return value + step
        case "number":
            return round(value + step / 100, 4)
        case "datetime":
            return str(datetime.fromisoformat(value) + timedelta(seconds=step))
        case "string":
            return value if step == 0 else value + "x" if step > 0 else value[:-1]
        case _:
            return value


@st.composite
def conditions(draw: st.DrawFn) -> Expr:
    """Draw a condition on any property that has values."""
    name = draw(st.sampled_from(_FILLED))
    field, kind = F[name], sql.KINDS[name]
    shapes: list[Expr] = [field == draw(values(name)), field != draw(values(name))]
    shapes += [field.in_(draw(st.lists(values(name), min_size=1, max_size=4))), field.not_in([draw(values(name))])]
    if kind != "boolean":
        shapes += [field < draw(values(name)), field <= draw(values(name))]
        shapes += [field > draw(values(name)), field >= draw(values(name))]
        shapes.append(field.between(draw(values(name)), draw(values(name))))
    if kind == "string":
        text = draw(values(name))
        start = draw(st.integers(0, len(text)))
        fragment = text[start : start + draw(st.integers(0, 4))]
        shapes += [field.like(fragment), field.notlike(fragment)]
    if kind == "datetime":
        days = [text[:10] for text in draw(st.lists(values(name), min_size=2, max_size=2))]
        shapes.append(field.between(days[0], days[1]))
    return draw(st.sampled_from(shapes))


conjunctions = st.lists(conditions(), min_size=1, max_size=3).map(
    lambda terms: And(tuple(terms)) if len(terms) > 1 else terms[0]
)
shapes = st.recursive(
    conditions() | st.sampled_from(NAMES).map(lambda name: F[name].is_null()),
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda terms: And(tuple(terms)))
        | st.lists(inner, min_size=2, max_size=3).map(lambda terms: Or(tuple(terms)))
        | inner.map(lambda term: ~term)
    ),
    max_leaves=6,
)


@given(expr=conjunctions)
@settings(max_examples=settings().max_examples * 3)
def test_evaluator_emulator_and_sql_give_the_same_records(readings: Readings, expr: Expr) -> None:
    flt = vsfilter.compile(expr, "cdrs")
    found = [record["id"] for record in RECORDS if flt.matches(record)]
    event("none" if not found else "all" if len(found) == len(RECORDS) else "some")
    assert readings.over_http(flt) == found
    assert readings.by_sql(expr) == found


@given(expr=shapes)
def test_evaluator_and_sql_agree_on_what_no_request_can_say(readings: Readings, expr: Expr) -> None:
    matches = vsfilter.predicate(expr, "cdrs")
    assert [record["id"] for record in RECORDS if matches(record)] == readings.by_sql(expr)


def test_no_filter_gives_all_records(readings: Readings) -> None:
    assert readings.over_http(vsfilter.compile(None, "cdrs")) == [record["id"] for record in RECORDS]


def test_the_records_come_back_as_they_went_in(readings: Readings) -> None:
    flt = vsfilter.compile(F.id <= RECORDS[50]["id"], "cdrs")
    data = readings._client.get(readings._url, params=flt.to_params(limit=5000)).json()["data"]
    assert data == RECORDS[:51]
