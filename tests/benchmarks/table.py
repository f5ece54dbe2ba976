"""What is fast and what is not, beside the ways that people take otherwise: run it by hand.

    pip install --editable '.[bench]'
    python -m tests.benchmarks.table             all rows, some minutes
    python -m tests.benchmarks.table --quick     all rows on small sizes, to see that they run

Every figure is one of this run, and every row has one that it is compared with. Contenders take turns. The garbage
collector runs as it does for users.
"""

from __future__ import annotations

import argparse
import platform
from typing import TYPE_CHECKING

from tests.benchmarks import processes, records, texts

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, and which peers are not installed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.table")
    parser.add_argument("--quick", action="store_true", help="small sizes, which say nothing about speed")
    parser.add_argument("--only", choices=["texts", "records", "processes"], help="one group of rows")
    options = parser.parse_args(arguments)
    quick = options.quick
    print(f"Python {platform.python_version()} on {platform.machine()}; ratios are over the first row")
    missing: list[str] = []
    if options.only in {None, "texts"}:
        sizes, list_sizes = ((10, 20), (10, 20)) if quick else (texts.SIZES, texts.LIST_SIZES)
        missing += texts.main(2 if quick else 200, sizes, list_sizes)
    if options.only in {None, "records"}:
        missing += records.main(*((1_000, 2) if quick else (1_000_000, 200)))
    if options.only in {None, "processes"}:
        missing += processes.main(1 if quick else 20, *((100, 100) if quick else (10_000, 100_000)))
    for name in sorted(set(missing)):
        print(f"missing: {name} (pip install 'vsfilter[bench]')")


if __name__ == "__main__":
    main()
