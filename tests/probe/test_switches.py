"""`probe` against the emulator reports exactly its switches; all endpoints, and combinations, in tests/oracles."""

from __future__ import annotations

from typing import Any

import pytest

from tests.probe.switches import SINGLE, Verdicts, probed, require_exactly, verdicts
from vsfilter.emulator import Behaviour
from vsfilter.probe import Outcome
from vsfilter.sample import Sample

# Few records and properties, of all types but array and object.
ENDPOINTS = ("sms", "contacts")
SAMPLE = Sample(300)
BROKEN: list[dict[str, Any]] = [
    {"broken_operators": ("lte:lt", "gte:gt", "in:ignore", "like:notlike", "ne:refuse")},
    {"broken_operators": ("lt:lte", "gt:gte", "eq:ne", "notlike:ignore")},
    {"broken_operators": ("gte:ignore", "gt:refuse"), "nulls": "include"},
    {"broken_properties": ("id:ignore", "from:ignore", "created_at:refuse", "first_name:ignore")},
]


@pytest.fixture(scope="module")
def decided() -> Verdicts:
    found = verdicts(probed(Behaviour(), SAMPLE, ENDPOINTS))
    assert sum(outcome is not Outcome.UNDECIDED for outcome in found.values()) > 120
    return found


@pytest.mark.parametrize("switches", SINGLE + BROKEN, ids=str)
def test_the_findings_are_the_switches(switches: dict[str, Any], decided: Verdicts) -> None:
    behaviour = Behaviour(**switches)
    require_exactly(probed(behaviour, SAMPLE, ENDPOINTS), behaviour, decided)
