"""Makes ``endpoints.json`` from ``facts.json``: run it after the facts change.

``facts.json`` holds all that was found out about the API, with its evidence; what the package needs
of it is kept, under the names that `vsfilter.Endpoint` and `vsfilter.Property` use. With ``--merge FILE`` the evidence
that ``vsfilter probe --evidence FILE`` has written becomes part of the facts first.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vsfilter.errors import SchemaError
from vsfilter.schema.merging import merge

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent


def generate(facts: dict[str, Any]) -> str:
    """Turn the facts into the text of ``endpoints.json``."""
    data = {
        "base_url": facts["base_url"],
        "sources": {name: source["what"] for name, source in facts["sources"].items()},
        "endpoints": [_endpoint(row) for row in facts["endpoints"]],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _endpoint(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "endpoint": row["endpoint"],
        "path": row["path"],
        "id_property": _name(row["id_field"]),
        "date_property": _name(row["date_field"]),
        "complete": row["property_list_complete"].startswith("yes"),
        "evidence": row["evidence"],
        "notes": row["notes"],
        "properties": [_property(prop) for prop in row["properties"]],
    }


def _property(row: dict[str, Any]) -> dict[str, Any]:
    data = {
        "name": row["name"],
        "type": row["type"],
        "description": row["description"],
        "values": row.get("enum"),
        "filterable": _filterability(row),
        "operators_seen": row.get("operators_seen_working"),
        "sortable": row["sortable"] if row["sortable"] is True else None,
        "evidence": row["evidence"],
        "notes": row.get("notes"),
    }
    return {key: value for key, value in data.items() if value}


def _filterability(row: dict[str, Any]) -> str:
    if row["filterable"] == "unknown":
        return "unknown"
    if row["filterable"] is False:
        return "refused"
    return str(row["filter_confidence"])


def _name(field: str | None) -> str | None:
    """Drop the remark that some field names of the facts carry, ``id (inferred)``."""
    return field.split(" ")[0] if field else None


def main(arguments: Sequence[str] = ()) -> None:
    """Write the file beside this one, and before it the facts, where evidence is merged into them."""
    parser = argparse.ArgumentParser(prog="python -m vsfilter.schema.generate")
    parser.add_argument("--merge", metavar="FILE", type=Path, help="Evidence of a probe.")
    evidence = parser.parse_args(arguments).merge
    text = (HERE / "facts.json").read_text("utf-8")
    facts = json.loads(text)
    if evidence is not None:
        facts = _merged(facts, evidence, parser)
        (HERE / "facts.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (HERE / "endpoints.json").write_text(generate(facts), "utf-8")


def _merged(facts: dict[str, Any], path: Path, parser: argparse.ArgumentParser) -> dict[str, Any]:
    try:
        evidence = json.loads(path.read_text("utf-8"))
        merged = merge(facts, evidence)
    except (OSError, ValueError) as error:
        parser.error(f"{path}: {error.issues[0].message if isinstance(error, SchemaError) else error}")
    if any(source["trust"].startswith("none") for source in evidence["sources"].values()):
        parser.error(f"{path}: what an emulator answers is no fact about the API")
    return merged


if __name__ == "__main__":
    main(sys.argv[1:])
