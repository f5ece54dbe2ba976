"""Where the token of a server comes from: never from the command line, where others could read it."""

from __future__ import annotations

import os

from vsfilter.cli.reporting import fail
from vsfilter.wire import TOKEN_VARIABLE

_SERVICE = "vsfilter"


def token_for(url: str) -> str:
    """Give the token of a base URL, from a variable or the keyring; ends the command where there is none."""
    token = os.environ.get(TOKEN_VARIABLE) or _from_keyring(url)
    if not token:
        fail(f"no token: set the variable {TOKEN_VARIABLE}, or install keyring and run\n  keyring set {_SERVICE} {url}")
    return token


def _from_keyring(url: str) -> str | None:
    try:
        import keyring  # noqa: PLC0415  an extra
    except ImportError:
        return None
    try:
        return keyring.get_password(_SERVICE, url)
    except keyring.errors.KeyringError:
        # This machine has none that could be asked.
        return None
