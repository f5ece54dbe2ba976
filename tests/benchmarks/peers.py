"""The other libraries: how each parses the documented example, tests a record, and is imported.

Each function imports its library itself; one that is not installed raises ImportError, and the table says so.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Parse: TypeAlias = Callable[[str], object]
Match: TypeAlias = Callable[[dict[str, Any]], object]


def cql2_parse() -> Parse:
    """CQL2 in Rust: text to JSON."""
    import cql2

    return lambda text: cql2.parse_text(text).to_json()


def pygeofilter_parse() -> Parse:
    """CQL2 in Python, also by a grammar of Lark."""
    from pygeofilter.parsers.cql2_text import parse

    function: Parse = parse
    return function


def odata_parse() -> Parse:
    """OData in Python, by tables of SLY."""
    from odata_query.grammar import ODataLexer, ODataParser

    return lambda text: ODataParser().parse(ODataLexer().tokenize(text))


def rule_engine_parse() -> Parse:
    """Rules in Python, by tables of PLY."""
    import rule_engine

    function: Parse = rule_engine.Rule
    return function


def luqum_parse() -> Parse:
    """Lucene's query language in Python, by tables of PLY."""
    from luqum.parser import parser

    function: Parse = parser.parse
    return function


def sqlglot_parse() -> Parse:
    """SQL in Python, by hand."""
    import sqlglot

    function: Parse = sqlglot.parse_one
    return function


def celpy_parse() -> Parse:
    """CEL in Python, by a grammar of Lark."""
    import celpy

    # It tells of its grammar.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        environment = celpy.Environment()
    return lambda text: environment.program(environment.compile(text))


def cel_parse() -> Parse:
    """CEL in Rust."""
    import cel

    function: Parse = cel.compile
    return function


def jmespath_parse() -> Parse:
    """JMESPath in Python, by hand; its cache of texts is emptied, as nobody else has one."""
    import jmespath
    from jmespath.parser import Parser

    def parse(text: str) -> object:
        Parser.purge()
        return jmespath.compile(text)

    return parse


_CQL2 = "dst_id = '{}' AND calldate > '2018-09-01 00:00:00'"
# How each is written, with the number of the user in it.
PARSERS: Mapping[str, tuple[Callable[[], Parse], str]] = {
    "cql2 (Rust), text to JSON": (cql2_parse, _CQL2),
    "cel (Rust)": (cel_parse, "dst_id == '{}' && calldate > '2018-09-01 00:00:00'"),
    "jmespath": (jmespath_parse, "dst_id == '{}' && calldate > '2018-09-01 00:00:00'"),
    "luqum": (luqum_parse, 'dst_id:{} AND calldate:{{"2018-09-01 00:00:00" TO *}}'),
    "odata-query": (odata_parse, "dst_id eq '{}' and calldate gt '2018-09-01 00:00:00'"),
    "sqlglot": (sqlglot_parse, _CQL2),
    "rule-engine": (rule_engine_parse, "dst_id == '{}' and calldate > '2018-09-01 00:00:00'"),
    "pygeofilter": (pygeofilter_parse, _CQL2),
    "cel-python": (celpy_parse, "dst_id == '{}' && calldate > '2018-09-01 00:00:00'"),
}


def rule_engine_match(text: str) -> Match:
    """Give the test of rule-engine for a record."""
    import rule_engine

    test: Match = rule_engine.Rule(text).matches
    return test


def cel_match(text: str) -> Match:
    """Give the test of CEL in Rust for a record."""
    import cel

    test: Match = cel.compile(text).execute
    return test


def cql2_match(text: str) -> Match:
    """Give the test of CQL2 in Rust for a record."""
    import cql2

    test: Match = cql2.parse_text(text).matches
    return test


def jmespath_match(text: str) -> Match:
    """Give the test of JMESPath for a record."""
    import jmespath

    test: Match = jmespath.compile(text).search
    return test


MATCHERS: Mapping[str, Callable[[str], Match]] = {
    "rule-engine": rule_engine_match,
    "cel (Rust)": cel_match,
    "cql2 (Rust)": cql2_match,
    "jmespath": jmespath_match,
}

# What a program imports to do what the rows of texts do.
IMPORTS = {
    "lark": "lark",
    "click": "click",
    "cql2 (Rust)": "cql2",
    "cel (Rust)": "cel",
    "jmespath": "jmespath",
    "luqum": "luqum.parser",
    "odata-query": "odata_query.grammar",
    "sqlglot": "sqlglot",
    "rule-engine": "rule_engine",
    "pygeofilter": "pygeofilter.parsers.cql2_text",
    "cel-python": "celpy",
}
