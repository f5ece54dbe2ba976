"""What the package offers, and that it is cheap to import."""

from __future__ import annotations

import inspect
import subprocess
import sys

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


def test_every_refusal_is_a_vsfilter_error_and_a_value_error() -> None:
    for kind in (vsfilter.FilterSyntaxError, vsfilter.FilterCheckError, vsfilter.SchemaError):
        assert issubclass(kind, vsfilter.VsFilterError)
    assert issubclass(vsfilter.VsFilterError, ValueError)


def _modules_after(code: str) -> set[str]:
    script = f"import sys; {code}; print(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    )


def test_importing_loads_neither_the_parser_nor_the_command() -> None:
    assert {"lark", "click", "difflib", "zoneinfo"}.isdisjoint(_modules_after("import vsfilter"))


def test_compiling_an_expression_built_in_python_needs_no_parser() -> None:
    build = "from vsfilter.model import Comparison, Operator, Number"
    run = "vsfilter.compile(Comparison('duration', Operator.EQ, Number('5')), 'cdrs').to_query()"
    modules = _modules_after(f"import vsfilter; {build}; {run}")
    assert "lark" not in modules
    assert "orjson" in modules
