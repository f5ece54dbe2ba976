"""Many requests at once, while records come in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.emulator.asking import Asking
from vsfilter.emulator import Emulator

if TYPE_CHECKING:
    from pathlib import Path

THREADS = 24


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_many_threads_read_and_write_at_once(kind: str, tmp_path: Path) -> None:
    url = "sqlite://" if kind == "memory" else f"sqlite:///{tmp_path / 'calls.db'}"
    with Emulator(url) as emulator:
        emulator.insert("cdrs", ({"id": number, "src": str(number)} for number in range(1_000)))

        def work(worker: int) -> None:
            with Asking(emulator) as mine:
                answer = mine.post("/apitokens", json={"name": f"worker {worker}", "expiry": 600})
                assert answer.status_code == 201
                with Asking(emulator, answer.json()["data"]["token"]) as client:
                    for step in range(6):
                        if worker % 6 == 0:
                            emulator.insert("sms", ({"id": worker * 1_000 + number} for number in range(50)))
                        body = client.ask("cdrs", ("src", "like", str(step)), limit=1_000).json()
                        assert body["total"] == len(body["data"]) > 0
                        assert client.ids("cdrs", page=worker + 1, limit=10) == [worker * 10 + n for n in range(10)]
                        # What is inserted in one call is seen all at once.
                        assert client.ask("sms", limit=1).json()["total"] % 50 == 0

        with ThreadPoolExecutor(THREADS) as pool:
            for done in [pool.submit(work, worker) for worker in range(THREADS)]:
                done.result()
        with Asking(emulator) as client:
            assert client.ask("sms").json()["total"] == 4 * 6 * 50
            assert client.ask("apitokens").json()["total"] == THREADS


def test_a_name_of_a_token_is_given_once_to_many_who_ask(emulator: Emulator) -> None:
    def make(_: int) -> int:
        with Asking(emulator) as client:
            return client.post("/apitokens", json={"name": "only", "expiry": 0}).status_code

    with ThreadPoolExecutor(THREADS) as pool:
        assert sorted(pool.map(make, range(THREADS))) == [201] + [400] * (THREADS - 1)


def test_logins_at_once_have_sessions_of_their_own(emulator: Emulator) -> None:
    def log_in(_: int) -> str:
        with Asking(emulator) as client:
            body = {"email": emulator.email, "password": emulator.password}
            token: str = client.post("/login", json=body).json()["user_token"]
            return token

    with ThreadPoolExecutor(THREADS) as pool:
        assert len(set(pool.map(log_in, range(THREADS)))) == THREADS
