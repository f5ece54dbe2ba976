"""Distribution: a tree to few alternatives, each of which is one request, and what is left to be looked at here.

Alternatives always hold for all records that the tree holds for. Where they hold for more, they are inexact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from vsfilter.check import Condition
from vsfilter.check.selection import Absence, Conjunction, Disjunction
from vsfilter.errors import quote
from vsfilter.planning.demands import EQUALITY, Demand, demand_of
from vsfilter.planning.normal import fold
from vsfilter.planning.reasons import Kind, Reason
from vsfilter.planning.reducing import cost, reduced, trimmed, widened
from vsfilter.planning.terms import Term, brief
from vsfilter.planning.unions import hull, united

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.check.selection import Criterion
    from vsfilter.errors import Span
    from vsfilter.planning.pushing import Pushdown
    from vsfilter.planning.reasons import Log

# So many combinations are made at once, a multiple of what is wanted.
_COMBINATIONS: Final = 4


@dataclass(frozen=True, slots=True)
class Cover:
    """Alternatives for a tree; ``exact`` tells whether they hold for no other records.

    Where one asks for all records, ``obstacle`` says why. ``left`` are the numbers of the terms of a conjunction that
    not all alternatives enforce.
    """

    terms: tuple[Term, ...]
    exact: bool = True
    obstacle: Reason | None = None
    left: frozenset[int] = field(default=frozenset())

    @property
    def asks_for_all(self) -> bool:
        """Whether an alternative asks for all records, so that the others do not matter."""
        return not all(self.terms)


# A leaf stays one until it is known what stands beside it, so that those on one property become one demand.
_Part: TypeAlias = Condition | Absence | Cover


def cover(criterion: Criterion, push: Pushdown, most: int, log: Log) -> Cover:
    """Cover a tree in normal form with alternatives that need no more than ``most`` requests together."""
    covering = _Covering(push, most, log)
    whole: _Part = fold(criterion, lambda leaf: leaf, covering.join)
    if isinstance(whole, Cover):
        return whole
    only = covering.leaf(whole)
    return only if only.exact else Cover(only.terms, only.exact, only.obstacle, frozenset({0}))


class _Covering:
    def __init__(self, push: Pushdown, most: int, log: Log) -> None:
        self._push = push
        self._most = most
        self._log = log

    def join(self, node: Conjunction | Disjunction, parts: list[_Part]) -> _Part:
        return self._conjunction(parts) if isinstance(node, Conjunction) else self._disjunction(node, parts)

    def leaf(self, node: Condition | Absence) -> Cover:
        """Cover one condition."""
        obstacle = self._obstacle(node)
        if obstacle is not None or isinstance(node, Absence):
            return Cover((Term(),), False, obstacle)  # noqa: FBT003  as a tuple
        demand = demand_of([node])
        assert demand is not None  # noqa: S101  one condition alone contradicts nothing
        return self._of_list(demand, node.operator_span)

    def _obstacle(self, node: Condition | Absence) -> Reason | None:
        if isinstance(node, Absence):
            words = "is not null" if node.negated else "is null"
            text = f"{quote(node.property.name)} {words}: the API has no test for null"
            reason = Reason(Kind.LEAVE, text, node.operator_span)
        else:
            why = self._push.obstacle(node)
            if why is None:
                return None
            reason = Reason(Kind.LEAVE, f"{brief(node.predicate())}: {why}", node.operator_span or node.span)
        self._log.add(reason.kind, reason.text, reason.span)
        return reason

    def _of_list(self, demand: Demand, span: Span | None) -> Cover:
        """Cover what one property is asked: as a list, as alternatives where there are no lists, or as a range."""
        whole = Term([demand])
        values = demand.values or {}
        if len(values) > 1 and not self._push.lists(demand.property):
            if len(values) <= self._most:
                split = Reason(Kind.SPLIT, f"{whole}: one request for each value, as nobody has seen `in` working")
                points = united([demand], lists=False)
                return Cover(tuple(Term([point]).because(split) for point in points))
        elif len(values) <= 1 or self._push.budget.pieces(whole) <= self._most:
            return Cover((whole,))
        bounds = hull([demand], lists=False)
        text = f"{whole}: {len(values):,} values need more than {self._most} requests"
        reason = Reason(Kind.WIDEN if bounds else Kind.LEAVE, text, span, bounded=True)
        self._log.add(reason.kind, reason.text, span)
        narrow = Term() if bounds is None else Term([bounds])
        return Cover((narrow,), False, reason)  # noqa: FBT003  as above

    def _disjunction(self, node: Disjunction, parts: list[_Part]) -> Cover:
        covers = self._alternatives(parts)
        terms = [term for one in covers for term in one.terms]
        exact = all(one.exact for one in covers)
        for one in covers:
            if one.asks_for_all:
                return Cover((Term(),), False, one.obstacle)  # noqa: FBT003  as above
        found = reduced(terms, self._push, self._log)
        span = node.word_spans[0] if node.word_spans else None
        if cost(found, self._push) <= self._most:
            return Cover(tuple(_told_apart(found, span)), exact)
        narrow = widened(found, self._push, self._most)
        text = f"an `or` of {len(found):,} alternatives needs more than {self._most} requests"
        reason = Reason(Kind.WIDEN if all(narrow) else Kind.LEAVE, text, span, bounded=True)
        self._log.add(reason.kind, reason.text, span)
        return Cover(tuple(narrow), False, reason)  # noqa: FBT003  as above

    def _alternatives(self, parts: list[_Part]) -> list[Cover]:
        """Cover alternatives; values of one property, wherever they stand, are one list."""
        lists: dict[str, list[Condition]] = {}
        covers: list[Cover | list[Condition]] = []
        for part in parts:
            if isinstance(part, Condition) and part.operator in EQUALITY and self._obstacle(part) is None:
                name = part.property.name
                if name not in lists:
                    covers.append(lists.setdefault(name, []))
                lists[name].append(part)
            else:
                covers.append(part if isinstance(part, Cover) else self.leaf(part))
        return [one if isinstance(one, Cover) else self._of_values(one) for one in covers]

    def _of_values(self, conditions: list[Condition]) -> Cover:
        demands = [demand for one in conditions if (demand := demand_of([one])) is not None]
        return self._of_list(united(demands, lists=True)[0], conditions[0].operator_span)

    def _conjunction(self, parts: list[_Part]) -> Cover:
        left: set[int] = set()
        obstacle: Reason | None = None
        asked: dict[str, dict[int, Condition]] = {}
        factors: list[tuple[tuple[int, ...], Cover]] = []
        for number, part in enumerate(parts):
            if isinstance(part, Condition) and self._obstacle(part) is None:
                asked.setdefault(part.property.name, {})[number] = part
                continue
            one = part if isinstance(part, Cover) else self.leaf(part)
            if not one.terms:
                return one
            factors.append(((number,), one))
            if not one.exact:
                left.add(number)
                obstacle = obstacle or one.obstacle
        base = Term()
        for some in asked.values():
            demand = demand_of(some.values())
            assert demand is not None  # noqa: S101  in normal form no two leaves of a group are at odds
            one = self._of_list(demand, next(iter(some.values())).operator_span)
            if len(one.terms) == 1 and one.exact:
                base = base.but(demand)
                continue
            factors.append((tuple(some), one))
            if not one.exact:
                left.update(some)
                obstacle = obstacle or one.obstacle
        return self._product(self._base(base, asked, left), factors, left, obstacle)

    def _base(self, term: Term, asked: dict[str, dict[int, Condition]], left: set[int]) -> Term:
        """Trim what all alternatives share to what may be asked, and note what that leaves."""
        short = trimmed(term, self._push, self._most)
        for name, some in asked.items():
            if name in term.demands and short.demands.get(name) != term.demands[name]:
                left.update(some)
        return short

    def _product(
        self, base: Term, factors: list[tuple[tuple[int, ...], Cover]], left: set[int], obstacle: Reason | None
    ) -> Cover:
        """Distribute over the factors, those of few and narrow alternatives first, as far as there may be requests."""
        terms = [base]
        for numbers, factor in sorted(factors, key=lambda pair: _order(pair[1])):
            if factor.asks_for_all:
                continue
            found = self._combined(terms, factor.terms, self._most)
            if found is None:
                left.update(numbers)
                room = math.floor(self._most / max(cost(terms, self._push), 1))
                text = f"{len(terms)} by {len(factor.terms)} combinations need more requests than there may be"
                self._log.add(Kind.WIDEN, text)
                found = self._combined(terms, widened(factor.terms, self._push, room), self._most)
            terms = terms if found is None else found
        if not terms:
            return Cover(())
        if not all(terms) and obstacle is None:
            obstacle = Reason(Kind.LEAVE, "no condition is left that a request can say")
        return Cover(tuple(terms), not left, obstacle, frozenset(left))

    def _combined(self, terms: list[Term], factor: tuple[Term, ...] | list[Term], most: float) -> list[Term] | None:
        """Combine each with each, or give None where that needs too many requests."""
        if len(terms) * len(factor) > _COMBINATIONS * most:
            return None
        pairs = [both for one in terms for other in factor if (both := one.both(other)) is not None]
        if len(pairs) < len(terms) * len(factor):
            self._log.add(Kind.DROP, "combinations of alternatives that contradict each other")
        elif len(pairs) > most and not set(pairs) & set(terms):
            # Where none says what was said before, as good as none absorbs another; to look would cost a square.
            return None
        found = reduced(pairs, self._push, self._log)
        return found if cost(found, self._push) <= most else None


def _told_apart(terms: list[Term], span: Span | None) -> Iterator[Term]:
    """Give alternatives with the reason why each is a request of its own."""
    for number, term in enumerate(terms, 1):
        if len(terms) == 1:
            yield term
        else:
            yield term.because(Reason(Kind.SPLIT, f"alternative {number} of {len(terms)}: {term}", span))


def _order(factor: Cover) -> tuple[int, int]:
    return len(factor.terms), max((term.width() for term in factor.terms), default=0)
