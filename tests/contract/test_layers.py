"""The layers of the house: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import vsfilter

PACKAGE = Path(vsfilter.__file__).parent

# Each part and all that it may import beside itself; `docs/design.md` draws the same.
ALLOWED = {
    "lazily": set(),
    "errors": {"rendering"},
    "rendering": {"errors"},
    "nearest": {"errors"},
    "model": {"lazily", "errors", "nearest"},
    "schema": {"errors", "nearest", "model"},
    "syntax": {"lazily", "errors", "nearest", "model"},
    "check": {"lazily", "errors", "nearest", "model", "schema"},
    "build": {"errors", "model"},
    "fields": {"errors", "nearest", "model", "schema", "check", "build"},
    "sample": {"schema"},
    "emulator": {"errors", "schema"},
    "files": {"rendering", "schema"},
    "wire": {"errors", "nearest", "model", "schema", "check"},
    "local": {"errors", "model", "schema", "check"},
    "fastpath": {"errors", "model", "schema", "syntax", "check", "wire"},
    "explain": {"errors", "rendering", "nearest", "model", "schema", "syntax", "check"},
    "filter": {"errors", "model", "schema", "syntax", "check", "wire", "local", "explain"},
    "compiling": {"lazily", "errors", "model", "schema", "syntax", "check", "wire", "local", "fastpath", "filter"},
    "strategies": {"errors", "model", "schema", "syntax", "wire", "filter", "compiling"},
    "testing": {"errors", "model", "schema", "syntax", "wire", "filter", "compiling", "strategies", "emulator"},
    "planning": {
        "errors",
        "rendering",
        "model",
        "schema",
        "syntax",
        "check",
        "wire",
        "local",
        "filter",
        "compiling",
    },
    "client": {"errors", "model", "schema", "check", "wire", "local", "filter", "compiling", "planning"},
    "probe": {
        "errors",
        "rendering",
        "model",
        "schema",
        "build",
        "check",
        "wire",
        "local",
        "filter",
        "compiling",
        "client",
    },
    "pytest_plugin": {"sample", "emulator", "client"},
    # The command is a thin line to everything.
    "cli": {path.stem for path in PACKAGE.iterdir()} - {"__init__", "pytest_plugin", "strategies", "testing"},
    "__init__": {"errors", "model", "schema", "syntax", "build", "check", "wire", "filter", "compiling", "planning"},
}

# The one home of each library from elsewhere, or the two.
HOMES: dict[str, set[str]] = {
    "lark": {"syntax"},
    "orjson": {"wire"},
    "click": {"cli"},
    "keyring": {"cli"},
    "httpx": {"client"},
    "tenacity": {"client"},
    "sqlalchemy": {"emulator"},
    "starlette": {"emulator"},
    "uvicorn": {"emulator"},
    "ijson": {"files"},
    "pyarrow": {"files"},
    "pytest": {"pytest_plugin"},
    "hypothesis": {"strategies", "testing"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def _part(module: Path) -> str:
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


def _imports(module: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            names += whole if node.module == "vsfilter" else [node.module or ""]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return names


def _name(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def test_every_part_has_its_row() -> None:
    assert {_part(module) for module in MODULES} == set(ALLOWED)


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_module_imports_only_what_lies_below(module: Path) -> None:
    part = _part(module)
    for name in _imports(module):
        root, _, rest = name.partition(".")
        if root == "vsfilter":
            assert rest.split(".")[0] in ALLOWED[part] | {part}, name
        assert part in HOMES.get(root, {part}), name


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_module_stays_under_three_hundred_lines(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= 300
