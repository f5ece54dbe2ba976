"""Conditions as SQL. A comparison with null holds for no record, which is SQL's own rule, unless a switch says else."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, case, false, func, literal, or_

from vsfilter.emulator.behaviour import Behaviour
from vsfilter.emulator.conditions import DAY
from vsfilter.emulator.records import LARGEST, SMALLEST
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import ColumnElement, Table

    from vsfilter.emulator.conditions import Condition

# SQLite allows expressions of depth 1000, and counts every AND of a chain.
_CHAIN: Final = 400

_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}


_DEFAULTS: Final = Behaviour()


def where(
    table: Table, conditions: Iterable[Condition], dialect: str, behaviour: Behaviour = _DEFAULTS
) -> ColumnElement[bool] | None:
    """Give the SQL for the records that meet all conditions, or None where there is no condition."""
    parts = [_met(table.c[condition.property.name], condition, dialect, behaviour) for condition in conditions]
    whole: ColumnElement[bool] | None = None
    for start in reversed(range(0, len(parts), _CHAIN)):
        chain = and_(*parts[start : start + _CHAIN])
        whole = chain if whole is None else case((chain, whole), else_=false())
    return whole


def _met(column: ColumnElement[Any], condition: Condition, dialect: str, behaviour: Behaviour) -> ColumnElement[bool]:
    held = _holds(column, condition, dialect, behaviour)
    if behaviour.nulls == "include" and condition.operator in {"ne", "notlike"}:
        return or_(held, column.is_(None))
    return held


def _holds(column: ColumnElement[Any], condition: Condition, dialect: str, behaviour: Behaviour) -> ColumnElement[bool]:
    kind, name, values = condition.property.type, condition.operator, condition.values
    days = [value for value in values if kind is PropertyType.DATETIME and len(value) == DAY]
    if days:
        return _on_days(column, condition, days, dialect)
    if name == "in":
        return _listed(column, kind, values, dialect)
    (value,) = values
    if not _storable(kind, value, dialect):
        return _beyond(column, name, value)
    if name in {"like", "notlike"}:
        return _fragment(column, name, value, dialect, behaviour)
    # mypy cannot know what a comparison of columns gives.
    held: ColumnElement[bool] = _COMPARISONS[name](column, literal(value, column.type))
    return held


def _listed(column: ColumnElement[Any], kind: PropertyType, values: Iterable[Any], dialect: str) -> ColumnElement[bool]:
    stored = [value for value in values if _storable(kind, value, dialect)]
    # Of the type of the column, not of that of the first value, which may be an integer before fractions.
    values_of_type = bindparam(None, stored, column.type, unique=True, expanding=True)
    return column.in_(values_of_type) if stored else false()


def _on_days(column: ColumnElement[Any], condition: Condition, days: list[str], dialect: str) -> ColumnElement[bool]:
    """Compare the day alone with dates that have no time."""
    day = func.substr(column, 1, DAY)
    if condition.operator != "in":
        held: ColumnElement[bool] = _COMPARISONS[condition.operator](day, days[0])
        return held
    moments = [value for value in condition.values if len(value) != DAY]
    return or_(day.in_(days), _listed(column, condition.property.type, moments, dialect))


def _storable(kind: PropertyType, value: Any, dialect: str) -> bool:  # noqa: ANN401  a value of its type
    """Whether a record can hold the value, and the driver can send it."""
    if isinstance(value, str):
        return dialect != "postgresql" or "\0" not in value
    return kind is PropertyType.BOOLEAN or (math.isfinite(value) and not _too_long(kind, value))


def _too_long(kind: PropertyType, value: float) -> bool:
    return kind is PropertyType.INTEGER and not SMALLEST <= value <= LARGEST


def _beyond(column: ColumnElement[Any], name: str, value: Any) -> ColumnElement[bool]:  # noqa: ANN401  as above
    """Compare with a value that no record can hold."""
    if name in {"eq", "like", "ne", "notlike"}:
        return column.is_not(None) if name in {"ne", "notlike"} else false()
    if isinstance(value, str):
        # A text without NUL is before "abc\0..." if it is "abc" or before that, and after it otherwise.
        prefix = literal(value.partition("\0")[0], column.type)
        return column <= prefix if name in {"lt", "lte"} else column > prefix
    # Every number that can be stored compares with it as 0 does.
    return column.is_not(None) if _COMPARISONS[name](0, value) else false()


def _fragment(
    column: ColumnElement[Any], name: str, fragment: str, dialect: str, behaviour: Behaviour
) -> ColumnElement[bool]:
    """Find a fragment anywhere in a text, its characters as they are or as patterns."""
    text, sought = column, fragment
    if behaviour.like == "patterns":
        sought = f"%{fragment}%"
        sought = _glob(sought) if dialect == "sqlite" else sought.replace("\\", "\\\\")
    wanted: ColumnElement[Any] = literal(sought)
    if behaviour.like_case == "fold":
        # Both by the database, which knows the letters of ASCII at least.
        text, wanted = func.lower(column), func.lower(wanted)
    if behaviour.like == "patterns":
        # LIKE itself folds case in SQLite.
        found: ColumnElement[bool] = text.bool_op("GLOB")(wanted) if dialect == "sqlite" else text.like(wanted)
        return found if name == "like" else ~found
    place = _place(text, wanted, dialect)
    return place > 0 if name == "like" else place == 0


def _glob(pattern: str) -> str:
    """Write a pattern of LIKE as one of GLOB."""
    return "".join({"%": "*", "_": "?", "*": "[*]", "?": "[?]", "[": "[[]"}.get(letter, letter) for letter in pattern)


def _place(column: ColumnElement[Any], fragment: ColumnElement[Any], dialect: str) -> ColumnElement[int]:
    """Give where a fragment stands in a text, from 1, and 0 where it does not: LIKE would see wildcards."""
    if dialect == "sqlite":
        return func.instr(column, fragment)
    if dialect == "postgresql":
        return func.strpos(column, fragment)
    return func.locate(fragment, column)
