"""The subcommand `probe`: against an emulator, and what it asks before it asks another machine."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.command import run
from vsfilter.emulator import Behaviour, Emulator
from vsfilter.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

FAST = ("--rate", "100000")
# Nobody answers there: the port is that of another protocol.
ELSEWHERE = "http://192.0.2.1:9/v1.2/voipstudio"
TOKEN = {"VOIPSTUDIO_TOKEN": "0" * 40}


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        for name in ("transactions", "faxes"):
            running.insert(name, Sample(300).records(name))
        yield running


def probe(emulator: Emulator, *arguments: str, **options: Any) -> Result:  # noqa: ANN401  those of a call
    return run(
        "probe", *arguments, "--url", emulator.base_url, *FAST, env={"VOIPSTUDIO_TOKEN": emulator.token}, **options
    )


def test_an_api_as_vsfilter_takes_it_ends_in_success(emulator: Emulator) -> None:
    result = probe(emulator, "transactions", "faxes")
    assert result.exit_code == 0, result.stdout
    assert result.stderr == "at most 500 requests to 127.0.0.1, 100000 a second; all of them only read\n"
    assert "transactions: 13 records between two keys" in result.stdout
    assert "amount" in result.stdout
    assert "refused: 400: from: Filtration error" in result.stdout
    assert result.stdout.endswith("\n\nno deviations\n")
    assert max(map(len, result.stdout.splitlines())) <= 140


def test_a_deviation_ends_in_status_one_and_is_in_the_report() -> None:
    behaviour = Behaviour(broken_operators=("lte:lt",), sort="ignore", total="page")
    with Emulator(behaviour=behaviour) as emulator:
        emulator.insert("transactions", Sample(300).records("transactions"))
        result = probe(emulator, "transactions")
        data = probe(emulator, "transactions", "--format", "json")
    assert (result.exit_code, data.exit_code) == (1, 1)
    assert "wrong: it selects what `lt` would" in result.stdout
    assert "sort ignored: the order is the same in both directions" in " ".join(result.stdout.split())
    found = json.loads(data.stdout)
    assert {"aspect": "total", "place": "", "found": "page"} in found["deviations"]
    (endpoint,) = found["endpoints"]
    assert endpoint["properties"]["id"]["operators"]["lte"]["outcome"] == "wrong"
    assert endpoint["properties"]["id"]["sort"]["outcome"] == "ignored"
    assert found["behaviours"]["between"]["value"] == "refuse"


def test_the_evidence_is_written_and_holds_no_value_and_no_token(emulator: Emulator, tmp_path: Path) -> None:
    file = tmp_path / "seen.json"
    result = probe(emulator, "transactions", "--evidence", str(file))
    text = file.read_text("utf-8")
    evidence = json.loads(text)
    assert [endpoint["endpoint"] for endpoint in evidence["endpoints"]] == ["transactions"]
    (source,) = evidence["sources"].values()
    assert source["trust"].startswith("none")
    for secret in (emulator.token, *(str(row["id"]) for row in Sample(300).records("transactions"))):
        assert secret not in text
        assert secret not in result.stdout


def test_evidence_that_cannot_be_written_is_told_before_anything_is_asked(emulator: Emulator, tmp_path: Path) -> None:
    result = probe(emulator, "transactions", "--evidence", str(tmp_path / "nowhere" / "seen.json"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "error: No such file or directory\n"


def test_ending_early_is_said(emulator: Emulator) -> None:
    result = probe(emulator, "transactions", "faxes", "--max-requests", "40")
    assert result.exit_code == 1
    assert "stopped early: all 40 requests were sent: transactions was not asked to its end, and 1 endpoints not" in (
        result.stderr
    )
    assert "-" in result.stdout


def test_a_long_refusal_is_whole_with_the_property_and_short_with_the_others() -> None:
    behaviour = Behaviour(broken_operators=("in:refuse",))
    with Emulator(behaviour=behaviour) as emulator:
        emulator.insert("transactions", Sample(300).records("transactions"))
        report = probe(emulator, "transactions").stdout
    assert "refused: 400: filter: the operator in is not supported" in report


def test_an_endpoint_that_cannot_be_asked_ends_in_status_one(emulator: Emulator) -> None:
    result = run("probe", "cdrs", "--url", f"{emulator.base_url}/nope", *FAST, env={"VOIPSTUDIO_TOKEN": emulator.token})
    assert result.exit_code == 1
    assert result.stdout.startswith("cdrs: 404: Not Found\n")


def test_properties_that_the_schema_does_not_know_are_named() -> None:
    from vsfilter.schema import Endpoint, Property  # noqa: PLC0415  for this once

    queues = Endpoint("queues", [Property("id", "integer"), Property("colour", "string")], id_property="id")
    with Emulator(endpoints=[queues]) as emulator:
        emulator.insert("queues", [{"id": number, "colour": f"c{number % 3}"} for number in range(9)])
        result = probe(emulator, "queues")
    assert "not in the schema: colour" in result.stdout


def test_an_endpoint_that_does_not_exist_is_told(emulator: Emulator) -> None:
    result = probe(emulator, "cdr")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "did you mean `cdrs`?" in result.stderr


def test_another_machine_is_not_asked_without_leave() -> None:
    result = run("probe", "--url", ELSEWHERE, env=TOKEN)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("Error: 192.0.2.1 is not this machine: give --yes to ask it without a terminal\n")


class _Terminal(io.StringIO):
    """Stands in for the standard input of a person."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("said", "asked"), [("y\n", True), ("n\n", False)])
def test_a_person_at_a_terminal_is_asked(monkeypatch: pytest.MonkeyPatch, said: str, *, asked: bool) -> None:
    hosts = []

    def connect(_: object, url: str, token: str) -> None:
        hosts.append((url, token))
        raise OSError("no network here")

    monkeypatch.setattr("vsfilter.client.Client.__init__", connect)
    monkeypatch.setattr("vsfilter.cli.probe.is_terminal", lambda: True)
    result = run("probe", "cdrs", "--url", ELSEWHERE, env=TOKEN, stdin=said)
    assert result.exit_code == 1
    assert "ask 192.0.2.1? [y/N]: " in result.stderr
    assert hosts == ([(ELSEWHERE, "0" * 40)] if asked else [])


def test_leave_may_be_given_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(_: object, *__: object) -> None:
        raise OSError("no network here")

    monkeypatch.setattr("vsfilter.client.Client.__init__", connect)
    result = run("probe", "cdrs", "--url", ELSEWHERE, "--yes", env=TOKEN)
    assert result.exit_code == 1
    assert "ask 192.0.2.1?" not in result.stderr
    assert result.stderr.endswith("error: no network here\n")


def test_a_terminal_is_where_somebody_types(monkeypatch: pytest.MonkeyPatch) -> None:
    from vsfilter.cli.probe import is_terminal  # noqa: PLC0415  an extra

    monkeypatch.setattr(sys, "stdin", _Terminal())
    assert is_terminal()
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert not is_terminal()
    monkeypatch.setattr(sys, "stdin", None)
    assert not is_terminal()


def test_a_token_is_needed_before_anybody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    result = run("probe", "cdrs", "--url", ELSEWHERE, env={"VOIPSTUDIO_TOKEN": ""})
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: no token: ")


@pytest.mark.parametrize(
    "arguments",
    [(), ("--url", "x", "--rate", "0"), ("--url", "x", "--rate", "nan"), ("--url", "x", "--max-requests", "0")],
)
def test_wrong_usage_is_told(arguments: tuple[str, ...]) -> None:
    assert run("probe", "cdrs", *arguments).exit_code == 2


def test_progress_is_shown_where_only_standard_error_is_a_terminal(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vsfilter.cli.probe.shows_progress", lambda: True)
    assert "asking faxes\n" in probe(emulator, "faxes").stderr


def test_the_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("vsfilter.client", "vsfilter.probe"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "httpx", None)
    result = run("probe", "cdrs", "--url", ELSEWHERE, env=TOKEN)
    assert result.exit_code == 1
    assert "pip install 'vsfilter[client]'" in result.stderr
