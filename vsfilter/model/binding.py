"""Values for the parameters of an expression: data from the caller, never text spliced in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

from vsfilter.errors import FilterCheckError, text_of
from vsfilter.model import messages
from vsfilter.model.expression import Between, Comparison, Membership
from vsfilter.model.limits import DEFAULT_LIMITS, UNLIMITED
from vsfilter.model.literals import Parameter, literal_from
from vsfilter.model.walk import predicates, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.errors import Issue
    from vsfilter.model.expression import Expr, Predicate
    from vsfilter.model.limits import Limits
    from vsfilter.model.literals import Literal


_MOST_SUGGESTIONS = 20


class Binding:
    """Answers what literal stands for a parameter."""

    def __init__(self, values: Mapping[str, object] | None = None, limits: Limits = DEFAULT_LIMITS) -> None:
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
        if any(isinstance(item, Parameter) for item in items):
            raise FilterCheckError([messages.parameter_for_parameter(parameter)])
        if len(items) > self._limits.items:
            raise FilterCheckError([messages.too_many_items(parameter, self._limits)])
        return items

    def unknown(self, names: Iterable[str]) -> list[Issue]:
        """Give an issue for each value whose name is none of the parameters of an expression."""
        known = set(names) if self._values else set()
        unknown = [text_of(name) for name in self._values if name not in known]
        # Looking for what was meant costs the product of both; nobody reads that many.
        return [
            messages.unknown_parameter(name, known if number < _MOST_SUGGESTIONS else ())
            for number, name in enumerate(unknown)
        ]

    def refuse_unknown(self, names: Iterable[str]) -> None:
        """Raise `FilterCheckError` with what `unknown` gives, if anything."""
        issues = self.unknown(names)
        if issues:
            raise FilterCheckError(issues)

    def _read(self, parameter: Parameter) -> tuple[object, ...]:
        items = items_of(self._value(parameter))
        if items is None:
            raise FilterCheckError([messages.not_a_list(parameter)])
        # One item past the limit tells that it is exceeded.
        return tuple(islice(items, self._limits.items + 1))

    def _value(self, parameter: Parameter) -> object:
        try:
            return self._values[parameter.name]
        except KeyError:
            raise FilterCheckError([messages.unbound_parameter(parameter)]) from None


def items_of(given: object) -> Iterable[object] | None:
    """Give the values that a caller means by a list, those of a set in order; None where it is no list."""
    if isinstance(given, (str, bytes, bytearray, memoryview, Mapping)) or not isinstance(given, Iterable):
        return None
    return sorted(given, key=_order) if isinstance(given, (set, frozenset)) else given


def _order(item: object) -> tuple[int, Decimal, str]:
    """Order numbers by size, then all else by how it is written."""
    if isinstance(item, Enum):
        return _order(item.value)
    if isinstance(item, (int, float, Decimal)) and Decimal(item).is_finite():
        return 0, Decimal(item), type(item).__name__
    return 1, Decimal(0), text_of(item, repr)


def parameters(expr: Expr) -> Iterator[Parameter]:
    """Give the parameters of an expression in the order written, each as often as it stands there."""
    for predicate in predicates(expr):
        yield from (value for value in operands(predicate) if isinstance(value, Parameter))


def names(expr: Expr) -> Iterator[str]:
    """Give the names of the parameters of an expression, as `parameters` does."""
    return (parameter.name for parameter in parameters(expr))


def operands(predicate: Predicate) -> tuple[Literal, ...]:
    """Give the values of a predicate in the order written; a parameter for a whole list is one of them."""
    match predicate:
        case Comparison(value=value):
            return (value,)
        case Between(low=low, high=high):
            return (low, high)
        case Membership(values=Parameter() as whole):
            return (whole,)
        case Membership(values=tuple() as listed):
            return listed
        case _:
            return ()


def bind(expr: Expr, values: Mapping[str, object]) -> Expr:
    """Put values in the place of parameters; those that get none stay.

    Raises `FilterCheckError` with all of ``unknown-parameter`` and ``type-mismatch`` that apply.
    """
    filling = _Filling(values)
    bound = replaced(expr, filling)
    issues = [*filling.issues, *filling.binding.unknown(names(expr))]
    if issues:
        raise FilterCheckError(issues)
    return bound


class _Filling:
    """Fills predicate after predicate, and gathers the issues of all."""

    def __init__(self, values: Mapping[str, object]) -> None:
        # How many items are too many depends on where the expression will be compiled.
        self.binding = Binding(values, UNLIMITED)
        self.issues: list[Issue] = []
        self._values = values

    def __call__(self, predicate: Predicate) -> Predicate:
        match predicate:
            case Comparison():
                return replace(predicate, value=self._value(predicate.value))
            case Between():
                return replace(predicate, low=self._value(predicate.low), high=self._value(predicate.high))
            case Membership(values=Parameter() as whole) if whole.name in self._values:
                return replace(predicate, values=self._items(whole))
            case Membership(values=tuple() as listed):
                return replace(predicate, values=tuple(map(self._value, listed)))
            case _:
                return predicate

    def _value(self, literal: Literal) -> Literal:
        if not isinstance(literal, Parameter) or literal.name not in self._values:
            return literal
        try:
            return self.binding.literal(literal)
        except FilterCheckError as error:
            self.issues += error.issues
            return literal

    def _items(self, whole: Parameter) -> tuple[Literal, ...]:
        literals: list[Literal] = []
        try:
            items = self.binding.items(whole)
        except FilterCheckError as error:
            self.issues += error.issues
            return ()
        for item in items:
            try:
                literals.append(literal_from(item, whole.span))
            except FilterCheckError as error:
                self.issues += error.issues
        return tuple(literals)
