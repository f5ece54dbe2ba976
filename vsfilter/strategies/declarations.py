"""Endpoints: the shipped ones, or made-up ones with names that need care."""

from __future__ import annotations

from hypothesis import strategies as st

from vsfilter import schema
from vsfilter.schema import Endpoint, Filterability, Property, PropertyType

_NAMES = st.one_of(
    st.sampled_from(
        ("id", "src", "from", "and", "today", "in", "null_count", "order_id", "Type", "type", "x 1", "`", "é")
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=4),
)
_VALUES = st.dictionaries(st.sampled_from(("I", "O", "NO ANSWER", "and", "")), st.just(""), max_size=3)


def endpoints(*, declared: bool = False) -> st.SearchStrategy[Endpoint]:
    """Draw an endpoint with at least one property that can be filtered on.

    It is one of those that ship with vsfilter, the best known first; with ``declared`` it is made up, and has
    properties of any type whose names may be keywords or need backticks.
    """
    if not declared:
        return st.sampled_from([one for one in schema.endpoints() if filterable(one)])
    properties = st.lists(_properties(), min_size=1, max_size=5, unique_by=lambda prop: prop.name)
    return properties.map(lambda drawn: Endpoint("things", drawn, complete=True))


def _properties() -> st.SearchStrategy[Property]:
    return st.builds(
        Property,
        _NAMES,
        st.sampled_from(PropertyType),
        values=_VALUES,
        filterable=st.sampled_from([one for one in Filterability if one is not Filterability.REFUSED]),
    )


def filterable(endpoint: Endpoint) -> list[Property]:
    """Give the properties that a filter may name, in the order declared."""
    return [prop for prop in endpoint.properties if prop.filterable is not Filterability.REFUSED]


def resolved(endpoint: str | Endpoint) -> Endpoint:
    """Give the endpoint; raises ValueError for one that no filter can be about, as none of its properties is known."""
    found = schema.endpoint(endpoint)
    if not filterable(found):
        raise ValueError(f"no property of {found.name} is known, so there is no filter to draw")
    return found
