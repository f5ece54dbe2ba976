"""Collections that nothing narrows: what the first pages and the totals tell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.probe.fakes import Api, Params, answer, asks, conditions, found_of, probed
from vsfilter.model import Operator
from vsfilter.probe import Outcome, Verdict
from vsfilter.schema import Endpoint, Property

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from vsfilter.probe import PropertyFindings

ENDPOINT = Endpoint("orders", [Property("name", "string"), Property("size", "integer")])
ROWS: list[dict[str, Any]] = [{"name": ["ab", "bc", "cd"][number % 3], "size": number % 7} for number in range(1_200)]
BY_TOTALS = Verdict(Outcome.WORKS, "by the first page and totals")
BY_PAGE = Verdict(Outcome.WORKS, "by the first page")

Reply = "Callable[[Api, Params], httpx.Response]"


def found(
    instead: Callable[[Api, Params], httpx.Response | None] = lambda *_: None,
    rows: list[dict[str, Any]] = ROWS,
) -> dict[str, PropertyFindings]:
    api = Api(rows)
    api.instead = lambda params: instead(api, params)
    result = found_of(api, ENDPOINT)
    assert result.basis == "the first 100 records of a collection that nothing narrows"
    return result.properties


def answered_as(api: Api, params: Params, name: str, operators: dict[str, str]) -> httpx.Response | None:
    """Answer with other operators on a property; one that is empty is dropped."""
    entries = conditions(params)
    if not any(entry["property"] == name and entry["operator"] in operators for entry in entries):
        return None
    changed = [
        {**entry, "operator": operators.get(entry["operator"], entry["operator"])}
        if entry["property"] == name
        else entry
        for entry in entries
    ]
    return api.page({**params, "filter": json.dumps([entry for entry in changed if entry["operator"]])})


def test_what_works_is_seen_by_pages_and_totals() -> None:
    properties = found()
    for entry in properties.values():
        verdicts = dict(entry.operators)
        assert verdicts.pop(Operator.IN) == BY_PAGE
        assert set(verdicts.values()) == {BY_TOTALS}
        assert entry.sort == Verdict(Outcome.WORKS)


def test_nothing_is_said_of_the_api_as_a_whole() -> None:
    findings = probed(Api(ROWS), ENDPOINT)
    assert {one.value for one in findings.behaviours.values()} == {None}
    assert findings.deviations == ()


def test_what_lacks_values_is_undecided() -> None:
    rows = [{"name": None, "size": 5} for _ in range(1_200)]
    entry = found(rows=rows)["name"]
    assert entry.operators[Operator.EQ] == Verdict(Outcome.UNDECIDED, "no record has a value")
    assert entry.sort == Verdict(Outcome.UNDECIDED, "there are no two values to put in order")


@pytest.mark.parametrize(
    ("which", "instead", "verdict"),
    [
        (Operator.EQ, "", Verdict(Outcome.IGNORED, "the first records of all come")),
        (Operator.NE, "", Verdict(Outcome.IGNORED, "the first records of all come")),
        (Operator.EQ, "ne", Verdict(Outcome.WRONG, "records come that do not match")),
        (Operator.LTE, "lt", Verdict(Outcome.WRONG, "the value itself is left out")),
        (Operator.GTE, "gt", Verdict(Outcome.WRONG, "the value itself is left out")),
        (Operator.LT, "lte", Verdict(Outcome.WRONG, "records come that do not match")),
        (Operator.NE, "lt", BY_PAGE),
    ],
)
def test_what_does_not_work_is_seen(which: Operator, instead: str, verdict: Verdict) -> None:
    properties = found(lambda api, params: answered_as(api, params, "size", {str(which): instead}))
    assert properties["size"].operators[which].outcome is verdict.outcome
    if verdict is not BY_PAGE:
        assert properties["size"].operators[which] == verdict
    assert properties["name"].operators[which] == BY_TOTALS


def test_an_answer_without_records_is_wrong_and_a_refusal_is_told() -> None:
    def nothing(_: Api, params: Params) -> httpx.Response | None:
        if asks(params, "size", "lt"):
            return answer({"data": [], "total": 0})
        return answer({"message": "no"}, 400) if asks(params, "size", "gt") else None

    operators = found(nothing)["size"].operators
    assert operators[Operator.LT] == Verdict(Outcome.WRONG, "no record comes")
    assert operators[Operator.GT] == Verdict(Outcome.REFUSED, "400: no")
    # Their opposites cannot be counted against them.
    assert operators[Operator.GTE] == operators[Operator.LTE] == BY_PAGE


def test_without_equality_the_edge_is_not_looked_at() -> None:
    def refuse(_: Api, params: Params) -> httpx.Response | None:
        return answer({"message": "no"}, 400) if asks(params, "size", "eq") else None

    assert found(refuse)["size"].operators[Operator.LTE] == BY_TOTALS


def test_totals_that_do_not_add_up_or_are_missing_say_nothing() -> None:
    def uncounted(api: Api, params: Params) -> httpx.Response:
        return answer({"data": api.page(params).json()["data"]})

    def doubled(api: Api, params: Params) -> httpx.Response:
        body = api.page(params).json()
        return answer(body | {"total": body["total"] * 2}) if asks(params, "size", "lt") else answer(body)

    assert found(uncounted)["size"].operators[Operator.EQ] == BY_PAGE
    assert found(doubled)["size"].operators[Operator.GTE] == BY_PAGE
    assert found(doubled)["size"].operators[Operator.EQ] == BY_TOTALS


def test_records_without_a_value_may_differ_from_a_value() -> None:
    rows = [{"name": "ab", "size": [None, 1, 2][number % 3]} for number in range(1_200)]

    def included(api: Api, params: Params) -> httpx.Response | None:
        if not asks(params, "size", "ne"):
            return None
        (entry,) = conditions(params)
        kept = [row for row in api.rows if row["size"] != entry["value"]]
        return answer({"data": kept[:100], "total": len(kept)})

    assert found(included, rows)["size"].operators[Operator.NE] == BY_TOTALS
    assert found(rows=rows)["size"].operators[Operator.NE] == BY_PAGE


def test_sorting_is_seen_on_the_first_page() -> None:
    def ignore(api: Api, params: Params) -> httpx.Response | None:
        return api.page({name: value for name, value in params.items() if name not in {"sort", "dir"}})

    def shuffle(_: Api, params: Params) -> httpx.Response | None:
        return answer({"data": ROWS[::-1][:100]}) if params.get("dir") == "DESC" else None

    assert found(ignore)["size"].sort == Verdict(Outcome.IGNORED, "the order is the same in both directions")
    assert found(shuffle)["size"].sort == Verdict(Outcome.WRONG, "the first records do not come in order")


def test_a_first_page_that_is_refused_without_sorting_is_the_sample() -> None:
    endpoint = Endpoint("orders", [Property("id", "string"), *ENDPOINT.properties], id_property="id")
    api = Api([{"id": f"{number:04}", **row} for number, row in enumerate(ROWS)])

    def refuse(params: Params) -> httpx.Response | None:
        return answer({}, 400) if params.keys() <= {"limit", "page"} else None

    api.instead = refuse
    assert found_of(api, endpoint).properties["size"].operators[Operator.LT].outcome is Outcome.WORKS
