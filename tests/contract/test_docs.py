"""Every example of the README and the docs, executed; every code and file that they name."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.echo import echo_server

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in _FENCE.findall(page.read_text("utf-8")) if kind == language]


CONSOLE = [(page.name, number, block) for page in PAGES for number, block in enumerate(_blocks(page, "console"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_python_examples_of_a_page_run(page: Path) -> None:
    source = "\n".join(_blocks(page, "python"))
    report: list[str] = []
    with echo_server() as base_url:
        names = {"BASE_URL": base_url, "TOKEN": "secret"}
        examples = doctest.DocTestParser().get_doctest(source, names, page.name, str(page), 0)
        results = doctest.DocTestRunner(verbose=False).run(examples, out=report.append)
    assert results.failed == 0, "".join(report)
    assert results.attempted == source.count(">>> ")


def test_the_example_of_the_package_runs() -> None:
    import vsfilter  # noqa: PLC0415  its docstring is what is tested

    assert doctest.testmod(vsfilter) == (0, 3)


@pytest.mark.parametrize(("name", "number", "block"), CONSOLE, ids=lambda part: str(part)[:20])
def test_a_console_example_prints_what_the_page_says(name: str, number: int, block: str, tmp_path: Path) -> None:
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    commands = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    assert commands, f"{name}, block {number}, has no command"
    for example in commands:
        command, _, expected = example.partition("\n")
        # The result comes first on a page, then what was said about it.
        ran = subprocess.run(
            ["/bin/sh", "-c", command], check=False, capture_output=True, text=True, cwd=tmp_path, env=environment
        )
        assert ran.stdout + ran.stderr == expected


def test_the_pages_have_the_examples_they_had() -> None:
    assert len(CONSOLE) >= 20
    assert sum(len(_blocks(page, "python")) for page in PAGES) >= 38


def test_ci_runs_the_test_command_of_the_readme() -> None:
    commands = _blocks(ROOT / "README.md", "sh")
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_page_of_issues_lists_every_code_and_no_other() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "vsfilter").rglob("*.py"))
    used = set(re.findall(r"(?:Issue|_warning)\(\s*\"([a-z]+(?:-[a-z]+)*)\"", source))
    page = (ROOT / "docs" / "issues.md").read_text("utf-8")
    listed = set(
        re.findall(r"`([a-z-]+)`", " ".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `")))
    )
    assert listed == used


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_within_the_repository_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
