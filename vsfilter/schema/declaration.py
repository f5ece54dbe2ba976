"""Endpoints and their properties, as values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from vsfilter.errors import Issue, SchemaError, printable, quote, text_of
from vsfilter.model.names import encodable
from vsfilter.model.operators import Operator
from vsfilter.schema.types import Filterability, PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from enum import StrEnum

_Choice = TypeVar("_Choice", bound="StrEnum")

_MOST_SHOWN = 5
_PATH = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+")


class _Declared:
    """Lets frozen values that hold read-only views be pickled and copied: through their constructor."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        names = [part.name for part in fields(self) if part.init]  # type: ignore[arg-type]
        return _declare, (type(self), {name: _plain(getattr(self, name)) for name in names})


@dataclass(frozen=True, slots=True, repr=False)
class Property(_Declared):
    """One property of an endpoint's records.

    ``type`` and ``filterable`` may be given as their words (``"integer"``, ``"observed"``).
    ``values`` maps the known values of an enumerated property to their meanings; it may be
    incomplete, so an unknown value is only a warning. ``operators_seen`` are the operators that
    somebody has seen working on this property. ``sortable`` is True where that was shown, else
    None. ``evidence`` names the sources as ``api`` facts do. A word that does not exist, or an
    empty name, raises `SchemaError`.
    """

    name: str
    type: PropertyType
    description: str = ""
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    filterable: Filterability = Filterability.UNKNOWN
    operators_seen: frozenset[Operator] = frozenset()
    sortable: bool | None = None
    evidence: tuple[str, ...] = ()
    notes: str = ""

    if TYPE_CHECKING:
        # What is taken is wider than what is kept.
        def __init__(  # noqa: PLR0913, PLR0917  the fields
            self,
            name: str,
            type: PropertyType | str,  # noqa: A002  the word of the API
            description: str = "",
            values: Mapping[str, str] = ...,
            filterable: Filterability | str = ...,
            operators_seen: Iterable[Operator | str] = ...,
            sortable: bool | None = None,  # noqa: FBT001  as above
            evidence: Iterable[str] = ...,
            notes: str = "",
        ) -> None: ...

    def __post_init__(self) -> None:
        _require_name(self.name, "a property")
        where = f"property {quote(self.name)}"
        _set(self, "type", _choice(PropertyType, self.type, f"the type of {where}"))
        _set(self, "filterable", _choice(Filterability, self.filterable, f"filterable of {where}"))
        seen = frozenset(_choice(Operator, word, f"an operator seen on {where}") for word in self.operators_seen)
        _set(self, "operators_seen", seen)
        _set(self, "values", MappingProxyType(dict(self.values)))
        _set(self, "evidence", tuple(self.evidence))

    def __repr__(self) -> str:
        return f"<Property {printable(self.name)}: {self.type}>"

    @property
    def verified(self) -> bool:
        """Whether the vendor or an observation says that the API filters on it.

        Never so for arrays and objects: what an operator means on them is unknown.
        """
        opaque = self.type in {PropertyType.ARRAY, PropertyType.OBJECT}
        return not opaque and self.filterable in {Filterability.OBSERVED, Filterability.DOCUMENTED}

    @property
    def meaning(self) -> str:
        """What the property holds, and what its values mean where they are known."""
        values = ", ".join(f"{value} = {known}" for value, known in self.values.items())
        return "; ".join(filter(None, (self.description, values)))


@dataclass(frozen=True, slots=True, repr=False)
class Endpoint(_Declared):
    """A collection of the API: its name (``cdrs``, ``calltracking/ddis``) and its properties.

    ``path`` is appended to the base URL and is ``/`` and the name unless given. ``id_property``
    and ``date_property`` name the key of a record and the date it is usually filtered by.
    ``complete`` tells whether all properties of the records are known. Two properties of one
    name, or a path with other characters than URL paths hold unescaped, raise `SchemaError`.
    """

    name: str
    properties: tuple[Property, ...] = ()
    path: str = ""
    description: str = ""
    id_property: str | None = None
    date_property: str | None = None
    complete: bool = False
    evidence: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    _index: Mapping[str, Property] = field(init=False, repr=False, compare=False)

    if TYPE_CHECKING:
        # What is taken is wider than what is kept.
        def __init__(  # noqa: PLR0913, PLR0917  the fields
            self,
            name: str,
            properties: Iterable[Property] = ...,
            path: str = "",
            description: str = "",
            id_property: str | None = None,
            date_property: str | None = None,
            complete: bool = False,  # noqa: FBT001, FBT002  as above
            evidence: Iterable[str] = ...,
            notes: Iterable[str] = ...,
        ) -> None: ...

    def __post_init__(self) -> None:
        _require_name(self.name, "an endpoint")
        path = self.path or f"/{self.name}"
        if not isinstance(path, str) or not _PATH.fullmatch(path):
            raise invalid(f"the path of an endpoint is /name or /name/name, got {quote(text_of(path))}")
        _set(self, "path", path)
        for name in ("properties", "evidence", "notes"):
            _set(self, name, tuple(getattr(self, name)))
        index: dict[str, Property] = {}
        for prop in self.properties:
            if prop.name in index:
                raise invalid(f"endpoint {quote(self.name)} has two properties {quote(prop.name)}")
            index[prop.name] = prop
        _set(self, "_index", MappingProxyType(index))
        for role, key in (("id_property", self.id_property), ("date_property", self.date_property)):
            if key is not None and key not in index and self.complete:
                raise invalid(f"{role} of endpoint {quote(self.name)} is none of its properties: {quote(key)}")

    def __repr__(self) -> str:
        # What the schema knows of one endpoint would fill pages.
        shown = ", ".join(f"{printable(prop.name)} {prop.type}" for prop in self.properties[:_MOST_SHOWN])
        more = len(self.properties) - _MOST_SHOWN
        return f"<Endpoint {printable(self.name)}: {shown or 'no properties'}{f' and {more} more' * (more > 0)}>"

    def get(self, name: str) -> Property | None:
        """Give the property of this name, exact in case, or None."""
        return self._index.get(name)

    @property
    def names(self) -> Sequence[str]:
        """The names of all properties, in the order declared."""
        return tuple(self._index)


def invalid(message: str) -> SchemaError:
    """Make the error for a declaration that contradicts itself."""
    return SchemaError([Issue("invalid-schema", message)])


def _require_name(name: str, what: str) -> None:
    if not isinstance(name, str) or not name or not encodable(name):
        raise invalid(f"the name of {what} is text of one character or more, got {name!a:.60}")


def _choice(kind: type[_Choice], word: str, what: str) -> _Choice:
    try:
        return kind(word)
    except ValueError:
        choices = ", ".join(kind)
        raise invalid(f"{what} is one of {choices}; got {quote(text_of(word))}") from None


def _set(instance: object, name: str, value: object) -> None:
    object.__setattr__(instance, name, value)


def _declare(kind: type[Property | Endpoint], arguments: dict[str, Any]) -> Property | Endpoint:
    return kind(**arguments)


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, MappingProxyType) else value
