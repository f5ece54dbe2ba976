"""What a client did wrong, as one error with the smallest example."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from hypothesis.errors import FlakyFailure

from vsfilter.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOKEN = re.compile(r"\b[0-9A-Fa-f]{40}\b")
_USER = re.compile(r"(?<=//)[^/?#@\s]*@")
_HIDDEN: Final = "…"
_LONGEST: Final = 2_000
_LONGEST_DETAIL: Final = 300


class Diagnosis(StrEnum):
    """What went wrong, in words; the value is that which stands at the beginning of the message."""

    CLIENT_FAILED = "exception in the client"
    NOTHING_ASKED = "nothing asked"
    WRONG_PATH = "wrong path"
    WRONG_OPTION = "wrong option"
    FILTER_NOT_SENT = "filter not sent"
    FILTER_LOST_LATER = "filter lost on a later page"
    NOT_ENCODED = "not encoded"
    DOUBLE_ENCODING = "double encoding"
    NO_FILTER_JSON = "no filter JSON"
    CONDITION_LOST = "condition lost"
    CONDITION_ADDED = "condition added"
    PROPERTY_CHANGED = "property changed"
    OPERATOR_CHANGED = "operator changed"
    VALUE_CHANGED = "value changed"
    OTHER_BYTES = "other bytes"
    REFUSED = "request refused"
    NEVER_ENDING = "never ending walk"
    RECORDS_LOST = "records lost"
    RECORDS_REPEATED = "records repeated"
    RECORDS_ADDED = "records that do not match"


class Finding(NamedTuple):
    """What is wrong with one request or one walk: the diagnosis, what exactly, what was seen and what was due."""

    diagnosis: Diagnosis
    detail: str
    seen: str | None = None
    expected: str | None = None


class Case(NamedTuple):
    """What a client was given: the text of a filter, the name of an endpoint, and in words what happened around it."""

    text: str
    endpoint: str
    story: tuple[str, ...] = ()


class ClientFaultError(AssertionError):
    """The client under test does something else than it should; ``str`` tells it all.

    ``diagnosis`` says what, for programs, and ``detail`` exactly, for people. ``text`` and ``endpoint`` are what the
    client was given, the smallest that was found, and ``story`` what else happened. ``expected`` and ``seen`` are the
    filter as it should have gone out and as it did, or the records as they should have come and as they did;
    either may be None. What looks like a token, and the user in a URL, are left out of all of them.
    """

    def __init__(self, finding: Finding, case: Case, secrets: Iterable[str] = ()) -> None:
        """Take what was found, what the client was given, and texts that no message may hold."""
        clean = partial(without_secrets, secrets=tuple(secrets))
        seen, expected = finding.seen and clean(finding.seen), finding.expected and clean(finding.expected)
        self.finding = Finding(finding.diagnosis, clean(finding.detail), seen, expected)
        self.case = case
        super().__init__(self.finding, self.case)

    @property
    def diagnosis(self) -> Diagnosis:
        """What went wrong."""
        return self.finding.diagnosis

    @property
    def text(self) -> str:
        """The text of the filter that the client was given."""
        return self.case.text

    def __str__(self) -> str:
        """Give the diagnosis in a line, and what belongs to it in lines below."""
        finding, case = self.finding, self.case
        rows: list[tuple[str, str | None]] = [("filter", case.text), ("endpoint", case.endpoint)]
        rows += [("" if number else "story", event) for number, event in enumerate(case.story)]
        rows += [("expected", finding.expected), ("seen", finding.seen)]
        lines = [f"  {name:<9} {shown(text)}" for name, text in rows if text is not None]
        return "\n".join([f"{finding.diagnosis}: {shown(finding.detail, _LONGEST_DETAIL)}", *lines])


def without_secrets(text: str, secrets: Iterable[str] = ()) -> str:
    """Leave out what is secret or looks like it."""
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    return _USER.sub(f"{_HIDDEN}@", _TOKEN.sub(_HIDDEN, text))


def shown(text: str, longest: int = _LONGEST) -> str:
    """Make a foreign text fit for a message: printable, and not without end."""
    return printable(text if len(text) <= longest else text[: longest - 1] + "…")


def failure_of(error: Exception) -> Finding:
    """Tell of an exception that came out of the client."""
    said = [*str(error).strip().splitlines(), ""][0]
    detail = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return Finding(Diagnosis.CLIENT_FAILED, detail)


def fault_in(error: Exception) -> ClientFaultError | None:
    """Give the fault that a run of Hypothesis ended with; None where it ended otherwise.

    A client that does not do the same each time makes Hypothesis tell of that instead, with the fault inside.
    """
    if isinstance(error, ClientFaultError):
        # Another one, since this has notes of Hypothesis.
        fault = ClientFaultError(error.finding, error.case)
        fault.__cause__ = error.__cause__
        return fault
    inside = error.exceptions if isinstance(error, FlakyFailure) else ()
    return next((fault_in(one) for one in inside if isinstance(one, ClientFaultError)), None)
