"""The common filters straight to their query string; all others, and all that is wrong, the ordinary way."""

from vsfilter.fastpath.columns import columns_of
from vsfilter.fastpath.slots import Slots, slots
from vsfilter.fastpath.texts import query_of

__all__ = ["Slots", "columns_of", "query_of", "slots"]
