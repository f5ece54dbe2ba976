"""Users, and how a request proves to come from one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from vsfilter.emulator.api_tokens import ApiTokens
from vsfilter.emulator.passwords import NOBODY, digest, matches, stretch
from vsfilter.emulator.replies import Refusal
from vsfilter.emulator.second_factor import SecondFactor
from vsfilter.emulator.tokens import Kind, Tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsfilter.emulator.behaviour import Behaviour
    from vsfilter.emulator.database import Database

# QAPI: user ids have six or seven digits.
FIRST_USER_ID: Final = 100_001
LONGEST_EMAIL: Final = 320


@dataclass(frozen=True, slots=True)
class Account:
    """The user of a request; ``token`` is the digest of the token that came with it."""

    user_id: int
    email: str
    first_name: str
    last_name: str
    customer_id: int
    token: str = field(repr=False)
    sip_password: str = field(repr=False)


class Accounts:
    """The users of an emulator, kept in its database; ``clock`` gives aware datetimes."""

    def __init__(self, database: Database, behaviour: Behaviour, clock: Callable[[], datetime] | None = None) -> None:
        self._database = database
        self._behaviour = behaviour
        self._clock = clock or (lambda: datetime.now(UTC))
        self._users = database.account_tables.users
        self._tokens = Tokens(database, self._now)
        self._second_factor = SecondFactor()
        self.api_tokens: Final = ApiTokens(database, self._tokens, self._now)

    def add_user(
        self,
        email: str,
        password: str,
        *,
        first_name: str = "Test",
        last_name: str = "User",
        customer_id: int = 1_000,
    ) -> int:
        """Add a user and give the id; ValueError where the e-mail address is taken, empty or too long."""
        if not 1 <= len(email) <= LONGEST_EMAIL:
            raise ValueError(f"an e-mail address has 1 to {LONGEST_EMAIL} characters")
        row = {
            "email": email,
            "password": stretch(password),
            "first_name": first_name,
            "last_name": last_name,
            "customer_id": customer_id,
        }
        try:
            with self._database.writing() as connection:
                last = connection.execute(select(func.max(self._users.c.id))).scalar()
                user_id = FIRST_USER_ID if last is None else last + 1
                connection.execute(insert(self._users), {"id": user_id, **row})
        except IntegrityError:
            raise ValueError("there is a user of this e-mail address already") from None
        return user_id

    def set_password(self, email: str, password: str) -> int | None:
        """Give a user another password; gives the user's id, or None where there is no such user."""
        chosen = self._users.c.email == email
        with self._database.writing() as connection:
            connection.execute(self._users.update().where(chosen).values(password=stretch(password)))
            found: int | None = connection.execute(select(self._users.c.id).where(chosen)).scalar()
        return found

    def login(self, email: str, password: str) -> tuple[int, str]:
        """Give the user's id, and the token of a new session, or the nonce of a login that waits for its code."""
        with self._database.reading() as connection:
            columns = select(self._users.c.id, self._users.c.password)
            row = connection.execute(columns.where(self._users.c.email == email)).one_or_none()
        # An unknown user takes as long as a wrong password.
        if not matches(password, NOBODY if row is None else row.password) or row is None:
            raise Refusal(401, "Authentication failed", "email", "Invalid e-mail address or password")
        if self._behaviour.two_factor:
            return row.id, self._second_factor.begin(row.id, self._now())
        return row.id, self._open_session(row.id)

    def login_with_code(self, nonce: str, code: str) -> tuple[int, str]:
        """Give the user's id and the token of a new session."""
        user_id = self._second_factor.finish(nonce, code, self._now())
        if user_id is None:
            raise Refusal(401, "Authentication failed", "code", "Invalid or expired code")
        return user_id, self._open_session(user_id)

    def login_code(self, nonce: str) -> str:
        """Give the code that the user would receive by e-mail; LookupError where no login waits for one."""
        return self._second_factor.code(nonce)

    def authenticate(self, token: str) -> Account | None:
        """Give the account of a token that is good, or None; its idle time begins anew."""
        row = self._tokens.use(token)
        if row is None:
            return None
        # Made from what is secret anyway, so that there is no other secret to keep.
        sip_password = hashlib.sha256(f"sip {row.password}".encode()).hexdigest()[:16]
        return Account(row.id, row.email, row.first_name, row.last_name, row.customer_id, row.digest, sip_password)

    def end_session(self, account: Account) -> None:
        """End the session of this account's request; tokens that are no sessions stay good."""
        self._tokens.end(account.token, Kind.SESSION)

    def add_standing_token(self, user_id: int, token: str | None = None) -> str:
        """Give a token that never expires and is listed nowhere: a new one, or this one of 40 hex digits."""
        return self._tokens.open(user_id, Kind.STANDING, token=token)

    def remove_standing_token(self, token: str) -> None:
        """Make a standing token worthless."""
        self._tokens.end(digest(token), Kind.STANDING)

    def _open_session(self, user_id: int) -> str:
        return self._tokens.open(user_id, Kind.SESSION, self._behaviour.session_idle_seconds)

    def _now(self) -> float:
        return self._clock().timestamp()
