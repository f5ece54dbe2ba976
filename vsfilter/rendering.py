"""Draws for people: issues with the line of the text and an underline as wide as the node, and tables."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from vsfilter.errors import Issue, Severity, Span, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDEST_LINE = 100
_MOST_ISSUES = 100
# Of the last column of a table, which is wrapped.
_NARROWEST = 30
_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}


def render_issues(issues: Sequence[Issue], source: str | None, *, colour: bool = False) -> str:
    """Draw issues in the order given, with a line that counts those left out past the first 100."""
    lines = None if source is None else _Lines(source)
    drawn = [_render(issue, lines, colour=colour) for issue in issues[:_MOST_ISSUES]]
    if len(issues) > _MOST_ISSUES:
        drawn.append(f"… and {len(issues) - _MOST_ISSUES} more")
    return "\n".join(drawn)


def issues_as_data(issues: Sequence[Issue], source: str | None) -> list[dict[str, Any]]:
    """Give issues as plain data, with ``line`` and ``column`` from 1 where there is a source."""
    lines = None if source is None else _Lines(source)
    rows = []
    for issue in issues:
        row = issue.to_dict()
        if lines is not None and issue.span is not None:
            number, column = lines.locate(issue.span.start)
            row |= {"line": number + 1, "column": column + 1}
        rows.append(row)
    return rows


class _Lines:
    """The lines of a text, found once, for any number of places in it."""

    def __init__(self, source: str) -> None:
        self._source = source
        breaks = list(re.finditer(r"\r\n|\r|\n", source))
        self._starts = [0, *(found.end() for found in breaks)]
        self._ends = [*(found.start() for found in breaks), len(source)]

    def locate(self, offset: int) -> tuple[int, int]:
        """Give the line (from 0) and the column in it (from 0) of an offset."""
        number = bisect_right(self._starts, offset) - 1
        return number, offset - self._starts[number]

    def excerpt(self, span: Span) -> tuple[int, str, int, int]:
        """Give the line (from 0), what to show of it, and the span in that, from and to."""
        number, start = self.locate(span.start)
        line = self._source[self._starts[number] : self._ends[number]]
        start = min(start, len(line))
        end = max(start, min(start + span.end - span.start, len(line)))
        cut = max(0, start - _WIDEST_LINE // 3) if len(line) > _WIDEST_LINE else 0
        shown = line[cut : cut + _WIDEST_LINE]
        before, after = "…" * (cut > 0), "…" * (cut + _WIDEST_LINE < len(line))
        shift = len(before) - cut
        end = min(end, cut + _WIDEST_LINE)
        return number, printable(before + shown + after), start + shift, end + shift


def _render(issue: Issue, lines: _Lines | None, *, colour: bool) -> str:
    def paint(text: str, code: str) -> str:
        return f"{code}{text}{_RESET}" if colour and text else text

    accent = _COLOURS[issue.severity]
    title = paint(f"{issue.severity.value}[{issue.code}]", accent)
    drawing = [f"{title}: {paint(printable(issue.message), _BOLD)}"]
    gutter = ""
    if lines is not None and issue.span is not None:
        number, text, start, end = lines.excerpt(issue.span)
        label = str(number + 1)
        gutter = " " * (len(label) + 1)
        underline = paint("^" * max(1, columns(text[start:end])), accent)
        drawing.append(f"{label} | {text}".rstrip())
        drawing.append(f"{gutter}| {' ' * columns(text[:start])}{underline}")
    if issue.hint:
        drawing.append(f"{gutter}= hint: {printable(issue.hint)}")
    return "\n".join(drawing)


def columns(text: str) -> int:
    """Count the columns of a terminal that a text takes: wide characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """Align columns under their titles; the last one is wrapped to a terminal of ``width`` columns."""
    cells = [[printable(cell) for cell in row] for row in (head, ["-" * len(title) for title in head], *rows)]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    indent = sum(widths[:-1]) + 2 * (len(widths) - 1)
    room = max(_NARROWEST, width - indent)
    lines = []
    for row in cells:
        start = "".join(cell + " " * (wide - columns(cell) + 2) for cell, wide in zip(row[:-1], widths, strict=False))
        first, *others = textwrap.wrap(row[-1], room) or [""]
        lines.append(f"{start}{first}".rstrip())
        lines += (" " * indent + other for other in others)
    return "\n".join(lines)
