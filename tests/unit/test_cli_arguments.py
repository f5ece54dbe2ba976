"""What the subcommands share: which filter, against which endpoint, in which request."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.unit.command import misused, printed, refused, run, spawn
from vsfilter.cli import main

if TYPE_CHECKING:
    from pathlib import Path

TYPE_IS_I = '[{"property":"type","operator":"eq","value":"I"}]\n'
MIDNIGHT = '[{"property":"calldate","operator":"gt","value":"%s"}]\n'

WITH_FILTER = ["json", "query", "url", "curl", "check", "fmt"]
WITH_PAGING = ["query", "url", "curl"]


# --- EXPR and --no-filter ------------------------------------------------------------------------


@pytest.mark.parametrize("command", WITH_FILTER)
def test_a_filter_must_be_given(command: str) -> None:
    assert misused(command, "cdrs") == "Error: EXPR is missing; to ask for all records, give --no-filter"


@pytest.mark.parametrize("command", WITH_FILTER)
@pytest.mark.parametrize("expr", ["type = I", "", "-"])
def test_a_filter_and_no_filter_exclude_each_other(command: str, expr: str) -> None:
    assert misused(command, "cdrs", expr, "--no-filter") == "Error: EXPR and --no-filter exclude each other"


@pytest.mark.parametrize("command", WITH_FILTER)
def test_an_empty_filter_is_refused(command: str) -> None:
    assert refused(command, "cdrs", "").startswith("error[syntax]: expected a condition, got an empty text\n")


@pytest.mark.parametrize("command", WITH_FILTER)
def test_an_endpoint_must_be_given(command: str) -> None:
    assert misused(command) == "Error: Missing argument 'ENDPOINT'."


def test_a_third_argument_is_wrong_usage() -> None:
    assert misused("json", "cdrs", "type", "=", "I") == "Error: Got unexpected extra arguments (= I)"


def test_a_filter_that_begins_with_a_dash_follows_two_dashes() -> None:
    assert misused("json", "cdrs", "-5 = duration").startswith("Error: No such option")
    assert refused("json", "cdrs", "--", "-5 = duration").endswith("put the property first: `duration = -5`\n")


@pytest.mark.parametrize("command", WITH_FILTER)
def test_an_unknown_endpoint_is_refused(command: str) -> None:
    assert refused(command, "cdr", "type = I") == (
        "error[unknown-endpoint]: there is no endpoint `cdr`\n= hint: did you mean `cdrs`?\n"
    )


# --- standard input ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        b"type = I",
        b"type = I\n",
        b"\r\n\ttype\r\n= I\r\n",
        b"\xef\xbb\xbftype = I\n",
        "type = I".encode("utf-8-sig"),
    ],
)
def test_a_dash_reads_the_filter_from_standard_input(text: bytes) -> None:
    assert printed("json", "cdrs", "-", stdin=text) == TYPE_IS_I


def test_standard_input_is_utf_8() -> None:
    assert printed("json", "cdrs", "-", stdin="src_name = 'é日本😀'".encode()) == (
        '[{"property":"src_name","operator":"eq","value":"é日本😀"}]\n'
    )


@pytest.mark.parametrize("text", [b"", b"\n", b"\xef\xbb\xbf"])
def test_empty_standard_input_is_refused(text: bytes) -> None:
    assert "expected a condition, got an empty text" in refused("json", "cdrs", "-", stdin=text)


def test_a_second_byte_order_mark_is_no_blank() -> None:
    assert refused("json", "cdrs", "-", stdin=b"\xef\xbb\xbf\xef\xbb\xbftype = I").startswith(
        "error[syntax]: expected a condition, got U+FEFF"
    )


@pytest.mark.parametrize(
    ("data", "position"), [(b"\xff", 0), (b"type = \xff", 7), (b"type = \xc3", 7), (b"\xed\xa0\x80", 0)]
)
def test_standard_input_that_is_no_utf_8_is_refused(data: bytes, position: int) -> None:
    assert refused("json", "cdrs", "-", stdin=data) == (
        f"error[syntax]: standard input is no UTF-8: byte {position} does not fit\n"
    )


def test_the_byte_that_does_not_fit_is_counted_from_the_first_of_all() -> None:
    assert refused("json", "cdrs", "-", stdin=b"\xef\xbb\xbftype = \xff") == (
        "error[syntax]: standard input is no UTF-8: byte 10 does not fit\n"
    )


def test_standard_input_over_the_limit_is_refused_without_being_read_whole() -> None:
    assert refused("json", "cdrs", "-", stdin=b" " * 4_000_001) == (
        "error[limit-exceeded]: standard input has more than 4,000,000 bytes\n"
    )


def test_standard_input_of_too_many_characters_is_refused() -> None:
    assert refused("json", "cdrs", "-", stdin=b" " * 1_000_001).startswith(
        "error[limit-exceeded]: the text has 1,000,001 characters, more than 1,000,000\n"
    )


def test_standard_input_is_not_read_unless_asked_for() -> None:
    assert printed("json", "cdrs", "type = I", stdin=b"\xff") == TYPE_IS_I


def test_issues_have_their_places_in_standard_input() -> None:
    assert refused("json", "cdrs", "-", stdin=b"type = I\nand dst_idd = 1\n") == (
        "error[unknown-property]: cdrs has no property `dst_idd`\n"
        "2 | and dst_idd = 1\n"
        "  |     ^^^^^^^\n"
        "  = hint: did you mean `dst_id`?\n"
    )


# --- --param -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "value"),
    [
        ("x=5", '"5"'),
        ("x=", '""'),
        ("x=a=b", '"a=b"'),
        ("x= a ", '" a "'),
        ("x=' or type = \"", '"\' or type = \\""'),
        ("x=é", '"é"'),
    ],
)
def test_a_parameter_is_text(pair: str, value: str) -> None:
    assert printed("json", "cdrs", "src_name = :x", "--param", pair) == (
        '[{"property":"src_name","operator":"eq","value":' + value + "}]\n"
    )


def test_the_text_of_a_parameter_fits_as_text_does() -> None:
    assert printed(
        "json", "cdrs", "duration > :n and calldate > :d and rate = :r",
        "--param", "n=60", "--param", "d=2018-09-01", "--param", "r=0.10",
    ) == (
        '[{"property":"duration","operator":"gt","value":60},'
        '{"property":"calldate","operator":"gt","value":"2018-09-01 00:00:00"},'
        '{"property":"rate","operator":"eq","value":0.10}]\n'
    )  # fmt: skip
    assert refused("json", "cdrs", "is_root = :x", "--param", "x=true").startswith(
        'error[type-mismatch]: expected true or false for `is_root`, got `"true"`\n'
    )


def test_a_parameter_that_is_not_given_is_refused_with_the_way_to_give_it() -> None:
    assert refused("json", "cdrs", "user_id = :user") == (
        "error[unbound-parameter]: the parameter `:user` has no value\n"
        "1 | user_id = :user\n"
        "  |           ^^^^^\n"
        '  = hint: compile takes params={"user": ...}, a prepared filter user=..., the command --param user=...\n'
    )


def test_a_parameter_that_does_not_stand_in_the_filter_is_refused() -> None:
    assert refused("json", "cdrs", "user_id = :user", "--param", "user=5", "--param", "usr=5") == (
        "error[unknown-parameter]: the expression has no parameter `usr`\n= hint: did you mean `user`?\n"
    )


@pytest.mark.parametrize("command", WITH_FILTER)
def test_a_parameter_without_an_equals_sign_is_wrong_usage(command: str) -> None:
    assert misused(command, "cdrs", "user_id = :x", "--param", "x") == (
        "Error: Invalid value for '--param': it has no `=`"
    )


def test_a_parameter_given_twice_is_wrong_usage() -> None:
    assert misused("json", "cdrs", "user_id = :x", "--param", "x=5", "--param", "x=5") == (
        "Error: Invalid value for '--param': x is given twice"
    )


def test_a_parameter_without_any_filter_is_refused() -> None:
    assert refused("json", "cdrs", "--no-filter", "--param", "user=5").startswith("error[unknown-parameter]")


# --- --now, --timezone ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2026-07-01T12:00Z", "2026-07-01 12:00:00"),
        ("2026-07-01T12:00+02:00", "2026-07-01 10:00:00"),
        ("2026-07-01 12:00:15.5-03:00", "2026-07-01 15:00:15"),
    ],
)
def test_now_is_the_time_that_is_given(now: str, moment: str) -> None:
    assert printed("json", "cdrs", "calldate > now", "--now", now) == MIDNIGHT % moment


def test_now_is_taken_in_the_zone_of_the_api() -> None:
    arguments = ("json", "cdrs", "calldate > today", "--now", "2026-07-01T22:30Z", "--timezone", "Europe/Madrid")
    assert printed(*arguments) == MIDNIGHT % "2026-07-02 00:00:00"


@pytest.mark.parametrize(
    ("now", "message"),
    [
        ("", "it is no ISO date-time"),
        ("now", "it is no ISO date-time"),
        ("12:00Z", "it is no ISO date-time"),
        ("2026-02-30T12:00Z", "it is no ISO date-time"),
        ("2026-07-01", "it needs a zone, such as Z or +02:00"),
        ("2026-07-01T12:00", "it needs a zone, such as Z or +02:00"),
    ],
)
def test_any_other_now_is_wrong_usage(now: str, message: str) -> None:
    assert misused("json", "cdrs", "calldate > now", "--now", now) == f"Error: Invalid value for '--now': {message}"


def test_a_now_at_the_end_of_the_calendar_is_refused() -> None:
    assert refused("json", "cdrs", "calldate > now", "--now", "0001-01-01T00:00+02:00").startswith(
        "error[invalid-date]: expected a date for `calldate`, got `now`: "
        "in the zone of the API it is outside the years 1 to 9999\n"
    )


def test_times_are_moved_into_the_time_zone() -> None:
    arguments = ("json", "cdrs", "calldate > 2018-09-01T12:00Z", "--timezone")
    assert printed(*arguments, "Europe/Madrid") == MIDNIGHT % "2018-09-01 14:00:00"
    assert printed(*arguments, "UTC") == MIDNIGHT % "2018-09-01 12:00:00"


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    assert refused("json", "cdrs", "type = I", "--timezone", "Nope").startswith(
        "error[invalid-option]: there is no time zone `Nope`\n"
    )


# --- --accept ------------------------------------------------------------------------------------


def test_evidence_that_is_missing_is_warned_about_refused_or_passed_over() -> None:
    arguments = ("json", "cdrs", "type != I")
    output = '[{"property":"type","operator":"ne","value":"I"}]\n'
    drawing = (
        "[unverified-operator]: nobody has seen the live API honour `ne`, which the vendor documents\n"
        "1 | type != I\n"
        "  |      ^^\n"
        "  = hint: compare the result with that of a request you trust\n"
    )
    for options in ((), ("--accept", "documented")):
        result = run(*arguments, *options)
        assert (result.exit_code, result.stdout, result.stderr) == (0, output, "warning" + drawing)
    assert refused(*arguments, "--accept", "observed") == "error" + drawing
    assert printed(*arguments, "--accept", "any") == output


def test_any_other_degree_of_evidence_is_wrong_usage() -> None:
    assert misused("json", "cdrs", "type = I", "--accept", "all").startswith(
        "Error: Invalid value for '--accept': 'all' is not one of 'observed', 'documented', 'any'"
    )


# --- --schema ------------------------------------------------------------------------------------


@pytest.fixture
def declared(tmp_path: Path) -> str:
    path = tmp_path / "mine.json"
    properties = [{"name": "número", "type": "integer", "filterable": "observed"}]
    path.write_text(json.dumps({"endpoint": "mine", "properties": properties}), "utf-8")
    return str(path)


def test_an_endpoint_can_be_declared_in_a_file(declared: str) -> None:
    assert printed("json", "mine", "`número` = 5", "--schema", declared) == (
        '[{"property":"número","operator":"eq","value":5}]\n'
    )
    assert printed("url", "mine", "--no-filter", "--schema", declared).endswith("/voipstudio/mine\n")


def test_other_names_are_still_those_that_ship(declared: str) -> None:
    assert printed("json", "cdrs", "type = I", "--schema", declared) == TYPE_IS_I
    assert refused("json", "min", "type = I", "--schema", declared).startswith(
        "error[unknown-endpoint]: there is no endpoint `min`\n"
    )


def test_a_declaration_takes_the_place_of_the_endpoint_that_ships(tmp_path: Path) -> None:
    path = tmp_path / "cdrs.json"
    path.write_text('{"endpoint": "cdrs", "properties": [{"name": "x", "type": "integer", "filterable": "observed"}]}')
    assert printed("json", "cdrs", "x = 5", "--schema", str(path)) == '[{"property":"x","operator":"eq","value":5}]\n'


@pytest.mark.parametrize("content", [None, "{", "[]", '{"endpoint": "mine", "nope": 1}', "\xff"])
def test_a_file_that_declares_no_endpoint_is_refused(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "bad.json"
    if content is not None:
        path.write_text(content, "latin-1")
    for command in (("json", "mine", "x = 1"), ("json", "cdrs", "type = I"), ("schema", "mine")):
        assert refused(*command, "--schema", str(path)).startswith("error[invalid-schema]: ")


# --- paging --------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", WITH_PAGING)
def test_the_options_of_a_list_request_are_taken(command: str) -> None:
    output = printed(
        command, "cdrs", "--no-filter", "--group-by", "src", "--dir", "desc", "--sort", "calldate", "--limit", "5",
        "--page", "2",
    )  # fmt: skip
    assert "page=2&limit=5&sort=calldate&dir=DESC&group_by=src" in output


@pytest.mark.parametrize("command", WITH_PAGING)
def test_options_out_of_range_are_refused_together(command: str) -> None:
    stderr = refused(command, "cdrs", "type = I", "--page", "0", "--limit", "5001", "--sort", "nope", "--group-by", "x")
    assert [line for line in stderr.splitlines() if line.startswith("error")] == [
        "error[invalid-page]: expected a page number from 1, got `0`",
        "error[invalid-limit]: expected a limit from 1 to 5000, got `5001`",
        "error[unknown-property]: sort: cdrs has no property `nope`",
        "error[unknown-property]: group_by: cdrs has no property `x`",
    ]


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--page", "x", "Invalid value for '--page': 'x' is not a valid integer."),
        ("--page", "", "Invalid value for '--page': '' is not a valid integer."),
        ("--limit", "1.5", "Invalid value for '--limit': '1.5' is not a valid integer."),
        ("--dir", "up", "Invalid value for '--dir': 'up' is not one of "),
        ("--nope", "x", "No such option"),
    ],
)
def test_options_of_another_form_are_wrong_usage(option: str, value: str, message: str) -> None:
    assert misused("url", "cdrs", "type = I", option, value).startswith(f"Error: {message}")


def test_a_number_of_thousands_of_digits_is_wrong_usage() -> None:
    assert "is not a valid integer" in misused("url", "cdrs", "type = I", "--page", "9" * 5000)


@pytest.mark.parametrize("command", ["json", "check", "fmt"])
def test_what_makes_no_request_takes_no_such_option(command: str) -> None:
    assert misused(command, "cdrs", "type = I", "--page", "1").startswith("Error: No such option")


# --- bytes that are no text ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        ([b"json", b"cdrs", b"type = \xff"], 1, b"error[syntax]: expected a character, got half of a surrogate pair"),
        ([b"json", b"\xff", b"type = I"], 1, b"error[unknown-endpoint]: "),
        ([b"json", b"cdrs", b"src = :x", b"--param", b"x=\xff"], 1, b"error[type-mismatch]: expected text for `src`"),
        ([b"json", b"cdrs", b"src = :x", b"--param", b"\xff=1"], 1, b"error[unbound-parameter]: "),
        ([b"json", b"cdrs", b"type = I", b"--timezone", b"\xff"], 1, b"error[invalid-option]: "),
        ([b"json", b"cdrs", b"type = I", b"--schema", b"\xff"], 1, b"error[invalid-schema]: "),
        ([b"url", b"cdrs", b"type = I", b"--sort", b"\xff"], 1, b"error[unknown-property]: "),
        ([b"url", b"cdrs", b"type = I", b"--base-url", b"\xff"], 1, b"error[invalid-option]: "),
        ([b"schema", b"\xff"], 1, b"error[unknown-endpoint]: "),
        ([b"json", b"cdrs", b"type = I", b"--now", b"\xff"], 2, b"Usage: "),
        ([b"json", b"cdrs", b"type = I", b"--accept", b"\xff"], 2, b"Usage: "),
        ([b"json", b"cdrs", b"type = I", b"--param", b"\xff"], 2, b"Usage: "),
        ([b"\xff"], 2, b"Usage: "),
    ],
)
def test_an_argument_that_is_no_text_ends_in_a_refusal_and_no_traceback(
    arguments: list[bytes], status: int, code: bytes
) -> None:
    done = spawn(*arguments)
    assert (done.returncode, done.stdout) == (status, b"")
    assert done.stderr.startswith(code)
    assert b"Traceback" not in done.stderr
    done.stderr.decode("utf-8")


def test_a_closed_standard_input_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SystemExit) as caught:
        main(["json", "cdrs", "-"])
    assert caught.value.code == 1
    assert capsys.readouterr() == ("", "error[syntax]: standard input is closed\n")
