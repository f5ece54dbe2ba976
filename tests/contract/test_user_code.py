"""What a type checker says of code that uses the library."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mypy import api

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).with_name("user_code")
_EXPECTED = re.compile(r"# error: ([a-z-]+)$")
_FOUND = re.compile(r"^fails\.py:(\d+): error: .*\[([a-z-]+)\]$", re.MULTILINE)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    cache = tmp_path_factory.mktemp("mypy")

    def check(name: str) -> str:
        # As a user has it: the file alone, against the installed package.
        copy = cache / name
        copy.write_text((HERE / name).read_text("utf-8"), "utf-8")
        stdout, stderr, _ = api.run(["--strict", "--cache-dir", str(cache), "--config-file", "", str(copy)])
        assert not stderr
        return stdout.replace(f"{cache}/", "")

    return check


def test_good_code_passes(checked: Callable[[str], str]) -> None:
    assert checked("passes.py").startswith("Success")


def test_good_code_runs() -> None:
    from tests.contract.user_code import passes  # noqa: PLC0415  it is under test

    passes.text()
    assert str(passes.built()).startswith("And((")
    assert str(passes.typed()).startswith("And((")
    assert len(passes.prepared()) == 2
    assert str(passes.declared()) == "number = 801"
    assert passes.matched() == [True, True]
    assert passes.read_back().to_json() == b"[]"


def test_each_mistake_is_found_on_its_line(checked: Callable[[str], str]) -> None:
    lines = (HERE / "fails.py").read_text("utf-8").splitlines()
    expected = {number: found[1] for number, line in enumerate(lines, 1) if (found := _EXPECTED.search(line))}
    assert len(expected) >= 39
    assert {int(number): code for number, code in _FOUND.findall(checked("fails.py"))} == expected
