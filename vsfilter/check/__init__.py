"""Expression and endpoint to a checked conjunction: the only way to anything that leaves the library.

Expressions of any shape, for what evaluates them on this side, are `vsfilter.check.selection`.
"""

from typing import TYPE_CHECKING

from vsfilter.lazily import loader

if TYPE_CHECKING:
    from vsfilter.check.accepting import Accept
    from vsfilter.check.checked import Checked, Condition, Settled, Value
    from vsfilter.check.checker import check, check_predicates, settle
    from vsfilter.check.dates import Calendar, zone_of
    from vsfilter.check.values import typed

__all__ = [
    "Accept",
    "Calendar",
    "Checked",
    "Condition",
    "Settled",
    "Value",
    "check",
    "check_predicates",
    "settle",
    "typed",
    "zone_of",
]

_HOMES = {
    "checked": ("Checked", "Condition", "Settled", "Value"),
    "accepting": ("Accept",),
    "checker": ("check", "check_predicates", "settle"),
    "dates": ("Calendar", "zone_of"),
    "values": ("typed",),
}

if not TYPE_CHECKING:  # pragma: no branch  a type checker would take any name for one that exists
    __getattr__ = loader(__name__, _HOMES)
