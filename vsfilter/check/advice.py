"""The warnings about a conjunction: judged by what goes on the wire, in time linear in its length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vsfilter.check import warning_messages as messages
from vsfilter.model.operators import ORDERING, Operator
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vsfilter.check.checked import Condition
    from vsfilter.errors import Issue
    from vsfilter.schema import Endpoint, Property

_PLUS = re.compile(r"\+[0-9]+")
_WILDCARDS = frozenset("%_\\")
_ENUMERATED = frozenset({Operator.EQ, Operator.NE, Operator.IN})
_DAY_BOUND = _ENUMERATED | {Operator.LTE}
_FRAGMENT = frozenset({Operator.LIKE, Operator.NOTLIKE})
# What a warning about a text needs to stand in it, be it in an escape.
_TELLING = _WILDCARDS | {"+"}


def advise(conditions: Sequence[Condition], endpoint: Endpoint) -> list[Issue]:
    """Give the warnings about a conjunction."""
    from vsfilter.check.contradictions import contradictions  # noqa: PLC0415  not needed by `is_quiet`

    return advise_each(conditions) + unverified(conditions, endpoint) + list(contradictions(conditions))


def advise_each(conditions: Iterable[Condition]) -> list[Issue]:
    """Give the warnings about conditions, each by itself."""
    # The two bounds of a range may have the same to say about the same place.
    return list(dict.fromkeys(issue for condition in conditions for issue in _of_one(condition)))


def is_quiet(prop: Property, operator: Operator, source: str) -> bool:
    """Tell that a condition earns no warning, if no other is about its property.

    ``source`` is its one value as it is written; the clocks of the API are taken never to be put back. Only what is
    quickly seen is seen: where the answer is False, `advise` tells.
    """
    if not operator.seen_live or not prop.verified:
        return False
    if prop.type is PropertyType.DATETIME:
        return operator not in _DAY_BOUND
    if prop.type is PropertyType.STRING:
        enumerated = prop.values and operator in _ENUMERATED
        return operator not in ORDERING and not enumerated and _TELLING.isdisjoint(source)
    return True


def unverified(conditions: Sequence[Condition], endpoint: Endpoint) -> list[Issue]:
    """Warn of what lacks evidence: once for all operators, and once for all properties, at the first."""
    issues: list[Issue] = []
    operators: dict[Operator, Condition] = {}
    properties: dict[str, Condition] = {}
    for condition in conditions:
        if not condition.operator.seen_live:
            operators.setdefault(condition.operator, condition)
        if not condition.property.verified:
            properties.setdefault(condition.property.name, condition)
    if operators:
        issues.append(messages.unverified_operator(operators))
    if properties:
        issues.append(messages.unverified_property(properties, endpoint))
    return issues


def _of_one(condition: Condition) -> Iterator[Issue]:
    prop, operator = condition.property, condition.operator
    if condition.whole_day is not None and operator in _DAY_BOUND:
        yield messages.date_only_bound(condition)
    if condition.ambiguous is not None:
        yield messages.ambiguous_time(condition)
    if prop.type is PropertyType.STRING:
        if operator in ORDERING:
            yield messages.text_ordering(condition)
        yield from _of_text(condition)
    if operator in _FRAGMENT and not _WILDCARDS.isdisjoint(str(condition.values[0])):
        yield messages.wildcard(condition)


def _of_text(condition: Condition) -> Iterator[Issue]:
    known = condition.property.values
    for value, span in zip(condition.values, condition.value_spans, strict=True):
        text = str(value)
        if _PLUS.fullmatch(text):
            yield messages.plus_sign(text, span)
        if known and condition.operator in _ENUMERATED and text not in known:
            yield messages.unknown_value(condition.property, text, span)
