"""Who a request comes from, before anything else about it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers

from vsfilter.emulator.incoming import token_of
from vsfilter.emulator.replies import Refusal, refuse

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from starlette.types import ASGIApp, Receive, Scope, Send

    from vsfilter.emulator.accounts import Accounts


class Authentication:
    """Middleware that passes on requests with a good token, and those to open paths."""

    def __init__(self, app: ASGIApp, accounts: Accounts, open_paths: AbstractSet[str]) -> None:
        self._app = app
        self._accounts = accounts
        self._open_paths = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; whoever does so after this finds the account in its state."""
        if scope["path"] not in self._open_paths:
            token = token_of(Headers(scope=scope))
            account = None if token is None else await run_in_threadpool(self._accounts.authenticate, token)
            if account is None:
                answer = refuse(Refusal(401, "Unauthorized", "token", "Missing, invalid or expired token"))
                await answer(scope, receive, send)
                return
            scope.setdefault("state", {})["account"] = account
        await self._app(scope, receive, send)
