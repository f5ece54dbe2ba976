"""Endpoints and properties as tables for the terminal."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

from vsfilter.errors import printable
from vsfilter.model.operators import Operator
from vsfilter.rendering import table
from vsfilter.schema import Filterability, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsfilter.schema import Endpoint

_NARROWEST = 30


def endpoint_table(endpoints: Iterable[Endpoint]) -> str:
    """Draw one line for each endpoint: its properties, how many can be filtered on, and its date."""
    rows = [
        (
            endpoint.name,
            str(len(endpoint.properties)),
            str(sum(prop.verified for prop in endpoint.properties)),
            str(sum(prop.filterable is Filterability.OBSERVED for prop in endpoint.properties)),
            endpoint.date_property or "-",
            "yes" if endpoint.complete else "no",
        )
        for endpoint in endpoints
    ]
    head = ("endpoint", "properties", "filterable", "seen live", "date", "complete")
    return table(head, rows, terminal_width())


def property_table(endpoint: Endpoint) -> str:
    """Draw the properties of an endpoint, with notes and the sources of the evidence."""
    rows = [
        (
            prop.name,
            prop.type.value,
            prop.filterable.value,
            " ".join(operator.canonical for operator in Operator if operator in prop.operators_seen) or "-",
            "yes" if prop.sortable else "-",
            ", ".join(prop.evidence) or "-",
            prop.meaning,
        )
        for prop in endpoint.properties
    ]
    parts = [f"{endpoint.name}  ({endpoint.path})"]
    if rows:
        head = ("property", "type", "filter", "seen", "sort", "evidence", "meaning")
        parts.append(table(head, rows, terminal_width()))
    else:
        parts.append("no property is known, so every filter is refused")
    if endpoint.notes:
        parts.append(
            "\n".join(
                textwrap.fill(printable(note), terminal_width(), initial_indent="- ", subsequent_indent="  ")
                for note in endpoint.notes
            )
        )
    sources = catalogue().sources
    names = dict.fromkeys(name for prop in endpoint.properties for name in prop.evidence if name in sources)
    if names:
        parts.append(table(("source", "what it is"), [(name, sources[name]) for name in names], terminal_width()))
    return "\n\n".join(parts)


def terminal_width() -> int:
    """Give the width of the terminal in columns, 140 where there is none."""
    return max(_NARROWEST, shutil.get_terminal_size((140, 24)).columns)
