"""Run mutmut with the tests collected once: ``python tests/mutation/run.py [NAME OF MUTANT OR PATTERN]...``

mutmut itself lets pytest collect for each mutant, from a command line of node ids. Ours hold whatever a filter text may
hold, `::` and brackets among it, which pytest does not find again; and there are thousands of them for most functions.
Here a worker is forked from a process in which all tests stand collected, and runs those of its mutant one by one until
one fails: those named after its module before all others, and the fastest first.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from functools import _lru_cache_wrapper
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.config import _prepareconfig
from mutmut.__main__ import cli
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.utils.file_utils import change_cwd
from mutmut.workers import isolation

if TYPE_CHECKING:
    from collections.abc import Iterable

# What is loaded once for a process, with the mutants that would not be asked for it again.
_LOADED_ONCE = {
    "vsfilter.schema.": ("vsfilter.schema.shipped", "_catalogue"),
    "vsfilter.syntax.parser.x__load": ("vsfilter.syntax.parser", "_engine"),
    "vsfilter.syntax.grammar.": ("vsfilter.syntax.parser", "_engine"),
}

# Seconds of processor time for one test; the slowest takes about two.
_TIME_OF_A_TEST = 20
_TIMEOUT = 36

# Bytes of address space for one worker, six times what it needs: a mutant may collect without end.
_MEMORY = 3 * 2**30


class Collected(PytestRunner):  # type: ignore[misc]
    """Keeps the session of a collection, and runs its items."""

    _session: pytest.Session | None = None

    def warm_up(self) -> None:
        """Collect, and load what most mutants leave alone, so that each worker finds it done."""
        self._collect()
        import_module("vsfilter.syntax.parser").by_grammar("a = 1")

    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        """Run the items with these node ids, all if there are none; give mutmut's exit code.

        Without a mutant they run as in a worker: what fails there anyway would make all mutants count as killed.
        """
        session = self._collect()
        if mutant_name is None:
            sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  as mutmut does for its workers
        # A test that captures the output takes its place, and a file that nothing holds any more is a warning.
        self._output = sys.stdout
        with change_cwd("mutants"):
            _forget(mutant_name or "")
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            return _run(session, set(tests), mutant_name or "")

    def run_forced_fail(self) -> int:
        """Run all until the first fails."""
        return self.run_tests(mutant_name=None, tests=[])

    def _collect(self) -> pytest.Session:
        if self._session is None:
            with change_cwd("mutants"):
                arguments = ["--rootdir=.", "--tb=no", "-qq", "-x", *self._pytest_add_cli_args]
                config = _prepareconfig([*arguments, *self._pytest_add_cli_args_test_selection])
                self._session = session = pytest.Session.from_config(config)
                config._do_configure()  # as pytest.main does
                config.hook.pytest_sessionstart(session=session)
                session.perform_collect()
        return self._session


def _forget(mutant: str) -> None:
    """Let what the collection has loaded or cached be made again, by the mutant."""
    for mutants, (module, name) in _LOADED_ONCE.items():
        if mutant.startswith(mutants):
            setattr(import_module(module), name, None)
    for path, loaded in list(sys.modules.items()):
        if path.startswith("vsfilter."):
            for value in vars(loaded).values():
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()


def _run(session: pytest.Session, tests: set[str], mutant: str) -> int:
    own = "test_" + "_".join(mutant.split(".")[1:-1])
    items = [item for item in session.items if not tests or item.nodeid in tests]
    # `test_local` is of `local.reading` too.
    items.sort(key=lambda item: (not own.startswith(item.path.stem), state().duration_by_test.get(item.nodeid, 0.0)))
    signal.signal(signal.SIGPROF, lambda *_: os._exit(_TIMEOUT))
    for item in items:
        signal.setitimer(signal.ITIMER_PROF, _TIME_OF_A_TEST)
        # With no next item, fixtures of a wider scope are set up anew for each test.
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        if session.testsfailed:
            return 1
    signal.setitimer(signal.ITIMER_PROF, 0)
    return 0


def main(arguments: list[str]) -> Any:  # noqa: ANN401  what click gives
    """Hand over to mutmut's own command, with this runner in place of its own."""
    isolation.PytestRunner = Collected
    return cli(["run", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
