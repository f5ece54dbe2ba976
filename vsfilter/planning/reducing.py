"""Alternatives to fewer ones: exactly, or by widening them to what they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vsfilter.planning.demands import intersection
from vsfilter.planning.reasons import Kind, Reason
from vsfilter.planning.terms import Term
from vsfilter.planning.unions import hull, united

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vsfilter.planning.demands import Demand
    from vsfilter.planning.pushing import Pushdown
    from vsfilter.planning.reasons import Log

# Up to so many alternatives each is compared with each.
_COMPARED: Final = 256
_SHOWN: Final = 3


def reduced(terms: Iterable[Term], push: Pushdown, log: Log) -> list[Term]:
    """Give alternatives that hold for the same records, and as few of them as merging and absorbing make."""
    kept = list({term: term for term in terms}.values())
    while True:
        before = len(kept)
        kept = _absorbed(_merged(kept, push), log)
        if len(kept) == before:
            return kept


def _merged(terms: list[Term], push: Pushdown) -> list[Term]:
    """Merge alternatives that differ in one property only, property by property."""
    for name in dict.fromkeys(name for term in terms for name in term.demands):
        groups: dict[tuple[bool, frozenset[Demand]], list[Term]] = {}
        for term in terms:
            own = term.demands.get(name)
            rest = term.signature if own is None else term.signature - {own}
            groups.setdefault((own is None, rest), []).append(term)
        if len(groups) < len(terms):
            terms = [one for group in groups.values() for one in _merged_group(group, name, push)]
    return terms


def _merged_group(group: list[Term], name: str, push: Pushdown) -> list[Term]:
    if len(group) == 1:
        return group
    demands = [term.demands[name] for term in group]
    together = united(demands, lists=push.lists(demands[0].property))
    if len(together) == len(group):
        return group
    found = []
    for demand in together:
        # Of very many, all are given as the sources of each.
        sources = [one for one in group if len(group) > _COMPARED or intersection(one.demands[name], demand)]
        term = sources[0].but(demand)
        if len(sources) > 1:
            term = term.because(*(reason for one in sources[:_SHOWN] for reason in one.reasons))
            term = term.because(Reason(Kind.MERGE, f"{_alternatives(sources, name)} became {Term([demand])}"))
        found.append(term)
    return found


def _alternatives(terms: Sequence[Term], name: str) -> str:
    shown = " or ".join(str(Term([term.demands[name]])) for term in terms[:_SHOWN])
    return shown if len(terms) <= _SHOWN else f"{shown} or {len(terms) - _SHOWN:,} more"


def _absorbed(terms: list[Term], log: Log) -> list[Term]:
    """Leave out what another alternative holds as well: of ``a or (a and b)``, ``a`` stays."""
    if len(terms) > _COMPARED:
        return terms
    kept: list[Term] = []
    for term in terms:
        wider = next((one for one in kept if term.implies(one)), None)
        if wider is None:
            narrower = [one for one in kept if one.implies(term)]
            for one in narrower:
                log.add(Kind.DROP, f"{one} is within {term}")
            kept = [one for one in kept if one not in narrower]
            kept.append(term)
        else:
            log.add(Kind.DROP, f"{term} is within {wider}")
    return kept


def widened(terms: Sequence[Term], push: Pushdown, most: float) -> list[Term]:
    """Give alternatives that hold for all of these records, and for more, and need no more than ``most`` requests.

    First those are joined that ask about the same properties, the most numerous ones first, then all. What is left may
    ask for all records.
    """
    groups: dict[frozenset[str], list[Term]] = {}
    for term in terms:
        groups.setdefault(frozenset(term.demands), []).append(term)
    if len(groups) <= most:
        costs = {names: cost(group, push) for names, group in groups.items()}
        for names in sorted(groups, key=lambda names: len(groups[names]), reverse=True):
            if sum(costs.values()) <= most:
                break
            groups[names] = [trimmed(_hull(groups[names], push), push, most)]
            costs[names] = cost(groups[names], push)
        found = [term for group in groups.values() for term in group]
        if all(found) and sum(costs.values()) <= most:
            return found
    return [trimmed(_hull(terms, push), push, most)]


def _hull(terms: Sequence[Term], push: Pushdown) -> Term:
    """Give what terms have in common; where that is nothing, a term without demands."""
    first = terms[0]
    common = []
    for name, demand in first.demands.items():
        demands = [term.demands[name] for term in terms if name in term.demands]
        whole = hull(demands, lists=push.lists(demand.property)) if len(demands) == len(terms) else None
        if whole is not None:
            common.append(whole)
    return Term(common).because(*(reason for term in terms[:_SHOWN] for reason in term.reasons))


def trimmed(term: Term, push: Pushdown, most: float) -> Term:
    """Give the term without as much of it as makes it need more requests: long lists become ranges, or go."""
    while push.budget.pieces(term) > most:
        longest = push.budget.longest(term)
        name = longest.property.name
        bounds = hull([longest], lists=False) if longest.values is not None and len(longest.values) > 1 else None
        shorter = term.without(name) if bounds is None else term.but(bounds)
        reason = Reason(Kind.WIDEN, f"{Term([longest])} would need more requests, so the records are looked at here")
        term = shorter.because(reason)
    return term


def cost(terms: Iterable[Term], push: Pushdown) -> float:
    """Give the most requests that alternatives may need."""
    return sum(push.budget.pieces(term) for term in terms)
