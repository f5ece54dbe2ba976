from __future__ import annotations

import copy
import importlib
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from vsfilter.errors import FilterCheckError, Issue
from vsfilter.model import Operator
from vsfilter.schema import Catalogue, Endpoint, Filterability, PropertyType, endpoint, endpoints
from vsfilter.schema import catalogue as read_catalogue

if TYPE_CHECKING:
    from types import TracebackType

# The package gives its function `catalogue` the name of the module.
module = importlib.import_module("vsfilter.schema.shipped")

NAMES = (
    "cdrs",
    "monitors",
    "voicemessages",
    "faxes",
    "sms",
    "transactions",
    "conversations",
    "chats",
    "chatmsgs",
    "calls",
    "users",
    "queues",
    "queuegroups",
    "contacts",
    "calltracking/ddis",
    "calltracking/campaigns",
    "ddis",
    "callmeback/websites",
    "callmeback/settings",
    "reportschedules",
    "apitokens",
)


def refusal(which: Any) -> Issue:  # noqa: ANN401  wrong on purpose
    with pytest.raises(FilterCheckError) as caught:
        endpoint(which)
    (issue,) = caught.value.issues
    return issue


# --- what ships ---


def test_21_endpoints_ship_the_best_known_first() -> None:
    assert tuple(found.name for found in endpoints()) == read_catalogue().names == NAMES
    assert len(NAMES) == 21


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_endpoint_is_sound(name: str) -> None:
    found = endpoint(name)
    assert (found.name, found.path) == (name, f"/{name}")
    assert found.evidence
    for key in (found.id_property, found.date_property):
        assert key is None or not found.complete or key in found.names
    for prop in found.properties:
        assert prop.operators_seen <= prop.type.operators
        assert prop.evidence
        assert "" not in prop.values


@pytest.mark.parametrize("name", NAMES)
def test_the_sources_of_a_shipped_endpoint_are_explained(name: str) -> None:
    found = endpoint(name)
    named = {*found.evidence, *(source for prop in found.properties for source in prop.evidence)}
    assert named <= set(read_catalogue().sources)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_endpoint_survives_pickling_and_copying(name: str) -> None:
    found = endpoint(name)
    for other in (pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)):  # noqa: S301  own data
        assert other == found
        assert hash(other) == hash(found)
        assert other.names == found.names


def test_the_call_records_are_known_completely() -> None:
    cdrs = endpoint("cdrs")
    assert (len(cdrs.properties), cdrs.id_property, cdrs.date_property, cdrs.complete) == (35, "id", "calldate", True)
    calldate = cdrs.get("calldate")
    assert calldate is not None
    assert calldate.type is PropertyType.DATETIME
    assert calldate.verified


def test_from_and_to_of_faxes_are_refused() -> None:
    for name in ("from", "to"):
        prop = endpoint("faxes").get(name)
        assert prop is not None
        assert prop.filterable is Filterability.REFUSED
        assert not prop.verified


def test_nothing_is_known_of_the_properties_of_some_endpoints() -> None:
    assert [found.name for found in endpoints() if not found.properties] == ["chatmsgs", "calltracking/campaigns"]


def test_operators_were_seen_on_some_properties() -> None:
    seen = {operator for found in endpoints() for prop in found.properties for operator in prop.operators_seen}
    assert seen
    assert all(isinstance(operator, Operator) for operator in seen)


def test_the_base_url_is_that_of_the_api() -> None:
    assert read_catalogue().base_url == "https://l7api.com/v1.2/voipstudio"


# --- looking up ---


def test_an_endpoint_is_made_once() -> None:
    assert endpoint("cdrs") is endpoint("cdrs") is endpoints()[0] is read_catalogue().get("cdrs")


def test_an_endpoint_is_given_back_as_it_is() -> None:
    own = Endpoint("orders")
    assert endpoint(own) is own


def test_a_catalogue_gives_what_it_was_made_of() -> None:
    made = Catalogue("https://example.com", {"DOC": "a page"}, {})
    assert (made.base_url, made.sources, made.names) == ("https://example.com", {"DOC": "a page"}, ())


def test_the_catalogue_gives_none_for_an_unknown_name() -> None:
    assert read_catalogue().get("CDRS") is None
    assert read_catalogue().get("") is None


@pytest.mark.parametrize(
    ("which", "suggestion"),
    [
        ("CDRS", "cdrs"),
        ("cdr", "cdrs"),
        ("Faxes", "faxes"),
        ("calltracking/DDIS", "calltracking/ddis"),
        ("calltracking/ddi", "calltracking/ddis"),
        ("/cdrs", "cdrs"),
        ("voicemesages", "voicemessages"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(which: str, suggestion: str) -> None:
    assert refusal(which) == Issue(
        "unknown-endpoint", f"there is no endpoint `{which}`", None, suggestion, f"did you mean `{suggestion}`?"
    )


@pytest.mark.parametrize(
    ("which", "shown"),
    [
        ("zzzzzz", "`zzzzzz`"),
        ("", "``"),
        ("\x1b[2J\x1b[2J", "`␛[2J␛[2J`"),
        ("x" * 1000, f"`{'x' * 59}…`"),
        ("\ud800", "`\ufffd`"),
        (5, "`5`"),
        (None, "`None`"),
        ([1], "`[1]`"),
    ],
)
def test_a_name_near_to_none_is_refused_with_all_names(which: object, shown: str) -> None:
    assert refusal(which) == Issue(
        "unknown-endpoint",
        f"there is no endpoint {shown}",
        hint=f"the endpoints are {', '.join(NAMES)}",
    )


# --- reading once ---


def test_the_catalogue_is_read_once() -> None:
    assert read_catalogue() is read_catalogue()


def test_threads_that_ask_at_once_get_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_catalogue", None)
    barrier = threading.Barrier(8)

    def ask(_: int) -> tuple[Catalogue, Endpoint]:
        barrier.wait()
        return read_catalogue(), endpoint("cdrs")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert len({id(known) for known, _ in answers}) == 1
    assert len({id(found) for _, found in answers}) == 1


def test_a_thread_that_waited_takes_what_the_other_has_read(monkeypatch: pytest.MonkeyPatch) -> None:
    known = read_catalogue()

    class Lost:
        """A lock that is got only after another thread has done the work."""

        def __enter__(self) -> None:
            monkeypatch.setattr(module, "_catalogue", known)

        def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
            pass

    monkeypatch.setattr(module, "_catalogue", None)
    monkeypatch.setattr(module, "_lock", Lost())
    assert read_catalogue() is known
