"""The subcommands that need a server: `fetch` against an emulator, and `serve`, which runs one."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest

import vsfilter
from tests.unit.command import SCRIPT, environment, run
from vsfilter.cli.records import shows_progress
from vsfilter.emulator import Behaviour
from vsfilter.emulator import Emulator as RunningEmulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

    from vsfilter.client import Client
    from vsfilter.emulator import Emulator

MISSED = vsfilter.compile("type = M", "cdrs")


def fetch(emulator: Emulator, *arguments: str, token: str | None = None) -> Result:
    variables = {"VOIPSTUDIO_TOKEN": emulator.token if token is None else token}
    return run("fetch", *arguments, "--url", emulator.base_url, env=variables)


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_all_records_that_match_are_printed(vsfilter_emulator: Emulator) -> None:
    found = rows(fetch(vsfilter_emulator, "cdrs", "type = M and duration > 0", "--all"))
    assert len(found) > 10
    assert {(record["type"], record["duration"] > 0) for record in found} == {("M", True)}
    assert list(found[0]) == list(vsfilter.endpoint("cdrs").names)


def test_what_one_request_cannot_say_is_fetched_by_several(vsfilter_emulator: Emulator) -> None:
    text = "type = M or (duration > 600 and (src is null or src like 4))"
    matches = vsfilter.predicate(text, "cdrs")
    everything = rows(fetch(vsfilter_emulator, "cdrs", "--no-filter", "--all"))
    result = fetch(vsfilter_emulator, "cdrs", text, "--all")
    assert rows(result) == [record for record in everything if matches(record)]
    assert result.stderr == "2 requests, and a look here at each record that comes\n"
    result = fetch(vsfilter_emulator, "cdrs", "type = M or duration > 600", "--limit", "3", "--sort", "duration")
    assert len(rows(result)) == 3
    assert result.stderr == "2 requests\n"
    result = fetch(vsfilter_emulator, "cdrs", "type = M and src is null", "--all")
    assert result.stderr == "1 request, and a look here at each record that comes\n"
    result = fetch(vsfilter_emulator, "cdrs", "src is null", "--allow-full-scan", "--limit", "1")
    assert result.exit_code == 0


def test_the_records_of_a_plan_are_counted_where_that_can_be(
    vsfilter_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vsfilter.cli.fetch.shows_progress", lambda: True)
    for text in ("type = M and src is null", "duration > 600 or duration < 2"):
        result = fetch(vsfilter_emulator, "cdrs", text, "--all")
        assert result.exit_code == 0
        assert "records" in result.stderr


def test_a_hundred_are_printed_unless_told_and_that_is_said(vsfilter_emulator: Emulator) -> None:
    result = fetch(vsfilter_emulator, "cdrs", "--no-filter")
    assert len(rows(result)) == 100
    assert result.stderr == "these are the first 100 records; --all gives all that match\n"
    result = fetch(vsfilter_emulator, "cdrs", "--no-filter", "--limit", "100")
    assert (len(rows(result)), result.stderr) == (100, "")
    assert len(rows(fetch(vsfilter_emulator, "cdrs", "--no-filter", "--all"))) == vsfilter_emulator.count("cdrs")
    assert rows(fetch(vsfilter_emulator, "cdrs", "--no-filter", "--limit", "0")) == []


def test_records_come_in_the_order_asked_for(vsfilter_emulator: Emulator) -> None:
    found = rows(fetch(vsfilter_emulator, "cdrs", "type = M", "--sort", "duration", "--dir", "desc", "--limit", "5"))
    durations = [record["duration"] for record in found]
    assert durations == sorted(durations, reverse=True)
    assert len(durations) == 5


def test_a_week_of_calls_is_a_table(vsfilter_emulator: Emulator) -> None:
    result = fetch(vsfilter_emulator, "cdrs", "calldate between 2026-07-06 and 2026-07-12", "--output", "table")
    head, _, *lines = result.stdout.splitlines()
    assert head.split()[0] == "id"
    assert "calldate" in head
    assert lines
    assert max(map(len, result.stdout.splitlines())) <= 140
    assert "more columns do not fit" in result.stderr


def test_the_form_and_the_columns_are_chosen(vsfilter_emulator: Emulator) -> None:
    result = fetch(vsfilter_emulator, "cdrs", "type = M", "--limit", "3", "--output", "csv", "--columns", "id,src")
    head, *lines = csv.reader(io.StringIO(result.stdout))
    assert (head, len(lines)) == (["id", "src"], 3)


def test_a_filter_that_does_not_fit_never_reaches_the_server(vsfilter_emulator: Emulator) -> None:
    result = fetch(vsfilter_emulator, "cdrs", "tpe = M")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "did you mean `type`?" in result.stderr
    result = fetch(vsfilter_emulator, "cdrs", "type = M", "--sort", "tpe")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "sort: cdrs has no property `tpe`" in result.stderr


def test_a_token_that_is_not_taken_is_told_and_not_shown(vsfilter_emulator: Emulator) -> None:
    secret = "f" * 40
    result = fetch(vsfilter_emulator, "cdrs", "type = M", token=secret)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: /cdrs 401: ")
    assert secret not in result.stderr


def test_a_server_that_is_none_of_the_api_is_told(vsfilter_emulator: Emulator) -> None:
    variables = {"VOIPSTUDIO_TOKEN": vsfilter_emulator.token}
    result = run("fetch", "cdrs", "type = M", "--url", f"{vsfilter_emulator.base_url}/nope", env=variables)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: /cdrs 404: ")


def test_without_a_token_the_way_to_give_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    expected = (
        "error: no token: set the variable VOIPSTUDIO_TOKEN, or install keyring and run\n"
        "  keyring set vsfilter https://l7api.com/v1.2/voipstudio\n"
    )
    result = run("fetch", "cdrs", "type = M", env={"VOIPSTUDIO_TOKEN": ""})
    assert (result.exit_code, result.stderr) == (1, expected)
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert run("fetch", "cdrs", "type = M", env={"VOIPSTUDIO_TOKEN": ""}).stderr == expected


def test_the_token_comes_from_the_keyring(vsfilter_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring  # noqa: PLC0415  an extra

    asked = []

    def answer(service: str, url: str) -> str:
        asked.append((service, url))
        return vsfilter_emulator.token

    monkeypatch.setattr(keyring, "get_password", answer)
    assert len(rows(fetch(vsfilter_emulator, "cdrs", "type = M", "--limit", "2", token=""))) == 2
    assert asked == [("vsfilter", vsfilter_emulator.base_url)]


def test_a_keyring_that_cannot_be_asked_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring  # noqa: PLC0415  an extra

    def fail(*_: str) -> str:
        raise keyring.errors.NoKeyringError

    monkeypatch.setattr(keyring, "get_password", fail)
    assert run("fetch", "cdrs", "type = M", env={"VOIPSTUDIO_TOKEN": ""}).stderr.startswith("error: no token")


def test_progress_is_shown_where_only_standard_error_is_a_terminal(
    vsfilter_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vsfilter.cli.fetch.shows_progress", lambda: True)
    result = fetch(vsfilter_emulator, "cdrs", "type = M", "--limit", "7")
    assert len(rows(result)) == 7
    assert result.stderr.splitlines()[-1].startswith("records")
    assert len(rows(fetch(vsfilter_emulator, "cdrs", "type = M", "--all"))) > 10


@pytest.mark.parametrize(("out", "err", "shown"), [(False, True, True), (True, True, False), (False, False, False)])
def test_progress_needs_a_terminal_of_its_own(
    monkeypatch: pytest.MonkeyPatch, *, out: bool, err: bool, shown: bool
) -> None:
    for name, is_terminal in (("stdout", out), ("stderr", err)):
        stream = io.StringIO()
        monkeypatch.setattr(stream, "isatty", lambda is_terminal=is_terminal: is_terminal)
        monkeypatch.setattr(sys, name, stream)
    assert shows_progress() is shown


def test_an_output_that_is_closed_ends_the_command_in_silence(
    vsfilter_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(*_: object) -> int:
        raise BrokenPipeError

    monkeypatch.setattr("vsfilter.cli.records.write_records", write)
    result = fetch(vsfilter_emulator, "cdrs", "type = M", "--output", "jsonl")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "")


def test_the_client_of_the_plugin_is_logged_in(vsfilter_client: Client) -> None:
    assert {record["type"] for record in vsfilter_client.records(MISSED)} == {"M"}


def test_all_and_a_limit_exclude_each_other() -> None:
    result = run("fetch", "cdrs", "type = M", "--all", "--limit", "5")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, "Error: --all and --limit exclude each other")


@pytest.mark.parametrize(
    ("command", "module", "extra"), [("fetch", "httpx", "client"), ("serve", "uvicorn", "emulator")]
)
def test_the_extra_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, command: str, module: str, extra: str
) -> None:
    for name in [name for name in sys.modules if name.startswith(f"vsfilter.{extra}")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    arguments = ["cdrs", "type = M"] if command == "fetch" else []
    result = run(command, *arguments)
    assert result.exit_code == 1
    assert f"pip install 'vsfilter[{extra}]'" in result.stderr


# --- serve ---


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    database = f"sqlite:///{tmp_path}/calls.db"
    with subprocess.Popen(
        [
            SCRIPT,
            "serve",
            "--port",
            "0",
            "--size",
            "300",
            "--database",
            database,
            "--switch",
            "unknown_property=ignore",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        yield process
        if process.poll() is None:
            process.kill()


def _greeting(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return [process.stdout.readline() for _ in range(5)]


def test_serve_prints_a_line_that_works_and_ends_when_interrupted(server: subprocess.Popen[str]) -> None:
    *_, line = _greeting(server)
    path = f"{SCRIPT.parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, text=True, check=True, env=environment(PATH=path)
    )
    assert {json.loads(record)["calldate"][:7] for record in ran.stdout.splitlines()} == {"2026-07"}
    server.send_signal(signal.SIGINT)
    assert server.wait(10) == 0
    assert server.stderr is not None
    assert server.stderr.read() == ""


def test_serve_takes_the_switches(server: subprocess.Popen[str]) -> None:
    base_url, token, *_ = [re.sub(r"^[\w ]+:\s+", "", line).strip() for line in _greeting(server)]
    entries = '[{"property":"nope","operator":"eq","value":1}]'
    reply = httpx.get(f"{base_url}/cdrs", params={"filter": entries}, headers={"X-Auth-Token": token})
    assert (reply.status_code, reply.json()["total"]) == (200, 300)


def test_serve_uses_the_records_that_a_database_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vsfilter import emulator  # noqa: PLC0415  an extra

    counts = []

    def serve(one: Emulator, *, ready: Callable[[Emulator], None]) -> None:
        counts.append(one.count("cdrs"))
        with one:
            ready(one)

    monkeypatch.setattr(emulator, "serve", serve)
    monkeypatch.setattr("vsfilter.cli.serve.shows_progress", lambda: True)
    for size in ("200", "100"):
        result = run("serve", "--port", "0", "--size", size, "--database", f"sqlite:///{tmp_path}/x.db")
        assert result.exit_code == 0
        assert re.fullmatch(r"base URL: \S+\ntoken:    \S+\nlogin:    .*\ntry:\n  VOIPSTUDIO_TOKEN=.*\n", result.stdout)
        assert ("call records" in result.stderr) == (size == "200")
    assert counts == [200, 200]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--switch", "unknown_property=perhaps"), "error: unknown_property is one of refuse, ignore; got 'perhaps'"),
        (("--switch", "session_idle_seconds=-5"), "error: session_idle_seconds is 1 or more; got -5"),
        (("--switch", "default_limit=0"), "error: default_limit is 1 to 5000; got 0"),
        (("--switch", "broken_operators=ne:eq,lte"), "error: broken_operators: in place of lte stands one of ignore, "),
        (("--database", "nonsense"), "error: cannot open the database: Could not parse SQLAlchemy URL"),
        (("--database", "sqlite:////nowhere/calls.db"), "error: cannot open the database: "),
        (("--database", "nodriver://x"), "error: cannot open the database: "),
    ],
)
def test_what_serve_cannot_do_is_told(arguments: tuple[str, ...], message: str) -> None:
    result = run("serve", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


def test_a_switch_that_does_not_exist_is_wrong_usage() -> None:
    result = run("serve", "--switch", "nope=1")
    assert result.exit_code == 2
    assert "there is no switch nope; the switches are unknown_property, " in result.stderr


def test_a_port_that_is_taken_is_named(vsfilter_emulator: Emulator) -> None:
    result = run("serve", "--size", "0", "--port", str(vsfilter_emulator.port))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: cannot listen on 127.0.0.1, port {vsfilter_emulator.port}: ")
    assert result.stderr.endswith("; --port 0 takes a free one\n")
    assert run("serve", "--size", "0", "--host", "nowhere.invalid").stderr.startswith("error: cannot listen on nowhere")


def test_an_emulator_that_cannot_listen_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    from vsfilter import emulator  # noqa: PLC0415  an extra

    made = []

    def serve(one: Emulator, **_: object) -> None:
        made.append(one)
        raise OSError(errno.EADDRINUSE, "Address in use")

    monkeypatch.setattr(emulator, "serve", serve)
    assert run("serve", "--size", "0").exit_code == 1
    (one,) = made
    with pytest.raises(RuntimeError, match="closed"):
        one.start()


@pytest.mark.parametrize("options", [("--all",), ("--limit", "3")])
def test_records_come_where_the_server_counts_none(monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]) -> None:
    monkeypatch.setattr("vsfilter.cli.fetch.shows_progress", lambda: True)
    with RunningEmulator(behaviour=Behaviour(total="missing")) as emulator:
        emulator.insert("cdrs", [{"id": number} for number in range(1, 8)])
        assert len(rows(fetch(emulator, "cdrs", "id > 0", *options))) == (7 if options == ("--all",) else 3)


def test_a_switch_without_a_value_is_wrong_usage() -> None:
    assert run("serve", "--switch", "two_factor").exit_code == 2
