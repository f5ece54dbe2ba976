"""Blank lines before a text move every place by as much, and change nothing else."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import assume, event, given
from hypothesis import strategies as st

import vsfilter
from tests.laws.strategies import hostile_texts, near_texts
from vsfilter import Span
from vsfilter import strategies as vst
from vsfilter.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter import Issue
    from vsfilter.errors import VsFilterError

_ENDPOINT = "cdrs"
blank = st.text(st.sampled_from(" \t\n\r"), min_size=1, max_size=6) | st.sampled_from(
    ("\n", "\n\n\n", "\r\n\r\n", " \t\r\n")
)
texts = st.one_of(
    vst.texts(_ENDPOINT),
    vst.texts(_ENDPOINT, "any"),
    vst.invalid_texts(_ENDPOINT).map(lambda invalid: invalid.text),
    near_texts,
    hostile_texts,
).filter(lambda text: text.strip(" \t\r\n"))  # nothing is at place 0, wherever it ends


def _places(node: object, path: str = "") -> Iterator[tuple[str, Span]]:
    """Give the places of a tree, each with the way to it."""
    if isinstance(node, Span):
        yield path, node
    elif isinstance(node, tuple):
        for number, item in enumerate(node):
            yield from _places(item, f"{path}[{number}]")
    elif is_dataclass(node):
        for field in fields(node):
            yield from _places(getattr(node, field.name), f"{path}.{field.name}")


@given(vst.texts(_ENDPOINT, "any", relative_dates=True), blank)
def test_the_places_of_all_nodes_move(text: str, lead: str) -> None:
    expr, moved = parse(text), parse(lead + text)
    assert moved == expr
    before, after = dict(_places(expr)), dict(_places(moved))
    assert before
    assert after == {path: _moved(span, lead) for path, span in before.items()}


@given(vst.texts(_ENDPOINT, "any", relative_dates=True))
def test_a_place_holds_what_its_node_says(text: str) -> None:
    for path, span in _places(parse(text)):
        part = text[span.start : span.end]
        assert part.strip(" \t\r\n") == part != ""
        if path.endswith(("word_span", "word_spans[0]")):
            assert re.fullmatch(r"and|&&|or|\|\||not|!", part, re.IGNORECASE)
        if path.endswith("property_span"):
            assert re.fullmatch(r"`[^`]+`|\w+", part)


@given(texts, blank)
def test_the_places_of_issues_and_warnings_move(text: str, lead: str) -> None:
    assume(not (lead.endswith("\r") and text.startswith("\n")))  # they are one line end
    (flt, error), (moved_flt, moved_error) = _compiled(text), _compiled(lead + text)
    assert (flt is None) == (moved_flt is None)
    if error is not None and moved_error is not None:
        event(error.issues[0].code)
        assert type(moved_error) is type(error)
        assert moved_error.issues == tuple(_shifted(issue, lead) for issue in error.issues)
        _assert_drawn_lower(error, moved_error, lead)
    if flt is not None and moved_flt is not None:
        event(f"{len(flt.warnings)} warnings")
        assert moved_flt == flt
        assert moved_flt.warnings == tuple(_shifted(issue, lead) for issue in flt.warnings)


def _compiled(text: str) -> tuple[vsfilter.Filter | None, VsFilterError | None]:
    try:
        return vsfilter.compile(text, _ENDPOINT), None
    except vsfilter.VsFilterError as error:
        return None, error


def _moved(span: Span, lead: str) -> Span:
    return Span(span.start + len(lead), span.end + len(lead))


def _shifted(issue: Issue, lead: str) -> Issue:
    return issue if issue.span is None else replace(issue, span=_moved(issue.span, lead))


def _assert_drawn_lower(error: VsFilterError, moved: VsFilterError, lead: str) -> None:
    """Lines are counted from the first, columns from the last line end of what went before."""
    *ends, last = re.split(r"\r\n|\r|\n", lead)
    for before, after in zip(error.to_dict()["issues"], moved.to_dict()["issues"], strict=True):
        assert after["line"] == before["line"] + len(ends)
        assert after["column"] == before["column"] + (len(last) if before["line"] == 1 else 0)
    if not last:
        # Whole lines were added: the drawing is the same, but for the numbers of lines and the room that they take.
        assert _unnumbered(moved.render()) == _unnumbered(error.render())


def _unnumbered(drawing: str) -> list[str]:
    return [re.sub(r"^ *[0-9]* *(?=[|=] )", "", line) for line in drawing.splitlines()]
