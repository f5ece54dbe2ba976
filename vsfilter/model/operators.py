"""The operators of the language: one table that grammar, printer, checker and docs agree with."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Operator(StrEnum):
    """An operator as it goes on the wire; the value is the word that the API takes."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    IN = "in"
    LIKE = "like"
    NOTLIKE = "notlike"

    @property
    def canonical(self) -> str:
        """The spelling that the printer uses."""
        return OPERATORS[self].spellings[0]

    @property
    def negated(self) -> Operator:
        """The operator that holds where this one does not, among values that are not null.

        Raises ValueError for ``in``, whose negation is no operator of the API.
        """
        inverse = OPERATORS[self].inverse
        if inverse is None:
            raise ValueError(f"`{self}` has no inverse")
        return inverse

    @property
    def seen_live(self) -> bool:
        """Whether somebody has seen the live API honour it; the others are only documented."""
        return OPERATORS[self].seen_live


class Operand(StrEnum):
    """What stands to the right of an operator."""

    VALUE = "value"
    FRAGMENT = "fragment"
    LIST = "list"


class OperatorEntry(NamedTuple):
    """One row of the table: ``spellings`` in the text, the printer's first; see `Operator`."""

    spellings: tuple[str, ...]
    inverse: Operator | None
    operand: Operand
    seen_live: bool


# Spellings: the API's introduction page (INTRO), and `not like` of SQL. Seen live: the official
# command line client's list of 2026-10-08 (CLI); `ne`, `in`, `notlike` stand in INTRO alone.
OPERATORS: Mapping[Operator, OperatorEntry] = MappingProxyType(
    {
        Operator.EQ: OperatorEntry(("=", "==", "eq"), Operator.NE, Operand.VALUE, seen_live=True),
        Operator.NE: OperatorEntry(("!=", "<>", "ne", "neq"), Operator.EQ, Operand.VALUE, seen_live=False),
        Operator.LT: OperatorEntry(("<", "lt"), Operator.GTE, Operand.VALUE, seen_live=True),
        Operator.LTE: OperatorEntry(("<=", "lte"), Operator.GT, Operand.VALUE, seen_live=True),
        Operator.GT: OperatorEntry((">", "gt"), Operator.LTE, Operand.VALUE, seen_live=True),
        Operator.GTE: OperatorEntry((">=", "gte"), Operator.LT, Operand.VALUE, seen_live=True),
        Operator.IN: OperatorEntry(("in",), None, Operand.LIST, seen_live=False),
        Operator.LIKE: OperatorEntry(("like",), Operator.NOTLIKE, Operand.FRAGMENT, seen_live=True),
        Operator.NOTLIKE: OperatorEntry(("not like", "notlike"), Operator.LIKE, Operand.FRAGMENT, seen_live=False),
    }
)

SPELLINGS: Mapping[str, Operator] = MappingProxyType(
    {spelling: operator for operator, entry in OPERATORS.items() for spelling in entry.spellings}
)

# How other languages write an operator, and what it is here.
FOREIGN_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        "===": "=",
        "!==": "!=",
        "=<": "<=",
        "=>": ">=",
        "=~": "like",
        "!<": ">=",
        "!>": "<=",
        "~": "like",
        "~=": "like",
        "~~": "like",
        "!~": "notlike",
        "contains": "like",
        "has": "like",
        "ilike": "like",
        "equals": "=",
        "ge": ">=",
        "le": "<=",
        "nin": "not in",
        "nlike": "notlike",
        "notin": "not in",
        "not_in": "not in",
        "not-in": "not in",
        "!in": "not in",
        "not_like": "notlike",
        "not-like": "notlike",
        "!like": "notlike",
    }
)

ORDERING = frozenset({Operator.LT, Operator.LTE, Operator.GT, Operator.GTE})

# Every word that is no property name unless it stands in backticks.
KEYWORDS = frozenset(
    {"and", "or", "not", "between", "is", "null", "true", "false"}
    | {spelling for spelling in SPELLINGS if spelling.isalpha()}
)
