from __future__ import annotations

import pytest

from vsfilter.model import Operator
from vsfilter.schema import Filterability, PropertyType

LIKES = {Operator.LIKE, Operator.NOTLIKE}


def test_the_types_are_those_of_the_language() -> None:
    assert [kind.value for kind in PropertyType] == [
        "string",
        "integer",
        "number",
        "boolean",
        "datetime",
        "array",
        "object",
    ]


def test_the_degrees_of_filterability_are_four() -> None:
    assert [degree.value for degree in Filterability] == ["observed", "documented", "refused", "unknown"]


@pytest.mark.parametrize(
    ("kind", "operators"),
    [
        (PropertyType.STRING, set(Operator)),
        (PropertyType.INTEGER, set(Operator) - LIKES),
        (PropertyType.NUMBER, set(Operator) - LIKES),
        (PropertyType.BOOLEAN, {Operator.EQ, Operator.NE, Operator.IN}),
        (PropertyType.DATETIME, set(Operator) - LIKES),
        (PropertyType.ARRAY, {Operator.EQ, Operator.NE} | LIKES),
        (PropertyType.OBJECT, {Operator.EQ, Operator.NE} | LIKES),
    ],
)
def test_a_type_takes_the_operators_of_the_table(kind: PropertyType, operators: set[Operator]) -> None:
    assert kind.operators == operators
