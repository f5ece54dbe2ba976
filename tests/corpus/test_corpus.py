"""The contract as cases, through the library and through the command; and issues exactly as they are drawn."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import vsfilter
from vsfilter.cli import main

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "examples.jsonl"

Case = dict[str, Any]


def _read(name: str) -> list[Case]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


CONTRACT = _read("contract.jsonl")
CASES = CONTRACT + _read("cases.jsonl")
RENDERINGS = (HERE / "renderings.txt").read_text("utf-8").split("\n\n")


def _name(case: Case) -> str:
    return f"{case['endpoint']}: {case['text']!a}"


def test_the_corpus_has_the_size_it_had() -> None:
    assert len(CONTRACT) == 92
    assert len(CASES) >= 92 + 110
    assert len(RENDERINGS) >= 15
    assert len({json.dumps(case, sort_keys=True) for case in CASES}) == len(CASES)


@pytest.mark.skipif(not SHARED.exists(), reason="the contract stands beside the repository only where it is developed")
def test_the_copy_of_the_contract_is_the_contract() -> None:
    assert (HERE / "contract.jsonl").read_bytes() == SHARED.read_bytes()


def _compile(case: Case) -> vsfilter.Filter:
    options: dict[str, Any] = {name: case[name] for name in ("params", "timezone", "accept") if name in case}
    if "clock" in case:
        options["clock"] = lambda: datetime.fromisoformat(case["clock"])
    return vsfilter.compile(case["text"], case["endpoint"], **options)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_the_library_does_as_the_case_says(case: Case) -> None:
    if "filter" not in case:
        with pytest.raises(vsfilter.VsFilterError) as caught:
            _compile(case)
        issues = caught.value.issues
        assert sorted(issue.code for issue in issues) == sorted(case["errors"])
        if "suggestion" in case:
            assert [issue.suggestion for issue in issues] == [case["suggestion"]]
        if "spans" in case:
            assert [list(issue.span or ()) for issue in issues] == case["spans"]
        return
    flt = _compile(case)
    assert json.loads(flt.to_json()) == case["filter"]
    assert flt.to_list() == case["filter"]
    assert sorted(issue.code for issue in flt.warnings) == sorted(case.get("warnings", []))
    assert vsfilter.compile(str(flt), case["endpoint"]) == flt


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_the_command_does_as_the_case_says(case: Case) -> None:
    arguments = ["json", case["endpoint"], case["text"], "--format", "json"]
    for option, key in (("--now", "clock"), ("--timezone", "timezone"), ("--accept", "accept")):
        arguments += [option, case[key]] if key in case else []
    for name, value in case.get("params", {}).items():
        arguments += ["--param", f"{name}={value}"]
    result = CliRunner().invoke(main, arguments)
    codes = [issue["code"] for issue in json.loads(result.stderr)["issues"]] if result.stderr else []
    if "filter" in case:
        assert result.exit_code == 0
        assert json.loads(result.stdout) == case["filter"]
        assert sorted(codes) == sorted(case.get("warnings", []))
    else:
        assert result.exit_code == 1
        assert result.stdout == ""
        assert sorted(codes) == sorted(case["errors"])


@pytest.mark.parametrize("block", RENDERINGS, ids=lambda block: block.split("\n", 1)[0])
def test_issues_are_drawn_exactly_so(block: str) -> None:
    command, *drawn = block.rstrip("\n").split("\n")
    endpoint, _, text = command.removeprefix("$ ").partition(" ")
    result = CliRunner().invoke(main, ["check", endpoint, text.encode().decode("unicode_escape")])
    assert result.stderr.rstrip("\n").split("\n") == drawn


def test_the_documented_example_gives_the_documented_bytes() -> None:
    flt = vsfilter.compile('dst_id = 123456 and calldate > "2018-09-01"', "cdrs")
    assert flt.to_json() == (
        b'[{"property":"dst_id","operator":"eq","value":"123456"},'
        b'{"property":"calldate","operator":"gt","value":"2018-09-01 00:00:00"}]'
    )


def test_a_connector_asks_for_a_range_of_dates_in_pages_of_five_thousand() -> None:
    flt = vsfilter.compile('calldate > "2022-03-01 00:00:00" and calldate < "2022-03-28 23:59:59"', "cdrs")
    assert flt.to_query(page=5000, limit=5000) == (
        "filter=%5B%7B%22property%22%3A%22calldate%22%2C%22operator%22%3A%22gt%22%2C%22value%22%3A%222022-03-01%2000%3A00%3A00%22%7D%2C"
        "%7B%22property%22%3A%22calldate%22%2C%22operator%22%3A%22lt%22%2C%22value%22%3A%222022-03-28%2023%3A59%3A59%22%7D%5D"
        "&page=5000&limit=5000"
    )
