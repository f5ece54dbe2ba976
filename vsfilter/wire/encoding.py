"""Conditions to the filter JSON and to plain Python, with every digit as it was written."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from vsfilter.model.operators import Operator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsfilter.check import Condition, Value

# orjson writes integers of up to 64 bits itself.
_LARGEST = 2**63 - 1


def to_json(conditions: Sequence[Condition]) -> bytes:
    """Write the filter as the API documents it, without blanks, in UTF-8."""
    return orjson.dumps(_entries(conditions, _wire))


def value_to_json(value: Value) -> bytes:
    """Write one value as it stands in the filter."""
    return orjson.dumps(_wire(value))


def to_list(conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    """Give the filter as Python data that any JSON encoder takes.

    A number with a fraction is a float where a float is exactly that number in its shortest
    decimal form, and a Decimal where it is not; so is an integer of more than 600 digits.
    """
    return _entries(conditions, _plain)


def entry_to_json(name: str, operator: Operator, values: Sequence[Value]) -> bytes:
    """Write one entry of the filter."""
    return orjson.dumps(_entry(name, operator, values, _wire))


def _entries(conditions: Sequence[Condition], write: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    return [_entry(one.property.name, one.operator, one.values, write) for one in conditions]


def _entry(name: str, operator: Operator, values: Sequence[Value], write: Any) -> dict[str, Any]:  # noqa: ANN401
    value = [write(value) for value in values] if operator is Operator.IN else write(values[0])
    return {"property": name, "operator": operator.value, "value": value}


def _wire(value: Value) -> object:
    match value:
        case int() if not -_LARGEST <= value <= _LARGEST:
            return orjson.Fragment(str(value))
        case str() | int():
            return value
        case datetime():
            return value.isoformat(" ")
        case _:
            return orjson.Fragment(f"{value:f}")


def _plain(value: Value) -> object:
    match value:
        case str() | int():
            return value
        case datetime():
            return value.isoformat(" ")
        case _:
            from decimal import Decimal  # noqa: PLC0415  most values are none

            short = float(value)
            return short if Decimal(repr(short)) == value else value
