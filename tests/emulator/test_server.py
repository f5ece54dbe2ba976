"""The server: its port, its end, and its beginning again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn

from tests.emulator.asking import Asking
from vsfilter.emulator import BASE_PATH, Emulator, serve

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "0123456789" * 4


def test_an_emulator_is_quick_to_start_and_to_stop() -> None:
    began = time.monotonic()
    with Emulator() as emulator:
        assert httpx.get(emulator.base_url + "/ping", headers={"X-Auth-Token": emulator.token}).status_code == 200
        assert emulator.base_url == f"http://127.0.0.1:{emulator.port}{BASE_PATH}"
    assert time.monotonic() - began < 2
    with pytest.raises(httpx.ConnectError):
        httpx.get(emulator.base_url)


def test_a_stopped_emulator_starts_again_where_it_was(tmp_path: Path) -> None:
    for url in ("sqlite://", f"sqlite:///{tmp_path / 'calls.db'}"):
        emulator = Emulator(url)
        assert emulator.port == 0
        emulator.insert("cdrs", [{"id": 1}])
        ports = set()
        for _ in range(3):
            emulator.start()
            with pytest.raises(RuntimeError, match="running already"):
                emulator.start()
            with Asking(emulator) as client:
                assert client.ids("cdrs") == [1]
            ports.add(emulator.port)
            emulator.stop()
            emulator.stop()
        emulator.close()
        emulator.close()
        assert len(ports) == 1


def test_a_database_keeps_records_and_accounts(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'calls.db'}"
    with Emulator(url) as first, Asking(first) as client:
        first.insert("cdrs", [{"id": 1, "labels": ["ä"]}])
        first.add_user("other@example.com", "secret")
        token = client.post("/apitokens", json={"name": "x", "expiry": 0}).json()["data"]["token"]
    with Emulator(url, port=first.port) as second, Asking(second, token) as client:
        assert second.port == first.port
        assert second.user_id == first.user_id
        assert second.password != first.password
        assert client.records("cdrs")[0]["labels"] == ["ä"]
        assert client.get("/ping", headers={"X-Auth-Token": first.token}).status_code == 401
        for email, password, status in [
            ("other@example.com", "secret", 200),
            (second.email, second.password, 200),
            (first.email, first.password, 401),
        ]:
            body = {"email": email, "password": password}
            assert client.post("/login", json=body).status_code == status


def test_a_token_may_be_chosen() -> None:
    with Emulator(token=TOKEN) as emulator, Asking(emulator, TOKEN) as client:
        assert client.get("/ping").status_code == 200
    for token in ("", "x" * 40, TOKEN + "0", TOKEN.replace("0", "A")):
        with pytest.raises(ValueError, match="40 characters"):
            Emulator(token=token)


def test_a_port_that_is_taken_is_an_error() -> None:
    with Emulator() as first:
        second = Emulator(port=first.port)
        with pytest.raises(OSError, match="in use"):
            second.start()
        second.close()


def test_a_server_that_cannot_run_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn.Server, "run", lambda *_, **__: None)
    emulator = Emulator()
    with pytest.raises(RuntimeError, match="did not start"):
        emulator.start()
    emulator.close()


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    with Emulator(host="::1") as emulator, Asking(emulator) as client:
        assert emulator.base_url.startswith("http://[::1]:")
        assert client.get("/ping").status_code == 200


@pytest.mark.parametrize("url", ["nonsense", "nosuch://x", "sqlite:////nowhere/calls.db"])
def test_a_database_that_cannot_be_opened_is_an_error(url: str) -> None:
    with pytest.raises(ValueError, match=r"^cannot open the database: [^\n]+$"):
        Emulator(url)


def test_a_database_of_other_tables_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE cdrs (id INTEGER)")
    connection.close()
    with pytest.raises(ValueError, match="a table `cdrs` of other columns"):
        Emulator(f"sqlite:///{file}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serving_ends_with_a_signal(number: signal.Signals) -> None:
    emulator = Emulator()
    before = signal.getsignal(number)

    def end(served: Emulator) -> None:
        assert served is emulator
        with Asking(served) as client:
            assert client.get("/ping").status_code == 200
        threading.Timer(0.6, os.kill, (os.getpid(), number)).start()

    serve(emulator, ready=end)
    assert signal.getsignal(number) is before
    with pytest.raises(httpx.ConnectError):
        httpx.get(emulator.base_url)


def test_serving_needs_no_callback() -> None:
    threading.Timer(0.6, os.kill, (os.getpid(), signal.SIGINT)).start()
    serve(Emulator())


PROGRAM = """
import sys
from vsfilter.emulator import Emulator, serve
emulator = Emulator(sys.argv[1], port=int(sys.argv[2]), token=sys.argv[3])
serve(emulator, ready=lambda served: print(served.port, flush=True))
"""


def test_a_killed_server_starts_again_on_its_file_and_port(tmp_path: Path) -> None:
    url, port = f"sqlite:///{tmp_path / 'calls.db'}", "0"
    for round_ in range(3):
        command = [sys.executable, "-W", "error", "-c", PROGRAM, url, port, TOKEN]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            answered = process.stdout.readline().strip()
            assert port in {"0", answered}
            port = answered
            headers = {"X-Auth-Token": TOKEN}
            base_url = f"http://127.0.0.1:{port}{BASE_PATH}"
            with httpx.Client(base_url=base_url, headers=headers, trust_env=False) as client:
                made = client.post("/apitokens", json={"name": f"{round_}", "expiry": 0})
                assert made.status_code == 201
                assert client.get("/apitokens").json()["total"] == round_ + 1
                process.kill()


def test_a_fault_of_its_own_is_told_as_json_and_without_data(
    emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    with emulator.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE cdrs")
    with Asking(emulator) as client:
        answer = client.ask("cdrs", ("src", "eq", "442079460000"))
    assert answer.status_code == 500
    assert answer.json() == {"message": "Internal server error", "errors": []}
    # The log is complete when the server has ended.
    emulator.stop()
    assert "no such table" in caplog.text
    assert "442079460000" not in "".join(r.message + (r.exc_text or "") for r in caplog.records if "uvicorn" in r.name)


def test_an_emulator_that_is_closed_says_so() -> None:
    emulator = Emulator()
    emulator.close()
    with pytest.raises(RuntimeError, match="the emulator is closed"):
        emulator.insert("cdrs", [{"id": 1}])
    with pytest.raises(RuntimeError, match="the emulator is closed"):
        emulator.start()
