"""Writes the table of plans into docs/planning.md."""

from __future__ import annotations

import re
from pathlib import Path

import vsfilter

PAGE = Path(__file__).parents[2] / "docs" / "planning.md"

_TABLE = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end of table -->)", re.DOTALL)
_OPTIONS = {"documented": "", "observed": ' (`accept="observed"`)'}
EXPRESSIONS = (
    ("documented", "type = I"),
    ("documented", "type = I or type = O"),
    ("observed", "type = I or type = O"),
    ("documented", '(type = M and duration > 20) or src like "4478"'),
    ("documented", "(type = M and duration > 20) or (type = I and duration > 20)"),
    ("documented", "duration > 60 or duration > 20"),
    ("documented", "duration > 60 or (duration > 20 and type = M)"),
    ("documented", "duration between 1 and 5 or duration between 6 and 9 or duration = 10"),
    ("documented", "duration not between 10 and 60"),
    ("documented", "calldate between 2026-07-01 and 2026-07-03 or calldate between 2026-07-04 and 2026-07-09"),
    ("documented", "type = M and (src like 44 or dst like 44)"),
    ("documented", "(src like 44 or dst like 44) and (duration > 60 or user_id = 7)"),
    ("documented", "(type = M or src like 44) and type = M"),
    ("documented", "src is null and duration > 20"),
    ("documented", "(src is null or dst is null) and calldate >= 2026-07-01"),
    ("documented", "type = M and src is not null and src like 44"),
    ("documented", "type = I and (type = O or duration > 60)"),
    ("documented", "type = I and type = O"),
    ("observed", "type != M and duration > 20"),
    ("observed", "not (type in (I, O) or duration < 20) and src like 44"),
)


def table() -> str:
    """Give the table as Markdown."""
    rows = ["| expression | requests | looked at here | plain | exact total |", "|---|---|---|---|---|"]
    for accept, text in EXPRESSIONS:
        plan = vsfilter.plan(text, "cdrs", accept=accept)
        requests = "<br>".join(f"`{flt}`" for flt in plan.requests) or "none: nothing can match"
        residual = "" if plan.residual is None else f"`{vsfilter.to_text(plan.residual)}`"
        total = "yes" if plan.exact_total else "no"
        rows.append(f"| `{text}`{_OPTIONS[accept]} | {requests} | {residual} | {plan.naive_requests} | {total} |")
    return "\n".join(rows) + "\n"


def written(page: str) -> str:
    """Give the page with the table that the code gives."""
    return _TABLE.sub(lambda _: table(), page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
