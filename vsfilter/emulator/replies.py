"""What the emulator answers: the envelopes of the API, and its errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

# The text that the API answers where it cannot filter on a property (reference 2.1, row 19).
FILTRATION_ERROR = "Filtration error"


class Refusal(Exception):  # noqa: N818  an answer to a request, not a fault of this program
    """The request is refused: a status of 4xx, and what the body says."""

    def __init__(self, status: int, message: str, field: str | None = None, detail: str | None = None) -> None:
        """Take the message and, where one part of the request is at fault, its name and what is wrong with it."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = [] if field is None else [{"field": field, "message": detail or message}]


def invalid(field: str, detail: str) -> Refusal:
    """Make the refusal of a request whose parameter or key ``field`` is wrong."""
    return Refusal(400, "Validation error", field, detail)


def not_filterable(name: str) -> Refusal:
    """Make the refusal of a filter on a property that cannot be filtered on."""
    return Refusal(400, FILTRATION_ERROR, name, FILTRATION_ERROR)


def not_found() -> Refusal:
    """Make the refusal of a request for what does not exist."""
    return Refusal(404, "Not found")


def reply(content: Mapping[str, Any], status: int = 200) -> Response:
    """Answer with JSON; what it holds can be written as UTF-8."""
    body = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(body.encode(), status, media_type="application/json")


def refuse(refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a refusal."""
    # In ASCII, since what is quoted from a request may hold half a surrogate pair.
    body = json.dumps({"message": refusal.message, "errors": refusal.errors}).encode()
    sent = dict(headers or {})
    if refusal.status == 401:  # noqa: PLR2004  401 is better known than any name for it
        sent["WWW-Authenticate"] = 'Basic realm="VoIPstudio"'
    return Response(body, refusal.status, sent, media_type="application/json")


def item(record: Mapping[str, Any], status: int = 200) -> Response:
    """Answer with one record."""
    return reply({"data": record, "links": {}}, status)
