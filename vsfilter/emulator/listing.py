"""One list request: from its query string to a page of records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from sqlalchemy import func, select

from vsfilter.emulator.behaviour import LARGEST_LIMIT
from vsfilter.emulator.conditions import read_filter
from vsfilter.emulator.filtering import where
from vsfilter.emulator.records import LARGEST, records_of
from vsfilter.emulator.replies import Refusal, invalid
from vsfilter.emulator.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select

    from vsfilter.emulator.behaviour import Behaviour
    from vsfilter.emulator.conditions import Condition
    from vsfilter.emulator.database import Database
    from vsfilter.emulator.tables import Collection

PARAMETERS: Final = ("filter", "page", "limit", "sort", "dir", "group_by")
LONGEST_QUERY: Final = 64 * 1024

_WRONG_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_COUNT = re.compile(r"0*[1-9][0-9]*")
# Fewer digits than would exceed 64 bits.
_DIGITS: Final = 18
_POSITION: Final = "_position"
_SIZE: Final = "_size"


@dataclass(frozen=True, slots=True)
class ListRequest:
    """What a list request asks for, checked against the collection."""

    conditions: Sequence[Condition]
    page: int
    limit: int
    sort: str | None
    descending: bool
    group_by: str | None


def read_request(query: bytes, collection: Collection, behaviour: Behaviour) -> ListRequest:
    """Read a query string; raises `Refusal` for whatever is no list request to the collection."""
    given = _parameters(query, behaviour)
    limit = _count("limit", given.get("limit", str(behaviour.default_limit)))
    if limit > LARGEST_LIMIT:
        if behaviour.limit_above_maximum == "refuse":
            raise invalid("limit", f"expected {LARGEST_LIMIT} or less")
        limit = LARGEST_LIMIT
    direction = given.get("dir", "ASC").upper()
    if direction not in {"ASC", "DESC"}:
        raise invalid("dir", "expected ASC or DESC")
    for name in ("sort", "group_by"):
        if name in given and given[name] not in collection.properties:
            raise invalid(name, "expected a property of the endpoint")
    return ListRequest(
        read_filter(given.get("filter", ""), collection.properties, behaviour),
        _count("page", given.get("page", "1")),
        limit,
        given.get("sort") if behaviour.sort == "honour" else None,
        direction == "DESC" and behaviour.sort == "honour",
        given.get("group_by"),
    )


def _parameters(query: bytes, behaviour: Behaviour) -> dict[str, str]:
    if len(query) > LONGEST_QUERY:
        raise Refusal(414, "The query is too long")
    unreadable = Refusal(400, "The query is not percent-encoded UTF-8")
    if not query.isascii() or _WRONG_ESCAPE.search(query):
        raise unreadable
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise unreadable from None
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in PARAMETERS:
            if name in given:
                raise invalid(name, "the parameter stands twice")
            given[name] = value
        elif behaviour.unknown_parameter == "refuse":
            raise Refusal(400, f"Unknown parameter; the parameters are {', '.join(PARAMETERS)}")
    return given


def _count(name: str, text: str) -> int:
    if _COUNT.fullmatch(text) is None:
        raise invalid(name, "expected an integer from 1")
    digits = text.lstrip("0")
    return int(digits) if len(digits) <= _DIGITS else LARGEST


def list_records(
    database: Database,
    collection: Collection,
    request: ListRequest,
    behaviour: Behaviour,
    scope: ColumnElement[bool] | None = None,
) -> dict[str, Any]:
    """Give the envelope of the page; ``scope`` limits the collection to what the user may see."""
    held = where(collection.table, request.conditions, database.dialect, behaviour)
    visible = [] if scope is None else [scope]
    chosen = visible if held is None else [*visible, held]
    table = collection.table
    if request.group_by is None:
        found = select(*collection.columns).where(*chosen)
        counted = select(func.count()).select_from(table)
        counted = counted.where(*(visible if behaviour.total == "unfiltered" else chosen))
    else:
        found = _groups(collection, request.group_by, chosen)
        values = select(table.c[request.group_by]).where(*chosen).distinct()
        counted = select(func.count()).select_from(values.subquery())
    found = _in_order(found, collection, request, database.dialect)
    with database.reading() as connection:
        total = connection.execute(counted).scalar_one() if behaviour.total in {"exact", "unfiltered"} else None
        skipped = (request.page - 1) * request.limit
        rows = connection.execute(found.limit(request.limit).offset(skipped)).all() if skipped <= LARGEST else []
    if request.group_by is not None and behaviour.group_by == "counts":
        data = _counts(collection, request.group_by, rows)
    else:
        data = list(records_of(collection, rows))
    if behaviour.total == "page":
        total = len(data)
    return {"data": data} if total is None else {"data": data, "total": total}


def _groups(collection: Collection, name: str, chosen: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Select one record for each value of a property, that of the lowest id, and the size of its group."""
    table = collection.table
    value = table.c[name]
    ranked = (
        select(
            table.c[ROW],
            func.row_number().over(partition_by=value, order_by=collection.tie_breakers).label(_POSITION),
            func.count().over(partition_by=value).label(_SIZE),
        )
        .where(*chosen)
        .subquery()
    )
    whole = select(*collection.columns, ranked.c[_SIZE]).join_from(ranked, table, ranked.c[ROW] == table.c[ROW])
    return whole.where(ranked.c[_POSITION] == 1)


def _in_order(found: Select[Any], collection: Collection, request: ListRequest, dialect: str) -> Select[Any]:
    ties = collection.tie_breakers
    first = ties[0] if request.sort is None else collection.table.c[request.sort]
    order = first.desc() if request.descending else first.asc()
    if dialect == "postgresql":
        # The others take null for the least value.
        order = order.nulls_last() if request.descending else order.nulls_first()
    return found.order_by(order, *(tie for tie in ties if tie is not first))


def _counts(collection: Collection, name: str, rows: Sequence[Any]) -> list[dict[str, Any]]:
    values = [record[name] for record in records_of(collection, rows)]
    return [{name: value, "count": row[-1]} for value, row in zip(values, rows, strict=True)]
