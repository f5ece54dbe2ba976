"""The wording of messages about requests; each message is tested in full where its issue arises."""

from __future__ import annotations

import pytest

import vsfilter
from vsfilter.wire import messages


@pytest.mark.parametrize(
    "issue",
    [
        messages.invalid_page("x" * 100),
        messages.invalid_limit("x" * 100, 5000),
        messages.invalid_dir("x" * 100),
        messages.unknown_option_property("sort", "x" * 100, vsfilter.endpoint("cdrs")),
    ],
)
def test_what_was_given_is_cut_after_60_characters(issue: vsfilter.Issue) -> None:
    assert "…`" in issue.message
    assert len(issue.message) < 130


@pytest.mark.parametrize(
    "issue",
    [
        messages.invalid_dir("\x1b[31m"),
        messages.unknown_option_property("sort", "\x1b[31m", vsfilter.endpoint("cdrs")),
    ],
)
def test_what_was_given_cannot_command_a_terminal(issue: vsfilter.Issue) -> None:
    assert "`␛[31m`" in issue.message


def test_a_base_url_is_never_shown() -> None:
    issue = messages.invalid_base_url("https://me:s3cret@example.com")
    assert "s3cret" not in f"{issue.message} {issue.hint}"


def test_lengths_are_grouped_by_thousands() -> None:
    assert messages.url_too_long(1_234_567, 8000).message == (
        "the query string has 1,234,567 bytes; more than 8,000 may be refused on the way"
    )
