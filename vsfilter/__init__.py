"""Filter queries for the VoIPstudio REST API, checked before they are sent.

>>> import vsfilter
>>> flt = vsfilter.compile('dst_id = 123456 and calldate > "2018-09-01"', "cdrs")
>>> flt.to_query(page=1)[:42]
'filter=%5B%7B%22property%22%3A%22dst_id%22'
"""

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
from vsfilter.schema import Endpoint, Filterability, Property, PropertyType, endpoint, endpoints, load_endpoint
from vsfilter.syntax import parse, to_text
from vsfilter.wire import ParsedQuery, from_json, from_query

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
    "predicate",
    "prepare",
    "to_text",
]
