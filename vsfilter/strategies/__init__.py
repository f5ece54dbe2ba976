"""Hypothesis strategies for the filter language: for the tests of everything that writes, reads or answers filters.

Needs the extra ``testing``. An endpoint is given by its name or as an `vsfilter.Endpoint`; a name that is
none raises `vsfilter.FilterCheckError` where the strategy is made, not where it is drawn from.

>>> from hypothesis import given
>>> from vsfilter import strategies as vst
>>> @given(vst.filters("cdrs"))
... def test_my_client_sends_the_filter(flt): ...
"""

from vsfilter.strategies.declarations import endpoints
from vsfilter.strategies.equivalence import equivalents
from vsfilter.strategies.expressions import bindings, expressions
from vsfilter.strategies.mistakes import InvalidText, invalid_texts
from vsfilter.strategies.nearness import NearRecord, records_near
from vsfilter.strategies.recorded import records
from vsfilter.strategies.requests import Query, filters, queries
from vsfilter.strategies.spelling import spellings, texts

__all__ = [
    "InvalidText",
    "NearRecord",
    "Query",
    "bindings",
    "endpoints",
    "equivalents",
    "expressions",
    "filters",
    "invalid_texts",
    "queries",
    "records",
    "records_near",
    "spellings",
    "texts",
]
