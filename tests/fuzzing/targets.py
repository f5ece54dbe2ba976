"""What is fuzzed: each target takes any bytes, and must end in a result that holds good, or in one of our exceptions.

A target says whether the bytes were accepted. Whatever else leaves it, an AssertionError among it, is a find.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

import vsfilter
from vsfilter.cli import main
from vsfilter.compiling.compiler import compiler_of
from vsfilter.model.binding import Binding
from vsfilter.model.limits import DEFAULT_LIMITS
from vsfilter.schema.loading import endpoint_from_data, endpoint_to_data
from vsfilter.syntax import flat, to_text
from vsfilter.syntax.parser import by_grammar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vsfilter.model import Expr

# One endpoint that is known well, and one whose properties are keywords of the language.
_ENDPOINTS = ("cdrs", "sms")


def text(data: bytes) -> bool:
    """Parse and compile a filter text."""
    source = data.decode("utf-8", "surrogateescape")
    try:
        expr = vsfilter.parse(source)
    except vsfilter.FilterSyntaxError as error:
        _assert_sound(error, source)
        return False
    _assert_reads_back(expr)
    return sum(_compiles(source, endpoint) for endpoint in _ENDPOINTS) > 0


def short_ways(data: bytes) -> bool:
    """Read a flat text without the grammar, and compile it without a check of the tree, as with both."""
    source = data.decode("utf-8", "replace")
    try:
        expr = flat.expression(source)
    except vsfilter.FilterSyntaxError as error:
        assert _by_grammar(source) == error.issues
        return False
    if expr is None:
        return False
    expected = by_grammar(source)
    assert expr == expected
    assert asdict(expr) == asdict(expected)  # the places play no part in equality
    for name in _ENDPOINTS:
        compiler = compiler_of(name, None, UTC, None, vsfilter.Accept.DOCUMENTED, DEFAULT_LIMITS)
        short = compiler.express(source)
        if short is not None:
            long = vsfilter.Filter(compiler.check(expected, source, Binding()))
            assert (short, short.to_query(), short.warnings) == (long, long.to_query(), long.warnings)
    return True


def filter_json(data: bytes) -> bool:
    """Read filter JSON."""
    try:
        expr = vsfilter.from_json(data)
    except vsfilter.VsFilterError as error:
        _assert_sound(error, None)
        return False
    if expr is not None:
        _assert_reads_back(expr)
        for endpoint in _ENDPOINTS:
            _compiles(expr, endpoint)
    return True


def query(data: bytes) -> bool:
    """Read a query string, or a URL."""
    try:
        parsed = vsfilter.from_query(data.decode("utf-8", "surrogateescape"))
    except vsfilter.VsFilterError as error:
        _assert_sound(error, None)
        return False
    if parsed.expr is not None:
        _assert_reads_back(parsed.expr)
    try:
        flt = vsfilter.compile(parsed.expr, "cdrs")
        written = flt.to_query(**parsed.options)
    except vsfilter.VsFilterError:
        return False
    if not written:
        return True  # an empty text is refused, as one that was lost
    again = vsfilter.from_query(written)
    assert again.options == parsed.options
    assert vsfilter.compile(again.expr, "cdrs") == flt
    return True


def declaration(data: bytes) -> bool:
    """Read the declaration of an endpoint, and compile a filter on its first property."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(data)
        try:
            endpoint = vsfilter.load_endpoint(file.name)
        except vsfilter.SchemaError as error:
            _assert_sound(error, None)
            return False
    assert endpoint_from_data(json.loads(json.dumps(endpoint_to_data(endpoint)))) == endpoint
    for name in endpoint.names[:1]:
        _compiles(vsfilter.F[name] == "2018-09-01", endpoint)
    return True


def command(data: bytes) -> bool:
    """Give standard input to the command that reads requests."""
    result = CliRunner().invoke(main, ["decode", "cdrs", "-"], input=data)
    assert result.exit_code in {0, 1}, result.exception
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code == 0


TARGETS: Mapping[str, Callable[[bytes], bool]] = {
    target.__name__: target for target in (text, short_ways, filter_json, query, declaration, command)
}


def _by_grammar(source: str) -> object:
    try:
        return by_grammar(source)
    except vsfilter.FilterSyntaxError as error:
        return error.issues


def _compiles(source: str | Expr, endpoint: str | vsfilter.Endpoint) -> bool:
    """Tell whether one request says it; if so, its text, JSON and URL must say the same."""
    try:
        flt = vsfilter.compile(source, endpoint)
    except vsfilter.VsFilterError as error:
        _assert_sound(error, source if isinstance(source, str) else None)
        return False
    assert vsfilter.compile(str(flt), endpoint) == flt
    assert vsfilter.compile(vsfilter.from_json(flt.to_json()), endpoint) == flt
    assert vsfilter.compile(vsfilter.from_query(flt.to_url()).expr, endpoint) == flt
    return True


def _assert_reads_back(expr: Expr) -> None:
    assert vsfilter.parse(to_text(expr)) == expr


def _assert_sound(error: vsfilter.VsFilterError, source: str | None) -> None:
    """Each issue has a code and a message, and a place within the text, and can be drawn."""
    assert error.issues
    for issue in error.issues:
        assert issue.code
        assert issue.message
        if source is not None:
            assert issue.span is not None
            assert 0 <= issue.span.start <= issue.span.end <= len(source)
    assert error.render().replace("\n", "").isprintable()
    assert json.dumps(error.to_dict())
