"""The request that should have been sent and the one that was, compared by what they mean on the wire."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from vsfilter.errors import quote
from vsfilter.testing.conditions import Entry, FormError, read_entries
from vsfilter.testing.faults import Diagnosis, Finding
from vsfilter.testing.values import shown, what_became
from vsfilter.wire import Paging
from vsfilter.wire.decoding import is_path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vsfilter.filter import Filter
    from vsfilter.testing.sent import Sent

_ENCODED_BRACKET: Final = "%5b"
_COUNT = re.compile(r"[0-9]{1,20}")


def compare(sent: Sent, flt: Filter, *, exact: bool = False, extra: Iterable[str] = ()) -> Finding | None:
    """Tell what is wrong with a request for a filter, or None where nothing is.

    ``exact`` asks for the very bytes that vsfilter sends. Conditions on a property of ``extra`` may stand beside those
    of the filter.
    """
    finding = _compare(sent, flt, frozenset(extra), exact=exact)
    if finding is None or finding.expected is not None:
        return finding
    return finding._replace(expected=flt.to_json().decode())


def _compare(sent: Sent, flt: Filter, extra: frozenset[str], *, exact: bool) -> Finding | None:
    if sent.path is not None and not is_path_of(sent.path, flt.endpoint):
        detail = f"the request goes to {quote(sent.path)}, the records are at {quote(flt.endpoint.path)}"
        return Finding(Diagnosis.WRONG_PATH, detail, sent.path, flt.endpoint.path)
    values = [(value, raw) for name, value, raw in sent.parameters() if name == "filter"]
    if not values or not values[0][1]:
        return _not_encoded(sent) or Finding(Diagnosis.FILTER_NOT_SENT, "the request has no `filter`, and asks for all")
    value, raw = values[0]
    if len(values) > 1:
        return Finding(Diagnosis.NO_FILTER_JSON, "`filter` stands more than once in the query", _joined(values))
    if value is None:
        detail = "the bytes of the filter are no UTF-8, in which text is percent-encoded"
        return Finding(Diagnosis.VALUE_CHANGED, detail, raw)
    finding = _not_encoded(sent, value) or _compare_filter(value, flt, extra) or _options(sent)
    if finding is None and exact and (value.encode() != flt.to_json() or f"filter={raw}" not in flt.to_query()):
        return Finding(Diagnosis.OTHER_BYTES, "it means the same in other bytes", f"filter={raw}", flt.to_query())
    return finding


def _joined(values: Sequence[tuple[str | None, str]]) -> str:
    return "&".join(f"filter={raw}" for _, raw in values)


def _not_encoded(sent: Sent, value: str | None = None) -> Finding | None:
    """Find a character that has to be percent-encoded and is not."""
    if sent.fragment:
        detail = "a `#` ends the query, unless it is written as `%23`"
        return Finding(Diagnosis.NOT_ENCODED, detail, value)
    stray = sent.stray()
    if stray is None:
        return None
    return Finding(Diagnosis.NOT_ENCODED, f"{quote(stray)} stands in the query as it is", value)


def _compare_filter(value: str, flt: Filter, extra: frozenset[str]) -> Finding | None:
    try:
        found = read_entries(value)
    except FormError as error:
        return _no_filter_json(value, str(error))
    # Of an extra condition the filter may have the same, which is to be kept.
    found_set = set(found)
    expected = read_entries(flt.to_json().decode())
    missing = [entry for entry in expected if entry not in found_set]
    added = [entry for entry in found if entry not in set(expected) and entry.property not in extra]
    finding = _difference(missing, added)
    return None if finding is None else Finding(*finding, value)


def _no_filter_json(value: str, reason: str) -> Finding:
    if value.lower().startswith(_ENCODED_BRACKET) or _is_filter(unquote(value)):
        return Finding(Diagnosis.DOUBLE_ENCODING, "the filter is percent-encoded twice", value)
    if value.startswith(("[{'", "{'")):
        return Finding(Diagnosis.NO_FILTER_JSON, "it is Python's way to write a list, not JSON", value)
    if not value.rstrip().endswith(("]", "}")):
        detail = "the filter ends early, as it does before an `&` that is not percent-encoded"
        return Finding(Diagnosis.NOT_ENCODED, detail, value)
    detail = f"{reason}; JSON that is put together from pieces of text breaks at a quote or a backslash in a value"
    return Finding(Diagnosis.NO_FILTER_JSON, detail, value)


def _is_filter(text: str) -> bool:
    try:
        read_entries(text)
    except FormError:
        return False
    return True


def _difference(missing: list[Entry], added: list[Entry]) -> tuple[Diagnosis, str] | None:
    """Tell what became of the first condition that is missing, or where the first that is too many comes from."""
    if not missing:
        return _added(added[0]) if added else None
    # The first of these that applies to any pair says what happened.
    for alike in (_but_for_one, _but_for_property, _on_one_property):
        for entry in missing:
            for other in added:
                if alike(entry, other):
                    return _changed(entry, other)
    more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
    detail = f"the condition on {quote(missing[0].property)} with `{missing[0].operator}`{more} is not in the request"
    return Diagnosis.CONDITION_LOST, detail


def _but_for_one(entry: Entry, other: Entry) -> bool:
    return _on_one_property(entry, other) and (entry.operator == other.operator or entry.values == other.values)


def _but_for_property(entry: Entry, other: Entry) -> bool:
    return entry[1:] == other[1:]


def _on_one_property(entry: Entry, other: Entry) -> bool:
    return entry.property == other.property


def _added(entry: Entry) -> tuple[Diagnosis, str]:
    detail = f"the filter has no such condition on {quote(entry.property)} with {quote(entry.operator)}"
    return Diagnosis.CONDITION_ADDED, detail


def _changed(entry: Entry, other: Entry) -> tuple[Diagnosis, str]:
    where = quote(entry.property)
    if entry.property != other.property:
        return Diagnosis.PROPERTY_CHANGED, f"the condition on {where} became one on {quote(other.property)}"
    if entry.operator != other.operator:
        detail = f"`{entry.operator}` on {where} became {quote(other.operator)}"
        if entry.values != other.values:
            detail += ", and its values others"
        return Diagnosis.OPERATOR_CHANGED, detail
    if entry.is_list and not other.is_list:
        return Diagnosis.VALUE_CHANGED, f"a list on {where} sent as one value, {shown(*other.values)}"
    if other.is_list and not entry.is_list:
        return Diagnosis.VALUE_CHANGED, f"one value on {where} sent as a list"
    lost = sorted(entry.values - other.values, key=str)
    came = sorted(other.values - entry.values, key=str)
    if not lost or not came:
        detail = f"the list on {where} " + (f"lost {shown(lost[0])}" if lost else f"got {shown(came[0])} as well")
        return Diagnosis.VALUE_CHANGED, detail
    diagnosis, detail = what_became(lost[0], came[0])
    return diagnosis, f"on {where}, {detail}"


def _options(sent: Sent) -> Finding | None:
    """Find an option out of range."""
    for name, value, _ in sent.parameters():
        if name not in {"page", "limit"}:
            continue
        number = int(value) if value is not None and _COUNT.fullmatch(value) else None
        # What is no number at all is no more in range than 0.
        faults = [*(Paging(page=number or 0) if name == "page" else Paging(limit=number or 0)).faults()]
        if faults:
            return Finding(Diagnosis.WRONG_OPTION, faults[0].message, f"{name}={value}", f"{name}=1")
    return None
