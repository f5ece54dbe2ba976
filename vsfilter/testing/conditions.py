"""Filter JSON as it came, read as leniently as it can be: as conditions whose order and spelling do not matter."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from vsfilter.model.operators import SPELLINGS, Operator

KEYS = frozenset({"property", "operator", "value"})


class Kind(StrEnum):
    """The kinds of JSON values, as a message calls them."""

    TEXT = "text"
    NUMBER = "a number"
    BOOLEAN = "true or false"
    NULL = "null"
    OTHER = "an object"


class Scalar(NamedTuple):
    """One value; the kind keeps 1 apart from true."""

    kind: Kind
    value: str | Decimal | bool | None


class Entry(NamedTuple):
    """One condition, equal to another that means the same."""

    property: str
    operator: str
    values: frozenset[Scalar]
    is_list: bool


class FormError(ValueError):
    """The text is no filter JSON; the message says what it is instead."""


_Pairs: TypeAlias = list[tuple[str, object]]


def read_entries(text: str) -> list[Entry]:
    """Read filter JSON; raises `FormError`."""
    try:
        decoded = json.loads(text, parse_int=Decimal, parse_float=Decimal, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise FormError(f"the JSON breaks at character {error.pos + 1}") from None
    except (RecursionError, InvalidOperation):
        raise FormError("nested too deeply, or with a number beyond all bounds") from None
    if not isinstance(decoded, list):
        raise FormError(f"expected an array of conditions, got {_kind_of(decoded)}")
    return [_entry(entry, number) for number, entry in enumerate(decoded, 1)]


def _unique(pairs: _Pairs) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise FormError("a key stands twice in one object")
    return made


def _entry(entry: object, number: int) -> Entry:
    if not isinstance(entry, dict):
        raise FormError(f"condition {number} is {_kind_of(entry)}, not an object")
    if entry.keys() != KEYS:
        keys = ", ".join(entry) or "none"
        raise FormError(f"condition {number} has the keys {keys}; expected property, operator, value")
    name, word, value = entry["property"], entry["operator"], entry["value"]
    if not isinstance(name, str) or not isinstance(word, str):
        raise FormError(f"property and operator of condition {number} are text")
    operator = SPELLINGS.get(word.lower())
    # The API knows no list but that of `in`, and `in` of one value is `eq`.
    values = value if isinstance(value, list) else [value]
    if operator is Operator.IN and isinstance(value, list) and len(value) == 1:
        operator, value = Operator.EQ, value[0]
    return Entry(name, str(operator or word), frozenset(map(_scalar, values)), isinstance(value, list))


def _scalar(value: object) -> Scalar:
    match value:
        case bool():
            return Scalar(Kind.BOOLEAN, value)
        case str():
            return Scalar(Kind.TEXT, value)
        case Decimal():
            return Scalar(Kind.NUMBER, value)
        case float():
            # NaN and the infinities, which Python reads and JSON does not have.
            raise FormError("NaN and infinities are no JSON")
        case None:
            return Scalar(Kind.NULL, None)
        case _:
            return Scalar(Kind.OTHER, json.dumps(value, default=str, sort_keys=True))


def _kind_of(value: object) -> str:
    return "a list" if isinstance(value, list) else str(_scalar(value).kind)
