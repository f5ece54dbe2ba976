"""What an expression means, by SQLite and DuckDB: written apart from the package, so that each checks the others.

Both read the same clauses. SQLite has values of any type in a column, and compares dates as text; the columns of DuckDB
have types, integers of 128 bits and timestamps among them.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import duckdb

import vsfilter
from vsfilter.model import (
    And,
    Between,
    Boolean,
    Comparison,
    Date,
    Expr,
    Literal,
    Membership,
    Not,
    NullTest,
    Number,
    Operator,
    Or,
    RelativeDate,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A property of each type that the rewriting tells apart.
COLUMNS = {"src": "string", "duration": "integer", "charge": "number", "is_root": "boolean", "calldate": "datetime"}
KINDS = {prop.name: prop.type.value for prop in vsfilter.endpoint("cdrs").properties}

_SYMBOLS = {
    Operator.EQ: "=",
    Operator.NE: "<>",
    Operator.LT: "<",
    Operator.LTE: "<=",
    Operator.GT: ">",
    Operator.GTE: ">=",
}
_TYPES = {"string": "varchar", "integer": "hugeint", "number": "double", "boolean": "boolean", "datetime": "timestamp"}
# What SQLite can bind as an integer.
_LARGEST = 2**63


def select(records: Sequence[Mapping[str, Any]], where: str, values: Iterable[Any]) -> list[int]:
    """Give the numbers of the records for which a WHERE clause holds."""
    with closing(table(records, list(COLUMNS))) as connection:
        return numbers(connection, where, values)


def typed_table(records: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> duckdb.DuckDBPyConnection:
    """Put records into a table of DuckDB, with their numbers."""
    connection = duckdb.connect(":memory:")
    typed = [f"{name} {_TYPES[KINDS[name]]}" for name in columns]
    connection.execute(f"create table records (number integer, {', '.join(typed)})")
    refill(connection, records, columns)
    return connection


def refill(
    connection: duckdb.DuckDBPyConnection, records: Sequence[Mapping[str, Any]], columns: Sequence[str] = tuple(COLUMNS)
) -> None:
    """Put records into a table of DuckDB in place of those that it holds: a new database takes longer."""
    connection.execute("delete from records")
    rows = [(number, *(record[name] for name in columns)) for number, record in enumerate(records)]
    marks = ", ".join("?" * (len(columns) + 1))
    if rows:
        connection.executemany(f"insert into records values ({marks})", rows)  # noqa: S608  marks only


def table(records: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> sqlite3.Connection:
    """Put records into a table, with their numbers."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"create table records (number, {', '.join(columns)})")
    rows = [(number, *(record[name] for name in columns)) for number, record in enumerate(records)]
    marks = ", ".join("?" * (len(columns) + 1))
    connection.executemany(f"insert into records values ({marks})", rows)  # noqa: S608  marks only
    return connection


def numbers(connection: sqlite3.Connection | duckdb.DuckDBPyConnection, where: str, values: Iterable[Any]) -> list[int]:
    """Give the numbers of the records in a table for which a WHERE clause holds."""
    query = f"select number from records where {where} order by number"  # noqa: S608  our names, values bound
    return [number for (number,) in connection.execute(query, tuple(values)).fetchall()]


def where_expression(expr: Expr) -> tuple[str, list[Any]]:
    """Write an expression as a WHERE clause, as SQL reads it."""
    match expr:
        case Not(term):
            inner, values = where_expression(term)
            return f"not ({inner})", values
        case And(terms) | Or(terms):
            parts = [where_expression(term) for term in terms]
            word = " and " if isinstance(expr, And) else " or "
            return word.join(f"({part})" for part, _ in parts), [value for _, values in parts for value in values]
        case Comparison(name, operator, value):
            return _comparison(name, operator, _value(name, value))
        case Membership(name, tuple() as listed, negated):
            marks = ", ".join("?" * len(listed))
            return f"{name} {_no(negated)} in ({marks})", [_value(name, value) for value in listed]
        case Between(name, low, high, negated):
            bounds = [_value(name, low), _value(name, high, end_of_day=True)]
            return f"{name} {_no(negated)} between ? and ?", bounds
        case NullTest(name, negated):
            return f"{name} is {_no(negated)} null", []
        case _:
            raise AssertionError(expr)


def where_filter(entries: Sequence[Mapping[str, Any]]) -> tuple[str, list[Any]]:
    """Write filter entries as they go on the wire as a WHERE clause."""
    clauses, values = [], []
    for entry in entries:
        name, operator, value = entry["property"], Operator(entry["operator"]), entry["value"]
        if operator is Operator.IN:
            clauses.append(f"{name} in ({', '.join('?' * len(value))})")
            values += value
        else:
            clause, bound = _comparison(name, operator, value)
            clauses.append(clause)
            values += bound
    return " and ".join(clauses), values


def _comparison(name: str, operator: Operator, value: Any) -> tuple[str, list[Any]]:  # noqa: ANN401  what SQLite binds
    match operator:
        case Operator.LIKE:
            return f"instr({name}, ?) > 0", [value]
        case Operator.NOTLIKE:
            return f"not (instr({name}, ?) > 0)", [value]
        case Operator.IN:
            raise AssertionError(operator)
        case _:
            return f"{name} {_SYMBOLS[operator]} ?", [value]


def _value(name: str, literal: Literal, *, end_of_day: bool = False) -> Any:  # noqa: ANN401  what SQLite binds
    match literal, KINDS[name]:
        case ((Date(text) | Text(text)), "datetime"):
            if len(text) == len("2018-09-01"):
                return f"{text} {'23:59:59' if end_of_day else '00:00:00'}"
            moment = datetime.fromisoformat(text)
            return str(moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment)
        case ((Number(digits) | Text(digits)), "integer"):
            # Beyond what a record holds, the nearest double stands on the same side of it.
            return int(digits) if abs(int(digits)) < _LARGEST else float(digits)
        case ((Number(digits) | Text(digits)), "number"):
            return float(digits)
        case RelativeDate(anchor, offset), "string" if not offset:
            return anchor
        case ((Number(text) | Date(text) | Text(text)), _):
            return text
        case Boolean(truth), _:
            return truth
        case _:
            raise AssertionError(literal)


def _no(negated: bool) -> str:  # noqa: FBT001
    return "not" if negated else ""
