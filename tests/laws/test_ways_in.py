"""The three ways to a filter end in one: text, the builder, and what is read back from the wire."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

from click.testing import CliRunner
from hypothesis import event, example, given
from hypothesis import strategies as st

import vsfilter
from tests.laws.strategies import any_expressions, expressible, hostile_texts, near_texts
from vsfilter import F
from vsfilter.cli import main
from vsfilter.model import (
    And,
    Between,
    Boolean,
    Comparison,
    Expr,
    Literal,
    Membership,
    Not,
    NullTest,
    Number,
    Operator,
    Or,
    Parameter,
    Text,
    literal_from,
)
from vsfilter.model.operators import OPERATORS
from vsfilter.model.walk import replaced
from vsfilter.syntax import parse, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsfilter.model import Predicate


class Kind(Enum):
    HOSTILE = "'\"\\\u202e"
    NUMBER = -7


_zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_naive = st.datetimes(datetime(1000, 1, 1), datetime(9000, 1, 1))  # noqa: DTZ001  a zone is drawn for some
python_values = st.one_of(
    hostile_texts,
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1000, 1, 1)),
    _naive,
    st.builds(lambda moment, zone: moment.replace(tzinfo=zone), _naive, _zones | st.just(UTC)),
    st.sampled_from(Kind),
)

_COMPARED: dict[Operator, Callable[[Any, Any], Expr]] = {
    Operator.EQ: lambda field, value: field == value,
    Operator.NE: lambda field, value: field != value,
    Operator.LT: lambda field, value: field < value,
    Operator.LTE: lambda field, value: field <= value,
    Operator.GT: lambda field, value: field > value,
    Operator.GTE: lambda field, value: field >= value,
    Operator.LIKE: lambda field, value: field.like(value),
    Operator.NOTLIKE: lambda field, value: field.notlike(value),
}


def built(expr: Expr) -> Expr:
    """Make an expression again, as a program does by means of the builder."""
    match expr:
        case Comparison(name, operator, value):
            return _COMPARED[operator](F[name], value)
        case Membership(name, values, negated):
            return F[name].not_in(values) if negated else F[name].in_(values)
        case Between(name, low, high, negated):
            return F[name].not_between(low, high) if negated else F[name].between(low, high)
        case NullTest(name, negated):
            return F[name].is_not_null() if negated else F[name].is_null()
        case Not(term):
            return ~built(term)
        case And(terms):
            first, *others = map(built, terms)
            for other in others:
                first &= other
            return first
        case Or(terms):
            first, *others = map(built, terms)
            for other in others:
                first |= other
            return first


# --- builder and text ---


@given(any_expressions)
def test_the_builder_makes_what_the_text_says(expr: Expr) -> None:
    made = built(expr)
    assert made == expr
    assert hash(made) == hash(expr)
    assert parse(to_text(made)) == made
    assert built(parse(to_text(made))) == made


@given(st.lists(python_values, min_size=1, max_size=4), hostile_texts.filter(bool))
def test_what_is_built_of_any_values_prints_and_parses_back(values: list[Any], name: str) -> None:
    expr = (F[name] == values[0]) & ~F[name].between(values[0], values[-1]) | F[name].in_(values) & F[name].like("x")
    assert parse(to_text(expr)) == expr


@given(expressible)
def test_builder_and_text_send_the_same_bytes(expr: Expr) -> None:
    assert vsfilter.compile(built(expr), "cdrs").to_json() == vsfilter.compile(to_text(expr), "cdrs").to_json()


# --- parameters ---


def _python_value(literal: Literal) -> object:
    match literal:
        case Text(value) | Boolean(value):
            return value
        case Number(source):
            return Decimal(source) if "." in source else int(source)
        case _:
            return literal


@st.composite
def parameterised(draw: st.DrawFn) -> tuple[Expr, Expr, dict[str, object]]:
    """Draw an expression, the same with parameters in the place of some values, and these values."""
    expr = draw(expressible)
    values: dict[str, object] = {}

    def perhaps(literal: Literal) -> Literal:
        if not draw(st.booleans()):
            return literal
        name = f"p{len(values)}"
        values[name] = _python_value(literal)
        return Parameter(name)

    def leaf(predicate: Predicate) -> Predicate:
        match predicate:
            case Comparison(name, operator, value):
                return Comparison(name, operator, perhaps(value))
            case Between(name, low, high, negated):
                return Between(name, perhaps(low), perhaps(high), negated)
            case Membership(name, tuple() as listed, negated) if draw(st.booleans()):
                whole = Parameter(f"p{len(values)}")
                values[whole.name] = [_python_value(literal) for literal in listed]
                return Membership(name, whole, negated)
            case Membership(name, tuple() as listed, negated):
                return Membership(name, tuple(map(perhaps, listed)), negated)
            case _:
                return predicate

    return expr, replaced(expr, leaf), values


@given(parameterised())
def test_binding_equals_writing_the_value_in_the_text(drawn: tuple[Expr, Expr, dict[str, object]]) -> None:
    expr, open_expr, values = drawn
    written = vsfilter.compile(to_text(expr), "cdrs")
    text = to_text(open_expr)
    assert vsfilter.compile(text, "cdrs", params=values) == written
    assert vsfilter.compile(parse(text).bind(**values), "cdrs") == written
    prepared = vsfilter.prepare(text, "cdrs")
    assert prepared(**values) == prepared(**values) == written
    assert set(prepared.parameters) == set(values)


@given(hostile_texts, st.sampled_from([("src", "cdrs"), ("from", "sms")]))
def test_any_text_is_bound_as_it_is(value: str, where: tuple[str, str]) -> None:
    name, endpoint = where
    expected = [{"property": name, "operator": "eq", "value": value}]
    assert vsfilter.prepare(f"`{name}` = :value", endpoint)(value=value).to_list() == expected
    assert vsfilter.compile(vsfilter.parse(f"`{name}` = :value").bind(value=value), endpoint).to_list() == expected


# --- the wire ---

_options = st.fixed_dictionaries(
    {},
    optional={
        "page": st.integers(1, 10**100),
        "limit": st.integers(1, 5000),
        "sort": st.sampled_from(["id", "calldate"]),
        "dir": st.sampled_from(["ASC", "DESC"]),
        "group_by": st.just("src"),
    },
)
_scalars = st.one_of(hostile_texts, st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False))
_single = [operator for operator in Operator if operator is not Operator.IN]


@st.composite
def entries(draw: st.DrawFn) -> tuple[dict[str, Any], Expr]:
    """Draw an entry of a filter in any spelling and order of keys, and the expression it stands for."""
    name = draw(hostile_texts.filter(bool))
    operator = draw(st.sampled_from(Operator))
    spelling = draw(st.sampled_from(OPERATORS[operator].spellings))
    value: Any = draw(st.lists(_scalars, min_size=1, max_size=3) if operator is Operator.IN else _scalars)
    word = draw(st.sampled_from([spelling, spelling.upper()]))
    keys = draw(st.permutations([("property", name), ("operator", word), ("value", value)]))
    if operator is Operator.IN:
        return dict(keys), Membership(name, tuple(map(literal_from, value)))
    return dict(keys), Comparison(name, operator, literal_from(value))


@given(
    st.lists(entries(), min_size=1, max_size=4),
    st.sampled_from([quote, quote_plus]),
    st.fixed_dictionaries({"ensure_ascii": st.booleans(), "indent": st.sampled_from([None, 1])}),
)
def test_filter_json_is_read_in_every_form(
    drawn: list[tuple[dict[str, Any], Expr]], encode: Callable[[str], str], form: dict[str, Any]
) -> None:
    rows, terms = [row for row, _ in drawn], tuple(expr for _, expr in drawn)
    expected = And(terms) if len(terms) > 1 else terms[0]
    text = json.dumps(rows, **form)
    assert vsfilter.from_json(rows) == expected
    # Floats are written here with exponents, which a filter writes out.
    assert vsfilter.from_json(text) == expected
    assert vsfilter.from_json(text.encode()) == expected
    assert vsfilter.from_query(f"page=2&filter={encode(text)}") == (expected, {"page": 2}, None)


@given(expressible, _options)
def test_a_filter_is_read_back_from_all_it_writes(expr: Expr, options: dict[str, Any]) -> None:
    flt = vsfilter.compile(expr, "cdrs")
    assert vsfilter.from_json(flt.to_json()) == flt.expr
    assert vsfilter.from_json(flt.to_json().decode()) == flt.expr
    assert vsfilter.from_query(flt.to_query(**options)) == (flt.expr, options, None)
    url = flt.to_url(**options)
    assert vsfilter.from_query(url) == (flt.expr, options, "/v1.2/voipstudio/cdrs")
    again = vsfilter.compile(vsfilter.from_json(flt.to_json()), "cdrs")
    assert (again, hash(again), str(again), again.to_json()) == (flt, hash(flt), str(flt), flt.to_json())


@given(hostile_texts, st.sampled_from(_single), st.sampled_from([("src", "cdrs"), ("from", "sms")]), _options)
@example(value='"}]&filter=[]#', operator=Operator.EQ, where=("src", "cdrs"), options={"page": 1})
def test_any_text_comes_back_from_the_url(
    value: str, operator: Operator, where: tuple[str, str], options: dict[str, Any]
) -> None:
    name, endpoint = where
    flt = vsfilter.compile(Comparison(name, operator, Text(value)), endpoint)
    options = {key: option for key, option in options.items() if key in {"page", "limit", "dir"}}
    parsed = vsfilter.from_query(flt.to_url(**options))
    assert parsed[:2] == (Comparison(name, operator, Text(value)), options)


_json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | hostile_texts,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["property", "operator", "value", "valu", ""]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.one_of(_json_values.map(json.dumps), near_texts, hostile_texts, st.binary(max_size=40)))
def test_any_input_is_read_as_filter_json_or_refused(data: str | bytes) -> None:
    try:
        vsfilter.from_json(data)
    except vsfilter.FilterSyntaxError as error:
        event("refused")
        assert error.render().replace("\n", "").isprintable()


@given(
    st.lists(
        st.tuples(st.sampled_from(["filter", "page", "limit", "sort", "dir", "x", ""]), _json_values.map(json.dumps)),
        max_size=4,
    ).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))
    | hostile_texts
    | hostile_texts.map("https://l7api.com/v1.2/voipstudio/cdrs?filter=[]&{}".format)
)
def test_any_text_is_read_as_a_query_or_refused(text: str) -> None:
    try:
        vsfilter.from_query(text)
    except vsfilter.FilterSyntaxError as error:
        event("refused")
        assert error.render().replace("\n", "").isprintable()


@given(st.one_of(near_texts, hostile_texts, _json_values.map(json.dumps)).filter(lambda text: not text.startswith("-")))
def test_decoding_and_explaining_never_end_in_a_traceback(text: str) -> None:
    for command in ("decode", "explain"):
        result = CliRunner().invoke(main, [command, "cdrs", text])
        assert result.exit_code in {0, 1}, result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit)


# --- explanations ---


@given(expressible)
def test_every_condition_is_explained_and_nothing_else(expr: Expr) -> None:
    flt = vsfilter.compile(expr, "cdrs")
    explanation = flt.explain(page=1)
    assert flt.expr is not None
    texts = [to_text(term) for term in (flt.expr.terms if isinstance(flt.expr, And) else [flt.expr])]
    assert [one.text for one in explanation.conditions] == texts
    assert str(explanation).replace("\n", "").isprintable()
    assert json.loads(json.dumps(explanation.to_dict()))["request"]["url"] == flt.to_url(page=1)
    # What is sent without a rewriting stands in the text as it is.
    rewritten = {step.after for step in explanation.rewritings}
    assert explanation.written is not None
    for text in texts:
        assert text in explanation.written or any(text in after for after in rewritten)
