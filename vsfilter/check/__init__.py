"""Expression and endpoint to a checked conjunction: the only way to anything that leaves the library."""

from vsfilter.check.checked import Checked, Condition, Settled, Value
from vsfilter.check.checker import Accept, check, check_predicates, settle
from vsfilter.check.dates import Calendar, zone_of
from vsfilter.check.selection import Absence, Conjunction, Criterion, Disjunction, Selection, select
from vsfilter.check.values import typed

__all__ = [
    "Absence",
    "Accept",
    "Calendar",
    "Checked",
    "Condition",
    "Conjunction",
    "Criterion",
    "Disjunction",
    "Selection",
    "Settled",
    "Value",
    "check",
    "check_predicates",
    "select",
    "settle",
    "typed",
    "zone_of",
]
