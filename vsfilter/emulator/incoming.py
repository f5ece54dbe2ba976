"""What comes with a request beside its query: the token and the body."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import TYPE_CHECKING, Any, Final

from vsfilter.emulator.json_text import NumberText, decode
from vsfilter.emulator.replies import Refusal, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import Headers
    from starlette.requests import Request

LONGEST_BODY: Final = 64 * 1024

# More digits than any integer that is expected.
_LONGEST_INTEGER: Final = 20
_NO_JSON: Final = "The body is no JSON object"


def token_of(headers: Headers) -> str | None:
    """Give the token of a request: in a header of its own, or as the password of any user."""
    token = headers.get("x-auth-token")
    if token is not None:
        return token
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        _, colon, password = b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return password if colon else None


async def body_of(request: Request, keys: Mapping[str, type]) -> dict[str, Any]:
    """Read the JSON object of a request, which has exactly these keys, each of this type.

    Raises `Refusal` for any other body.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(400, "The body is of the type application/json")
    received = bytearray()
    async for part in request.stream():
        received += part
        if len(received) > LONGEST_BODY:
            raise Refusal(413, "The body is too large")
    try:
        body = decode(received.decode())
    except ValueError:
        # Nothing of the body is repeated: it may hold a password.
        raise Refusal(400, _NO_JSON) from None
    if type(body) is not dict:
        raise Refusal(400, _NO_JSON)
    if not body.keys() <= keys.keys():
        raise Refusal(400, f"Unknown key; the keys are {', '.join(keys)}")
    return {key: _fitting(key, kind, body.get(key)) for key, kind in keys.items()}


def _fitting(key: str, kind: type, value: object) -> Any:  # noqa: ANN401  of the type asked for
    if type(value) is kind:
        return value
    # What is left of the digits of a number that is no integer, or far too long, is not worth telling apart.
    if kind is int and type(value) is NumberText and value.lstrip("-").isdigit() and len(value) < _LONGEST_INTEGER:
        return int(value)
    raise invalid(key, f"expected {'text' if kind is str else 'an integer'}")
