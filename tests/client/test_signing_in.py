"""Signing in, staying so, and the tokens."""

# ruff: noqa: S105, S106  passwords and tokens of nobody

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import vsfilter
from tests.client.fakes import TOKEN, WAYS, Both, answer, rows
from vsfilter.client import AuthenticationError, MalformedReplyError, RequestRefusedError

ALL = vsfilter.compile(None, "cdrs")

pytestmark = pytest.mark.parametrize("way", WAYS)


class Account:
    """Gives a new token at each login, and takes each for so many requests."""

    def __init__(self, *, second_factor: bool = False, lifetime: int = 99) -> None:
        self.second_factor = second_factor
        self.lifetime = lifetime
        self.logins = 0
        self.left: dict[str, int] = {TOKEN: lifetime}
        self.asked: list[tuple[str, str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v1.2/voipstudio")
        body: Any = json.loads(request.content) if request.content else None
        self.asked.append((request.method, path, body))
        if path == "/login":
            assert "X-Auth-Token" not in request.headers
            if body["password"] != "right":
                return answer({"errors": [{"message": "Wrong e-mail or password"}]}, 401)
            return answer({"nonce": "n0nce"}, 202) if self.second_factor else self._token()
        if path == "/login2fa":
            if body != {"code": "123456", "nonce": "n0nce"}:
                return answer({"message": "Invalid code"}, 401)
            return self._token()
        return self._with_token(request, path)

    def _with_token(self, request: httpx.Request, path: str) -> httpx.Response:
        token = request.headers["X-Auth-Token"]
        if self.left.get(token, 0) == 0:
            return answer({"message": "Unauthorized"}, 401)
        self.left[token] -= 1
        if path == "/logout":
            del self.left[token]
            return httpx.Response(204)
        if request.method == "DELETE":
            return httpx.Response(204)
        if path in {"/ping", "/me", "/apitokens"}:
            return answer({"data": {"path": path}, "links": {}}, 201 if request.method == "POST" else 200)
        condition = json.loads(request.url.params.get("filter", "[]"))
        return answer({"data": rows([condition[0]["value"] + 1 if condition else 1])})

    def _token(self) -> httpx.Response:
        self.logins += 1
        token = f"token-{self.logins}"
        self.left[token] = self.lifetime
        return answer({"message": "ok", "user_token": token, "user_id": 123456})


def test_a_login_gives_the_token_that_is_sent(way: str) -> None:
    account = Account()
    both = Both(way, account, token=None)
    both.do("login", "a@b.c", "right")
    assert both.client.token == "token-1"
    assert both.do("ping") == {"path": "/ping"}
    assert both.do("me") == {"path": "/me"}
    assert account.asked == [
        ("POST", "/login", {"email": "a@b.c", "password": "right"}),
        ("GET", "/ping", None),
        ("GET", "/me", None),
    ]


@pytest.mark.parametrize("code", ["123456", lambda: "123456"])
def test_a_second_factor_is_a_text_or_asked_for(way: str, code: str | Callable[[], str]) -> None:
    account = Account(second_factor=True)
    both = Both(way, account, token=None)
    both.do("login", "a@b.c", "right", code)
    assert both.client.token == "token-1"
    assert account.asked[1] == ("POST", "/login2fa", {"code": "123456", "nonce": "n0nce"})


def test_without_the_second_factor_it_says_so(way: str) -> None:
    both = Both(way, Account(second_factor=True), token=None)
    with pytest.raises(AuthenticationError, match="/login 202: the account asks for a second factor: give"):
        both.do("login", "a@b.c", "right")
    with pytest.raises(AuthenticationError, match="/login2fa 401: the API refuses the login: Invalid code"):
        both.do("login", "a@b.c", "right", "000000")
    assert both.client.token is None


def test_a_refused_login_leaves_all_as_it_was(way: str) -> None:
    both = Both(way, Account())
    with pytest.raises(AuthenticationError, match="/login 401: the API refuses the login: Wrong e-mail or password"):
        both.do("login", "a@b.c", "wrong", remember=True)
    assert both.client.token == TOKEN


@pytest.mark.parametrize(
    ("status", "body", "wanted"),
    [
        (200, {}, "user_token"),
        (200, {"user_token": 5}, "user_token"),
        (200, {"user_token": ""}, "user_token"),
        (202, {"nonce": None}, "nonce"),
        (200, {"user_token": "two\nlines"}, "a token that no header can carry"),
    ],
)
def test_a_login_that_gives_no_token_is_malformed(way: str, status: int, body: object, wanted: str) -> None:
    with pytest.raises(MalformedReplyError, match=f"/login.*{wanted}"):
        Both(way, lambda _: answer(body, status), token=None).do("login", "a@b.c", "right")


def test_without_a_token_nothing_is_sent(way: str) -> None:
    account = Account()
    both = Both(way, account, token=None)
    with pytest.raises(AuthenticationError, match="there is no token to send: give one to the client, or call login"):
        both.do("ping")
    both.do("logout")
    assert account.asked == []


def test_a_login_that_is_remembered_is_repeated_during_a_walk(way: str) -> None:
    account = Account(lifetime=2)
    both = Both(way, account, token=None)
    both.do("login", "a@b.c", "right", remember=True)
    assert both.ids(ALL, limit=5, page_size=1) == [1, 2, 3, 4, 5]
    assert account.logins == 3
    assert both.client.token == "token-3"


def test_a_login_that_is_not_remembered_is_not_repeated(way: str) -> None:
    both = Both(way, Account(lifetime=2), token=None)
    both.do("login", "a@b.c", "right")
    with pytest.raises(AuthenticationError, match=r"/cdrs 401: .* or has expired"):
        both.ids(ALL, page_size=1)
    assert len(both.given) == 2


def test_a_code_is_asked_for_again_only_by_a_function(way: str) -> None:
    both = Both(way, Account(second_factor=True, lifetime=1), token=None)
    both.do("login", "a@b.c", "right", lambda: "123456", remember=True)
    assert both.ids(ALL, limit=3, page_size=1) == [1, 2, 3]
    both.do("login", "a@b.c", "right", "123456", remember=True)
    with pytest.raises(AuthenticationError, match="to log in again by itself, the client needs the function"):
        both.ids(ALL, limit=3, page_size=1)


def test_a_function_can_give_new_tokens(way: str) -> None:
    account = Account(lifetime=1)
    account.left |= {"second": 1, "third": 1}
    tokens = iter(["first", "second", "third"])

    async def later() -> str:
        return next(tokens)

    reauthenticate: Any = later if way == "async" else lambda: next(tokens)
    both = Both(way, account, token=None, reauthenticate=reauthenticate)
    assert both.ids(ALL, limit=1) == [1]
    assert both.client.token == "second"
    assert both.do("create_api_token", "x", 60) == {"path": "/apitokens"}
    assert both.client.token == "third"


def test_a_new_token_that_is_refused_as_well_is_an_error(way: str) -> None:
    account = Account()
    both = Both(way, account, token="old", reauthenticate=lambda: "wrong")
    with pytest.raises(AuthenticationError, match="/ping 401"):
        both.do("ping")
    assert len(account.asked) == 2


def test_a_token_that_another_renewed_meanwhile_is_used(way: str) -> None:
    account = Account()
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        if not asked:
            asked.append("once")
            # What another thread would do between request and reply.
            talk = both.client._session._renew()
            next(talk)
            with pytest.raises(StopIteration):
                talk.send(TOKEN)
        return account(request)

    both = Both(way, handler, token="old", reauthenticate=lambda: pytest.fail("renewed twice"))
    assert both.do("ping") == {"path": "/ping"}
    assert both.client.token == TOKEN


@pytest.mark.parametrize("lifetime", [1, 0])
def test_a_logout_forgets_token_and_credentials(way: str, lifetime: int) -> None:
    account = Account(lifetime=lifetime)
    both = Both(way, account, token=None)
    both.do("login", "a@b.c", "right", remember=True)
    both.do("logout")
    assert account.asked[-1] == ("POST", "/logout", None)
    assert account.logins == 1
    assert both.client.token is None
    with pytest.raises(AuthenticationError, match="there is no token"):
        both.do("ping")


def test_a_logout_that_is_refused_is_an_error(way: str) -> None:
    with pytest.raises(RequestRefusedError, match="/logout 400"):
        Both(way, lambda _: answer({}, 400)).do("logout")


def test_tokens_are_made_and_deleted(way: str) -> None:
    account = Account()
    both = Both(way, account)
    assert both.do("create_api_token", "nightly", 0) == {"path": "/apitokens"}
    both.do("delete_api_token", "a~b/c")
    assert account.asked == [
        ("POST", "/apitokens", {"name": "nightly", "expiry": 0}),
        ("DELETE", "/apitokens/a~b/c", None),
    ]


@pytest.mark.parametrize("expiry", [-1, True, 1.5])
def test_an_expiry_is_a_number_of_seconds(way: str, expiry: object) -> None:
    with pytest.raises(ValueError, match="expected the seconds of an expiry, from 0, got"):
        Both(way, Account()).do("create_api_token", "x", expiry)


@pytest.mark.parametrize("token", ["", "two\nlines", "with space"])
def test_a_token_that_no_header_can_carry_is_refused(way: str, token: str) -> None:
    account = Account()
    for act in (lambda: Both(way, account, token), lambda: Both(way, account).do("delete_api_token", token)):
        with pytest.raises(vsfilter.FilterCheckError, match="invalid-option"):
            act()
    assert account.asked == []
