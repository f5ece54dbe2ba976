"""From any source to a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Final

from vsfilter import wire
from vsfilter.check import Accept, Condition
from vsfilter.check.advice import advise_each, unverified
from vsfilter.check.messages import unknown_accept
from vsfilter.check.selection import Conjunction
from vsfilter.compiling import compile as compile_filter
from vsfilter.compiling.selecting import selecting
from vsfilter.errors import FilterCheckError, in_order, text_of
from vsfilter.model.limits import DEFAULT_LIMITS, UNLIMITED, Limits
from vsfilter.model.operators import Operator
from vsfilter.planning import messages
from vsfilter.planning.covering import Cover, cover
from vsfilter.planning.demands import EQUALITY
from vsfilter.planning.normal import count_of_terms, leaves, normal_form
from vsfilter.planning.planned import Plan
from vsfilter.planning.pushing import Budget, Pushdown
from vsfilter.planning.reasons import Kind, Log, Reason
from vsfilter.planning.reducing import cost, reduced
from vsfilter.planning.separating import disjoint, separated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo

    from vsfilter.check.selection import Criterion, Selection
    from vsfilter.compiling.compiler import Source
    from vsfilter.errors import Issue
    from vsfilter.filter import Filter
    from vsfilter.model.expression import Expr
    from vsfilter.planning.terms import Term
    from vsfilter.schema import Endpoint

# More requests for one question are a mistake; and of so many, each is compared with each.
MOST_REQUESTS: Final = 1000
# What is tried first: more alternatives than there may be requests, since some turn out to be the same or none.
_AHEAD: Final = 2
_MOST_AHEAD: Final = 128


def plan(  # noqa: PLR0913  all that a plan depends on
    source: Source | None,
    endpoint: str | Endpoint,
    *,
    params: Mapping[str, object] | None = None,
    clock: Callable[[], datetime] | None = None,
    timezone: str | tzinfo = UTC,
    fold: int | None = None,
    accept: str = Accept.DOCUMENTED,
    limits: Limits = DEFAULT_LIMITS,
    max_requests: int = 16,
    max_query_bytes: int = wire.LONGEST_QUERY,
    allow_full_scan: bool = False,
) -> Plan:
    """Find the requests that make an expression of any shape run, exactly.

    Takes what `vsfilter.compile` takes, also an ``or``, an ``is null`` or a list that no single request can say. With
    ``accept`` ``"observed"`` the requests use only the six operators that were seen working, on properties that were
    seen filtered on; all else is looked at on the records that come. ``max_requests`` bounds the requests (1 to 1000),
    ``max_query_bytes`` the query string of each, with all that a client adds to walk its pages.

    Raises what `vsfilter.compile` raises for an expression that does not fit, and `FilterCheckError` with ``full-scan``
    where a request would fetch the whole collection, unless ``allow_full_scan``.
    """
    options = _Options(accept, max_requests, max_query_bytes, allow_full_scan)

    def run(expr: Expr | None, selection: Selection) -> Plan:
        return options.plan(expr, selection)

    return selecting(run, source, endpoint, params=params, clock=clock, timezone=timezone, fold=fold, limits=limits)


@dataclass(frozen=True, slots=True)
class _Options:
    """The options of one call of `plan` that are about requests."""

    accept: str
    max_requests: int
    max_query_bytes: int
    allow_full_scan: bool

    def plan(self, expr: Expr | None, selection: Selection) -> Plan:
        """Make the plan for a checked tree."""
        push = self._checked(selection.endpoint)
        log = Log()
        tree = normal_form(selection.criterion, log)
        found, log = self._covered(tree, push, log)
        terms = separated(reduced(found.terms, push, log), push)
        if selection.endpoint.id_property is None and not disjoint(terms):
            # Nothing would tell a record that comes twice from two that are alike.
            log.add(Kind.WIDEN, f"records of {selection.endpoint.name} have no key, so none may come twice")
            found, log = self._at_most(1, tree, push, log)
            terms = list(found.terms)
        if not all(terms) and not self.allow_full_scan:
            reason = None if expr is None else found.obstacle
            raise FilterCheckError([messages.full_scan(selection.endpoint, reason)])
        pieces, cut = _cut(terms, push)
        left = _left(tree, found)
        requests = [(self._filter(piece, selection, push), piece.reasons) for piece in pieces]
        return Plan(
            expr,
            selection.endpoint,
            requests,
            (left, selection.zone),
            exact_total=not left and disjoint(pieces),
            naive_requests=count_of_terms(selection.criterion, _ways(push, cut)),
            warnings=in_order(_warnings(selection, terms, [flt for flt, _ in requests], push, log)),
            log=log,
        )

    def _checked(self, endpoint: Endpoint) -> Pushdown:
        try:
            accept = Accept(self.accept)
        except ValueError:
            raise FilterCheckError([unknown_accept(text_of(self.accept), list(Accept))]) from None
        budget = Budget(endpoint, self.max_query_bytes if _is_count(self.max_query_bytes) else 0)
        issues = []
        if not _is_count(self.max_requests) or not 1 <= self.max_requests <= MOST_REQUESTS:
            issues.append(messages.not_a_count("max_requests", self.max_requests, 1, MOST_REQUESTS))
        if not _is_count(self.max_query_bytes) or budget.room < 0:
            issues.append(messages.not_a_count("max_query_bytes", self.max_query_bytes, budget.least, None))
        if issues:
            raise FilterCheckError(issues)
        return Pushdown(accept, budget)

    def _covered(self, tree: Criterion, push: Pushdown, log: Log) -> tuple[Cover, Log]:
        """Cover the tree; where the alternatives turn out to be too many, again with coarser ones."""
        ahead = min(_AHEAD * self.max_requests, _MOST_AHEAD)
        if ahead > self.max_requests:
            found, told = self._at_most(ahead, tree, push, log)
            if cost(found.terms, push) <= self.max_requests:
                return found, told
        return self._at_most(self.max_requests, tree, push, log)

    @staticmethod
    def _at_most(most: int, tree: Criterion, push: Pushdown, log: Log) -> tuple[Cover, Log]:
        told = log.copy()
        return cover(tree, push, most, told), told

    @staticmethod
    def _filter(term: Term, selection: Selection, push: Pushdown) -> Filter:
        # Local times that come twice are settled already, and were within the limits that the caller chose.
        return compile_filter(
            term.expression(),
            selection.endpoint,
            timezone=selection.zone,
            fold=0,
            accept=push.accept,
            limits=UNLIMITED,
        )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _cut(terms: Sequence[Term], push: Pushdown) -> tuple[list[Term], set[str]]:
    """Cut lists that are too long for one request, and give the names of the properties where that was done."""
    pieces: list[Term] = []
    cut: set[str] = set()
    for term in terms:
        if push.budget.pieces(term) == 1:
            pieces.append(term)
            continue
        demands = push.budget.cut(term)
        name = demands[0].property.name
        cut.add(name)
        for number, demand in enumerate(demands, 1):
            text = f"piece {number} of {len(demands)} of a list of {len(term.demands[name].values or ()):,} values"
            pieces.append(term.but(demand).because(Reason(Kind.CUT, text)))
    return pieces, cut


def _left(tree: Criterion, found: Cover) -> list[Criterion]:
    """Give what the requests do not enforce: some of what must hold together, or all of it."""
    if found.exact:
        return []
    if isinstance(tree, Conjunction) and found.left:
        return [tree.terms[number] for number in sorted(found.left)]
    return [tree]


def _ways(push: Pushdown, cut: set[str]) -> Callable[[Condition], int]:
    """Give what tells how many alternatives a condition is in plain distribution."""

    def ways(condition: Condition) -> int:
        whole = push.lists(condition.property) and condition.property.name not in cut
        return 1 if whole else len(condition.values)

    return ways


def _warnings(
    selection: Selection, terms: Sequence[Term], requests: Sequence[Filter], push: Pushdown, log: Log
) -> Iterator[Issue]:
    """Give the warnings about what was written, and about what is sent."""
    written = leaves(selection.criterion)
    yield from advise_each(written)
    if push.accept is Accept.DOCUMENTED:
        sent = [_as_written(condition, written) for term in terms for condition in term.conditions]
        yield from unverified(sent, selection.endpoint)
    for reason in log.reasons:
        if reason.kind is Kind.CONTRADICT:
            yield messages.contradiction(reason)
    yield from dict.fromkeys(issue for flt in requests for issue in flt.warnings if issue.code == "url-too-long")


def _as_written(condition: Condition, written: Sequence[Condition]) -> Condition:
    """Give a condition that is sent the place of one that was written and became it."""
    for one in written:
        alike = one.operator is condition.operator or (condition.operator is Operator.IN and one.operator in EQUALITY)
        if alike and one.property is condition.property:
            return replace(one, operator=condition.operator)
    return condition
