"""Any expression to requests, each of which the API takes, and to what is left to be looked at here."""

from vsfilter.planning.planned import Plan
from vsfilter.planning.planner import plan

__all__ = ["Plan", "plan"]
