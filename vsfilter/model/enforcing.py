"""Holds expressions to the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.errors import FilterCheckError, Issue
from vsfilter.model.expression import And, Membership, Not, Or
from vsfilter.model.limits import HINT, too_deep

if TYPE_CHECKING:
    from vsfilter.model.expression import Expr
    from vsfilter.model.limits import Limits


def enforce(expr: Expr, limits: Limits) -> None:
    """Refuse an expression that is too deep or has too many conditions or list items.

    Raises `FilterCheckError` with ``limit-exceeded``.
    """
    conditions = items = 0
    stack: list[tuple[Expr, int]] = [(expr, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > limits.depth:
            raise FilterCheckError([too_deep(limits)])
        match node:
            case Not():
                inner = depth + 1 + needs_parentheses(node, node.term)
                stack.append((node.term, inner))
            case And() | Or():
                stack += [(term, depth + needs_parentheses(node, term)) for term in reversed(node.terms)]
            case _:
                conditions += 1
                if isinstance(node, Membership) and isinstance(node.values, tuple):
                    items += len(node.values)
                if conditions > limits.items or items > limits.items:
                    noun = "conditions" if conditions > limits.items else "list items"
                    message = f"the expression has more than {limits.items:,} {noun}"
                    raise FilterCheckError([Issue("limit-exceeded", message, node.span, hint=HINT)])


def needs_parentheses(parent: Not | And | Or, term: Expr) -> bool:
    """Tell whether a term binds more loosely than what stands around it, so that it is printed in ``( )``."""
    return isinstance(term, Or) or (isinstance(parent, Not) and isinstance(term, And))
