"""Evaluation on this side against plain SQL on SQLite: the same records, for any expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import event, given

import vsfilter
from tests.laws import sql
from tests.laws.strategies import expressible, records, shapes
from vsfilter.syntax import to_text

if TYPE_CHECKING:
    from vsfilter.model import Expr


@given(shapes, records)
def test_a_predicate_of_any_shape_selects_what_sql_selects(expr: Expr, rows: list[dict[str, object]]) -> None:
    matches = vsfilter.predicate(expr, "cdrs")
    found = [number for number, row in enumerate(rows) if matches(row)]
    event("some" if 0 < len(found) < len(rows) else "all or none")
    assert found == sql.select(rows, *sql.where_expression(expr))
    assert [number for number, row in enumerate(rows) if vsfilter.predicate(to_text(expr), "cdrs")(row)] == found


@given(expressible, records)
def test_a_filter_matches_what_its_request_selects(expr: Expr, rows: list[dict[str, object]]) -> None:
    flt = vsfilter.compile(expr, "cdrs")
    found = [number for number, row in enumerate(rows) if flt.matches(row)]
    assert found == sql.select(rows, *sql.where_filter(flt.to_list()))
    assert found == [number for number, row in enumerate(rows) if vsfilter.predicate(expr, "cdrs")(row)]


@given(shapes, records)
def test_a_missing_key_is_null(expr: Expr, rows: list[dict[str, object]]) -> None:
    matches = vsfilter.predicate(expr, "cdrs")
    for row in rows:
        assert matches(row) == matches({name: value for name, value in row.items() if value is not None})
