"""Each planted bug is found, by the smallest filter, and told as the page of the docs says; correct clients pass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

import vsfilter
from tests.testing import planted
from vsfilter.client import Client
from vsfilter.emulator import Emulator
from vsfilter.testing import ClientFaultError, Server, check_client, check_walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

PAGE = (Path(__file__).parents[2] / "docs" / "testing-clients.md").read_text("utf-8")


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


@pytest.fixture(scope="module")
def http(emulator: Emulator) -> Iterator[httpx.Client]:
    with httpx.Client(headers={"X-Auth-Token": emulator.token}) as client:
        yield client


def _row(planted_client: object, fault: ClientFaultError) -> str:
    """Write the row of the table in the docs for a bug and what was found."""
    bug = (planted_client.__doc__ or "").rstrip(".")
    return f"| {bug} | `{fault.text}` | {str(fault).splitlines()[0]} |"


@pytest.mark.parametrize("client", planted.IN_PROCESS, ids=lambda client: client.__name__)
def test_a_bug_in_a_request_is_found_and_told(client: Callable[[str, str], str]) -> None:
    with pytest.raises(ClientFaultError) as caught:
        check_client(client)
    assert _row(client, caught.value) in PAGE
    assert len(caught.value.text) <= 40
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.parametrize("kind", planted.SERVED, ids=lambda kind: kind.__name__)
def test_a_bug_in_asking_page_by_page_is_found_and_told(
    kind: type[planted.Walker], emulator: Emulator, http: httpx.Client
) -> None:
    with pytest.raises(ClientFaultError) as caught:
        check_client(kind(http, emulator.base_url), emulator=emulator)
    assert _row(kind, caught.value) in PAGE
    assert emulator.token not in str(caught.value)


@pytest.mark.parametrize("kind", planted.WALKS, ids=lambda kind: kind.__name__)
def test_a_bug_in_a_walk_is_found_and_told(kind: type[planted.Walk]) -> None:
    with pytest.raises(ClientFaultError) as caught:
        check_walk(planted.walk_of(kind))
    story = "; ".join(caught.value.case.story)
    bug = (kind.__doc__ or "").rstrip(".")
    assert f"| {bug} | {story} | {str(caught.value).splitlines()[0]} |" in PAGE
    assert len(caught.value.case.story) <= 4


def test_a_correct_request_passes() -> None:
    check_client(planted.correct)


def test_vsfilter_itself_passes_to_the_byte() -> None:
    check_client(lambda text, endpoint: vsfilter.compile(text, endpoint).to_url(page=2), exact=True)
    check_client(lambda text, endpoint: dict(vsfilter.compile(text, endpoint).to_params()), exact=True)


@pytest.mark.parametrize("size", [planted.PAGE_SIZE, 60])
def test_our_client_passes(emulator: Emulator, size: int) -> None:
    with Client(emulator.base_url, emulator.token) as client:

        def send(text: str, endpoint: str) -> Iterable[Mapping[str, Any]]:
            return client.records(vsfilter.compile(text, endpoint), page_size=size)

        check_client(send, emulator=emulator, max_examples=60)


def test_a_correct_walker_passes(emulator: Emulator, http: httpx.Client) -> None:
    check_client(planted.Walker(http, emulator.base_url), emulator=emulator, max_examples=20)


def _ours(server: Server, text: str) -> Iterator[dict[str, Any]]:
    with Client(server.base_url, sleep=_no_sleep) as client:
        client.login(server.email, server.password, remember=True)
        yield from client.records(vsfilter.compile(text, "cdrs"), page_size=2)


def _no_sleep(seconds: float) -> None:
    raise AssertionError(f"nothing fails, and yet it sleeps for {seconds} seconds")


def test_our_client_passes_a_walk_in_which_things_happen() -> None:
    check_walk(_ours, max_examples=10)


def test_a_correct_walk_passes() -> None:
    check_walk(planted.walk_of(planted.Walk), max_examples=3)


def test_every_row_of_the_page_is_of_a_planted_bug() -> None:
    _, _, found = PAGE.partition("## What it finds")
    rows = [line for line in found.splitlines() if line.startswith("| ") and not line.startswith("| the bug")]
    assert len(rows) == len(planted.IN_PROCESS) + len(planted.SERVED) + len(planted.WALKS) >= 30
