"""The rewriting of an expression to one conjunction, which is all that the API takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.check import messages
from vsfilter.check.checked import Condition, Merged
from vsfilter.errors import Span
from vsfilter.model.expression import Or
from vsfilter.model.operators import Operator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from vsfilter.check.checked import Value
    from vsfilter.errors import Issue
    from vsfilter.model.expression import And

    # Conditions that must all hold, each once; None where something in them is wrong.
    Conjunction: TypeAlias = tuple[Condition, ...] | None

_ALTERNATIVES = frozenset({Operator.EQ, Operator.IN})


class Rewriting:
    """Joins the conjunctions of terms to one, and gathers what cannot be joined."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.merged: list[Merged] = []

    def __call__(self, node: And | Or, negated: bool, terms: list[Conjunction]) -> Conjunction:  # noqa: FBT001  as fold calls it
        """Join the terms of a node, which `fold` reads as an or where exactly one of the two holds."""
        if isinstance(node, Or) == negated:
            return _conjunction(terms)
        return self._disjunction(node, terms, negated=negated)

    def _disjunction(self, node: And | Or, terms: list[Conjunction], *, negated: bool) -> Conjunction:
        """Join alternatives, where they are alike or are values of one property.

        Terms with an issue of their own are passed over: whether they could be joined is unknown.
        """
        branches: dict[frozenset[Condition], tuple[Condition, ...]] = {}
        for number, term in enumerate(terms):
            if term is None:
                continue
            branches.setdefault(frozenset(term), term)
            if len(branches) > 1:
                first = next(iter(branches.values()))
                word = node.word_spans[number - 1] if node.word_spans else None
                issue = _obstacle(first, term, word, negated=negated)
                if issue is not None:
                    self.issues.append(issue)
                    return None
        if None in terms:
            return None
        first, *others = branches.values()
        if not others:
            return first
        alternatives = (first[0], *(other[0] for other in others))
        condition = _list_of(alternatives)
        self.merged.append(Merged(tuple(term[0] for term in terms if term), condition))
        return (condition,)


def _conjunction(terms: Sequence[Conjunction]) -> Conjunction:
    joined: dict[Condition, Condition] = {}
    for term in terms:
        if term is None:
            return None
        for condition in term:
            joined.setdefault(condition, condition)
    return tuple(joined.values())


def _obstacle(
    first: tuple[Condition, ...], other: tuple[Condition, ...], word: Span | None, *, negated: bool
) -> Issue | None:
    """Say why two alternatives cannot become one list of values, if so."""
    conditions = (*first, *other)
    prop = conditions[0].property
    alike = len(first) == len(other) == 1 and all(
        condition.property is prop and condition.operator in _ALTERNATIVES for condition in conditions
    )
    if not alike:
        return messages.not_expressible_or(word, negated=negated)
    if Operator.IN not in prop.type.operators:
        return messages.unsupported_merge(prop, word, negated=negated)
    return None


def _list_of(alternatives: tuple[Condition, ...]) -> Condition:
    values: dict[Value, Span | None] = {}
    for condition in alternatives:
        for value, place in zip(condition.values, condition.value_spans, strict=True):
            values.setdefault(value, place)
    first, last = alternatives[0].span, alternatives[-1].span
    span = Span(first.start, last.end) if first and last else None
    return Condition(
        alternatives[0].property,
        Operator.IN,
        tuple(values),
        span,
        span,
        tuple(values.values()),
        next((one.whole_day for one in alternatives if one.whole_day is not None), None),
        next((one.ambiguous for one in alternatives if one.ambiguous is not None), None),
    )
