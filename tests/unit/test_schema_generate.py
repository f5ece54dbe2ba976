from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from vsfilter.schema import generate as module
from vsfilter.schema.generate import generate

if TYPE_CHECKING:
    from pathlib import Path


def facts_of(*properties: dict[str, Any], **endpoint: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    row = {
        "endpoint": "orders",
        "path": "/orders",
        "id_field": "id",
        "date_field": None,
        "property_list_complete": "no",
        "evidence": ["INTRO"],
        "notes": [],
        "properties": list(properties),
    }
    return {"base_url": "u", "sources": {"INTRO": {"what": "w", "url": "x"}}, "endpoints": [row | endpoint]}


def fact(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    row = {
        "name": "id",
        "type": "integer",
        "description": "key",
        "filterable": True,
        "filter_confidence": "observed",
        "sortable": True,
        "evidence": ["INTRO"],
    }
    return row | changes


def made_endpoint(**endpoint: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    (row,) = json.loads(generate(facts_of(**endpoint)))["endpoints"]
    assert isinstance(row, dict)
    return row


def made_property(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    (row,) = json.loads(generate(facts_of(fact(**changes))))["endpoints"][0]["properties"]
    assert isinstance(row, dict)
    return row


def test_the_shipped_endpoints_are_what_the_facts_make() -> None:
    facts = json.loads((module.HERE / "facts.json").read_text("utf-8"))
    assert generate(facts).encode() == (module.HERE / "endpoints.json").read_bytes()


def test_the_file_is_written_beside_the_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(module.HERE / "facts.json", tmp_path)
    original = (module.HERE / "endpoints.json").read_bytes()
    monkeypatch.setattr(module, "HERE", tmp_path)
    module.main()
    assert (tmp_path / "endpoints.json").read_bytes() == original


def test_the_text_is_readable_json_with_one_line_end() -> None:
    text = generate(facts_of(fact(description="zażółć")))
    assert "zażółć" in text
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")


def test_of_the_sources_what_they_are_is_kept() -> None:
    data = json.loads(generate(facts_of()))
    assert (data["base_url"], data["sources"]) == ("u", {"INTRO": "w"})


def test_an_endpoint_is_kept_under_the_names_of_the_library() -> None:
    assert made_endpoint() == {
        "endpoint": "orders",
        "path": "/orders",
        "id_property": "id",
        "date_property": None,
        "complete": False,
        "evidence": ["INTRO"],
        "notes": [],
        "properties": [],
    }


@pytest.mark.parametrize(
    ("said", "complete"), [("yes", True), ("yes (31 of 31)", True), ("no", False), ("unknown", False)]
)
def test_an_endpoint_is_complete_where_the_facts_say_yes(said: str, *, complete: bool) -> None:
    assert made_endpoint(property_list_complete=said)["complete"] is complete


@pytest.mark.parametrize(("field", "name"), [("id", "id"), ("id (inferred)", "id"), (None, None), ("", None)])
def test_the_remark_after_a_field_name_is_dropped(field: str | None, name: str | None) -> None:
    row = made_endpoint(id_field=field, date_field=field)
    assert (row["id_property"], row["date_property"]) == (name, name)


def test_a_property_keeps_what_is_known_of_it() -> None:
    row = made_property(enum={"1": "one"}, operators_seen_working=["eq"], notes="n", default="dropped")
    assert row == {
        "name": "id",
        "type": "integer",
        "description": "key",
        "values": {"1": "one"},
        "filterable": "observed",
        "operators_seen": ["eq"],
        "sortable": True,
        "evidence": ["INTRO"],
        "notes": "n",
    }


@pytest.mark.parametrize("sortable", [False, None, "unknown"])
def test_a_property_is_sortable_only_where_shown(sortable: object) -> None:
    assert "sortable" not in made_property(sortable=sortable)


@pytest.mark.parametrize(
    ("filterable", "confidence", "expected"),
    [
        (True, "observed", "observed"),
        (True, "documented", "documented"),
        (False, "observed", "refused"),
        ("unknown", "none", "unknown"),
    ],
)
def test_how_sure_the_facts_are_becomes_one_word(filterable: object, confidence: str, expected: str) -> None:
    assert made_property(filterable=filterable, filter_confidence=confidence)["filterable"] == expected


def test_what_is_empty_is_left_out_of_a_property() -> None:
    row = made_property(description="", enum=None, notes="")
    assert set(row) == {"name", "type", "filterable", "sortable", "evidence"}
