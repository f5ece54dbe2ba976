"""The tokens that a request may come with; only their digests are stored."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from vsfilter.emulator.moments import written
from vsfilter.emulator.passwords import digest, new_token
from vsfilter.emulator.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Row

    from vsfilter.emulator.database import Database

_TOKEN = re.compile(r"[0-9a-f]{40}")


class Kind(StrEnum):
    """Where a token comes from: a login, ``POST /apitokens``, or the emulator itself for its tests.

    A standing token of the emulator never expires and is listed nowhere.
    """

    SESSION = "session"
    API_TOKEN = "apitoken"  # noqa: S105  a kind of token
    STANDING = "standing"


class Tokens:
    """The good tokens of all users; ``now`` gives seconds since 1970."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now
        self._tokens = database.account_tables.tokens
        self._users = database.account_tables.users
        self._listed = database.collections["apitokens"].table

    def open(self, user_id: int, kind: Kind, idle_seconds: int = 0, token: str | None = None) -> str:
        """Store a token, a new one unless it is given, and give it; 0 seconds are without end."""
        token = new_token() if token is None else token
        if _TOKEN.fullmatch(token) is None:
            raise ValueError("a token is 40 characters of 0-9 and a-f")
        with self._database.writing() as connection:
            self.store(connection, token, user_id=user_id, kind=kind, idle_seconds=idle_seconds)
        return token

    def store(  # noqa: PLR0913  the columns of a token
        self,
        connection: Connection,
        token: str,
        *,
        user_id: int,
        kind: Kind,
        idle_seconds: int,
        listed: int | None = None,
    ) -> None:
        """Store a token inside a transaction, in place of an equal one."""
        connection.execute(delete(self._tokens).where(self._tokens.c.digest == digest(token)))
        row = {
            "digest": digest(token),
            "user_id": user_id,
            "kind": kind.value,
            "idle_seconds": idle_seconds,
            "used_at": self._now(),
            "listed": listed,
        }
        connection.execute(insert(self._tokens), row)

    def use(self, token: str) -> Row[Any] | None:
        """Give the user of a token that is good, or None; its idle time begins anew.

        The row has the columns of the user, and the ``digest`` and ``kind`` of the token.
        """
        if _TOKEN.fullmatch(token) is None:
            return None
        now, tokens = self._now(), self._tokens
        this = tokens.c.digest == digest(token)
        columns = (tokens.c.digest, tokens.c.kind, tokens.c.idle_seconds, tokens.c.used_at, tokens.c.listed)
        with self._database.reading() as connection:
            joined = select(self._users, *columns).join_from(tokens, self._users).where(this)
            row = connection.execute(joined).one_or_none()
        if row is None or (row.idle_seconds and now - row.used_at >= row.idle_seconds):
            return None
        if row.kind == Kind.STANDING:
            return row
        with self._database.writing() as connection:
            if connection.execute(update(tokens).where(this).values(used_at=now)).rowcount == 0:
                # It was ended in between.
                return None
            if row.listed is not None:
                listed = update(self._listed).where(self._listed.c[ROW] == row.listed)
                connection.execute(listed.values(last_request_at=written(now)))
        return row

    def find_listed(self, connection: Connection, token: str, user_id: int) -> int | None:
        """Give the key of the record of an API token of this user, or None."""
        tokens = self._tokens
        chosen = select(tokens.c.listed).where(tokens.c.digest == digest(token), tokens.c.user_id == user_id)
        return connection.execute(chosen).scalar()

    def end(self, stored: str, kind: Kind) -> None:
        """Make a token of this kind worthless, if there is one of this digest."""
        with self._database.writing() as connection:
            self.remove(connection, stored, kind)

    def remove(self, connection: Connection, stored: str, kind: Kind) -> None:
        """Make a token worthless inside a transaction."""
        chosen = (self._tokens.c.digest == stored) & (self._tokens.c.kind == kind.value)
        connection.execute(delete(self._tokens).where(chosen))
