"""Values for the parameters of an expression: data from the caller, never text spliced in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

from vsfilter.errors import FilterCheckError, text_of
from vsfilter.model import messages
from vsfilter.model.expression import Between, Comparison, Membership
from vsfilter.model.literals import Parameter, literal_from
from vsfilter.model.walk import predicates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.errors import Issue
    from vsfilter.model.expression import Expr
    from vsfilter.model.limits import Limits
    from vsfilter.model.literals import Literal


class Binding:
    """Answers what literal stands for a parameter."""

    def __init__(self, values: Mapping[str, object] | None, limits: Limits) -> None:
        """Take the values by the names of their parameters; None is none of them."""
        if values is not None and not isinstance(values, Mapping):
            raise FilterCheckError([messages.params_no_mapping(values)])
        self._values = values or {}
        self._limits = limits
        # An iterator can be read only once, and a list may stand in several places.
        self._lists: dict[str, tuple[object, ...]] = {}

    def literal(self, literal: Literal) -> Literal:
        """Give the literal to check in the place of one that may be a parameter.

        Raises `FilterCheckError` with ``unbound-parameter``, or ``type-mismatch`` where the value
        is none that a filter can hold.
        """
        if not isinstance(literal, Parameter):
            return literal
        return literal_from(self._value(literal), literal.span)

    def items(self, parameter: Parameter) -> tuple[object, ...]:
        """Give the values of a list, as the caller gave them.

        A set has no order of its own and is put into one, so that a filter is the same each time.
        Raises `FilterCheckError` with ``unbound-parameter``, ``type-mismatch`` where the value is no
        list, or ``limit-exceeded``.
        """
        if parameter.name not in self._lists:
            self._lists[parameter.name] = self._read(parameter)
        items = self._lists[parameter.name]
        if len(items) > self._limits.items:
            raise FilterCheckError([messages.too_many_items(parameter, self._limits)])
        return items

    def unknown(self, expr: Expr | None) -> list[Issue]:
        """Give an issue for each value whose parameter does not stand in the expression."""
        if not self._values:
            return []
        names = set() if expr is None else {parameter.name for parameter in parameters(expr)}
        return [messages.unknown_parameter(text_of(name), names) for name in self._values if name not in names]

    def _read(self, parameter: Parameter) -> tuple[object, ...]:
        # One item past the limit tells that it is exceeded.
        given = self._value(parameter)
        if isinstance(given, (str, bytes, bytearray, memoryview, Mapping)) or not isinstance(given, Iterable):
            raise FilterCheckError([messages.not_a_list(parameter)])
        items = tuple(islice(given, self._limits.items + 1))
        return tuple(sorted(items, key=_order)) if isinstance(given, (set, frozenset)) else items

    def _value(self, parameter: Parameter) -> object:
        try:
            return self._values[parameter.name]
        except KeyError:
            raise FilterCheckError([messages.unbound_parameter(parameter)]) from None


def _order(item: object) -> str:
    if isinstance(item, Enum):
        return _order(item.value)
    # repr() writes no integer of more than 4,300 digits; Decimal does.
    return str(Decimal(item)) if isinstance(item, int) else text_of(item, repr)


def parameters(expr: Expr) -> Iterator[Parameter]:
    """Give the parameters of an expression in the order written, each as often as it stands there."""
    for predicate in predicates(expr):
        match predicate:
            case Comparison(value=value):
                values: tuple[Literal, ...] = (value,)
            case Between(low=low, high=high):
                values = (low, high)
            case Membership(values=Parameter() as whole):
                values = (whole,)
            case Membership(values=tuple() as listed):
                values = listed
            case _:
                values = ()
        yield from (value for value in values if isinstance(value, Parameter))
