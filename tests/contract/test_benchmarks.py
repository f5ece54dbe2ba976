"""The table of the benchmarks: that every row can be measured, on sizes that say nothing about speed."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from tests.benchmarks import records
from tests.benchmarks.peers import IMPORTS, PARSERS
from tests.benchmarks.table import main

if TYPE_CHECKING:
    import pytest


def test_every_row_of_texts_is_printed_and_who_is_missing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--quick", "--only", "texts"])
    printed = capsys.readouterr().out
    assert "by hand: urlencode, json.dumps" in printed
    assert "vsfilter, prepared and bound" in printed
    assert "cost of a value of `in`" in printed
    for name in PARSERS:
        installed = importlib.util.find_spec(IMPORTS[name.partition(",")[0]].split(".", maxsplit=1)[0]) is not None
        assert (f"missing: {name} " in printed) is not installed, name


def test_every_row_of_records_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--quick", "--only", "records"])
    printed = capsys.readouterr().out
    for shape in records.shapes("5104", "2026-07-01 00:00:00"):
        assert f"records: {shape.name}\n" in printed


def test_every_row_of_processes_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--quick", "--only", "processes"])
    printed = capsys.readouterr().out
    for row in ("import vsfilter", "import lark", "vsfilter url cdrs …", "100 conditions", "100 values of `in`"):
        assert f"\n  {row} " in printed
