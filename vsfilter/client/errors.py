"""What can go wrong between here and the API.

The exceptions::

    Exception
    └── ClientError                  .path, .status, .said, .attempts, .transient, .retry_after
        ├── AuthenticationError      no token, or one that the API does not take (401, 403)
        ├── RequestRefusedError      the API refuses the request (other 4xx, 3xx), or it cannot be sent
        ├── RateLimitedError         too many requests (429)
        ├── ServerError              the server fails (5xx)
        ├── ConnectionFailedError    no connection, or no reply in time
        ├── MalformedReplyError      a reply that is not what the API documents
        ├── IncompleteWalkError      the pages do not add up to all records; .received
        └── UnknownOrderError        the replies are ordered in a way that cannot be merged

A filter or an option that is wrong raises `vsfilter.VsFilterError` before anything is sent. No message holds a token,
a password or a query string.
"""

from __future__ import annotations


class ClientError(Exception):
    """The base of all failures of a client.

    ``path`` is the path of the endpoint, without query string and without secrets, ``status`` the HTTP status; each
    is None where there is none. ``said`` is what the API says about it, or empty. ``attempts`` counts how often the
    request was sent. ``transient`` tells whether the same request may succeed later, and ``retry_after`` how many
    seconds the server asks to wait, if it says so.
    """

    transient = False

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        status: int | None = None,
        retry_after: float | None = None,
        said: str = "",
    ) -> None:
        """Take a message for people; see the class for the rest."""
        super().__init__(message)
        self.path = path
        self.status = status
        self.retry_after = retry_after
        self.said = said
        self.attempts = 1

    def __str__(self) -> str:
        """Give the path, the status, what is wrong, and how often it was tried."""
        where = " ".join(str(part) for part in (self.path, self.status) if part is not None)
        tried = f" (tried {self.attempts} times)" if self.attempts > 1 else ""
        return f"{where}: {self.args[0]}{tried}" if where else f"{self.args[0]}{tried}"


class AuthenticationError(ClientError):
    """There is no token, or the API does not take it (401), or it may not see what was asked for (403)."""


class RequestRefusedError(ClientError):
    """The API refuses the request: it says why; or the request is of a kind that cannot be sent."""


class RateLimitedError(ClientError):
    """The API answers that requests come too fast (429)."""

    transient = True


class ServerError(ClientError):
    """The server, or one on the way to it, fails (5xx)."""

    transient = True


class ConnectionFailedError(ClientError):
    """There is no connection to the server, or it broke, or no reply came in time."""

    transient = True


class MalformedReplyError(ClientError):
    """The reply is no HTTP, no JSON, or JSON of another shape than the API documents.

    Only the first is ``transient``: it may be how a rate limit looks (reference 2.6, row 2).
    """

    def __init__(
        self, message: str, *, path: str | None = None, status: int | None = None, transient: bool = False
    ) -> None:
        """Take what the base takes, and whether the reply was no HTTP."""
        super().__init__(message, path=path, status=status)
        self.transient = transient


class IncompleteWalkError(ClientError):
    """The pages of a walk do not add up: going on could lose records or give some twice.

    ``received`` counts the records that were given before.
    """

    def __init__(self, message: str, *, path: str | None = None, received: int = 0) -> None:
        """Take what was seen, and how many records were given before."""
        super().__init__(message, path=path)
        self.received = received


class UnknownOrderError(ClientError):
    """The server orders the records of the requests of a plan otherwise than is known here: they cannot be merged."""
