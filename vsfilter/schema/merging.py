"""Evidence of a probe into the facts: what was unknown is observed from then on."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from vsfilter.errors import quote
from vsfilter.schema.declaration import invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORKING: Final = "operators_seen_working"
_FAILING: Final = "operators_seen_failing"
# The keys of evidence, and the types of what they hold.
_WHOLE: Final[Mapping[str, type]] = {"sources": dict, "behaviours": dict, "endpoints": list}
_SOURCE: Final[Mapping[str, type]] = {"what": str, "where": str, "trust": str}
_BEHAVIOUR: Final[Mapping[str, type]] = {"value": str, "confidence": str, "evidence": list}
_ENDPOINT: Final[Mapping[str, type]] = {"endpoint": str, "evidence": list, "properties": list}
_PROPERTY: Final[Mapping[str, type]] = {"name": str, "evidence": list}


def merge(facts: dict[str, Any], evidence: object) -> dict[str, Any]:
    """Give the facts with what a probe saw, as `vsfilter.probe.to_evidence` writes it.

    What is seen now wins over what was written before; where a property or an operator was known to work and is seen to
    fail, or the other way round, the notes of the property say so. Merging twice changes nothing more. Raises
    `SchemaError` for what is no evidence, and for endpoints and properties that the facts do not have.
    """
    merged = deepcopy(facts)
    seen = _object(evidence, _WHOLE, "the evidence")
    for name, source in seen["sources"].items():
        row = _object(source, _SOURCE, f"source {name}")
        merged["sources"][name] = {key: row[key] for key in _SOURCE}
    for name, behaviour in seen["behaviours"].items():
        merged.setdefault("behaviours", {})[name] = _object(behaviour, _BEHAVIOUR, f"behaviour {name}")
    rows = {row["endpoint"]: row for row in merged["endpoints"]}
    for entry in seen["endpoints"]:
        endpoint = _object(entry, _ENDPOINT, "an endpoint")
        _merge_endpoint(_known(rows, endpoint["endpoint"], "endpoint"), endpoint)
    return merged


def _merge_endpoint(row: dict[str, Any], seen: dict[str, Any]) -> None:
    _add(row["evidence"], seen["evidence"])
    properties = {prop["name"]: prop for prop in row["properties"]}
    for entry in seen["properties"]:
        prop = _object(entry, _PROPERTY, f"a property of {row['endpoint']}")
        _merge_property(_known(properties, prop["name"], "property"), prop)


def _merge_property(row: dict[str, Any], seen: dict[str, Any]) -> None:
    working, failing = seen.get(_WORKING, []), seen.get(_FAILING, {})
    before = list(row.get(_WORKING, []))
    _note_contradictions(row, seen)
    for key in ("filterable", "filter_confidence", "sortable"):
        if key in seen:
            row[key] = seen[key]
    known = [operator for operator in before if operator not in failing]
    _add(known, working)
    _put(row, _WORKING, known)
    refused = {operator: told for operator, told in row.get(_FAILING, {}).items() if operator not in working}
    _put(row, _FAILING, refused | failing)
    _add(row["evidence"], seen["evidence"])


def _note_contradictions(row: dict[str, Any], seen: dict[str, Any]) -> None:
    """Write down where an observation is taken back."""
    source = ", ".join(seen["evidence"])
    observed = row.get("filter_confidence") == "observed"
    notes = []
    if observed and seen.get("filterable", row["filterable"]) != row["filterable"]:
        notes.append(f"filters on it were seen {'to work' if row['filterable'] else 'to fail'} before {source}")
    notes += [
        f"`{operator}` was seen working before {source}"
        for operator in seen.get(_FAILING, {})
        if operator in row.get(_WORKING, [])
    ]
    if notes:
        row["notes"] = "; ".join([*filter(None, [row.get("notes")]), *notes])


def _put(row: dict[str, Any], key: str, value: list[str] | dict[str, str]) -> None:
    if value:
        row[key] = value
    else:
        row.pop(key, None)


def _add(known: list[str], more: list[str]) -> None:
    known += [one for one in more if one not in known]


def _known(rows: dict[str, dict[str, Any]], name: str, what: str) -> dict[str, Any]:
    if name not in rows:
        raise invalid(f"the facts have no {what} {quote(name)}")
    return rows[name]


def _object(value: object, keys: Mapping[str, type], what: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(value.get(key), kind) for key, kind in keys.items()):
        raise invalid(f"expected {what} to be an object with {', '.join(keys)}")
    return value
