"""Makes ``endpoints.json`` from ``facts.json``: run it after the facts change.

``facts.json`` holds all that was found out about the API, with its evidence; what the package needs
of it is kept, under the names that `vsfilter.Endpoint` and `vsfilter.Property` use.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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


def main() -> None:
    """Write the file beside this one."""
    facts = json.loads((HERE / "facts.json").read_text("utf-8"))
    (HERE / "endpoints.json").write_text(generate(facts), "utf-8")


if __name__ == "__main__":
    main()
