"""The conversations with the API: signing in, staying so, and asking for what is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import quote

from vsfilter.client import walking
from vsfilter.client.errors import AuthenticationError, MalformedReplyError, RequestRefusedError
from vsfilter.client.replies import (
    ACCEPTED,
    UNAUTHORIZED,
    count_of,
    item_of,
    page_of,
    require_success,
    text_in,
)
from vsfilter.client.steps import Call, Request, Secret
from vsfilter.errors import FilterCheckError
from vsfilter.schema import Endpoint
from vsfilter.schema import endpoint as find_endpoint
from vsfilter.wire import base_of, checked_token, to_query, to_url

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from vsfilter.client.replies import Page, Reply
    from vsfilter.client.steps import AsyncAsker, Talk, Walk
    from vsfilter.filter import Filter
    from vsfilter.planning import Plan
    from vsfilter.wire import PagingOptions

# The resources that are no collections (reference 2.4).
_LOGIN: Final = Endpoint("login")
_SECOND_FACTOR: Final = Endpoint("login2fa")
_LOGOUT: Final = Endpoint("logout")
_PING: Final = Endpoint("ping")
_ME: Final = Endpoint("me")
_TOKENS: Final = Endpoint("apitokens")

_NOT_SIGNED_IN = "there is no token to send: give one to the client, or call login()"
_NO_CODE = (
    "the account asks for a second factor: give login() a `code`, the text that the API sent by e-mail or a function "
    "that asks for it; to log in again by itself, the client needs the function"
)
_REFUSED = "the API refuses the login"


@dataclass(frozen=True, slots=True)
class _Credentials:
    email: str
    password: Secret
    code: str | AsyncAsker | None


class Session:
    """The base URL, the token and how to get a new one; each method gives a conversation."""

    def __init__(self, base_url: str | None, token: str | None, reauthenticate: AsyncAsker | None) -> None:
        """Check what is given; raises `FilterCheckError` with ``invalid-option`` as `vsfilter.wire` does."""
        self._base_url = base_of(base_url)
        self._token = None if token is None else Secret(checked_token(token))
        self._reauthenticate = reauthenticate
        self._remembered: _Credentials | None = None

    @property
    def base_url(self) -> str:
        """The base URL, which holds nothing secret."""
        return self._base_url

    @property
    def token(self) -> Secret | None:
        """The token that is sent."""
        return self._token

    def login(self, email: str, password: str, code: str | AsyncAsker | None, *, remember: bool) -> Talk[None]:
        """Sign in, and keep the token; reference 2.4, rows 3 and 4."""
        credentials = _Credentials(email, Secret(password), code)
        self._token = yield from self._sign_in(credentials)
        # A code that is a text was for this once.
        again = _Credentials(email, Secret(password), code if callable(code) else None)
        self._remembered = again if remember else None

    def logout(self) -> Talk[None]:
        """End the session, and forget token and credentials; without a token nothing is sent."""
        self._remembered = None
        if self._token is None:
            return
        request = self._request(_Wish("POST", _LOGOUT))
        self._token = None
        reply: Reply = yield request
        # The token may have expired before.
        if reply.status != UNAUTHORIZED:
            require_success(request, reply)

    def ping(self) -> Talk[dict[str, Any]]:
        """Keep the token alive; reference 2.4, row 10."""
        return (yield from self._item(_Wish("GET", _PING)))

    def me(self) -> Talk[dict[str, Any]]:
        """Ask for the user; reference 2.4, row 9."""
        return (yield from self._item(_Wish("GET", _ME)))

    def create_api_token(self, name: str, expiry_seconds: int) -> Talk[dict[str, Any]]:
        """Make a token; reference 2.4, rows 5 and 7."""
        if count_of(expiry_seconds) is None:
            raise ValueError(f"expected the seconds of an expiry, from 0, got {expiry_seconds!r}")
        return (yield from self._item(_Wish("POST", _TOKENS, body={"name": name, "expiry": expiry_seconds})))

    def delete_api_token(self, token: str) -> Talk[None]:
        """Delete a token; reference 2.4, row 7."""
        wish = _Wish("DELETE", _TOKENS, member=token, shown="{token}", secrets=(Secret(checked_token(token)),))
        request, reply = yield from self._ask(wish)
        require_success(request, reply)

    def page(self, flt: Filter, /, **options: Unpack[PagingOptions]) -> Talk[Page]:
        """Ask for one page; raises `FilterCheckError` for options out of range."""
        query = flt.to_query(**options)
        request, reply = yield from self._ask(_Wish("GET", flt.endpoint, query))
        return page_of(request, reply, options.get("page") or 1, options.get("limit") or 0)

    def ask(self, endpoint: str | Endpoint, params: Mapping[str, str | int]) -> Talk[Page]:
        """Ask for one page by parameters that nobody has checked."""
        asked = find_endpoint(endpoint)
        request, reply = yield from self._ask(_Wish("GET", asked, to_query(params)))
        return page_of(request, reply, count_of(params.get("page")) or 1, count_of(params.get("limit")) or 0)

    def total(self, flt: Filter) -> Talk[int]:
        """Ask how many records match, with a page of one record (reference 2.3, row 5)."""
        page = yield from self.page(flt, page=1, limit=1)
        if page.total is None or page.total < len(page.records):
            message = "the reply does not say how many records match; count what records() gives"
            raise MalformedReplyError(message, path=flt.endpoint.path)
        return page.total

    def total_of(self, plan: Plan) -> Talk[int]:
        """Add up how many records each request of a plan matches."""
        if not plan.exact_total:
            raise ValueError("the totals of these requests do not add up; count what records() gives")
        total = 0
        for flt in plan.requests:
            total += yield from self.total(flt)
        return total

    def record(self, endpoint: str | Endpoint, key: int | str) -> Talk[dict[str, Any]]:
        """Ask for one record."""
        member = str(key)
        # The key of an API token is the token; what are digits only is none.
        if member.isdecimal():
            wish = _Wish("GET", find_endpoint(endpoint), member=member, shown=member)
        else:
            wish = _Wish("GET", find_endpoint(endpoint), member=member, shown="{id}", secrets=(Secret(member),))
        return (yield from self._item(wish))

    def records(self, what: walking.Route) -> Walk:
        """Ask for all records, page by page."""
        return walking.walk(self.page, what)

    def _item(self, wish: _Wish) -> Talk[dict[str, Any]]:
        request, reply = yield from self._ask(wish)
        return item_of(request, reply)

    def _ask(self, wish: _Wish) -> Talk[tuple[Request, Reply]]:
        """Send a request with the token; where it has expired, get a new one and send it once more."""
        if self._token is None:
            yield from self._renew()
        used = self._token
        request = self._request(wish)
        reply: Reply = yield request
        if reply.status == UNAUTHORIZED and self._renewable:
            # Another thread or task may have renewed it meanwhile.
            if self._token is used:
                yield from self._renew()
            request = self._request(wish)
            reply = yield request
        return request, reply

    @property
    def _renewable(self) -> bool:
        return self._reauthenticate is not None or self._remembered is not None

    def _renew(self) -> Talk[None]:
        if self._remembered is not None:
            self._token = yield from self._sign_in(self._remembered)
        elif self._reauthenticate is not None:
            self._token = Secret(checked_token((yield Call(self._reauthenticate))))
        else:
            raise AuthenticationError(_NOT_SIGNED_IN)

    def _sign_in(self, credentials: _Credentials) -> Talk[Secret]:
        password = credentials.password
        body: dict[str, object] = {"email": credentials.email, "password": password.reveal()}
        request = self._open_request(_LOGIN, body, password)
        reply: Reply = yield request
        require_success(request, reply, denied=_REFUSED)
        if reply.status == ACCEPTED:
            nonce = text_in(request, reply, "nonce")
            code = credentials.code
            if code is None:
                raise AuthenticationError(_NO_CODE, path=request.path, status=reply.status)
            if callable(code):
                code = yield Call(code)
            request = self._open_request(_SECOND_FACTOR, {"code": code, "nonce": nonce}, Secret(code), Secret(nonce))
            reply = yield request
            require_success(request, reply, denied=_REFUSED)
        token = text_in(request, reply, "user_token")
        try:
            return Secret(checked_token(token))
        except FilterCheckError as error:
            raise MalformedReplyError("the login gave a token that no header can carry", path=request.path) from error

    def _open_request(self, endpoint: Endpoint, body: Mapping[str, object], *secrets: Secret) -> Request:
        """Make a request that carries no token."""
        url = to_url(endpoint, "", self._base_url)
        kept = tuple(secret for secret in secrets if secret.reveal())
        return Request("POST", endpoint.path, url, url, {}, body, kept)

    def _request(self, wish: _Wish) -> Request:
        assert self._token is not None  # noqa: S101  who calls has seen to it
        url = to_url(wish.endpoint, "", self._base_url)
        shown = f"/{wish.shown}" * bool(wish.shown)
        return Request(
            wish.method,
            wish.endpoint.path + shown,
            url + wish.rest(),
            url + shown,
            {"X-Auth-Token": self._token.reveal()},
            wish.body,
            (self._token, *wish.secrets),
        )


@dataclass(frozen=True, slots=True)
class _Wish:
    """What to ask for with whatever token there is; ``shown`` stands for the ``member`` in messages."""

    method: Literal["GET", "POST", "DELETE"]
    endpoint: Endpoint
    query: str = field(default="", repr=False)
    member: str | None = field(default=None, repr=False)
    shown: str = ""
    body: Mapping[str, object] | None = field(default=None, repr=False)
    secrets: tuple[Secret, ...] = ()

    def rest(self) -> str:
        """Give what follows the path of the endpoint: the key as one segment, or the query string."""
        if self.member is None:
            return f"?{self.query}" * bool(self.query)
        if self.member in {"", ".", ".."}:
            path = f"{self.endpoint.path}/{self.shown}"
            raise RequestRefusedError("expected the key of a record, got a text that would lead elsewhere", path=path)
        return f"/{quote(self.member, safe='')}"
