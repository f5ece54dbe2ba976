"""Filters over records at hand: dicts as the API returns them. The rules stand in docs/evaluation.md."""

from vsfilter.local.interpreting import RecordTest
from vsfilter.local.predicates import of_conditions, of_selection

__all__ = ["RecordTest", "of_conditions", "of_selection"]
