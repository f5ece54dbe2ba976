"""One record by its id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from vsfilter.emulator.records import LARGEST, SMALLEST, record_of
from vsfilter.emulator.tables import ROW
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from vsfilter.emulator.database import Database
    from vsfilter.emulator.tables import Collection

# As many digits as 64 bits have, and no others for the same number.
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,18}")


def find_record(database: Database, collection: Collection, text: str) -> dict[str, Any] | None:
    """Give the record of an id as it stands in a path, the first inserted if many have it, or None."""
    key = collection.id
    if key is None or not _fits(text, key.type, nul=database.takes_nul):
        return None
    column = collection.table.c[key.name]
    wanted = int(text) if key.type is PropertyType.INTEGER else text
    chosen = select(*collection.columns).where(column == wanted).order_by(collection.table.c[ROW]).limit(1)
    with database.reading() as connection:
        row = connection.execute(chosen).first()
    return None if row is None else record_of(collection, row)


def _fits(text: str, kind: PropertyType, *, nul: bool) -> bool:
    if kind is PropertyType.INTEGER:
        return _INTEGER.fullmatch(text) is not None and SMALLEST <= int(text) <= LARGEST
    return kind is PropertyType.STRING and (nul or "\0" not in text)
