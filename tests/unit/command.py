"""What the tests of the command share: a call within this process, and a call as a user makes it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from vsfilter.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.testing import Result

SCRIPT = Path(sys.executable).with_name("vsfilter")


def run(*arguments: str, stdin: bytes | str | None = None, env: Mapping[str, str | None] | None = None) -> Result:
    """Call the command within this process; an exception that it does not handle is raised here."""
    variables = {"COLUMNS": "140", "NO_COLOR": None, **(env or {})}
    return CliRunner().invoke(main, arguments, input=stdin, env=variables, catch_exceptions=False)


def printed(*arguments: str, stdin: bytes | str | None = None) -> str:
    """Give what a call prints that succeeds and has nothing to warn of."""
    result = run(*arguments, stdin=stdin)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def refused(*arguments: str, stdin: bytes | str | None = None) -> str:
    """Give what a call says on standard error that refuses a filter."""
    result = run(*arguments, stdin=stdin)
    assert (result.exit_code, result.stdout) == (1, "")
    return result.stderr


def misused(*arguments: str) -> str:
    """Give the last line that a call says on standard error that was used wrongly."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr.splitlines()[-1]


def environment(**variables: str) -> dict[str, str]:
    """Give the environment of a call as a user makes it, without what would change its output."""
    unwanted = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8"}
    inherited = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**inherited, "LC_ALL": "C.UTF-8", **variables}


def spawn(
    *arguments: str | bytes, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Call the installed command in a process of its own."""
    return subprocess.run(
        [SCRIPT, *arguments],
        input=stdin,
        env=environment(**(env or {})),
        capture_output=True,
        check=False,
        timeout=60,
    )
