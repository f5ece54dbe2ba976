"""Passwords and tokens as they may be stored: salted and stretched, or as a digest."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from typing import Final

_COST: Final = 2**14
_BLOCK: Final = 8
_PARALLEL: Final = 1
# What no password matches, though comparing with it takes as long as with any other.
NOBODY: Final = f"scrypt${_COST}${_BLOCK}${_PARALLEL}${'00' * 16}${'00' * 64}"
# One takes 16 MiB, and many threads may log in at once.
_at_once = threading.BoundedSemaphore(2)


def stretch(password: str) -> str:
    """Give the text to store for a password: the parameters of scrypt, a fresh salt, and the key."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${salt.hex()}${_key(password, salt, _COST, _BLOCK, _PARALLEL).hex()}"


def matches(password: str, stored: str) -> bool:
    """Whether a stored text was made of this password."""
    _, cost, block, parallel, salt, key = stored.split("$")
    made = _key(password, bytes.fromhex(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(made, bytes.fromhex(key))


def new_token() -> str:
    """Give a token nobody can guess: 40 hexadecimal characters, as those of the API."""
    return secrets.token_hex(20)


def digest(token: str) -> str:
    """Give what is stored for a token; there is no need to stretch what is random."""
    return hashlib.sha256(token.encode()).hexdigest()


def _key(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    with _at_once:
        return hashlib.scrypt(password.encode(), salt=salt, n=cost, r=block, p=parallel, maxmem=2**26)
