"""The common filters straight to their query string; all others, and all that is wrong, the ordinary way."""

from vsfilter.fastpath.columns import columns_of
from vsfilter.fastpath.texts import is_quiet, query_of

__all__ = ["columns_of", "is_quiet", "query_of"]
