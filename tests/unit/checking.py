"""What the tests of checking share: short ways to have a filter sent or refused, and an endpoint of all types."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import vsfilter
from vsfilter import Endpoint, Filterability, FilterCheckError, Property, PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vsfilter import Issue
    from vsfilter.model import Expr

# One property of each type, named after it, each seen to be filtered on.
THINGS = Endpoint(
    "things", tuple(Property(kind.value, kind, filterable=Filterability.OBSERVED) for kind in PropertyType)
)

Place = tuple[str, str | None]

# Some tests give what the types forbid.
compile_any: Callable[..., vsfilter.Filter] = vsfilter.compile


def sent(
    source: str | Expr | None, endpoint: str | Endpoint = THINGS, **options: object
) -> list[tuple[str, str, object]]:
    """Give property, operator and value of each condition that goes on the wire."""
    rows = json.loads(compile_any(source, endpoint, **options).to_json(), parse_float=Decimal)
    return [(row["property"], row["operator"], row["value"]) for row in rows]


def value_sent(source: str | Expr, endpoint: str | Endpoint = THINGS, **options: object) -> str:
    """Give the value of the only condition as it stands in the JSON."""
    written = compile_any(source, endpoint, **options).to_json().decode()
    assert written.count('"value":') == 1
    return written[written.index('"value":') + len('"value":') : -len("}]")]


def refusal(source: str | Expr | None, endpoint: str | Endpoint = THINGS, **options: object) -> FilterCheckError:
    """Give the error with which checking refuses a filter."""
    with pytest.raises(FilterCheckError) as caught:
        compile_any(source, endpoint, **options)
    return caught.value


def issue(source: str | Expr | None, endpoint: str | Endpoint = THINGS, **options: object) -> Issue:
    """Give the only issue with which checking refuses a filter."""
    (only,) = refusal(source, endpoint, **options).issues
    return only


def refused(source: str | Expr | None, endpoint: str | Endpoint = THINGS, **options: object) -> list[Place]:
    """Give code and underlined text of each issue with which checking refuses a filter."""
    error = refusal(source, endpoint, **options)
    return places(error.issues, error.source)


def warned(text: str, endpoint: str | Endpoint = THINGS, **options: object) -> list[Place]:
    """Give code and underlined text of each warning about a filter."""
    return places(compile_any(text, endpoint, **options).warnings, text)


def warning(text: str, endpoint: str | Endpoint = THINGS, **options: object) -> Issue:
    """Give the only warning about a filter."""
    (only,) = compile_any(text, endpoint, **options).warnings
    return only


def places(issues: Iterable[Issue], text: str | None) -> list[Place]:
    """Give each code with the text that its span underlines."""
    return [(one.code, None if one.span is None or text is None else text[slice(*one.span)]) for one in issues]
