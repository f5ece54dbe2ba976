"""Expression and endpoint to a checked conjunction: the only way to anything that leaves the library.

Expressions of any shape, for what evaluates them on this side, are `vsfilter.check.selection`.
"""

from vsfilter.check.checked import Checked, Condition, Settled, Value
from vsfilter.check.checker import Accept, check, check_predicates, settle
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
