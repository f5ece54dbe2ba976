"""The checks over a whole expression."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

import vsfilter
from tests.unit.checking import THINGS, places, refusal, refused, warned
from vsfilter import Accept, FilterCheckError, Limits, Severity
from vsfilter.check import Calendar, Checked, check, check_predicates
from vsfilter.model.binding import Binding

if TYPE_CHECKING:
    from vsfilter.model import Expr


def _check(expr: Expr | None, accept: Accept = Accept.DOCUMENTED) -> Checked:
    return check(expr, THINGS, binding=Binding(None, Limits()), calendar=Calendar(UTC), accept=accept)


def test_the_issues_of_the_whole_expression_are_reported_at_once_sorted_by_place() -> None:
    text = (
        "integer in () and string is null and nope = 1 and integer like 5 and datetime > soon and number = :n "
        "and boolean = 1 and (string = a or integer = 5) and not integer between 1 and 2 and array = a"
    )
    assert refused(text, params={"m": 1}) == [
        ("empty-list", "in ()"),
        ("not-expressible", "is null"),
        ("unknown-property", "nope"),
        ("unsupported-operator", "like"),
        ("invalid-date", "soon"),
        ("unbound-parameter", ":n"),
        ("type-mismatch", "1"),
        ("not-expressible", "or"),
        ("not-expressible", "between"),
        ("unknown-parameter", None),
    ]


def test_every_error_is_one() -> None:
    assert {one.severity for one in refusal("nope = 1 and string is null").issues} == {Severity.ERROR}


def test_the_same_mistake_twice_is_reported_twice() -> None:
    assert refused("nope = 1 and nope = 1") == [("unknown-property", "nope"), ("unknown-property", "nope")]


def test_an_error_tells_its_source() -> None:
    assert refusal("nope = 1").source == "nope = 1"


def test_no_expression_is_no_condition_and_no_warning() -> None:
    assert _check(None) == Checked(THINGS, (), ())


def test_each_value_knows_its_place() -> None:
    text = "integer in (5, 6) and datetime = 2018-09-01 and datetime < today"
    spans = [span for condition in _check(vsfilter.parse(text)).conditions for span in condition.value_spans]
    assert [span and text[slice(*span)] for span in spans] == ["5", "6", "2018-09-01", "today"]


@pytest.mark.parametrize("text", [None, "integer = 5"])
def test_what_is_checked_knows_the_zone_of_the_api(text: str | None) -> None:
    zone = timezone(timedelta(hours=2))
    expr = vsfilter.parse(text) if text is not None else None
    checked = check(expr, THINGS, binding=Binding(), calendar=Calendar(zone), accept=Accept.ANY)
    assert checked.zone is zone


@pytest.mark.parametrize("accept", list(Accept))
def test_what_is_accepted_makes_no_difference_to_the_conditions(accept: Accept) -> None:
    assert _check(vsfilter.parse("integer = 5"), accept) == _check(vsfilter.parse("integer = 5"))


def test_observed_refuses_only_what_is_unverified() -> None:
    assert [one.code for one in _check(vsfilter.parse("string > '+1'"), Accept.OBSERVED).warnings] == [
        "text-ordering",
        "plus-sign",
    ]
    with pytest.raises(FilterCheckError) as caught:
        _check(vsfilter.parse("string != '+1'"), Accept.OBSERVED)
    assert [one.code for one in caught.value.issues] == ["unverified-operator"]


def test_other_errors_come_before_what_is_accepted() -> None:
    assert refused("integer != 5 and nope = 1", accept="observed") == [("unknown-property", "nope")]


def test_the_degrees_of_evidence_are_words() -> None:
    assert [str(degree) for degree in Accept] == ["observed", "documented", "any"]


def test_predicates_can_be_checked_each_by_itself() -> None:
    text = "not (string = a or integer > 5 or integer between 1 and 2) or nope = :x and array = a or array = b"
    found = check_predicates(vsfilter.parse(text), THINGS, Calendar(UTC), Binding({"y": 1}, Limits()))
    assert places(found, text) == [("unknown-property", "nope"), ("unknown-parameter", None)]


def test_a_parameter_with_a_value_is_known_to_each_predicate() -> None:
    assert check_predicates(vsfilter.parse("string = :x"), THINGS, Calendar(UTC), Binding({"x": "a"}, Limits())) == []


def test_a_large_expression_is_checked() -> None:
    text = " and ".join(f"integer != {number}" for number in range(5000))
    assert warned(text) == [("unverified-operator", "!="), ("url-too-long", None)]


def test_many_issues_are_all_reported() -> None:
    text = " and ".join(f"nope{number} = 1" for number in range(500))
    assert len(refused(text)) == 500
