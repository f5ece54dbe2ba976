"""What can go wrong, as data, and the one place where it is turned into text.

The exceptions::

    ValueError
    └── VsFilterError            every refusal of this library; .issues, .source, .render()
        ├── FilterSyntaxError    the text is no expression, or is over the limits
        ├── FilterCheckError     the expression, or the request around it, does not fit the endpoint
        └── SchemaError          the declaration of an endpoint is wrong
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Span(NamedTuple):
    """A place in a text: the half-open range ``start`` to ``end``, counted in characters from 0."""

    start: int
    end: int


class Severity(StrEnum):
    """Whether an issue stops the filter (``error``) or only deserves a look (``warning``)."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong with a filter, or that deserves a second look.

    ``code`` is stable and meant for programs; all codes are listed in ``docs/issues.md``.
    ``message`` and ``hint`` are for people and may change between releases. ``suggestion`` is the
    bare text that could stand at ``span`` instead (``dst_id``), where one is known. ``span`` counts
    in the text that was given, and is None where there was none.
    """

    code: str
    message: str
    span: Span | None = None
    suggestion: str | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR

    def to_dict(self) -> dict[str, Any]:
        """Give the issue as plain data, its span as a mapping of ``start`` and ``end``."""
        data = asdict(self)
        data["severity"] = self.severity.value
        data["span"] = None if self.span is None else self.span._asdict()
        return data


class VsFilterError(ValueError):
    """The base of all refusals of this library.

    ``issues`` holds at least one issue, sorted by place. ``source`` is the text in which their
    spans count, or None where there was no text.
    """

    def __init__(self, issues: Iterable[Issue], source: str | None = None) -> None:
        """Take the issues in any order; see the class for their meaning."""
        self.issues: tuple[Issue, ...] = in_order(issues)
        self.source = source
        super().__init__(self.issues, source)

    def __str__(self) -> str:
        """Give what `render` gives, without colour."""
        return self.render()

    def render(self, *, colour: bool = False) -> str:
        """Draw each issue: code and message, the line with an underline, and the hint.

        ``colour`` adds ANSI colours. Control characters of the source are shown as symbols, so a
        hostile text cannot command the terminal.
        """
        from vsfilter.rendering import render_issues  # noqa: PLC0415  only needed on failure

        return render_issues(self.issues, self.source, colour=colour)

    def to_dict(self) -> dict[str, Any]:
        """Give the error as plain data for editors and logs.

        The form is ``{"issues": [...]}``, each issue with its fields, and where there is a source,
        with ``line`` and ``column`` (from 1) beside the span.
        """
        from vsfilter.rendering import issues_as_data  # noqa: PLC0415  only needed on failure

        return {"issues": issues_as_data(self.issues, self.source)}


class FilterSyntaxError(VsFilterError):
    """The text is not an expression (``syntax``) or is over the limits (``limit-exceeded``)."""


class FilterCheckError(VsFilterError):
    """The expression does not fit the endpoint, or an option of the request is out of range."""


class SchemaError(VsFilterError):
    """The declaration of an endpoint contradicts itself; the code is ``invalid-schema``."""


def in_order(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Sort issues by place; those without a place come last, each group as it was found."""
    return tuple(sorted(issues, key=lambda issue: (issue.span is None, issue.span or (0, 0))))


def quote(text: str, limit: int = 60) -> str:
    """Show a foreign text inside a message: in backticks, printable, cut after ``limit``.

    Text that holds backticks itself stands in double quotes.
    """
    shown = printable(text if len(text) <= limit else text[: limit - 1] + "…")
    return f'"{shown}"' if "`" in shown else f"`{shown}`"


def text_of(value: object, write: Callable[[object], str] = str) -> str:
    """Write a foreign value of any type by ``str`` or ``repr``, to be quoted in a message."""
    try:
        return write(value)
    except ValueError:
        # Python writes no integer of more than 4,300 digits.
        return "a number of thousands of digits"


def printable(text: str) -> str:
    r"""Replace what a terminal would obey or hide (controls, bidi marks) by a symbol each."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _symbol(character) for character in text)


def _symbol(character: str) -> str:
    code = ord(character)
    return chr(0x2400 + code) if code < ord(" ") else "\N{REPLACEMENT CHARACTER}"
