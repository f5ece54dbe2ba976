"""What a client is tried with: endpoints, texts of filters, and records at the edge of them."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hypothesis import strategies as st

from vsfilter.compiling import compile as compile_filter
from vsfilter.errors import quote
from vsfilter.model import And, Boolean, Comparison, Date, Number, Operator, Text
from vsfilter.model.names import property_text
from vsfilter.schema import Endpoint, Filterability, PropertyType
from vsfilter.schema import endpoint as find_endpoint
from vsfilter.schema import endpoints as all_endpoints
from vsfilter.strategies import records_near, texts
from vsfilter.syntax import to_text
from vsfilter.testing.faults import Case

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vsfilter.filter import Filter
    from vsfilter.model import Literal
    from vsfilter.schema import Property

# The records of this one are the tokens of the emulator itself.
_TOKENS: Final = "apitokens"
# Larger pages than this are filled for one endpoint only.
_LARGE_PAGE: Final = 50

_PLAINEST: Final[Mapping[PropertyType, Literal]] = {
    PropertyType.INTEGER: Number("0"),
    PropertyType.NUMBER: Number("0"),
    PropertyType.BOOLEAN: Boolean(value=False),
    PropertyType.DATETIME: Date("2018-09-01"),
}
# `p` stands for a property.
_TRAPS: Final[Mapping[PropertyType, Sequence[str]]] = {
    PropertyType.STRING: (
        'p = "+44"',
        'p = "a b"',
        'p = "a&b"',
        'p = "a#b"',
        'p = "%"',
        'p = "%41"',
        'p = "007"',
        'p = "é"',
        "p = '\"'",
        r'p = "\\"',
        'p != "a"',
        'p in ("a", "b")',
        'p like "4"',
        'p not like "4"',
    ),
    PropertyType.INTEGER: (
        "p >= 1 and p <= 2",
        "p > 1 and p < 3",
        "p in (1, 2)",
        "p not in (1, 2)",
        "p = 9007199254740993",
    ),
    PropertyType.NUMBER: ("p = 0.1", "p = -1.5"),
    PropertyType.BOOLEAN: ("p = true", "p = false"),
    PropertyType.DATETIME: ('p >= "2018-09-01"', 'p < "2018-09-01 12:30:15"', "p between 2018-09-01 and 2018-09-02"),
}


class Layout(NamedTuple):
    """A case, and the records that are there."""

    case: Case
    records: list[dict[str, Any]]


def chosen_names(endpoints: Iterable[str] | None, *, served: bool) -> list[str]:
    """Give the names of the endpoints to try; raises ValueError or `FilterCheckError` for one that cannot be."""
    if endpoints is None:
        return [one.name for one in all_endpoints() if one.properties and not (served and one.name == _TOKENS)]
    found = [find_endpoint(one) for one in endpoints]
    if not found:
        raise ValueError("there is no endpoint to try")
    for one in found:
        if not one.properties:
            raise ValueError(f"no property of {quote(one.name)} is known, so there is no filter to try")
        if served and one.name == _TOKENS:
            raise ValueError(
                f"the records of `{_TOKENS}` are the tokens of the emulator itself, and not to be replaced"
            )
    return [one.name for one in found]


def cases(names: Sequence[str]) -> st.SearchStrategy[Case]:
    """Draw an endpoint and the text of a filter, as often on properties of one type as on any."""

    def of(name: str) -> st.SearchStrategy[Case]:
        kinds = [*dict.fromkeys(prop.type for prop in _filterable(name)), None]
        return st.sampled_from(kinds).flatmap(lambda kind: _texts(name, kind)).map(lambda text: Case(text, name))

    return st.sampled_from(names).flatmap(of)


def _filterable(name: str) -> list[Property]:
    return [prop for prop in find_endpoint(name).properties if prop.filterable is not Filterability.REFUSED]


@cache
def _texts(name: str, kind: PropertyType | None) -> st.SearchStrategy[str]:
    """Make a strategy, which takes longer than to draw from it."""
    if kind is None:
        return texts(name)
    return texts(Endpoint(name, [prop for prop in _filterable(name) if prop.type is kind]))


def known_traps(names: Sequence[str]) -> Iterator[Case]:
    """Give the simplest filter of each endpoint, and what has often gone wrong on the first that has such a property.

    So none of them is left to chance, and the example is as short as can be.
    """
    for name in names:
        yield Case(_plain_text(_filterable(name)[0]), name)
    done: set[PropertyType] = set()
    for name in names:
        key = find_endpoint(name).id_property
        for prop in _filterable(name):
            if prop.type in done or prop.name == key or prop.values:
                continue
            done.add(prop.type)
            written = property_text(prop.name)
            for trap in _TRAPS.get(prop.type, ()):
                yield Case(trap.replace("p", written), name)


def _plain_text(prop: Property) -> str:
    return to_text(Comparison(prop.name, Operator.EQ, _PLAINEST.get(prop.type, Text("a"))))


def smaller_texts(case: Case) -> Iterator[str]:
    """Give texts that say less than that of a case, the smallest first: what Hypothesis cannot come to step by step."""
    expr = compile_filter(case.text, case.endpoint).expr
    assert expr is not None  # noqa: S101  a text is never no filter
    predicates = expr.terms if isinstance(expr, And) else (expr,)
    for predicate in predicates:
        if isinstance(predicate, Comparison) and predicate.operator is not Operator.EQ:
            yield to_text(Comparison(predicate.property, Operator.EQ, predicate.value))
        yield to_text(predicate)
    for first, second in combinations(predicates, 2):
        yield to_text(And((first, second)))
    yield to_text(expr)


def layouts(case: Case) -> st.SearchStrategy[Layout]:
    """Draw a few records at the edge of a filter."""
    flt = compile_filter(case.text, case.endpoint)
    near = st.lists(_near(flt), min_size=1, max_size=4)
    return near.map(lambda records: Layout(case, _apart(records, flt)))


def walks(names: Sequence[str], page_size: int) -> Iterator[Layout]:
    """Give records that fill a page to the last place, or one page and two with one record more, the fewest first.

    As many that do not match stand among them. Where pages are large, only the first endpoint is tried.
    """
    for name in names if page_size <= _LARGE_PAGE else names[:1]:
        plain = plain_records(name)
        for number in (page_size, page_size + 1, 2 * page_size + 1) if name == names[0] else (page_size + 1,):
            yield Layout(
                plain.case, [plain.record(place, matches=place % 2 == 1) for place in range(1, 2 * number + 1)]
            )


class PlainRecords(NamedTuple):
    """A filter of one condition, and what makes records that match it or do not."""

    case: Case
    key: str
    is_key_text: bool
    property: str
    value: Any

    def record(self, place: int, *, matches: bool) -> dict[str, Any]:
        """Make the record of a place from 1, in the order in which the API gives them."""
        key = f"{place:09}" if self.is_key_text else place
        return {self.key: key, self.property: self.value if matches else None}


def plain_records(name: str) -> PlainRecords:
    """Give a filter of an endpoint that is not about the key."""
    key, declared = _key(name)
    prop = next(prop for prop in _filterable(name) if prop.name != key)
    case = Case(_plain_text(prop), name)
    (entry,) = compile_filter(case.text, name).to_list()
    return PlainRecords(case, key, declared is PropertyType.STRING, prop.name, entry["value"])


def _key(name: str) -> tuple[str, PropertyType | None]:
    """Give the name of the key, which every known endpoint has, and its type where it is declared."""
    endpoint = find_endpoint(name)
    assert endpoint.id_property is not None  # noqa: S101  as the shipped endpoints are
    declared = endpoint.get(endpoint.id_property)
    return endpoint.id_property, None if declared is None else declared.type


def _near(flt: Filter) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a record at the edge of a filter, which has the key and the properties that the filter is about."""
    whole = flt.endpoint
    names = {whole.id_property, *(entry["property"] for entry in flt.to_list())}
    part = Endpoint(
        whole.name, [prop for prop in whole.properties if prop.name in names], id_property=whole.id_property
    )
    # Records of all properties would take most of the time.
    return records_near(compile_filter(flt.expr, part)).map(lambda drawn: drawn.record)


def _apart(records: list[dict[str, Any]], flt: Filter) -> list[dict[str, Any]]:
    """Give all records keys, none twice."""
    key, _ = _key(flt.endpoint.name)
    # Where it is not declared, the emulator has it all the same.
    return list({record.setdefault(key, number): record for number, record in enumerate(records, 1)}.values())
