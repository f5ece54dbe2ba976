"""The sample that most tests read, each endpoint of it made once."""

from __future__ import annotations

from functools import cache
from typing import Any

import vsfilter
from vsfilter.sample import Sample

# Records are read as decoded JSON is.
Row = dict[str, Any]

SIZE = 6000
SAMPLE = Sample(SIZE)
KNOWN = [one for one in vsfilter.endpoints() if one.properties]
UNKNOWN = [one for one in vsfilter.endpoints() if not one.properties]


@cache
def rows(endpoint: str) -> tuple[Row, ...]:
    return tuple(SAMPLE.records(endpoint))


def name(endpoint: vsfilter.Endpoint) -> str:
    return endpoint.name
