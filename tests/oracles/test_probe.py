"""`probe` against the emulator reports exactly its switches, on every endpoint that has records, in any combination."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.probe.switches import BROKEN_OPERATORS, SINGLE, Verdicts, probed, require_exactly, verdicts
from vsfilter.emulator import Behaviour
from vsfilter.probe import Outcome
from vsfilter.sample import Sample
from vsfilter.schema import endpoints

SAMPLE = Sample(300)
# API tokens are those of the emulator.
ENDPOINTS = tuple(one.name for one in endpoints() if one.name != "apitokens" and any(True for _ in SAMPLE.records(one)))
FEW = ("sms", "contacts", "faxes")
BROKEN = [{"broken_operators": (entry,)} for entry in BROKEN_OPERATORS]
PROPERTIES = ("from", "message", "result", "user_id", "created_at", "first_name", "internal", "id")


@cache
def decided(names: tuple[str, ...]) -> Verdicts:
    return verdicts(probed(Behaviour(), SAMPLE, names))


def test_most_of_what_there_is_can_be_decided() -> None:
    found = decided(ENDPOINTS)
    assert len(ENDPOINTS) == 18
    assert len(found) > 2_000
    assert sum(outcome is Outcome.UNDECIDED for outcome in found.values()) < len(found) / 2


# Every value of every switch stands in one of these; alone, each is tried on few endpoints in tests/probe.
TOGETHER: list[dict[str, Any]] = [
    {},
    {
        "unknown_property": "ignore",
        "unknown_parameter": "ignore",
        "limit_above_maximum": "clamp",
        "group_by": "rows",
        "total": "missing",
        "default_limit": 9,
        "like": "patterns",
        "nulls": "include",
        "bare_date": "day",
        "iso_date": "accept",
        "number_as_text": "refuse",
        "sort": "ignore",
    },
    {"operators": "observed", "total": "page", "default_limit": 1, "like_case": "fold", "bare_date": "refuse"},
    {"total": "unfiltered", "text_as_number": "refuse", "broken_operators": ("lte:lt", "in:refuse", "notlike:ignore")},
]


def test_every_value_of_every_switch_is_tried_on_all_endpoints() -> None:
    tried = {(name, value) for switches in TOGETHER for name, value in switches.items()}
    assert {(name, value) for switches in SINGLE for name, value in switches.items()} <= tried


@pytest.mark.parametrize("switches", TOGETHER, ids=range(len(TOGETHER)))
def test_switches_are_found_on_all_endpoints(switches: dict[str, Any]) -> None:
    behaviour = Behaviour(**switches)
    require_exactly(probed(behaviour, SAMPLE, ENDPOINTS), behaviour, decided(ENDPOINTS))


@pytest.mark.parametrize("switches", BROKEN, ids=str)
def test_each_broken_operator_is_found(switches: dict[str, Any]) -> None:
    behaviour = Behaviour(**switches)
    require_exactly(probed(behaviour, SAMPLE, FEW), behaviour, decided(FEW))


@st.composite
def behaviours(draw: st.DrawFn) -> Behaviour:
    """Draw switches in any combination, with some operators and properties broken."""
    values: dict[str, set[Any]] = {}
    for switches in SINGLE:
        for name, value in switches.items():
            values.setdefault(name, {getattr(Behaviour(), name)}).add(value)
    drawn = {name: draw(st.sampled_from(sorted(choices, key=str))) for name, choices in values.items()}
    operators = draw(
        st.lists(st.sampled_from(BROKEN_OPERATORS), max_size=3, unique_by=lambda entry: entry.split(":")[0])
    )
    names = draw(st.lists(st.sampled_from(PROPERTIES), max_size=2, unique=True))
    properties = tuple(f"{name}:{draw(st.sampled_from(['ignore', 'refuse']))}" for name in names)
    return Behaviour(**drawn, broken_operators=tuple(operators), broken_properties=properties)


@given(behaviour=behaviours())
@settings(max_examples=max(20, settings().max_examples // 5), suppress_health_check=[HealthCheck.too_slow])
@example(behaviour=Behaviour(total="page", broken_operators=("eq:ignore",), broken_properties=("id:refuse",)))
def test_combinations_of_switches_are_found(behaviour: Behaviour) -> None:
    require_exactly(probed(behaviour, SAMPLE, FEW), behaviour, decided(FEW))
