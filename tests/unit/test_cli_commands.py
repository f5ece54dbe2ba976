"""The subcommands, within this process and as a user calls them."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
from typing import TYPE_CHECKING

import pytest

import vsfilter
from tests.unit.command import SCRIPT, environment, misused, printed, refused, run, spawn
from vsfilter.cli import main

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://l7api.com/v1.2/voipstudio"
FILTER = "filter=%5B%7B%22property%22%3A%22type%22%2C%22operator%22%3A%22eq%22%2C%22value%22%3A%22I%22%7D%5D"
REFUSED = "error[unknown-property]: cdrs has no property `tpe`\n1 | tpe = I\n  | ^^^\n  = hint: did you mean `type`?\n"
UNVERIFIED = (
    "warning[unverified-operator]: nobody has seen the live API honour `ne`, which the vendor documents\n"
    "1 | type != I\n"
    "  |      ^^\n"
    "  = hint: compare the result with that of a request you trust\n"
)


# --- what each prints ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (("json", "cdrs", "type = I"), '[{"property":"type","operator":"eq","value":"I"}]'),
        (("json", "cdrs", "--no-filter"), "[]"),
        (("query", "cdrs", "type = I"), FILTER),
        (("query", "cdrs", "type = I", "--page", "2"), f"{FILTER}&page=2"),
        (("query", "cdrs", "--no-filter"), ""),
        (("query", "cdrs", "--no-filter", "--limit", "5"), "limit=5"),
        (("url", "cdrs", "type = I"), f"{BASE}/cdrs?{FILTER}"),
        (("url", "cdrs", "--no-filter"), f"{BASE}/cdrs"),
        (("url", "calltracking/ddis", "--no-filter", "--sort", "id"), f"{BASE}/calltracking/ddis?sort=id"),
        (("url", "cdrs", "type = I", "--base-url", "http://localhost:8000/"), f"http://localhost:8000/cdrs?{FILTER}"),
        (
            ("curl", "cdrs", "type = I"),
            f"curl --silent --show-error --header \"X-Auth-Token: $VOIPSTUDIO_TOKEN\" '{BASE}/cdrs?{FILTER}'",
        ),
        (
            ("curl", "cdrs", "--no-filter", "--base-url", "http://localhost:8000"),
            'curl --silent --show-error --header "X-Auth-Token: $VOIPSTUDIO_TOKEN" http://localhost:8000/cdrs',
        ),
        (("check", "cdrs", "type = I"), "ok"),
        (("check", "cdrs", "--no-filter"), "ok"),
        (("fmt", "cdrs", "type=I&&duration>5"), 'type = "I" and duration > 5'),
        (("fmt", "cdrs", "--no-filter"), ""),
    ],
)
def test_a_command_prints_its_result_on_one_line(arguments: tuple[str, ...], output: str) -> None:
    assert printed(*arguments) == output + "\n"


@pytest.mark.parametrize("command", ["json", "query", "url", "curl", "check", "fmt"])
def test_a_warning_goes_to_standard_error_and_the_result_is_printed(command: str) -> None:
    result = run(command, "cdrs", "type != I")
    assert result.exit_code == 0
    assert result.stderr == UNVERIFIED
    assert result.stdout.count("\n") == 1


@pytest.mark.parametrize("command", ["json", "query", "url", "curl", "check", "fmt"])
def test_a_refusal_goes_to_standard_error_and_nothing_is_printed(command: str) -> None:
    assert refused(command, "cdrs", "tpe = I") == REFUSED


@pytest.mark.parametrize("command", ["url", "curl"])
def test_a_base_url_that_no_path_can_follow_is_refused_without_being_shown(command: str) -> None:
    stderr = refused(command, "cdrs", "type = I", "--base-url", "https://me:s3cret@example.com")
    assert stderr.startswith("error[invalid-option]: the base URL is not one that a path can follow\n= hint: ")
    assert "s3cret" not in stderr


@pytest.mark.parametrize("command", ["json", "query", "check", "fmt"])
def test_only_what_has_a_url_takes_a_base_url(command: str) -> None:
    assert misused(command, "cdrs", "type = I", "--base-url", "http://x").startswith("Error: No such option")


# --- fmt -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expr", "output"),
    [
        ("((type EQ 'I'))", 'type = "I"'),
        ("!(type = I)||duration<>5", 'not type = "I" or duration != 5'),
        ("type = I or duration > 5 and src like 4", 'type = "I" or duration > 5 and src like 4'),
        ("(type = I or duration > 5) and src like 4", '(type = "I" or duration > 5) and src like 4'),
        ("src is null", "src is null"),
        ("src IS NOT NULL", "src is not null"),
        ("duration not between 1 and 5", "duration not between 1 and 5"),
        ("not (type = I and duration > 5)", 'not (type = "I" and duration > 5)'),
        ("user_id=:user", "user_id = :user"),
        ("type in :types or user_id = :user", "type in :types or user_id = :user"),
        ("calldate>today-7d", "calldate > today - 7d"),
        ("calldate > NOW - 07d", "calldate > NOW - 7d"),
        ("dst = 007", "dst = 007"),
        ("rate = 0.10", "rate = 0.10"),
        ("calldate = 2018-09-01T12:30+02:00 or src = a", 'calldate = 2018-09-01T12:30+02:00 or src = "a"'),
        ("type in [I]", 'type in ("I")'),
    ],
)
def test_fmt_prints_what_was_written_even_where_no_request_can_say_it(expr: str, output: str) -> None:
    result = run("fmt", "cdrs", expr)
    assert (result.exit_code, result.stdout) == (0, output + "\n")
    assert "error" not in result.stderr


@pytest.mark.parametrize(
    ("expr", "codes"),
    [
        ("type = ", ["syntax"]),
        ("tpe = I", ["unknown-property"]),
        ("tpe = I or duration > 5", ["unknown-property"]),
        ("duration = long and src is null", ["type-mismatch"]),
        ("calldate > soon and user_id = :user", ["invalid-date"]),
        ("duration like 5 or src = 5", ["unsupported-operator"]),
        ("type in () or src is null", ["empty-list"]),
    ],
)
def test_fmt_refuses_what_is_wrong_with_names_and_values_and_says_that_only(expr: str, codes: list[str]) -> None:
    stderr = refused("fmt", "cdrs", expr)
    assert [line.split("]")[0] for line in stderr.splitlines() if line.startswith("error")] == [
        f"error[{code}" for code in codes
    ]


def test_fmt_refuses_a_value_for_a_parameter_that_is_none() -> None:
    assert refused("fmt", "cdrs", "user_id = :user", "--param", "usr=5").startswith("error[unknown-parameter]")


@pytest.mark.parametrize("degree", ["observed", "documented", "any"])
def test_fmt_passes_over_what_lacks_evidence(degree: str) -> None:
    assert run("fmt", "cdrs", "type<>I", "--accept", degree).stdout == 'type != "I"\n'


@pytest.mark.parametrize("expr", ["type = I", "type = I or duration > 5"])
def test_fmt_refuses_a_time_zone_that_does_not_exist(expr: str) -> None:
    assert refused("fmt", "cdrs", expr, "--timezone", "Nope").startswith("error[invalid-option]")


def test_fmt_fills_nothing_in() -> None:
    assert printed("fmt", "cdrs", "user_id = :user", "--param", "user=5") == "user_id = :user\n"


def test_fmt_takes_now_from_the_user_where_no_request_can_say_it_too() -> None:
    expr = "src is null and calldate > now + 1d"
    assert printed("fmt", "cdrs", expr, "--now", "2026-07-01T12:00Z") == f"{expr}\n"
    assert refused("fmt", "cdrs", expr, "--now", "9999-12-31T12:00Z").startswith("error[invalid-date]")


def test_fmt_prints_alternatives_of_an_array() -> None:
    assert run("fmt", "cdrs", "labels = a or labels = b").stdout == 'labels = "a" or labels = "b"\n'


def test_what_fmt_prints_is_printed_the_same_again() -> None:
    once = run("fmt", "cdrs", "(type=I||duration>5)&&!(src is null)||calldate<today-7d").stdout
    assert run("fmt", "cdrs", once).stdout == once


# --- endpoints and schema ------------------------------------------------------------------------


def test_endpoints_lists_all_that_are_known() -> None:
    lines = printed("endpoints").splitlines()
    assert lines[0] == "endpoint                properties  filterable  seen live  date        complete"
    assert lines[2] == "cdrs                    35          33          7          calldate    yes"
    assert [line.split()[0] for line in lines[2:]] == [one.name for one in vsfilter.endpoints()]


def test_endpoints_as_json_can_be_read_back(tmp_path: Path) -> None:
    rows = json.loads(printed("endpoints", "--format", "json"))
    assert len(rows) == len(vsfilter.endpoints())
    for row, endpoint in zip(rows, vsfilter.endpoints(), strict=True):
        path = tmp_path / "endpoint.json"
        path.write_text(json.dumps(row), "utf-8")
        assert vsfilter.load_endpoint(path) == endpoint


def test_endpoints_takes_no_argument() -> None:
    assert misused("endpoints", "cdrs") == "Error: Got unexpected extra argument (cdrs)"


def test_schema_lists_the_properties_of_an_endpoint() -> None:
    lines = printed("schema", "sms").splitlines()
    assert lines[0] == "sms  (/sms)"
    assert lines[2].split() == ["property", "type", "filter", "seen", "sort", "evidence", "meaning"]
    assert [line.split()[0] for line in lines[4:12]] == list(vsfilter.endpoint("sms").names)


def test_schema_as_json_can_be_given_back(tmp_path: Path) -> None:
    path = tmp_path / "cdrs.json"
    path.write_text(printed("schema", "cdrs", "--format", "json"), "utf-8")
    assert vsfilter.load_endpoint(path) == vsfilter.endpoint("cdrs")
    assert printed("schema", "cdrs", "--format", "json", "--schema", str(path)) == path.read_text("utf-8")


def test_schema_of_an_unknown_endpoint_is_refused() -> None:
    assert refused("schema", "cdr") == (
        "error[unknown-endpoint]: there is no endpoint `cdr`\n= hint: did you mean `cdrs`?\n"
    )
    assert json.loads(refused("schema", "cdr", "--format", "json"))["issues"][0]["suggestion"] == "cdrs"


def test_schema_takes_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text('{"endpoint": "mine"}')
    assert printed("schema", "mine", "--schema", str(path)) == (
        "mine  (/mine)\n\nno property is known, so every filter is refused\n"
    )


# --- the group -----------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_the_commands(option: str) -> None:
    output = printed(option)
    for command in ("check", "curl", "endpoints", "fmt", "json", "query", "schema", "url"):
        assert f"\n  {command} " in output


@pytest.mark.parametrize("command", ["check", "curl", "endpoints", "fmt", "json", "query", "schema", "url"])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_has_help(command: str, option: str) -> None:
    assert printed(command, option).startswith(f"Usage: main {command} [OPTIONS]")


def test_the_version_is_told() -> None:
    assert printed("--version").startswith("main, version 0.")


def test_without_a_command_the_help_is_wrong_usage() -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: ")


def test_an_unknown_command_is_wrong_usage() -> None:
    assert misused("jsn", "cdrs", "type = I").startswith("Error: No such command 'jsn'")


def test_output_may_be_taken_by_a_stream_of_a_program() -> None:
    stdout, stderr = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        main(["fmt", "cdrs", "type != I"], standalone_mode=False)
    assert (stdout.getvalue(), stderr.getvalue()) == ('type != "I"\n', UNVERIFIED)


# --- as a user calls it --------------------------------------------------------------------------


def test_a_result_is_on_standard_output_with_status_0() -> None:
    done = spawn("json", "cdrs", "type != I")
    assert done.returncode == 0
    assert done.stdout == b'[{"property":"type","operator":"ne","value":"I"}]\n'
    assert done.stderr.decode() == UNVERIFIED


def test_a_refusal_is_on_standard_error_with_status_1() -> None:
    done = spawn("json", "cdrs", "tpe = I")
    assert (done.returncode, done.stdout, done.stderr.decode()) == (1, b"", REFUSED)


def test_wrong_usage_is_on_standard_error_with_status_2() -> None:
    done = spawn("json", "cdrs")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        "Usage: vsfilter json [OPTIONS] ENDPOINT [EXPR]\n"
        "Try 'vsfilter json --help' for help.\n"
        "\n"
        "Error: EXPR is missing; to ask for all records, give --no-filter\n"
    )


def test_standard_input_is_read_from_a_pipe() -> None:
    done = spawn("query", "cdrs", "-", "--page", "2", stdin=b"\xef\xbb\xbftype = I\n")
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, f"{FILTER}&page=2\n", b"")


def test_the_json_is_utf_8_whatever_the_encoding_of_the_output() -> None:
    for encoding in ("latin-1", "ascii", "utf-8"):
        done = spawn("json", "cdrs", "src_name = 'é日😀'", env={"PYTHONIOENCODING": encoding})
        assert done.stdout.decode() == '[{"property":"src_name","operator":"eq","value":"é日😀"}]\n'
        assert (done.returncode, done.stderr) == (0, b"")


def test_a_character_that_the_output_cannot_show_is_escaped() -> None:
    done = spawn("fmt", "cdrs", "type = 'é日'", env={"PYTHONIOENCODING": "latin-1"})
    assert done.returncode == 0
    assert done.stdout.decode("latin-1") == 'type = "é\\u65e5"\n'
    assert done.stderr.decode("latin-1").splitlines()[:3] == [
        "warning[unknown-value]: `é\\u65e5` is none of the known values of `type`",
        "1 | type = 'é\\u65e5'",
        "  |        ^^^^^",
    ]


def test_what_fmt_prints_can_be_read_whatever_the_output_can_show() -> None:
    done = spawn("fmt", "cdrs", "src_name = '😀'", env={"PYTHONIOENCODING": "latin-1"})
    assert vsfilter.parse(done.stdout.decode("latin-1")) == vsfilter.parse("src_name = '😀'")


def test_closed_standard_input_is_refused() -> None:
    done = _shell('exec "$0" json cdrs - <&-')
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "error[syntax]: standard input is closed\n")


def test_closed_standard_error_does_not_keep_the_result_back() -> None:
    done = _shell('exec "$0" json cdrs "type != I" 2>&-')
    assert (done.returncode, done.stdout) == (0, '[{"property":"type","operator":"ne","value":"I"}]\n')


@pytest.mark.parametrize("form", ["text", "json"])
def test_closed_standard_error_does_not_change_the_status_of_a_refusal(form: str) -> None:
    done = _shell(f'exec "$0" json cdrs "tpe = I" --format {form} 2>&-')
    assert (done.returncode, done.stdout) == (1, "")


def test_closed_standard_output_makes_no_traceback() -> None:
    done = _shell('exec "$0" json cdrs "type = I" >&-')
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_makes_no_traceback() -> None:
    done = _shell('"$0" schema cdrs | head -n 1')
    assert (done.stdout, done.stderr) == ("cdrs  (/cdrs)\n", "")


def _shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run a shell command in which ``$0`` is the installed command."""
    return subprocess.run(
        ["/bin/sh", "-c", command, SCRIPT],
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
