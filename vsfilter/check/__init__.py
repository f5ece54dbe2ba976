"""Expression and endpoint to a checked conjunction: the only way to anything that leaves the library."""

from vsfilter.check.checked import Checked, Condition, Settled, Value
from vsfilter.check.checker import Accept, check, check_predicates, settle
from vsfilter.check.dates import Calendar, zone_of

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
    "zone_of",
]
