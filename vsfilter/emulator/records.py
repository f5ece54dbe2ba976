"""Records on their way into a table and out of it; nothing is converted in silence."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from vsfilter.errors import quote
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Row

    from vsfilter.emulator.tables import Collection

LARGEST: Final = 2**63 - 1
SMALLEST: Final = -(2**63)
# A reply is decoded again by others, whose stacks are not as deep as ours.
DEEPEST: Final = 100

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_KINDS: Final[Mapping[PropertyType, frozenset[type]]] = {
    PropertyType.STRING: frozenset({str}),
    PropertyType.INTEGER: frozenset({int}),
    PropertyType.NUMBER: frozenset({int, float}),
    PropertyType.BOOLEAN: frozenset({bool}),
    PropertyType.DATETIME: frozenset({str}),
    PropertyType.ARRAY: frozenset({list}),
    PropertyType.OBJECT: frozenset({dict}),
}
_NOTHING: Final = type(None)
_SCALARS: Final = frozenset({str, int, float, bool, _NOTHING})
_TOO_LONG: Final = "the integer has more than 64 bits"
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def rows(collection: Collection, records: Iterable[Mapping[str, Any]], *, nul: bool) -> Iterator[tuple[Any, ...]]:
    """Turn records into the rows of their table, one after the other.

    ``nul`` tells whether the database takes a NUL character. A record with an unknown property or
    a value of another type raises ValueError, which names the record by its place, from 0.
    """
    names = tuple(collection.properties)
    known = frozenset(names)
    kinds_by_place = [_KINDS[prop.type] | {_NOTHING} for prop in collection.properties.values()]
    checks = [
        (place, names[place], _CHECKS[prop.type])
        for place, prop in enumerate(collection.properties.values())
        if prop.type in _CHECKS
    ]
    integers = [place for place, prop in enumerate(collection.properties.values()) if prop.type is PropertyType.INTEGER]
    texts = [place for place, prop in enumerate(collection.properties.values()) if prop.type is PropertyType.STRING]
    # Records come in few shapes; the types of each shape are compared with those of the schema once.
    shapes: set[tuple[type, ...]] = set()
    for number, record in enumerate(records):
        try:
            if not isinstance(record, Mapping):
                raise ValueError(f"expected a mapping, got {type(record).__name__}")  # noqa: TRY004, TRY301
            if not record.keys() <= known:
                raise ValueError(_unknown(record, known))  # noqa: TRY301
            values = [record.get(name) for name in names]
            shape = tuple(map(type, values))
            if shape not in shapes:
                _check_kinds(names, kinds_by_place, shape)
                shapes.add(shape)
            for place in integers:
                if (value := values[place]) is not None and not SMALLEST <= value <= LARGEST:
                    raise ValueError(_wrong(names[place], _TOO_LONG))  # noqa: TRY301
            for place, name, check in checks:
                if (value := values[place]) is not None:
                    values[place] = _checked(name, value, check)
            _check_texts(names, texts, values, nul=nul)
        except ValueError as error:
            raise ValueError(f"record {number} of {quote(collection.endpoint.name)}: {error}") from None
        yield tuple(values)


def _unknown(record: Mapping[Any, Any], known: frozenset[str]) -> str:
    strange = next(key for key in record if key not in known)
    return f"unknown property {quote(str(strange))}"


def _check_kinds(names: Sequence[str], kinds: Sequence[frozenset[type]], shape: Sequence[type]) -> None:
    for name, fits, kind in zip(names, kinds, shape, strict=True):
        if kind not in fits:
            expected = " or ".join(sorted(fit.__name__ for fit in fits - {_NOTHING}))
            raise ValueError(_wrong(name, f"expected {expected} or None, got {kind.__name__}"))


def _checked(name: str, value: Any, check: Callable[[Any], Any]) -> Any:  # noqa: ANN401  a value of a record
    try:
        return check(value)
    except ValueError as error:
        raise ValueError(_wrong(name, str(error))) from None


def _check_texts(names: Sequence[str], places: Sequence[int], values: Sequence[Any], *, nul: bool) -> None:
    # All texts at once, since there is hardly ever a fault in one of them.
    whole = "".join([values[place] or "" for place in places])
    if (whole.isascii() or _encodable(whole)) and (nul or "\0" not in whole):
        return
    wrong = [place for place in places if not _encodable(values[place] or "")]
    if wrong:
        raise ValueError(_wrong(names[wrong[0]], "a surrogate stands alone"))
    wrong = [place for place in places if "\0" in (values[place] or "")]
    raise ValueError(_wrong(names[wrong[0]], "this database takes no NUL character"))


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _wrong(name: str, reason: str) -> str:
    return f"property {quote(name)}: {reason}"


def _number(value: float) -> float:
    if isinstance(value, int):
        if not SMALLEST <= value <= LARGEST:
            raise ValueError(_TOO_LONG)
    elif not math.isfinite(value):
        raise ValueError(f"{value} is no number of JSON")
    return value


def _moment(value: str) -> str:
    if _MOMENT.fullmatch(value) is None:
        raise ValueError("a date is written YYYY-MM-DD HH:MM:SS")
    datetime.fromisoformat(value)
    return value


def _json(value: object) -> str:
    level, depth = [value], 0
    while level := [inner for outer in level for inner in _inside(outer)]:
        depth += 1
        if depth > DEEPEST:
            raise ValueError("nested too deeply")
    text = _ENCODER.encode(value)
    if not _encodable(text):
        raise ValueError("a surrogate stands alone")
    return text


def _inside(value: object) -> Iterable[object]:
    """Give what an array or object holds; ValueError for what JSON would have to convert."""
    if type(value) is dict:
        if not all(type(key) is str for key in value):
            raise ValueError("the keys of an object are text")
        return value.values()
    if type(value) is list:
        return value
    if type(value) not in _SCALARS:
        raise ValueError(f"{type(value).__name__} is no type of JSON")
    return ()


_CHECKS: Final[Mapping[PropertyType, Callable[[Any], Any]]] = {
    PropertyType.NUMBER: _number,
    PropertyType.DATETIME: _moment,
    PropertyType.ARRAY: _json,
    PropertyType.OBJECT: _json,
}


def record_of(collection: Collection, row: Row[Any]) -> dict[str, Any]:
    """Turn a row of the columns of a collection into the record that the API gives."""
    return next(records_of(collection, [row]))


def records_of(collection: Collection, found: Iterable[Row[Any]]) -> Iterator[dict[str, Any]]:
    """Turn rows of the columns of a collection into the records that the API gives."""
    names = tuple(collection.properties)
    nested = [
        name for name, prop in collection.properties.items() if prop.type in {PropertyType.ARRAY, PropertyType.OBJECT}
    ]
    for row in found:
        record = dict(zip(names, row, strict=False))
        for name in nested:
            if record[name] is not None:
                record[name] = json.loads(record[name])
        yield record
