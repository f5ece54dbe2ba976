from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.command import misused, printed, refused, run
from vsfilter.cli.records import fitting
from vsfilter.schema import endpoint

if TYPE_CHECKING:
    from pathlib import Path

LINES = '{"id":1,"src":"447","duration":75,"is_root":true}\n{"id":2,"src":"34","duration":null,"is_root":false}\n'


@pytest.fixture
def lines(tmp_path: Path) -> str:
    path = tmp_path / "calls.jsonl"
    path.write_text(LINES, "utf-8")
    return str(path)


def test_the_records_that_match_are_printed_as_lines(lines: str) -> None:
    assert printed("grep", "cdrs", "src like 44", lines) == LINES.splitlines()[0] + "\n"
    assert printed("grep", "cdrs", "duration is null or src = 447", lines) == LINES


def test_several_files_and_standard_input_are_read(lines: str) -> None:
    assert printed("grep", "cdrs", "id = 1", lines, lines).count("\n") == 2
    assert printed("grep", "cdrs", "id = 1", stdin=LINES).count("\n") == 1
    assert printed("grep", "cdrs", "id = 1", "-", stdin=LINES).count("\n") == 1
    assert printed("grep", "cdrs", "--no-filter", stdin=LINES) == LINES


def test_the_form_of_the_input_is_told_by_the_name_or_the_option(tmp_path: Path) -> None:
    table = tmp_path / "calls.csv"
    table.write_text("id,duration\n1,75\n2,\n", "utf-8")
    assert printed("grep", "cdrs", "duration > 60", str(table)) == '{"id":"1","duration":"75"}\n'
    assert printed("grep", "cdrs", "duration > 60", "--input", "csv", stdin="duration\n75\n") == '{"duration":"75"}\n'
    assert printed("grep", "cdrs", "id = 1", "--input", "json", stdin='[{"id":1}]') == '{"id":1}\n'


def test_the_form_of_the_output_is_asked_for(lines: str) -> None:
    assert printed("grep", "cdrs", "id = 1", lines, "--output", "csv", "--columns", "src, id") == "src,id\n447,1\n"
    assert json.loads(printed("grep", "cdrs", "id > 0", lines, "--output", "json"))[1]["id"] == 2
    assert printed("grep", "cdrs", "id = 1", lines, "--output", "table") == (
        "id  is_root  src  duration\n--  -------  ---  --------\n1   true     447  75\n"
    )
    assert run("grep", "cdrs", "id = 1", lines, "--output", "parquet").stdout_bytes.startswith(b"PAR1")


def test_a_table_without_records_is_empty(lines: str) -> None:
    assert printed("grep", "cdrs", "id = 3", lines, "--output", "table") == ""


def test_columns_that_do_not_fit_are_counted() -> None:
    record = dict.fromkeys(endpoint("cdrs").names, "x" * 30)
    result = run("grep", "cdrs", "--no-filter", "--output", "table", stdin=json.dumps(record))
    assert result.stderr == "31 more columns do not fit: name some with --columns, or take --output jsonl\n"
    assert result.stdout.splitlines()[0].split() == ["id", "user_id", "type", "calldate"]


def test_the_key_the_date_and_what_is_filtered_most_fit_first() -> None:
    cdrs = endpoint("cdrs")
    record: dict[str, Any] = dict.fromkeys(reversed(cdrs.names), "x") | {"further": "x"}
    assert fitting([record], cdrs, 14) == ["id", "calldate"]
    assert fitting([record], cdrs, 1000) == [*cdrs.names, "further"]
    assert fitting([], cdrs, 100) == []


def test_parameters_clock_and_zone_are_taken() -> None:
    record = json.dumps({"user_id": 5, "calldate": "2026-07-02 00:00:00"})
    options = ("--param", "user=5", "--now", "2026-07-01T23:00Z", "--timezone", "Europe/Madrid")
    assert printed("grep", "cdrs", "user_id = :user and calldate = today", *options, stdin=record) == (
        '{"user_id":5,"calldate":"2026-07-02 00:00:00"}\n'
    )


def test_a_filter_that_does_not_fit_is_refused(lines: str) -> None:
    assert refused("grep", "cdrs", "idd = 1", lines).startswith("error[unknown-property]")
    assert json.loads(refused("grep", "cdrs", "idd = 1", lines, "--format", "json"))["issues"][0]["suggestion"] == "id"


def test_a_file_that_holds_no_records_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_text('{"id":1}\nx\n', "utf-8")
    result = run("grep", "cdrs", "id > 0", str(path))
    assert (result.exit_code, result.stdout) == (1, '{"id":1}\n')
    assert result.stderr == f"error: {path}: line 2 is no JSON: Expecting value: line 1 column 1 (char 0)\n"


def test_wrong_usage_is_told(lines: str) -> None:
    assert misused("grep", "cdrs", "id = 1", "--output", "csv", "--columns", "idd", lines) == (
        "Error: cdrs has no property idd"
    )
    assert misused("grep", "cdrs", "id = 1", "no such file").startswith("Error: Invalid value for '[FILES]...'")
