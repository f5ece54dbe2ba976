"""What requests and replies look like, in JSON Schema; each schema holds for what the emulator takes or sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsfilter.emulator.conditions import FRAGMENTS, OBSERVED, OPERATORS, ORDERINGS, TEXTS, UNORDERED
from vsfilter.schema import Filterability, PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vsfilter.emulator.behaviour import Behaviour
    from vsfilter.emulator.tables import Collection

Schema = dict[str, Any]

_TIME: Final = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
# Every day there is: months of 31 days, of 30, February, and the 29th in leap years.
_DAY: Final = (
    "("
    "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)-"
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
    "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29"
    ")"
)
_STORED: Final[Mapping[PropertyType, Schema]] = {
    PropertyType.STRING: {"type": ["string", "null"]},
    PropertyType.INTEGER: {"type": ["integer", "null"], "format": "int64"},
    PropertyType.NUMBER: {"type": ["number", "null"]},
    PropertyType.BOOLEAN: {"type": ["boolean", "null"]},
    PropertyType.DATETIME: {"type": ["string", "null"], "pattern": f"^{_DAY} {_TIME}$"},
    PropertyType.ARRAY: {"type": ["array", "null"]},
    PropertyType.OBJECT: {"type": ["object", "null"]},
}
_COMPARED: Final[Mapping[PropertyType, Schema]] = {
    PropertyType.STRING: {"type": ["string", "number"]},
    PropertyType.INTEGER: {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?[0-9]+$"}]},
    PropertyType.NUMBER: {
        "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"}]
    },
    PropertyType.BOOLEAN: {"type": "boolean"},
    PropertyType.ARRAY: {"type": "string"},
    PropertyType.OBJECT: {"type": "string"},
}

ERROR: Final[Schema] = {
    "type": "object",
    "required": ["message", "errors"],
    "properties": {
        "message": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


def closed(properties: Mapping[str, Schema]) -> Schema:
    """Describe an object of these keys, all of them and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def item(record: Schema) -> Schema:
    """Describe the envelope of one record."""
    return closed({"data": record, "links": {"type": "object"}})


def record(collection: Collection) -> Schema:
    """Describe a record of a collection."""
    made = {}
    for name, prop in collection.properties.items():
        made[name] = dict(_STORED[prop.type])
        if prop.description:
            made[name]["description"] = prop.description
    return closed(made)


def page(records: Schema, collection: Collection, behaviour: Behaviour) -> Schema:
    """Describe the envelope of a page of records; of groups, where these are counted."""
    rows = records
    if behaviour.group_by == "counts":
        groups = [
            closed({name: _STORED[prop.type], "count": {"type": "integer", "minimum": 1}})
            for name, prop in collection.properties.items()
        ]
        rows = {"anyOf": [records, *groups]}
    total = {"total": {"type": "integer", "minimum": 0}} if behaviour.total != "missing" else {}
    return closed({"data": {"type": "array", "items": rows}, **total})


def filter_of(collection: Collection, behaviour: Behaviour) -> Schema:
    """Describe the filter that a collection takes."""
    refused = {name for name, fault in behaviour.operator_faults.items() if fault == "refuse"}
    if behaviour.operators == "observed":
        refused |= set(OPERATORS.values()) - OBSERVED
    spellings = [word for word, name in OPERATORS.items() if name not in refused]
    conditions = []
    for kind in PropertyType:
        names = [
            prop.name
            for prop in collection.properties.values()
            if prop.type is kind
            and prop.filterable is not Filterability.REFUSED
            and behaviour.property_faults.get(prop.name) != "refuse"
        ]
        if names:
            conditions += _conditions(names, kind, spellings, _compared(kind, behaviour))
    if behaviour.unknown_property == "ignore":
        unknown = {"type": "string", "not": {"enum": list(collection.properties)}}
        conditions.append(closed({"property": unknown, "operator": {"enum": spellings}, "value": {}}))
    return {"type": "array", "items": {"anyOf": conditions} if conditions else False}


def _compared(kind: PropertyType, behaviour: Behaviour) -> Schema:
    """Describe the values that a property of the type is compared with."""
    match kind:
        case PropertyType.STRING if behaviour.text_as_number == "refuse":
            return {"type": "string"}
        case PropertyType.INTEGER | PropertyType.NUMBER if behaviour.number_as_text == "refuse":
            return {"type": kind.value}
        case PropertyType.DATETIME:
            between = "[ T]" if behaviour.iso_date == "accept" else " "
            optional = "" if behaviour.bare_date == "refuse" else "?"
            return {"type": "string", "pattern": f"^{_DAY}({between}{_TIME}){optional}$"}
        case _:
            return _COMPARED[kind]


def _conditions(names: list[str], kind: PropertyType, spellings: Iterable[str], value: Schema) -> list[Schema]:
    taken = [
        word
        for word in spellings
        if not (OPERATORS[word] in FRAGMENTS and kind not in TEXTS)
        and not (OPERATORS[word] in ORDERINGS and kind in UNORDERED)
    ]
    single = [word for word in taken if word != "in"]
    named: Schema = {"enum": names}
    made = [closed({"property": named, "operator": {"enum": single}, "value": value})]
    if "in" in taken:
        many = {"type": "array", "items": value, "minItems": 1}
        made.append(closed({"property": named, "operator": {"const": "in"}, "value": many}))
    return made
