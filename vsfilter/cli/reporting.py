"""Issues on standard error, drawn for people or as JSON, and the exit status that goes with them."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

import click

from vsfilter.errors import VsFilterError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vsfilter.errors import Issue

REFUSED = FAILED = 1

# The error handler for what an output cannot show: `\\uXXXX`, and a pair of them beyond U+FFFF.
ESCAPING = "vsfilter-escaping"


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4)), error.end


codecs.register_error(ESCAPING, _escape)


def report(issues: Sequence[Issue], source: str | None, *, as_json: bool) -> None:
    """Write issues to standard error; in colour only on a terminal, and not where NO_COLOR is set."""
    if not issues:
        return
    from vsfilter.rendering import issues_as_data, render_issues  # noqa: PLC0415  most filters have no issue

    if as_json:
        import json  # noqa: PLC0415  few ask for it

        text = json.dumps({"issues": issues_as_data(issues, source)})
    else:
        # There is no standard error where the caller has closed it.
        colour = sys.stderr is not None and sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        text = render_issues(issues, source, colour=colour)
    click.echo(text, err=True)


def fail(message: str) -> NoReturn:
    """Say in one line why the command cannot go on, and end with status 1."""
    click.echo(f"error: {message}", err=True)
    sys.exit(FAILED)


def abandon_output() -> None:
    """Let what is still to be written go nowhere, since Python would try again at its end, and complain."""
    from pathlib import Path  # noqa: PLC0415  hardly ever needed

    with suppress(OSError, AttributeError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


@contextmanager
def refusals(*, as_json: bool) -> Iterator[None]:
    """Turn an exception of this library into a report and exit status 1."""
    try:
        yield
    except VsFilterError as error:
        report(error.issues, error.source, as_json=as_json)
        sys.exit(REFUSED)
