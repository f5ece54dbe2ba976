"""The grammar as a file: where it stands, and the terminals that it defines, without loading lark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

GRAMMAR = "vsfilter.lark"

_DEFINITION = re.compile(r"^(_?[A-Z][A-Z_]*): (.*(?:\n +\| .*)*)$", re.MULTILINE)
_ALTERNATIVE = re.compile(r'"(?P<literal>[^"]+)"|/(?P<pattern>(?:[^/\\]|\\.)+)/(?P<flags>[is]*)')


def grammar_path() -> Path:
    """Find the grammar: beside this module in a wheel, in ``grammar/`` of a checkout."""
    here = Path(__file__).resolve()
    shipped = here.with_name(GRAMMAR)
    return shipped if shipped.exists() else here.parents[2] / "grammar" / GRAMMAR


def terminals() -> Mapping[str, tuple[str, ...]]:
    """Give the alternatives of each terminal as regular expressions, for ``re.ASCII``, in the order written."""
    definitions = _DEFINITION.findall(grammar_path().read_text("utf-8"))
    return {name: tuple(map(_regexp, _ALTERNATIVE.finditer(body))) for name, body in definitions}


def _regexp(found: re.Match[str]) -> str:
    if found["literal"]:
        return re.escape(found["literal"])
    return f"(?{found['flags']}:{found['pattern']})" if found["flags"] else found["pattern"]
