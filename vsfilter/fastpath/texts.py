"""Text to query string, where the text is flat and nothing is wrong with it."""

from __future__ import annotations

from datetime import timezone
from typing import TYPE_CHECKING

from vsfilter.check import advice
from vsfilter.fastpath.columns import to_query
from vsfilter.fastpath.values import write, write_upper_bound
from vsfilter.model.operators import SPELLINGS
from vsfilter.syntax.rows import items, rows

if TYPE_CHECKING:
    from vsfilter.check import Calendar
    from vsfilter.fastpath.columns import Column, Columns
    from vsfilter.model.limits import Limits


def query_of(text: str, columns: Columns, calendar: Calendar, limits: Limits) -> str | None:
    """Give the query string of a text, or None where the ordinary way must say what it is worth."""
    found = rows(text) if len(text) <= limits.text and limits.depth >= 0 else None
    # Conditions and values of lists are counted together, since no text that is near the limit is in a hurry.
    if found is None or len(found) + text.count(",") > limits.items:
        return None
    conditions: list[str] = []
    for name, operator, _, value, high, among, listed, _, _, _ in found:
        try:
            column = columns[name]
        except KeyError:
            return None
        if operator:
            start = column.start(operator)
            written = write(value, column.property, calendar)
            if start is None or written is None:
                return None
            conditions.append(start + written)
            continue
        several = _membership(column, among, listed, calendar) if listed else _between(column, value, high, calendar)
        if several is None:
            return None
        conditions += several
    return to_query(conditions)


def is_quiet(text: str, columns: Columns, calendar: Calendar) -> bool:
    """Tell that a text of which `query_of` gives the query string earns no warning; else the ordinary way tells."""
    found = rows(text) or []
    properties = [columns[row[0]].property for row in found]
    # Conditions on one property may contradict one another, and clocks that are put back show times twice.
    if len({prop.name for prop in properties}) < len(found) or not isinstance(calendar.zone, timezone):
        return False
    return all(
        operator and advice.is_quiet(prop, SPELLINGS[" ".join(operator.lower().split())], value)
        for prop, (_, operator, _, value, *_) in zip(properties, found, strict=True)
    )


def _membership(column: Column, among: str, listed: str, calendar: Calendar) -> list[str] | None:
    start = column.starts.get("in")
    if start is None:
        return None
    # One value that is written in two ways is one value.
    values = dict.fromkeys([write(item, column.property, calendar) for item in items(listed)])
    written = [value for value in values if value is not None]
    if len(written) < len(values):
        return None
    if len(among) > len("in"):
        return [column.starts["ne"] + value for value in written]
    return [column.starts["eq"] + written[0]] if len(written) == 1 else [f"{start}{'%2C'.join(written)}%5D"]


def _between(column: Column, low: str, high: str, calendar: Calendar) -> list[str] | None:
    start, end = column.starts.get("gte"), column.starts.get("lte")
    lower = write(low, column.property, calendar)
    upper = write_upper_bound(high, column.property, calendar)
    if start is None or end is None or lower is None or upper is None:
        return None
    return [start + lower, end + upper]
