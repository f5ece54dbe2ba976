"""A walk over all pages, while records arrive and are deleted and logins expire."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from itertools import islice, product
from typing import TYPE_CHECKING, Any, Final

from hypothesis import Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from vsfilter.testing.checking import fault_of, run_settings
from vsfilter.testing.collection import Clock, Collection, Server
from vsfilter.testing.drawing import chosen_names, plain_records
from vsfilter.testing.faults import ClientFaultError, Diagnosis, Finding, failure_of
from vsfilter.testing.serving import refusal_of, secrets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from vsfilter.emulator import Emulator, RecordedRequest
    from vsfilter.testing.drawing import PlainRecords

    # The name of a rule, and its arguments.
    Step: TypeAlias = tuple[str, dict[str, Any]]
    OpenWalk: TypeAlias = Callable[[Server, str], Iterable[Mapping[str, Any]]]

# More than any walk over a few records takes, with logins in between.
_MOST_REQUESTS: Final = 150
_STEPS: Final = 12
_EXAMPLES: Final = 30
# So many records as make one page or some, and what has often gone wrong after the first of them.
_SIZES: Final = (0, 1, 2, 3, 5, 7)
_EVENTS: Final[Sequence[Step | None]] = (
    None,
    ("expire", {}),
    ("arrive", {"number": 1, "matches": True}),
    ("delete", {"place": 1}),
)


class WalkMachine(RuleBasedStateMachine):
    """One walk, and what happens meanwhile; `walk_machine` gives a class of this kind that can run.

    ``open_walk`` is the client under test, ``emulator`` what it asks, ``clock`` the time there, and ``plain`` tells
    what records there are. ``steps`` are those of the last walk. ``deletions`` and ``incomplete`` are those of
    `walk_machine`.
    """

    open_walk: staticmethod[[Server, str], Iterable[Mapping[str, Any]]]
    emulator: Emulator
    clock: Clock
    plain: PlainRecords
    deletions: bool
    incomplete: tuple[type[Exception], ...]
    steps: list[Step]

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self._end = ExitStack()
        self._there = Collection(self.emulator, self.plain)
        self._walk: Iterator[Mapping[str, Any]] | None = None
        self._requests: list[RecordedRequest] = []
        self._story: list[str] = []
        type(self).steps = []

    @initialize(matching=st.integers(0, 7), others=st.integers(0, 2))
    def begin(self, matching: int, others: int) -> None:
        """Put records there, and open the walk."""
        self.steps.append(("begin", {"matching": matching, "others": others}))
        self._there.arrive(others, matches=False)
        self._there.arrive(matching, matches=True)
        self._there.begin()
        self._story.append(f"records: {matching} that match, {others} that do not")
        self._requests = self._end.enter_context(self.emulator.recording(_MOST_REQUESTS))
        self._walk = iter(())
        with self._watched():
            self._walk = iter(self.open_walk(Server.of(self.emulator), self.plain.case.text))
            # A generator that is not at its end holds connections.
            self._end.callback(getattr(self._walk, "close", _nothing))

    @rule(number=st.integers(1, 4))
    def take(self, number: int) -> None:
        """Ask the walk for records."""
        self.steps.append(("take", {"number": number}))
        before = len(self._there.given)
        self._take(number)
        self._story.append(f"the walk gives {len(self._there.given) - before}")

    @rule(number=st.integers(1, 3), matches=st.booleans())
    def arrive(self, number: int, *, matches: bool) -> None:
        """Let records arrive, under higher keys than any before."""
        self.steps.append(("arrive", {"number": number, "matches": matches}))
        self._there.arrive(number, matches=matches)
        self._story.append(f"{number} {'match' if matches else 'do not match'} and arrive")

    @precondition(lambda self: self.deletions)
    @rule(place=st.integers(0, 9))
    def delete(self, place: int) -> None:
        """Let a record be deleted."""
        self.steps.append(("delete", {"place": place}))
        key = self._there.delete(place)
        if key is not None:
            self._story.append(f"{self.plain.key} {key} is deleted")

    @rule()
    def expire(self) -> None:
        """Let all logins expire."""
        self.steps.append(("expire", {}))
        self.clock.move(self.emulator.behaviour.session_idle_seconds)
        self._story.append("logins expire")

    def teardown(self) -> None:
        """Let the walk go to its end, and compare what it gave with what was there."""
        with self._end:
            if self._walk is not None:
                self._take(None)
            if self._walk is not None:
                self._story.append("the walk ends")
                self._raise(self._there.missing())

    def _take(self, number: int | None) -> None:
        with self._watched():
            for record in islice(self._walk or (), number):
                self._raise(self._there.give(record))

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Look at how a part of the walk ends."""
        error: Exception | None = None
        try:
            yield
        except ClientFaultError:
            raise
        except Exception as raised:  # noqa: BLE001  told below
            error = raised
        if len(self._requests) > _MOST_REQUESTS:
            self._raise(Finding(Diagnosis.NEVER_ENDING, f"{_MOST_REQUESTS} requests, and it asked on"), error)
        if error is None:
            return
        if self._there.changed and isinstance(error, self.incomplete):
            # It says itself that it is not complete, which is not to lose records in silence.
            self._walk = None
            return
        self._raise(refusal_of(self._requests) or failure_of(error), error)

    def _raise(self, finding: Finding | None, cause: Exception | None = None) -> None:
        if finding is None:
            return
        # What comes after would only hide it.
        self._walk = None
        case = self.plain.case._replace(story=tuple(self._story))
        raise ClientFaultError(finding, case, secrets_of(self.emulator)) from cause


def _nothing() -> None:
    """Close what cannot be closed."""


@contextmanager
def walk_machine(
    open_walk: OpenWalk,
    *,
    endpoint: str = "cdrs",
    deletions: bool = True,
    incomplete: type[Exception] | tuple[type[Exception], ...] = (),
) -> Iterator[type[WalkMachine]]:
    """Give a state machine of Hypothesis for the length of a ``with``, as a class to run or to derive from.

    ``open_walk(server, text)`` is the client under test: it gets a `Server` and the text of a filter, and gives an
    iterable of the records, which may ask for a page when it is needed. Meanwhile records arrive, with higher keys than
    all before, records are deleted, where ``deletions`` is true, and logins expire. The walk must give each record that
    matches and was there all the time, once, nothing that does not match, and nothing twice, and end. It may end with
    an exception of ``incomplete`` where records came or went meanwhile: so a client tells that some may be missing.
    """
    from vsfilter.emulator import Emulator  # noqa: PLC0415  an extra that requests alone do not need

    (name,) = chosen_names([endpoint], served=True)
    clock = Clock()
    with Emulator(clock=clock) as emulator:
        attributes = {
            "__doc__": WalkMachine.__doc__,
            "open_walk": staticmethod(open_walk),
            "emulator": emulator,
            "clock": clock,
            "plain": plain_records(name),
            "deletions": deletions,
            "incomplete": incomplete if isinstance(incomplete, tuple) else (incomplete,),
        }
        yield type("Walk", (WalkMachine,), attributes)


def check_walk(  # noqa: PLR0913  each is named by the caller
    open_walk: OpenWalk,
    *,
    endpoint: str = "cdrs",
    deletions: bool = True,
    incomplete: type[Exception] | tuple[type[Exception], ...] = (),
    max_examples: int | None = None,
    settings: hypothesis_settings | None = None,
) -> None:
    """Run a walk while records arrive and are deleted and logins expire; raises `ClientFaultError` where it goes wrong.

    `walk_machine` tells what ``open_walk``, ``deletions`` and ``incomplete`` are. First come walks in which one thing
    happens, then as many random ones as ``max_examples`` says, 30 unless given; they are the same each time, or as
    ``settings`` say.
    """
    chosen = run_settings(_EXAMPLES if max_examples is None and settings is None else max_examples, settings)
    if settings is None:
        # Steps are left out below, which takes a tenth of the time that Hypothesis would take.
        chosen = hypothesis_settings(chosen, stateful_step_count=_STEPS, phases=[Phase.generate])
    with walk_machine(open_walk, endpoint=endpoint, deletions=deletions, incomplete=incomplete) as machine:
        for size, event in product(_SIZES, _EVENTS if deletions else _EVENTS[:-1]):
            begin: Step = ("begin", {"matching": size, "others": 1})
            _run(machine, [begin] if event is None else [begin, ("take", {"number": 1}), event])
        fault = fault_of(lambda: run_state_machine_as_test(machine, settings=chosen))
        if fault is not None:
            fault = _shortest(machine, fault)
    if fault is not None:
        raise fault


def _run(machine: type[WalkMachine], steps: Iterable[Step]) -> None:
    """Walk with these steps, and to the end."""
    walk = machine()
    try:
        for name, arguments in steps:
            getattr(walk, name)(**arguments)
    finally:
        walk.teardown()


def _shortest(machine: type[WalkMachine], fault: ClientFaultError) -> ClientFaultError:
    """Leave out one step after the other that the fault can do without."""
    kept = list(machine.steps)
    for place in reversed(range(1, len(kept))):
        fewer = kept[:place] + kept[place + 1 :]
        try:
            _run(machine, fewer)
        except ClientFaultError as other:
            if other.diagnosis is fault.diagnosis:
                kept, fault = fewer, other
    return fault
