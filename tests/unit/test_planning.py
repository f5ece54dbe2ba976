"""Plans: which requests, what is left, what is refused, and why."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

import vsfilter
from tests.unit.checking import THINGS, places
from vsfilter import Endpoint, F, FilterCheckError
from vsfilter.model import And, Or
from vsfilter.planning.messages import not_a_count
from vsfilter.planning.terms import Term

if TYPE_CHECKING:
    from collections.abc import Callable

# Some tests give what the types forbid.
plan_any: Callable[..., vsfilter.Plan] = vsfilter.plan


def planned(text: str, endpoint: str | Endpoint = "cdrs", **options: Any) -> tuple[list[str], str | None]:  # noqa: ANN401
    """Give the requests of a plan and its residual, as texts."""
    plan = plan_any(text, endpoint, **options)
    return list(map(str, plan.requests)), None if plan.residual is None else vsfilter.to_text(plan.residual)


def refusal(source: object, endpoint: str | Endpoint = "cdrs", **options: Any) -> FilterCheckError:  # noqa: ANN401
    with pytest.raises(FilterCheckError) as caught:
        plan_any(source, endpoint, **options)
    return caught.value


def refused(text: str, endpoint: str | Endpoint = "cdrs", **options: Any) -> list[tuple[str, str | None]]:  # noqa: ANN401
    error = refusal(text, endpoint, **options)
    return places(error.issues, error.source)


# --- what is pushed, and what is left ---


@pytest.mark.parametrize(
    ("text", "requests", "residual"),
    [
        ("type = I", ['type = "I"'], None),
        ("not (type = I or src like 44)", ['type != "I" and src not like "44"'], None),
        ("type = M or duration > 5", ['type = "M"', "duration > 5"], None),
        ("src is null and duration > 5", ["duration > 5"], "src is null"),
        ("src is not null and duration > 5", ["duration > 5"], "src is not null"),
        ("src is not null and src like 4", ['src like "4"'], None),
        ("(src is not null or src like 4) and duration > 5", ["duration > 5"], "src is not null"),
        ("type = M and (src is null or src is not null)", ['type = "M"'], None),
        ("type = M or (src is null and src is not null)", ['type = "M"'], None),
        ("type = M or (src is null and src like 4)", ['type = "M"'], None),
        ("type = M or (type = I and type = O)", ['type = "M"'], None),
        ("type = M and (type = I or type = O)", [], None),
        ("type = M and ((type = I and duration > 5) or (type = O and duration > 9))", [], None),
        ("type = M and ((duration = 1 and duration = 2) or (src is null and src = 4))", [], None),
        (
            "type = M and ((duration = 5 and (duration < 3 or duration > 9)) or (id = 6 and (id < 3 or id > 9)))",
            [],
            None,
        ),
        (
            "duration between 1 and 3 or duration between 4 and 5 or duration between 8 and 9",
            ["duration >= 1 and duration <= 5", "duration >= 8 and duration <= 9"],
            None,
        ),
        ("type = M or type = M", ['type = "M"'], None),
        (
            "(src is null or dst is null) and (src is null or dst is null) and type = M",
            ['type = "M"'],
            "(src is null or dst is null) and (src is null or dst is null)",
        ),
        ("type = M and (duration > 5 or src is null)", ['type = "M"'], "duration > 5 or src is null"),
        (
            "duration > 9 or (duration > 5 and type = M)",
            ["duration > 9", 'duration > 5 and duration <= 9 and type = "M"'],
            None,
        ),
        ("duration > 9 or (duration > 12 and type = M)", ["duration > 9"], None),
        ("(duration > 12 and type = M) or duration > 9", ["duration > 9"], None),
        (
            "(type = M or type = I) and (duration > 5 or src like 4)",
            ['type in ("M", "I") and duration > 5', 'type in ("M", "I") and src like "4"'],
            None,
        ),
    ],
)
def test_requests_and_rest(text: str, requests: list[str], residual: str | None) -> None:
    assert planned(text) == (requests, residual)


@pytest.mark.parametrize(
    ("text", "requests", "residual"),
    [
        ("type in (I, O) and duration > 5", ['duration > 5 and type = "I"', 'duration > 5 and type = "O"'], None),
        ("type = I or type = O", ['type = "I"', 'type = "O"'], None),
        ("type != I and duration > 5", ["duration > 5"], 'type != "I"'),
        ("src not like 44 and duration > 5", ["duration > 5"], 'src not like "44"'),
        ("is_root = true and duration > 5", ["duration > 5"], "is_root = true"),
    ],
)
def test_only_what_was_seen_working_is_asked(text: str, requests: list[str], residual: str | None) -> None:
    assert planned(text, accept="observed") == (requests, residual)


def test_a_list_of_more_values_than_requests_is_a_range_where_lists_were_never_seen() -> None:
    text = "duration in (5, 1, 9) and type = M"
    assert planned(text, accept="observed", max_requests=2) == (
        ['type = "M" and duration >= 1 and duration <= 9'],
        "duration in (5, 1, 9)",
    )
    assert planned("type in (A, B, C) and duration > 5", accept="observed", max_requests=2) == (
        ["duration > 5"],
        'type in ("A", "B", "C")',
    )


def test_what_the_api_refuses_is_looked_at_here() -> None:
    assert planned('from like "44" and created_at > 2026-01-01', "faxes") == (
        ['created_at > "2026-01-01 00:00:00"'],
        'from like "44"',
    )


def test_arrays_take_no_list() -> None:
    assert planned('array = "a" or array = "b"', THINGS) == (['array = "a"', 'array = "b"'], None)
    assert planned('array = "a" and integer > 1', THINGS, accept="observed") == (["integer > 1"], 'array = "a"')


# --- bounds ---


def test_too_many_combinations_leave_some_to_be_looked_at_here() -> None:
    pairs = " and ".join(f'(src like "a{number}x" or dst like "b{number}x")' for number in range(25))
    plan = vsfilter.plan(pairs, "cdrs")
    assert len(plan.requests) == 16
    assert isinstance(plan.residual, And)
    assert len(plan.residual.terms) == 21
    assert (plan.naive_requests, plan.saved) == (2**25, 2**25 - 16)


def test_a_factor_that_is_too_wide_narrows_by_what_its_alternatives_share() -> None:
    branches = " or ".join(f'(duration = {number} and src like "s{number}x")' for number in range(5))
    assert planned(f"type = M and ({branches})", max_requests=3)[0] == ['type = "M" and duration in (0, 1, 2, 3, 4)']


def test_alternatives_on_the_same_properties_are_widened_first() -> None:
    branches = " or ".join(f'(user_id = {number} and src like "s{number}x")' for number in range(20))
    requests, residual = planned(f"{branches} or duration > 1000", max_requests=4)
    assert requests == [f"user_id in ({', '.join(map(str, range(20)))})", "duration > 1000"]
    assert residual is not None


def test_many_alternatives_on_many_properties_are_widened_to_what_all_share() -> None:
    properties = ("src", "dst", "src_id", "dst_id", "clid")
    branches = " or ".join(f'(type = M and {name} like "x")' for name in properties)
    assert planned(branches, max_requests=3)[0] == ['type = "M"']


def test_very_many_alternatives_are_planned_in_linear_time() -> None:
    terms = tuple((F.user_id == number) & F.src.like(f"x{number}y") for number in range(2000))
    plan = vsfilter.plan(Or(terms), "cdrs")
    assert len(plan.requests) == 2
    assert isinstance(plan.residual, Or)


def test_a_product_is_not_made_where_it_cannot_fit() -> None:
    wide = [" or ".join(f'{name} like "{number}x"' for number in range(9)) for name in ("src", "dst", "clid")]
    requests, residual = planned(" and ".join(f"({one})" for one in wide), max_requests=10)
    assert len(requests) == 9
    assert residual is not None


def test_combinations_that_contradict_each_other_are_none() -> None:
    branches = " or ".join(f'(user_id = {number} and src like "s{number}x")' for number in range(20))
    assert planned(f"user_id = 3 and ({branches})") == (['user_id = 3 and src like "s3x"'], None)


def test_alternatives_that_say_the_same_again_are_absorbed_in_combinations() -> None:
    one = " or ".join(f'src like "{number}x"' for number in range(6))
    assert len(planned(f"({one}) and ({one} or dst like 9)", max_requests=6)[0]) == 6


# --- lists that are too long ---


def test_a_long_list_is_cut_into_pieces_that_fit() -> None:
    ids = list(range(10_000_000, 10_005_000))
    plan = vsfilter.plan("id in :ids and duration > 5", "cdrs", params={"ids": ids})
    assert len(plan.requests) == 8
    assert plan.residual is None
    assert plan.exact_total
    assert plan.naive_requests == 5000
    sent = [
        value
        for flt in plan.requests
        for value in next(row["value"] for row in flt.to_list() if row["property"] == "id")
    ]
    assert sent == ids
    assert all(len(flt.to_query(page=10**9, limit=5000, sort="calldate", dir="DESC")) <= 8000 for flt in plan.requests)
    assert plan.requests[0].warnings


def test_a_list_that_needs_too_many_requests_becomes_a_range() -> None:
    ids = list(range(10_000_000, 10_050_000))
    plan = vsfilter.plan("id in :ids", "cdrs", params={"ids": ids}, max_requests=4)
    assert list(map(str, plan.requests)) == ["id >= 10000000 and id <= 10049999"]
    assert plan.residual is not None


def test_of_two_long_lists_one_is_cut_or_widened() -> None:
    params = {"ids": list(range(10**7, 10**7 + 1000)), "users": list(range(10**7, 10**7 + 400))}
    plan = vsfilter.plan("id in :ids and user_id in :users", "cdrs", params=params)
    assert len(plan.requests) == 4
    assert plan.residual is None
    params["users"] = list(range(10**7, 10**7 + 2000))
    plan = vsfilter.plan("id in :ids and user_id in :users", "cdrs", params=params)
    assert len(plan.requests) == 2
    assert "user_id" in str(plan.residual)


def test_a_text_list_that_needs_too_many_requests_is_looked_at_here() -> None:
    params = {"names": [f"name number {number}" for number in range(1000)]}
    plan = vsfilter.plan("src in :names and duration > 5", "cdrs", params=params, max_requests=2)
    assert list(map(str, plan.requests)) == ["duration > 5"]
    assert refused("src in :names", params=params, max_requests=2) == [("full-scan", "in")]


def test_conditions_too_many_for_one_request_are_looked_at_here() -> None:
    text = " and ".join(f'src not like "{number}{"x" * 100}"' for number in range(100))
    plan = vsfilter.plan(f"{text} and duration > 5", "cdrs")
    assert list(map(str, plan.requests)) == ["duration > 5"]
    assert "not like" in vsfilter.to_text(plan.residual)  # type: ignore[arg-type]


def test_a_decimal_takes_the_room_of_all_its_digits() -> None:
    small = f"0.{'0' * 900}1"
    text = " or ".join(f"(charge = {small}{number} and src like a{number}z)" for number in range(9))
    plan = vsfilter.plan(f"({text}) and duration > 5", "cdrs", max_query_bytes=3000)
    assert all(len(flt.to_query(page=10**9, limit=5000, sort="calldate", dir="DESC")) <= 3000 for flt in plan.requests)


def test_a_value_too_long_for_a_request_is_looked_at_here_or_refused() -> None:
    long = "x" * 9000
    requests, residual = planned(f"src = {long} and duration > 5")
    assert requests == ["duration > 5"]
    assert residual == f'src = "{long}"'
    error = refusal(f"src = {long}")
    assert error.issues[0].message.endswith("it holds a value that is too long for one request")


# --- disjoint requests ---


@pytest.mark.parametrize(
    ("text", "requests", "exact"),
    [
        ("(type = M and duration > 5) or (type = I and src like 4)", 2, True),
        ('(src = "a" and duration > 5) or (src = "A" and user_id > 5)', 2, False),
        ('(src = "é" and duration > 5) or (src = "E " and user_id > 5)', 2, False),
        ('(src = "a" and duration > 5) or (src = "b" and user_id > 5)', 2, True),
        ('(src like "a" and duration > 5) or (src not like "A" and user_id > 5)', 2, False),
        ('(src > "a" and duration > 5) or (src < "a" and user_id > 5)', 2, False),
        ('(src = "a" and duration > 5) or (src > "b" and user_id > 5)', 2, False),
        ("type = M or duration > 5", 2, False),
        ("duration not between 5 and 9", 2, True),
    ],
)
def test_totals_add_up_where_that_is_sure(text: str, requests: int, *, exact: bool) -> None:
    plan = vsfilter.plan(text, "cdrs")
    assert (len(plan.requests), plan.exact_total) == (requests, exact)


@pytest.mark.parametrize(
    ("text", "accept", "requests"),
    [
        (
            "(type in (I, O) and duration > 5) or (type in (O, M) and duration > 7 and src like 4)",
            "documented",
            ['type in ("I", "O") and duration > 5', 'type = "M" and duration > 7 and src like "4"'],
        ),
        (
            'src like "44" or (src like "55" and duration > 5)',
            "any",
            ['src like "44"', 'src like "55" and src not like "44" and duration > 5'],
        ),
        (
            'src like "44" or (src like "55" and duration > 5)',
            "documented",
            ['src like "44"', 'src like "55" and duration > 5'],
        ),
        (
            "user_id = 1 or (user_id < 9 and duration > 5)",
            "documented",
            ["user_id = 1", "user_id < 9 and duration > 5"],
        ),
        (
            "user_id = 1 or (user_id < 9 and duration > 5)",
            "any",
            ["user_id = 1", "user_id < 9 and user_id != 1 and duration > 5"],
        ),
        (
            "user_id in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) or (user_id < 99 and duration > 5)",
            "any",
            ["user_id in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)", "user_id < 99 and duration > 5"],
        ),
        (
            '(src = "a" and duration > 5) or (src in ("a", "A") and duration > 7)',
            "any",
            ['src = "a" and duration > 5 and duration <= 7', 'src in ("a", "A") and duration > 7'],
        ),
    ],
)
def test_a_request_leaves_out_what_another_fetches(text: str, accept: str, requests: list[str]) -> None:
    assert planned(text, accept=accept)[0] == requests


def test_the_second_gives_way_or_the_first() -> None:
    requests, _ = planned("(duration > 5 and type = M) or duration > 9")
    assert requests == ['duration > 5 and duration <= 9 and type = "M"', "duration > 9"]


# --- refusals ---


def test_a_full_scan_is_refused_at_the_word_that_causes_it() -> None:
    assert refused("src is null") == [("full-scan", "is null")]
    assert refused("type = M or src is not null") == [("full-scan", "is not null")]
    assert refused("type != M", accept="observed") == [("full-scan", "!=")]
    assert refused("src is null or src is not null") == [("full-scan", None)]
    many = " or ".join(f'src like "a{number}x"' for number in range(40))
    assert refused(many) == [("full-scan", "or")]
    assert "allow more requests or a full scan" in str(refusal(many).issues[0].hint)
    assert refusal("src is null").issues[0].hint == (
        "add what narrows the request, such as a bound on `calldate` that must hold as well, or allow a full scan"
    )
    assert "one more condition" in str(refusal("first_name is null", "users").issues[0].hint)


def test_a_full_scan_is_planned_where_it_is_allowed() -> None:
    plan = vsfilter.plan("src is null", "cdrs", allow_full_scan=True)
    assert str(plan) == "request 1: all records\nhere: src is null"
    assert str(plan.explain()).count("all records") == 1


def test_no_filter_is_a_full_scan() -> None:
    assert [issue.message for issue in refusal(None).issues] == [
        "all records of cdrs would be fetched: there is no filter"
    ]
    plan = vsfilter.plan(None, "cdrs", allow_full_scan=True)
    assert [flt.to_query() for flt in plan.requests] == [""]
    assert (plan.residual, plan.exact_total, plan.naive_requests) == (None, True, 1)
    assert plan.explain().written is None
    assert "filter:" not in str(plan.explain())
    assert [one.code for one in refusal(None, params={"a": 1}).issues] == ["unknown-parameter"]


def test_issues_of_an_expression_have_places_in_its_text() -> None:
    error = refusal(F.src.is_null())
    assert places(error.issues, error.source) == [("full-scan", "is null")]


def test_issues_of_a_text_have_their_places_as_it_was_written() -> None:
    assert refusal("type=I  or nope=1").source == "type=I  or nope=1"


def test_the_values_of_a_parameter_count_for_the_limits() -> None:
    error = refusal("duration in :many", params={"many": range(9)}, limits=vsfilter.Limits(items=2))
    assert [one.code for one in error.issues] == ["limit-exceeded"]


def test_what_does_not_fit_is_refused_as_in_compiling() -> None:
    assert refused("tpe = M or src is null") == [("unknown-property", "tpe")]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"accept": "all"}, "accept is one of observed, documented, any; got `all`"),
        ({"max_requests": 0}, "expected max_requests from 1 to 1,000, got `0`"),
        ({"max_requests": 1001}, "expected max_requests from 1 to 1,000, got `1001`"),
        ({"max_requests": True}, "expected max_requests from 1 to 1,000, got `True`"),
        ({"max_requests": "4"}, "expected max_requests from 1 to 1,000, got `'4'`"),
    ],
)
def test_options_are_checked(options: dict[str, Any], message: str) -> None:
    assert [issue.message for issue in refusal("type = M", **options).issues] == [message]


@pytest.mark.parametrize("size", [10, "long", 1.5])
def test_a_query_has_room_for_what_a_walk_adds(size: object) -> None:
    (issue,) = refusal("type = M", max_query_bytes=size).issues
    assert issue.message.startswith("expected max_query_bytes from ")
    assert not_a_count("x", 1, 2, None).message == "expected x from 2, got `1`"


# --- endpoints without a key ---


def test_without_a_key_no_record_may_come_twice() -> None:
    keyless = Endpoint("calls", THINGS.properties)
    plan = vsfilter.plan("integer = 1 or number = 2 or (integer = 3 and string like a)", keyless, allow_full_scan=True)
    assert (len(plan.requests), plan.key) == (1, None)
    assert plan.residual is not None
    assert refused("integer = 1 or number = 2", keyless) == [("full-scan", "or")]
    apart = vsfilter.plan("(integer = 1 and number = 2) or (integer = 2 and number = 5)", keyless)
    assert (len(apart.requests), apart.exact_total) == (2, True)
    assert "told by" not in str(apart.explain())


# --- warnings ---


def test_warnings_have_the_places_of_what_was_written() -> None:
    text = '(type = I or type = O) and src like "4%" or duration != 5'
    assert places(vsfilter.plan(text, "cdrs").warnings, text) == [
        ("unverified-operator", "="),
        ("wildcard", 'src like "4%"'),
    ]


def test_a_branch_that_contradicts_itself_is_told() -> None:
    text = "type = M or (duration > 5 and duration < 3) or (src is null and src = 4)"
    found = vsfilter.plan(text, "cdrs", accept="any").warnings
    assert [issue.code for issue in found] == ["contradiction", "contradiction"]


def test_a_query_beyond_what_is_safe_is_warned_about() -> None:
    plan = vsfilter.plan("id in :ids", "cdrs", params={"ids": list(range(10**7, 10**7 + 900))}, max_query_bytes=20_000)
    assert "url-too-long" in [issue.code for issue in plan.warnings]


def test_accept_any_is_silent_about_evidence() -> None:
    assert vsfilter.plan("type != M and is_root = true", "cdrs", accept="any").warnings == ()
    assert [issue.code for issue in vsfilter.plan("type != M", "cdrs").warnings] == ["unverified-operator"]


# --- the value ---


def test_dates_are_resolved_once_and_in_the_zone() -> None:
    text = "calldate >= today - 1d and (src is null or calldate < now)"
    plan = vsfilter.plan(text, "cdrs", clock=lambda: datetime(2026, 7, 2, 9, 30, tzinfo=UTC), timezone="Europe/Madrid")
    assert list(map(str, plan.requests)) == ['calldate >= "2026-07-01 00:00:00"']
    assert vsfilter.to_text(plan.residual) == 'src is null or calldate < "2026-07-02 11:30:00"'  # type: ignore[arg-type]
    assert plan.residual_predicate()({"calldate": "2026-07-02T09:29:00Z", "src": "4"})
    assert plan.requests[0].matches({"calldate": "2026-06-30T22:00:00Z"})
    assert not plan.requests[0].matches({"calldate": "2026-06-30T21:59:59Z"})


def test_a_time_that_comes_twice_is_sent_as_it_was_settled() -> None:
    plan = vsfilter.plan('calldate > "2026-10-25 02:30:00"', "cdrs", timezone="Europe/Madrid", fold=1)
    assert list(map(str, plan.requests)) == ['calldate > "2026-10-25 02:30:00"']
    assert "ambiguous-time" in [issue.code for issue in plan.warnings]


def test_many_requests_may_be_allowed() -> None:
    ids = ", ".join(str(number) for number in range(10**7, 10**7 + 800))
    assert len(vsfilter.plan(f"id in ({ids})", "cdrs", max_requests=200).requests) == 2


def test_a_plan_tells_what_it_is() -> None:
    assert repr(Term()) == "<Term all records>"
    plan = vsfilter.plan("type = M and src is null", "cdrs")
    assert repr(plan) == "<Plan cdrs: 1 requests, and a test here>"
    assert repr(vsfilter.plan("type = M", "cdrs")) == "<Plan cdrs: 1 requests>"
    assert str(vsfilter.plan("type = M and type = I", "cdrs")) == "no request: no record can match"
    assert plan.endpoint.name == "cdrs"
    assert plan.residual_predicate() is plan.residual_predicate()


def test_an_explanation_is_text_and_data() -> None:
    text = "(type = M and duration > 5) or (type = I and duration > 5) or (src like 4 and dst is null)"
    explanation = vsfilter.plan(text, "cdrs").explain(page=1)
    shown = str(explanation)
    assert 'merge: type = "M" or type = "I" became type in ("M", "I")' in shown
    assert "leave: `dst` is null: the API has no test for null" in shown
    assert "&page=1" in shown
    assert "1 fewer than by plain distribution" in shown
    assert "warning[unverified-operator]" in shown
    data = explanation.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert [one["text"] for one in data["requests"]] == ['type in ("M", "I") and duration > 5', 'src like "4"']
    assert (data["naive_requests"], data["saved"], data["key"], data["exact_total"]) == (3, 1, "id", False)


def test_an_explanation_tells_of_what_went_on_the_way() -> None:
    shown = str(
        vsfilter.plan("duration > 9 or duration > 5 and type = M or (duration > 12 and type = I)", "cdrs").explain()
    )
    assert "drop: " in shown
    assert "separate: what duration > 9 fetches is left out" in shown
    assert "no request, as no record of cdrs can match" in str(vsfilter.plan("type = M and type = I", "cdrs").explain())
    long = vsfilter.plan("id in :ids", "cdrs", params={"ids": list(range(10**7, 10**7 + 5000))}).explain()
    assert "cut: piece 1 of 8 of a list of 5,000 values" in str(long)
    assert "GET, with a URL of 7," in str(long)
    assert max(map(len, str(long).splitlines())) <= 1010


def test_what_happens_very_often_is_counted() -> None:
    terms = " or ".join(f"(duration > {number} and duration < {number} and type = M)" for number in range(30))
    shown = str(vsfilter.plan(f"type = I or {terms}", "cdrs").explain())
    assert "and 10 more of the kind" in shown


def test_a_long_condition_is_cut_in_texts() -> None:
    params = {"names": [f"n{number}" for number in range(300)]}
    plan = vsfilter.plan("(src in :names or src = x) and (dst is null or type = M)", "cdrs", params=params)
    assert "…" in str(plan.explain())
