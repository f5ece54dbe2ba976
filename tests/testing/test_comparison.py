"""What is said of a request: by its meaning, not by its bytes."""

from __future__ import annotations

import json
from urllib.parse import quote, quote_plus

import pytest

import vsfilter
from vsfilter.testing.comparison import compare
from vsfilter.testing.faults import Diagnosis, Finding
from vsfilter.testing.sent import Sent, sent_by

TEXT = 'src = "a b" and duration >= 60 and type in ("I", "O")'
FLT = vsfilter.compile(TEXT, "cdrs")


def found(entries: object, text: str = TEXT, extra: tuple[str, ...] = ()) -> Finding | None:
    return compare(sent_by({"filter": json.dumps(entries)}), vsfilter.compile(text, "cdrs"), extra=extra)


def told(entries: object, text: str = TEXT) -> tuple[Diagnosis, str]:
    finding = found(entries, text)
    assert finding is not None
    return finding.diagnosis, finding.detail


def entry(name: str, operator: str, value: object) -> dict[str, object]:
    return {"property": name, "operator": operator, "value": value}


SRC, DURATION, TYPE = entry("src", "eq", "a b"), entry("duration", "gte", 60), entry("type", "in", ["I", "O"])


@pytest.mark.parametrize(
    "query",
    [
        FLT.to_query(),
        FLT.to_query(page=2, limit=10, sort="id"),
        "filter=" + quote_plus(FLT.to_json().decode()),
        "filter=" + quote(json.dumps([TYPE, DURATION, SRC, SRC], indent=1)),
        "filter=" + quote(json.dumps([dict(reversed(DURATION.items())), {**SRC, "operator": "="}, TYPE])),
        "filter=" + quote(json.dumps([entry("duration", ">=", 60.0), SRC, entry("type", "IN", ["O", "I"])])),
        "filter=" + quote(json.dumps([SRC, DURATION, TYPE]), safe="[]:,"),
    ],
)
def test_what_means_the_same_is_right(query: str) -> None:
    assert compare(Sent(query), FLT) is None


def test_a_list_of_one_value_is_that_value() -> None:
    assert found([entry("src", "in", ["4"])], "src = 4") is None


def test_exact_asks_for_the_bytes() -> None:
    for query in (FLT.to_query(), FLT.to_query(page=2)):
        assert compare(Sent(query), FLT, exact=True) is None
    for query in (FLT.to_query().replace("%20", "+"), "filter=" + quote(json.dumps([SRC, DURATION, TYPE]), safe="")):
        finding = compare(Sent(query), FLT, exact=True)
        assert finding is not None
        assert (finding.diagnosis, finding.expected) == (Diagnosis.OTHER_BYTES, FLT.to_query())


@pytest.mark.parametrize(
    ("entries", "diagnosis", "detail"),
    [
        ([SRC, TYPE], Diagnosis.CONDITION_LOST, "the condition on `duration` with `gte` is not in the request"),
        ([], Diagnosis.CONDITION_LOST, "the condition on `src` with `eq` and 2 more is not in the request"),
        (
            [SRC, DURATION, TYPE, entry("id", "gt", 0)],
            Diagnosis.CONDITION_ADDED,
            "the filter has no such condition on `id` with `gt`",
        ),
        (
            [entry("dst", "eq", "a b"), DURATION, TYPE],
            Diagnosis.PROPERTY_CHANGED,
            "the condition on `src` became one on `dst`",
        ),
        ([SRC, entry("duration", "gt", 60), TYPE], Diagnosis.OPERATOR_CHANGED, "`gte` on `duration` became `gt`"),
        (
            [SRC, entry("duration", "lt", 61), TYPE],
            Diagnosis.OPERATOR_CHANGED,
            "`gte` on `duration` became `lt`, and its values others",
        ),
        (
            [SRC, entry("duration", "has", 60), TYPE],
            Diagnosis.OPERATOR_CHANGED,
            "`gte` on `duration` became `has`",
        ),
        (
            [SRC, DURATION, entry("type", "in", "I,O")],
            Diagnosis.VALUE_CHANGED,
            'a list on `type` sent as one value, `"I,O"`',
        ),
        (
            [entry("src", "eq", ["a b", "c"]), DURATION, TYPE],
            Diagnosis.VALUE_CHANGED,
            "one value on `src` sent as a list",
        ),
        (
            [SRC, DURATION, entry("type", "in", ["I", "O", "M"])],
            Diagnosis.VALUE_CHANGED,
            'the list on `type` got `"M"` as well',
        ),
        (
            [entry("src", "eq", 5), DURATION, TYPE],
            Diagnosis.VALUE_CHANGED,
            'on `src`, a text sent as a number: `"a b"` became `5`',
        ),
    ],
)
def test_it_is_told_what_became_of_a_condition(
    entries: list[dict[str, object]], diagnosis: Diagnosis, detail: str
) -> None:
    assert told(entries) == (diagnosis, detail)


def test_a_value_lost_from_a_list_is_told() -> None:
    text = 'type in ("I", "O", "M")'
    assert told([entry("type", "in", ["I", "M"])], text)[1] == 'the list on `type` lost `"O"`'


def test_conditions_on_the_key_may_be_there_beside() -> None:
    entries = [SRC, DURATION, TYPE, entry("id", "gt", 5)]
    assert found(entries, extra=("id",)) is None
    finding = found(entries[1:], extra=("id",))
    assert finding is not None
    assert finding.diagnosis is Diagnosis.CONDITION_LOST


@pytest.mark.parametrize(
    ("query", "diagnosis", "detail"),
    [
        ("", Diagnosis.FILTER_NOT_SENT, "the request has no `filter`, and asks for all"),
        ("filter=&page=1", Diagnosis.FILTER_NOT_SENT, "the request has no `filter`, and asks for all"),
        ("page={1}", Diagnosis.NOT_ENCODED, "`{` stands in the query as it is"),
        ("filter=%5B%5D&filter=%5B%5D", Diagnosis.NO_FILTER_JSON, "`filter` stands more than once in the query"),
        (
            "filter=%FF",
            Diagnosis.VALUE_CHANGED,
            "the bytes of the filter are no UTF-8, in which text is percent-encoded",
        ),
        ("filter=[%", Diagnosis.NOT_ENCODED, "`%` stands in the query as it is"),
        ("filter=%255B%255D", Diagnosis.DOUBLE_ENCODING, "the filter is percent-encoded twice"),
        ("filter=%20%255B%255D", Diagnosis.DOUBLE_ENCODING, "the filter is percent-encoded twice"),
        ("filter=[5]", Diagnosis.NO_FILTER_JSON, "condition 1 is a number, not an object"),
        ("filter=[[]]", Diagnosis.NO_FILTER_JSON, "condition 1 is a list, not an object"),
        ("filter=%7B%7D", Diagnosis.NO_FILTER_JSON, "expected an array of conditions, got an object"),
        (
            "filter=[%7B%7D]",
            Diagnosis.NO_FILTER_JSON,
            "condition 1 has the keys none; expected property, operator, value",
        ),
        ("filter=[NaN]", Diagnosis.NO_FILTER_JSON, "NaN and infinities are no JSON"),
        (
            "filter=[1e99999999999999999999]",
            Diagnosis.NO_FILTER_JSON,
            "nested too deeply, or with a number beyond all bounds",
        ),
        (
            "filter=" + "[" * 100_000 + "]" * 100_000,
            Diagnosis.NO_FILTER_JSON,
            "nested too deeply, or with a number beyond all bounds",
        ),
    ],
)
def test_it_is_told_what_is_no_filter(query: str, diagnosis: Diagnosis, detail: str) -> None:
    finding = compare(Sent(query), FLT)
    assert finding is not None
    assert finding.diagnosis is diagnosis
    assert finding.detail.split("; JSON that is put")[0] == detail


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ('[{"property":"a","property":"b"}]', "a key stands twice in one object"),
        ('[{"property":1,"operator":"eq","value":1}]', "property and operator of condition 1 are text"),
        ('[{"property":"a","operator":"eq","value":NaN}]', "NaN and infinities are no JSON"),
    ],
)
def test_a_wrong_entry_is_told(text: str, detail: str) -> None:
    finding = compare(sent_by({"filter": text}), FLT)
    assert finding is not None
    assert finding.detail.startswith(detail)


@pytest.mark.parametrize("value", [None, {"a": 1}, True])
def test_a_value_of_no_sense_is_told(value: object) -> None:
    kind = {bool: "true or false", dict: "an object"}.get(type(value), "null")
    shown = {bool: "`true`", dict: '`"{"a": "1"}"`'}.get(type(value), "`null`")
    entries = [SRC, entry("duration", "gte", value), TYPE]
    assert told(entries) == (Diagnosis.VALUE_CHANGED, f"on `duration`, a number sent as {kind}: `60` became {shown}")


def test_what_follows_a_number_sign_is_not_sent() -> None:
    finding = compare(sent_by("filter=[%7B#x"), FLT)
    assert finding is not None
    assert (finding.diagnosis, finding.seen) == (Diagnosis.NOT_ENCODED, "[{")


def test_a_path_is_that_of_the_endpoint() -> None:
    assert compare(Sent(FLT.to_query(), "/anything/cdrs"), FLT) is None
    finding = compare(Sent(FLT.to_query(), "/anything/cdr"), FLT)
    assert finding is not None
    assert (finding.diagnosis, finding.expected, finding.seen) == (Diagnosis.WRONG_PATH, "/cdrs", "/anything/cdr")


@pytest.mark.parametrize("option", ["page=0", "limit=0", "limit=5001", "page=x", "limit=%FF"])
def test_an_option_out_of_range_is_told(option: str) -> None:
    finding = compare(Sent(f"{FLT.to_query()}&{option}"), FLT)
    assert finding is not None
    assert finding.diagnosis is Diagnosis.WRONG_OPTION
