"""Runs the checks over an expression, and gathers all that they find."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vsfilter.check.accepting import Accept
from vsfilter.check.advice import advise, unverified
from vsfilter.check.checked import Checked
from vsfilter.check.conditions import DeferredCheck, PredicateCheck
from vsfilter.check.rewriting import Rewriting
from vsfilter.errors import FilterCheckError, Issue, Severity, in_order
from vsfilter.model.binding import names
from vsfilter.model.walk import fold, predicates

if TYPE_CHECKING:
    from vsfilter.check.conditions import Known
    from vsfilter.check.dates import Calendar
    from vsfilter.model.binding import Binding
    from vsfilter.model.expression import Expr
    from vsfilter.schema import Endpoint

_UNVERIFIED = frozenset({"unverified-operator", "unverified-property"})


def check(  # noqa: PLR0913  all that the outcome depends on
    expr: Expr | None,
    endpoint: Endpoint,
    *,
    binding: Binding,
    calendar: Calendar,
    accept: Accept,
    known: Known | None = None,
) -> Checked:
    """Check an expression against an endpoint and rewrite it to one conjunction.

    None asks for no filter. ``known`` is what `settle` gave for the same expression. Raises
    `FilterCheckError` with every issue of the whole expression.
    """
    if expr is None:
        binding.refuse_unknown(())
        return Checked(endpoint, (), zone=calendar.zone)
    predicate, rewriting = PredicateCheck(endpoint, calendar, binding, known), Rewriting()
    conjunction = fold(expr, predicate, rewriting)
    issues = [*predicate.issues, *rewriting.issues, *binding.unknown(names(expr))]
    if issues or conjunction is None:
        raise FilterCheckError(issues)
    warnings = _weigh(advise(conjunction, endpoint), accept)
    return Checked(
        endpoint, conjunction, warnings, expr, tuple(predicate.settled), tuple(rewriting.merged), calendar.zone
    )


def settle(expr: Expr, endpoint: Endpoint, *, calendar: Calendar, accept: Accept) -> Known:
    """Check what depends neither on the values of parameters nor on the clock, and give what is known so far.

    Raises `FilterCheckError` with what is wrong whatever the values: parameters of two names are taken
    for two values, and one that stands for a list for one value.
    """
    predicate, rewriting = DeferredCheck(endpoint, calendar), Rewriting()
    conjunction = fold(expr, predicate, rewriting)
    issues = [*predicate.issues, *rewriting.issues]
    if issues or conjunction is None:
        raise FilterCheckError(issues)
    _weigh(unverified(conjunction, endpoint), accept)
    return predicate.known


def check_predicates(expr: Expr, endpoint: Endpoint, calendar: Calendar, binding: Binding) -> list[Issue]:
    """Give what is wrong with the predicates of an expression, each by itself.

    Whether one request can say the whole is not looked at.
    """
    predicate = PredicateCheck(endpoint, calendar, binding)
    for leaf in predicates(expr):
        predicate(leaf, negated=False)
    return [*predicate.issues, *binding.unknown(names(expr))]


def _weigh(warnings: list[Issue], accept: Accept) -> tuple[Issue, ...]:
    """Apply what the caller accepts without evidence: all, some with a warning, or nothing."""
    if accept is Accept.DOCUMENTED:
        return in_order(warnings)
    unverified = [issue for issue in warnings if issue.code in _UNVERIFIED]
    if accept is Accept.OBSERVED and unverified:
        raise FilterCheckError(replace(issue, severity=Severity.ERROR) for issue in unverified)
    return in_order(issue for issue in warnings if issue.code not in _UNVERIFIED)
