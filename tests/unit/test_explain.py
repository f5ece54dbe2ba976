"""A filter in plain words: what it means, what is known of it, what was rewritten, the request."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

import vsfilter
from tests.unit.checking import compile_any
from tests.unit.command import printed, refused, run
from vsfilter import Endpoint, Filterability, Property, PropertyType
from vsfilter.check import Settled
from vsfilter.explain.rewritings import rewritings
from vsfilter.model import Operator

if TYPE_CHECKING:
    from vsfilter.explain import ExplainedCondition, Explanation

BASE = "https://l7api.com/v1.2/voipstudio"
FILTER = "filter=%5B%7B%22property%22%3A%22type%22%2C%22operator%22%3A%22eq%22%2C%22value%22%3A%22I%22%7D%5D"
UNVERIFIED = (
    "warning[unverified-operator]: nobody has seen the live API honour `ne`, which the vendor documents\n"
    "= hint: compare the result with that of a request you trust\n"
)
NOT = "`not` turns the operator round"
RANGE = "a range is two bounds, both included"
LEAVE_OUT = "a list to leave out is one condition for each of its values"
ONE_VALUE = "a list of one value is `=`"
ONE_LIST = "alternatives of one property are one list"
TIME = "a time is sent in the zone and the form of the API"
NUMBER = "a number is sent as JSON writes it"
NEGATIONS = "two negations cancel out"
AGAIN = "a value that stands there again is sent once"
END_OF_DAY = "the upper day counts to its end"
TEXT = "the property is text"
PARAMETER = "`:t` is a parameter"
TWICE = "it stands there 2 times and is sent once"
OBSERVED = "filters on `{}` were seen working on the live API"
DOCUMENTED = "the vendor documents filters on `{}`"
UNKNOWN = "nobody has shown that the API filters on `{}`"

ROOMS = Endpoint(
    "rooms",
    (
        Property("floor", PropertyType.INTEGER, "storey", {"0": "ground", "-1": "cellar"}, Filterability.OBSERVED),
        Property(
            "seen", PropertyType.STRING, "", {}, Filterability.OBSERVED, frozenset({Operator.NE}), None, ("CLI", "me")
        ),
        Property("told", PropertyType.STRING, "", {"a": "b"}, Filterability.DOCUMENTED),
        Property("unknown", PropertyType.STRING),
        Property("open", PropertyType.BOOLEAN, "", {"true": "yes", "false": "no"}, Filterability.OBSERVED),
        Property("opaque", PropertyType.ARRAY, "", {}, Filterability.OBSERVED),
        Property("hostile\x1b[31m", PropertyType.STRING, "red\x1b[31m\u202e", {"x": "y\x07"}, Filterability.OBSERVED),
    ),
)


def _clock() -> datetime:
    return datetime(2026, 7, 12, 9, 30, tzinfo=UTC)


def _explained(source: object, endpoint: str | Endpoint = "cdrs", **options: object) -> Explanation:
    return compile_any(source, endpoint, clock=_clock, **options).explain()


def _one(source: str, endpoint: str | Endpoint = "cdrs") -> ExplainedCondition:
    (only,) = _explained(source, endpoint).conditions
    return only


def _steps(source: str, **options: object) -> list[str]:
    """Give each step of rewriting as what stood there, what is sent instead, and why."""
    steps = _explained(source, "cdrs", **options).rewritings
    return [f"{step.before} → {step.after}: {'; '.join(step.reasons)}" for step in steps]


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expr", "words"),
    [
        ("duration = 5", "`duration` is 5"),
        ("duration != 5", "`duration` is not 5"),
        ("duration < 5", "`duration` is less than 5"),
        ("duration <= 5", "`duration` is at most 5"),
        ("duration > 5", "`duration` is more than 5"),
        ("duration >= 5", "`duration` is at least 5"),
        ("duration in (5, 6)", "`duration` is one of 5, 6"),
        ("src like 44", '`src` contains "44"'),
        ("src not like 44", '`src` does not contain "44"'),
        ("is_root = true", "`is_root` is true"),
        ("rate = 0.10", "`rate` is 0.10"),
        ("src_name = ''", '`src_name` is ""'),
        ("calldate = 2018-09-01", "`calldate` is 2018-09-01 00:00:00"),
        ("calldate != 2018-09-01T12:30", "`calldate` is not 2018-09-01 12:30:00"),
        ("calldate < '2018-09-01 12:30:15'", "`calldate` is before 2018-09-01 12:30:15"),
        ("calldate <= 2018-09-01", "`calldate` is not after 2018-09-01 00:00:00"),
        ("calldate > 2018-09-01T00:00+02:00", "`calldate` is after 2018-08-31 22:00:00"),
        ("calldate >= today - 7d", "`calldate` is not before 2026-07-05 00:00:00"),
        ("calldate in (now, now - 1h)", "`calldate` is one of 2026-07-12 09:30:00, 2026-07-12 08:30:00"),
    ],
)
def test_each_operator_has_its_words(expr: str, words: str) -> None:
    assert _one(expr).words == words


def test_a_list_of_more_than_a_dozen_values_is_cut_in_words_and_whole_in_text() -> None:
    numbers = [str(number) for number in range(14)]
    condition = _one(f"duration in ({', '.join(numbers)})")
    assert condition.words == f"`duration` is one of {', '.join(numbers[:12])} and 2 more"
    assert condition.text == f"duration in ({', '.join(numbers)})"


@pytest.mark.parametrize(
    ("expr", "words"),
    [
        ("type = I", '`type` is "I" (inbound)'),
        ("type != X", '`type` is not "X"'),
        (
            "disposition in (CONNECTED, x, 'NO ANSWER')",
            '`disposition` is one of "CONNECTED" (answered), "x", "NO ANSWER" (not answered)',
        ),
    ],
)
def test_a_value_comes_with_its_meaning_where_it_is_known(expr: str, words: str) -> None:
    assert _one(expr).words == words


def test_a_number_comes_with_its_meaning_too() -> None:
    assert _one("floor in (-1, 0, 1)", ROOMS).words == "`floor` is one of -1 (cellar), 0 (ground), 1"


@pytest.mark.parametrize(
    ("expr", "words"),
    [("open = true", "`open` is true (yes)"), ("open in (true, false)", "`open` is one of true (yes), false (no)")],
)
def test_a_truth_value_comes_with_its_meaning_too(expr: str, words: str) -> None:
    assert _one(expr, ROOMS).words == words


@pytest.mark.parametrize(
    ("expr", "words"),
    [
        ("floor < 0", "`floor` is less than 0"),
        ("floor >= -1", "`floor` is at least -1"),
        ("told like a", '`told` contains "a"'),
        ("told not like a", '`told` does not contain "a"'),
        ("told > a", '`told` is more than "a"'),
        ("told != a", '`told` is not "a" (b)'),
        ("floor = 0", "`floor` is 0 (ground)"),
    ],
)
def test_a_meaning_belongs_to_the_value_itself_and_not_to_a_bound_or_a_fragment(expr: str, words: str) -> None:
    assert _one(expr, ROOMS).words == words


def test_a_long_value_is_cut_in_words_and_whole_in_text() -> None:
    assert _one(f"src = '{'x' * 198}'").words == f'`src` is "{"x" * 198}"'
    condition = _one(f"src in ('{'x' * 199}', a)")
    assert condition.words == f'`src` is one of "{"x" * 199}…, "a"'
    assert condition.text == f'src in ("{"x" * 199}", "a")'
    assert _one(f"rate = 0.{'7' * 1000}").words == f"`rate` is 0.{'7' * 198}…"


def test_a_property_comes_with_what_it_holds() -> None:
    assert _one("type = I").description == "call direction/type letter; I = inbound, O = outbound, M = missed"
    assert _one("duration = 5").description == "total seconds"
    assert _one("told = a", ROOMS).description == "a = b"
    assert not _one("unknown = a", ROOMS).description


def test_a_condition_is_told_as_it_is_sent() -> None:
    condition = _one("dst_id in (5)")
    assert (condition.property, condition.operator, condition.text) == ("dst_id", "eq", 'dst_id = "5"')


def test_there_is_one_explanation_for_each_condition_that_is_sent_in_its_order() -> None:
    explanation = _explained("type not in (I, O) and duration between 1 and 5 and type != I and (src = 1 or src = 2)")
    assert " and ".join(one.text for one in explanation.conditions) == (
        'type != "I" and type != "O" and duration >= 1 and duration <= 5 and src in ("1", "2")'
    )


# --- evidence ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expr", "of_property", "of_operator"),
    [
        ("seen != a", OBSERVED, "`ne` was seen working on it"),
        ("seen = a", OBSERVED, "`eq` was seen working on other properties"),
        ("told in (a, b)", DOCUMENTED, "the vendor documents `in`, nobody has seen it working"),
        ("unknown like a", UNKNOWN, "`like` was seen working on other properties"),
        ("opaque != a", UNKNOWN, "the vendor documents `ne`, nobody has seen it working"),
    ],
)
def test_the_evidence_is_told_for_the_property_and_for_the_operator(
    expr: str, of_property: str, of_operator: str
) -> None:
    condition = _one(expr, ROOMS)
    assert condition.evidence == (of_property.format(condition.property), of_operator)


def test_the_sources_are_named_and_explained() -> None:
    explanation = _explained("seen = a and unknown = a", ROOMS)
    assert [one.sources for one in explanation.conditions] == [("CLI", "me"), ()]
    told = explanation.to_dict()["conditions"][0]["sources"]
    assert list(told) == ["CLI", "me"]
    assert told["CLI"].startswith("Official CLI")
    assert told["me"] is None
    assert str(explanation).count("sources:") == 1
    assert "\n   sources: CLI, me\n" in str(explanation)


# --- rewritings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expr",
    [
        "type = I",
        "((type EQ 'I')) && duration <> 5",
        "not not type = I",
        "duration = 5 and duration > 5",
        "type in (I, O) and type = M",
        "calldate > '2018-09-01 12:30:15'",
        "rate = 1.50 and is_root = true",
    ],
)
def test_what_is_sent_as_it_stands_is_no_rewriting(expr: str) -> None:
    assert _steps(expr) == []


@pytest.mark.parametrize(
    ("expr", "step"),
    [
        ("not type = I", f'not type = "I" → type != "I": {NOT}'),
        ("not src like x", f'not src like "x" → src not like "x": {NOT}'),
        ("not duration < 05", f"not duration < 05 → duration >= 5: {NOT}; {NUMBER}"),
        ("duration between 1 and 5", f"duration between 1 and 5 → duration >= 1 and duration <= 5: {RANGE}"),
        ("type not in (I, O)", f'type not in ("I", "O") → type != "I" and type != "O": {LEAVE_OUT}'),
        ("not type in (I, O)", f'not type in ("I", "O") → type != "I" and type != "O": {LEAVE_OUT}'),
        ("type in (I)", f'type in ("I") → type = "I": {ONE_VALUE}'),
        ("type in (I, I)", f'type in ("I", "I") → type = "I": {AGAIN}; {ONE_VALUE}'),
        ("type in (I, O, I)", f'type in ("I", "O", "I") → type in ("I", "O"): {AGAIN}'),
        ("is_root in (true, true)", f"is_root in (true, true) → is_root = true: {AGAIN}; {ONE_VALUE}"),
        ("type not in (I, O, I)", f'type not in ("I", "O", "I") → type != "I" and type != "O": {LEAVE_OUT}; {AGAIN}'),
        ("type not in (I, I)", f'type not in ("I", "I") → type != "I": {LEAVE_OUT}; {AGAIN}'),
        ("duration in (5, 05, 6)", f"duration in (5, 05, 6) → duration in (5, 6): {AGAIN}; {NUMBER}"),
        ("not type not in (I, O)", f'not type not in ("I", "O") → type in ("I", "O"): {NEGATIONS}'),
        ("not type not in (I)", f'not type not in ("I") → type = "I": {NEGATIONS}; {ONE_VALUE}'),
        (
            "not type not in (I, I)",
            f'not type not in ("I", "I") → type = "I": {NEGATIONS}; {AGAIN}; {ONE_VALUE}',
        ),
        ("src = today", f'src = today → src = "today": {TEXT}'),
        ("src in (Now, x)", f'src in (Now, "x") → src in ("Now", "x"): {TEXT}'),
        ("dst_id = 5", f'dst_id = 5 → dst_id = "5": {TEXT}'),
        ("dst_id in (5, 6, x)", f'dst_id in (5, 6, "x") → dst_id in ("5", "6", "x"): {TEXT}'),
        ("src = 2018-09-01", f'src = 2018-09-01 → src = "2018-09-01": {TEXT}'),
        ("duration = '60'", f'duration = "60" → duration = 60: {NUMBER}'),
        ("duration = 007", f"duration = 007 → duration = 7: {NUMBER}"),
        ("rate > '1.50'", f'rate > "1.50" → rate > 1.50: {NUMBER}'),
        ("calldate > 2018-09-01", f'calldate > 2018-09-01 → calldate > "2018-09-01 00:00:00": {TIME}'),
        (
            "calldate > 2018-09-01T02:00+02:00",
            f'calldate > 2018-09-01T02:00+02:00 → calldate > "2018-09-01 00:00:00": {TIME}',
        ),
        (
            "calldate >= Today-7d",
            'calldate >= Today - 7d → calldate >= "2026-07-05 00:00:00": `Today` moves with the clock',
        ),
        (
            "not calldate > now",
            f'not calldate > now → calldate <= "2026-07-12 09:30:00": {NOT}; `now` moves with the clock',
        ),
    ],
)
def test_a_rewriting_is_told_with_its_reasons(expr: str, step: str) -> None:
    assert _steps(expr) == [step]


@pytest.mark.parametrize(
    ("low", "high", "days"),
    [("2018-09-01", "2018-09-02", ("2018-09-01", "2018-09-02")), ("yesterday", "today", ("2026-07-11", "2026-07-12"))],
)
def test_the_upper_bound_of_a_range_of_days_is_the_end_of_its_day(low: str, high: str, days: tuple[str, str]) -> None:
    (step,) = _explained(f"calldate between {low} and {high}").rewritings
    assert step.before == f"calldate between {low} and {high}"
    assert step.after == f'calldate >= "{days[0]} 00:00:00" and calldate <= "{days[1]} 23:59:59"'
    assert step.reasons[:2] == (RANGE, END_OF_DAY)


@pytest.mark.parametrize(
    "high", ["2018-09-02T23:59:59", "'2018-09-02 23:59:59'", "2018-09-02T00:00", "2018-09-02T12:30+02:00", "now"]
)
def test_an_upper_bound_with_a_time_is_no_whole_day(high: str) -> None:
    (step,) = _explained(f"calldate between 2018-09-01 and {high}").rewritings
    assert END_OF_DAY not in step.reasons


def test_the_last_resort_is_that_the_request_says_it_so() -> None:
    checked = vsfilter.compile("duration >= 5", "cdrs")._checked
    odd = replace(checked, settled=(Settled(vsfilter.F.duration > 5, negated=False, conditions=checked.conditions),))
    (step,) = rewritings(odd)
    assert step == ("duration > 5", "duration >= 5", ("it is written as the request says it",))


@pytest.mark.parametrize(
    ("expr", "value", "after"),
    [
        ("type = :t", "I", f'type = "I": {PARAMETER}'),
        ("calldate > :t", date(2026, 7, 1), f'calldate > "2026-07-01 00:00:00": {PARAMETER}'),
        ("type in :t", ["I", "O"], f'type in ("I", "O"): {PARAMETER}'),
        ("type in :t", ["I"], f'type = "I": {ONE_VALUE}; {PARAMETER}'),
        ("type not in :t", ["I", "O"], f'type != "I" and type != "O": {LEAVE_OUT}; {PARAMETER}'),
        ("duration between :t and :t", 5, f"duration >= 5 and duration <= 5: {RANGE}; {PARAMETER}"),
        ("not type in (:t, O)", "I", f'type != "I" and type != "O": {LEAVE_OUT}; {PARAMETER}'),
    ],
)
def test_a_parameter_is_told_as_one(expr: str, value: object, after: str) -> None:
    (step,) = _steps(expr, params={"t": value})
    assert step == f"{expr.replace('O', chr(34) + 'O' + chr(34))} → {after}"
    assert vsfilter.prepare(expr, "cdrs")(t=value).explain() == _explained(expr, params={"t": value})


@pytest.mark.parametrize(
    ("expr", "steps"),
    [
        ("type = I or type = O", [f'type = "I" or type = "O" → type in ("I", "O"): {ONE_LIST}']),
        ("type in (I, O) or type = I", [f'type in ("I", "O") or type = "I" → type in ("I", "O"): {ONE_LIST}']),
        (
            "src = 1 or src = x",
            [f'src = 1 → src = "1": {TEXT}', f'src = "1" or src = "x" → src in ("1", "x"): {ONE_LIST}'],
        ),
        (
            "not (type != I and type != O) or type = M",
            [
                f'not type != "I" → type = "I": {NOT}',
                f'not type != "O" → type = "O": {NOT}',
                f'type = "I" or type = "O" → type in ("I", "O"): {ONE_LIST}',
                f'type in ("I", "O") or type = "M" → type in ("I", "O", "M"): {ONE_LIST}',
            ],
        ),
        (
            "(type = I or type = O) and type = I and (type = M or type = O)",
            [
                f'type = "I" or type = "O" → type in ("I", "O"): {ONE_LIST}',
                f'type = "M" or type = "O" → type in ("M", "O"): {ONE_LIST}',
            ],
        ),
        ("duration = 5 and duration = 5", [f"duration = 5 → duration = 5: {TWICE}"]),
        (
            "type = I or type = O or type = I",
            [f'type = "I" or type = "O" or type = "I" → type in ("I", "O"): {ONE_LIST}'],
        ),
        (
            "duration = 5 or duration = 5 or duration = 6",
            [f"duration = 5 or duration = 5 or duration = 6 → duration in (5, 6): {ONE_LIST}"],
        ),
        (
            "(type = I or type = O or type = I) and type = I",
            [f'type = "I" or type = "O" or type = "I" → type in ("I", "O"): {ONE_LIST}'],
        ),
        (
            "(type = I or type = O) and (type = I or type = O)",
            [
                f'type = "I" or type = "O" → type in ("I", "O"): {ONE_LIST}',
                f'type = "I" or type = "O" → type in ("I", "O"): {ONE_LIST}',
                f'type in ("I", "O") → type in ("I", "O"): {TWICE}',
            ],
        ),
        ("type = I or type = I or type = I", ['type = "I" → type = "I": it stands there 3 times and is sent once']),
        ("rate = 1.0 and rate = 1.00", [f"rate = 1.0 → rate = 1.0: {TWICE}"]),
        (
            "duration between 5 and 6 and duration >= 5",
            [
                f"duration between 5 and 6 → duration >= 5 and duration <= 6: {RANGE}",
                f"duration >= 5 → duration >= 5: {TWICE}",
            ],
        ),
        (
            "(type = I or type = O) and type in (I, O)",
            [
                f'type = "I" or type = "O" → type in ("I", "O"): {ONE_LIST}',
                f'type in ("I", "O") → type in ("I", "O"): {TWICE}',
            ],
        ),
    ],
)
def test_alternatives_that_become_one_list_and_repetitions_are_told(expr: str, steps: list[str]) -> None:
    assert _steps(expr) == steps


# --- the whole -----------------------------------------------------------------------------------


def test_an_explanation_as_text() -> None:
    flt = vsfilter.compile("not type = :t and (duration = 5 or duration = 60)", "cdrs", params={"t": "I"})
    url = flt.to_url(page=2)
    assert str(flt.explain(page=2)) == (
        "filter:  not type = :t and (duration = 5 or duration = 60)\n"
        "means:   the records of cdrs for which all of this holds\n"
        "\n"
        '1. `type` is not "I" (inbound)\n'
        "   call direction/type letter; I = inbound, O = outbound, M = missed\n"
        "   filters on `type` were seen working on the live API; the vendor documents `ne`, nobody has seen\n"
        "   it working\n"
        "   sources: MCP-cdrs, TAP, AP, GDS, SYNC, CLI\n"
        "\n"
        "2. `duration` is one of 5, 60\n"
        "   total seconds\n"
        "   filters on `duration` were seen working on the live API; the vendor documents `in`, nobody has\n"
        "   seen it working\n"
        "   sources: MCP-cdrs, TAP, AP, GDS, SYNC, CLI\n"
        "\n"
        "rewritten for the API, which takes one list of conditions:\n"
        "- not type = :t\n"
        '  → type != "I"\n'
        "    `not` turns the operator round; `:t` is a parameter\n"
        "- duration = 5 or duration = 60\n"
        "  → duration in (5, 60)\n"
        "    alternatives of one property are one list\n"
        "\n"
        "warning[unverified-operator]: nobody has seen the live API honour `ne`, `in`, which the vendor documents\n"
        "= hint: compare the result with that of a request you trust\n"
        "\n"
        f"GET {url}"
    )


def test_an_explanation_without_a_rewriting_or_a_warning_says_nothing_of_them() -> None:
    assert str(_explained("duration >= 60")) == (
        "filter:  duration >= 60\n"
        "means:   the records of cdrs for which all of this holds\n"
        "\n"
        "1. `duration` is at least 60\n"
        "   total seconds\n"
        "   filters on `duration` were seen working on the live API; `gte` was seen working on it\n"
        "   sources: MCP-cdrs, TAP, AP, GDS, SYNC, CLI\n"
        "\n"
        f"GET {vsfilter.compile('duration >= 60', 'cdrs').to_url()}"
    )


def test_an_explanation_as_data() -> None:
    explanation = _explained("not type = I")
    data = explanation.to_dict()
    assert json.loads(json.dumps(data)) == data
    sources = data["conditions"][0].pop("sources")
    assert list(sources) == ["MCP-cdrs", "TAP", "AP", "GDS", "SYNC", "CLI"]
    assert all(sources.values())
    assert data == {
        "endpoint": "cdrs",
        "written": 'not type = "I"',
        "conditions": [
            {
                "property": "type",
                "operator": "ne",
                "text": 'type != "I"',
                "words": '`type` is not "I" (inbound)',
                "description": "call direction/type letter; I = inbound, O = outbound, M = missed",
                "evidence": [
                    "filters on `type` were seen working on the live API",
                    "the vendor documents `ne`, nobody has seen it working",
                ],
            }
        ],
        "rewritings": [{"before": 'not type = "I"', "after": 'type != "I"', "reasons": [NOT]}],
        "warnings": [
            replace(issue, span=None).to_dict() for issue in vsfilter.compile("not type = I", "cdrs").warnings
        ],
        "request": {"method": "GET", "url": vsfilter.compile("type != I", "cdrs").to_url()},
    }


@pytest.mark.parametrize("source", [None, []])
def test_no_filter_is_explained_as_all_records(source: object) -> None:
    explanation = _explained(source)
    assert str(explanation) == f"all records of cdrs: there is no filter\n\nGET {BASE}/cdrs"
    assert explanation.to_dict() == {
        "endpoint": "cdrs",
        "written": None,
        "conditions": [],
        "rewritings": [],
        "warnings": [],
        "request": {"method": "GET", "url": f"{BASE}/cdrs"},
    }


def test_an_explanation_is_a_value_that_stays_as_it_is() -> None:
    explanation = _explained("type = I")
    assert (explanation, hash(explanation)) == (_explained("type = I"), hash(_explained("type = I")))
    with pytest.raises(FrozenInstanceError):
        explanation.url = ""  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        explanation.conditions[0].text = ""  # type: ignore[misc]


def test_every_source_of_a_filter_is_explained_alike() -> None:
    text = _explained("not type = I")
    assert _explained(vsfilter.parse("not type = I")).rewritings == text.rewritings
    data = [{"property": "type", "operator": "neq", "value": "I"}]
    assert _explained(data).conditions == text.conditions
    assert _explained(data).written == 'type != "I"'


def test_the_request_has_the_options_and_the_server_that_were_given() -> None:
    flt = vsfilter.compile("type = I", "cdrs")
    options: Any = {
        "page": 2,
        "limit": 5,
        "sort": "calldate",
        "dir": "desc",
        "group_by": "src",
        "base_url": "http://x/",
    }
    assert flt.explain(**options).url == f"http://x/cdrs?{FILTER}&page=2&limit=5&sort=calldate&dir=DESC&group_by=src"
    with pytest.raises(vsfilter.FilterCheckError) as caught:
        flt.explain(page=0, sort="x")
    assert [one.code for one in caught.value.issues] == ["invalid-page", "unknown-property"]


def test_a_hostile_value_cannot_command_the_terminal() -> None:
    hostile = "\x1b[31m\r\n\x00\x07\u202e\u2028\x9b"
    explanation = _explained("src_name like :x", params={"x": hostile})
    assert all(line.isprintable() for line in str(explanation).split("\n"))
    (condition,) = explanation.conditions
    assert vsfilter.parse(condition.text) == vsfilter.compile("src_name like :x", "cdrs", params={"x": hostile}).expr


def test_a_hostile_declaration_is_shown_as_symbols_in_the_words() -> None:
    explanation = _explained("`hostile\x1b[31m` = x and `hostile\x1b[31m` = y", ROOMS)
    first = str(explanation).split("\n\n")[1]
    assert first.splitlines()[:2] == ['1. `hostile␛[31m` is "x" (y␇)', "   red␛[31m�; x = y␇"]


@pytest.mark.parametrize(
    "expr",
    [
        "not `hostile\x1b[31m` = x",
        "`hostile\x1b[31m` in (x, y, x)",
        "`hostile\x1b[31m` = x or `hostile\x1b[31m` = y",
        "`hostile\x1b[31m` = x and `hostile\x1b[31m` = x",
        "src_name between '\\u0007' and \"\\u202e\"",
    ],
)
def test_no_character_of_a_name_or_a_value_commands_the_terminal(expr: str) -> None:
    endpoint = Endpoint("rooms\x1b[31m", (*ROOMS.properties, Property("src_name", PropertyType.STRING)), "/rooms")
    explanation = _explained(expr, endpoint)
    assert explanation.rewritings
    assert all(line.isprintable() for line in str(explanation).split("\n"))
    assert "rooms␛[31m" in str(explanation)
    assert str(_explained(None, endpoint)).startswith("all records of rooms␛[31m: ")


def test_the_warnings_as_data_have_no_place() -> None:
    explanation = _explained("type = I and src != 5")
    (found,) = explanation.warnings
    assert found.span is not None
    (data,) = explanation.to_dict()["warnings"]
    assert data == replace(found, span=None).to_dict()
    assert data["span"] is None


def test_long_words_are_wrapped_between_values_within_a_hundred_columns() -> None:
    values = [f'"44-{10**9 + number}"' for number in range(12)]
    words = str(_explained(f"src in ({', '.join(values)})")).split("\n\n")[1].splitlines()
    assert words[0].startswith(f"1. `src` is one of {values[0]}, ")
    assert all(len(line) <= 100 and line.startswith("   ") for line in words[1:])
    assert all(any(value in line for line in words) for value in values)


# --- the command ---------------------------------------------------------------------------------


def test_the_command_prints_the_explanation() -> None:
    flt = vsfilter.compile("type = I", "cdrs")
    assert printed("explain", "cdrs", "type = I") == f"{flt.explain()}\n"
    assert printed("explain", "cdrs", "-", stdin="type = I\n") == f"{flt.explain()}\n"
    assert printed("explain", "cdrs", "--no-filter") == f"{vsfilter.compile(None, 'cdrs').explain()}\n"


def test_the_command_prints_the_explanation_as_data() -> None:
    output = printed("explain", "cdrs", "src_name = 'é'", "--format", "json")
    assert json.loads(output) == vsfilter.compile("src_name = 'é'", "cdrs").explain().to_dict()
    assert "é" in output


def test_the_command_takes_what_makes_a_request() -> None:
    arguments = ("calldate >= today and type = :t", "--param", "t=I", "--now", "2026-07-12T01:00+02:00")
    options = ("--page", "2", "--base-url", "http://x")
    output = printed("explain", "cdrs", *arguments, "--timezone", "Europe/Madrid", *options)
    url = printed("url", "cdrs", *arguments, "--timezone", "Europe/Madrid", *options)
    assert output.endswith(f"\n\nGET {url}")
    assert "1. `calldate` is not before 2026-07-12 00:00:00\n" in output


def test_a_warning_is_a_part_of_the_explanation_and_not_told_twice() -> None:
    result = run("explain", "cdrs", "type != I")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count(UNVERIFIED) == 1
    result = run("explain", "cdrs", "type != I", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [issue["code"] for issue in json.loads(result.stdout)["warnings"]] == ["unverified-operator"]
    assert "warning" not in printed("explain", "cdrs", "type != I", "--accept", "any")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("tpe = I",), "unknown-property"),
        (("type =",), "syntax"),
        (("type != I", "--accept", "observed"), "full-scan"),
        (("type = I", "--page", "0"), "invalid-page"),
        (("type = I", "--base-url", "x"), "invalid-option"),
    ],
)
def test_a_filter_that_is_refused_is_not_explained(arguments: tuple[str, ...], code: str) -> None:
    assert refused("explain", "cdrs", *arguments).startswith(f"error[{code}]: ")
    data = json.loads(refused("explain", "cdrs", *arguments, "--format", "json"))
    assert [issue["code"] for issue in data["issues"]] == [code]


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("calldate between :a and :b", {"a": "2026-01-01", "b": "2026-01-02 23:59:59"}),
        ("calldate between 2026-01-01 and 2026-01-02T23:59:59", {}),
        ("src between a and 'x 23:59:59'", {}),
    ],
)
def test_a_last_second_that_was_written_is_no_end_of_a_day(text: str, params: dict[str, str]) -> None:
    explanation = vsfilter.compile(text, "cdrs", params=params, accept="any").explain()
    assert not any("to its end" in reason for step in explanation.rewritings for reason in step.reasons)


@pytest.mark.parametrize("high", ["2026-01-02", "'2026-01-02'", "today", "yesterday + 1d"])
def test_the_end_of_a_day_is_explained(high: str) -> None:
    explanation = vsfilter.compile(f"calldate between 2026-01-01 and {high}", "cdrs").explain()
    assert "the upper day counts to its end" in explanation.rewritings[-1].reasons
