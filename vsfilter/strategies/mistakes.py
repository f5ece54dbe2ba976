"""Texts that must be refused, each with the code of the issue and the place that it must name."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from vsfilter.errors import Span
from vsfilter.model import Comparison, Operator
from vsfilter.model.names import property_text
from vsfilter.schema import Filterability, PropertyType
from vsfilter.strategies.declarations import filterable, resolved
from vsfilter.strategies.values import literals
from vsfilter.syntax import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.schema import Endpoint, Property

_T = PropertyType
_NESTED = 201
_PLAIN = {_T.STRING: "A", _T.INTEGER: "1", _T.NUMBER: "1.5", _T.BOOLEAN: "true", _T.DATETIME: "2018-09-01"}
_QUOTED = '"a"'
_NO_NUMBERS = ("+5", ".5", "5.", "1e5", "1_000", "3x", "0x1F", "5and")
_NO_DATES = ("2018-02-30", "2019-02-29", "2018-13-01", "0000-01-01", "2018-09-01T24:00", "2018-09-01T12:30:60")
_NO_DATE_TEXTS = ("soon", "", "2018-9-1", "01/09/2018", "2018-09-01 12:30:15.5", "2018-W36-6", "today")


class InvalidText(NamedTuple):
    """A text that is refused with one issue: its ``code``, and the ``span`` of the text that it is about."""

    text: str
    code: str
    span: Span


class _Mistake(NamedTuple):
    """A condition, or a part of one, that is wrong from ``start`` to ``end``.

    What is refused by the grammar can stand only at the end of a text, if it is ``last``.
    """

    text: str
    code: str
    start: int
    end: int
    last: bool = False


def invalid_texts(endpoint: str | Endpoint) -> st.SearchStrategy[InvalidText]:
    """Draw a text with one mistake in it: in its syntax, its names, operators, values, or what a request can say.

    Around the mistake may stand conditions that are in order.
    """
    found = resolved(endpoint)
    return st.one_of(st.sampled_from(list(_mistakes(found))), _misspelt(found)).flatmap(lambda one: _around(one, found))


@st.composite
def _around(draw: st.DrawFn, mistake: _Mistake, endpoint: Endpoint) -> InvalidText:
    before = draw(st.sampled_from(("", "{} and ", "\n{}\tand  ", "({}) && ")))
    after = "" if mistake.last else draw(st.sampled_from(("", " and {}", "\r\n&& {}")))
    lead, rest = (part.format(draw(_sound(endpoint))) for part in (before, after))
    shift = len(lead)
    # What stands after is part of what is never closed.
    return InvalidText(lead + mistake.text + rest, mistake.code, Span(mistake.start + shift, mistake.end + shift))


@st.composite
def _sound(draw: st.DrawFn, endpoint: Endpoint) -> str:
    """Draw a condition that is in order, and that a format string leaves as it is."""
    prop = draw(st.sampled_from(filterable(endpoint)))
    return to_text(Comparison(prop.name, Operator.EQ, draw(literals(prop))))


@st.composite
def _misspelt(draw: st.DrawFn, endpoint: Endpoint) -> _Mistake:
    """Draw a condition on a property that the endpoint does not have, but nearly."""
    name = draw(st.sampled_from(endpoint.names))
    place = draw(st.integers(0, len(name) - 1))
    wrong = draw(
        st.sampled_from(
            (name[:place] + name[place + 1 :], f"{name[:place]}x{name[place:]}", name.swapcase(), f"{name}s")
        )
    )
    if not wrong or endpoint.get(wrong) is not None:
        wrong = f"no_{name}"
    text = property_text(wrong)
    return _Mistake(f"{text} = 1", "unknown-property", 0, len(text))


def _mistakes(endpoint: Endpoint) -> Iterator[_Mistake]:
    for prop in endpoint.properties:
        if prop.filterable is Filterability.REFUSED:
            name = property_text(prop.name)
            yield _Mistake(f"{name} = 1", "not-filterable", 0, len(name))
    by_type = {prop.type: prop for prop in reversed(filterable(endpoint))}
    for prop in by_type.values():
        yield from _of_type(prop)
        yield from _of_any_type(prop)
        yield from _of_syntax(property_text(prop.name))
    tests = [f"{property_text(prop.name)} = {_PLAIN.get(prop.type, _QUOTED)}" for prop in by_type.values()]
    for first, second in pairwise(tests):
        yield _marked(f"({first} or {second})", "or", "not-expressible", len(first) + 1)
        yield _marked(f"not (not {first} && not {second})", "&&", "not-expressible", len(first))


def _of_type(prop: Property) -> Iterator[_Mistake]:
    name, kind = property_text(prop.name), prop.type
    operators = {operator.canonical for operator in Operator if operator not in kind.operators}
    for word in sorted(operators - {"in"}):
        yield _marked(f"{name} {word} 1", word, "unsupported-operator", len(name))
    if "in" in operators:
        yield _marked(f"{name} not in (1)", "not in", "unsupported-operator", len(name))
    if ">=" in operators:
        yield _marked(f"{name} between 1 and 2", "between", "unsupported-operator", len(name))
    misfits = {
        _T.INTEGER: ("1.5", '"long"', "true", "2018-09-01", "today"),
        _T.NUMBER: ('"1,5"', "false", "x"),
        _T.STRING: ("true", "today - 7d"),
        _T.BOOLEAN: ("1", '"true"', "yes"),
        _T.DATETIME: ("20180901", "true"),
    }
    for value in misfits.get(kind, ("5", "true")):
        yield _marked(f"{name} != {value}", value, "type-mismatch", len(name))
    if kind is _T.DATETIME:
        texts = (f'"{text}"' for text in _NO_DATE_TEXTS)
        for value in (*_NO_DATES, *texts, "today - 9999999999d"):
            yield _marked(f"{name} >= {value}", value, "invalid-date", len(name))


def _of_any_type(prop: Property) -> Iterator[_Mistake]:
    name = property_text(prop.name)
    yield _marked(f"{name} = null", "null", "type-mismatch", len(name))
    yield _marked(f"not {name} = :value", ":value", "unbound-parameter", len(name))
    yield _marked(f"{name} is null", "is null", "not-expressible", len(name))
    yield _marked(f"!({name} is null)", "is null", "not-expressible", len(name))
    if Operator.IN in prop.type.operators:
        yield _marked(f"{name} in ()", "in ()", "empty-list", len(name))
        yield _marked(f"{name} not in []", "not in []", "empty-list", len(name))
        yield _marked(f"{name} in :values", ":values", "unbound-parameter", len(name))
    if prop.type is _T.INTEGER:
        yield _marked(f"({name} = 1 or {name} > 5)", "or", "not-expressible", len(name) + 5)
        yield _marked(f"not ({name} != 1 and {name} < 5)", "and", "not-expressible", len(name) + 9)
        yield _marked(f"{name} not between 1 and 5", "not between", "not-expressible", len(name))


def _of_syntax(name: str) -> Iterator[_Mistake]:
    for value in _NO_NUMBERS:
        yield _marked(f"{name} = {value}", value, "syntax", len(name))
    for value in ("and", "NOT", "like"):
        yield _marked(f"{name} = {value}", value, "syntax", len(name))
    yield _marked(f"{name} = (1)", "(", "syntax", len(name))
    yield _marked(f"{name} = 1 2", "2", "syntax", len(name))
    yield _marked(f"{name} = 1)", ")", "syntax", len(name))
    yield _marked(f'{name} = "a\\q"', "\\q", "syntax", len(name))
    yield _marked(f"{name} = 1 and and", "and", "syntax", len(name) + 9)
    yield _marked(f"{name} in (1,)", ")", "syntax", len(name))
    yield _marked(f"{name} is 1", "1", "syntax", len(name))
    yield _marked(f"5 = {name}", "5", "syntax", 0)
    open_quote = f'{name} = "never closed'
    yield _Mistake(open_quote, "syntax", len(name) + 3, len(open_quote), last=True)
    for unfinished in (f"{name} =", f"{name} in (1,", f"{name} = 1 and", f"not {name}"):
        yield _Mistake(unfinished, "syntax", len(unfinished), len(unfinished), last=True)
    yield _Mistake(f"({name} = 1", "syntax", 0, 1, last=True)
    deep = "(" * _NESTED + f"{name} = 1" + ")" * _NESTED
    yield _Mistake(deep, "limit-exceeded", _NESTED - 1, _NESTED)


def _marked(text: str, part: str, code: str, after: int) -> _Mistake:
    start = text.index(part, after)
    return _Mistake(text, code, start, start + len(part))
