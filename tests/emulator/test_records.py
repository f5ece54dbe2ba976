"""Records that go in come out as they were, and others do not go in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.asking import Asking
from vsfilter.emulator import Database, Emulator
from vsfilter.emulator.database import CHUNK
from vsfilter.emulator.records import rows
from vsfilter.schema import Endpoint, Property, PropertyType, endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST = 2**63 - 1


def test_every_type_comes_back_as_it_was(emulator: Emulator, asking: Asking) -> None:
    records: list[dict[str, Any]] = [
        {"id": LARGEST, "rate": LARGEST, "charge": 0.1, "is_root": True, "labels": [], "metadata": {}},
        {"id": -(2**63), "rate": -(2**63), "charge": 1e300, "is_root": False, "labels": [[1, None, "é\0"]]},
        {"id": 0, "rate": 5e-324, "charge": 2**53 + 1, "metadata": {"b": {"a": [1.5, True]}, "a": "\U0001f600"}},
        {"id": 1, "src": "", "clid": "\0", "info": "é\U0001f600\u2028\ufeff\x7f", "calldate": "9999-12-31 23:59:59"},
    ]
    assert emulator.insert("cdrs", records) == 4
    empty = dict.fromkeys(endpoint("cdrs").names)
    for record in records:
        found = asking.get(f"/cdrs/{record['id']}").json()["data"]
        assert found == empty | record
        assert [type(value) for value in found.values()] == [type(value) for value in (empty | record).values()]
        assert list(found["metadata"] or {}) == list(record.get("metadata", {}))


def deep(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels - 1):
        value = [value]
    return value


WRONG: list[tuple[Any, str]] = [
    ({"ID": 1}, "unknown property `ID`"),
    ({5: 1}, "unknown property `5`"),
    ({"id": "1"}, "property `id`: expected int or None, got str"),
    ({"id": True}, "property `id`: expected int or None, got bool"),
    ({"id": 1.0}, "property `id`: expected int or None, got float"),
    ({"id": LARGEST + 1}, "property `id`: the integer has more than 64 bits"),
    ({"rate": LARGEST + 1}, "property `rate`: the integer has more than 64 bits"),
    ({"rate": float("nan")}, "property `rate`: nan is no number"),
    ({"rate": float("-inf")}, "property `rate`: -inf is no number"),
    ({"rate": "1"}, "property `rate`: expected float or int or None, got str"),
    ({"is_root": 1}, "property `is_root`: expected bool or None, got int"),
    ({"src": 44}, "property `src`: expected str or None, got int"),
    ({"src": "\ud800"}, "property `src`: a surrogate stands alone"),
    ({"calldate": "2018-09-01"}, "property `calldate`: a date is written"),
    ({"calldate": "2018-09-01T00:00:00"}, "property `calldate`: a date is written"),
    ({"calldate": "2018-09-31 00:00:00"}, "property `calldate`: "),
    ({"labels": ()}, "property `labels`: expected list or None, got tuple"),
    ({"labels": [()]}, "property `labels`: tuple is no type of JSON"),
    ({"labels": [float("inf")]}, "property `labels`: "),
    ({"labels": ["\udfff"]}, "property `labels`: a surrogate stands alone"),
    ({"labels": deep(5_000)}, "property `labels`: nested too deeply"),
    ({"metadata": []}, "property `metadata`: expected dict or None, got list"),
    ({"metadata": {"a": {1: 2}}}, "property `metadata`: the keys of an object are text"),
    ({"metadata": {"a": b""}}, "property `metadata`: bytes is no type of JSON"),
    (5, "expected a mapping, got int"),
    (None, "expected a mapping, got NoneType"),
]


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    made = Database()
    yield made
    made.close()


@pytest.mark.parametrize(("record", "message"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_record_is_named_and_nothing_is_kept(
    database: Database,
    record: Any,  # noqa: ANN401  not always a record
    message: str,
) -> None:
    with pytest.raises(ValueError, match=r"^record 1 of `cdrs`: ") as caught:
        database.insert("cdrs", [{"id": 1}, record, {"id": 2}])
    assert message in str(caught.value)
    assert database.count("cdrs") == 0


def test_nesting_ends_at_a_depth_that_others_can_read(emulator: Emulator, asking: Asking) -> None:
    emulator.insert("cdrs", [{"id": 1, "labels": deep(100)}])
    assert asking.get("/cdrs/1").json()["data"]["labels"] == deep(100)
    with pytest.raises(ValueError, match="nested too deeply"):
        emulator.insert("cdrs", [{"id": 1, "labels": deep(102)}])


def test_an_unknown_endpoint_is_named(database: Database) -> None:
    for name in ("cdr", "account_users", ""):
        with pytest.raises(ValueError, match="there is no endpoint"):
            database.insert(name, [])
        with pytest.raises(ValueError, match="there is no endpoint"):
            database.clear(name)


def test_records_are_taken_as_they_come(database: Database) -> None:
    waiting = 0

    def records() -> Iterator[Mapping[str, int]]:
        nonlocal waiting
        for number in range(3 * CHUNK + 1):
            waiting += 1
            yield {"id": number}

    reached: list[tuple[int, int]] = []

    def progress(done: int) -> None:
        nonlocal waiting
        reached.append((done, waiting))
        waiting = 0

    assert database.insert("queues", records(), progress=progress) == 3 * CHUNK + 1
    assert reached == [(CHUNK, CHUNK), (2 * CHUNK, CHUNK), (3 * CHUNK, CHUNK), (3 * CHUNK + 1, 1)]
    assert database.insert("queues", ({"id": -number} for number in range(CHUNK))) == CHUNK
    assert database.count("queues") == 4 * CHUNK + 1
    database.clear("queues")
    assert database.count("queues") == 0


def test_a_failure_after_many_records_keeps_none_and_all_indexes(database: Database) -> None:
    def records() -> Iterator[dict[str, Any]]:
        yield from ({"id": number} for number in range(CHUNK))
        raise RuntimeError("the source has run dry")

    with pytest.raises(RuntimeError, match="run dry"):
        database.insert("cdrs", records())
    assert database.count("cdrs") == 0
    with database.reading() as connection:
        sql = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'cdrs'"
        names = {row.name for row in connection.exec_driver_sql(sql)}
    assert names >= {"by_cdrs_id", "by_cdrs_calldate", "by_cdrs_type"}


def test_clearing_leaves_the_accounts(emulator: Emulator, asking: Asking) -> None:
    emulator.insert("cdrs", [{"id": 1}])
    emulator.insert("calls", [{"id": 1}])
    token = asking.post("/apitokens", json={"name": "x", "expiry": 0}).json()["data"]["token"]
    emulator.clear("calls")
    assert (emulator.count("cdrs"), emulator.count("calls"), emulator.count("apitokens")) == (1, 0, 1)
    assert (len(asking.records("cdrs")), len(asking.records("calls"))) == (1, 0)
    emulator.clear()
    assert (len(asking.records("cdrs")), len(asking.records("apitokens"))) == (0, 1)
    assert asking.get("/me", headers={"X-Auth-Token": token}).status_code == 200


def test_endpoints_of_ones_own_are_served() -> None:
    kinds = [Property(f"of type {kind}", kind) for kind in PropertyType]
    own = Endpoint("things/own", (*kinds, Property("x", PropertyType.STRING)), id_property="x")
    keyless = Endpoint("keyless", (Property("x", PropertyType.STRING),))
    bare = Endpoint("bare")
    with Emulator(endpoints=[own, keyless, bare]) as emulator, Asking(emulator) as asking:
        emulator.insert("things/own", [{"x": "1", "of type number": 5}, {"x": "0"}])
        emulator.insert("keyless", [{"x": "b"}, {"x": "a"}])
        assert emulator.insert("bare", [{}, {}]) == 2
        assert [record["x"] for record in asking.records("things/own")] == ["0", "1"]
        assert asking.get("/things/own/1").json()["data"]["of type number"] == 5
        assert [record["x"] for record in asking.records("keyless", dir="DESC")] == ["a", "b"]
        assert asking.get("/keyless/a").status_code == 404
        assert asking.records("bare") == [{}, {}]
        assert asking.ask("cdrs").status_code == 404
        assert asking.ask("apitokens").status_code == 200


def test_a_database_without_nul_says_so(database: Database) -> None:
    collection = database.collections["cdrs"]
    with pytest.raises(ValueError, match="property `info`: this database takes no NUL character"):
        list(rows(collection, [{"src": "a", "info": "\0"}], nul=False))
    assert len(list(rows(collection, [{"src": "é"}], nul=False))) == 1


def test_huge_integers_in_json_are_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="property `labels`"):
        database.insert("cdrs", [{"labels": [10 ** (sys.get_int_max_str_digits() + 1)]}])
