"""The collection ``apitokens``: the records of the tokens that users made for their programs."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, insert, select

from vsfilter.emulator.moments import written
from vsfilter.emulator.passwords import digest, new_token
from vsfilter.emulator.records import record_of
from vsfilter.emulator.replies import invalid, not_found
from vsfilter.emulator.tables import ROW
from vsfilter.emulator.tokens import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement

    from vsfilter.emulator.accounts import Account
    from vsfilter.emulator.database import Database
    from vsfilter.emulator.tokens import Tokens

LONGEST_EXPIRY: Final = 2**31 - 1
LONGEST_NAME: Final = 255
# How much of a token stays legible in its record: enough to tell which one it is.
_LEGIBLE: Final = 4


class ApiTokens:
    """The API tokens of all users, each seen by its owner alone."""

    def __init__(self, database: Database, tokens: Tokens, now: Callable[[], float]) -> None:
        self._database = database
        self._collection = database.collections["apitokens"]
        self._tokens = tokens
        self._now = now
        # Not every database lets only one transaction write at a time.
        self._naming = threading.Lock()

    def visible(self, account: Account) -> ColumnElement[bool]:
        """Give the condition that leaves the records of this user."""
        owned: ColumnElement[bool] = self._collection.table.c.user_id == account.user_id
        return owned

    def add(self, account: Account, name: str, expiry: int, host: str | None, user_agent: str | None) -> dict[str, Any]:
        """Make a token and give its record, for this once with the token itself."""
        token = new_token()
        table = self._collection.table
        record = {
            "name": name,
            "token": f"{'*' * (len(token) - _LEGIBLE)}{token[-_LEGIBLE:]}",
            "created_at": written(self._now()),
            "expiry": expiry,
            "user_id": account.user_id,
            "customer_id": account.customer_id,
            "host": host,
            "user_agent": user_agent,
        }
        same = select(func.count()).select_from(table).where(self.visible(account), table.c.name == name)
        with self._naming, self._database.writing() as connection:
            if connection.execute(same).scalar_one():
                raise invalid("name", "This name is in use already")
            key: Any = connection.execute(insert(table), record).inserted_primary_key
            self._tokens.store(
                connection, token, user_id=account.user_id, kind=Kind.API_TOKEN, idle_seconds=expiry, listed=key[0]
            )
        return dict.fromkeys(self._collection.properties) | record | {"token": token}

    def get(self, account: Account, token: str) -> dict[str, Any]:
        """Give the record of a token; `Refusal` where it is none of this user's."""
        with self._database.reading() as connection:
            key = self._tokens.find_listed(connection, token, account.user_id)
            chosen = select(*self._collection.columns).where(self._collection.table.c[ROW] == key)
            row = connection.execute(chosen).one_or_none()
        if row is None:
            raise not_found()
        return record_of(self._collection, row)

    def remove(self, account: Account, token: str) -> None:
        """Make a token worthless and delete its record; `Refusal` where it is none of this user's."""
        with self._database.writing() as connection:
            key = self._tokens.find_listed(connection, token, account.user_id)
            if key is None:
                raise not_found()
            self._tokens.remove(connection, digest(token), Kind.API_TOKEN)
            connection.execute(delete(self._collection.table).where(self._collection.table.c[ROW] == key))
