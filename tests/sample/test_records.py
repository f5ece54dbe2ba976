"""What every record of a sample has: the properties of the schema, of the right types, in order."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

import vsfilter
from tests.sample.rows import KNOWN, SAMPLE, SIZE, UNKNOWN, name, rows
from vsfilter import Endpoint, FilterCheckError, PropertyType
from vsfilter.sample import Sample, generate
from vsfilter.sample.absent import NULLABLE

if TYPE_CHECKING:
    from collections.abc import Callable

MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
NUMBER = re.compile(r"[1-9]\d{2,14}")
# What such a property holds where it is a telephone number.
NUMBERS = frozenset({"src", "dst", "caller", "called", "dialled", "from", "to", "e164", "cli"})
# A sender of text messages may be a name, and so may one side of such a conversation.
SENDERS = frozenset({("sms", "from"), ("conversations", "src")})


def _is_moment(value: object) -> bool:
    return isinstance(value, str) and bool(MOMENT.fullmatch(value)) and bool(datetime.fromisoformat(value))


FITS: dict[PropertyType, Callable[[Any], bool]] = {
    PropertyType.STRING: lambda value: type(value) is str,
    PropertyType.INTEGER: lambda value: type(value) is int,
    PropertyType.NUMBER: lambda value: type(value) is float,
    PropertyType.BOOLEAN: lambda value: type(value) is bool,
    PropertyType.DATETIME: _is_moment,
    PropertyType.ARRAY: lambda value: type(value) is list,
    PropertyType.OBJECT: lambda value: type(value) is dict,
}


@pytest.mark.parametrize("endpoint", KNOWN, ids=name)
def test_records_have_the_properties_of_the_schema_in_its_order_with_fitting_types(endpoint: Endpoint) -> None:
    assert rows(endpoint.name)
    for row in rows(endpoint.name):
        assert tuple(row) == endpoint.names
        for prop in endpoint.properties:
            value = row[prop.name]
            assert value is None or FITS[prop.type](value), (prop.name, value)


@pytest.mark.parametrize("endpoint", KNOWN, ids=name)
def test_each_property_has_a_value_somewhere(endpoint: Endpoint) -> None:
    # Nobody has seen what these two hold.
    never = {"parent_id", "referred_by"} if endpoint.name == "calls" else set()
    found = [*rows(endpoint.name), *(row for seed in range(2, 9) for row in Sample(900, seed).records(endpoint))]
    for prop in set(endpoint.names) - never:
        assert any(row[prop] is not None for row in found), prop


@pytest.mark.parametrize("endpoint", KNOWN, ids=name)
def test_enumerated_properties_hold_known_values(endpoint: Endpoint) -> None:
    for prop in endpoint.properties:
        if prop.values:
            assert {row[prop.name] for row in rows(endpoint.name)} <= set(prop.values)


@pytest.mark.parametrize("endpoint", KNOWN, ids=name)
def test_ids_ascend_and_so_do_dates(endpoint: Endpoint) -> None:
    key, when = str(endpoint.id_property), str(endpoint.date_property)
    for before, after in pairwise(rows(endpoint.name)):
        assert key not in before or before[key] < after[key]
        assert when not in before or before[when] <= after[when]


@pytest.mark.parametrize("start", [date(2026, 1, 1), date(2024, 2, 29), date(2027, 7, 15)])
@pytest.mark.parametrize("endpoint", KNOWN, ids=name)
def test_all_dates_lie_in_the_year(endpoint: Endpoint, start: date) -> None:
    sample = Sample(900, start=start)
    end = date(start.year + 1, 3, 1) if start.day == 29 else start.replace(year=start.year + 1)
    moments = [prop.name for prop in endpoint.properties if prop.type is PropertyType.DATETIME]
    for row in sample.records(endpoint):
        for prop in moments:
            assert row[prop] is None or str(start) <= str(row[prop]) < str(end)


@pytest.mark.parametrize("endpoint", KNOWN, ids=name)
def test_telephone_numbers_are_digits(endpoint: Endpoint) -> None:
    for prop in NUMBERS & set(endpoint.names):
        values = {row[prop] for row in rows(endpoint.name)} - {None}
        if (endpoint.name, prop) in SENDERS:
            assert "ACME" in values
            values.remove("ACME")
        assert all(NUMBER.fullmatch(value) for value in values)


def test_live_calls_have_seconds_of_the_epoch_within_the_year() -> None:
    for row in rows("calls"):
        assert datetime.fromtimestamp(row["start_time"], UTC) < datetime(2027, 1, 1, tzinfo=UTC)
        assert datetime.fromtimestamp(row["start_time"], UTC) > datetime(2026, 12, 1, tzinfo=UTC)
        assert row["connected_at"] is None or row["connected_at"] >= row["start_time"]
        assert (row["connected_at"] is not None) == (row["state"] in {"CONNECTED", "ON_HOLD"})


@pytest.mark.parametrize("endpoint", sorted(NULLABLE))
def test_a_value_is_missing_now_and_then(endpoint: str) -> None:
    size, seeds = (SIZE, [1]) if len(rows(endpoint)) > 50 else (300, list(range(60)))
    found = [row for seed in seeds for row in Sample(size, seed).records(endpoint)]
    missing = sum(row[prop] is None for row in found for prop in NULLABLE[endpoint])
    assert missing
    # What may be missing is there in most records all the same.
    for prop in NULLABLE[endpoint]:
        assert any(row[prop] is not None for row in found), prop
    # What ties records together, tells when or is the key is never missing.
    declared = vsfilter.endpoint(endpoint)
    assert not {declared.id_property, declared.date_property} & set(NULLABLE[endpoint])


def test_names_hold_letters_of_many_kinds() -> None:
    names = {str(row["src_name"]) for row in Sample(20_000).records("cdrs")}
    for letters in ("ü", "'", "\u2615", "\U0001f33b", "\u05d3", "\u0644"):
        assert any(letters in one for one in names), letters


def test_no_key_is_usable() -> None:
    assert all(re.fullmatch(r"not-a-token-\d{4}", row["token"]) for row in rows("apitokens"))


@pytest.mark.parametrize("endpoint", KNOWN, ids=name)
def test_records_can_be_written_as_json(endpoint: Endpoint) -> None:
    assert json.loads(json.dumps(rows(endpoint.name))) == list(rows(endpoint.name))


@pytest.mark.parametrize("endpoint", KNOWN, ids=name)
def test_a_filter_for_what_a_record_holds_takes_it_and_few_others(endpoint: Endpoint) -> None:
    key = endpoint.id_property if endpoint.id_property in endpoint.names else endpoint.names[0]
    wanted = rows(endpoint.name)[len(rows(endpoint.name)) // 2]
    flt = vsfilter.compile(f"{key} = :value", endpoint, params={"value": wanted[str(key)]})
    assert [row for row in rows(endpoint.name) if flt.matches(row)] == [wanted]


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_there_are_as_many_call_legs_as_asked_for_and_some_of_all_else(size: int) -> None:
    sample = Sample(size)
    assert sum(1 for _ in sample.records("cdrs")) == size
    followers = {"monitors", "voicemessages"}
    for endpoint in KNOWN:
        assert endpoint.name in followers or any(True for _ in sample.records(endpoint)), endpoint.name


@pytest.mark.parametrize("endpoint", vsfilter.endpoints(), ids=name)
def test_a_sample_of_nothing_is_empty(endpoint: Endpoint) -> None:
    assert not list(Sample(0).records(endpoint))


@pytest.mark.parametrize("endpoint", UNKNOWN, ids=name)
def test_nothing_is_made_up_where_no_property_is_known(endpoint: Endpoint) -> None:
    assert not list(SAMPLE.records(endpoint))


def test_generate_gives_the_endpoints_that_are_named_as_often_as_one_likes() -> None:
    made = generate(200, 7, endpoints=["sms", "cdrs"])
    assert list(made) == ["sms", "cdrs"]
    assert list(made["cdrs"]) == list(made["cdrs"]) == list(Sample(200, 7).records("cdrs"))
    assert list(generate(1)) == [endpoint.name for endpoint in vsfilter.endpoints()]


def test_an_endpoint_that_does_not_exist_is_refused() -> None:
    with pytest.raises(FilterCheckError, match="there is no endpoint"):
        SAMPLE.records("cdr")
    with pytest.raises(FilterCheckError, match="there is no endpoint"):
        generate(1, endpoints=["cdr"])


@pytest.mark.parametrize("start", [date(1969, 12, 31), date(9998, 1, 1)])
def test_what_is_no_sample_is_refused(start: date) -> None:
    with pytest.raises(ValueError, match="0 call legs or more, got -1"):
        Sample(-1)
    with pytest.raises(ValueError, match=r"from 1970 to 9997, got \d{4}"):
        Sample(1, start=start)


@pytest.mark.parametrize("year", [1970, 9997])
def test_the_first_and_the_last_year_are_sound(year: int) -> None:
    sample = Sample(50, start=date(year, 12, 31))
    for endpoint in KNOWN:
        assert list(sample.records(endpoint)) or endpoint.name in {"monitors", "voicemessages"}
