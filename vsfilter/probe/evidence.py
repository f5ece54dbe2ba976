"""Findings as evidence, in the form of the facts about the API: names, words and counts, and no value of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsfilter.probe.findings import Outcome

if TYPE_CHECKING:
    from vsfilter.model import Operator
    from vsfilter.probe.findings import EndpointFindings, Findings, PropertyFindings, Verdict

_FAILED: Final = (Outcome.REFUSED, Outcome.IGNORED, Outcome.WRONG)
# The first word of the trust in what was learnt from an emulator or a test server.
NO_TRUST: Final = "none"


def to_evidence(findings: Findings) -> dict[str, Any]:
    """Give what was learnt with the keys of ``facts.json``, for `vsfilter.schema.merging.merge`.

    There is one source, this probe. A property of which nothing was decided is left out, and so is a behaviour. What a
    server on this machine says is trusted by nobody.
    """
    name = f"PROBE-{findings.host}-{findings.day}"
    whole = f"; it did not end: {findings.stopped}" if findings.stopped else ""
    source = {
        "what": f"vsfilter probe of {findings.host} on {findings.day}, {findings.requests} requests{whole}",
        "where": findings.host,
        "trust": f"{NO_TRUST}: a server on the machine of the probe" if findings.local else "very high (live)",
    }
    return {
        "schema_version": 1,
        "sources": {name: source},
        "behaviours": {
            key: _known({"value": behaviour.value, "notes": behaviour.note, **_seen(name)})
            for key, behaviour in findings.behaviours.items()
            if behaviour.value is not None
        },
        "endpoints": [_endpoint(found, name) for found in findings.endpoints if not found.failure],
    }


def _endpoint(found: EndpointFindings, source: str) -> dict[str, Any]:
    return {
        "endpoint": found.endpoint.name,
        "path": found.endpoint.path,
        "evidence": [source],
        "records_seen": found.basis,
        "undeclared": list(found.undeclared),
        "properties": [
            {"name": name, **row, "evidence": [source]}
            for name, entry in found.properties.items()
            if (row := _property(entry))
        ],
    }


def _property(found: PropertyFindings) -> dict[str, Any]:
    working = found.seen(Outcome.WORKS)
    failing = {operator: verdict for operator, verdict in found.operators.items() if verdict.outcome in _FAILED}
    row: dict[str, Any] = {}
    if working:
        row = {"filterable": True, "filter_confidence": "observed", "operators_seen_working": list(map(str, working))}
    elif _unusable(failing):
        row = {"filterable": False, "filter_confidence": "observed"}
    if failing:
        row["operators_seen_failing"] = {str(operator): str(verdict) for operator, verdict in failing.items()}
    if found.sort is not None and found.sort.outcome is not Outcome.UNDECIDED:
        row["sortable"] = found.sort.outcome is Outcome.WORKS
    return row


def _unusable(failing: dict[Operator, Verdict]) -> bool:
    """Tell whether it is the property that fails, and not an operator: two that others have fail, and none works."""
    plain = [operator for operator, verdict in failing.items() if verdict.outcome is not Outcome.WRONG]
    return len(plain) > 1 and not {"eq", "like"}.isdisjoint(map(str, plain))


def _seen(source: str) -> dict[str, Any]:
    return {"confidence": "observed", "evidence": [source]}


def _known(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value}
