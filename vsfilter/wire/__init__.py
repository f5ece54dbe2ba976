"""Checked filter to bytes and strings. The only home of orjson."""

from vsfilter.wire.encoding import to_json, to_list
from vsfilter.wire.paging import DIRECTIONS, LARGEST_LIMIT, Paging, PagingOptions
from vsfilter.wire.request import LONGEST_QUERY, TOKEN_VARIABLE, to_curl, to_query, to_url, warnings_of

__all__ = [
    "DIRECTIONS",
    "LARGEST_LIMIT",
    "LONGEST_QUERY",
    "TOKEN_VARIABLE",
    "Paging",
    "PagingOptions",
    "to_curl",
    "to_json",
    "to_list",
    "to_query",
    "to_url",
    "warnings_of",
]
