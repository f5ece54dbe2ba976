"""Records as the API gives them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from vsfilter.schema import Endpoint, PropertyType
from vsfilter.schema import endpoint as find_endpoint
from vsfilter.strategies.values import LARGEST, stored


def records(endpoint: str | Endpoint, *, nulls: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a record of an endpoint: a dict with all of its known properties, as the API gives it.

    Values come from a small stock, the same that conditions are drawn from, with boundary values among them. With
    ``nulls`` any of them but the key may be None. The key is an integer from 1; for a list of records give
    ``unique_by=lambda record: record["id"]``.
    """
    found = find_endpoint(endpoint)
    values = [_value(found, prop.name, nulls=nulls) for prop in found.properties]
    return st.tuples(*values).map(lambda drawn: dict(zip(found.names, drawn, strict=True)))


def _value(endpoint: Endpoint, name: str, *, nulls: bool) -> st.SearchStrategy[Any]:
    prop = endpoint.get(name)
    assert prop is not None  # noqa: S101  its names are those of its properties
    if name == endpoint.id_property:
        return st.integers(1, LARGEST) if prop.type is PropertyType.INTEGER else stored(prop)
    return st.none() | stored(prop) if nulls else stored(prop)
