"""The tables of the accounts: who may log in, and which tokens are good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Column, Double, ForeignKey, String, Table

from vsfilter.emulator.tables import KEY, text_type

if TYPE_CHECKING:
    from sqlalchemy import MetaData


@dataclass(frozen=True, slots=True)
class AccountTables:
    """Users with their salted passwords, and tokens, of which only the digest is kept."""

    users: Table
    tokens: Table


def account_tables(metadata: MetaData) -> AccountTables:
    """Make the tables of the accounts."""
    users = Table(
        "account_users",
        metadata,
        Column("id", KEY, primary_key=True),
        Column("email", String(320), unique=True, nullable=False),
        Column("password", String(255), nullable=False),
        Column("first_name", text_type(), nullable=False),
        Column("last_name", text_type(), nullable=False),
        Column("customer_id", BigInteger, nullable=False),
    )
    tokens = Table(
        "account_tokens",
        metadata,
        Column("digest", String(64), primary_key=True),
        Column("user_id", ForeignKey(users.c.id), nullable=False),
        Column("kind", String(16), nullable=False),
        # 0: the token lives without requests.
        Column("idle_seconds", BigInteger, nullable=False),
        Column("used_at", Double, nullable=False),
        # The record in the collection `apitokens` that tells of the token, where there is one.
        Column("listed", BigInteger),
    )
    return AccountTables(users, tokens)
