from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vsfilter.syntax import grammar

if TYPE_CHECKING:
    import pytest


def test_the_grammar_lies_in_the_checkout() -> None:
    path = grammar.grammar_path()
    assert path == Path(grammar.__file__).resolve().parents[2] / "grammar" / "vsfilter.lark"
    assert path.is_file()


def test_a_grammar_beside_the_module_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "vsfilter.lark"
    shipped.write_text("start:", "utf-8")
    monkeypatch.setattr(grammar, "__file__", str(tmp_path / "grammar.py"))
    assert grammar.grammar_path() == shipped.resolve()
