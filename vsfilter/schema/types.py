"""The types of properties, what each takes, and how sure it is that a property can be filtered on."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from vsfilter.model.operators import Operator

if TYPE_CHECKING:
    from collections.abc import Mapping


class PropertyType(StrEnum):
    """The type of a property's values; the API's own words for them, with ``number`` split in two."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATETIME = "datetime"
    ARRAY = "array"
    OBJECT = "object"

    @property
    def operators(self) -> frozenset[Operator]:
        """The operators that the type takes (``between`` needs the four orderings)."""
        return _OPERATORS[self]


class Filterability(StrEnum):
    """How sure it is that the API honours a filter on a property.

    ``observed``: seen to work on the live API. ``documented``: the vendor says so. ``refused``:
    seen to fail. ``unknown``: nobody has shown either.
    """

    OBSERVED = "observed"
    DOCUMENTED = "documented"
    REFUSED = "refused"
    UNKNOWN = "unknown"


_EVERY = frozenset(Operator)
_NO_FRAGMENT = _EVERY - {Operator.LIKE, Operator.NOTLIKE}
_OPAQUE = frozenset({Operator.EQ, Operator.NE, Operator.LIKE, Operator.NOTLIKE})

_OPERATORS: Mapping[PropertyType, frozenset[Operator]] = MappingProxyType(
    {
        PropertyType.STRING: _EVERY,
        PropertyType.INTEGER: _NO_FRAGMENT,
        PropertyType.NUMBER: _NO_FRAGMENT,
        PropertyType.BOOLEAN: frozenset({Operator.EQ, Operator.NE, Operator.IN}),
        PropertyType.DATETIME: _NO_FRAGMENT,
        PropertyType.ARRAY: _OPAQUE,
        PropertyType.OBJECT: _OPAQUE,
    }
)
