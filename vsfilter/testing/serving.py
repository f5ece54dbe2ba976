"""A client that asks the emulator: the records for it, what it asks, and what it gives back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Generator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

from vsfilter.compiling import compile as compile_filter
from vsfilter.errors import quote
from vsfilter.testing.comparison import compare
from vsfilter.testing.faults import Case, ClientFaultError, Diagnosis, Finding, failure_of
from vsfilter.testing.sent import Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from vsfilter.emulator import Emulator, RecordedRequest
    from vsfilter.filter import Filter
    from vsfilter.testing.drawing import Layout

_UNAUTHORIZED: Final = 401
# Requests that a walk may take beside three for each page: to log in, to ask for a total, to see the end.
_OTHER_REQUESTS: Final = 20
# Paths below the base URL that are no lists of records.
_OTHER_PATHS: Final = frozenset({"/me", "/ping", "/openapi.json"})
_SHOWN: Final = 8


class Serving:
    """Gives a client records to ask for, and looks at what it does.

    ``page_size`` is the largest page that it has asked for.
    """

    def __init__(self, send: Callable[[str, str], object], emulator: Emulator, *, exact: bool) -> None:
        """Take the client and a running emulator; raises RuntimeError for one that does not run."""
        if not emulator.is_running:
            raise RuntimeError("the emulator does not run: start() it, or use it in a `with`")
        self._send = send
        self._emulator = emulator
        self._exact = exact
        self.page_size = 0

    def try_layout(self, layout: Layout) -> None:
        """Let the client ask once; raises `ClientFaultError` where it goes wrong."""
        case = layout.case
        flt = compile_filter(case.text, case.endpoint)
        self._emulator.clear(case.endpoint)
        self._emulator.insert(case.endpoint, layout.records)
        expected = [record for record in layout.records if flt.matches(record)]
        size = self.page_size or self._emulator.behaviour.default_limit
        most = _OTHER_REQUESTS + 3 * (len(expected) // size + 1)
        error: Exception | None = None
        got: list[Mapping[str, Any]] | None = None
        with self._emulator.recording(most) as requests:
            try:
                got = _records(self._send(case.text, case.endpoint), most=2 * len(layout.records) + 10)
            except _NoRecordsError as wrong:
                raise TypeError(str(wrong)) from None
            except Exception as raised:  # noqa: BLE001  told below
                error = raised
        self.page_size = max([self.page_size, *map(_limit, requests)])
        asked = [request for request in requests if _is_question(request)]
        finding = self._of_requests(asked, flt)
        if not asked and error is None:
            finding = Finding(Diagnosis.NOTHING_ASKED, "no request for records came")
        if finding is None and len(requests) > most:
            detail = f"{most} requests, and it asked on, with {len(expected)} records that match"
            finding = Finding(Diagnosis.NEVER_ENDING, detail, _pages(asked))
        finding = finding or _of_outcome(asked, error, silent=got is None)
        if finding is None and got is not None:
            finding = _of_records(got, expected, flt.endpoint.id_property, _pages(asked))
        if finding is not None:
            there = f"records: {len(expected)} that match, {len(layout.records) - len(expected)} that do not"
            raise ClientFaultError(finding, Case(*case[:2], (there,)), secrets_of(self._emulator)) from error

    def _of_requests(self, asked: Sequence[RecordedRequest], flt: Filter) -> Finding | None:
        """Look at the filter of each request for records."""
        beyond = {name for name in (flt.endpoint.id_property, flt.endpoint.date_property) if name is not None}
        for number, request in enumerate(asked, 1):
            # A walk by key narrows the filter by that of the last record.
            extra = beyond if number > 1 else set[str]()
            finding = compare(Sent(request.query, request.path), flt, exact=self._exact and number == 1, extra=extra)
            if finding is not None and number > 1:
                detail = f"request {number} of the walk: {finding.diagnosis}, {finding.detail}"
                return finding._replace(diagnosis=Diagnosis.FILTER_LOST_LATER, detail=detail)
            if finding is not None:
                return finding
        return None


def secrets_of(emulator: Emulator) -> tuple[str, ...]:
    """Give what no message holds: the secrets of an emulator, and its URL, which is another each time."""
    return emulator.token, emulator.password, emulator.base_url


class _NoRecordsError(Exception):
    """What the client gave back is no list of records."""


def _records(given: object, most: int) -> list[Mapping[str, Any]] | None:
    if given is None:
        return None
    wrong = "`send` gave back {}: with `emulator=` it gives back the records that it got, each a mapping, or None"
    if isinstance(given, str | bytes | Mapping):
        raise _NoRecordsError(wrong.format(type(given).__name__))
    try:
        iterator = iter(given)  # type: ignore[call-overload]
    except TypeError:
        raise _NoRecordsError(wrong.format(type(given).__name__)) from None
    try:
        records = list(islice(iterator, most))
    finally:
        if isinstance(iterator, Generator):
            iterator.close()
    for record in records:
        if not isinstance(record, Mapping):
            raise _NoRecordsError(wrong.format(f"records of the type {type(record).__name__}"))
    return records


def _is_question(request: RecordedRequest) -> bool:
    """Tell whether a request asks for records, with a token that is good."""
    path = request.path
    return (
        request.method == "GET"
        and request.status != _UNAUTHORIZED
        and not any(path.endswith(other) for other in _OTHER_PATHS)
    )


def _limit(request: RecordedRequest) -> int:
    limit = parse_qs(request.query, errors="replace").get("limit", ["0"])[0]
    return int(limit) if limit.isascii() and limit.isdecimal() and len(limit) < 5 else 0  # noqa: PLR2004  5000 is most


def _pages(asked: Sequence[RecordedRequest]) -> str:
    """Tell which pages were asked for, in words that hold no filter."""
    shown = [
        ", ".join(_option(part) for part in request.query.split("&") if part.startswith(("page=", "limit=")))
        for request in asked[:_SHOWN]
    ]
    return "asked for " + "; ".join(part or "no page" for part in shown) + "; …" * (len(asked) > _SHOWN)


def _option(part: str) -> str:
    return quote(part.replace("=", " "))[1:-1]


def refusal_of(requests: Iterable[RecordedRequest]) -> Finding | None:
    """Tell of the first request that was refused, other than for its token."""
    for request in requests:
        if request.refusal is not None and request.status != _UNAUTHORIZED:
            return Finding(Diagnosis.REFUSED, f"the server answers {request.status}: {request.refusal}")
    return None


def _of_outcome(asked: Sequence[RecordedRequest], error: Exception | None, *, silent: bool) -> Finding | None:
    """Look at how it ended: with an exception, or with a request that was refused and nothing to show for it."""
    refusal = refusal_of(asked) if error is not None or silent else None
    if refusal is not None:
        return refusal._replace(seen=_pages(asked))
    return None if error is None else failure_of(error)


def _of_records(
    got: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any]], key: str | None, pages: str
) -> Finding | None:
    """Compare the records that the client gave with those that match."""
    came, due = (Counter(_identity(record, key) for record in records) for records in (got, expected))
    finding = None
    if lost := due.keys() - came.keys():
        finding = Finding(Diagnosis.RECORDS_LOST, f"{len(lost)} of {len(due)} never came; {pages}")
    elif strange := came.keys() - due.keys():
        finding = Finding(Diagnosis.RECORDS_ADDED, f"{len(strange)} came as well; {pages}")
    elif came != due:
        twice = sum(came[identity] > due[identity] for identity in came)
        finding = Finding(Diagnosis.RECORDS_REPEATED, f"{twice} of {len(due)} came more than once; {pages}")
    if finding is None:
        return None
    return finding._replace(seen=_listed(came, key), expected=_listed(due, key))


def _identity(record: Mapping[str, Any], key: str | None) -> str:
    value = None if key is None else record.get(key)
    return str(value) if value is not None else json.dumps(dict(record), sort_keys=True, default=str)


def _listed(identities: Counter[str], key: str | None) -> str:
    shown = list(identities.elements())
    listed = ", ".join(shown[:_SHOWN]) + ", …" * (len(shown) > _SHOWN)
    return f"{key or 'records'} {listed}" if shown else "no record"
