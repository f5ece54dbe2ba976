from __future__ import annotations

from typing import Any

import pytest

from vsfilter.model.operators import KEYWORDS, OPERATORS, ORDERING, SPELLINGS, Operand, Operator


def test_the_operators_are_the_nine_words_of_the_wire() -> None:
    assert [operator.value for operator in Operator] == ["eq", "ne", "lt", "lte", "gt", "gte", "in", "like", "notlike"]


def test_the_table_has_a_row_for_each_operator_in_order() -> None:
    assert list(OPERATORS) == list(Operator)


@pytest.mark.parametrize(
    ("operator", "spellings"),
    [
        (Operator.EQ, ("=", "==", "eq")),
        (Operator.NE, ("!=", "<>", "ne", "neq")),
        (Operator.LT, ("<", "lt")),
        (Operator.LTE, ("<=", "lte")),
        (Operator.GT, (">", "gt")),
        (Operator.GTE, (">=", "gte")),
        (Operator.IN, ("in",)),
        (Operator.LIKE, ("like",)),
        (Operator.NOTLIKE, ("not like", "notlike")),
    ],
)
def test_an_operator_has_its_spellings_the_first_of_them_canonical(
    operator: Operator, spellings: tuple[str, ...]
) -> None:
    assert OPERATORS[operator].spellings == spellings
    assert operator.canonical == spellings[0]
    assert [SPELLINGS[spelling] for spelling in spellings] == [operator] * len(spellings)


def test_no_spelling_stands_for_two_operators() -> None:
    assert len(SPELLINGS) == sum(len(entry.spellings) for entry in OPERATORS.values()) == 19


@pytest.mark.parametrize(
    ("operator", "inverse"),
    [
        (Operator.EQ, Operator.NE),
        (Operator.LT, Operator.GTE),
        (Operator.GT, Operator.LTE),
        (Operator.LIKE, Operator.NOTLIKE),
    ],
)
def test_inverse_operators_change_places(operator: Operator, inverse: Operator) -> None:
    assert operator.negated is inverse
    assert inverse.negated is operator


def test_in_has_no_inverse_on_the_wire() -> None:
    with pytest.raises(ValueError, match=r"^`in` has no inverse$"):
        _ = Operator.IN.negated


def test_all_but_ne_in_and_notlike_were_seen_live() -> None:
    assert {operator for operator in Operator if not operator.seen_live} == {
        Operator.NE,
        Operator.IN,
        Operator.NOTLIKE,
    }


@pytest.mark.parametrize("operator", Operator)
def test_an_operator_takes_its_kind_of_operand(operator: Operator) -> None:
    special = {Operator.IN: Operand.LIST, Operator.LIKE: Operand.FRAGMENT, Operator.NOTLIKE: Operand.FRAGMENT}
    assert OPERATORS[operator].operand is special.get(operator, Operand.VALUE)


def test_the_orderings_are_four() -> None:
    assert {Operator.LT, Operator.LTE, Operator.GT, Operator.GTE} == ORDERING


def test_the_keywords_are_those_of_the_language() -> None:
    assert (
        set(
            "and or not in like notlike between is null true false eq ne neq lt lte gt gte".split()  # noqa: SIM905  readable
        )
        == KEYWORDS
    )


@pytest.mark.parametrize("table", [OPERATORS, SPELLINGS])
def test_the_tables_cannot_be_changed(table: Any) -> None:  # noqa: ANN401  the read-only type has no item assignment
    with pytest.raises(TypeError):
        table["eq"] = Operator.NE
