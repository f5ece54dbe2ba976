"""Checked filter to bytes and strings; back again is `vsfilter.wire.decoding`. The only home of orjson."""

from vsfilter.wire.encoding import start_of_entry, to_json, to_list, value_to_json
from vsfilter.wire.paging import DIRECTIONS, LARGEST_LIMIT, LARGEST_PAGE, Paging, PagingOptions, paging_query
from vsfilter.wire.request import (
    LONGEST_QUERY,
    TOKEN_VARIABLE,
    base_of,
    checked_token,
    json_of,
    to_curl,
    to_query,
    to_url,
    warnings_of,
)

__all__ = [
    "DIRECTIONS",
    "LARGEST_LIMIT",
    "LARGEST_PAGE",
    "LONGEST_QUERY",
    "TOKEN_VARIABLE",
    "Paging",
    "PagingOptions",
    "base_of",
    "checked_token",
    "json_of",
    "paging_query",
    "start_of_entry",
    "to_curl",
    "to_json",
    "to_list",
    "to_query",
    "to_url",
    "value_to_json",
    "warnings_of",
]
