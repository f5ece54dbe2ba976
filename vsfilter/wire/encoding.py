"""Conditions to the filter JSON and to plain Python, with every digit as it was written."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from vsfilter.model.operators import Operator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsfilter.check import Condition, Value

# orjson writes integers of up to 64 bits itself.
_LARGEST = 2**63 - 1


def to_json(conditions: Sequence[Condition]) -> bytes:
    """Write the filter as the API documents it, without blanks, in UTF-8."""
    import orjson  # noqa: PLC0415  the short way needs it for few values

    return orjson.dumps(_entries(conditions, _wire))


def value_to_json(value: Value) -> bytes:
    """Write one value as it stands in the filter."""
    import orjson  # noqa: PLC0415  as above

    return orjson.dumps(_wire(value))


def to_list(conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    """Give the filter as Python data that any JSON encoder takes.

    A number with a fraction is a float where a float is exactly that number in its shortest
    decimal form, and a Decimal where it is not; so is an integer of more than 600 digits.
    """
    return _entries(conditions, _plain)


def start_of_entry(name: str, operator: Operator) -> str:
    """Write what stands in the filter before the value of a condition, or for ``in`` before the first one."""
    bracket = "[" * (operator is Operator.IN)
    return f'{{"property":{json.dumps(name, ensure_ascii=False)},"operator":"{operator}","value":{bracket}'


def _entries(conditions: Sequence[Condition], write: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    return [
        {
            "property": condition.property.name,
            "operator": condition.operator.value,
            "value": [write(value) for value in condition.values]
            if condition.operator is Operator.IN
            else write(condition.values[0]),
        }
        for condition in conditions
    ]


def _wire(value: Value) -> object:
    from orjson import Fragment  # noqa: PLC0415  as above

    match value:
        case int() if not -_LARGEST <= value <= _LARGEST:
            return Fragment(str(value))
        case str() | int():
            return value
        case datetime():
            return value.isoformat(" ")
        case _:
            return Fragment(f"{value:f}")


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
