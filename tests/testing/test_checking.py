"""How a client is tried: the choice of filters, settings, wrong use, and what an error shows."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis.errors import FlakyFailure

import vsfilter
from tests.emulator.asking import Asking
from vsfilter.emulator import Emulator
from vsfilter.testing import ClientFaultError, Diagnosis, check_client
from vsfilter.testing.checking import _smaller_layouts, _smallest
from vsfilter.testing.drawing import Layout
from vsfilter.testing.faults import Case, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CDRS = ["cdrs"]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


def fault_of(send: Any, **options: Any) -> ClientFaultError:
    with pytest.raises(ClientFaultError) as caught:
        check_client(send, **options)
    return caught.value


def entries(text: str, endpoint: str) -> list[dict[str, Any]]:
    return vsfilter.compile(text, endpoint).to_list()


def test_what_no_trap_is_for_is_found_at_random_and_made_small() -> None:
    def loses_the_last_of_three(text: str, endpoint: str) -> dict[str, str]:
        whole = vsfilter.compile(text, endpoint).to_json().decode()
        found = json.loads(whole)
        return {"filter": json.dumps(found[:2]) if len(found) > 2 else whole}

    def lower(text: str, endpoint: str) -> dict[str, object]:
        whole = vsfilter.compile(text, endpoint).to_json().decode()
        return {"filter": whole.replace('"A"', '"a"')}

    fault = fault_of(loses_the_last_of_three, endpoints=CDRS, max_examples=300)
    assert fault.diagnosis is Diagnosis.CONDITION_LOST
    assert len(vsfilter.compile(fault.text, "cdrs").to_list()) == 3
    assert len(fault.text) < 120
    fault = fault_of(lower, endpoints=CDRS, max_examples=500)
    assert "text in lower case" in fault.finding.detail
    assert fault.text.endswith(' = "A"')


def test_the_same_is_found_each_time() -> None:
    def send(text: str, endpoint: str) -> dict[str, object]:
        flt = vsfilter.compile(text, endpoint)
        return {} if "not" in text else dict(flt.to_params())

    assert str(fault_of(send)) == str(fault_of(send))


def test_settings_are_used_as_they_are() -> None:
    seen: list[str] = []

    def send(text: str, endpoint: str) -> str:
        seen.append(text)
        return vsfilter.compile(text, endpoint).to_url()

    check_client(send, endpoints=CDRS, settings=settings(max_examples=1, database=None))
    first = len(seen)
    check_client(send, endpoints=CDRS, settings=settings(max_examples=1, database=None), max_examples=40)
    assert len(seen) - first > first + 30


def test_each_endpoint_is_tried_but_those_without_properties() -> None:
    seen: dict[str, int] = {}

    def send(text: str, endpoint: str) -> str:
        seen[endpoint] = seen.get(endpoint, 0) + 1
        return vsfilter.compile(text, endpoint).to_url()

    check_client(send, max_examples=1)
    assert seen.keys() == {one.name for one in vsfilter.endpoints() if one.properties}
    seen.clear()
    check_client(send, endpoints=["sms", "faxes"], max_examples=10)
    assert seen.keys() == {"sms", "faxes"}


@pytest.mark.parametrize(
    ("endpoints", "message"),
    [([], "no endpoint to try"), (["chatmsgs"], "no property of `chatmsgs` is known"), (["cdr"], "unknown-endpoint")],
)
def test_an_endpoint_that_cannot_be_tried_is_refused(endpoints: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_client(lambda text, _: text, endpoints=endpoints)


def test_what_is_no_request_is_wrong_use() -> None:
    with pytest.raises(TypeError, match="gave back NoneType, which is no request"):
        check_client(lambda *_: None, endpoints=CDRS)  # type: ignore[arg-type]


def test_requests_are_checked_without_the_emulator() -> None:
    code = "import sys; import vsfilter.testing; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert {"sqlalchemy", "starlette", "uvicorn", "httpx"}.isdisjoint(ran.stdout.split())


def test_an_emulator_that_does_not_run_is_wrong_use(emulator: Emulator) -> None:
    stopped = Emulator()
    with pytest.raises(RuntimeError, match="the emulator does not run: start"):
        check_client(lambda *_: None, emulator=stopped)
    stopped.close()
    with pytest.raises(ValueError, match="the tokens of the emulator itself"):
        check_client(lambda *_: None, emulator=emulator, endpoints=["apitokens"])


@pytest.mark.parametrize("given", ["text", b"bytes", {"id": 1}, 5, [5]])
def test_what_are_no_records_is_wrong_use(emulator: Emulator, given: object) -> None:
    with pytest.raises(TypeError, match=r"`send` gave back .*: with `emulator=` it gives back the records"):
        check_client(lambda *_: given, emulator=emulator)  # type: ignore[arg-type]


def _wrong_once(number: int, wrong: str | None) -> Callable[[str, str], Any]:
    """Make a client that is right each time but one."""
    calls = itertools.count(1)
    return lambda text, endpoint: wrong if next(calls) == number else vsfilter.compile(text, endpoint).to_url()


def test_a_client_that_does_not_do_the_same_each_time_is_told() -> None:
    assert fault_of(_wrong_once(60, "page=1"), endpoints=CDRS).diagnosis is Diagnosis.FILTER_NOT_SENT
    with pytest.raises(FlakyFailure) as caught:
        check_client(_wrong_once(60, None), endpoints=CDRS)
    assert isinstance(caught.value.exceptions[0], TypeError)


def test_a_smaller_example_has_the_same_fault_or_is_none() -> None:
    def fault(diagnosis: Diagnosis) -> ClientFaultError:
        return ClientFaultError(Finding(diagnosis, "x"), Case("id = 0", "cdrs"))

    def attempt(number: int) -> None:
        if number < 3:
            raise fault(Diagnosis.REFUSED if number == 1 else Diagnosis.WRONG_PATH)

    first = fault(Diagnosis.WRONG_PATH)
    assert _smallest(first, [3, 1], attempt) is first
    assert _smallest(first, [3, 1, 2], attempt) is not first


def test_smaller_examples_say_one_condition_or_two() -> None:
    case = Case("id in (1, 2) and id = 3 and not id < 5", "cdrs")
    assert [layout.case.text for layout in _smaller_layouts(Layout(case, [{"id": 1}]))] == [
        "id in (1, 2)",
        "id = 3",
        "id = 5",
        "id >= 5",
        "id in (1, 2) and id = 3",
        "id in (1, 2) and id >= 5",
        "id = 3 and id >= 5",
        "id in (1, 2) and id = 3 and id >= 5",
    ]


def test_a_message_holds_no_secrets(emulator: Emulator) -> None:
    token = "0123456789" * 4

    def fails(text: str, endpoint: str) -> str:
        raise ConnectionError(f"https://me:secret@example.com/{text}?token={token}\nand more about {endpoint}")

    fault = fault_of(fails, endpoints=CDRS)
    assert str(fault).startswith("exception in the client: ConnectionError: https://…@example.com/id = 0?token=…\n")
    assert isinstance(fault.__cause__, ConnectionError)

    def tells(text: str, endpoint: str) -> None:
        raise ConnectionError(f"{emulator.password} at {emulator.base_url}/{endpoint} with {text}")

    assert str(fault_of(tells, emulator=emulator)).startswith(
        "exception in the client: ConnectionError: … at …/cdrs with id = 0\n"
    )
    assert str(fault_of(lambda *_: f"http://x/{token}?a", endpoints=CDRS)).count(token) == 0


def test_an_exception_without_words_is_told() -> None:
    def fails(*_: str) -> str:
        raise KeyError

    assert str(fault_of(fails, endpoints=CDRS)).startswith("exception in the client: KeyError\n")


def test_a_client_is_judged_by_its_requests_alone_if_it_gives_nothing(emulator: Emulator) -> None:
    with Asking(emulator) as http:

        def asks(text: str, endpoint: str) -> None:
            http.get(vsfilter.compile(text, endpoint).to_url(base_url=emulator.base_url))

        def asks_wrongly(text: str, endpoint: str) -> None:
            http.get(vsfilter.compile(text, endpoint).to_url(base_url=emulator.base_url, page=1) + "&offset=1")

        check_client(asks, emulator=emulator, max_examples=10)
        fault = fault_of(asks_wrongly, emulator=emulator)
    assert fault.finding.detail.startswith("the server answers 400: Unknown parameter")


def test_other_requests_of_a_client_do_not_matter(emulator: Emulator) -> None:
    with Asking(emulator) as http:

        def send(text: str, endpoint: str) -> None:
            http.get("/ping", headers={"X-Auth-Token": "none"})
            http.get("/me")
            http.post("/login", json={})
            flt = vsfilter.compile(text, endpoint)
            http.get(flt.to_url(base_url=emulator.base_url), headers={"X-Auth-Token": "none"})
            http.get(flt.to_url(base_url=emulator.base_url, limit=500))

        check_client(send, emulator=emulator, max_examples=10)


def test_records_without_a_key_are_compared_as_a_whole(emulator: Emulator) -> None:
    with Asking(emulator) as http:

        def send(text: str, endpoint: str) -> list[dict[str, Any]]:
            url = vsfilter.compile(text, endpoint).to_url(base_url=emulator.base_url, limit=500)
            return [{**record, "id": None} for record in http.get(url).json()["data"]]

        fault = fault_of(send, emulator=emulator, endpoints=CDRS)
    assert fault.diagnosis is Diagnosis.RECORDS_LOST
    assert fault.finding.seen is not None
    assert '"id": null' in fault.finding.seen


def test_a_long_message_is_cut() -> None:
    fault = fault_of(lambda *_: {"filter": "[" + "x" * 5_000}, endpoints=CDRS)
    assert len(str(fault)) < 3_000
