"""The short ways agree with the long one, on everything that they take."""

from __future__ import annotations

import pickle
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import assume, event, example, given
from hypothesis import strategies as st

import vsfilter
from tests.laws.strategies import any_expressions, hostile_texts, near_texts
from vsfilter import Endpoint, Filter, FilterSyntaxError, VsFilterError
from vsfilter import strategies as vst
from vsfilter.compiling.compiler import Compiler, compiler_of
from vsfilter.model import And, Between, Comparison, Expr, Membership, Number, Operator, Parameter, Text
from vsfilter.model.binding import Binding
from vsfilter.model.limits import DEFAULT_LIMITS
from vsfilter.syntax import flat, to_text
from vsfilter.syntax.parser import by_grammar

if TYPE_CHECKING:
    from datetime import tzinfo

_NOISE = (
    "",
    *"0-.:,'\"\\`()[]=<>!&|TZé\u0661\u2028\ud800\x00 ",
    "and",
    "not",
    " or ",
    "in",
    "00",
    "and a = 1",
    " and ",
)
_ZONES = (UTC, UTC, timezone(timedelta(hours=5, minutes=30)), ZoneInfo("Europe/Berlin"))


@st.composite
def conditions(draw: st.DrawFn, endpoint: Endpoint) -> str:
    """Draw a text of conditions joined by `and`, some of them twice in other words."""
    one = vst.expressions(endpoint, max_leaves=1).filter(
        lambda expr: (
            isinstance(expr, (Comparison, Membership, Between)) and not (isinstance(expr, Between) and expr.negated)
        )
    )
    drawn = draw(st.lists(one, min_size=1, max_size=3))
    parts = [draw(vst.spellings(expr)) for expr in draw(st.lists(st.sampled_from(drawn), min_size=1, max_size=4))]
    return " and ".join(parts)


@st.composite
def edited(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """Draw a text in which something small was put in, left out or replaced."""
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    noise: str = draw(st.sampled_from(_NOISE))
    return text[:start] + noise + text[start + draw(st.integers(0, 2)) :]


def texts(endpoint: Endpoint) -> st.SearchStrategy[str]:
    """Draw texts of all kinds, most of them near to what the short way takes."""
    flat_ones = conditions(endpoint)
    return st.one_of(
        flat_ones, edited(flat_ones), vst.texts(endpoint), vst.invalid_texts(endpoint).map(lambda one: one.text)
    )


_endpoints = st.one_of(vst.endpoints(), vst.endpoints(declared=True))
_any_texts = st.one_of(_endpoints.flatmap(texts), near_texts, hostile_texts, any_expressions.map(to_text))


@given(_any_texts)
@example(text=r'a = "\q" and b = "\x"')
@example(text="a ='it''s'and today<>now_")
@example(text="a = 2018-09-01T12:30Z && `b``c` not\tLike x and c between 1 and -2 and d not in [true, 'x']")
def test_a_flat_text_is_read_as_the_grammar_reads_it(text: str) -> None:
    assume("\ud800" not in text)
    try:
        expr = flat.expression(text)
    except FilterSyntaxError as error:
        assert _refused_by_grammar(text) == error.issues
        return
    event("flat" if expr is not None else "left to the grammar")
    if expr is not None:
        expected = by_grammar(text)
        assert expr == expected
        # The places play no part in equality.
        assert asdict(expr) == asdict(expected)


def _refused_by_grammar(text: str) -> object:
    try:
        return by_grammar(text)
    except FilterSyntaxError as error:
        return error.issues


@given(_endpoints.flatmap(lambda endpoint: st.tuples(st.just(endpoint), texts(endpoint))), st.sampled_from(_ZONES))
def test_a_text_that_goes_the_short_way_gives_what_the_long_way_gives(
    drawn: tuple[Endpoint, str], zone: tzinfo
) -> None:
    endpoint, text = drawn
    compiler = compiler_of(endpoint, None, zone, None, "documented", DEFAULT_LIMITS)
    short = compiler.express(text)
    event("short" if short is not None else "long")
    if short is not None:
        expected = _the_long_way(text, compiler)
        _assert_alike(short, expected)


def _the_long_way(text: str, compiler: Compiler) -> Filter:
    return Filter(compiler.check(by_grammar(text), text, Binding()))


def _assert_alike(short: Filter, long: Filter) -> None:
    assert short.to_query(page=2, limit=10) == long.to_query(page=2, limit=10)
    assert short.to_json() == long.to_json()
    assert short.to_params(sort=None) == long.to_params(sort=None)
    assert short == long
    assert hash(short) == hash(long)
    assert short.warnings == long.warnings
    assert short.expr == long.expr
    assert str(short) == str(long)
    assert short.to_list() == long.to_list()
    assert short._checked.settled == long._checked.settled
    assert pickle.loads(pickle.dumps(short)) == long  # noqa: S301  what was just made


_objects = st.one_of(
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.none(),
    st.decimals(allow_nan=None, places=2),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.sampled_from([UTC, ZoneInfo("Europe/Berlin")])).map(
        lambda one: one.replace(microsecond=0)
    ),
    st.text(max_size=5),
    hostile_texts,
    st.sampled_from(
        ["5", "05", "-0", "1.50", "2018-09-01", "2018-09-01 12:30", "2018-02-30", "true", "\ud800", b"x", [1]]
    ),
    st.sampled_from(
        [Number("1"), Text("a"), Parameter("b"), Decimal("1.0"), 1, 1.0, date(2018, 9, 1), datetime(2018, 9, 1)]  # noqa: DTZ001
    ),
)


@st.composite
def prepared(draw: st.DrawFn) -> tuple[Expr, Endpoint, dict[str, object]]:
    """Draw an expression with parameters, and values of which some fit."""
    endpoint = draw(_endpoints)
    drawn = draw(st.lists(vst.expressions(endpoint, max_leaves=1, parameters=True), min_size=1, max_size=3))
    terms = draw(st.lists(st.sampled_from(drawn), min_size=1, max_size=4))
    expr = terms[0] if len(terms) == 1 else And(tuple(terms))
    values: dict[str, object] = draw(vst.bindings(expr, endpoint))
    for name in sorted(values):
        if draw(st.booleans()):
            values[name] = draw(_objects)
    return expr, endpoint, values


@given(prepared(), st.sampled_from(_ZONES))
def test_a_prepared_filter_gives_what_compiling_with_its_values_gives(
    drawn: tuple[Expr, Endpoint, dict[str, object]], zone: tzinfo
) -> None:
    expr, endpoint, values = drawn
    try:
        waiting = vsfilter.prepare(expr, endpoint, timezone=zone)
    except VsFilterError:
        return
    short = None if waiting._slots is None else waiting._slots.query_of(values)
    event("short" if short is not None else "long")
    if short is not None:
        _assert_alike(waiting(**values), vsfilter.compile(expr, endpoint, timezone=zone, params=values))


@given(
    st.sampled_from(["charge", "duration", "dst", "calldate"]),
    st.lists(_objects, min_size=2, max_size=2),
    st.sampled_from([Operator.NE, Operator.GTE]),
)
def test_a_prepared_filter_sends_equal_conditions_once(name: str, values: list[object], operator: Operator) -> None:
    terms = tuple(Comparison(name, operator, Parameter(parameter)) for parameter in ("a", "b"))
    params = dict(zip(("a", "b"), values, strict=True))
    short = vsfilter.prepare(And(terms), "cdrs")._slots
    assert short is not None
    query = short.query_of(params)
    if query is not None:
        event("short")
        assert query == vsfilter.compile(And(terms), "cdrs", params=params).to_query()
