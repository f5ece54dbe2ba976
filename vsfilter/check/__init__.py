"""Expression and endpoint to a checked conjunction: the only way to anything that leaves the library."""

from vsfilter.check.checked import Checked, Condition, Value
from vsfilter.check.checker import Accept, check, check_predicates
from vsfilter.check.dates import Calendar, zone_of

__all__ = ["Accept", "Calendar", "Checked", "Condition", "Value", "check", "check_predicates", "zone_of"]
