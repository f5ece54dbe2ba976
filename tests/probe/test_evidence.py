"""Findings as evidence, and evidence as facts."""

from __future__ import annotations

import copy
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

import vsfilter
from tests.probe.fakes import ROWS, Api, Params, answer, asks, probed
from vsfilter.errors import SchemaError
from vsfilter.model import Operator
from vsfilter.probe import Findings, to_data, to_evidence, to_report
from vsfilter.schema import Endpoint, Filterability, Property, endpoint_from_data
from vsfilter.schema import generate as module
from vsfilter.schema.generate import generate
from vsfilter.schema.merging import merge

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

FACTS: dict[str, Any] = json.loads((module.HERE / "facts.json").read_text("utf-8"))
QUEUES = vsfilter.endpoint("queues")
QUEUE_ROWS: list[dict[str, Any]] = [
    {"id": number, "name": f"Ärger{number}", "number": 800 + number, "ring_strategy": "AB"[number % 2]}
    for number in range(1, 9)
]


def at_queues(params: Params) -> httpx.Response | None:
    """Refuse all on one property, ignore some on another, and answer one operator as another one."""
    if asks(params, "number", "eq ne lt lte gt gte in"):
        return answer({"message": f"Filtration error {params['filter']}"}, 400)
    if asks(params, "ring_strategy", "like notlike in"):
        return answer({"data": QUEUE_ROWS[1:-1]})
    return None


@pytest.fixture(scope="module")
def findings() -> Findings:
    return probed(Api(QUEUE_ROWS, at_queues), QUEUES)


@pytest.fixture(scope="module")
def evidence(findings: Findings) -> dict[str, Any]:
    return to_evidence(findings)


def row_of(facts: dict[str, Any], name: str, endpoint: str = "queues") -> dict[str, Any]:
    (found,) = (row for row in facts["endpoints"] if row["endpoint"] == endpoint)
    (prop,) = (row for row in found["properties"] if row["name"] == name)
    assert isinstance(prop, dict)
    return prop


def test_evidence_has_the_form_of_the_facts(findings: Findings, evidence: dict[str, Any]) -> None:
    source = f"PROBE-l7api.com-{findings.day}"
    assert evidence["sources"] == {
        source: {
            "what": f"vsfilter probe of l7api.com on {findings.day}, {findings.requests} requests",
            "where": "l7api.com",
            "trust": "very high (live)",
        }
    }
    (endpoint,) = evidence["endpoints"]
    assert (endpoint["endpoint"], endpoint["path"], endpoint["evidence"]) == ("queues", "/queues", [source])
    assert endpoint["records_seen"] == "6 records between two keys"
    known = {key for prop in FACTS["endpoints"][0]["properties"] for key in prop}
    for row in endpoint["properties"]:
        assert row.keys() <= known | {"operators_seen_failing"}
    assert row_of(evidence, "id") == {
        "name": "id",
        "filterable": True,
        "filter_confidence": "observed",
        "operators_seen_working": ["eq", "ne", "lt", "lte", "gt", "gte", "in"],
        "sortable": True,
        "evidence": [source],
    }
    assert row_of(evidence, "number")["filterable"] is False
    assert row_of(evidence, "ring_strategy")["operators_seen_failing"]["like"] == "ignored: all records come"
    assert "filterable" in row_of(evidence, "ring_strategy")
    assert evidence["behaviours"]["empty_filter"] == {"value": "accept", "confidence": "observed", "evidence": [source]}
    assert "nulls" not in evidence["behaviours"]


def test_nothing_of_a_record_is_in_report_or_evidence(findings: Findings, evidence: dict[str, Any]) -> None:
    for text in (json.dumps(evidence), json.dumps(to_data(findings)), to_report(findings, 140), repr(findings)):
        for row in QUEUE_ROWS:
            assert row["name"] not in text
            assert str(row["number"]) not in text


def test_what_an_api_says_at_length_is_cut_among_the_deviations() -> None:
    said = "so " * 60
    api = Api(instead=lambda params: answer({"message": said}, 400) if asks(params, "size", "eq") else None)
    size = Property("size", "integer", filterable="documented")
    report = to_report(probed(api, Endpoint("orders", [Property("id", "integer"), size], id_property="id")), 100)
    assert "refused: 400: so so so so so so so so so so so so so so so …  orders.size" in report
    assert " ".join(report.split()).count(said.strip()) == 1


def test_an_operator_that_is_refused_everywhere_says_nothing_of_a_property() -> None:
    def refuse(params: Params) -> httpx.Response | None:
        return answer({"message": "no"}, 400) if asks(params, "name", "in notlike") else None

    # One value and nulls: hardly anything can be decided.
    rows = [{"id": number, "name": ["same", None][number % 2]} for number in range(8)]
    endpoint = Endpoint("orders", [Property("id", "integer"), Property("name", "string")], id_property="id")
    everything = probed(Api(rows, lambda params: refuse(params) or _wrong(params, rows)), endpoint)
    row = row_of(to_evidence(everything), "name", "orders")
    assert "filterable" not in row
    assert "in" in row["operators_seen_failing"]


def _wrong(params: Params, rows: list[dict[str, Any]]) -> httpx.Response | None:
    everything = "eq ne lt lte gt gte like"
    return answer({"data": [rows[2]]}) if asks(params, "name", everything) else None


def test_a_probe_that_ended_early_says_so_in_its_source() -> None:
    evidence = to_evidence(probed(Api(ROWS), max_requests=7))
    (source,) = evidence["sources"].values()
    assert source["what"].endswith(
        "7 requests; it did not end: all 7 requests were sent: orders was not asked to its end"
    )


def test_what_was_not_asked_is_not_in_the_report() -> None:
    findings = probed(Api(ROWS), max_requests=18)
    operators = findings.endpoints[0].properties
    assert operators["name"].operators
    assert operators["name"].sort is None
    assert operators["size"].operators == {}
    report = to_report(findings, 100)
    assert "name      string" in report
    assert "size" not in report


def test_an_endpoint_that_cannot_be_asked_is_no_evidence() -> None:
    assert to_evidence(probed(Api(instead=lambda _: answer({}, 403))))["endpoints"] == []


def test_what_was_unknown_is_observed_after_merging(evidence: dict[str, Any]) -> None:
    before = vsfilter.endpoint("queues").get("name")
    assert before is not None
    assert before.filterable is Filterability.UNKNOWN
    merged = merge(FACTS, evidence)
    (data,) = (row for row in json.loads(generate(merged))["endpoints"] if row["endpoint"] == "queues")
    queues = endpoint_from_data(data)
    name = queues.get("name")
    assert name is not None
    assert name.filterable is Filterability.OBSERVED
    assert name.operators_seen == set(Operator)
    assert name.sortable
    flt = 'name like "x" and id > 5'
    assert [issue.code for issue in vsfilter.compile(flt, "queues").warnings] == ["unverified-property"]
    assert vsfilter.compile(flt, queues, accept="observed").warnings == ()
    with pytest.raises(vsfilter.FilterCheckError) as caught:
        vsfilter.compile("number = 801", queues)
    assert [issue.code for issue in caught.value.issues] == ["not-filterable"]


def test_merging_keeps_the_rest_and_is_done_once(evidence: dict[str, Any]) -> None:
    before = copy.deepcopy(FACTS)
    merged = merge(FACTS, evidence)
    assert before == FACTS
    assert merge(merged, evidence) == merged
    assert merged["behaviours"]["empty_filter"]["value"] == "accept"
    (source,) = evidence["sources"]
    assert merged["sources"].keys() - FACTS["sources"].keys() == {source}
    assert row_of(merged, "id")["evidence"] == [*row_of(FACTS, "id")["evidence"], source]
    assert "operators_seen_working" not in row_of(merged, "number")
    untouched = [row for row in FACTS["endpoints"] if row["endpoint"] != "queues"]
    assert [row for row in merged["endpoints"] if row["endpoint"] != "queues"] == untouched


def seen(**row: Any) -> dict[str, Any]:  # noqa: ANN401
    entry = {"name": "type", "evidence": ["PROBE-2"], **row}
    whole = {"endpoint": "cdrs", "evidence": ["PROBE-2"], "properties": [entry]}
    source = {"what": "w", "where": "x", "trust": "y"}
    return {"sources": {"PROBE-2": source}, "behaviours": {}, "endpoints": [whole]}


def test_a_contradiction_is_written_down() -> None:
    assert row_of(FACTS, "type", "cdrs")["operators_seen_working"] == ["eq"]
    failing = {"eq": "refused: 400", "like": "refused: 400"}
    refused = seen(filterable=False, filter_confidence="observed", operators_seen_failing=failing, sortable=False)
    row = row_of(merge(FACTS, refused), "type", "cdrs")
    assert row["filterable"] is False
    assert "operators_seen_working" not in row
    assert row["operators_seen_failing"] == failing
    assert row["notes"].endswith(
        "; filters on it were seen to work before PROBE-2; `eq` was seen working before PROBE-2"
    )
    again = merge(merge(FACTS, refused), seen(filterable=True, operators_seen_working=["like"]))
    row = row_of(again, "type", "cdrs")
    assert row["filterable"] is True
    assert (row["operators_seen_working"], row["operators_seen_failing"]) == (["like"], {"eq": "refused: 400"})
    assert row["notes"].endswith("seen to fail before PROBE-2")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"endpoints": 5}, "expected the evidence to be an object with sources, behaviours, endpoints"),
        ({"sources": {"A": {"what": "w"}}}, "expected source A to be an object with what, where, trust"),
        ({"behaviours": {"like": "literal"}}, "expected behaviour like to be an object with value, confidence"),
        ({"endpoints": [[]]}, "expected an endpoint to be an object with endpoint, evidence, properties"),
        ({"endpoints": [{"endpoint": "cdr", "evidence": [], "properties": []}]}, "the facts have no endpoint `cdr`"),
        (
            {"endpoints": [{"endpoint": "cdrs", "evidence": [], "properties": [{}]}]},
            "expected a property of cdrs to be",
        ),
        (
            {"endpoints": [{"endpoint": "cdrs", "evidence": [], "properties": [{"name": "x", "evidence": []}]}]},
            "the facts have no property `x`",
        ),
    ],
)
def test_what_is_no_evidence_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        merge(FACTS, seen() | change)
    with pytest.raises(SchemaError, match="expected the evidence to be an object"):
        merge(FACTS, [])


def test_one_command_merges_and_generates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, evidence: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(module.HERE / "facts.json", tmp_path)
    monkeypatch.setattr(module, "HERE", tmp_path)
    file = tmp_path / "seen.json"
    file.write_text(json.dumps(evidence))
    module.main(["--merge", str(file)])
    assert json.loads((tmp_path / "facts.json").read_text("utf-8")) == merge(FACTS, evidence)
    assert (tmp_path / "endpoints.json").read_text("utf-8") == generate(merge(FACTS, evidence))
    local = copy.deepcopy(evidence)
    (source,) = local["sources"].values()
    source["trust"] = "none: a server on the machine of the probe"
    for content, message in (
        (json.dumps(local), "what an emulator answers is no fact about the API"),
        ("{}", "expected the evidence to be an object"),
        ("{", "Expecting property name"),
    ):
        file.write_text(content)
        with pytest.raises(SystemExit):
            module.main(["--merge", str(file)])
        assert message in capsys.readouterr().err


def test_merging_nothing_leaves_the_facts_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(module.HERE / "facts.json", tmp_path)
    original = (tmp_path / "facts.json").read_bytes()
    monkeypatch.setattr(module, "HERE", tmp_path)
    file = tmp_path / "seen.json"
    file.write_text(json.dumps({"sources": {}, "behaviours": {}, "endpoints": []}))
    module.main(["--merge", str(file)])
    assert (tmp_path / "facts.json").read_bytes() == original
