"""The value that a user holds: the requests that make an expression run, and what is left to be looked at here."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Unpack

from vsfilter.check.selection import Conjunction, Selection
from vsfilter.local import of_selection
from vsfilter.planning.normal import to_expression
from vsfilter.syntax import to_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from vsfilter.check.selection import Criterion
    from vsfilter.errors import Issue
    from vsfilter.filter import Filter
    from vsfilter.local import RecordTest
    from vsfilter.model.expression import Expr
    from vsfilter.planning.explanation import PlanExplanation
    from vsfilter.planning.reasons import Log, Reason
    from vsfilter.schema import Endpoint
    from vsfilter.wire import PagingOptions


class Plan:
    """How an expression of any shape runs: requests, and a test of what they fetch.

    `vsfilter.plan` makes one. The promise: all records that the requests fetch, those of them for which ``residual``
    holds, each once by ``key``, are exactly the records that match. A plan without requests matches none.
    """

    def __init__(  # noqa: PLR0913  the parts
        self,
        expr: Expr | None,
        endpoint: Endpoint,
        requests: Sequence[tuple[Filter, tuple[Reason, ...]]],
        left: tuple[Sequence[Criterion], tzinfo],
        *,
        exact_total: bool,
        naive_requests: int,
        warnings: tuple[Issue, ...],
        log: Log,
    ) -> None:
        """Take what planning gave."""
        self._expr = expr
        self._endpoint = endpoint
        self._requests = tuple(requests)
        self._left, self._zone = left
        self._exact_total = exact_total
        self._naive_requests = naive_requests
        self._warnings = warnings
        self._log = log

    @property
    def endpoint(self) -> Endpoint:
        """The endpoint that all requests go to."""
        return self._endpoint

    @property
    def requests(self) -> tuple[Filter, ...]:
        """The filters, each of which is one request, walked to its end."""
        return tuple(flt for flt, _ in self._requests)

    @cached_property
    def residual(self) -> Expr | None:
        """What has to hold for a fetched record as well, or None; without parameters and relative dates."""
        return to_expression(self._left)

    @property
    def key(self) -> str | None:
        """The property that tells a record from others; None where none is known, and then no record comes twice."""
        return self._endpoint.id_property

    @property
    def exact_total(self) -> bool:
        """Whether the totals of the requests add up to the number of records that match."""
        return self._exact_total

    @property
    def naive_requests(self) -> int:
        """How many requests plain distribution would make: one for each way through the alternatives.

        A list counts as one where it goes as one, and as its values where it is cut or where there are no lists.
        """
        return self._naive_requests

    @property
    def saved(self) -> int:
        """How many requests fewer these are than plain distribution would make."""
        return self._naive_requests - len(self._requests)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """What deserves a look before the plan is trusted, sorted by place."""
        return self._warnings

    def residual_predicate(self) -> RecordTest:
        """Give the function that tells of a fetched record whether it belongs to the result; it is made once."""
        return self._residual_predicate

    @cached_property
    def _residual_predicate(self) -> RecordTest:
        return of_selection(Selection(self._endpoint, Conjunction(tuple(self._left)), self._zone))

    def explain(self, *, base_url: str | None = None, **options: Unpack[PagingOptions]) -> PlanExplanation:
        """Tell why each request is there and what is done here; ``str()`` gives a text, ``to_dict()`` data for JSON.

        ``base_url`` and the options of a request are those of `vsfilter.Filter.to_url`, for the URLs in it.
        """
        from vsfilter.planning.explanation import ExplainedRequest, PlanExplanation  # noqa: PLC0415  not needed to run

        return PlanExplanation(
            endpoint=self._endpoint.name,
            written=None if self._expr is None else to_text(self._expr),
            requests=tuple(
                ExplainedRequest(str(flt), tuple(reasons), flt.to_url(base_url=base_url, **options))
                for flt, reasons in self._requests
            ),
            residual=None if self.residual is None else to_text(self.residual),
            key=self.key,
            exact_total=self._exact_total,
            naive_requests=self._naive_requests,
            reasons=tuple(self._log.reasons),
            untold=self._log.untold,
            warnings=self._warnings,
        )

    def __str__(self) -> str:
        """Give one line for each request, and one for what is looked at here."""
        lines = [f"request {number}: {str(flt) or 'all records'}" for number, (flt, _) in enumerate(self._requests, 1)]
        if self.residual is not None:
            lines.append(f"here: {to_text(self.residual)}")
        return "\n".join(lines) or "no request: no record can match"

    def __repr__(self) -> str:
        """Give the endpoint and the number of requests."""
        also = "" if self.residual is None else ", and a test here"
        return f"<Plan {self._endpoint.name}: {len(self._requests)} requests{also}>"
