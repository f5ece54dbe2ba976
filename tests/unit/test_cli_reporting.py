"""Issues on standard error."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys

import pytest

from tests.unit.command import SCRIPT, environment, refused, run, spawn
from vsfilter import FilterCheckError, Issue, Severity, Span, VsFilterError
from vsfilter.cli.reporting import ESCAPING, REFUSED, refusals, report

RED, YELLOW, BOLD, RESET = "\x1b[1;31m", "\x1b[1;33m", "\x1b[1m", "\x1b[0m"
WARNING = Issue("wildcard", "look", Span(0, 1), hint="there", severity=Severity.WARNING)


def test_nothing_to_report_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    report([], "a", as_json=False)
    report([], "a", as_json=True)
    assert capsys.readouterr() == ("", "")


def test_issues_are_drawn_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    report([WARNING, Issue("syntax", "no")], "a = b", as_json=False)
    assert capsys.readouterr() == (
        "",
        "warning[wildcard]: look\n1 | a = b\n  | ^\n  = hint: there\nerror[syntax]: no\n",
    )


def test_issues_are_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    report([WARNING, Issue("syntax", "né")], "a = b", as_json=True)
    stdout, stderr = capsys.readouterr()
    assert stdout == ""
    assert stderr == (
        '{"issues": [{"code": "wildcard", "message": "look", "span": {"start": 0, "end": 1}, "suggestion": null, '
        '"hint": "there", "severity": "warning", "line": 1, "column": 1}, '
        '{"code": "syntax", "message": "n\\u00e9", "span": null, "suggestion": null, "hint": null, '
        '"severity": "error"}]}\n'
    )


@pytest.mark.parametrize("as_json", [True, False])
def test_a_refusal_is_reported_and_ends_with_status_1(capsys: pytest.CaptureFixture[str], as_json: bool) -> None:  # noqa: FBT001
    with pytest.raises(SystemExit) as caught, refusals(as_json=as_json):
        raise FilterCheckError([Issue("unknown-property", "no", Span(0, 1))], "a = b")
    assert caught.value.code == REFUSED == 1
    assert "unknown-property" in capsys.readouterr().err


def test_any_refusal_of_the_library_is_reported() -> None:
    with pytest.raises(SystemExit), refusals(as_json=False):
        raise VsFilterError([Issue("syntax", "no")])


def test_no_refusal_passes_through(capsys: pytest.CaptureFixture[str]) -> None:
    with refusals(as_json=False):
        pass
    assert capsys.readouterr() == ("", "")


def test_any_other_exception_is_none_of_ours() -> None:
    with pytest.raises(ValueError, match=r"^other$"), refusals(as_json=False):
        raise ValueError("other")


# --- --format json -------------------------------------------------------------------------------


def test_refusals_as_json() -> None:
    data = json.loads(refused("json", "cdrs", "tpe = I\nand duration = long", "--format", "json"))
    assert data == {
        "issues": [
            {
                "code": "unknown-property",
                "message": "cdrs has no property `tpe`",
                "span": {"start": 0, "end": 3},
                "suggestion": "type",
                "hint": "did you mean `type`?",
                "severity": "error",
                "line": 1,
                "column": 1,
            },
            {
                "code": "type-mismatch",
                "message": 'expected an integer for `duration`, got `"long"`',
                "span": {"start": 23, "end": 27},
                "suggestion": None,
                "hint": None,
                "severity": "error",
                "line": 2,
                "column": 16,
            },
        ]
    }


def test_warnings_as_json_leave_the_result_as_it_is() -> None:
    result = run("json", "cdrs", "type != I", "--format", "json")
    assert result.exit_code == 0
    assert result.stdout == '[{"property":"type","operator":"ne","value":"I"}]\n'
    assert [row["severity"] for row in json.loads(result.stderr)["issues"]] == ["warning"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("json", "cdr", "type = I"), "unknown-endpoint"),
        (("json", "cdrs", "type ="), "syntax"),
        (("json", "cdrs", ""), "syntax"),
        (("url", "cdrs", "type = I", "--page", "0"), "invalid-page"),
        (("url", "cdrs", "type = I", "--base-url", "x"), "invalid-option"),
        (("json", "cdrs", "type = I", "--timezone", "Nope"), "invalid-option"),
        (("json", "mine", "x = 1", "--schema", "no such file"), "invalid-schema"),
        (("fmt", "cdrs", "tpe = I"), "unknown-property"),
    ],
)
def test_every_refusal_can_be_json(arguments: tuple[str, ...], code: str) -> None:
    (row,) = json.loads(refused(*arguments, "--format", "json"))["issues"]
    assert row["code"] == code


def test_standard_input_that_is_refused_can_be_json() -> None:
    (row,) = json.loads(refused("json", "cdrs", "-", "--format", "json", stdin=b"\xff"))["issues"]
    assert (row["code"], row["span"]) == ("syntax", None)


def test_no_issue_is_no_json() -> None:
    assert run("json", "cdrs", "type = I", "--format", "json").stderr == ""


def test_json_is_json_whatever_the_output_can_show() -> None:
    done = spawn("check", "cdrs", "type = '😀'", "--format", "json", env={"PYTHONIOENCODING": "latin-1"})
    (row,) = json.loads(done.stderr.decode("latin-1"))["issues"]
    assert row["message"] == "`😀` is none of the known values of `type`"


# --- colour --------------------------------------------------------------------------------------


def test_there_is_no_colour_but_on_a_terminal() -> None:
    assert b"\x1b" not in spawn("json", "cdrs", "tpe = I", env={"TERM": "xterm-256color"}).stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(
    ("expr", "variables", "drawing"),
    [
        (
            "tpe = I",
            {},
            (
                f"{RED}error[unknown-property]{RESET}: {BOLD}cdrs has no property `tpe`{RESET}\n"
                f"1 | tpe = I\n"
                f"  | {RED}^^^{RESET}\n"
                f"  = hint: did you mean `type`?\n"
            ),
        ),
        (
            "type = '+1'",
            {"NO_COLOR": ""},
            (
                f"{YELLOW}warning[unknown-value]{RESET}: {BOLD}`+1` is none of the known values of `type`{RESET}\n"
                f"1 | type = '+1'\n"
                f"  |        {YELLOW}^^^^{RESET}\n"
                f"  = hint: known values: I (inbound), O (outbound), M (missed)\n"
            ),
        ),
        (
            "tpe = I",
            {"NO_COLOR": "1"},
            (
                "error[unknown-property]: cdrs has no property `tpe`\n"
                "1 | tpe = I\n"
                "  | ^^^\n"
                "  = hint: did you mean `type`?\n"
            ),
        ),
    ],
)
def test_a_terminal_gets_colour_unless_it_is_not_wanted(expr: str, variables: dict[str, str], drawing: str) -> None:
    assert drawing in _on_a_terminal("json", "cdrs", expr, **variables)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_json_is_not_coloured_on_a_terminal() -> None:
    assert "\x1b" not in _on_a_terminal("json", "cdrs", "tpe = I", "--format", "json")


def _on_a_terminal(*arguments: str, **variables: str) -> str:
    """Give what a call writes to standard error where that is a terminal."""
    import pty  # noqa: PLC0415  not on every platform

    terminal, end = pty.openpty()
    with subprocess.Popen(
        [SCRIPT, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=end,
        env=environment(TERM="xterm", **variables),
    ):
        os.close(end)
        pieces = []
        while True:
            try:
                piece = os.read(terminal, 4096)
            except OSError:  # what a terminal says when its other end is closed
                break
            if not piece:
                break
            pieces.append(piece)
    os.close(terminal)
    return b"".join(pieces).decode().replace("\r\n", "\n")


def test_what_an_output_cannot_show_is_escaped_as_the_language_escapes_it() -> None:
    assert "aé日😀".encode("latin-1", ESCAPING) == b"a\xe9\\u65e5\\ud83d\\ude00"


def test_the_escaping_is_for_output_alone() -> None:
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", ESCAPING)


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "error: No space left on device\n"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), ""),
    ],
)
def test_an_output_that_fails_ends_any_command(monkeypatch: pytest.MonkeyPatch, failure: OSError, said: str) -> None:
    def fail() -> None:
        raise failure

    monkeypatch.setattr("vsfilter.cli.schemas.endpoints", fail)
    result = run("endpoints")
    assert (result.exit_code, result.stderr) == (1, said)
