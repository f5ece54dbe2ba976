"""The API as an application of Starlette."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route, Router

from vsfilter.emulator.api_tokens import LONGEST_EXPIRY, LONGEST_NAME
from vsfilter.emulator.authentication import Authentication
from vsfilter.emulator.incoming import body_of
from vsfilter.emulator.listing import list_records, read_request
from vsfilter.emulator.openapi import describe
from vsfilter.emulator.recording import Recorder, Recording
from vsfilter.emulator.replies import Refusal, invalid, item, not_found, refuse, reply
from vsfilter.emulator.single import find_record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vsfilter.emulator.accounts import Account, Accounts
    from vsfilter.emulator.behaviour import Behaviour
    from vsfilter.emulator.database import Database
    from vsfilter.emulator.tables import Collection

BASE_PATH: Final = "/v1.2/voipstudio"
SIP_DOMAIN: Final = "sip.example.com"

_OPEN: Final = frozenset({"/login", "/login2fa", "/openapi.json"})


def make_app(
    database: Database, accounts: Accounts, behaviour: Behaviour, recorder: Recorder | None = None
) -> Starlette:
    """Make the application: the endpoints of the database under `BASE_PATH`, and their description.

    ``recorder`` holds the recordings that are open at any time.
    """
    api = _Api(database, accounts, behaviour)
    description = Route("/openapi.json", api.description)
    # A path with a slash too many is not found; a redirection would hide the mistake.
    inner = Router([description, *api.account_routes(), *api.collection_routes()], redirect_slashes=False)
    app = Starlette(
        routes=[description, Mount(BASE_PATH, app=inner)],
        middleware=[
            Middleware(Recording, recorder=recorder or Recorder()),
            # DOC-intro: CORS is supported.
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"]),
            Middleware(
                Authentication,
                accounts=accounts,
                open_paths=_OPEN | {BASE_PATH + path for path in _OPEN},
            ),
        ],
        exception_handlers={
            Refusal: _refused,
            HTTPException: _not_routed,
            ClientDisconnect: _gone,
            Exception: _failed,
        },
    )
    app.router.redirect_slashes = False
    return app


class _Api:
    """What the application does for each route."""

    def __init__(self, database: Database, accounts: Accounts, behaviour: Behaviour) -> None:
        self._database = database
        self._accounts = accounts
        self._behaviour = behaviour
        self._description = describe(database.collections.values(), behaviour, BASE_PATH)

    def account_routes(self) -> Sequence[Route]:
        """Give the routes that are no collections, or not only that."""
        return [
            Route("/login", self.login, methods=["POST"]),
            Route("/login2fa", self.login_with_code, methods=["POST"]),
            Route("/logout", self.logout, methods=["POST"]),
            Route("/me", self.me),
            Route("/ping", self.ping),
            Route("/apitokens", self.api_tokens, methods=["GET", "POST"]),
            Route("/apitokens/{token}", self.api_token, methods=["GET", "DELETE"]),
        ]

    def collection_routes(self) -> Sequence[Route]:
        """Give two routes for each collection."""
        routes = []
        for collection in self._database.collections.values():
            if collection.endpoint.name != "apitokens":
                path = collection.endpoint.path
                routes.append(Route(path, self._list(collection)))
                routes.append(Route(path + "/{id:path}", self._record(collection)))
        return routes

    def description(self, _: Request) -> Response:
        return reply(self._description)

    async def login(self, request: Request) -> Response:
        body = await body_of(request, {"email": str, "password": str})
        user_id, given = await run_in_threadpool(self._accounts.login, body["email"], body["password"])
        if self._behaviour.two_factor:
            return reply({"nonce": given}, 202)
        return reply({"message": "Logged in", "user_token": given, "user_id": user_id})

    async def login_with_code(self, request: Request) -> Response:
        body = await body_of(request, {"code": str, "nonce": str})
        user_id, token = await run_in_threadpool(self._accounts.login_with_code, body["nonce"], body["code"])
        return reply({"message": "Logged in", "user_token": token, "user_id": user_id})

    def logout(self, request: Request) -> Response:
        self._accounts.end_session(_account(request))
        return reply({"message": "Logged out"})

    def me(self, request: Request) -> Response:
        account = _account(request)
        return item(
            {
                "id": account.user_id,
                "email": account.email,
                "first_name": account.first_name,
                "last_name": account.last_name,
                "customer_id": account.customer_id,
                "sip_password": account.sip_password,
                "sip_domain": SIP_DOMAIN,
            }
        )

    def ping(self, _: Request) -> Response:
        return reply({"data": {"response": "Pong"}})

    async def api_tokens(self, request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(self._list(self._database.collections["apitokens"]), request)
        body = await body_of(request, {"name": str, "expiry": int})
        if not 1 <= len(body["name"]) <= LONGEST_NAME:
            raise invalid("name", f"expected 1 to {LONGEST_NAME} characters")
        if not 0 <= body["expiry"] <= LONGEST_EXPIRY:
            raise invalid("expiry", f"expected 0 to {LONGEST_EXPIRY} seconds")
        record = await run_in_threadpool(
            self._accounts.api_tokens.add,
            _account(request),
            body["name"],
            body["expiry"],
            request.client.host if request.client else None,
            request.headers.get("user-agent"),
        )
        return item(record, 201)

    def api_token(self, request: Request) -> Response:
        token = request.path_params["token"]
        if request.method != "DELETE":
            return item(self._accounts.api_tokens.get(_account(request), token))
        self._accounts.api_tokens.remove(_account(request), token)
        return Response(status_code=204)

    def _list(self, collection: Collection) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            asked = read_request(request.scope["query_string"], collection, self._behaviour)
            owned = collection.endpoint.name == "apitokens"
            scope = self._accounts.api_tokens.visible(_account(request)) if owned else None
            return reply(list_records(self._database, collection, asked, self._behaviour, scope))

        return endpoint

    def _record(self, collection: Collection) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            record = find_record(self._database, collection, request.path_params["id"])
            if record is None:
                raise not_found()
            return item(record)

        return endpoint


def _account(request: Request) -> Account:
    account: Account = request.state.account
    return account


def _refused(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)  # noqa: S101  it is registered for this class
    return refuse(refusal)


def _not_routed(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  as above
    return refuse(Refusal(error.status_code, error.detail), error.headers)


def _gone(_: Request, __: Exception) -> Response:
    # Nobody is there to read it, and nothing went wrong.
    return refuse(Refusal(400, "The request ended before its body"))


def _failed(_: Request, __: Exception) -> Response:
    return refuse(Refusal(500, "Internal server error"))
