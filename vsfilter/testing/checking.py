"""Checking a client: one filter after the other, until one goes wrong or none does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, overload

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import FlakyFailure

from vsfilter.compiling import compile as compile_filter
from vsfilter.testing.comparison import compare
from vsfilter.testing.drawing import Layout, cases, chosen_names, known_traps, layouts, smaller_texts, walks
from vsfilter.testing.faults import Case, ClientFaultError, failure_of, fault_in
from vsfilter.testing.sent import sent_by
from vsfilter.testing.serving import Serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from hypothesis.strategies import SearchStrategy

    from vsfilter.emulator import Emulator
    from vsfilter.testing.sent import Request

    Records: TypeAlias = Iterable[Mapping[str, Any]]

_Example = TypeVar("_Example")

EXAMPLES = 100


@overload
def check_client(
    send: Callable[[str, str], Request],
    *,
    endpoints: Iterable[str] | None = ...,
    exact: bool = ...,
    max_examples: int | None = ...,
    settings: hypothesis_settings | None = ...,
) -> None: ...


@overload
def check_client(
    send: Callable[[str, str], Records | None],
    *,
    emulator: Emulator,
    endpoints: Iterable[str] | None = ...,
    exact: bool = ...,
    max_examples: int | None = ...,
    settings: hypothesis_settings | None = ...,
) -> None: ...


def check_client(  # noqa: PLR0913  each is named by the caller
    send: Callable[[str, str], object],
    *,
    emulator: Emulator | None = None,
    endpoints: Iterable[str] | None = None,
    exact: bool = False,
    max_examples: int | None = None,
    settings: hypothesis_settings | None = None,
) -> None:
    """Try a client with random filters, and raise `ClientFaultError` with the smallest that goes wrong.

    ``send(text, endpoint)`` is the client under test: it is given the text of a filter, which may be whatever one
    request can say, in any spelling, and the name of an endpoint.

    Without ``emulator`` it gives back the request that it would send: a URL or a query string, a mapping of
    parameters, or an object with ``.url``. With ``emulator``, which runs, it asks there, and gives back the
    records that it got, or None, so that only its requests are looked at. The records of the endpoints that are tried
    are replaced by others.

    ``endpoints`` names those to try, all with known properties unless given. A request is right if it means the same
    to the API: the order of conditions, keys and values, blanks in the JSON, ``+`` or ``%20`` and the spelling of
    operators do not matter; ``exact`` asks for the bytes that vsfilter sends. First come filters that have often gone
    wrong, then as many random ones as ``max_examples`` says, 100 unless given. They are the same each time;
    ``settings`` of Hypothesis are used as they are instead, with their database and random seeds.

    Raises TypeError where ``send`` gives back something else, ValueError and `FilterCheckError` for endpoints that
    cannot be tried, and RuntimeError where the emulator does not run.
    """
    names = chosen_names(endpoints, served=emulator is not None)
    chosen = run_settings(max_examples, settings)
    drawn = cases(names)
    if emulator is None:
        for case in known_traps(names):
            _try(send, case, exact=exact)
        run_until_fault(chosen, drawn, lambda case: _try(send, case, exact=exact), _smaller_cases)
        return
    serving = Serving(send, emulator, exact=exact)
    for case in known_traps(names):
        serving.try_layout(Layout(case, []))
    for layout in walks(names, serving.page_size or emulator.behaviour.default_limit):
        serving.try_layout(layout)
    run_until_fault(chosen, drawn.flatmap(layouts), serving.try_layout, _smaller_layouts)


def run_settings(max_examples: int | None, given: hypothesis_settings | None) -> hypothesis_settings:
    """Give the settings of a run; unless they are given, the same examples come each time and are not stored."""
    if given is not None:
        return given if max_examples is None else hypothesis_settings(given, max_examples=max_examples)
    return hypothesis_settings(
        max_examples=EXAMPLES if max_examples is None else max_examples,
        derandomize=True,
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        # How fast a client is, is its own matter.
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


def run_until_fault(
    chosen: hypothesis_settings,
    drawn: SearchStrategy[_Example],
    attempt: Callable[[_Example], None],
    smaller: Callable[[_Example], Iterable[_Example]],
) -> None:
    """Try examples; raises the fault of the smallest that has one, without what Hypothesis says of it."""
    last: list[_Example] = []

    @chosen
    @given(drawn)
    def run(example: _Example) -> None:
        last[:] = [example]
        attempt(example)

    fault = fault_of(run)
    if fault is not None:
        # What is tried last is the smallest that Hypothesis has found.
        raise _smallest(fault, smaller(last[0]), attempt)


def fault_of(run: Callable[[], None]) -> ClientFaultError | None:
    """Give the fault that a run of Hypothesis ends with, to be raised without what Hypothesis says of it."""
    try:
        run()
    except (ClientFaultError, FlakyFailure) as error:
        fault = fault_in(error)
        if fault is None:
            raise
        return fault
    return None


def _smallest(
    fault: ClientFaultError, smaller: Iterable[_Example], attempt: Callable[[_Example], None]
) -> ClientFaultError:
    """Give the fault of the first of these examples that has the same diagnosis, or else the fault itself."""
    for example in smaller:
        try:
            attempt(example)
        except ClientFaultError as other:
            if other.diagnosis is fault.diagnosis:
                return other
    return fault


def _try(send: Callable[[str, str], object], case: Case, *, exact: bool) -> None:
    flt = compile_filter(case.text, case.endpoint)
    try:
        request = send(case.text, case.endpoint)
    except Exception as error:
        raise ClientFaultError(failure_of(error), case) from error
    finding = compare(sent_by(request), flt, exact=exact)
    if finding is not None:
        raise ClientFaultError(finding, case)


def _smaller_cases(case: Case) -> Iterator[Case]:
    return (case._replace(text=text) for text in smaller_texts(case))


def _smaller_layouts(layout: Layout) -> Iterator[Layout]:
    return (Layout(case, layout.records) for case in _smaller_cases(layout.case))
