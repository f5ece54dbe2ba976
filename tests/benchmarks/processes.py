"""What starts anew each time: importing the library, running the command, and the memory of the largest cases."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.measuring import peak_memory, process_rows, race_processes, ratio, table
from tests.benchmarks.peers import IMPORTS
from tests.benchmarks.texts import conditions, items

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXT = 'dst_id = 123456 and calldate > "2018-09-01"'
_BARE = "the bare interpreter"
# What `vsfilter url` needs of Python beside click.
_SHARED = "json, locale, pathlib, urllib.parse"
# The processor is less disturbed by what else the machine does than the clock.
_HEAD = ("", "ms", "over bare", "ratio", "of the processor: ms", "over bare", "ratio")


def imports(rounds: int) -> list[str]:
    """Print what importing costs over the bare interpreter; give who is missing."""
    commands: list[tuple[str, Sequence[str]]] = [
        (_BARE, _python("pass")),
        ("import vsfilter", _python("import vsfilter")),
        ("… and the documented example", _python(f"import vsfilter; vsfilter.compile({_TEXT!r}, 'cdrs').to_query()")),
        ("by hand: import json, urllib.parse", _python("import json, urllib.parse")),
    ]
    missing = []
    for name, module in IMPORTS.items():
        if importlib.util.find_spec(module.split(".")[0]) is None:
            missing.append(name)
        else:
            commands.append((f"import {module}", _python(f"import {module}")))
    table("Importing, as a process; best of all turns", _HEAD, process_rows(race_processes(commands, rounds)))
    return missing


def command(rounds: int) -> None:
    """Print what a call of the command costs, from its start to its end."""
    program = shutil.which("vsfilter", path=str(Path(sys.executable).parent))
    if program is None:
        raise SystemExit("the command `vsfilter` is not installed beside this Python")
    commands = [
        (_BARE, _python("pass")),
        # The parts of the next call, each with those before it.
        ("import click", _python("import click")),
        ("… and json, locale, pathlib, urllib", _python(f"import click, {_SHARED}")),
        ("… and vsfilter.cli", _python(f"import click, {_SHARED}, vsfilter.cli")),
        ("vsfilter url cdrs …", [program, "url", "cdrs", _TEXT]),
        ("vsfilter schema cdrs", [program, "schema", "cdrs"]),
        ("vsfilter --help", [program, "--help"]),
    ]
    table("The command, as a process; best of all turns", _HEAD, process_rows(race_processes(commands, rounds)))


def memory(size: int, list_size: int) -> None:
    """Print the most memory that a process held which worked on the largest texts."""
    line = "import json, urllib.parse; urllib.parse.urlencode({'filter': json.dumps([%s])})"
    by_hand = {
        "conditions": f"*({{'property': 'id', 'operator': 'ne', 'value': n}} for n in range({size}))",
        "values": f"{{'property': 'id', 'operator': 'in', 'value': list(range({list_size}))}}",
    }
    load = "from tests.benchmarks.texts import by_text, conditions, items"
    cases = [
        (
            f"{size:,} conditions",
            f"{load}; by_text(conditions({size}))",
            line % by_hand["conditions"],
            conditions(size),
        ),
        (
            f"{list_size:,} values of `in`",
            f"{load}; by_text(items({list_size}))",
            line % by_hand["values"],
            items(list_size),
        ),
    ]
    loaded, bare = peak_memory(f"{load}; by_text('id = 1')"), peak_memory("import json, urllib.parse")
    rows = []
    for name, code, hand, text in cases:
        ours, theirs = peak_memory(code), peak_memory(hand)
        if ours is None or theirs is None or loaded is None or bare is None:
            rows.append([name, "not told by this system", "", "", ""])
            continue
        rows.append(
            [
                name,
                f"{len(text) / 1e6:.2f}",
                f"{ours - loaded:.1f}",
                f"{theirs - bare:.1f}",
                # The smallest sizes take no memory that could be seen.
                ratio((ours - loaded) / (theirs - bare)) if theirs > bare else "-",
            ]
        )
    table("Peak memory, beyond that of a first short filter, MB", ("", "text", "vsfilter", "by hand", "ratio"), rows)


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def main(rounds: int, size: int, list_size: int) -> list[str]:
    """Print all rows about processes; give who is missing."""
    missing = imports(rounds)
    command(rounds)
    memory(size, list_size)
    return missing
