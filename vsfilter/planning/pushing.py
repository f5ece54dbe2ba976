"""What a request may ask, and how long it gets."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from vsfilter import wire
from vsfilter.check import Accept, Condition
from vsfilter.errors import quote
from vsfilter.model.operators import Operator
from vsfilter.planning.demands import Demand
from vsfilter.schema import Filterability, PropertyType

if TYPE_CHECKING:
    from vsfilter.check import Value
    from vsfilter.planning.terms import Term
    from vsfilter.schema import Endpoint, Property

# A walk by key adds one condition on the key; no key of 64 bits is longer.
_LONGEST_KEY: Final = -(2**63)
_LARGEST_PAGE: Final = 10**9
# A comma, percent-encoded.
_COMMA: Final = 3
# A letter of four bytes, percent-encoded; and more than what stands around name and values, which is under 150 bytes.
_LONGEST_LETTER: Final = 12
_FRAME: Final = 200
_FEW: Final = 8


class Budget:
    """How many bytes the query string of a request may have, and what conditions take of them.

    Whatever the client adds is provided for: page, limit, order, and a condition on the key to go on from.
    """

    def __init__(self, endpoint: Endpoint, max_query_bytes: int) -> None:
        """Take what the query string may have in all."""
        longest = max(endpoint.names, key=lambda name: len(wire.to_query({"sort": name})), default="")
        options: dict[str, str | int] = {"filter": "[]", "page": _LARGEST_PAGE, "limit": wire.LARGEST_LIMIT}
        around = wire.to_query(options | {"sort": longest, "dir": "DESC"})
        key = endpoint.get(endpoint.id_property or "")
        beyond = 0
        if key is not None and key.type is PropertyType.INTEGER:
            beyond = self.length(Condition(key, Operator.GTE, (_LONGEST_KEY,)))
        self.least = len(around) + beyond
        self.room = max_query_bytes - self.least
        # By identity, as equal ones may be written with more or fewer digits; each is kept, so that it stays itself.
        self._sizes: dict[int, _Sizes] = {}
        self._fits: dict[int, tuple[Condition, bool]] = {}

    @staticmethod
    def length(condition: Condition) -> int:
        """Give the bytes that a condition takes in the query string, with a comma."""
        return len(wire.to_query({"": wire.to_json((condition,)).decode()[1:-1] + ","})) - 1

    def fits(self, condition: Condition) -> bool:
        """Tell whether a request has room for a condition, or for each value of a list."""
        if self._at_most(condition) <= self.room:
            return True
        found = self._fits.get(id(condition))
        if found is None:
            frame, lengths = self._list_lengths(condition)
            found = self._fits[id(condition)] = (condition, frame + max(lengths) <= self.room)
        return found[1]

    def pieces(self, term: Term) -> float:
        """Give the most requests that a term may need, infinite where no cutting of one list is enough."""
        conditions = term.conditions
        if len(conditions) <= _FEW and sum(map(self._at_most, conditions)) <= self.room:
            return 1
        sizes = [self._sizes_of(demand) for demand in term.demands.values()]
        whole = sum(one.whole for one in sizes)
        if whole <= self.room:
            return 1
        longest = max(sizes, key=lambda one: one.whole)
        room = self.room - (whole - longest.whole) - longest.frame
        if not longest.lengths or room < longest.largest:
            return math.inf
        # Each piece but the last is filled until the next value does not fit, and holds one at least.
        return math.ceil(sum(longest.lengths) / max(room - longest.largest, longest.smallest))

    def longest(self, term: Term) -> Demand:
        """Give the demand of a term that takes the most bytes."""
        return max(term.demands.values(), key=lambda demand: self._sizes_of(demand).whole)

    def cut(self, term: Term) -> list[Demand]:
        """Cut the longest list of a term into pieces, each of which fits with the rest."""
        longest = self.longest(term)
        sizes = self._sizes_of(longest)
        rest = sum(self._sizes_of(demand).whole for demand in term.demands.values()) - sizes.whole
        room = self.room - rest - sizes.frame
        pieces: list[dict[Any, Value]] = []
        left = -1
        for (key, value), length in zip((longest.values or {}).items(), sizes.lengths, strict=True):
            if left < length:
                pieces.append({})
                left = room
            pieces[-1][key] = value
            left -= length
        return [Demand(longest.property, piece, None, None, ()) for piece in pieces]

    @staticmethod
    def _at_most(condition: Condition) -> float:
        """Give bytes that a condition stays below for sure, without writing it; infinite for a long list."""
        if len(condition.values) > _FEW:
            return math.inf
        # A Decimal is written without an exponent.
        written = (f"{value:f}" if isinstance(value, Decimal) else str(value) for value in condition.values)
        letters = sum(map(len, written)) + len(condition.property.name)
        return _FRAME + _LONGEST_LETTER * letters + _COMMA * len(condition.values)

    def _sizes_of(self, demand: Demand) -> _Sizes:
        found = self._sizes.get(id(demand))
        if found is None:
            conditions = demand.conditions()
            if demand.values is None:
                found = _Sizes(demand, sum(map(self.length, conditions)))
            else:
                frame, lengths = self._list_lengths(conditions[0])
                found = _Sizes(demand, frame + sum(lengths), frame, lengths, max(lengths), min(lengths))
            self._sizes[id(demand)] = found
        return found

    def _list_lengths(self, condition: Condition) -> tuple[int, tuple[int, ...]]:
        """Give the bytes of a condition without its values, and of each value with a comma."""
        prop, operator = condition.property, condition.operator
        values = () if operator is Operator.IN else (0,)
        frame = self.length(replace(condition, values=values)) - len(values)
        bare = self.length(Condition(prop, Operator.EQ, (0,))) - 1
        lengths = (self.length(Condition(prop, Operator.EQ, (value,))) - bare for value in condition.values)
        return frame, tuple(length + _COMMA for length in lengths)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """The bytes of a demand, and of a list those of its frame and of each value; it keeps the demand alive."""

    demand: Demand
    whole: int
    frame: int = 0
    lengths: tuple[int, ...] = ()
    largest: int = 0
    smallest: int = 0


class Pushdown:
    """What a request may ask, by the evidence that is needed and by the room that it has."""

    def __init__(self, accept: Accept, budget: Budget) -> None:
        """Take both."""
        self.accept = accept
        self.budget = budget

    def lists(self, prop: Property) -> bool:
        """Tell whether a request may hold a list of values of a property."""
        return self.accept is not Accept.OBSERVED and Operator.IN in prop.type.operators

    def obstacle(self, condition: Condition) -> str | None:
        """Say why a condition cannot be part of a request, if so; a list may still be alternatives."""
        prop, operator = condition.property, condition.operator
        if prop.filterable is Filterability.REFUSED:
            return f"the API refuses filters on {quote(prop.name)}"
        if self.accept is Accept.OBSERVED:
            if not (prop.verified and prop.filterable is Filterability.OBSERVED):
                return f"nobody has seen a filter on {quote(prop.name)} working"
            if not operator.seen_live and operator is not Operator.IN:
                return f"nobody has seen `{operator}` working"
        if not self.budget.fits(condition):
            return "it holds a value that is too long for one request"
        return None
