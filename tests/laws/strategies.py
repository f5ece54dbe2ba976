"""Random expressions, records and texts for the laws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.laws.sql import COLUMNS
from vsfilter.model import (
    And,
    Between,
    Boolean,
    Comparison,
    Date,
    Expr,
    Literal,
    Membership,
    Not,
    Null,
    NullTest,
    Number,
    Operator,
    Or,
    Parameter,
    RelativeDate,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# Few values, so that conditions and records meet; the hostile ones are in `hostile_texts`.
_WORDS = ("", "4", "44", "447", "a", "A", "é", "%", "NO ANSWER", "z")
_DAYS = ("2018-02-28", "2018-03-01", "2018-03-02")
_STORED_TIMES = ("00:00:00", "00:00:01", "12:30:15", "23:59:59")
_TIMES = ("", "T00:00", "T00:00:01", "T12:30:15", "T23:59:59")

hostile_texts = st.text(
    st.one_of(
        st.sampled_from("\"'\\`%+&#=?/[]{}(),;:!<>|\x00\x1b\n\r\t \u00a0\u202e\u2028\ud7ff\ue000\ufeff\U0001f600é"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)


def literals(name: str) -> st.SearchStrategy[Literal]:
    """Draw a literal that fits a column."""
    match COLUMNS[name]:
        case "string":
            return st.sampled_from(_WORDS).map(Text)
        case "integer":
            return st.integers(-3, 3).map(lambda number: Number(str(number)))
        case "number":
            return st.sampled_from(("-1.5", "-1", "0", "0.10", "0.1", "2", "2.0")).map(Number)
        case "boolean":
            return st.booleans().map(Boolean)
        case _:
            moments = st.tuples(st.sampled_from(_DAYS), st.sampled_from(_TIMES)).map("".join)
            return st.one_of(moments.map(Date), moments.map(lambda text: Text(text.replace("T", " "))))


_names = st.sampled_from(sorted(COLUMNS))
_ordered = st.sampled_from(sorted(set(COLUMNS) - {"is_root"}))
_COMPARISONS = tuple(operator for operator in Operator if operator is not Operator.IN)


@st.composite
def comparisons(draw: st.DrawFn) -> Expr:
    """Draw a comparison that its type takes."""
    name = draw(_names)
    fitting = {
        "string": _COMPARISONS,
        "boolean": (Operator.EQ, Operator.NE),
    }.get(COLUMNS[name], tuple(one for one in _COMPARISONS if one not in {Operator.LIKE, Operator.NOTLIKE}))
    return Comparison(name, draw(st.sampled_from(fitting)), draw(literals(name)))


@st.composite
def memberships(draw: st.DrawFn) -> Expr:
    """Draw a list condition."""
    name = draw(_names)
    return Membership(name, tuple(draw(st.lists(literals(name), min_size=1, max_size=3))), draw(st.booleans()))


@st.composite
def ranges(draw: st.DrawFn, *, negated: bool | None = None) -> Expr:
    """Draw a range, crossed ones among them."""
    name = draw(_ordered)
    return Between(
        name, draw(literals(name)), draw(literals(name)), draw(st.booleans()) if negated is None else negated
    )


@st.composite
def alternatives(draw: st.DrawFn) -> Expr:
    """Draw an or that is a list in disguise."""
    name = draw(_names)
    equal = literals(name).map(lambda value: Comparison(name, Operator.EQ, value))
    listed = st.lists(literals(name), min_size=1, max_size=2).map(lambda values: Membership(name, tuple(values)))
    return Or(tuple(draw(st.lists(st.one_of(equal, listed), min_size=2, max_size=3))))


def _joined(kind: Callable[[tuple[Expr, ...]], Expr], terms: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.lists(terms, min_size=2, max_size=3).map(lambda some: kind(tuple(some)))


null_tests = st.builds(NullTest, _names, st.booleans())

# Any boolean shape over conditions that fit.
shapes = st.recursive(
    st.one_of(comparisons(), memberships(), ranges(), null_tests),
    lambda inner: st.one_of(_joined(And, inner), _joined(Or, inner), inner.map(Not)),
    max_leaves=8,
)


def _conjunctive(depth: int) -> st.SearchStrategy[Expr]:
    """Draw what one request can say."""
    simple = st.one_of(comparisons(), memberships(), ranges(negated=False), alternatives())
    if depth == 0:
        return simple
    return st.one_of(simple, _joined(And, _conjunctive(depth - 1)), _disjunctive(depth - 1).map(Not))


def _disjunctive(depth: int) -> st.SearchStrategy[Expr]:
    """Draw what one request can say of its negation."""
    simple = st.one_of(comparisons(), memberships(), ranges(negated=True))
    if depth == 0:
        return simple
    return st.one_of(simple, _joined(Or, _disjunctive(depth - 1)), _conjunctive(depth - 1).map(Not))


expressible = _conjunctive(3)


def _column(name: str) -> st.SearchStrategy[Any]:
    values: dict[str, st.SearchStrategy[Any]] = {
        "string": st.sampled_from(_WORDS),
        "integer": st.integers(-3, 3),
        "number": st.sampled_from((-1.5, -1, 0, 0.1, 2)),
        "boolean": st.booleans(),
        "datetime": st.tuples(st.sampled_from(_DAYS), st.sampled_from(_STORED_TIMES)).map(" ".join),
    }
    return st.none() | values[COLUMNS[name]]


records = st.lists(st.fixed_dictionaries({name: _column(name) for name in COLUMNS}), min_size=1, max_size=12)

# Any expression that can be written, sense or no sense.
_names_of_all_kinds = st.one_of(
    st.sampled_from(("a", "from", "and", "today", "x_1", "in", "Null")), hostile_texts.filter(bool)
)
_digits = st.integers(0, 10**25).map(str)
_numbers = st.builds(
    lambda sign, whole, fraction: sign + whole + fraction,
    st.sampled_from(("", "-")),
    _digits,
    st.one_of(st.just(""), _digits.map(".{}".format)),
)
_dates = st.builds(
    lambda date, time, zone: f"{date}{time}{zone if time else ''}",
    st.sampled_from(("2018-09-01", "0000-00-00", "9999-12-31")),
    st.sampled_from(("", "T12:30", "T12:30:15", "T99:99:99.5")),
    st.sampled_from(("", "Z", "+02:00", "-23:59")),
)
_relatives = st.builds(
    RelativeDate, st.sampled_from(("now", "today", "Yesterday")), st.sampled_from(("", "-7d", "+0s", "-999999999w"))
)
_parameters = st.builds(Parameter, st.from_regex(r"[A-Za-z_][A-Za-z0-9_]*", fullmatch=True))
any_literals = st.one_of(
    hostile_texts.map(Text),
    _numbers.map(Number),
    _dates.map(Date),
    _relatives,
    st.booleans().map(Boolean),
    st.just(Null()),
    _parameters,
)
_any_predicates = st.one_of(
    st.builds(Comparison, _names_of_all_kinds, st.sampled_from(_COMPARISONS), any_literals),
    st.builds(
        Membership,
        _names_of_all_kinds,
        st.one_of(st.lists(any_literals, max_size=3).map(tuple), _parameters),
        st.booleans(),
    ),
    st.builds(Between, _names_of_all_kinds, any_literals, any_literals, st.booleans()),
    st.builds(NullTest, _names_of_all_kinds, st.booleans()),
)
any_expressions = st.recursive(
    _any_predicates,
    lambda inner: st.one_of(_joined(And, inner), _joined(Or, inner), inner.map(Not)),
    max_leaves=10,
)

# Texts that come near to an expression: its words in any order, and noise.
_LANGUAGE = """
and or not in like notlike between is null true eq neq && || ! = != <> <= > ( ) [ ] , " ' ` \\
dst_id calldate duration type is_root `from` I 60 -1.5 007 5and 1e5 :p
2018-09-01 2018-09-01T12:30Z today now -7d "x" 'it''s' "\\u00e9"
"""
near_texts = st.lists(st.one_of(st.sampled_from(_LANGUAGE.split()), st.text(max_size=3)), max_size=12).flatmap(
    lambda words: st.sampled_from((" ".join(words), "".join(words)))
)
