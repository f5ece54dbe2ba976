"""Databases other than SQLite: a real one where there is one, and the SQL for the others."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import MetaData, create_engine, make_url, select
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from tests.emulator.asking import Asking
from tests.emulator.test_filters import FOUND, LARGEST, RECORDS
from vsfilter.emulator import Behaviour, Database, Emulator, database
from vsfilter.emulator.conditions import read_filter
from vsfilter.emulator.filtering import where
from vsfilter.emulator.listing import list_records, read_request
from vsfilter.emulator.tables import make_collections
from vsfilter.schema import endpoint, endpoints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Dialect

# A URL of an empty database of PostgreSQL that these tests may fill, such as
# postgresql+psycopg://postgres@localhost/test
URL = os.environ.get("VSFILTER_POSTGRESQL")
# What it stores in another way than SQLite.
ELSEWHERE = [LARGEST, LARGEST - 1, "\0b", "a\0b"]
CDRS = make_collections([endpoint("cdrs")], MetaData())["cdrs"]


MYSQL: Dialect = mysql.dialect()
POSTGRESQL: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # so in SQLAlchemy


def sql(name: str, operator: str, value: str, dialect: str) -> str:
    text = f'[{{"property":"{name}","operator":"{operator}","value":{value}}}]'
    held = where(CDRS.table, read_filter(text, CDRS.properties, Behaviour()), dialect)
    assert held is not None
    kind = MYSQL if dialect == "mysql" else POSTGRESQL
    return str(held.compile(dialect=kind, compile_kwargs={"literal_binds": True}))


def test_a_fragment_is_found_without_wildcards_anywhere() -> None:
    assert sql("src", "like", '"%"', "mysql") == "locate('%%', cdrs.src) > 0"
    assert sql("src", "notlike", '"%"', "mysql") == "locate('%%', cdrs.src) = 0"
    assert sql("src", "like", '"_"', "postgresql") == "strpos(cdrs.src, '_') > 0"


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("eq", "false"),
        ("like", "false"),
        ("ne", "cdrs.src IS NOT NULL"),
        ("notlike", "cdrs.src IS NOT NULL"),
        ("lt", "cdrs.src <= 'a'"),
        ("lte", "cdrs.src <= 'a'"),
        ("gt", "cdrs.src > 'a'"),
        ("gte", "cdrs.src > 'a'"),
    ],
)
def test_a_nul_is_compared_where_none_can_be_stored(operator: str, expected: str) -> None:
    assert sql("src", operator, '"a\\u0000b"', "postgresql") == expected
    assert sql("src", "in", '["a\\u0000b", "c"]', "postgresql") == "cdrs.src IN ('c')"


def test_the_tables_can_be_written_for_other_systems() -> None:
    for each in make_collections(endpoints(), MetaData()).values():
        for dialect in (MYSQL, POSTGRESQL):
            assert "CREATE TABLE" in str(CreateTable(each.table).compile(dialect=dialect))
            for index in each.table.indexes:
                assert "CREATE INDEX" in str(CreateIndex(index).compile(dialect=dialect))
    assert 'COLLATE "C"' in str(CreateTable(CDRS.table).compile(dialect=POSTGRESQL))
    assert "COLLATE utf8mb4_0900_bin" in str(CreateTable(CDRS.table).compile(dialect=MYSQL))


def test_a_driver_that_takes_names_gets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        database, "create_engine", lambda url, **options: create_engine(url, paramstyle="named", **options)
    )
    made = Database()
    assert made.insert("cdrs", [{"id": 1, "labels": ["a"]}, {"id": 2}]) == 2
    with made.reading() as connection:
        table = made.collections["cdrs"].table
        assert connection.execute(select(table.c.id, table.c.labels)).all() == [(1, '["a"]'), (2, None)]
    made.close()


def test_only_sqlite_is_treated_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    engine = create_engine("sqlite://")
    monkeypatch.setattr(database, "create_engine", lambda _, **options: given.update(options) or engine)
    assert database._engine(make_url("mysql+pymysql://localhost/x"), in_memory=False) is engine
    assert given["hide_parameters"] is True
    assert "connect_args" not in given
    engine.dispose()


def test_null_comes_first_in_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Database()
    made.insert("cdrs", [{"id": 1, "src": "a"}, {"id": 2}, {"id": 3, "src": "b"}])
    monkeypatch.setattr(Database, "dialect", "postgresql")
    cdrs = made.collections["cdrs"]
    for direction, ids in ((b"ASC", [2, 1, 3]), (b"DESC", [3, 1, 2])):
        request = read_request(b"sort=src&dir=" + direction, cdrs, Behaviour())
        found = list_records(made, cdrs, request, Behaviour())["data"]
        assert [record["id"] for record in found] == ids
    made.close()


@pytest.fixture(scope="module")
def asking() -> Iterator[Asking]:
    if URL is None:
        pytest.skip("VSFILTER_POSTGRESQL names no database")
    with Emulator(URL) as emulator:
        emulator.clear()
        # It stores no NUL, and numbers as doubles.
        records = [
            record | {"rate": float(record["rate"])} if record.get("rate") == LARGEST else record
            for record in ({**each, "src_name": "ab"} if each["id"] == 3 else each for each in RECORDS)
        ]
        emulator.insert("cdrs", records)
        with pytest.raises(ValueError, match="no NUL"):
            emulator.insert("cdrs", [{"src": "\0"}])
        emulator.insert("sms", ({"id": number} for number in range(12_000)))
        with Asking(emulator) as client:
            yield client
        emulator.clear()


@pytest.mark.parametrize(
    ("name", "operator", "value", "ids"),
    [case for case in FOUND if case[2] not in ELSEWHERE],
)
def test_postgresql_finds_the_same(asking: Asking, name: str, operator: str, value: object, ids: list[int]) -> None:
    assert asking.ids("cdrs", (name, operator, value)) == ids


def test_postgresql_lists_groups_and_logs_in(asking: Asking) -> None:
    assert asking.ids("cdrs", sort="duration") == [5, 3, 4, 1, 2]
    assert asking.ids("cdrs", sort="duration", dir="DESC") == [2, 1, 4, 3, 5]
    assert asking.ids("cdrs", sort="src") == [5, 2, 1, 4, 3]
    assert asking.records("cdrs", group_by="is_root", sort="is_root") == [
        {"is_root": None, "count": 2},
        {"is_root": False, "count": 1},
        {"is_root": True, "count": 2},
    ]
    assert asking.ask("sms", limit=1).json()["total"] == 12_000
    assert asking.get("/calltracking/ddis/%00").status_code == 404
    token = asking.post("/apitokens", json={"name": os.urandom(8).hex(), "expiry": 60}).json()["data"]["token"]
    assert asking.get("/me", headers={"X-Auth-Token": token}).status_code == 200
    assert asking.delete(f"/apitokens/{token}").status_code == 204
