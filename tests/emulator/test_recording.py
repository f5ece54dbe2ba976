"""Recordings of what a client asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vsfilter.emulator import Emulator
from vsfilter.schema import Endpoint, Property, PropertyType

if TYPE_CHECKING:
    from tests.emulator.asking import Asking


def test_a_recording_holds_requests_as_they_came(emulator: Emulator, asking: Asking) -> None:
    asking.get("/ping")
    with emulator.recording() as requests:
        assert requests == []
        asking.get("/cdrs?filter=%5B%5D&page=1")
        asking.get("/calltracking%2Fddis", params={"page": "a b"})
    asking.get("/ping")
    first, second = requests
    assert (first.method, first.path, first.query) == ("GET", "/v1.2/voipstudio/cdrs", "filter=%5B%5D&page=1")
    assert (first.status, first.refusal) == (200, None)
    assert (second.path, second.query, second.status) == ("/v1.2/voipstudio/calltracking%2Fddis", "page=a+b", 400)


def test_a_recording_says_why_a_request_was_refused(emulator: Emulator, asking: Asking) -> None:
    with emulator.recording() as requests:
        asking.get("/cdrs", params={"page": 0})
        asking.get("/nowhere")
        asking.get("/cdrs", headers={"X-Auth-Token": "none"})
        asking.head("/ping")
    assert [(request.status, request.refusal) for request in requests[:3]] == [
        (400, "Validation error; page: expected an integer from 1"),
        (404, "Not Found"),
        (401, "Unauthorized; token: Missing, invalid or expired token"),
    ]
    assert requests[3].method == "HEAD"


def test_recordings_overlap_and_end(emulator: Emulator, asking: Asking) -> None:
    with emulator.recording() as outer:
        asking.get("/ping")
        with emulator.recording() as inner:
            asking.get("/me")
        asking.get("/cdrs")
    assert [request.path.rpartition("/")[2] for request in outer] == ["ping", "me", "cdrs"]
    assert inner == outer[1:2]


def test_a_full_recording_refuses_what_comes_after(emulator: Emulator, asking: Asking) -> None:
    with emulator.recording(most=2) as requests:
        statuses = [asking.get("/ping").status_code for _ in range(4)]
    assert statuses == [200, 200, 400, 400]
    assert [request.refusal for request in requests[2:]] == ["The recording takes no more requests"] * 2
    assert asking.get("/ping").status_code == 200
    with pytest.raises(ValueError, match="from 0, got -1"):
        emulator.recording(most=-1)


def test_a_recording_survives_a_restart(emulator: Emulator, asking: Asking) -> None:
    with emulator.recording() as requests:
        asking.get("/ping")
        emulator.stop()
        emulator.start()
        asking.get("/ping")
    assert len(requests) == 2


def test_a_recorded_request_hides_what_may_be_secret(emulator: Emulator, asking: Asking) -> None:
    with emulator.recording() as requests:
        asking.get(f"/apitokens/{emulator.token}", params={"token": emulator.token})
    assert repr(requests[0]) == "RecordedRequest(method='GET', status=404, refusal='Not found')"


def test_records_are_deleted_by_their_ids(emulator: Emulator, asking: Asking) -> None:
    emulator.insert("cdrs", [{"id": number} for number in range(5)])
    assert emulator.delete("cdrs", [1, 3, 9]) == 2
    assert asking.ids("cdrs") == [0, 2, 4]
    assert emulator.delete("cdrs", []) == 0
    with pytest.raises(ValueError, match="no endpoint `nowhere`"):
        emulator.delete("nowhere", [1])


def test_records_without_an_id_cannot_be_deleted_by_it() -> None:
    things = Endpoint("things", [Property("size", PropertyType.INTEGER)], complete=True)
    with Emulator(endpoints=[things]) as emulator, pytest.raises(ValueError, match="of `things` have no id"):
        emulator.delete("things", [1])


def test_an_emulator_tells_whether_it_runs() -> None:
    emulator = Emulator()
    states = [emulator.is_running]
    with emulator:
        states.append(emulator.is_running)
    assert [*states, emulator.is_running] == [False, True, False]
