"""Endpoints and properties as tables for the terminal."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

from vsfilter.errors import printable
from vsfilter.model.operators import Operator
from vsfilter.rendering import columns
from vsfilter.schema import Filterability, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vsfilter.schema import Endpoint, Property

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
    return _table(("endpoint", "properties", "filterable", "seen live", "date", "complete"), rows)


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
            _about(prop),
        )
        for prop in endpoint.properties
    ]
    parts = [f"{endpoint.name}  ({endpoint.path})"]
    if rows:
        parts.append(_table(("property", "type", "filter", "seen", "sort", "evidence", "meaning"), rows))
    else:
        parts.append("no property is known, so every filter is refused")
    if endpoint.notes:
        parts.append(
            "\n".join(
                textwrap.fill(printable(note), _terminal_width(), initial_indent="- ", subsequent_indent="  ")
                for note in endpoint.notes
            )
        )
    sources = catalogue().sources
    names = dict.fromkeys(name for prop in endpoint.properties for name in prop.evidence if name in sources)
    if names:
        parts.append(_table(("source", "what it is"), [(name, sources[name]) for name in names]))
    return "\n\n".join(parts)


def _about(prop: Property) -> str:
    values = ", ".join(f"{value} = {meaning}" for value, meaning in prop.values.items())
    return "; ".join(filter(None, (prop.description, values)))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align columns; the last one is wrapped to the width of the terminal."""
    cells = [[printable(cell) for cell in row] for row in (head, ["-" * len(title) for title in head], *rows)]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    indent = sum(widths[:-1]) + 2 * (len(widths) - 1)
    room = max(_NARROWEST, _terminal_width() - indent)
    lines = []
    for row in cells:
        start = "".join(cell + " " * (width - columns(cell) + 2) for cell, width in zip(row[:-1], widths, strict=False))
        first, *others = textwrap.wrap(row[-1], room) or [""]
        lines.append(f"{start}{first}".rstrip())
        lines += (" " * indent + other for other in others)
    return "\n".join(lines)


def _terminal_width() -> int:
    return max(_NARROWEST, shutil.get_terminal_size((140, 24)).columns)
