"""What a conversation with the API asks of whoever carries it out: the steps, as values.

A conversation is a generator that yields steps and is sent their outcomes, so that it runs in the same way whether
its steps are carried out at once or awaited. A step that fails with a `ClientError` has it thrown into the generator.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, TypeVar

_Outcome = TypeVar("_Outcome")

# Gives a text that is asked for in the middle of a conversation: a token, or the code of a second factor.
Asker: TypeAlias = Callable[[], str]
AsyncAsker: TypeAlias = Callable[[], str | Awaitable[str]]


class Secret:
    """A text that no repr and no message shows."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Take the text."""
        self._text = text

    def reveal(self) -> str:
        """Give the text."""
        return self._text

    def __repr__(self) -> str:
        return "<secret>"


@dataclass(frozen=True, slots=True)
class Request:
    """Send a request; the outcome is its `vsfilter.client.replies.Reply`.

    ``path`` is the path as messages show it, without what is secret in it, and ``shown_url`` the URL as the log of
    httpx shows it: without its query string, which may hold numbers of people. ``secrets`` are kept out of every
    message. Only a request that is ``repeatable`` is sent again after a failure.
    """

    method: Literal["GET", "POST", "DELETE"]
    path: str
    url: str = field(repr=False)
    shown_url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: Mapping[str, object] | None = field(default=None, repr=False)
    secrets: tuple[Secret, ...] = ()

    @property
    def repeatable(self) -> bool:
        """Whether the request only reads, so that sending it twice does no harm."""
        return self.method == "GET"

    def leaks_into(self, text: str) -> bool:
        """Tell whether the text holds one of the secrets."""
        return any(secret.reveal() in text for secret in self.secrets)


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait for some seconds; the outcome is None."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Call:
    """Call a function of the user's; the outcome is the text that it gives."""

    function: AsyncAsker


@dataclass(frozen=True, slots=True)
class Rows:
    """Hand records to the user; the outcome is None."""

    records: tuple[dict[str, Any], ...]


Step: TypeAlias = Request | Pause | Call
Talk: TypeAlias = Generator[Step, Any, _Outcome]
Walk: TypeAlias = Generator[Step | Rows, Any, None]
