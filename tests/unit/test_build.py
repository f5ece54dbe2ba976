"""The builder: what Python says of a filter is what the text says."""

from __future__ import annotations

import copy
import operator
import pickle
from collections import UserDict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import TYPE_CHECKING, Any

import pytest

import vsfilter
from tests.unit.checking import THINGS, compile_any, issue, refusal, refused, sent
from vsfilter import F, FilterCheckError, FilterSyntaxError, Param, PropertyType
from vsfilter.build import (
    BooleanField,
    DatetimeField,
    Field,
    IntegerField,
    NumberField,
    OpaqueField,
    StringField,
)
from vsfilter.model import (
    And,
    Between,
    Boolean,
    Comparison,
    Date,
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
    from collections.abc import Callable, Iterator

    from vsfilter.model import Expr, Literal

# What the types forbid is tried all the same.
ANY: Any = F


class Letter(Enum):
    IN = "I"
    SIXTY = 60
    DAY = date(2018, 9, 1)


class Level(IntEnum):
    THREE = 3


class Word(StrEnum):
    OUT = "O"


class Mixed(str, Enum):  # noqa: UP042  it is another kind than a StrEnum
    MISSED = "M"


BUILT: list[tuple[Expr, str]] = [
    (F.x == 5, "x = 5"),
    (F.x != 5, "x != 5"),
    (F.x < 5, "x < 5"),
    (F.x <= 5, "x <= 5"),
    (F.x > 5, "x > 5"),
    (F.x >= 5, "x >= 5"),
    (F.x.like("44"), 'x like "44"'),
    (F.x.notlike("44"), 'x not like "44"'),
    (F.x.in_([1, 2]), "x in (1, 2)"),
    (F.x.not_in([1, 2]), "x not in (1, 2)"),
    (F.x.in_(Param("xs")), "x in :xs"),
    (F.x.not_in(Param("xs")), "x not in :xs"),
    (F.x.in_([Param("a"), 2]), "x in (:a, 2)"),
    (F.x.between(1, 5), "x between 1 and 5"),
    (F.x.not_between(1, 5), "x not between 1 and 5"),
    (F.x.is_null(), "x is null"),
    (F.x.is_not_null(), "x is not null"),
    (~(F.x == 5), "not x = 5"),
    ((F.x == 5) & (F.y < 6), "x = 5 and y < 6"),
    ((F.x == 5) | (F.y < 6), "x = 5 or y < 6"),
    ((F.x == 5) & ((F.y < 6) & (F.z > 7)), "x = 5 and y < 6 and z > 7"),
    ((F.x == 5) & (F.y < 6) | (F.z > 7), "x = 5 and y < 6 or z > 7"),
    ((F.x == 5) & ((F.y < 6) | (F.z > 7)), "x = 5 and (y < 6 or z > 7)"),
    (~((F.x == 5) & (F.y < 6)), "not (x = 5 and y < 6)"),
    (~(F.x == 5) & ~F.y.is_null(), "not x = 5 and not y is null"),
    (F["from"] == "44", 'from = "44"'),
    (F["in"] == 5, "`in` = 5"),
    (F["two words"] == 5, "`two words` = 5"),
    (F["a`b"] == 5, "`a``b` = 5"),
    (F["x"].between(Param("low"), Param("high")), "x between :low and :high"),
    (F._private == 5, "_private = 5"),
]


@pytest.mark.parametrize(("expr", "text"), BUILT, ids=[text for _, text in BUILT])
def test_what_is_built_is_what_its_text_says(expr: Expr, text: str) -> None:
    assert vsfilter.to_text(expr) == text
    assert vsfilter.parse(text) == expr
    assert hash(vsfilter.parse(text)) == hash(expr)


def test_the_nodes_are_those_of_the_model() -> None:
    five, six = Number("5"), Number("6")
    assert (F.x >= 5) == Comparison("x", Operator.GTE, five)
    assert F.x.notlike("a") == Comparison("x", Operator.NOTLIKE, Text("a"))
    assert F.x.not_in([5, 6]) == Membership("x", (five, six), negated=True)
    assert F.x.not_between(5, 6) == Between("x", five, six, negated=True)
    assert F.x.is_not_null() == NullTest("x", negated=True)
    both = (F.x == 5) & (F.y == 6)
    assert both == And((Comparison("x", Operator.EQ, five), Comparison("y", Operator.EQ, six)))
    assert ~both == Not(both)
    assert (both | (F.x == 5)) == Or((both, Comparison("x", Operator.EQ, five)))


@pytest.mark.parametrize(
    ("compare", "text"),
    [
        (operator.eq, "x = {}"),
        (operator.ne, "x != {}"),
        (operator.lt, "x > {}"),
        (operator.le, "x >= {}"),
        (operator.gt, "x < {}"),
        (operator.ge, "x <= {}"),
    ],
)
@pytest.mark.parametrize(
    ("value", "written"),
    [
        (5, "5"),
        (0.5, "0.5"),
        ("a", '"a"'),
        (True, "true"),
        (date(2018, 9, 1), "2018-09-01"),
        (datetime(2018, 9, 1, 12, tzinfo=UTC), "2018-09-01T12:00:00+00:00"),
        (Letter.IN, '"I"'),
        (Word.OUT, '"O"'),
        (RelativeDate("today", "-7d"), "today - 7d"),
        (Param("p"), ":p"),
        (None, "null"),
    ],
)
def test_a_value_may_stand_before_the_property(
    compare: Callable[[object, object], Expr], text: str, value: object, written: str
) -> None:
    assert vsfilter.to_text(compare(value, F.x)) == text.format(written)


VALUES: list[tuple[Any, Literal]] = [
    (5, Number("5")),
    (-5, Number("-5")),
    (10**30, Number("1" + "0" * 30)),
    (1.5, Number("1.5")),
    (1e22, Number("1" + "0" * 22)),
    (Decimal("0.10"), Number("0.10")),
    (Decimal("1E+3"), Number("1000")),
    ("a b", Text("a b")),
    ("", Text("")),
    (":p", Text(":p")),
    ('" or x = "', Text('" or x = "')),
    (True, Boolean(value=True)),
    (False, Boolean(value=False)),
    (None, Null()),
    (date(2018, 9, 1), Date("2018-09-01")),
    (datetime.fromisoformat("2018-09-01"), Date("2018-09-01T00:00:00")),
    (datetime.fromisoformat("2018-09-01T12:30:15"), Date("2018-09-01T12:30:15")),
    (datetime.fromisoformat("2018-09-01T12:30+02:00"), Date("2018-09-01T12:30:00+02:00")),
    (datetime(2018, 9, 1, 12, tzinfo=timezone(timedelta(seconds=30))), Date("2018-09-01T11:59:30+00:00")),
    (Letter.IN, Text("I")),
    (Letter.SIXTY, Number("60")),
    (Letter.DAY, Date("2018-09-01")),
    (Level.THREE, Number("3")),
    (Word.OUT, Text("O")),
    (Mixed.MISSED, Text("M")),
    (RelativeDate("now", "-90m"), RelativeDate("now", "-90m")),
    (Param("p"), Parameter("p")),
    (Text("a"), Text("a")),
]


@pytest.mark.parametrize(("value", "literal"), VALUES)
def test_a_value_of_python_is_a_literal_wherever_it_stands(value: Any, literal: Literal) -> None:  # noqa: ANN401  any kind
    assert (F.x == value) == Comparison("x", Operator.EQ, literal)
    assert F.x.like(value) == Comparison("x", Operator.LIKE, literal)
    assert F.x.between(value, value) == Between("x", literal, literal)
    assert F.x.not_between(value, 1) == Between("x", literal, Number("1"), negated=True)
    assert F.x.in_([value, 1]) == Membership("x", (literal, Number("1")))
    assert vsfilter.parse(vsfilter.to_text(F.x == value)) == (F.x == value)


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), Decimal("sNaN"), b"5", [5], {"a": 5}, timedelta(days=7), object(), F, F.x == 5],
)
def test_a_value_that_no_filter_can_hold_is_a_type_mismatch_at_once(value: object) -> None:
    for build in (
        ANY.x.__eq__,
        ANY.x.__lt__,
        ANY.x.like,
        lambda it: ANY.x.in_([1, it]),
        lambda it: ANY.x.between(1, it),
    ):
        with pytest.raises(FilterCheckError) as caught:
            build(value)
        assert [one.code for one in caught.value.issues] == ["type-mismatch"]


# --- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        [3, 1, 2],
        (3, 1, 2),
        iter([3, 1, 2]),
        map(int, "312"),
        (int(digit) for digit in "312"),
        {3: "a", 1: "b", 2: "c"},
        {"a": 3, "b": 1, "c": 2},
    ],
)
def test_a_list_is_any_iterable_in_its_order(values: Any) -> None:  # noqa: ANN401  any kind
    if isinstance(values, dict):
        values = values.keys() if 1 in values else values.values()
    assert vsfilter.to_text(F.x.in_(values)) == "x in (3, 1, 2)"
    assert vsfilter.to_text(F.x.in_(Letter)) == 'x in ("I", 60, 2018-09-01)'


def test_an_iterator_is_read_at_once_and_only_once() -> None:
    values = iter(["a", "b"])
    expr = F.x.in_(values)
    assert next(values, None) is None
    assert vsfilter.to_text(expr) == 'x in ("a", "b")'


@pytest.mark.parametrize("kind", [set, frozenset])
def test_a_set_is_put_in_order_so_that_equal_calls_are_equal(kind: Callable[[Any], Any]) -> None:
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    assert F.x.in_(kind(reversed(letters))) == F.x.in_(letters)
    assert F.x.not_in(kind(["b", "a"])) == F.x.not_in(["a", "b"])
    assert F.x.in_(kind([Letter.SIXTY])) == F.x.in_([60])
    assert F.x.in_(kind(["a", 10, 9, 100, -1.5, "10"])) == F.x.in_([-1.5, 9, 10, 100, "10", "a"])


@pytest.mark.parametrize(
    "values",
    [
        "IO",
        b"IO",
        bytearray(b"IO"),
        {"I": "O"},
        UserDict({"I": "O"}),
        5,
        None,
        True,
        date(2018, 9, 1),
        Letter.IN,
        Word.OUT,
        Text("I"),
        F,
        F.y,
        F.y == 5,
    ],
)
def test_what_is_no_list_is_a_type_error_that_names_its_type(values: object) -> None:
    for build in (ANY.x.in_, ANY.x.not_in):
        with pytest.raises(TypeError, match=rf"^expected a list of values, got {type(values).__name__}: write "):
            build(values)


def test_an_empty_list_is_refused_when_it_is_compiled() -> None:
    assert refused(F.integer.in_([])) == [("empty-list", "in ()")]
    assert refused(F.integer.not_in(set())) == [("empty-list", "not in ()")]


def test_an_exception_of_the_callers_own_iterator_passes_through() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise OSError("the file is gone")

    with pytest.raises(OSError, match="the file is gone"):
        F.x.in_(failing())


# --- what Python would misread -------------------------------------------------------------------

MISREAD = (
    "F.x == 1 and F.y == 2; F.x == 1 or F.y == 2; not F.x == 1; not F.x; F.x and F.y; 1 if F.x == 1 else 2; "
    "1 if F.x else 2; bool(F.x.is_null() & F.y.is_null()); bool(~F.x.in_([1])); 1 < F.x < 5; 1 <= F.x <= 5; "
    "F.x == 1 == F.y; F.x in [1, 2]; F.x not in (1, 2); all([F.x == 1, F.y == 2]); any([F.x == 1]); [1].index(F.x)"
)
COMPARED = (
    "F.x == F.y; F.x != F.y; F.x < F.y; F.x >= F.y; F.x.like(F.y); F.x.between(1, F.y); F.x.not_between(F.y, 1); "
    "F.x.in_([1, F.y]); F.x.not_in([StringField('y')]); IntegerField('x') == F.y; F.x == F.y == 1"
)
SLIPS = (
    "F.x == 1 & F.y == 2; F.x == 'a' | F.y == 'b'; F.x & F.y; ~F.x; ~F.x == 1; F.x + 1; F.x(5); F.x[0]; 1 in F.x; "
    "list(F.x); {F.x: 5}; F.x in {1, 2}; sorted([F.x == 1, F.y == 2]); F.x.between(1); F.x.in_(1, 2); F.x.is_null(True)"
)


def _run(code: str) -> None:
    eval(code)  # noqa: S307  what users write


@pytest.mark.parametrize("code", MISREAD.split("; "))
def test_where_python_asks_for_a_truth_value_it_is_told_what_to_write(code: str) -> None:
    with pytest.raises(TypeError, match=r"^a condition has no truth value: write `&`, `\|` and `~` for .*`\.in_\("):
        _run(code)


@pytest.mark.parametrize("code", COMPARED.split("; "))
def test_two_properties_cannot_be_compared(code: str) -> None:
    message = r"^a property is compared with a value: the API cannot compare two properties$"
    with pytest.raises(TypeError, match=message):
        _run(code)


@pytest.mark.parametrize("other", [True, False, None, 5, "type = I", F, F.y, Text("a"), [F.y == 2]])
@pytest.mark.parametrize("join", [operator.and_, operator.or_])
def test_only_expressions_can_be_joined(join: Callable[[object, object], object], other: object) -> None:
    for expr in (F.x == 1, ~(F.x == 1), (F.x == 1) & (F.y == 2)):
        with pytest.raises(TypeError, match="unsupported operand"):
            join(expr, other)
        with pytest.raises(TypeError, match="unsupported operand"):
            join(other, expr)


@pytest.mark.parametrize("code", SLIPS.split("; "))
def test_a_slip_of_the_pen_is_a_type_error_and_no_other_filter(code: str) -> None:
    with pytest.raises(TypeError):
        _run(code)


def test_what_python_answered_instead_is_refused_as_a_source() -> None:
    for answer in (True, False):
        with pytest.raises(FilterSyntaxError):
            compile_any(answer, THINGS)
    with pytest.raises(FilterSyntaxError):
        compile_any(F.integer, THINGS)


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "\ud800", "a\udfff", 5, None, b"x", ["x"], ("x",)])
def test_a_name_that_no_text_can_hold_is_refused(name: Any) -> None:  # noqa: ANN401  any kind
    for kind in (F.__getitem__, Field, StringField):
        with pytest.raises(FilterSyntaxError) as caught:
            kind(name)
        (found,) = caught.value.issues
        assert (found.code, found.hint) == ("syntax", 'write F.duration or F["from"]')
        assert found.message == "the name of a property is text of one character or more"


@pytest.mark.parametrize(
    "name", ["x", "X", "_", "_x", "from_", "a b", "a`b", "`", "a\nb", "é", "IN", "null", "5", "a.b"]
)
def test_any_other_name_is_kept_as_it_is(name: str) -> None:
    expr = F[name] == 5
    assert expr.property == name
    assert (getattr(F, name) == 5) == expr
    assert vsfilter.parse(vsfilter.to_text(expr)) == expr


def test_names_that_python_asks_for_itself_are_no_properties() -> None:
    for name in ("__wrapped__", "__len__", "__array__", "__x"):
        assert not hasattr(F, name)
    assert vsfilter.to_text(F["__x"] == 5) == "__x = 5"


def test_a_name_that_python_asks_for_is_named_in_the_error() -> None:
    with pytest.raises(AttributeError, match=r"^__wrapped__$"):
        F.__wrapped__  # noqa: B018  asked for, as `inspect` does


def test_nothing_can_be_assigned() -> None:
    for holder in (ANY, ANY.x):
        with pytest.raises(AttributeError):
            holder.y = 5


# --- copies --------------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_fields_and_expressions_can_be_pickled(protocol: int) -> None:
    def again(thing: Any) -> Any:  # noqa: ANN401  any kind
        return pickle.loads(pickle.dumps(thing, protocol))  # noqa: S301  our own bytes

    for field in (F.x, F["two words"], StringField("x"), OpaqueField("x")):
        assert type(again(field)) is type(field)
        assert (again(field) == 5) == (field == 5)
    assert (again(F).x == 5) == (F.x == 5)
    for expr, text in BUILT:
        assert again(expr) == expr
        assert vsfilter.to_text(again(expr)) == text


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_fields_and_expressions_can_be_copied(duplicate: Callable[[Any], Any]) -> None:
    assert (duplicate(F).x == 5) == (F.x == 5)
    for field in (F.x, BooleanField("x")):
        assert type(duplicate(field)) is type(field)
        assert (duplicate(field) == 5) == Comparison("x", Operator.EQ, Number("5"))
    for expr, _ in BUILT:
        assert duplicate(expr) == expr


def test_the_builder_and_its_fields_show_what_they_are() -> None:
    assert repr(F) == "F"
    assert repr(F.duration) == "<Field duration>"
    assert repr(F["in"]) == "<Field `in`>"
    assert repr(StringField("from")) == "<StringField from>"
    assert repr(F.x == 5) == "Comparison(property='x', operator=<Operator.EQ: 'eq'>, value=Number(source='5'))"


# --- what is sent --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (F.string == "a", "string = a"),
        (5 != F.integer, "integer != 5"),  # noqa: SIM300  it is under test
        (
            (F.integer > 5) & ~(F.string.like("b") | (F.number < 0.10)),
            "integer > 5 and not (string like b or number < 0.1)",
        ),
        ((F.string == "a") | F.string.in_({"c", "b"}), "string = a or string in (b, c)"),
        (F.integer.in_([1, "2", Level.THREE]), "integer in (1, 2, 3)"),
        (F.integer.not_in(range(3)), "integer not in (0, 1, 2)"),
        (F.array.like("a") & F.object.notlike("b"), "array like a and object not like b"),
        (F.boolean.in_([True, False]), "boolean in (true, false)"),
        (F.datetime.between(date(2018, 9, 1), date(2018, 9, 30)), "datetime between 2018-09-01 and 2018-09-30"),
        (F.datetime > datetime.fromisoformat("2018-09-01T12:30"), "datetime > 2018-09-01T12:30"),
        (F.datetime > datetime.fromisoformat("2018-09-01T12:30+02:00"), "datetime > 2018-09-01T12:30+02:00"),
        (F.datetime >= RelativeDate("today", "-7d"), "datetime >= today - 7d"),
        (F.string == date(2018, 9, 1), "string = 2018-09-01"),
    ],
)
def test_what_is_built_is_sent_as_its_text_is(expr: Expr, text: str) -> None:
    options: dict[str, Any] = {"clock": lambda: datetime(2026, 7, 15, tzinfo=UTC), "timezone": "Europe/Madrid"}
    built, read = compile_any(expr, THINGS, **options), compile_any(text, THINGS, **options)
    assert built.to_json() == read.to_json()
    assert (built, str(built)) == (read, str(read))
    assert {one.code for one in built.warnings} == {one.code for one in read.warnings}


def test_a_parameter_is_filled_in_when_it_is_compiled() -> None:
    expr = (F.integer == Param("user")) & F.string.in_(Param("types")) & F.string.in_([Param("one"), "z"])
    values = {"user": 5, "types": ["a", "b"], "one": "y"}
    assert sent(expr, params=values) == [
        ("integer", "eq", 5),
        ("string", "in", ["a", "b"]),
        ("string", "in", ["y", "z"]),
    ]


def test_what_does_not_fit_is_refused_at_its_place_in_the_canonical_text() -> None:
    error = refusal((F.integer == "five") & (F.nope == 1) | F.string.is_null())
    assert error.source == 'integer = "five" and nope = 1 or string is null'
    assert refused((F.integer == "five") & (F.from_ == 1)) == [
        ("type-mismatch", '"five"'),
        ("unknown-property", "from_"),
    ]


def test_20_000_nots_are_built_and_refused_and_never_a_recursion_error() -> None:
    expr: Expr = F.string == "a"
    for _ in range(20_000):
        expr = ~expr
    assert issue(expr).code == "limit-exceeded"


# --- fields of a type ----------------------------------------------------------------------------

TYPED: dict[PropertyType, Any] = {
    PropertyType.STRING: StringField("x"),
    PropertyType.INTEGER: IntegerField("x"),
    PropertyType.NUMBER: NumberField("x"),
    PropertyType.BOOLEAN: BooleanField("x"),
    PropertyType.DATETIME: DatetimeField("x"),
    PropertyType.ARRAY: OpaqueField("x"),
    PropertyType.OBJECT: OpaqueField("x"),
}
USES: dict[Operator, list[Callable[[Any], Expr]]] = {
    Operator.EQ: [lambda field: field == "a", lambda field: field.is_null(), lambda field: field.is_not_null()],
    Operator.NE: [lambda field: field != "a"],
    Operator.LT: [lambda field: field < "a", lambda field: field.between(1, 5)],
    Operator.LTE: [lambda field: field <= "a"],
    Operator.GT: [lambda field: field > "a"],
    Operator.GTE: [lambda field: field >= "a", lambda field: field.not_between(1, 5)],
    Operator.IN: [lambda field: field.in_(["a"]), lambda field: field.not_in(["a"])],
    Operator.LIKE: [lambda field: field.like("a")],
    Operator.NOTLIKE: [lambda field: field.notlike("a")],
}


@pytest.mark.parametrize("kind", PropertyType)
@pytest.mark.parametrize("operation", Operator)
def test_a_field_offers_what_its_type_takes_and_nothing_else(kind: PropertyType, operation: Operator) -> None:
    for use in USES[operation]:
        if operation in kind.operators:
            assert use(TYPED[kind]) == use(F.x)
        else:
            with pytest.raises((AttributeError, TypeError)):
                use(TYPED[kind])
