"""The command where one request cannot say the filter."""

from __future__ import annotations

import json

import pytest

from tests.unit.command import printed, refused, run


def test_explain_shows_the_plan_where_one_request_cannot_say_the_filter() -> None:
    shown = run("explain", "cdrs", "type = M or src like 44", "--limit", "5").stdout
    assert shown.startswith('filter:  type = "M" or src like 44\nplan:    2 requests to cdrs; ')
    assert "&limit=5" in shown


def test_explain_gives_the_plan_as_data() -> None:
    data = json.loads(printed("explain", "cdrs", "duration > 9 or src like 44", "--format", "json"))
    assert [one["text"] for one in data["requests"]] == ["duration > 9", 'src like "44"']


@pytest.mark.parametrize("text", ["src is null and type = M", "from like 44 and created_at > 2026-01-01"])
def test_explain_shows_what_is_looked_at_here(text: str) -> None:
    endpoint = "faxes" if "from" in text else "cdrs"
    assert "looked at here: " in run("explain", endpoint, text).stdout


def test_explain_shows_how_a_list_is_cut() -> None:
    ids = ", ".join(str(number) for number in range(10**7, 10**7 + 800))
    assert (
        "plan:    2 requests to cdrs; 798 fewer than by plain distribution"
        in run("explain", "cdrs", f"id in ({ids})").stdout
    )


def test_explain_takes_the_options_of_a_plan() -> None:
    assert refused("explain", "cdrs", "src is null").startswith("error[full-scan]: ")
    assert "request 1: all records" in printed("explain", "cdrs", "src is null", "--allow-full-scan")
    text = "type = M and (src like 44 or dst like 55 or clid like 66)"
    assert "plan:    1 request to cdrs" in printed("explain", "cdrs", text, "--max-requests", "2")


def test_fetch_refuses_a_full_scan_before_it_asks_for_a_token() -> None:
    assert refused("fetch", "cdrs", "src is null").startswith("error[full-scan]: ")
    assert refused("fetch", "cdrs", "src like 4 or dst like 4", "--max-requests", "1001").startswith(
        "error[invalid-option]: expected max_requests"
    )
