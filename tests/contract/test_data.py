"""The shipped endpoints are what the facts say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import vsfilter
from vsfilter.schema import catalogue
from vsfilter.schema.generate import HERE, generate

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "api" / "facts.json"
FACTS = json.loads((HERE / "facts.json").read_text("utf-8"))


def test_the_data_is_what_the_script_makes_of_the_facts() -> None:
    assert (HERE / "endpoints.json").read_text("utf-8") == generate(FACTS)


@pytest.mark.skipif(not SHARED.exists(), reason="the facts stand beside the repository only where it is developed")
def test_the_copy_of_the_facts_is_up_to_date() -> None:
    assert (HERE / "facts.json").read_bytes() == SHARED.read_bytes()


def test_all_endpoints_and_properties_of_the_facts_are_there() -> None:
    endpoints = vsfilter.endpoints()
    assert len(endpoints) == 21
    for row, endpoint in zip(FACTS["endpoints"], endpoints, strict=True):
        assert (endpoint.name, endpoint.path) == (row["endpoint"], row["path"])
        assert list(endpoint.names) == [prop["name"] for prop in row["properties"]]
        for fact in row["properties"]:
            prop = endpoint.get(fact["name"])
            assert prop is not None
            assert prop.type == fact["type"]
            assert dict(prop.values) == fact.get("enum", {})
            assert sorted(prop.operators_seen) == sorted(fact.get("operators_seen_working", []))
            assert list(prop.evidence) == fact["evidence"]


def test_every_source_of_evidence_is_explained() -> None:
    named = {name for endpoint in vsfilter.endpoints() for prop in endpoint.properties for name in prop.evidence}
    assert named <= set(catalogue().sources)
    assert catalogue().base_url == FACTS["base_url"] == "https://l7api.com/v1.2/voipstudio"
