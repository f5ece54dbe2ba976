"""From a client to findings: which endpoint is asked what, and when it ends."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from vsfilter.client import ClientError
from vsfilter.model import Operator
from vsfilter.probe.asking import Asker, Refusal, Spent
from vsfilter.probe.behaviours import MOST_REQUESTS, QUESTIONS
from vsfilter.probe.findings import Behaviour, EndpointFindings, Findings, PropertyFindings, Verdict
from vsfilter.probe.readings import Column
from vsfilter.probe.sorting import try_sort
from vsfilter.probe.totals import Totals
from vsfilter.probe.trying import Tried
from vsfilter.probe.window import Window, find_window, open_endpoint, sample
from vsfilter.schema import endpoint as find_endpoint
from vsfilter.schema import endpoints as shipped_endpoints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vsfilter.client import Client
    from vsfilter.schema import Endpoint

MOST: Final = 500
RATE: Final = 5.0


def probe(  # noqa: PLR0913  each is named by the caller
    client: Client,
    endpoints: Iterable[str | Endpoint] | None = None,
    *,
    max_requests: int = MOST,
    rate: float = RATE,
    sleep: Callable[[float], object] = time.sleep,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Callable[[str], object] = lambda _: None,
) -> Findings:
    """Find out how an API answers filters; it is only read from.

    ``endpoints`` are names or declarations; all shipped ones unless given. No more than ``max_requests`` are sent, and
    ``rate`` a second at most; one that the client sends again after a failure counts once. ``clock`` gives the day of
    the findings, and ``progress`` is called with the name of each endpoint before it is asked. What goes wrong on
    the way ends the probe early, and ``stopped`` of the findings says so; they hold what was found until then. Raises
    `FilterCheckError` for a name that is no endpoint's, and ValueError for bounds that are not above 0.
    """
    if max_requests < 1 or not rate > 0:
        raise ValueError(f"expected bounds above 0, got {max_requests} requests and {rate} a second")
    chosen = list(shipped_endpoints() if endpoints is None else map(find_endpoint, endpoints))
    host = urlsplit(client.base_url).hostname or ""
    asker = Asker(client, max_requests, rate, sleep=sleep)
    findings = Findings(host, clock().date(), behaviours=dict.fromkeys(QUESTIONS, Behaviour(None, "nobody asked")))
    _Probe(asker, findings).run(chosen, progress)
    findings.requests = asker.sent
    return findings


class _Probe:
    """One probe; what it finds is written down as it goes."""

    def __init__(self, asker: Asker, findings: Findings) -> None:
        self._asker = asker
        self._findings = findings
        self._settled: set[str] = set()
        self._nulls: Counter[str] = Counter()

    def run(self, endpoints: list[Endpoint], progress: Callable[[str], object]) -> None:
        for endpoint in endpoints:
            progress(endpoint.name)
            found = EndpointFindings(endpoint)
            self._findings.endpoints.append(found)
            try:
                self._endpoint(found)
            except Spent:
                left = len(endpoints) - len(self._findings.endpoints)
                self._findings.stopped = (
                    f"all {self._asker.sent} requests were sent: {endpoint.name} was not asked to its end"
                    + f", and {left} endpoints not at all" * bool(left)
                )
                return
            except ClientError as error:
                # What the API says may hold what was sent.
                self._findings.stopped = str(error).replace(f": {error.said}", "") if error.said else str(error)
                return

    def _endpoint(self, found: EndpointFindings) -> None:
        endpoint = open_endpoint(found.endpoint)
        page = sample(self._asker, endpoint)
        if isinstance(page, Refusal):
            found.failure = str(page)
            return
        known = set(endpoint.names)
        found.undeclared = tuple(sorted({name for record in page.records for name in record} - known))
        for prop in found.endpoint.properties:
            found.properties[prop.name] = PropertyFindings(prop)
        if not page.records:
            found.basis = "no records"
            return
        window = find_window(self._asker, endpoint, page)
        found.basis = window.basis
        columns = {prop.name: Column(prop, window.records) for prop in endpoint.properties}
        if window.partial:
            self._properties(found, Totals(self._asker, window).operator, window, columns)
            return
        tried = Tried(self._asker, window, self._nulls)
        # The questions about the API as a whole are kept some requests, since they come after.
        self._asker.reserved = 0 if len(self._settled) >= len(QUESTIONS) - 1 else MOST_REQUESTS
        with suppress(Spent):
            self._properties(found, tried.operator, window, columns)
        self._asker.reserved = 0
        self._behaviours(tried, columns)
        if any(entry.sort is None for entry in found.properties.values()):
            # Some of what was kept may be left, and more is known to work by then.
            self._properties(found, tried.operator, window, columns)
            self._behaviours(tried, columns)

    def _properties(
        self,
        found: EndpointFindings,
        judge: Callable[[Column, Operator], Verdict],
        window: Window,
        columns: dict[str, Column],
    ) -> None:
        """Ask for what was not asked before."""
        for name, entry in found.properties.items():
            for operator in Operator:
                if operator in entry.property.type.operators and operator not in entry.operators:
                    entry.operators[operator] = judge(columns[name], operator)
            if entry.sort is None:
                entry.sort = try_sort(self._asker, window, columns[name])

    def _behaviours(self, tried: Tried, columns: dict[str, Column]) -> None:
        for name, ask in QUESTIONS.items():
            if name in self._settled:
                continue
            answer = ask(tried, columns)
            # What every endpoint adds to is never settled.
            if answer.value is not None and name != "nulls":
                self._settled.add(name)
            self._findings.behaviours[name] = answer
