"""The explanation of a plan as a value, as text and as data."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from vsfilter.errors import printable, quote
from vsfilter.planning.reasons import Kind
from vsfilter.rendering import issues_as_data, render_issues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.errors import Issue
    from vsfilter.planning.reasons import Reason

_WIDTH: Final = 100
# A longer URL is in the data alone.
_LONGEST_URL: Final = 1000
_LONGEST_TEXT: Final = 1000


@dataclass(frozen=True, slots=True)
class ExplainedRequest:
    """One request: its conditions as text, empty for all records, the steps that led to it, and its URL."""

    text: str
    reasons: tuple[Reason, ...]
    url: str


@dataclass(frozen=True, slots=True)
class PlanExplanation:
    """What a plan does and why: ``str()`` gives it as a tree of text, `to_dict` as data for JSON.

    ``written`` is the expression as it was given, in its canonical form, None where there is no filter. ``reasons`` are
    the steps that are about no request in particular; ``untold`` more were made.
    """

    endpoint: str
    written: str | None
    requests: tuple[ExplainedRequest, ...]
    residual: str | None
    key: str | None
    exact_total: bool
    naive_requests: int
    reasons: tuple[Reason, ...]
    untold: int
    warnings: tuple[Issue, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the explanation as plain data; the warnings have no places, as in `vsfilter.Filter.explain`."""
        return {
            "endpoint": self.endpoint,
            "written": self.written,
            "requests": [
                {"text": one.text, "reasons": _data(one.reasons), "method": "GET", "url": one.url}
                for one in self.requests
            ],
            "residual": self.residual,
            "key": self.key,
            "exact_total": self.exact_total,
            "naive_requests": self.naive_requests,
            "saved": self.naive_requests - len(self.requests),
            "reasons": _data(self.reasons),
            "more_reasons": self.untold,
            "warnings": issues_as_data([replace(issue, span=None) for issue in self.warnings], None),
        }

    def __str__(self) -> str:
        """Give the explanation as text for people."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.written is not None:
            yield from _wrapped(_cut(self.written), "filter:  ")
        yield from _wrapped(self._summary(), "plan:    ")
        for number, one in enumerate(self.requests, 1):
            yield ""
            yield from _wrapped(_cut(one.text) or "all records", f"request {number}: ")
            yield from _told(one.reasons)
            yield f"  GET {one.url}" if len(one.url) <= _LONGEST_URL else f"  GET, with a URL of {len(one.url):,} bytes"
        if self.residual is not None:
            yield ""
            yield from _wrapped(_cut(self.residual), "looked at here: ")
            yield from _told(one for one in self.reasons if one.kind in _HERE)
        others = [one for one in self.reasons if one.kind not in _HERE]
        if others:
            yield "\non the way:"
            yield from _told(others)
        if self.untold:
            yield f"  - and {self.untold:,} more of the kind"
        if self.warnings:
            yield f"\n{render_issues(self.warnings, None)}"

    def _summary(self) -> str:
        count = len(self.requests)
        if not count:
            return f"no request, as no record of {printable(self.endpoint)} can match"
        parts = [f"{count} request{'s' * (count > 1)} to {printable(self.endpoint)}"]
        if self.naive_requests > count:
            parts.append(f"{self.naive_requests - count:,} fewer than by plain distribution")
        if self.residual is not None:
            parts.append("each record that is fetched is looked at here")
        if count > 1 and self.key is not None:
            parts.append(f"records that come twice are told by {quote(self.key)}")
        parts.append("the totals add up" if self.exact_total else "the totals do not tell how many records match")
        return "; ".join(parts)


_HERE: Final = frozenset({Kind.LEAVE, Kind.WIDEN})


def _told(reasons: Any) -> Iterator[str]:  # noqa: ANN401
    for reason in reasons:
        yield from _wrapped(reason.text, f"  - {reason.kind}: ")


def _data(reasons: tuple[Reason, ...]) -> list[dict[str, str]]:
    return [{"kind": one.kind.value, "text": one.text} for one in reasons]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def _wrapped(text: str, start: str) -> list[str]:
    return textwrap.wrap(
        printable(text), _WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False
    )
