"""Walks in which things happen: what counts as complete, and what as an honest end."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, ClassVar, cast

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

import vsfilter
from tests.testing.planted import Walk, WalkByPage, walk_of
from vsfilter.client import Client, IncompleteWalkError
from vsfilter.testing import ClientFaultError, Diagnosis, Server, check_walk, walk_machine
from vsfilter.testing.collection import Clock
from vsfilter.testing.faults import Case, Finding
from vsfilter.testing.walking import _shortest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vsfilter.testing import WalkMachine


def by_page(server: Server, text: str) -> Iterator[dict[str, Any]]:
    with Client(server.base_url, server.token, sleep=lambda _: None) as client:
        yield from client.records(vsfilter.compile(text, "cdrs"), page_size=2, sort="id")


def test_a_walk_that_says_that_it_is_not_complete_passes() -> None:
    check_walk(by_page, incomplete=(KeyError, IncompleteWalkError), max_examples=10)
    with pytest.raises(ClientFaultError) as caught:
        check_walk(by_page)
    assert caught.value.finding.detail.startswith("IncompleteWalkError: ")


def test_a_walk_may_not_give_up_where_nothing_has_changed() -> None:
    def gives_up(server: Server, text: str) -> Iterator[dict[str, Any]]:
        raise IncompleteWalkError(f"{server} {text}", path="/cdrs")

    with pytest.raises(ClientFaultError) as caught:
        check_walk(gives_up, incomplete=IncompleteWalkError)
    assert caught.value.diagnosis is Diagnosis.CLIENT_FAILED
    assert caught.value.case.story == ("records: 0 that match, 1 that do not",)


def test_page_numbers_are_good_enough_where_nothing_is_deleted() -> None:
    check_walk(walk_of(WalkByPage), deletions=False, max_examples=3)


def test_another_endpoint_may_be_walked() -> None:
    def walk(server: Server, text: str) -> list[dict[str, Any]]:
        with Client(server.base_url, server.token) as client:
            return list(client.records(vsfilter.compile(text, "calls"), page_size=2))

    check_walk(walk, endpoint="calls", max_examples=5)
    with pytest.raises(ValueError, match="no property of `chatmsgs` is known"):
        check_walk(walk, endpoint="chatmsgs")


def test_what_does_not_match_is_told() -> None:
    def all_of_them(server: Server, _: str) -> Iterator[dict[str, Any]]:
        with Client(server.base_url, server.token) as client:
            yield from client.records(vsfilter.compile(None, "cdrs"), page_size=2)

    with pytest.raises(ClientFaultError) as caught:
        check_walk(all_of_them)
    assert caught.value.diagnosis is Diagnosis.RECORDS_ADDED
    assert caught.value.finding.detail == "id 1 does not match the filter"


def test_a_request_that_is_refused_is_told() -> None:
    def refused(server: Server, text: str) -> list[dict[str, Any]]:
        walk = Walk(server)
        with closing(walk.http):
            return walk.ask(vsfilter.compile(text, "cdrs"), page=10**400)

    def misspelt(server: Server, text: str) -> list[dict[str, Any]]:
        walk = Walk(server)
        with closing(walk.http):
            walk.http.get("/cdrs", params={"filter": text}).raise_for_status()
        return []

    with pytest.raises(ClientFaultError) as caught:
        check_walk(misspelt)
    assert caught.value.diagnosis is Diagnosis.REFUSED
    with pytest.raises(ClientFaultError) as caught:
        check_walk(refused)
    assert caught.value.diagnosis is Diagnosis.CLIENT_FAILED


def by_key(server: Server, text: str) -> Iterator[dict[str, Any]]:
    with Client(server.base_url, server.token) as client:
        yield from client.records(vsfilter.compile(text, "cdrs"), page_size=2)


def test_what_takes_two_events_is_found_at_random_and_made_short() -> None:
    def begins_again(server: Server, text: str) -> Iterator[dict[str, Any]]:
        """Begin again where the total has grown by more than one."""
        flt = vsfilter.compile(text, "cdrs")
        with Client(server.base_url, server.token) as client:
            first = client.total(flt)
            for number, record in enumerate(client.records(flt, page_size=1)):
                yield record
                if number == 0 and client.total(flt) > first + 1:
                    yield record

    with pytest.raises(ClientFaultError) as caught:
        check_walk(begins_again, deletions=False)
    assert caught.value.diagnosis is Diagnosis.RECORDS_REPEATED
    assert len(caught.value.case.story) <= 5
    assert not hasattr(caught.value, "__notes__")


def _fault(diagnosis: Diagnosis) -> ClientFaultError:
    return ClientFaultError(Finding(diagnosis, "x"), Case("id = 0", "cdrs"))


class _Recorded:
    """A machine in which it takes `a` and `c` to go wrong as before; without either it goes wrong otherwise."""

    steps: ClassVar[list[tuple[str, dict[str, Any]]]] = [(name, {}) for name in ("begin", "a", "b", "c")]
    ran: ClassVar[list[set[str]]] = []

    def __init__(self) -> None:
        self.ran.append(set())

    def __getattr__(self, name: str) -> Callable[[], None]:
        return lambda: self.ran[-1].add(name)

    def teardown(self) -> None:
        raise _fault(Diagnosis.RECORDS_LOST if {"a", "c"} <= self.ran[-1] else Diagnosis.REFUSED)


def test_a_story_is_made_shorter_as_long_as_the_fault_is_the_same() -> None:
    shortest = _shortest(cast("type[WalkMachine]", _Recorded), _fault(Diagnosis.RECORDS_LOST))
    assert shortest.diagnosis is Diagnosis.RECORDS_LOST
    assert _Recorded.ran == [{"begin", "a", "b"}, {"begin", "a", "c"}, {"begin", "c"}]


def test_a_machine_may_be_derived_from() -> None:
    with walk_machine(by_key) as machine:

        class Derived(machine):  # type: ignore[valid-type, misc]
            """With a name of its own."""

        few = settings(max_examples=3, database=None, deadline=None, stateful_step_count=5)
        run_state_machine_as_test(Derived, settings=few)
        check: type[WalkMachine] = machine
    assert check.__doc__


def test_settings_are_used_as_they_are() -> None:
    few = settings(max_examples=2, database=None, deadline=None, stateful_step_count=3)
    check_walk(by_key, settings=few)
    check_walk(by_key, settings=few, max_examples=1)


def test_a_server_hides_its_secrets() -> None:
    assert repr(Server("http://x", "me@example.com", "secret", "token")) == (
        "Server(base_url='http://x', email='me@example.com')"
    )


def test_the_clock_only_moves_when_it_is_told_to() -> None:
    clock = Clock()
    began = clock()
    assert clock() == began
    clock.move(60)
    assert (clock() - began).total_seconds() == 60
