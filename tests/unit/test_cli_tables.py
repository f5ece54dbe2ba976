"""Endpoints and properties as tables."""

from __future__ import annotations

import pytest

import vsfilter
from vsfilter import Endpoint, Filterability, Property, PropertyType
from vsfilter.cli.tables import endpoint_table, property_table
from vsfilter.model import Operator


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")


MINE = Endpoint(
    "mine",
    (
        Property("id", PropertyType.INTEGER, "number of the record", sortable=True, evidence=("CLI",)),
        Property(
            "kind",
            PropertyType.STRING,
            "what it is",
            values={"A": "apple", "B": "pear"},
            filterable=Filterability.OBSERVED,
            operators_seen=frozenset({Operator.NOTLIKE, Operator.EQ, Operator.GTE}),
            evidence=("CLI", "GDS"),
        ),
        Property("day", PropertyType.DATETIME, filterable=Filterability.DOCUMENTED, values={"x": "y"}),
        Property("tags", PropertyType.ARRAY, filterable=Filterability.REFUSED, evidence=("none that is known",)),
    ),
    path="/my/own",
    date_property="day",
    complete=True,
)


def test_endpoints_are_a_line_each() -> None:
    assert endpoint_table([MINE, Endpoint("bare")]) == (
        "endpoint  properties  filterable  seen live  date  complete\n"
        "--------  ----------  ----------  ---------  ----  --------\n"
        "mine      4           2           1          day   yes\n"
        "bare      0           0           0          -     no"
    )


def test_properties_are_a_line_each_with_the_sources_that_are_known() -> None:
    head, table, sources = property_table(MINE).split("\n\n")
    assert head == "mine  (/my/own)"
    assert table == (
        "property  type      filter      seen           sort  evidence            meaning\n"
        "--------  ----      ------      ----           ----  --------            -------\n"
        "id        integer   unknown     -              yes   CLI                 number of the record\n"
        "kind      string    observed    = >= not like  -     CLI, GDS            what it is; A = apple, B = pear\n"
        "day       datetime  documented  -              -     -                   x = y\n"
        "tags      array     refused     -              -     none that is known"
    )
    assert sources.startswith("source  what it is\n------  ----------\nCLI     Official CLI ")
    assert "\nGDS     Official Google Data Studio connector " in sources
    assert "known" not in sources


def test_without_evidence_there_is_no_table_of_sources() -> None:
    endpoint = Endpoint("e", (Property("a", PropertyType.STRING),))
    assert property_table(endpoint) == (
        "e  (/e)\n"
        "\n"
        "property  type    filter   seen  sort  evidence  meaning\n"
        "--------  ----    ------   ----  ----  --------  -------\n"
        "a         string  unknown  -     -     -"
    )


def test_without_properties_it_is_said_that_every_filter_is_refused() -> None:
    assert property_table(Endpoint("e")) == "e  (/e)\n\nno property is known, so every filter is refused"


def test_notes_are_a_list() -> None:
    assert property_table(Endpoint("e", notes=("first", "second"))).endswith("\n\n- first\n- second")


def test_notes_are_wrapped_to_the_width_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert property_table(Endpoint("e", notes=("one two three four five six seven eight nine",))).endswith(
        "\n\n- one two three four five six seven\n  eight nine"
    )


def test_the_last_column_is_wrapped_to_the_width_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    endpoint = Endpoint("e", (Property("a", PropertyType.STRING, "word " * 20),))
    lines = property_table(endpoint).splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[-2:] == [
        "a         string  unknown  -     -     -         " + " ".join(["word"] * 10),
        " " * 49 + " ".join(["word"] * 10),
    ]


def test_the_last_column_keeps_30_characters_on_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    endpoint = Endpoint("e", (Property("a", PropertyType.STRING, "word " * 7),))
    assert property_table(endpoint).splitlines()[-2:] == [
        "a         string  unknown  -     -     -         word word word word word word",
        " " * 49 + "word",
    ]


def test_notes_keep_30_characters_on_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "1")
    assert property_table(Endpoint("e", notes=("one two three",))).endswith("\n\n- one two three")


def test_what_a_terminal_would_obey_is_shown_as_symbols() -> None:
    endpoint = Endpoint(
        "e", (Property("a\x1b[31m", PropertyType.STRING, "b\x07", evidence=("c\x00",)),), notes=("d\x1b[0m\u202e",)
    )
    table = property_table(endpoint)
    assert table.replace("\n", "").isprintable()
    for shown in ("a␛[31m", "b␇", "c␀", "- d␛[0m\N{REPLACEMENT CHARACTER}"):
        assert shown in table


def test_columns_stand_below_each_other_whatever_the_letters() -> None:
    endpoint = Endpoint("e", (Property("日本", PropertyType.STRING), Property("abcd", PropertyType.STRING)))
    wide, narrow = property_table(endpoint).splitlines()[-2:]
    assert wide.index("string") + 2 == narrow.index("string")


def test_the_shipped_endpoints_can_all_be_drawn() -> None:
    for endpoint in vsfilter.endpoints():
        lines = property_table(endpoint).splitlines()
        assert lines[0] == f"{endpoint.name}  ({endpoint.path})"
        assert len(lines) >= 2 + len(endpoint.properties)
