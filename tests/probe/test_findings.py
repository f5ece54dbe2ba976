"""What is found at servers that answer in ways the emulator does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.probe.fakes import ORDERS, ROWS, Api, Params, Row, answer, asks, conditions, found_of, probed
from vsfilter.model import Operator
from vsfilter.probe import Outcome, Verdict
from vsfilter.schema import Endpoint, Property

if TYPE_CHECKING:
    import httpx

NO_KEY = Endpoint("orders", ORDERS.properties[1:])
WORKS = Verdict(Outcome.WORKS)


def operators_of(api: Api, name: str = "size", endpoint: Endpoint = ORDERS) -> dict[Operator, Verdict]:
    return found_of(api, endpoint).properties[name].operators


def test_an_api_as_documented_has_no_deviations() -> None:
    findings = probed(Api())
    (found,) = findings.endpoints
    assert found.basis == "6 records between two keys"
    for entry in found.properties.values():
        assert set(entry.operators.values()) == {WORKS}
        assert entry.operators.keys() == entry.property.type.operators
        assert entry.sort == WORKS
    assert findings.deviations == ()


def test_records_that_arrive_meanwhile_do_no_harm() -> None:
    api = Api()

    def arrive(_: Params) -> None:
        api.rows.insert(0, {"id": 100 + len(api.requests), "name": "pear", "size": 1})

    api.instead = arrive
    assert set(operators_of(api).values()) == {WORKS}


def test_records_that_change_meanwhile_decide_nothing() -> None:
    api = Api()

    def change(params: Params) -> None:
        if asks(params, "size", "eq"):
            api.rows[3] = {"id": 4, "name": "lime", "size": 7 + len(api.requests)}

    api.instead = change
    assert operators_of(api)[Operator.EQ] == Verdict(Outcome.UNDECIDED, "the records changed meanwhile")


def test_a_window_that_cannot_be_read_again_decides_nothing() -> None:
    broken = False

    def refuse(params: Params) -> httpx.Response | None:
        nonlocal broken
        if asks(params, "size", "eq"):
            broken = True
            return answer({"data": []})
        return answer({}, 500) if broken else None

    assert operators_of(Api(instead=refuse))[Operator.EQ].outcome is Outcome.UNDECIDED


def without_key(params: Params) -> httpx.Response | None:
    return answer({"message": "no"}, 400) if asks(params, "id", "gt gte lt lte") else None


def test_without_a_key_that_works_a_small_collection_is_taken_whole() -> None:
    found = found_of(Api(instead=without_key))
    assert found.basis == "all 8 records"
    assert found.properties["id"].operators[Operator.LT] == Verdict(Outcome.REFUSED, "400: no")
    assert found.properties["size"].operators[Operator.LT] == WORKS


def test_records_are_known_by_their_contents_where_there_is_no_key() -> None:
    api = Api([*ROWS, {"name": "pear", "size": 0}, {"name": "pear", "size": 0}])
    found = found_of(api, NO_KEY)
    assert found.basis == "all 10 records"
    assert found.undeclared == ("id",)
    assert {verdict.outcome for verdict in found.properties["name"].operators.values()} == {Outcome.WORKS}
    assert "sort" not in api.requests[0]


def test_a_collection_of_a_thousand_is_narrowed_by_nothing_but_its_end() -> None:
    api = Api([{"name": f"n{number}", "size": number} for number in range(150)])
    found = found_of(api, NO_KEY)
    assert found.basis == "all 150 records"
    assert found.properties["size"].operators[Operator.LTE] == WORKS


def test_a_sample_may_come_without_sorting() -> None:
    def refuse(params: Params) -> httpx.Response | None:
        return answer({"message": "no sort"}, 400) if "sort" in params else None

    found = found_of(Api(instead=refuse))
    assert found.basis == "6 records between two keys"
    assert found.properties["size"].sort == Verdict(Outcome.REFUSED, "400: no sort")
    assert {entry.operators[Operator.EQ] for entry in found.properties.values()} == {WORKS}


def test_an_api_that_sends_more_than_a_page_is_looked_at_all_the_same() -> None:
    rows = [{"id": number, "name": f"n{number}", "size": number % 5} for number in range(300)]
    api = Api(rows)
    api.instead = lambda params: api.page({**params, "limit": "300"})
    found = found_of(api)
    assert found.basis == "98 records between two keys"
    assert found.properties["size"].operators[Operator.EQ] == WORKS


def test_a_page_that_is_full_may_hide_records_of_the_window() -> None:
    rows = [{"id": number, "name": f"n{number}", "size": number % 5} for number in range(300)]
    api = Api(rows)

    def shuffle(params: Params) -> httpx.Response | None:
        # Every third record: those between them were not seen.
        if params.get("sort") == "id":
            return answer({"data": rows[::3], "total": 300})
        return None

    api.instead = shuffle
    assert found_of(api).basis == "all 300 records"


@pytest.mark.parametrize(
    ("came", "verdict"),
    [
        ([], Verdict(Outcome.WRONG, "no record comes")),
        ([2, 3, 4, 5, 6, 7], Verdict(Outcome.IGNORED, "all records come")),
        ([2, 5, 3], Verdict(Outcome.WRONG, "of 2 records that match 2 come, and 1 others")),
        (
            [2, 5, 1],
            Verdict(Outcome.WRONG, "of 2 records that match 2 come, and 1 others, 1 of them never seen before"),
        ),
        ([2, 2], Verdict(Outcome.WRONG, "of 2 records that match 1 come, and 1 others, 1 of them never seen before")),
    ],
)
def test_a_wrong_answer_is_told_in_numbers(came: list[int], verdict: Verdict) -> None:
    rows = {row["id"]: row for row in ROWS}

    def wrong(params: Params) -> httpx.Response | None:
        return answer({"data": [rows[number] for number in came]}) if asks(params, "size", "in") else None

    api = Api(instead=wrong)
    verdicts = operators_of(api)
    chosen = [entry["value"] for request in api.requests for entry in conditions(request) if entry["operator"] == "in"]
    assert verdicts[Operator.IN].outcome is verdict.outcome
    if verdict.reason and len(chosen) == 1:
        assert verdicts[Operator.IN].reason.split(", ")[1:] == verdict.reason.split(", ")[1:]


def test_values_that_differ_by_case_alone_may_be_equal() -> None:
    api = Api(
        [{"id": number, "name": name, "size": 1} for number, name in enumerate(["x", "Ab", "ab", "AB", "cd", "y"])]
    )

    def fold(params: Params) -> httpx.Response | None:
        if not asks(params, "name", "eq"):
            return None
        wanted = {entry["value"].casefold() for entry in conditions(params) if entry["property"] == "name"}
        inside = api.rows[1:-1]
        return answer({"data": [row for row in inside if row["name"].casefold() in wanted]})

    api.instead = fold
    verdict = operators_of(api, "name")[Operator.EQ]
    assert verdict.outcome in {Outcome.WRONG, Outcome.WORKS}


def row(number: int, **values: Any) -> Row:  # noqa: ANN401
    return {"id": number, "name": None, "size": None, **values}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([None] * 6, "no record has a value"),
        (["same"] * 6, "all records have the same value"),
        (["x" * 100, "x" * 101, "y" * 100, "z" * 100, "w" * 100, "v" * 100], "no value is short enough to be sent"),
    ],
)
def test_what_is_missing_to_decide_is_told(values: list[str | None], reason: str) -> None:
    api = Api([row(number, name=value) for number, value in enumerate(values)])
    verdicts = operators_of(api, "name")
    assert verdicts[Operator.EQ] == Verdict(Outcome.UNDECIDED, reason)
    assert not any(asks(params, "name", "eq") for params in api.requests)


def test_true_and_false_without_nulls_leave_no_list_to_try() -> None:
    endpoint = Endpoint("orders", [Property("id", "integer"), Property("paid", "boolean")], id_property="id")
    api = Api([{"id": number, "paid": number % 2 == 0} for number in range(8)])
    verdicts = operators_of(api, "paid", endpoint)
    assert verdicts[Operator.EQ] == WORKS
    assert verdicts[Operator.IN] == Verdict(Outcome.UNDECIDED, "no value tells `in` from no condition at all")


def test_what_an_array_means_is_never_a_deviation() -> None:
    endpoint = Endpoint("orders", [Property("id", "integer"), Property("tags", "array")], id_property="id")
    api = Api([{"id": number, "tags": ["a", "bc"][number % 2 :]} for number in range(8)])

    def ignore(params: Params) -> httpx.Response | None:
        rest = [entry for entry in conditions(params) if entry["property"] != "tags"]
        return api.page({**params, "filter": json.dumps(rest)}) if rest != conditions(params) else None

    api.instead = ignore
    findings = probed(api, endpoint)
    tags = findings.endpoints[0].properties["tags"]
    assert {verdict.outcome for verdict in tags.operators.values()} == {Outcome.IGNORED}
    assert tags.sort == Verdict(Outcome.UNDECIDED, "nobody knows in which order arrays come")
    assert findings.deviations == ()


def test_a_refused_property_deviates_only_where_it_was_known_to_work() -> None:
    def refuse(params: Params) -> httpx.Response | None:
        return answer({"message": "Filtration error"}, 400) if asks(params, "size", "eq") else None

    for said, deviates in (("unknown", False), ("documented", True), ("observed", True), ("refused", False)):
        size = Property("size", "integer", filterable=said)
        findings = probed(Api(instead=refuse), Endpoint("orders", [*ORDERS.properties[:2], size], id_property="id"))
        places = {(one.aspect, one.place, one.found) for one in findings.deviations}
        refused = ("eq", "orders.size", "refused: 400: Filtration error")
        assert (refused in places) is deviates
        assert (("lt", "orders.size", "works") in places) is (said == "refused")


# --- sorting ---


def sorted_by(order: Any) -> Verdict | None:  # noqa: ANN401
    """Probe an API that sorts by name as it likes."""
    api = Api()

    def put(params: Params) -> httpx.Response | None:
        if params.get("sort") != "name":
            return None
        rows = json.loads(api.page({**params, "sort": "id"}).content)["data"]
        return answer({"data": order(sorted(rows, key=lambda one: one["id"]), params["dir"] == "DESC")})

    api.instead = put
    return found_of(api).properties["name"].sort


def test_case_may_count_or_not_in_the_order_of_text() -> None:
    assert sorted_by(lambda rows, down: sorted(rows, key=lambda one: one["name"], reverse=down)) == WORKS
    assert sorted_by(lambda rows, down: sorted(rows, key=lambda one: one["name"].casefold(), reverse=down)) == WORKS


def test_text_may_have_an_order_of_its_own() -> None:
    verdict = sorted_by(lambda rows, down: sorted(rows, key=lambda one: one["name"][::-1], reverse=down))
    assert verdict == Verdict(Outcome.WORKS, "text comes in an order of the API's own")


def test_sorting_goes_wrong_in_many_ways() -> None:
    assert sorted_by(lambda rows, _: rows) == Verdict(Outcome.IGNORED, "the order is the same in both directions")
    assert sorted_by(lambda rows, down: rows[down:] + rows[:down]) == Verdict(
        Outcome.WRONG, "the records do not come in order"
    )
    assert sorted_by(lambda rows, _: rows[:-1]) == Verdict(Outcome.WRONG, "other records come than without sorting")
    by_name = sorted_by(lambda rows, _: sorted(rows, key=lambda one: one["name"]))
    assert by_name == Verdict(Outcome.IGNORED, "the order is the same in both directions")


def test_sorting_that_changes_with_the_records_decides_nothing() -> None:
    api = Api()

    def change(params: Params) -> httpx.Response | None:
        if params.get("sort") != "size":
            return None
        api.rows[3]["size"] += 10
        return api.page({**params, "sort": "id"})

    api.instead = change
    assert found_of(api).properties["size"].sort == Verdict(Outcome.UNDECIDED, "the records changed meanwhile")


@pytest.mark.parametrize("place", [-1, 10])
def test_what_is_missing_stands_at_one_end(place: int) -> None:
    api = Api([row(number, size=value) for number, value in enumerate([0, 3, None, 1, None, 2, 3, 0])])

    def put(params: Params) -> httpx.Response | None:
        if params.get("sort") != "size":
            return None
        data = json.loads(api.page({**params, "sort": "id"}).content)["data"]
        data.sort(key=lambda one: place if one["size"] is None else one["size"], reverse=params["dir"] == "DESC")
        return answer({"data": data})

    api.instead = put
    assert found_of(api).properties["size"].sort == WORKS


def test_what_is_missing_does_not_stand_in_the_middle() -> None:
    api = Api([row(number, size=value) for number, value in enumerate([0, 3, None, 1, None, 2, 3, 0])])

    def put(params: Params) -> httpx.Response | None:
        if params.get("sort") != "size":
            return None
        data = json.loads(api.page({**params, "sort": "id"}).content)["data"]
        data.sort(key=lambda one: 1.5 if one["size"] is None else one["size"], reverse=params["dir"] == "DESC")
        return answer({"data": data})

    api.instead = put
    assert found_of(api).properties["size"].sort == Verdict(Outcome.WRONG, "the records do not come in order")
