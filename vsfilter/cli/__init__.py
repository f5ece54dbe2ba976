"""The command ``vsfilter``: results on standard output, issues on standard error.

Exit status: 0 done, 1 the filter is refused, 2 wrong usage.
"""

from vsfilter.cli.commands import main

__all__ = ["main"]
