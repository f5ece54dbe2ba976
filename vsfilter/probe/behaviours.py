"""How the API behaves in the respects that nobody knows and that reading can tell.

Each question is asked at one endpoint after the other until one can tell. The words are those of the switches of the
emulator (`vsfilter.emulator.Behaviour`), where it has such a switch.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from vsfilter.model import Comparison, Operator
from vsfilter.model.literals import literal_from
from vsfilter.probe.asking import Refusal
from vsfilter.probe.findings import Behaviour
from vsfilter.probe.readings import Column
from vsfilter.probe.values import bare_date, iso_date, like, like_case, number_as_text, text_as_number
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vsfilter.client import Page
    from vsfilter.probe.trying import Tried
    from vsfilter.probe.window import Window

    Question = Callable[[Tried, Mapping[str, Column]], Behaviour]

# Names that no API has.
UNKNOWN_PROPERTY: Final = "vsfilter_probe_property"
UNKNOWN_PARAMETER: Final = "vsfilter_probe"
_LARGEST_LIMIT: Final = 5000


def _word(window: Window, page: Page | Refusal) -> Behaviour:
    """Say what became of a request whose condition or parameter has no meaning."""
    if isinstance(page, Refusal):
        return Behaviour("refuse", str(page))
    if window.selected(page) == window.identities(window.records):
        return Behaviour("ignore", "all records come")
    return Behaviour("none" if not page.records else "other", f"{len(page.records)} records come")


def unknown_property(tried: Tried, columns: Mapping[str, Column]) -> Behaviour:
    """Ask with a property that the endpoint does not have."""
    # With an operator that works, so that a refusal is not of the operator.
    proven = [(columns[name].property.type, trial) for (name, _), trial in tried.proven.items()]
    simple = [(kind, trial) for kind, trial in proven if trial.operator is not Operator.IN]
    if not simple:
        return Behaviour(None, "no operator is known to work")
    kind, trial = simple[0]
    condition = Comparison(UNKNOWN_PROPERTY, trial.operator, literal_from(trial.value))
    flt = tried.window.filter(condition, declared={UNKNOWN_PROPERTY: kind})
    return _word(tried.window, tried.asker.page(flt, trial.private, limit=tried.window.limit))


def unknown_parameter(tried: Tried, _: Mapping[str, Column]) -> Behaviour:
    """Ask with a parameter that no list request has."""
    window = tried.window
    params = {**window.filter().to_params(limit=window.limit), UNKNOWN_PARAMETER: "1"}
    return _word(window, tried.asker.ask(window.endpoint, params))


def limit_above_maximum(tried: Tried, _: Mapping[str, Column]) -> Behaviour:
    """Ask for more records a page than the documented maximum."""
    window = tried.window
    page = tried.asker.ask(window.endpoint, {**window.filter().to_params(), "limit": _LARGEST_LIMIT + 1})
    if isinstance(page, Refusal):
        return Behaviour("refuse", str(page))
    return Behaviour("accept", "whether more come than the maximum was not asked")


def default_limit(tried: Tried, _: Mapping[str, Column]) -> Behaviour:
    """Count the records of a page that has no ``limit``."""
    window, asker = tried.window, tried.asker
    page = asker.ask(window.endpoint, {})
    if isinstance(page, Refusal):
        return Behaviour("refuse", str(page))
    length = len(page.records)
    if length >= len(window.records):
        beyond = asker.ask(window.endpoint, {"page": 2})
        if isinstance(beyond, Refusal) or not beyond.records:
            return Behaviour(None, "all records fit on one page")
    return Behaviour(str(length))


def total(tried: Tried, _: Mapping[str, Column]) -> Behaviour:
    """Compare the ``total`` of a page with one record with the number of those that match."""
    window = tried.window
    page = tried.asker.page(window.filter(), limit=1)
    count = len(window.records)
    if isinstance(page, Refusal):
        return Behaviour(None, str(page))
    if page.total is None:
        return Behaviour("missing")
    if count < 2:  # noqa: PLR2004  a page of one record holds them all
        return Behaviour(None, "there are too few records")
    if page.total == 1:
        return Behaviour("page", "it counts the records of the page")
    told = [(count, page.total)] if window.terms else tried.totals
    if not told:
        return Behaviour(None, "no condition is known to work")
    if all(found == matching for matching, found in told) and page.total == count:
        return Behaviour("exact")
    everything = page.total if not window.terms else window.counted
    if all(found == everything for _, found in told):
        return Behaviour("unfiltered", "it counts all records, whatever the filter is")
    return Behaviour("wrong")


def empty_filter(tried: Tried, _: Mapping[str, Column]) -> Behaviour:
    """Ask with ``filter=[]``."""
    page = tried.asker.ask(tried.window.endpoint, {"filter": "[]", "limit": 1})
    if isinstance(page, Refusal):
        return Behaviour("refuse", str(page))
    return Behaviour("accept" if page.records else "none")


def between(tried: Tried, columns: Mapping[str, Column]) -> Behaviour:
    """Ask with the operator ``between``, which the API is known to refuse."""
    window = tried.window
    ordered = {PropertyType.INTEGER, PropertyType.NUMBER, PropertyType.DATETIME}
    for name, column in columns.items():
        values = column.distinct()
        if column.property.type not in ordered or len(values) < 3:  # noqa: PLR2004  one lies outside
            continue
        low, high = values[0], values[-2]
        flt = window.filter(Comparison(name, Operator.GTE, literal_from(low)))
        *terms, lowest = flt.to_list()
        (highest,) = window.filter(Comparison(name, Operator.LTE, literal_from(high))).to_list()[-1:]
        entry = {"property": name, "operator": "between", "value": [lowest["value"], highest["value"]]}
        params: dict[str, str | int] = {"filter": json.dumps([*terms, entry], default=float), "limit": window.limit}
        page = tried.asker.ask(window.endpoint, params, (low, high, lowest["value"], highest["value"]))
        if isinstance(page, Refusal):
            return Behaviour("refuse", str(page))
        inside = column.compared(Operator.GTE, low) & column.compared(Operator.LTE, high)
        return Behaviour("accept") if window.selected(page) == window.at(inside) else _word(window, page)
    return Behaviour(None, "no property has three values in order")


def group_by(tried: Tried, columns: Mapping[str, Column]) -> Behaviour:
    """Ask for the groups of a property whose values repeat."""
    window = tried.window
    for name, column in columns.items():
        sizes = Counter(column.values)
        if not 1 < len(sizes) < len(window.records) or column.property.type is not PropertyType.STRING:
            continue
        page = tried.asker.page(window.filter(), limit=window.limit, group_by=name)
        if isinstance(page, Refusal):
            return Behaviour("refuse" if page.is_error else "other", str(page))
        return _groups(window, page, column, sizes)
    return Behaviour(None, "no text repeats")


def _groups(window: Window, page: Page, column: Column, sizes: Counter[Any]) -> Behaviour:
    name = column.property.name
    values = Column(column.property, page.records).values
    if window.selected(page) == window.identities(window.records):
        return Behaviour("ignore", "all records come")
    shapes = {frozenset(record) for record in page.records}
    if len(page.records) == len(sizes) and len(shapes) == 1:
        (keys,) = shapes
        whole = window.identities(window.records)
        if keys == frozenset(window.records[0]) and window.selected(page) <= whole:
            return Behaviour("rows", "a whole record for each value")
        for key in sorted(keys - {name}):
            counts = [record[key] for record in page.records]
            if dict(zip(values, counts, strict=True)) == sizes:
                return Behaviour("counts", f"the value, and in `{key}` how many records have it")
    return Behaviour("other", f"{len(page.records)} rows for {len(sizes)} values")


def nulls(tried: Tried, _: Mapping[str, Column]) -> Behaviour:
    """Tell from the conditions that worked whether a missing value differs from every other."""
    words = sorted(tried.nulls)
    if not words:
        return Behaviour(None, "no `ne` or `notlike` worked where a value is missing")
    return Behaviour(words[0] if len(words) == 1 else "mixed")


QUESTIONS: Final[Mapping[str, Question]] = {
    "unknown_property": unknown_property,
    "unknown_parameter": unknown_parameter,
    "limit_above_maximum": limit_above_maximum,
    "default_limit": default_limit,
    "total": total,
    "empty_filter": empty_filter,
    "between": between,
    "group_by": group_by,
    "nulls": nulls,
    "like": like,
    "like_case": like_case,
    "bare_date": bare_date,
    "iso_date": iso_date,
    "number_as_text": number_as_text,
    "text_as_number": text_as_number,
}

# More requests than all questions take at one endpoint.
MOST_REQUESTS: Final = 2 * len(QUESTIONS)
