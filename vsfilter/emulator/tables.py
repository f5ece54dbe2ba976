"""The tables of the emulator: one for each endpoint, made from what the schema knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, assert_never

from sqlalchemy import BigInteger, Boolean, Column, Double, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeEngine, UserDefinedType

from vsfilter.schema import Property, PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vsfilter.schema import Endpoint

# The key of every table: records count up in the order of insertion, since ids may be null or stand twice.
ROW: Final = "_row"
KEY: Final = BigInteger().with_variant(Integer, "sqlite")

_COMPARING: Final = {"eq", "gt", "gte", "lt", "lte"}


class NumericAffinity(UserDefinedType[float]):
    """A column of SQLite that keeps integers exactly and fractions as doubles."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Give the declared type, which decides the affinity."""
        return "NUMERIC"


def text_type() -> TypeEngine[str]:
    """Give a text of any length that compares by code point, trailing blanks included."""
    longest = 2**32 - 1
    return (
        Text()
        .with_variant(Text(collation="C"), "postgresql")
        .with_variant(Text(longest, collation="utf8mb4_0900_bin"), "mysql")
        .with_variant(Text(longest, collation="utf8mb4_nopad_bin"), "mariadb")
    )


def _type(kind: PropertyType) -> TypeEngine[Any]:
    match kind:
        case PropertyType.INTEGER:
            return BigInteger()
        case PropertyType.NUMBER:
            return Double().with_variant(NumericAffinity(), "sqlite")
        case PropertyType.BOOLEAN:
            return Boolean()
        case PropertyType.DATETIME:
            # Its fixed form sorts as text does.
            return String(19).with_variant(String(19, collation="C"), "postgresql")
        case PropertyType.STRING | PropertyType.ARRAY | PropertyType.OBJECT:
            return text_type()
        case _:
            assert_never(kind)


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """An endpoint with the properties of its records and the table that holds them."""

    endpoint: Endpoint
    properties: Mapping[str, Property]
    table: Table

    @property
    def columns(self) -> Sequence[Column[Any]]:
        """What is selected of a record: its properties in their order, then the key of its row."""
        return [*(self.table.c[name] for name in self.properties), self.table.c[ROW]]

    @property
    def id(self) -> Property | None:
        """The property that tells the records apart, where there is one."""
        return None if self.endpoint.id_property is None else self.properties[self.endpoint.id_property]

    @property
    def tie_breakers(self) -> Sequence[Column[Any]]:
        """The columns that put any records in one order."""
        return [*([] if self.id is None else [self.table.c[self.id.name]]), self.table.c[ROW]]


def make_collections(endpoints: Iterable[Endpoint], metadata: MetaData) -> dict[str, Collection]:
    """Make the tables of all endpoints, and give the collections by name."""
    return {endpoint.name: _collection(endpoint, metadata) for endpoint in endpoints}


def _collection(endpoint: Endpoint, metadata: MetaData) -> Collection:
    properties = {prop.name: prop for prop in endpoint.properties}
    if endpoint.id_property is not None and endpoint.id_property not in properties:
        # The schema knows that the records have this key, only not their whole list of properties.
        properties = {endpoint.id_property: Property(endpoint.id_property, PropertyType.INTEGER), **properties}
    table = Table(
        endpoint.name,
        metadata,
        Column(ROW, KEY, primary_key=True),
        *(Column(prop.name, _type(prop.type)) for prop in properties.values()),
    )
    made = Collection(endpoint, properties, table)
    for name in _indexed(made):
        names = dict.fromkeys([name, *(column.name for column in made.tie_breakers)])
        # MySQL indexes the beginning of a text only.
        prefixes = {part: 191 for part in names if part != ROW and isinstance(table.c[part].type, Text)}
        Index(
            f"by_{endpoint.name}_{name}",
            *(table.c[part] for part in names),
            mysql_length=prefixes,
            mariadb_length=prefixes,
        )
    return made


def _indexed(collection: Collection) -> Iterator[str]:
    """Give the properties that people filter by: the id, the date, and what was seen to be compared."""
    keys = {collection.endpoint.id_property, collection.endpoint.date_property}
    for name, prop in collection.properties.items():
        if name in keys or not _COMPARING.isdisjoint(map(str, prop.operators_seen)):
            yield name
