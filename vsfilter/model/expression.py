"""The expression tree (AST): a closed union of frozen nodes, equal by meaning and never by place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn, TypeAlias, cast

from vsfilter.model.operators import Operator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.errors import Span
    from vsfilter.model.literals import Literal, Parameter


class Combinable:
    """What can be joined by ``&`` and ``|`` and negated by ``~``: every expression.

    ``and``, ``or``, ``not`` and chained comparisons would silently drop a part of the expression,
    since Python asks for a truth value there; so that raises TypeError.
    """

    __slots__ = ()

    def __and__(self, other: Expr) -> And:
        return And((cast("Expr", self), other)) if isinstance(other, Combinable) else NotImplemented

    def __or__(self, other: Expr) -> Or:
        return Or((cast("Expr", self), other)) if isinstance(other, Combinable) else NotImplemented

    def __invert__(self) -> Not:
        return Not(cast("Expr", self))

    def __bool__(self) -> NoReturn:  # noqa: PLE0304  it never returns
        refuse_truth_value()

    def bind(self, /, **values: object) -> Expr:
        """Put values in the place of parameters: ``expr.bind(user=1, types=["I", "O"])``.

        Takes the values that `vsfilter.compile` takes as ``params``. Parameters that get none stay, to
        be bound later. Raises `FilterCheckError` with all of ``unknown-parameter`` and
        ``type-mismatch`` that apply, with places in the text that was parsed; whether a value fits its
        property is seen when compiling.
        """
        from vsfilter.model.binding import bind  # noqa: PLC0415  which knows of all nodes

        return bind(cast("Expr", self), values)


def refuse_truth_value() -> NoReturn:
    """Say what to write instead, where Python asks an expression or a property for a truth value."""
    raise TypeError(
        "a condition has no truth value: write `&`, `|` and `~` for `and`, `or` and `not`, with parentheses around "
        "each condition; `.between(1, 5)` for `1 <= F.x <= 5`; and `.in_([1, 2])` for `F.x in [1, 2]`"
    )


@dataclass(frozen=True, slots=True)
class _Leaf(Combinable):
    """What all predicates share: the property and the places, which play no part in equality."""

    property: str
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)
    property_span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)
    operator_span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Comparison(_Leaf):
    """``property operator value``, with any operator but ``in``, which raises ValueError."""

    operator: Operator
    value: Literal

    def __post_init__(self) -> None:
        if self.operator is Operator.IN:
            raise ValueError("`in` takes a list: write a Membership")


@dataclass(frozen=True, slots=True)
class Membership(_Leaf):
    """``property in (values)``, or ``not in`` where ``negated``."""

    values: tuple[Literal, ...] | Parameter
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Between(_Leaf):
    """``property between low and high``, both included, or ``not between`` where ``negated``."""

    low: Literal
    high: Literal
    negated: bool = False


@dataclass(frozen=True, slots=True)
class NullTest(_Leaf):
    """``property is null``, or ``is not null`` where ``negated``."""

    negated: bool = False


class _Compound(Combinable):
    """Equality, hash and repr of inner nodes, none of which may recurse: a builder can nest deeply."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Compound):
            return NotImplemented
        return self is other or _outline(self) == _outline(other)

    def __hash__(self) -> int:
        return hash(_outline(self))

    def __repr__(self) -> str:
        return "".join(_repr_pieces(self))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Not(_Compound):
    """The negation of ``term``; ``word_span`` is the place of the ``not``."""

    term: Expr
    word_span: Span | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Connective(_Compound):
    """Two terms or more, joined by one word; a term of the same kind is taken apart into its own.

    ``word_spans`` holds the places of the words between the terms, or nothing where a place is
    not known. Fewer than two terms raise ValueError.
    """

    terms: tuple[Expr, ...]
    word_spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if len(self.terms) < 2:  # noqa: PLR2004  two is what a connective connects
            raise ValueError(f"{type(self).__name__} joins two terms or more, got {len(self.terms)}")
        if self.word_spans and len(self.word_spans) != len(self.terms) - 1:
            raise ValueError(f"{len(self.terms)} terms have {len(self.terms) - 1} words, got {len(self.word_spans)}")
        kind = type(self)
        if any(type(term) is kind for term in self.terms):
            self._take_apart(kind)

    def _take_apart(self, kind: type[_Connective]) -> None:
        terms: list[Expr] = []
        places: list[Span | None] = []
        between = self.word_spans or (None,) * (len(self.terms) - 1)
        for term, word in zip(self.terms, (None, *between), strict=True):
            if terms:
                places.append(word)
            if isinstance(term, kind):
                terms += term.terms
                places += term.word_spans or (None,) * (len(term.terms) - 1)
            else:
                terms.append(term)
        known = tuple(place for place in places if place is not None)
        object.__setattr__(self, "terms", tuple(terms))
        object.__setattr__(self, "word_spans", known if len(known) == len(places) else ())


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class And(_Connective):
    """The conjunction: holds where all terms hold."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Or(_Connective):
    """The disjunction: holds where any term holds."""


Predicate: TypeAlias = Comparison | Membership | Between | NullTest
Expr: TypeAlias = Predicate | Not | And | Or

PREDICATES = (Comparison, Membership, Between, NullTest)


def _outline(root: _Compound) -> tuple[object, ...]:
    """Lay a tree out flat, parents first; two trees are equal where their outlines are."""
    outline: list[object] = []
    stack: list[Expr | _Compound] = [root]
    while stack:
        node = stack.pop()
        match node:
            case Not():
                outline.append(Not)
                stack.append(node.term)
            case _Connective():
                outline += (type(node), len(node.terms))
                stack += reversed(node.terms)
            case _:
                outline.append(node)
    return tuple(outline)


def _repr_pieces(root: _Compound) -> Iterator[str]:
    stack: list[Expr | _Compound | str] = [root]
    while stack:
        node = stack.pop()
        match node:
            case str():
                yield node
            case Not():
                stack += (")", node.term, "Not(")
            case _Connective():
                yield f"{type(node).__name__}(("
                stack.append("))")
                for term in reversed(node.terms[1:]):
                    stack += (term, ", ")
                stack.append(node.terms[0])
            case _:
                yield repr(node)
