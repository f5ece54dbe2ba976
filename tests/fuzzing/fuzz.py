"""Look for bytes that break a target, led by the branches that they take; needs the extra ``fuzz``.

``python -m tests.fuzzing.fuzz TARGET -max_total_time=600``. It starts from the corpus of the target, and adds to a copy
of it what reaches something new. All options are those of libFuzzer. An input that breaks the target is written to the
folder in ``-artifact_prefix``; mend what it shows, and put it into ``tests/fuzzing/corpus``, where a test replays it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import atheris

CORPUS = Path(__file__).with_name("corpus")
WORDS = Path(__file__).with_name("words.dict")
# Seconds for one input, and bytes of it; both can be given otherwise.
_LIMITS = ("-timeout=10", "-max_len=512")


def main(arguments: list[str]) -> None:
    """Fuzz one target until time or the number of runs is over, or an input breaks it."""
    # What is to lead the search must be instrumented as it is imported.
    with atheris.instrument_imports(include=["vsfilter"], enable_loader_override=False):
        from tests.fuzzing.targets import TARGETS  # noqa: PLC0415

    if not arguments or arguments[0] not in TARGETS:
        sys.exit(f"usage: python -m tests.fuzzing.fuzz {'|'.join(TARGETS)} [OPTION OF LIBFUZZER]...")
    name, *options = arguments
    target = TARGETS[name]

    def run(data: bytes) -> None:
        target(data)

    with tempfile.TemporaryDirectory() as folder:
        seeds = shutil.copytree(CORPUS / name, Path(folder) / "corpus")
        atheris.Setup([sys.argv[0], f"-dict={WORDS}", *_LIMITS, *options, str(seeds)], run)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
