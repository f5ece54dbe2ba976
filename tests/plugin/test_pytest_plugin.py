"""The fixtures that other projects get by installing vsfilter."""

from __future__ import annotations

import sys

import pytest

pytest_plugins = "pytester"

_SUITE = """
import httpx
import pytest
import vsfilter

def test_the_emulator_answers(vsfilter_emulator):
    reply = httpx.get(
        vsfilter_emulator.base_url + "/cdrs", params={"limit": 5}, headers={"X-Auth-Token": vsfilter_emulator.token}
    )
    assert len(reply.json()["data"]) == 5

def test_every_known_endpoint_has_records(vsfilter_emulator):
    empty = {one.name for one in vsfilter.endpoints() if not vsfilter_emulator.count(one.name)}
    assert empty == {one.name for one in vsfilter.endpoints() if not one.properties} | {"apitokens"}

def test_the_client_is_logged_in(vsfilter_client):
    flt = vsfilter.compile("type = M", "cdrs")
    assert {record["type"] for record in vsfilter_client.records(flt)} == {"M"}

@pytest.fixture(scope="session")
def first_url(vsfilter_emulator):
    return vsfilter_emulator.base_url

def test_one_emulator_serves_the_session(first_url, vsfilter_emulator):
    assert vsfilter_emulator.base_url == first_url
"""


def test_a_suite_of_another_project_gets_the_fixtures(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(_SUITE)
    pytester.runpytest_subprocess("-W", "error").assert_outcomes(passed=4)


def test_the_fixtures_are_listed_with_what_they_give(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess("--fixtures")
    result.stdout.fnmatch_lines(
        ["vsfilter_emulator *", "*running emulator on a free port*", "vsfilter_client *", "*logged in to the emulator*"]
    )


@pytest.mark.parametrize(("missing", "fixture"), [("uvicorn", "vsfilter_emulator"), ("httpx", "vsfilter_client")])
def test_a_test_is_skipped_where_the_extra_is_missing(pytester: pytest.Pytester, missing: str, fixture: str) -> None:
    pytester.makeconftest(f"import sys\nsys.modules[{missing!r}] = None\n")
    pytester.makepyfile(f"def test_it({fixture}): pass")
    pytester.runpytest_subprocess("-W", "error").assert_outcomes(skipped=1)


def test_the_plugin_costs_no_import_of_servers_and_clients(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import sys\ndef test_it(): assert {'uvicorn', 'httpx', 'lark'}.isdisjoint(sys.modules)")
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_the_plugin_is_loaded_by_its_entry_point() -> None:
    assert "vsfilter.pytest_plugin" in sys.modules
