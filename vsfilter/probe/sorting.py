"""Whether ``sort`` and ``dir`` put the records in order."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Final

from vsfilter.client.keys import identity_of
from vsfilter.local.reading import reader
from vsfilter.probe.asking import Refusal
from vsfilter.probe.findings import OPAQUE, Outcome, Verdict
from vsfilter.probe.trying import CHANGED, WORKS
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vsfilter.client import Page
    from vsfilter.probe.asking import Asker
    from vsfilter.probe.readings import Column
    from vsfilter.probe.window import Window

_OWN_ORDER: Final = "text comes in an order of the API's own"


def try_sort(asker: Asker, window: Window, column: Column) -> Verdict:
    """Ask for the window in both directions."""
    prop = column.property
    if prop.type in OPAQUE:
        return Verdict(Outcome.UNDECIDED, f"nobody knows in which order {prop.type}s come")
    if len({value for value in column.values if value is not None}) < 2:  # noqa: PLR2004  two have an order
        return Verdict(Outcome.UNDECIDED, "there are no two values to put in order")
    pages = []
    for direction in ("ASC", "DESC"):
        page = asker.page(window.filter(), limit=window.limit, sort=prop.name, dir=direction)
        if isinstance(page, Refusal):
            return Verdict(Outcome.REFUSED, str(page))
        pages.append(page)
    verdict = _judge(window, column, pages)
    return verdict if verdict.outcome is Outcome.WORKS or window.partial or window.unchanged(asker) else CHANGED


def _judge(window: Window, column: Column, pages: Sequence[Page]) -> Verdict:
    everything = window.at(column.all)
    if not window.partial and any(window.selected(page) != everything for page in pages):
        return Verdict(Outcome.WRONG, "other records come than without sorting")
    rising, falling = ([identity_of(record, window.endpoint.id_property) for record in page.records] for page in pages)
    read = reader(column.property)
    up, down = ([read(record.get(column.property.name)) for record in page.records] for page in pages)
    down.reverse()
    for order in _ORDERS if column.property.type is PropertyType.STRING else _ORDERS[:1]:
        if _in_order(up, order) and _in_order(down, order) and rising != falling:
            return WORKS
    if rising == falling:
        return Verdict(Outcome.IGNORED, "the order is the same in both directions")
    if window.partial:
        return Verdict(Outcome.WRONG, "the first records do not come in order")
    if column.property.type is PropertyType.STRING and _together(up) and _distinct(up) == _distinct(down):
        return Verdict(Outcome.WORKS, _OWN_ORDER)
    return Verdict(Outcome.WRONG, "the records do not come in order")


_ORDERS: Final[Sequence[Callable[[Any], Any]]] = (lambda value: value, lambda value: str(value).casefold())


def _in_order(values: Sequence[Any], order: Callable[[Any], Any]) -> bool:
    """Tell whether the values rise; those that are missing stand together at one end."""
    present = [order(value) for value in values if value is not None]
    missing = len(values) - len(present)
    ends = not missing or all(value is None for value in values[:missing]) or None not in values[: len(present)]
    return ends and all(first <= second for first, second in pairwise(present))


def _distinct(values: Sequence[Any]) -> list[Any]:
    return list(dict.fromkeys(value for value in values if value is not None))


def _together(values: Sequence[Any]) -> bool:
    """Tell whether equal values stand side by side."""
    runs = sum(1 for _ in groupby(values))
    return runs == len(set(values))
