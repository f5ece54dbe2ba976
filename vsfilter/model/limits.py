"""The limits that hold against hostile or runaway input."""

from __future__ import annotations

from dataclasses import dataclass

from vsfilter.errors import FilterCheckError, Issue, Span
from vsfilter.model.expression import And, Expr, Membership, Not, Or


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest input that is worked on; anything beyond is ``limit-exceeded``.

    ``text`` is in characters. ``depth`` counts parentheses and ``not`` open at one place, of an
    expression built in Python as it would be printed. ``items`` holds for conditions and, apart
    from them, for the values of all lists.
    """

    text: int = 1_000_000
    depth: int = 200
    items: int = 100_000


DEFAULT_LIMITS = Limits()
# For what was within its own limits already; Python counts no further than a little beyond.
UNLIMITED = Limits(text=2**62, depth=2**62, items=2**62)


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
                    raise FilterCheckError([Issue("limit-exceeded", message, node.span, hint=_HINT)])


def needs_parentheses(parent: Not | And | Or, term: Expr) -> bool:
    """Tell whether a term binds more loosely than what stands around it, so that it is printed in ``( )``."""
    return isinstance(term, Or) or (isinstance(parent, Not) and isinstance(term, And))


def too_deep(limits: Limits, span: Span | None = None) -> Issue:
    """Say that an expression is nested beyond the limit."""
    message = f"the expression is nested more than {limits.depth:,} deep"
    return Issue("limit-exceeded", message, span, hint=_HINT)


_HINT = "a caller who trusts the input can raise this with limits=Limits(...)"
