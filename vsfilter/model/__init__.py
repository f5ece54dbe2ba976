"""The expression tree and what belongs to it: operators, literals, walking, limits."""

from typing import TYPE_CHECKING

from vsfilter.lazily import loader

if TYPE_CHECKING:
    from vsfilter.model.expression import And, Between, Comparison, Expr, Membership, Not, NullTest, Or, Predicate
    from vsfilter.model.limits import Limits
    from vsfilter.model.literals import (
        Boolean,
        Date,
        Literal,
        Null,
        Number,
        Parameter,
        RelativeDate,
        Text,
        literal_from,
    )
    from vsfilter.model.operators import Operator
    from vsfilter.model.walk import fold, normal_form, predicates

__all__ = [
    "And",
    "Between",
    "Boolean",
    "Comparison",
    "Date",
    "Expr",
    "Limits",
    "Literal",
    "Membership",
    "Not",
    "Null",
    "NullTest",
    "Number",
    "Operator",
    "Or",
    "Parameter",
    "Predicate",
    "RelativeDate",
    "Text",
    "fold",
    "literal_from",
    "normal_form",
    "predicates",
]

_HOMES = {
    "expression": ("And", "Between", "Comparison", "Expr", "Membership", "Not", "NullTest", "Or", "Predicate"),
    "limits": ("Limits",),
    "literals": ("Boolean", "Date", "Literal", "Null", "Number", "Parameter", "RelativeDate", "Text", "literal_from"),
    "operators": ("Operator",),
    "walk": ("fold", "normal_form", "predicates"),
}

if not TYPE_CHECKING:  # pragma: no branch  a type checker would take any name for one that exists
    __getattr__ = loader(__name__, _HOMES)
