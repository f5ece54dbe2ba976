from __future__ import annotations

import copy
import dataclasses
import operator
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from vsfilter.errors import Span
from vsfilter.model import And, Between, Comparison, Membership, Not, NullTest, Number, Operator, Or, Parameter, Text

if TYPE_CHECKING:
    from vsfilter.model import Expr, Predicate

PLACES: dict[str, Any] = {"span": Span(0, 9), "property_span": Span(0, 1), "operator_span": Span(2, 3)}
DEEP = 50_000


def eq(name: str) -> Comparison:
    return Comparison(name, Operator.EQ, Number("1"))


A, B, C, D, E = map(eq, "abcde")


def nots(count: int, term: Expr = A) -> Expr:
    for _ in range(count):
        term = Not(term)
    return term


# --- predicates ---


@pytest.mark.parametrize(
    ("plain", "placed"),
    [
        (eq("a"), Comparison("a", Operator.EQ, Number("1", Span(4, 5)), **PLACES)),
        (Membership("a", (Text("x"),)), Membership("a", (Text("x", Span(6, 9)),), **PLACES)),
        (Membership("a", Parameter("p")), Membership("a", Parameter("p", Span(5, 7)), **PLACES)),
        (Between("a", Number("1"), Number("2")), Between("a", Number("1"), Number("2", Span(8, 9)), **PLACES)),
        (NullTest("a"), NullTest("a", **PLACES)),
    ],
)
def test_places_play_no_part_in_equality_hash_and_repr_of_a_predicate(plain: Predicate, placed: Predicate) -> None:
    assert placed.span == Span(0, 9)
    assert plain == placed
    assert hash(plain) == hash(placed)
    assert repr(plain) == repr(placed)


@pytest.mark.parametrize(
    "other",
    [
        Comparison("b", Operator.EQ, Number("1")),
        Comparison("A", Operator.EQ, Number("1")),
        Comparison("a", Operator.NE, Number("1")),
        Comparison("a", Operator.EQ, Number("2")),
        Comparison("a", Operator.EQ, Number("1.0")),
        Comparison("a", Operator.EQ, Text("1")),
        Membership("a", (Number("1"),)),
        NullTest("a"),
        Not(A),
        And((A, A)),
    ],
)
def test_predicates_of_other_meaning_are_not_equal(other: Expr) -> None:
    assert other != A
    assert other != A


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Membership("a", (Text("x"),)), Membership("a", (Text("x"),), negated=True)),
        (Membership("a", (Text("x"), Text("y"))), Membership("a", (Text("y"), Text("x")))),
        (Membership("a", ()), Membership("a", Parameter("p"))),
        (Between("a", Text("x"), Text("y")), Between("a", Text("x"), Text("y"), negated=True)),
        (Between("a", Text("x"), Text("y")), Between("a", Text("y"), Text("x"))),
        (NullTest("a"), NullTest("a", negated=True)),
    ],
)
def test_negation_and_values_count_in_the_equality_of_a_predicate(one: Predicate, other: Predicate) -> None:
    assert one != other


def test_a_comparison_takes_no_in() -> None:
    with pytest.raises(ValueError, match=r"^`in` takes a list: write a Membership$"):
        Comparison("a", Operator.IN, Number("1"))


@pytest.mark.parametrize(
    ("node", "field"),
    [
        (A, "operator"),
        (Membership("a", ()), "values"),
        (Between("a", Text(""), Text("")), "low"),
        (NullTest("a"), "negated"),
        (Not(A), "term"),
        (And((A, B)), "terms"),
        (Or((A, B)), "word_spans"),
    ],
)
def test_nodes_cannot_be_changed(node: Expr, field: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(node, field, getattr(node, field))


# --- inner nodes ---


def test_places_play_no_part_in_equality_hash_and_repr_of_inner_nodes() -> None:
    placed_a = Comparison("a", Operator.EQ, Number("1", Span(4, 5)), **PLACES)
    pairs: list[tuple[Expr, Expr]] = [
        (Not(A), Not(placed_a, Span(0, 3))),
        (And((A, B)), And((placed_a, B), (Span(6, 9),))),
        (Or((A, Not(B))), Or((placed_a, Not(B, Span(0, 3))), (Span(6, 8),))),
    ]
    for plain, placed in pairs:
        assert plain == placed
        assert hash(plain) == hash(placed)
        assert repr(plain) == repr(placed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (And((A, B)), Or((A, B))),
        (And((A, B)), And((B, A))),
        (And((A, B)), And((A, B, B))),
        (And((A, B)), Not(And((A, B)))),
        (Not(A), Not(B)),
        (Not(A), Not(Not(A))),
        (Or((And((A, B)), C)), And((Or((A, B)), C))),
        (Or((And((A, B)), C, D)), Or((And((A, B, C)), D))),
        (And((Or((A, B)), C)), And((A, Or((B, C))))),
        (And((Not(A), B)), And((A, Not(B)))),
    ],
)
def test_inner_nodes_of_other_shape_are_not_equal(one: Expr, other: Expr) -> None:
    assert one != other


@pytest.mark.parametrize("node", [Not(A), And((A, B)), Or((A, B))])
def test_inner_nodes_are_equal_to_nothing_else(node: Expr) -> None:
    assert node != A
    assert node != "a"
    assert node != None  # noqa: E711  the comparison is what is tested
    assert node.__eq__((A, B)) is NotImplemented


def test_equal_expressions_are_one_key() -> None:
    assert len({Not(A), Not(eq("a")), And((A, B)), And((eq("a"), B)), Or((A, B)), A, eq("a")}) == 4


@pytest.mark.parametrize(
    ("node", "shown"),
    [
        (Not(A), f"Not({A!r})"),
        (Not(Not(A)), f"Not(Not({A!r}))"),
        (And((A, B)), f"And(({A!r}, {B!r}))"),
        (Or((A, Not(B), C)), f"Or(({A!r}, Not({B!r}), {C!r}))"),
        (Or((And((A, B)), C)), f"Or((And(({A!r}, {B!r})), {C!r}))"),
        (A, "Comparison(property='a', operator=<Operator.EQ: 'eq'>, value=Number(source='1'))"),
    ],
)
def test_the_repr_of_a_node_is_the_code_that_makes_it(node: Expr, shown: str) -> None:
    assert repr(node) == shown


@pytest.mark.parametrize("kind", [And, Or])
@pytest.mark.parametrize("places", [1, 3])
def test_a_connective_has_a_word_between_each_two_terms(kind: type[And | Or], places: int) -> None:
    with pytest.raises(ValueError, match=rf"^3 terms have 2 words, got {places}$"):
        kind((A, A, A), (Span(0, 1),) * places)


@pytest.mark.parametrize("kind", [And, Or])
@pytest.mark.parametrize("terms", [(), (A,)])
def test_a_connective_joins_two_terms_or_more(kind: type[And | Or], terms: tuple[Expr, ...]) -> None:
    with pytest.raises(ValueError, match=rf"^{kind.__name__} joins two terms or more, got {len(terms)}$"):
        kind(terms)


# --- taking apart ---


@pytest.mark.parametrize("kind", [And, Or])
def test_a_term_of_the_same_kind_is_taken_apart(kind: type[And | Or]) -> None:
    flat = kind((A, B, C))
    assert kind((kind((A, B)), C)).terms == flat.terms == (A, B, C)
    assert kind((A, kind((B, C)))).terms == flat.terms
    assert kind((kind((A, B)), kind((C, D)))).terms == (A, B, C, D)
    assert kind((kind((A, kind((B, C)))), D)).terms == (A, B, C, D)


def test_a_term_of_the_other_kind_stays() -> None:
    assert And((Or((A, B)), C)).terms == (Or((A, B)), C)
    assert Or((A, And((B, C)))).terms == (A, And((B, C)))
    assert And((A, Not(And((B, C))))).terms == (A, Not(And((B, C))))


def test_taking_apart_keeps_the_places_of_the_words_in_order() -> None:
    first, second, third, fourth = (Span(place, place + 3) for place in (10, 20, 30, 40))
    node = And((And((A, B), (first,)), C, And((D, E), (fourth,))), (second, third))
    assert node.terms == (A, B, C, D, E)
    assert node.word_spans == (first, second, third, fourth)


@pytest.mark.parametrize(
    "node",
    [
        And((And((A, B)), C), (Span(5, 8),)),
        And((And((A, B), (Span(5, 8),)), C)),
        And((A, And((B, C))), (Span(5, 8),)),
        And((And((A, B)), C)),
    ],
)
def test_taking_apart_forgets_the_places_unless_all_are_known(node: And) -> None:
    assert node.terms == (A, B, C)
    assert node.word_spans == ()


# --- combining ---


@pytest.mark.parametrize(
    ("combined", "expr"),
    [
        (A & B, And((A, B))),
        (A | B, Or((A, B))),
        (~A, Not(A)),
        (~~A, Not(Not(A))),
        (A & B | ~C & D, Or((And((A, B)), And((Not(C), D))))),
        (~(A | B), Not(Or((A, B)))),
    ],
)
def test_expressions_are_combined_by_symbols(combined: Expr, expr: Expr) -> None:
    assert combined == expr


@pytest.mark.parametrize(
    "node", [A, Membership("a", ()), Between("a", Text("x"), Text("y")), NullTest("a"), Not(A), And((A, B)), Or((A, B))]
)
def test_every_kind_of_expression_can_be_combined(node: Expr) -> None:
    assert (C & node).terms == (C, *(node.terms if isinstance(node, And) else (node,)))
    assert (node | C).terms == (*(node.terms if isinstance(node, Or) else (node,)), C)
    assert (~node).term is node


@pytest.mark.parametrize("inner", [And((A, B)), And((A, B, C))])
def test_where_a_term_has_no_places_of_words_the_whole_has_none(inner: And) -> None:
    known = And((D, E), (Span(7, 10),))
    assert And((inner, known), (Span(3, 6),)).word_spans == ()
    assert And((known, inner), (Span(3, 6),)).word_spans == ()
    assert And((known, A), (Span(13, 16),)).word_spans == (Span(7, 10), Span(13, 16))


def test_combining_flattens() -> None:
    assert (A & B & C & D).terms == (A, B, C, D)
    assert (A & (B & (C & D))).terms == (A, B, C, D)
    assert (A | B | C).terms == (A, B, C)
    assert ((A & B) | C).terms == (And((A, B)), C)


@pytest.mark.parametrize("other", [1, "a = 1", None, True, (A, B), {"a": 1}])
def test_an_expression_is_combined_with_expressions_only(other: Any) -> None:  # noqa: ANN401  wrong on purpose
    for node in (A, Not(A), And((A, B))):
        for combine in (operator.and_, operator.or_):
            with pytest.raises(TypeError, match="unsupported operand type"):
                combine(node, other)
            with pytest.raises(TypeError, match="unsupported operand type"):
                combine(other, node)


@pytest.mark.parametrize(
    "node", [A, Membership("a", ()), Between("a", Text("x"), Text("y")), NullTest("a"), Not(A), And((A, B)), Or((A, B))]
)
def test_an_expression_has_no_truth_value(node: Expr) -> None:
    with pytest.raises(TypeError) as caught:
        bool(node)
    assert str(caught.value) == (
        "a condition has no truth value: write `&`, `|` and `~` for `and`, `or` and `not`, with parentheses around "
        "each condition; `.between(1, 5)` for `1 <= F.x <= 5`; and `.in_([1, 2])` for `F.x in [1, 2]`"
    )


def test_expressions_that_differ_mostly_hash_to_other_numbers() -> None:
    assert len({hash(And((A, term))) for term in (B, C, D, E)} | {hash(Or((A, B))), hash(Not(A))}) > 1


# --- depth and pickling ---


def test_50_000_nots_are_compared_hashed_and_shown() -> None:
    one, other = nots(DEEP), nots(DEEP)
    assert one == other
    assert hash(one) == hash(other)
    assert repr(one) == "Not(" * DEEP + repr(A) + ")" * DEEP
    assert one != nots(DEEP - 1)
    assert one != nots(DEEP, B)


def test_50_000_alternating_connectives_are_compared_hashed_and_shown() -> None:
    def tower() -> Expr:
        node: Expr = A
        for level in range(DEEP):
            node = And((node, B)) if level % 2 else Or((node, B))
        return node

    one, other = tower(), tower()
    assert one == other
    assert hash(one) == hash(other)
    assert repr(one).startswith("And((Or((And((Or((")
    assert len(repr(one)) == len(repr(A)) + DEEP * (len(", ))") + len(repr(B))) + DEEP // 2 * len("And((Or((")


def test_50_000_terms_are_compared_hashed_and_shown() -> None:
    one, other = Or((A,) * DEEP), Or((A,) * DEEP)
    assert one == other
    assert hash(one) == hash(other)
    assert repr(one) == f"Or(({', '.join([repr(A)] * DEEP)}))"


@pytest.mark.parametrize("node", [A, nots(200), And((Or((A, B)), NullTest("c", **PLACES)), (Span(1, 2),))])
def test_an_expression_within_the_limits_survives_pickling_and_copying(node: Expr) -> None:
    for other in (pickle.loads(pickle.dumps(node)), copy.copy(node), copy.deepcopy(node)):  # noqa: S301  own data
        assert other == node
        assert hash(other) == hash(node)


def test_copies_keep_their_places() -> None:
    node = And((NullTest("a", **PLACES), B), (Span(1, 2),))
    other = copy.deepcopy(node)
    assert other.word_spans == (Span(1, 2),)
    assert isinstance(other.terms[0], NullTest)
    assert other.terms[0].property_span == PLACES["property_span"]
