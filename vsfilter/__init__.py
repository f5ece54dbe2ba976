"""Filter queries for the VoIPstudio REST API, checked before they are sent.

>>> import vsfilter
>>> flt = vsfilter.compile('dst_id = 123456 and calldate > "2018-09-01"', "cdrs")
>>> flt.to_query(page=1)[:42]
'filter=%5B%7B%22property%22%3A%22dst_id%22'
"""

# As in `typing`, whose import takes a third of the time that this one may take.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from vsfilter.build import F
    from vsfilter.check import Accept
    from vsfilter.compiling import Prepared, compile, predicate, prepare  # noqa: A004  the word of re.compile, and of the field
    from vsfilter.errors import (
        FilterCheckError,
        FilterSyntaxError,
        Issue,
        SchemaError,
        Severity,
        Span,
        VsFilterError,
    )
    from vsfilter.filter import Filter
    from vsfilter.model.limits import Limits
    from vsfilter.model.literals import Parameter as Param
    from vsfilter.planning import Plan, plan
    from vsfilter.schema import Endpoint, Filterability, Property, PropertyType, endpoint, endpoints, load_endpoint
    from vsfilter.syntax import parse, to_text
    from vsfilter.wire.decoding import ParsedQuery, from_json, from_query

__all__ = [
    "Accept",
    "Endpoint",
    "F",
    "Filter",
    "FilterCheckError",
    "FilterSyntaxError",
    "Filterability",
    "Issue",
    "Limits",
    "Param",
    "ParsedQuery",
    "Plan",
    "Prepared",
    "Property",
    "PropertyType",
    "SchemaError",
    "Severity",
    "Span",
    "VsFilterError",
    "compile",
    "endpoint",
    "endpoints",
    "from_json",
    "from_query",
    "load_endpoint",
    "parse",
    "plan",
    "predicate",
    "prepare",
    "to_text",
]

# Each name is loaded when it is first asked for: a program that imports vsfilter pays for what it uses.
_HOMES = {
    "vsfilter.build": ("F",),
    "vsfilter.check": ("Accept",),
    "vsfilter.compiling": ("Prepared", "compile", "predicate", "prepare"),
    "vsfilter.errors": (
        "FilterCheckError",
        "FilterSyntaxError",
        "Issue",
        "SchemaError",
        "Severity",
        "Span",
        "VsFilterError",
    ),
    "vsfilter.filter": ("Filter",),
    "vsfilter.model.limits": ("Limits",),
    "vsfilter.model.literals": ("Parameter",),
    "vsfilter.planning": ("Plan", "plan"),
    "vsfilter.schema": (
        "Endpoint",
        "Filterability",
        "Property",
        "PropertyType",
        "endpoint",
        "endpoints",
        "load_endpoint",
    ),
    "vsfilter.syntax": ("parse", "to_text"),
    "vsfilter.wire.decoding": ("ParsedQuery", "from_json", "from_query"),
}
_PUBLIC_AS = {"Parameter": "Param"}
_home_of = {_PUBLIC_AS.get(name, name): (home, name) for home, names in _HOMES.items() for name in names}

if not TYPE_CHECKING:  # pragma: no branch  as it stays
    # A type checker would take any name for one that exists.
    def __getattr__(name: str) -> object:
        if name not in _home_of:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=None)
        from importlib import import_module  # noqa: PLC0415  not needed before

        home, name_there = _home_of[name]
        found = globals()[name] = getattr(import_module(home), name_there)
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
