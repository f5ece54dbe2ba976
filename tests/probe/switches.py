"""What a probe must find at an emulator, by the switches of that emulator alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vsfilter.client import Client
from vsfilter.emulator import Behaviour, Emulator
from vsfilter.probe import Findings, Outcome, probe
from vsfilter.probe.findings import OPAQUE, RELIED_ON
from vsfilter.schema import Filterability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsfilter.sample import Sample
    from vsfilter.schema import Property

# Every value of every switch that can be seen by reading, and some of what may be broken.
SINGLE: list[dict[str, Any]] = [
    {},
    {"unknown_property": "ignore"},
    {"unknown_parameter": "ignore"},
    {"limit_above_maximum": "clamp"},
    {"group_by": "rows"},
    {"operators": "observed"},
    {"total": "missing"},
    {"total": "page"},
    {"total": "unfiltered"},
    {"default_limit": 1},
    {"default_limit": 9},
    {"like": "patterns"},
    {"like_case": "fold"},
    {"nulls": "include"},
    {"bare_date": "day"},
    {"bare_date": "refuse"},
    {"iso_date": "accept"},
    {"number_as_text": "refuse"},
    {"text_as_number": "refuse"},
    {"sort": "ignore"},
]
BROKEN_OPERATORS = [
    *(
        f"{name}:{fault}"
        for name in ("eq", "ne", "lt", "lte", "gt", "gte", "in", "like", "notlike")
        for fault in ("ignore", "refuse")
    ),
    *("lte:lt", "gte:gt", "lt:lte", "gt:gte", "eq:ne", "ne:eq", "lt:gt", "gt:lt", "like:notlike", "notlike:like"),
]

# The operators of which one must work before a behaviour can be seen.
_NEEDED = {
    "unknown_property": {"eq", "ne", "lt", "lte", "gt", "gte", "like", "notlike"},
    "nulls": {"ne", "notlike"},
    "like": {"like", "notlike"},
    "like_case": {"like", "notlike"},
    # With the others one of the meanings selects all or nothing.
    "bare_date": {"lte", "gt"},
    "iso_date": {"eq", "ne", "lt", "lte", "gt", "gte"},
    "number_as_text": {"eq", "ne", "lt", "lte", "gt", "gte"},
    "text_as_number": {"eq", "ne"},
}

_SWITCHES = (
    *("unknown_property", "unknown_parameter", "group_by", "total", "like", "like_case", "nulls", "bare_date"),
    *("iso_date", "number_as_text", "text_as_number"),
)
# Every endpoint of the tests with few endpoints has this one date.
_DATES = {"bare_date", "iso_date"}
DATE = "created_at"

Verdicts = dict[tuple[str, str, str], Outcome]


def probed(behaviour: Behaviour, sample: Sample, endpoints: Sequence[str]) -> Findings:
    """Probe an emulator with these switches and the records of a sample."""
    with Emulator(behaviour=behaviour) as emulator:
        for name in endpoints:
            emulator.insert(name, sample.records(name))
        with Client(emulator.base_url, emulator.token) as client:
            findings = probe(client, endpoints, max_requests=100_000, rate=1e9)
    assert findings.stopped == ""
    return findings


def verdicts(findings: Findings) -> Verdicts:
    """Give what was found by endpoint, property and operator or ``sort``."""
    found: Verdicts = {}
    for one in findings.endpoints:
        assert one.failure == ""
        for name, entry in one.properties.items():
            for operator, verdict in entry.operators.items():
                found[one.endpoint.name, name, str(operator)] = verdict.outcome
            if entry.sort is not None:
                found[one.endpoint.name, name, "sort"] = entry.sort.outcome
    return found


def planted(behaviour: Behaviour, prop: Property, aspect: str) -> Outcome:
    """Give the outcome that the switches call for."""
    if aspect == "sort":
        return Outcome.IGNORED if behaviour.sort == "ignore" else Outcome.WORKS
    faults = {behaviour.property_faults.get(prop.name), behaviour.operator_faults.get(aspect)}
    if behaviour.operators == "observed" and aspect in {"ne", "in", "notlike"}:
        faults.add("refuse")
    if "refuse" in faults or prop.filterable is Filterability.REFUSED:
        return Outcome.REFUSED
    if "ignore" in faults:
        return Outcome.IGNORED
    return Outcome.WORKS if faults == {None} else Outcome.WRONG


def planted_behaviours(behaviour: Behaviour) -> dict[str, str]:
    """Give the words that the switches call for."""
    return {
        **{name: getattr(behaviour, name) for name in _SWITCHES},
        "limit_above_maximum": "refuse" if behaviour.limit_above_maximum == "refuse" else "accept",
        "default_limit": str(behaviour.default_limit),
        "empty_filter": "accept",
        "between": "refuse",
    }


def working(behaviour: Behaviour) -> set[str]:
    """Give the operators that are as documented."""
    known = {"eq", "ne", "lt", "lte", "gt", "gte", "in", "like", "notlike"} - behaviour.operator_faults.keys()
    return known - {"ne", "in", "notlike"} if behaviour.operators == "observed" else known


def require_exactly(findings: Findings, behaviour: Behaviour, decided: Verdicts) -> None:
    """Assert that the findings are what the switches call for, wherever the records can tell.

    ``decided`` is what a probe finds in the same records without any switch.
    """
    found = verdicts(findings)
    assert found.keys() == decided.keys()
    deviations = set()
    for one in findings.endpoints:
        for prop in one.endpoint.properties:
            for aspect in [*map(str, prop.type.operators), "sort"]:
                key = (one.endpoint.name, prop.name, aspect)
                if key not in found:
                    continue
                expected = planted(behaviour, prop, aspect)
                if decided[key] is Outcome.UNDECIDED:
                    assert found[key] in {expected, Outcome.UNDECIDED}, key
                else:
                    assert found[key] is expected, key
                if found[key] is not Outcome.UNDECIDED and _deviates(prop, aspect, expected):
                    deviations.add((aspect, f"{key[0]}.{key[1]}"))
    for name, word in planted_behaviours(behaviour).items():
        value = findings.behaviours[name].value
        if value is not None or _can_be_seen(name, behaviour):
            assert value == word, name
            if word not in RELIED_ON.get(name, {word}):
                deviations.add((name, ""))
    assert findings.behaviours.keys() == planted_behaviours(behaviour).keys()
    assert {(one.aspect, one.place) for one in findings.deviations} == deviations


def _can_be_seen(name: str, behaviour: Behaviour) -> bool:
    if name in _DATES and DATE in behaviour.property_faults:
        return False
    return name not in _NEEDED or bool(_NEEDED[name] & working(behaviour))


def _deviates(prop: Property, aspect: str, outcome: Outcome) -> bool:
    if aspect == "sort":
        return outcome is not Outcome.WORKS
    if outcome is Outcome.REFUSED:
        return prop.verified
    return outcome is not Outcome.WORKS and prop.type not in OPAQUE
