"""The explanation of a filter as a value, as text and as data."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from vsfilter.errors import printable
from vsfilter.rendering import issues_as_data, render_issues
from vsfilter.schema import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.errors import Issue
    from vsfilter.explain.rewritings import Rewritten

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class ExplainedCondition:
    """One condition of a request.

    ``text`` is the condition in the language, ``words`` what it asks of a record, ``description`` what
    the property holds, ``evidence`` how sure it is that the API honours it, and ``sources`` the names
    of where that is known from, as `vsfilter schema` lists them.
    """

    property: str
    operator: str
    text: str
    words: str
    description: str
    evidence: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a filter means: ``str()`` gives it as text, `to_dict` as data for JSON.

    ``written`` is the expression as it was given, in its canonical form, None where there is no filter;
    ``url`` is that of the request.
    """

    endpoint: str
    written: str | None
    conditions: tuple[ExplainedCondition, ...]
    rewritings: tuple[Rewritten, ...]
    warnings: tuple[Issue, ...]
    url: str

    def to_dict(self) -> dict[str, Any]:
        """Give the explanation as plain data; each source comes with what it is.

        The warnings have no places, as these would count in the text that was compiled.
        """
        known = catalogue().sources
        return {
            "endpoint": self.endpoint,
            "written": self.written,
            "conditions": [
                {
                    "property": one.property,
                    "operator": one.operator,
                    "text": one.text,
                    "words": one.words,
                    "description": one.description,
                    "evidence": list(one.evidence),
                    "sources": {name: known.get(name) for name in one.sources},
                }
                for one in self.conditions
            ],
            "rewritings": [
                {"before": one.before, "after": one.after, "reasons": list(one.reasons)} for one in self.rewritings
            ],
            "warnings": issues_as_data([replace(issue, span=None) for issue in self.warnings], None),
            "request": {"method": "GET", "url": self.url},
        }

    def __str__(self) -> str:
        """Give the explanation as text for people."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        endpoint = printable(self.endpoint)
        if self.written is None:
            yield f"all records of {endpoint}: there is no filter"
        else:
            yield f"filter:  {printable(self.written)}"
            yield f"means:   the records of {endpoint} for which all of this holds"
        for number, one in enumerate(self.conditions, 1):
            label = f"{number}. "
            yield ""
            yield from _wrapped(one.words, label)
            for line in (one.description, "; ".join(one.evidence), f"sources: {', '.join(one.sources)}"):
                if line and line != "sources: ":
                    yield from _wrapped(line, " " * len(label))
        if self.rewritings:
            yield "\nrewritten for the API, which takes one list of conditions:"
            for step in self.rewritings:
                yield f"- {printable(step.before)}"
                yield f"  → {printable(step.after)}"
                yield from _wrapped("; ".join(step.reasons), "    ")
        if self.warnings:
            yield f"\n{render_issues(self.warnings, None)}"
        yield f"\nGET {self.url}"


def _wrapped(text: str, start: str) -> list[str]:
    return textwrap.wrap(
        printable(text), _WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False
    )
