"""Endpoints from JSON: every fault is named with its path in the document."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any

from vsfilter.errors import Issue, SchemaError, quote
from vsfilter.model.operators import Operator
from vsfilter.schema.declaration import Endpoint, Property, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

# The keys of each object and the JSON types that fit.
_ENDPOINT_KEYS: Mapping[str, tuple[type, ...]] = {
    "endpoint": (str,),
    "path": (str,),
    "description": (str,),
    "id_property": (str, NoneType),
    "date_property": (str, NoneType),
    "complete": (bool,),
    "evidence": (list,),
    "notes": (list,),
    "properties": (list,),
}
_PROPERTY_KEYS: Mapping[str, tuple[type, ...]] = {
    "name": (str,),
    "type": (str,),
    "description": (str,),
    "values": (dict,),
    "filterable": (str,),
    "operators_seen": (list,),
    "sortable": (bool, NoneType),
    "evidence": (list,),
    "notes": (str,),
}
_JSON_NAMES = {str: "text", bool: "true or false", list: "an array", dict: "an object", NoneType: "null"}


def load_endpoint(path: str | PathLike[str]) -> Endpoint:
    """Read the declaration of an endpoint from a JSON file.

    The form is that of ``vsfilter/schema/endpoints.json``: one object of that file's ``endpoints``.
    Raises `SchemaError` for a file that cannot be read, is no JSON, or declares no sound endpoint.
    """
    try:
        text = Path(path).read_bytes().decode()
    except OSError as error:
        raise invalid(f"cannot read {quote(str(path))}: {error.strerror}") from None
    except ValueError as error:
        # The name is none that a file can have, or the file is no UTF-8.
        raise invalid(f"cannot read {quote(str(path))}: {error}") from None
    return endpoint_from_data(_decode(text))


def endpoint_from_data(data: object) -> Endpoint:
    """Make an endpoint from decoded JSON; see `load_endpoint`."""
    faults: list[Issue] = []
    row = _object(data, _ENDPOINT_KEYS, ("endpoint",), "$", faults)
    properties = []
    for number, entry in enumerate(row.pop("properties", [])):
        place = f"$.properties[{number}]"
        before = len(faults)
        arguments = _object(entry, _PROPERTY_KEYS, ("name", "type"), place, faults)
        if len(faults) > before:
            continue
        try:
            properties.append(Property(**arguments))
        except SchemaError as error:
            faults += (Issue("invalid-schema", f"{place}: {issue.message}") for issue in error.issues)
    if faults:
        raise SchemaError(faults)
    return Endpoint(row.pop("endpoint"), tuple(properties), **row)


def endpoint_to_data(endpoint: Endpoint) -> dict[str, Any]:
    """Give an endpoint as data of the form that `load_endpoint` reads; what is empty is left out."""
    row = {
        "endpoint": endpoint.name,
        "path": endpoint.path,
        "description": endpoint.description,
        "id_property": endpoint.id_property,
        "date_property": endpoint.date_property,
        "complete": endpoint.complete,
        "evidence": list(endpoint.evidence),
        "notes": list(endpoint.notes),
        "properties": [_property_to_data(prop) for prop in endpoint.properties],
    }
    return _known(row)


def _property_to_data(prop: Property) -> dict[str, Any]:
    row = {
        "name": prop.name,
        "type": prop.type.value,
        "description": prop.description,
        "values": dict(prop.values),
        "filterable": prop.filterable.value,
        "operators_seen": [operator.value for operator in Operator if operator in prop.operators_seen],
        "sortable": prop.sortable,
        "evidence": list(prop.evidence),
        "notes": prop.notes,
    }
    return _known(row)


def _known(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is as it would be unless given."""
    return {key: value for key, value in row.items() if value or (value is False and key == "sortable")}


def _object(
    data: object, keys: Mapping[str, tuple[type, ...]], needed: tuple[str, ...], place: str, faults: list[Issue]
) -> dict[str, Any]:
    """Take from a JSON object what fits, and note the rest as faults."""
    if not isinstance(data, dict):
        faults.append(Issue("invalid-schema", f"{place}: expected an object, got {_json_name(data)}"))
        return {}
    fitting = {}
    for key, value in data.items():
        fits = keys.get(key)
        if fits is None:
            hint = f"keys: {', '.join(keys)}"
            faults.append(Issue("invalid-schema", f"{place}: unknown key {quote(key)}", hint=hint))
        elif type(value) not in fits or (key != "properties" and not _all_text(value)):
            expected = " or ".join(_JSON_NAMES[kind] for kind in fits)
            of_text = " of text" if key != "properties" and (list in fits or dict in fits) else ""
            faults.append(Issue("invalid-schema", f"{place}.{key}: expected {expected}{of_text}"))
        else:
            fitting[key] = value
    if not data.keys() >= set(needed):
        names = " and ".join(map(quote, needed))
        faults.append(Issue("invalid-schema", f"{place}: {names} {'is' if len(needed) == 1 else 'are'} needed"))
    return fitting


def _all_text(value: object) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(isinstance(item, str) for item in inner)


def _json_name(value: object) -> str:
    return _JSON_NAMES.get(type(value), "a number")


def _decode(text: str) -> Any:  # noqa: ANN401  decoded JSON
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        row = dict(pairs)
        if len(row) < len(pairs):
            ((twice, _),) = Counter(key for key, _ in pairs).most_common(1)
            raise invalid(f"an object has the key {quote(twice)} twice")
        return row

    try:
        return json.loads(text, object_pairs_hook=unique)
    except RecursionError:
        raise invalid("the JSON is nested too deeply") from None
    except ValueError as error:
        if isinstance(error, SchemaError):
            raise
        raise invalid(f"this is no JSON: {error}") from None
