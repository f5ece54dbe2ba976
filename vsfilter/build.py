"""The Python builder: ``F.dst_id == 123456`` is the expression that ``dst_id = 123456`` is as text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Final, Generic, NoReturn, TypeAlias, TypeVar

from vsfilter.errors import FilterSyntaxError, Issue, printable
from vsfilter.model.binding import items_of
from vsfilter.model.expression import Between, Comparison, Membership, NullTest, refuse_truth_value
from vsfilter.model.literals import Literal, Parameter, RelativeDate, literal_from
from vsfilter.model.names import encodable, plain_name, property_text
from vsfilter.model.operators import Operator

if TYPE_CHECKING:
    from collections.abc import Iterable

# What any property may be given; whether it fits is checked against the endpoint.
AnyValue: TypeAlias = str | int | float | Decimal | date | Literal | None
# What stands in for a value of any type: `Param("name")`, and an Enum, whose value is taken.
Stand: TypeAlias = Parameter | Enum

_Value_contra = TypeVar("_Value_contra", contravariant=True)


class _Named:
    """A property by its name. It has no truth value, and is compared with values only."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        plain = plain_name(name)
        if not isinstance(plain, str) or not plain or not encodable(plain):
            message = "the name of a property is text of one character or more"
            raise FilterSyntaxError([Issue("syntax", message, hint='write F.duration or F["from"]')])
        self._name = plain

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {printable(property_text(self._name))}>"

    def __bool__(self) -> NoReturn:  # noqa: PLE0304  it never returns
        refuse_truth_value()

    def _compare(self, operator: Operator, value: object) -> Comparison:
        return Comparison(self._name, operator, _literal(value))


class _Equality(_Named, Generic[_Value_contra]):  # noqa: PLW1641  `==` cannot find a key, since it makes an expression
    """What every property takes."""

    __slots__ = ()

    def __eq__(self, value: _Value_contra | Stand) -> Comparison:  # type: ignore[override]  # an expression, no bool
        return self._compare(Operator.EQ, value)

    def __ne__(self, value: _Value_contra | Stand) -> Comparison:  # type: ignore[override]  # as above
        return self._compare(Operator.NE, value)

    def is_null(self) -> NullTest:
        """Make ``is null``, which no request can say."""
        return NullTest(self._name)

    def is_not_null(self) -> NullTest:
        """Make ``is not null``, which no request can say."""
        return NullTest(self._name, negated=True)


class _Lists(_Named, Generic[_Value_contra]):
    """What properties take whose values can be listed."""

    __slots__ = ()

    def in_(self, values: Iterable[_Value_contra | Stand] | Parameter) -> Membership:
        """Make ``in (values)``; a set is put in order, a `Param` stands for a whole list.

        Anything but an iterable, and text, bytes and mappings, raise TypeError.
        """
        return Membership(self._name, _listed(values))

    def not_in(self, values: Iterable[_Value_contra | Stand] | Parameter) -> Membership:
        """Make ``not in (values)``; see `in_`."""
        return Membership(self._name, _listed(values), negated=True)


class _Ordering(_Named, Generic[_Value_contra]):
    """What properties take whose values have an order."""

    __slots__ = ()

    def __lt__(self, value: _Value_contra | Stand) -> Comparison:
        return self._compare(Operator.LT, value)

    def __le__(self, value: _Value_contra | Stand) -> Comparison:
        return self._compare(Operator.LTE, value)

    def __gt__(self, value: _Value_contra | Stand) -> Comparison:
        return self._compare(Operator.GT, value)

    def __ge__(self, value: _Value_contra | Stand) -> Comparison:
        return self._compare(Operator.GTE, value)

    def between(self, low: _Value_contra | Stand, high: _Value_contra | Stand) -> Between:
        """Make ``between low and high``, both included; a bare date as ``high`` is the end of its day."""
        return Between(self._name, _literal(low), _literal(high))

    def not_between(self, low: _Value_contra | Stand, high: _Value_contra | Stand) -> Between:
        """Make ``not between low and high``, which no request can say."""
        return Between(self._name, _literal(low), _literal(high), negated=True)


class _Fragments(_Named, Generic[_Value_contra]):
    """What properties take that are searched for a fragment."""

    __slots__ = ()

    def like(self, fragment: _Value_contra | Stand) -> Comparison:
        """Make ``like fragment``: the fragment stands anywhere in the text."""
        return self._compare(Operator.LIKE, fragment)

    def notlike(self, fragment: _Value_contra | Stand) -> Comparison:
        """Make ``not like fragment``."""
        return self._compare(Operator.NOTLIKE, fragment)


class Field(_Equality[AnyValue], _Lists[AnyValue], _Ordering[AnyValue], _Fragments[AnyValue]):
    """A property whose type is not known here: ``F.duration``."""

    __slots__ = ()


_Textual: TypeAlias = str | int | float | Decimal | date


class StringField(_Equality[_Textual], _Lists[_Textual], _Ordering[_Textual], _Fragments[_Textual]):
    """A property of text; a number or date is compared as it is written."""

    __slots__ = ()


class IntegerField(_Equality[int | str], _Lists[int | str], _Ordering[int | str]):
    """A property of integers, which may come as text."""

    __slots__ = ()


_Numeric: TypeAlias = int | float | Decimal | str


class NumberField(_Equality[_Numeric], _Lists[_Numeric], _Ordering[_Numeric]):
    """A property of numbers, which may come as text."""

    __slots__ = ()


_Temporal: TypeAlias = date | str | RelativeDate


class DatetimeField(_Equality[_Temporal], _Lists[_Temporal], _Ordering[_Temporal]):
    """A property of dates: ``date``, ``datetime``, text of one, or `vsfilter.model.RelativeDate`."""

    __slots__ = ()


class BooleanField(_Equality[bool], _Lists[bool]):
    """A property that is true or false."""

    __slots__ = ()


class OpaqueField(_Equality[str], _Fragments[str]):
    """A property that is an array or an object; what the API compares there is unknown."""

    __slots__ = ()


class Fields:
    """Offers any name as a property: ``F.duration``, and ``F["from"]`` for what is no attribute's name."""

    __slots__ = ()

    # Without these, Python would take `in` and loops for items 0, 1, 2...
    __contains__ = None
    __iter__ = None

    def __getattr__(self, name: str) -> Field:
        if name.startswith("__"):
            # Python asks for such names itself, to copy or to inspect.
            raise AttributeError(name)
        return Field(name)

    def __getitem__(self, name: str) -> Field:
        return Field(name)

    def __repr__(self) -> str:
        return "F"


F: Final = Fields()


def _literal(value: object) -> Literal:
    if isinstance(value, _Named):
        raise TypeError("a property is compared with a value: the API cannot compare two properties")
    return literal_from(value)


def _listed(values: object) -> tuple[Literal, ...] | Parameter:
    if isinstance(values, Parameter):
        return values
    items = items_of(values)
    if items is None:
        raise TypeError(f"expected a list of values, got {type(values).__name__}: write F.type.in_(['I', 'O'])")
    return tuple(map(_literal, items))
