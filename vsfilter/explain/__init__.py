"""A checked filter in plain words: what it means, what is known of it, what was rewritten, the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.explain.explanation import ExplainedCondition, Explanation
from vsfilter.explain.rewritings import Rewritten, rewritings
from vsfilter.explain.words import evidence, in_words
from vsfilter.syntax import to_text

if TYPE_CHECKING:
    from vsfilter.check import Checked, Condition
    from vsfilter.errors import Issue

__all__ = ["ExplainedCondition", "Explanation", "Rewritten", "explain"]


def explain(checked: Checked, warnings: tuple[Issue, ...], url: str) -> Explanation:
    """Explain a checked filter, its warnings, and the URL of its request."""
    return Explanation(
        endpoint=checked.endpoint.name,
        written=None if checked.source is None else to_text(checked.source),
        conditions=tuple(map(_explained, checked.conditions)),
        rewritings=tuple(rewritings(checked)),
        warnings=warnings,
        url=url,
    )


def _explained(condition: Condition) -> ExplainedCondition:
    prop = condition.property
    return ExplainedCondition(
        property=prop.name,
        operator=condition.operator.value,
        text=to_text(condition.predicate()),
        words=in_words(condition),
        description=prop.meaning,
        evidence=tuple(evidence(condition)),
        sources=prop.evidence,
    )
