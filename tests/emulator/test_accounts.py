"""Logins, tokens and their end."""

from __future__ import annotations

import re
import sqlite3
from base64 import b64encode
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlalchemy import delete

from tests.emulator.asking import Asking
from vsfilter.emulator import Behaviour, Emulator
from vsfilter.emulator.second_factor import LIFETIME_SECONDS, MOST_WAITING, SecondFactor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

HEX = re.compile(r"[0-9a-f]{40}")


class Clock:
    """A clock that goes when it is told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def emulator(clock: Clock) -> Iterator[Emulator]:
    with Emulator(clock=clock, behaviour=Behaviour(session_idle_seconds=100)) as running:
        yield running


def post(emulator: Emulator, path: str, body: object = None, token: str | None = None) -> httpx.Response:
    headers = {} if token is None else {"X-Auth-Token": token}
    return httpx.post(emulator.base_url + path, json=body, headers=headers, timeout=60)


def log_in(emulator: Emulator) -> str:
    answer = post(emulator, "/login", {"email": emulator.email, "password": emulator.password})
    assert answer.status_code == 200
    body = answer.json()
    assert body.keys() == {"message", "user_token", "user_id"}
    assert body["user_id"] == emulator.user_id == 100_001
    token: str = body["user_token"]
    assert HEX.fullmatch(token)
    return token


def status(emulator: Emulator, token: str) -> int:
    with Asking(emulator, token) as client:
        return client.get("/ping").status_code


def test_a_session_lives_while_it_is_used(emulator: Emulator, clock: Clock) -> None:
    token = log_in(emulator)
    for _ in range(3):
        clock.go(99)
        assert status(emulator, token) == 200
    clock.go(100)
    assert status(emulator, token) == 401
    assert status(emulator, emulator.token) == 200


def test_logging_out_ends_the_session_alone(emulator: Emulator) -> None:
    first, second = log_in(emulator), log_in(emulator)
    assert post(emulator, "/logout", token=first).status_code == 200
    assert status(emulator, first) == 401
    assert status(emulator, second) == 200
    assert post(emulator, "/logout", token=emulator.token).status_code == 200
    assert status(emulator, emulator.token) == 200


@pytest.mark.parametrize("change", [{"password": "x"}, {"email": "x@example.com"}, {"email": "EMULATOR@EXAMPLE.COM"}])
def test_a_wrong_login_is_refused(emulator: Emulator, change: dict[str, str]) -> None:
    answer = post(emulator, "/login", {"email": emulator.email, "password": emulator.password} | change)
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["message"]
    assert emulator.password not in answer.text


BAD_LOGINS: list[object] = [
    None,
    1,
    [],
    {},
    {"email": "a"},
    {"email": "a", "password": 1},
    {"email": ["a"], "password": "b"},
    {"email": "a", "password": "b", "code": "c"},
]


@pytest.mark.parametrize("body", BAD_LOGINS)
def test_a_body_that_is_no_login_is_refused(emulator: Emulator, body: object) -> None:
    assert post(emulator, "/login", body).status_code == 400


def test_bodies_are_json_of_64_kib_at_most(emulator: Emulator) -> None:
    url = emulator.base_url + "/login"
    kind = {"Content-Type": "application/json; charset=utf-8"}
    fitting = b'{"email":"a","password":"' + b"b" * (64 * 1024 - 27) + b'"}'
    assert httpx.post(url, content=fitting, headers=kind).status_code == 401
    assert httpx.post(url, content=fitting + b" ", headers=kind).status_code == 413
    assert httpx.post(url, content=fitting, headers={"Content-Type": "text/plain"}).status_code == 400
    assert httpx.post(url, content=fitting).status_code == 400
    for broken in (
        b"",
        b"{",
        b"\xff",
        b'{"email":"a","email":"a","password":"b"}',
        b'{"email":"a","password":"\\ud800"}',
        b"[" * 60_000,
    ):
        assert httpx.post(url, content=broken, headers=kind).status_code == 400


def basic(credentials: bytes) -> str:
    return "Basic " + b64encode(credentials).decode()


def test_a_token_comes_in_its_header_or_as_a_password(emulator: Emulator) -> None:
    token = emulator.token.encode()
    for user in (b"", b"100001", "zoë@example.com".encode()):
        for scheme in ("Basic", "basic"):
            headers = {"Authorization": basic(user + b":" + token).replace("Basic", scheme)}
            assert httpx.get(emulator.base_url + "/ping", headers=headers).json() == {"data": {"response": "Pong"}}
    assert httpx.get(emulator.base_url + "/ping", headers={"x-auth-TOKEN": emulator.token}).status_code == 200


def test_what_is_no_token_is_refused(emulator: Emulator) -> None:
    good = emulator.token
    wrong: list[dict[str, Any]] = [
        {},
        {"X-Auth-Token": ""},
        {"X-Auth-Token": "0" * 40},
        {"X-Auth-Token": good.upper() + "0"},
        {"X-Auth-Token": good + ":"},
        {"X-Auth-Token": b"\xff"},
        {"X-Auth-Token": "0" * 40, "Authorization": basic(b":" + good.encode())},
        {"Authorization": f"Bearer {good}"},
        {"Authorization": "Basic"},
        {"Authorization": "Basic ===="},
        {"Authorization": b"Basic \xe9"},
        {"Authorization": basic(b"\xff:" + good.encode())},
        {"Authorization": basic(good.encode() + b":")},
        {"Authorization": basic(good.encode())},
    ]
    for headers in wrong:
        for path in ("/cdrs", "/cdrs/1", "/me", "/apitokens", "/nothing", "/login/", ""):
            answer = httpx.get(emulator.base_url + path, headers=headers)
            assert answer.status_code == 401
            assert answer.json()["errors"][0]["field"] == "token"
            assert answer.headers["www-authenticate"].startswith("Basic ")


def test_the_account_tells_who_it_is(emulator: Emulator) -> None:
    with Asking(emulator) as client:
        body = client.get("/me").json()
    assert body["data"]["id"] == emulator.user_id
    assert body["data"]["email"] == emulator.email
    assert body["data"].keys() >= {"first_name", "last_name", "customer_id", "sip_password", "sip_domain"}
    assert body["links"] == {}


def test_an_api_token_is_shown_once(emulator: Emulator, clock: Clock) -> None:
    with Asking(emulator) as client:
        answer = client.post("/apitokens", json={"name": "laptop", "expiry": 50})
        assert answer.status_code == 201
        record = answer.json()["data"]
        token = record["token"]
        assert HEX.fullmatch(token)
        masked = "*" * 36 + token[-4:]
        assert record["created_at"] == "2026-01-02 03:04:05"
        assert record["last_request_at"] is None
        assert client.records("apitokens") == [record | {"token": masked}]
        clock.go(5)
        assert status(emulator, token) == 200
        used = record | {"token": masked, "last_request_at": "2026-01-02 03:04:10"}
        assert client.records("apitokens", ("name", "eq", "laptop")) == [used]
        assert client.get(f"/apitokens/{token}").json() == {"data": used, "links": {}}
        clock.go(50)
        assert status(emulator, token) == 401


def test_an_api_token_without_expiry_stays(emulator: Emulator, clock: Clock) -> None:
    with Asking(emulator) as client:
        token = client.post("/apitokens", json={"name": "cron", "expiry": 0}).json()["data"]["token"]
        clock.go(10**9)
        assert post(emulator, "/logout", token=token).status_code == 200
        assert status(emulator, token) == 200
        answer = client.delete(f"/apitokens/{token}")
        assert (answer.status_code, answer.content) == (204, b"")
        assert client.delete(f"/apitokens/{token}").status_code == 404
        assert client.get(f"/apitokens/{token}").status_code == 404
        assert client.records("apitokens") == []
    assert status(emulator, token) == 401


def test_names_of_tokens_are_unique_to_their_user(emulator: Emulator) -> None:
    emulator.add_user("other@example.com", "secret", first_name="Other", last_name="One")
    answer = post(emulator, "/login", {"email": "other@example.com", "password": "secret"})
    with Asking(emulator) as mine, Asking(emulator, answer.json()["user_token"]) as other:
        body = {"name": "x", "expiry": 0}
        token = mine.post("/apitokens", json=body).json()["data"]["token"]
        again = mine.post("/apitokens", json=body)
        assert again.status_code == 400
        assert again.json()["errors"][0]["field"] == "name"
        assert other.records("apitokens") == []
        assert other.get(f"/apitokens/{token}").status_code == 404
        assert other.delete(f"/apitokens/{token}").status_code == 404
        assert mine.delete(f"/apitokens/{emulator.token}").status_code == 404
        assert other.post("/apitokens", json=body).status_code == 201
        assert other.ask("apitokens", group_by="name").json() == {"data": [{"name": "x", "count": 1}], "total": 1}
        assert other.get("/me").json()["data"]["first_name"] == "Other"


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "expiry": 0},
        {"name": "x" * 256, "expiry": 0},
        {"name": "x"},
        {"expiry": 0},
        {"name": 1, "expiry": 0},
    ]
    + [{"name": "x", "expiry": expiry} for expiry in (-1, 2**31, 10**50, 1.5, 1.0, "0", True, None)],
)
def test_an_api_token_has_a_name_and_a_time(emulator: Emulator, body: dict[str, Any]) -> None:
    assert post(emulator, "/apitokens", body, emulator.token).status_code == 400


def test_a_user_is_added_once(emulator: Emulator) -> None:
    assert emulator.add_user("other@example.com", "secret") == 100_002
    for email in ("other@example.com", "", "x" * 321):
        with pytest.raises(ValueError, match="e-mail address"):
            emulator.add_user(email, "secret")


@pytest.fixture
def careful(clock: Clock) -> Iterator[Emulator]:
    with Emulator(clock=clock, behaviour=Behaviour(two_factor=True)) as running:
        yield running


def nonce_of(emulator: Emulator) -> str:
    answer = post(emulator, "/login", {"email": emulator.email, "password": emulator.password})
    assert answer.status_code == 202
    body = answer.json()
    assert body.keys() == {"nonce"}
    nonce: str = body["nonce"]
    return nonce


def test_a_code_finishes_a_login_once(careful: Emulator) -> None:
    nonce = nonce_of(careful)
    body = {"code": careful.login_code(nonce), "nonce": nonce}
    answer = post(careful, "/login2fa", body)
    assert answer.status_code == 200
    assert answer.json()["user_id"] == careful.user_id
    assert status(careful, answer.json()["user_token"]) == 200
    assert post(careful, "/login2fa", body).status_code == 401
    assert status(careful, nonce) == 401
    with pytest.raises(LookupError):
        careful.login_code(nonce)


def test_codes_are_guessed_a_few_times_only(careful: Emulator) -> None:
    nonce = nonce_of(careful)
    code = careful.login_code(nonce)
    for _ in range(5):
        assert post(careful, "/login2fa", {"code": code + "0", "nonce": nonce}).status_code == 401
    assert post(careful, "/login2fa", {"code": code, "nonce": nonce}).status_code == 401


def test_a_code_expires(careful: Emulator, clock: Clock) -> None:
    nonce = nonce_of(careful)
    code = careful.login_code(nonce)
    clock.go(LIFETIME_SECONDS)
    assert post(careful, "/login2fa", {"code": code, "nonce": nonce}).status_code == 401


def test_logins_that_never_end_are_forgotten() -> None:
    waiting = SecondFactor()
    nonces = [waiting.begin(1, 0) for _ in range(MOST_WAITING + 1)]
    assert waiting.finish(nonces[0], "", 0) is None
    assert waiting.finish(nonces[1], waiting.code(nonces[1]), 0) == 1


def test_a_login_without_a_second_factor_needs_no_code(emulator: Emulator) -> None:
    assert post(emulator, "/login2fa", {"code": "000000", "nonce": "x"}).status_code == 401


def test_nothing_secret_is_stored_or_shown(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "calls.db"
    caplog.set_level(0)
    with Emulator(f"sqlite:///{file}", password="correct horse") as emulator:  # noqa: S106  to be looked for
        session = log_in(emulator)
        with Asking(emulator) as client:
            made = client.post("/apitokens", json={"name": "x", "expiry": 0}).json()["data"]["token"]
            client.ask("cdrs", ("src", "eq", "442079460000"))
            client.ask("cdrs", ("nothing", "eq", "442079460000"))
            client.ask("cdrs", ("duration", "eq", "442079460000x"))
        secrets = [session, made, emulator.token, "correct horse"]
        shown = repr(emulator) + "".join(
            record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))
        )
    with sqlite3.connect(file) as connection:
        shown += "".join(connection.iterdump())
    connection.close()
    for secret in [*secrets, "442079460000"]:
        assert secret not in shown


def test_a_session_that_ends_during_a_request_is_over(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    token = log_in(emulator)
    writing = emulator.database.writing

    @contextmanager
    def ended_before() -> Iterator[Connection]:
        with writing() as connection:
            connection.execute(delete(emulator.database.account_tables.tokens))
            yield connection

    monkeypatch.setattr(emulator.database, "writing", ended_before)
    assert status(emulator, token) == 401
