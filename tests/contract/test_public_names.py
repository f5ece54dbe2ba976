"""What the package offers, and that it is cheap to import."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import vsfilter

PUBLIC = [
    "Accept",
    "Endpoint",
    "F",
    "Filter",
    "FilterCheckError",
    "FilterSyntaxError",
    "Filterability",
    "Issue",
    "Limits",
    "Param",
    "ParsedQuery",
    "Plan",
    "Prepared",
    "Property",
    "PropertyType",
    "SchemaError",
    "Severity",
    "Span",
    "VsFilterError",
    "compile",
    "endpoint",
    "endpoints",
    "from_json",
    "from_query",
    "load_endpoint",
    "parse",
    "plan",
    "predicate",
    "prepare",
    "to_text",
]


def test_the_public_names_are_these_and_sorted() -> None:
    assert vsfilter.__all__ == PUBLIC
    assert sorted(PUBLIC) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_documented(name: str) -> None:
    thing = getattr(vsfilter, name)
    assert len(inspect.getdoc(thing) or "") > 40
    if inspect.isclass(thing) and thing.__module__.startswith("vsfilter"):
        for member, value in vars(thing).items():
            if not member.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)):
                assert inspect.getdoc(value), f"{name}.{member}"


def test_type_checkers_see_the_names_that_are_loaded_when_asked_for() -> None:
    tree = ast.parse(Path(vsfilter.__file__).read_text("utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == vsfilter._home_of
    assert sorted(seen) == PUBLIC
    assert set(PUBLIC) <= set(dir(vsfilter))


def test_there_are_no_other_names() -> None:
    with pytest.raises(AttributeError, match="module 'vsfilter' has no attribute 'compil'") as caught:
        getattr(vsfilter, "compil")  # noqa: B009  which mypy would refuse otherwise
    assert caught.value.name == "compil"


def test_a_star_import_gives_the_public_names() -> None:
    names: dict[str, object] = {}
    exec("from vsfilter import *", names)  # noqa: S102  as a user writes it
    assert set(PUBLIC) <= set(names)


def test_every_refusal_is_a_vsfilter_error_and_a_value_error() -> None:
    for kind in (vsfilter.FilterSyntaxError, vsfilter.FilterCheckError, vsfilter.SchemaError):
        assert issubclass(kind, vsfilter.VsFilterError)
    assert issubclass(vsfilter.VsFilterError, ValueError)


def _modules_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    )


def test_importing_loads_nothing_that_is_not_used() -> None:
    before = _modules_after("pass")
    assert _modules_after("import vsfilter") - before == {"vsfilter"}


LONG_WAY = {"vsfilter.model.expression", "vsfilter.syntax.parser", "vsfilter.check.checker", "vsfilter.rendering"}


def test_compiling_loads_neither_the_command_nor_what_only_refusals_need() -> None:
    modules = _modules_after("import vsfilter; vsfilter.compile('duration >= 60', 'cdrs').to_query()")
    assert {"click", "difflib", "zoneinfo", "vsfilter.build", "vsfilter.local", "vsfilter.explain"}.isdisjoint(modules)
    assert LONG_WAY.isdisjoint(modules)


def test_writing_a_url_loads_no_part_of_the_other_subcommands() -> None:
    call = "from vsfilter.cli import main; main(['url', 'cdrs', 'duration >= 60'], standalone_mode=False)"
    modules = _modules_after(
        f"import io, contextlib; sink = io.StringIO()\nwith contextlib.redirect_stdout(sink): {call}\n"
    )
    assert {"zoneinfo", "decimal", "lark", "orjson", *LONG_WAY}.isdisjoint(modules)
    parts = {name.split(".")[1] for name in modules if name.startswith("vsfilter.")}
    assert parts.isdisjoint(
        {"build", "client", "emulator", "explain", "fields", "files", "local", "planning", "sample"}
    )
    assert {"vsfilter.cli.fetch", "vsfilter.cli.serve", "vsfilter.cli.decode", "vsfilter.cli.tables"}.isdisjoint(
        modules
    )


def test_compiling_an_expression_built_in_python_needs_no_parser() -> None:
    build = "from vsfilter.model import Comparison, Operator, Number"
    run = "vsfilter.compile(Comparison('duration', Operator.EQ, Number('5')), 'cdrs').to_query()"
    modules = _modules_after(f"import vsfilter; {build}; {run}")
    assert "lark" not in modules
    assert "orjson" in modules
