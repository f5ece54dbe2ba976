"""Evaluation on this side against plain SQL on SQLite and on DuckDB: the same records, for any expression."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import vsfilter
from tests.laws import sql
from tests.laws.strategies import expressible, records, shapes
from vsfilter import strategies as vst
from vsfilter.schema import Property, PropertyType
from vsfilter.syntax import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from vsfilter.model import Expr

# The columns as an endpoint of their own, for which the strategies draw values of all kinds and sizes.
COLUMNS = vsfilter.Endpoint(
    "columns", tuple(Property(name, PropertyType(kind)) for name, kind in sql.COLUMNS.items()), id_property="id"
)
wide_records = st.lists(vst.records(COLUMNS), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def typed() -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(sql.typed_table([], list(sql.COLUMNS))) as table:
        yield table


def selected(
    typed: duckdb.DuckDBPyConnection, rows: list[dict[str, object]], where: str, values: list[object]
) -> list[int]:
    """Give what SQLite and DuckDB select, in agreement."""
    sql.refill(typed, rows)
    found = sql.select(rows, where, values)
    assert sql.numbers(typed, where, values) == found
    return found


@given(shapes, records)
def test_a_predicate_of_any_shape_selects_what_sql_selects(
    typed: duckdb.DuckDBPyConnection, expr: Expr, rows: list[dict[str, object]]
) -> None:
    matches = vsfilter.predicate(expr, "cdrs")
    found = [number for number, row in enumerate(rows) if matches(row)]
    event("some" if 0 < len(found) < len(rows) else "all or none")
    assert found == selected(typed, rows, *sql.where_expression(expr))
    assert [number for number, row in enumerate(rows) if vsfilter.predicate(to_text(expr), "cdrs")(row)] == found


@given(vst.expressions(COLUMNS), wide_records)
def test_values_of_any_size_and_spelling_are_compared_as_sql_compares_them(
    typed: duckdb.DuckDBPyConnection, expr: Expr, rows: list[dict[str, object]]
) -> None:
    matches = vsfilter.predicate(expr, COLUMNS)
    found = [number for number, row in enumerate(rows) if matches(row)]
    event("some" if 0 < len(found) < len(rows) else "all or none")
    assert found == selected(typed, rows, *sql.where_expression(expr))


@given(expressible, records)
def test_a_filter_matches_what_its_request_selects(
    typed: duckdb.DuckDBPyConnection, expr: Expr, rows: list[dict[str, object]]
) -> None:
    flt = vsfilter.compile(expr, "cdrs")
    found = [number for number, row in enumerate(rows) if flt.matches(row)]
    assert found == selected(typed, rows, *sql.where_filter(flt.to_list()))
    assert found == [number for number, row in enumerate(rows) if vsfilter.predicate(expr, "cdrs")(row)]


@given(shapes, records)
def test_a_missing_key_is_null(expr: Expr, rows: list[dict[str, object]]) -> None:
    matches = vsfilter.predicate(expr, "cdrs")
    for row in rows:
        assert matches(row) == matches({name: value for name, value in row.items() if value is not None})
