"""Conjunctions that no record can match."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vsfilter.check import warning_messages as messages
from vsfilter.model.operators import ORDERING, Operator
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vsfilter.check.checked import Condition, Value
    from vsfilter.errors import Issue

_ORDERED = frozenset({PropertyType.INTEGER, PropertyType.NUMBER, PropertyType.DATETIME})
_LOWER = frozenset({Operator.GT, Operator.GTE})
_STRICT = frozenset({Operator.GT, Operator.LT})


def contradictions(conditions: Sequence[Condition]) -> Iterator[Issue]:
    """Give a warning for each property whose conditions leave nothing to match.

    Bounds on text are passed over, since the order of the API's texts is unknown, and so is the
    gap between two neighbouring integers.
    """
    demands: dict[str, _Demands] = {}
    for condition in conditions:
        demands.setdefault(condition.property.name, _Demands()).add(condition)
    for demand in demands.values():
        reason = demand.fault()
        if reason is not None and demand.last is not None:
            yield messages.contradiction(demand.last, reason)


@dataclass(slots=True)
class _Demands:
    """What the conditions on one property ask of it together."""

    # The tightest bounds, each as its value and whether that value is itself excluded.
    lower: tuple[Any, bool] | None = None
    upper: tuple[Any, bool] | None = None
    # The values that every `=` and `in` allows; None where there are none.
    allowed: set[Value] | None = None
    excluded: set[Value] = field(default_factory=set)
    last: Condition | None = None

    def add(self, condition: Condition) -> None:
        operator, value = condition.operator, condition.values[0]
        if operator in {Operator.EQ, Operator.IN}:
            values = set(condition.values)
            self.allowed = values if self.allowed is None else self.allowed & values
        elif operator is Operator.NE:
            self.excluded.add(value)
        elif operator in ORDERING and condition.property.type in _ORDERED:
            self._tighten(operator, value)
        else:
            return
        self.last = condition

    def _tighten(self, operator: Operator, value: Any) -> None:  # noqa: ANN401  values of one ordered type
        bound = (value, operator in _STRICT)
        if operator in _LOWER:
            self.lower = bound if self.lower is None else max(self.lower, bound)
        elif self.upper is None or value < self.upper[0] or (value == self.upper[0] and bound[1]):
            self.upper = bound

    def fault(self) -> str | None:
        """Say why nothing can match, if so."""
        if self.allowed is None:
            return "the bounds cross" if self._crossed() else None
        if not self.allowed:
            return "no value is allowed by all conditions"
        left = self.allowed - self.excluded
        if not left:
            return "a value is both asked for and excluded"
        return None if any(map(self._within, left)) else "what is asked for is out of bounds"

    def _crossed(self) -> bool:
        if self.lower is None or self.upper is None:
            return False
        (low, above), (high, below) = self.lower, self.upper
        return bool(low > high or (low == high and (above or below)))

    def _within(self, value: Any) -> bool:  # noqa: ANN401  as above
        if self.lower is not None and (value < self.lower[0] or (value == self.lower[0] and self.lower[1])):
            return False
        return self.upper is None or bool(value < self.upper[0] or (value == self.upper[0] and not self.upper[1]))
