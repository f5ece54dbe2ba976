"""Logins that wait for their code."""

from __future__ import annotations

import hmac
import secrets
import threading
from dataclasses import dataclass, field
from typing import Final

from vsfilter.emulator.passwords import digest, new_token

TRIES: Final = 5
LIFETIME_SECONDS: Final = 600
# Whoever begins more logins than this loses the oldest.
MOST_WAITING: Final = 1_000


@dataclass(slots=True)
class _Waiting:
    user_id: int
    code: str = field(repr=False)
    ends_at: float
    tries: int = TRIES


class SecondFactor:
    """The logins that have passed the password, by the digest of their nonce; they do not survive a restart."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, _Waiting] = {}

    def begin(self, user_id: int, now: float) -> str:
        """Give the nonce of a new login."""
        nonce = new_token()
        waiting = _Waiting(user_id, f"{secrets.randbelow(1_000_000):06}", now + LIFETIME_SECONDS)
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
            self._waiting[digest(nonce)] = waiting
        return nonce

    def code(self, nonce: str) -> str:
        """Give the code that the user would receive by e-mail; LookupError where no login waits for one."""
        with self._lock:
            return self._waiting[digest(nonce)].code

    def finish(self, nonce: str, code: str, now: float) -> int | None:
        """Give the user's id where the code is right. The nonce ends with that, or after a few wrong codes."""
        key = digest(nonce)
        with self._lock:
            waiting = self._waiting.get(key)
            if waiting is None:
                return None
            waiting.tries -= 1
            right = now < waiting.ends_at and hmac.compare_digest(code.encode(), waiting.code.encode())
            if right or waiting.tries == 0 or now >= waiting.ends_at:
                del self._waiting[key]
            return waiting.user_id if right else None
