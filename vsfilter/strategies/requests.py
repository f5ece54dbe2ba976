"""Checked filters, and the requests that carry them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import quote

from hypothesis import strategies as st

from vsfilter.compiling import compile as compile_filter
from vsfilter.model.operators import OPERATORS, Operator
from vsfilter.strategies.declarations import resolved
from vsfilter.strategies.expressions import expressions
from vsfilter.wire import DIRECTIONS, LARGEST_LIMIT, LARGEST_PAGE

if TYPE_CHECKING:
    from vsfilter.filter import Filter
    from vsfilter.schema import Endpoint
    from vsfilter.wire import PagingOptions

_BLANKS = ("", " ", "\n")
_PAGES = st.integers(1, 3) | st.just(LARGEST_PAGE)
_LIMITS = st.sampled_from((1, 100, LARGEST_LIMIT))
_ESCAPE = re.compile(r"%[0-9A-F]{2}")


class Query(NamedTuple):
    """A request: a filter, None for none, the options beside it, and a query string that says both.

    ``text`` need not be what vsfilter writes: it may hold ``+`` for a space, other spellings of operators, another
    order of the keys of an entry, blanks in the JSON, or more escapes than are needed. It means the same.
    """

    filter: Filter | None
    options: PagingOptions
    text: str


def filters(endpoint: str | Endpoint) -> st.SearchStrategy[Filter]:
    """Draw a filter that was checked against the endpoint, with its warnings; `expressions` says of what."""
    found = resolved(endpoint)
    return expressions(found, "conjunction").map(lambda expr: compile_filter(expr, found))


def queries(endpoint: str | Endpoint) -> st.SearchStrategy[Query]:
    """Draw a request for a list of records: a filter or none, page, limit, sort, dir and group_by, each or not."""
    found = resolved(endpoint)
    names = st.sampled_from(found.names)
    options = st.fixed_dictionaries(
        {},
        optional={
            "page": _PAGES,
            "limit": _LIMITS,
            "sort": names,
            "dir": st.sampled_from(DIRECTIONS),
            "group_by": names,
        },
    ).map(lambda drawn: cast("PagingOptions", drawn))
    return _queries(st.none() | filters(found), options)


@st.composite
def _queries(
    draw: st.DrawFn, drawn_filters: st.SearchStrategy[Filter | None], drawn_options: st.SearchStrategy[PagingOptions]
) -> Query:
    flt, options = draw(drawn_filters), draw(drawn_options)
    parts = [f"{name}={_escaped(draw, str(value))}" for name, value in options.items()]
    if flt is not None:
        parts.insert(0, f"filter={_escaped(draw, _json(draw, flt))}")
    elif draw(st.booleans()):
        parts.insert(0, "filter=[]")
    return Query(flt, options, "&".join(parts))


def _json(draw: st.DrawFn, flt: Filter) -> str:
    """Write the filter JSON in a random form."""
    blank, empty = draw(st.sampled_from(_BLANKS)), draw(st.sampled_from(_BLANKS))
    in_ascii = draw(st.booleans())
    entries = []
    # Digits of numbers stay as they are only as text.
    for entry in json.loads(flt.to_json(), parse_int=_Digits, parse_float=_Digits):
        operator = draw(st.sampled_from(_WIRE_SPELLINGS[Operator(entry["operator"])]))
        pairs = [("property", entry["property"]), ("operator", operator), ("value", entry["value"])]
        written = [
            f"{json.dumps(key)}:{blank}{_dumped(value, in_ascii=in_ascii)}"
            for key, value in draw(st.permutations(pairs))
        ]
        entries.append("{" + f",{empty}".join(written) + "}")
    return f"[{empty}" + f"{blank},".join(entries) + f"{empty}]"


class _Digits(str):
    """A number by its digits."""

    __slots__ = ()


def _dumped(value: Any, *, in_ascii: bool) -> str:  # noqa: ANN401  decoded JSON
    if isinstance(value, _Digits):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(_dumped(one, in_ascii=in_ascii) for one in value) + "]"
    return json.dumps(value, ensure_ascii=in_ascii)


def _escaped(draw: st.DrawFn, text: str) -> str:
    """Percent-encode, in one of the ways that mean the same."""
    match draw(st.sampled_from(("plain", "plus", "lower", "all"))):
        case "all":
            return "".join(f"%{byte:02X}" for byte in text.encode())
        case "plus":
            return quote(text, safe="").replace("%20", "+")
        case "lower":
            return _ESCAPE.sub(lambda found: found[0].lower(), quote(text, safe=""))
        case _:
            return quote(text, safe="")


_WIRE_SPELLINGS = {
    operator: (operator.value, *(one for one in entry.spellings if " " not in one and one != operator.value))
    for operator, entry in OPERATORS.items()
}
