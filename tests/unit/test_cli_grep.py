from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.command import SCRIPT, misused, printed, refused, run
from vsfilter.cli.records import emit, fitting
from vsfilter.schema import endpoint

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
        "Error: cdrs has no property `idd`"
    )
    assert misused("grep", "cdrs", "id = 1", "no such file").startswith("Error: Invalid value for '[FILES]...'")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--columns", "id,id", "--output", "csv"), "Error: --columns names a property twice"),
        (("--columns", "id"), "Error: --columns is for --output table, csv and parquet"),
        (("--columns", "id,", "--output", "csv"), "Error: cdrs has no property ``"),
    ],
)
def test_columns_that_cannot_be_are_wrong_usage(options: tuple[str, ...], message: str) -> None:
    assert misused("grep", "cdrs", "id = 1", *options) == message


def test_a_saved_reply_is_read_where_the_option_says_so() -> None:
    reply = '{"data":[{"id":1,"duration":70},{"id":2,"duration":5}],"total":2}'
    assert printed("grep", "cdrs", "duration > 60", "--input", "json", stdin=reply) == '{"id":1,"duration":70}\n'
    result = run("grep", "cdrs", "duration > 60", stdin=reply)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("line 1 holds many records: read it with --input json\n")


@pytest.mark.parametrize("arguments", [("grep", "cdrs", "id > 0"), ("json", "cdrs", "type = I")])
def test_an_output_that_cannot_be_written_is_told_in_one_line(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [SCRIPT, *arguments], input=LINES.encode(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ran.returncode == 1
    assert ran.stderr.decode().splitlines()[-1] == "error: No space left on device"
    assert b"Traceback" not in ran.stderr


def test_an_output_that_is_closed_is_told() -> None:
    command = f"{shlex.quote(str(SCRIPT))} grep cdrs 'id > 0' >&-"
    ran = subprocess.run(["/bin/sh", "-c", command], input=LINES, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "error: standard output is closed\n")


def test_there_is_nowhere_to_print_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match="standard output is closed"):
        emit([], endpoint("cdrs"), "jsonl", None)
