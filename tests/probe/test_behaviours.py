"""How an API behaves as a whole, where it does what the emulator does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.probe.fakes import Api, Params, answer, asks, conditions, probed
from vsfilter.probe import Behaviour, Deviation
from vsfilter.probe.behaviours import UNKNOWN_PARAMETER, UNKNOWN_PROPERTY
from vsfilter.schema import Endpoint, Property

if TYPE_CHECKING:
    import httpx

TYPES = {"name": "string", "size": "integer", "made": "datetime", "code": "string", "kind": "string"}
ENDPOINT = Endpoint(
    "orders", [Property("id", "integer"), *(Property(*pair) for pair in TYPES.items())], id_property="id"
)
ROWS: list[dict[str, Any]] = [
    {"id": 1, "name": "ab_cd", "size": 1, "made": "2026-07-01 00:00:00", "code": "10", "kind": "x"},
    {"id": 2, "name": "abXcd", "size": 2, "made": "2026-07-01 10:00:00", "code": "20", "kind": "y"},
    {"id": 3, "name": "Abzcd", "size": 3, "made": "2026-07-02 00:00:00", "code": "30", "kind": "x"},
    {"id": 4, "name": "b%c", "size": None, "made": "2026-07-02 11:00:00", "code": "40", "kind": "x"},
    {"id": 5, "name": "bYYc", "size": 5, "made": "2026-07-03 12:00:00", "code": "50", "kind": "y"},
    {"id": 6, "name": None, "size": 6, "made": "2026-07-04 12:00:00", "code": "60", "kind": "x"},
    {"id": 7, "name": "zz", "size": 7, "made": "2026-07-05 12:00:00", "code": "70", "kind": "z"},
]


def behaviour(name: str, instead: Any = lambda *_: None, rows: list[dict[str, Any]] = ROWS) -> Behaviour:  # noqa: ANN401
    api = Api(rows)

    def reply(params: Params) -> httpx.Response | None:
        given: httpx.Response | None = instead(api, params)
        return given

    api.instead = reply
    findings = probed(api, ENDPOINT)
    assert findings.stopped == ""
    return findings.behaviours[name]


def when(test: Any, reply: Any) -> Any:  # noqa: ANN401
    """Make what answers some requests in another way."""
    return lambda api, params: reply(api, params) if test(params) else None


def refused(*_: object) -> httpx.Response:
    return answer({"message": "no"}, 400)


def nothing(*_: object) -> httpx.Response:
    return answer({"data": [], "total": 0})


def without(name: str) -> Any:  # noqa: ANN401
    """Make what answers as if there were no condition on a property."""

    def reply(api: Api, params: Params) -> httpx.Response:
        rest = [entry for entry in conditions(params) if entry["property"] != name]
        return api.page({**params, "filter": json.dumps(rest)})

    return reply


def inside(*ids: int) -> Any:  # noqa: ANN401
    return lambda api, _: answer({"data": [row for row in api.rows if row["id"] in ids]})


def has(name: str) -> Any:  # noqa: ANN401
    return lambda params: name in params


def no_limit(params: Params) -> bool:
    return "limit" not in params


def unknown(params: Params) -> bool:
    return asks(params, UNKNOWN_PROPERTY, "eq ne lt lte gt gte like notlike")


def one_record(params: Params) -> bool:
    return params.get("limit") == "1" and params.get("filter") != "[]"


def ranged(params: Params) -> bool:
    return any(entry["operator"] == "between" for entry in conditions(params))


def date_without_time(params: Params) -> bool:
    return any(entry["property"] == "made" and len(str(entry["value"])) == 10 for entry in conditions(params))


def date_with_t(params: Params) -> bool:
    return any(entry["property"] == "made" and "T" in str(entry["value"]) for entry in conditions(params))


def counted(**total: Any) -> Any:  # noqa: ANN401
    """Make what counts in another way."""

    def reply(api: Api, params: Params) -> httpx.Response:
        reply = api.page(params)
        return answer({"data": reply.json()["data"], **total}) if reply.status_code == 200 else reply

    return reply


def always(_: Params) -> bool:
    return True


def groups(*rows: dict[str, Any]) -> Any:  # noqa: ANN401
    return lambda *_: answer({"data": list(rows)})


@pytest.mark.parametrize(
    ("name", "instead", "value"),
    [
        ("unknown_property", when(unknown, refused), "refuse"),
        ("unknown_property", when(unknown, without(UNKNOWN_PROPERTY)), "ignore"),
        ("unknown_property", when(unknown, nothing), "none"),
        ("unknown_property", when(unknown, inside(3)), "other"),
        ("unknown_property", when(conditions, refused), None),
        ("unknown_parameter", when(has(UNKNOWN_PARAMETER), refused), "refuse"),
        ("unknown_parameter", lambda *_: None, "ignore"),
        ("limit_above_maximum", when(lambda params: params.get("limit") == "5001", refused), "refuse"),
        ("limit_above_maximum", lambda *_: None, "accept"),
        ("default_limit", lambda *_: None, "2"),
        ("default_limit", when(no_limit, refused), "refuse"),
        ("default_limit", when(no_limit, lambda api, params: api.page({**params, "limit": "6"})), "6"),
        ("default_limit", when(no_limit, lambda api, params: api.page({**params, "limit": "9"})), None),
        ("total", lambda *_: None, "exact"),
        ("total", when(one_record, refused), None),
        ("total", when(always, counted()), "missing"),
        ("total", when(always, counted(total=1)), "page"),
        ("total", when(always, counted(total=7)), "unfiltered"),
        ("total", when(always, lambda api, params: answer(api.page(params).json() | {"total": 3})), "unfiltered"),
        ("total", when(one_record, counted(total=3)), "wrong"),
        ("empty_filter", lambda *_: None, "accept"),
        ("empty_filter", when(lambda params: params.get("filter") == "[]", refused), "refuse"),
        ("empty_filter", when(lambda params: params.get("filter") == "[]", nothing), "none"),
        ("between", lambda *_: None, "refuse"),
        ("between", when(ranged, inside(2, 3, 4, 5)), "accept"),
        ("between", when(ranged, inside(2, 3, 4, 5, 6)), "ignore"),
        ("between", when(ranged, nothing), "none"),
        ("group_by", when(has("group_by"), refused), "refuse"),
        ("group_by", lambda *_: None, "ignore"),
        ("group_by", when(has("group_by"), lambda *_: answer({"data": {"x": 3}})), "other"),
        ("group_by", when(has("group_by"), groups({"kind": "x", "n": 3}, {"kind": "y", "n": 2})), "counts"),
        ("group_by", when(has("group_by"), groups({"kind": "x", "n": 1}, {"kind": "y", "n": 2})), "other"),
        ("group_by", when(has("group_by"), groups({"kind": "x"}, {"kind": "y", "n": 2})), "other"),
        ("group_by", when(has("group_by"), groups({"kind": "x", "n": 5})), "other"),
        ("group_by", when(has("group_by"), groups(ROWS[2], ROWS[1])), "rows"),
        ("nulls", lambda *_: None, "exclude"),
        ("like", lambda *_: None, "literal"),
        ("like", when(lambda params: asks(params, "name", "like notlike"), refused), None),
        ("like_case", lambda *_: None, "exact"),
        ("bare_date", lambda *_: None, "midnight"),
        ("bare_date", when(date_without_time, refused), "refuse"),
        ("bare_date", when(date_without_time, nothing), "none"),
        ("bare_date", when(date_without_time, without("made")), "ignore"),
        ("bare_date", when(date_without_time, inside(6)), "other"),
        ("bare_date", when(lambda params: asks(params, "made", "eq ne lt lte gt gte in"), refused), None),
        ("iso_date", when(date_with_t, refused), "refuse"),
        ("iso_date", when(lambda params: asks(params, "made", "eq ne lt lte gt gte in"), refused), None),
        ("number_as_text", lambda *_: None, "none"),
        ("number_as_text", when(lambda params: asks(params, "size", "eq ne lt lte gt gte in"), refused), None),
        ("text_as_number", lambda *_: None, "none"),
        ("text_as_number", when(lambda params: asks(params, "code", "eq ne"), refused), None),
    ],
)
def test_each_question_has_its_answer(name: str, instead: Any, value: str | None) -> None:  # noqa: ANN401
    found = behaviour(name, instead)
    assert found.value == value
    assert value or found.note


def test_too_few_records_cannot_tell_what_a_total_counts() -> None:
    assert behaviour("total", rows=ROWS[:1]) == Behaviour(None, "there are too few records")


def test_a_total_is_not_known_to_count_where_nothing_works() -> None:
    found = behaviour("total", when(conditions, refused))
    assert found == Behaviour(None, "no condition is known to work")


def test_a_range_needs_values_beside_it() -> None:
    assert behaviour("between", rows=ROWS[:2]) == Behaviour(None, "no property has three values in order")


def test_groups_need_a_text_that_repeats() -> None:
    rows = [{**row, "kind": str(row["id"]), "name": str(row["id"]), "code": str(row["id"])} for row in ROWS]
    assert behaviour("group_by", rows=rows) == Behaviour(None, "no text repeats")


def nulls_included(api: Api, params: Params) -> httpx.Response | None:
    """Answer `ne` with the records that have no value, too, on one property."""
    entries = [entry for entry in conditions(params) if entry["property"] == "size" and entry["operator"] == "ne"]
    if not entries:
        return None
    rows = [row for row in api.rows if 1 < row["id"] < 7 and row["size"] != entries[0]["value"]]
    return answer({"data": rows, "total": len(rows)})


def test_an_api_may_treat_missing_values_in_two_ways() -> None:
    assert behaviour("nulls", nulls_included) == Behaviour("mixed")


def patterns(wildcards: str) -> Any:  # noqa: ANN401
    """Make what takes some characters of a fragment for wildcards."""
    import re  # noqa: PLC0415  only needed here

    meanings = {"%": ".*", "_": "."}

    def reply(api: Api, params: Params) -> httpx.Response | None:
        entries = [entry for entry in conditions(params) if "like" in entry["operator"] and entry["property"] == "name"]
        if not entries:
            return None
        (entry,) = entries
        pattern = "".join(meanings[letter] if letter in wildcards else re.escape(letter) for letter in entry["value"])
        rows = [
            row
            for row in api.rows
            if 1 < row["id"] < 7
            and row["name"] is not None
            and bool(re.search(pattern, row["name"])) == (entry["operator"] == "like")
        ]
        return answer({"data": rows, "total": len(rows)})

    return reply


def test_one_wildcard_may_work_without_the_other() -> None:
    assert behaviour("like", patterns("%_")) == Behaviour("patterns")
    assert behaviour("like", patterns("%")) == Behaviour("mixed", "`%`: patterns, `_`: literal")
    assert behaviour("like", patterns("_")) == Behaviour("mixed", "`%`: literal, `_`: patterns")


def test_a_wildcard_in_a_text_is_passed_over() -> None:
    rows = [{**row, "name": f"a_b{'cd' if row['id'] % 2 else 'xc'}e", "code": "1", "kind": "k"} for row in ROWS]
    assert behaviour("like", rows=rows) == Behaviour("literal")
    # Between the ends of every text `%` stands for anything, and `_` only for one character.
    rows = [{**row, "name": "1" + "2" * row["id"] + "3", "code": "1", "kind": "k"} for row in ROWS]
    assert behaviour("like", patterns("%_"), rows=rows) == Behaviour("patterns")


def test_what_is_not_relied_on_is_no_deviation() -> None:
    api = Api(ROWS)
    api.instead = lambda params: refused() if date_with_t(params) or unknown(params) else patterns("%_")(api, params)
    findings = probed(api, ENDPOINT)
    assert findings.behaviours["iso_date"].value == findings.behaviours["unknown_property"].value == "refuse"
    assert findings.deviations == (Deviation("like", "", "patterns"),)
