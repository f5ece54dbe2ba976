"""The built wheel, in an environment that holds nothing else."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(target), str(ROOT)]
    subprocess.run(command, check=True)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("bare")
    venv.create(home, with_pip=True)
    subprocess.run([home / "bin" / "python", "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    return home / "bin"


def _run(command: list[str | Path], tmp_path: Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path).stdout


def test_the_wheel_holds_the_package_the_grammar_and_the_data_and_no_more(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "vsfilter").rglob("*.py")}
    extra = {"vsfilter/py.typed", "vsfilter/schema/endpoints.json", "vsfilter/syntax/vsfilter.lark"}
    kept = {"vsfilter/schema/generate.py", "vsfilter/schema/merging.py", "vsfilter/fields/generate.py"}
    assert names == modules - kept | extra


def test_the_grammar_in_the_wheel_is_the_grammar(wheel: Path) -> None:
    assert zipfile.ZipFile(wheel).read("vsfilter/syntax/vsfilter.lark") == (ROOT / "grammar/vsfilter.lark").read_bytes()


def test_the_library_works(bare: Path, tmp_path: Path) -> None:
    code = "import vsfilter; print(vsfilter.compile('type = I', 'cdrs').to_json().decode())"
    printed = _run([bare / "python", "-c", code], tmp_path)
    assert printed == '[{"property":"type","operator":"eq","value":"I"}]\n'


def test_the_command_works(bare: Path, tmp_path: Path) -> None:
    assert _run([bare / "vsfilter", "fmt", "cdrs", "type=I&&duration>5"], tmp_path) == 'type = "I" and duration > 5\n'
    assert len(_run([bare / "vsfilter", "endpoints"], tmp_path).splitlines()) == 2 + 21
    assert "calldate" in _run([bare / "vsfilter", "schema", "cdrs"], tmp_path)
    assert _run([bare / "vsfilter", "--version"], tmp_path).startswith("vsfilter, version 0.")


def test_the_parts_without_an_extra_work(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "calls.jsonl").write_text('{"id":1,"src":"44"}\n{"id":2}\n', "utf-8")
    assert _run([bare / "vsfilter", "grep", "cdrs", "src is null", "calls.jsonl"], tmp_path) == '{"id":2}\n'
    assert "`type` is" in _run([bare / "vsfilter", "explain", "cdrs", "type = I"], tmp_path)
    code = "from vsfilter.fields import sms; import vsfilter; print(vsfilter.to_text(sms.from_ == 5))"
    assert _run([bare / "python", "-c", code], tmp_path) == "from = 5\n"


@pytest.mark.parametrize(("command", "extra"), [(["fetch", "cdrs", "type = I"], "client"), (["serve"], "emulator")])
def test_the_parts_with_an_extra_name_it(bare: Path, tmp_path: Path, command: list[str], extra: str) -> None:
    ran = subprocess.run([bare / "vsfilter", *command], check=False, capture_output=True, text=True, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.endswith(f"is missing: pip install 'vsfilter[{extra}]'\n")


def test_only_what_the_core_needs_was_installed(bare: Path, tmp_path: Path) -> None:
    listed = _run([bare / "python", "-m", "pip", "list", "--format", "freeze"], tmp_path)
    names = {line.split("==")[0].lower() for line in listed.splitlines()}
    assert names - {"pip", "setuptools"} == {"vsfilter", "lark", "orjson", "click"}
