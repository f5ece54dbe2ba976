"""The filter parameter: from its JSON to conditions that fit the endpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from vsfilter.emulator.json_text import NumberText, decode
from vsfilter.emulator.records import LARGEST, SMALLEST
from vsfilter.emulator.replies import invalid, not_filterable
from vsfilter.errors import printable
from vsfilter.schema import Filterability, PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vsfilter.emulator.behaviour import Behaviour
    from vsfilter.emulator.replies import Refusal
    from vsfilter.schema import Property

# Reference 2.1, row 8: every spelling, and the operator it stands for.
OPERATORS: Final[Mapping[str, str]] = {
    "eq": "eq",
    "=": "eq",
    "ne": "ne",
    "neq": "ne",
    "<>": "ne",
    "!=": "ne",
    "lt": "lt",
    "<": "lt",
    "lte": "lte",
    "<=": "lte",
    "gt": "gt",
    ">": "gt",
    "gte": "gte",
    ">=": "gte",
    "in": "in",
    "like": "like",
    "notlike": "notlike",
}
# Row 6: nobody has seen the others working.
OBSERVED: Final = frozenset({"eq", "like", "gt", "gte", "lt", "lte"})
ORDERINGS: Final = frozenset({"lt", "lte", "gt", "gte"})
FRAGMENTS: Final = frozenset({"like", "notlike"})
TEXTS: Final = frozenset({PropertyType.STRING, PropertyType.ARRAY, PropertyType.OBJECT})
UNORDERED: Final = frozenset({PropertyType.BOOLEAN, PropertyType.ARRAY, PropertyType.OBJECT})

_KEYS: Final = {"property", "operator", "value"}
_NAME_SHOWN: Final = 60
_INTEGER = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:(?P<between>[ T])[0-9]{2}:[0-9]{2}:[0-9]{2})?")
# The length of a date without a time.
DAY: Final = 10
# More digits than any 64 bits have, and few enough to be read at once.
_DIGITS: Final = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """What one property must be: the operator in its first spelling, and one value, or many for ``in``.

    A value is of the type of its column, except that an integer may be of any size, a number infinite, and a date
    without a time where it is the whole day.
    """

    property: Property
    operator: str
    values: tuple[Any, ...]


def read_filter(text: str, properties: Mapping[str, Property], behaviour: Behaviour) -> list[Condition]:
    """Read the filter parameter; all of the conditions must hold.

    Raises `Refusal` for whatever is no filter of the endpoint.
    """
    if not text:
        return []
    try:
        entries = decode(text)
    except ValueError as error:
        raise invalid("filter", str(error)) from None
    if type(entries) is not list:
        raise invalid("filter", "expected an array")
    return [made for entry in entries for made in _conditions(entry, properties, behaviour)]


def _conditions(entry: object, properties: Mapping[str, Property], behaviour: Behaviour) -> Iterator[Condition]:
    if type(entry) is not dict or entry.keys() != _KEYS:
        raise invalid("filter", "an entry is an object of property, operator and value")
    name, spelling, value = entry["property"], entry["operator"], entry["value"]
    if type(name) is not str or type(spelling) is not str or spelling not in OPERATORS:
        raise invalid("filter", "property and operator are text, and the operator is one of nine")
    operator = OPERATORS[spelling]
    fault = behaviour.operator_faults.get(operator, operator)
    if fault == "refuse" or (behaviour.operators == "observed" and operator not in OBSERVED):
        raise invalid("filter", f"the operator {operator} is not supported")
    prop = properties.get(name)
    if prop is None:
        if behaviour.unknown_property == "refuse":
            raise not_filterable(printable(name[:_NAME_SHOWN]))
        return
    broken = behaviour.property_faults.get(name)
    if prop.filterable is Filterability.REFUSED or broken == "refuse":
        raise not_filterable(name)
    if (operator in FRAGMENTS and prop.type not in TEXTS) or (operator in ORDERINGS and prop.type in UNORDERED):
        raise invalid("filter", f"the operator {operator} does not apply to {prop.type} {name}")
    if operator == "in" and (type(value) is not list or not value):
        raise invalid("filter", "the value of in is an array of one value or more")
    entries = value if operator == "in" else [value]
    values = tuple(dict.fromkeys(_value(prop, one, behaviour) for one in entries))
    if "ignore" not in {fault, broken}:
        yield Condition(prop, fault, values)


def _value(prop: Property, value: Any, behaviour: Behaviour) -> object:  # noqa: ANN401  decoded JSON
    _require_form(prop, value, behaviour)
    match prop.type, value:
        case PropertyType.BOOLEAN, bool():
            return value
        # A number is its digits here, and so is text, too.
        case PropertyType.STRING, str():
            return str(value)
        case PropertyType.ARRAY | PropertyType.OBJECT, str() if not isinstance(value, NumberText):
            return value
        case PropertyType.INTEGER, str() if _INTEGER.fullmatch(value):
            return _integer(value)
        case PropertyType.NUMBER, str() if _NUMBER.fullmatch(value):
            return _number(value)
        case PropertyType.DATETIME, str() if found := _MOMENT.fullmatch(value):
            _require_date_form(found["between"], behaviour)
            moment = _moment(value)
            whole = found["between"] is None and behaviour.bare_date == "day"
            return moment[:DAY] if whole else moment
        case _:
            raise _unfit(prop)


def _require_form(prop: Property, value: object, behaviour: Behaviour) -> None:
    """Refuse digits in quotes for a number, and a number for a text, where a switch says so."""
    written_as_number = isinstance(value, NumberText)
    if prop.type in {PropertyType.INTEGER, PropertyType.NUMBER} and not written_as_number:
        if behaviour.number_as_text == "refuse":
            raise _unfit(prop)
    elif prop.type is PropertyType.STRING and written_as_number and behaviour.text_as_number == "refuse":
        raise _unfit(prop)


def _require_date_form(between: str | None, behaviour: Behaviour) -> None:
    if between is None and behaviour.bare_date == "refuse":
        raise invalid("filter", "a date has a time")
    if between == "T" and behaviour.iso_date == "refuse":
        raise invalid("filter", "a blank stands before the time of a date")


def _unfit(prop: Property) -> Refusal:
    return invalid("filter", f"the value does not fit {prop.type} {prop.name}")


def _integer(text: str) -> int:
    digits = text.lstrip("-").lstrip("0") or "0"
    # What is out of range is so whatever its last digits are.
    size = int(digits) if len(digits) <= _DIGITS else LARGEST * 2
    return -size if text.startswith("-") else size


def _number(text: str) -> float:
    if _INTEGER.fullmatch(text) and SMALLEST <= (exact := _integer(text)) <= LARGEST:
        return exact
    return float(text)


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid("filter", "there is no such date") from None
    # Not strftime, which writes the years before 1000 with fewer digits on some systems.
    return moment.isoformat(" ")
