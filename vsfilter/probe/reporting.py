"""Findings for people and for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from vsfilter.probe.findings import Outcome
from vsfilter.rendering import table

if TYPE_CHECKING:
    from vsfilter.probe.findings import EndpointFindings, Findings, PropertyFindings, Verdict


_WIDEST: Final = 60


def to_data(findings: Findings) -> dict[str, Any]:
    """Give the findings as data that any JSON encoder takes."""
    return {
        "host": findings.host,
        "day": findings.day.isoformat(),
        "requests": findings.requests,
        "stopped": findings.stopped,
        "deviations": [asdict(one) for one in findings.deviations],
        "behaviours": {name: {"value": one.value, "note": one.note} for name, one in findings.behaviours.items()},
        "endpoints": [
            {
                "endpoint": found.endpoint.name,
                "basis": found.basis,
                "failure": found.failure,
                "undeclared": list(found.undeclared),
                "properties": {
                    name: {
                        "operators": {str(operator): _pair(one) for operator, one in entry.operators.items()},
                        "sort": None if entry.sort is None else _pair(entry.sort),
                    }
                    for name, entry in found.properties.items()
                },
            }
            for found in findings.endpoints
        ],
    }


def _pair(verdict: Verdict) -> dict[str, str]:
    return {"outcome": verdict.outcome.value, "reason": verdict.reason}


def to_report(findings: Findings, width: int) -> str:
    """Draw the findings as tables for a terminal of so many columns."""
    parts = [_endpoint(found, width) for found in findings.endpoints]
    rows = [(name, one.value or "undecided", one.note) for name, one in findings.behaviours.items()]
    parts.append(table(("behaviour", "found", "note"), rows, width))
    parts.append(_deviations(findings, width))
    return "\n\n".join(parts)


def _deviations(findings: Findings, width: int) -> str:
    """Draw one line for each kind of deviation, with all places where it was found."""
    places: dict[tuple[str, str], list[str]] = {}
    for one in findings.deviations:
        # All that the API said stands with the property.
        found = one.found if len(one.found) <= _WIDEST else f"{one.found[: _WIDEST - 1]}…"
        places.setdefault((one.aspect, found), []).append(one.place)
    rows = [(aspect, found, " ".join(filter(None, where)) or "-") for (aspect, found), where in places.items()]
    return table(("deviation", "what the API does", "where"), rows, width) if rows else "no deviations"


def _endpoint(found: EndpointFindings, width: int) -> str:
    lines = [f"{found.endpoint.name}: {found.failure or found.basis}"]
    if found.undeclared:
        lines.append(f"not in the schema: {', '.join(found.undeclared)}")
    rows = [_row(entry) for entry in found.properties.values() if entry.operators]
    if rows:
        lines.append(table(("property", "type", "works", "sort", "otherwise"), rows, width))
    return "\n".join(lines)


def _row(entry: PropertyFindings) -> tuple[str, str, str, str, str]:
    others: dict[str, list[str]] = {}
    for operator, verdict in entry.operators.items():
        if verdict.outcome is not Outcome.WORKS:
            others.setdefault(str(verdict), []).append(operator.canonical)
    told = [f"{' '.join(operators)} {verdict}" for verdict, operators in others.items()]
    sort = "-"
    if entry.sort is not None:
        sort = entry.sort.outcome.value
        if entry.sort.outcome is not Outcome.UNDECIDED and entry.sort.reason:
            told.append(f"sort {entry.sort}")
    works = " ".join(operator.canonical for operator in entry.seen(Outcome.WORKS)) or "-"
    return entry.property.name, entry.property.type.value, works, sort, "; ".join(told)
