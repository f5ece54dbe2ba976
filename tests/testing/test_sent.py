"""What counts as a request, and how it is taken apart."""

from __future__ import annotations

import urllib.request
from types import SimpleNamespace

import httpx
import pytest
import requests
import yarl

from vsfilter.testing.sent import Sent, sent_by

URL = "https://l7api.com/v1.2/voipstudio/cdrs?filter=%5B%5D&page=2"
PATH = "/v1.2/voipstudio/cdrs"


@pytest.mark.parametrize(
    "given",
    [
        URL,
        URL.encode(),
        URL.removeprefix("https://l7api.com"),
        SimpleNamespace(url=URL),
        requests.Request("GET", URL).prepare(),
        httpx.Request("GET", URL),
        httpx.URL(URL),
        yarl.URL(URL, encoded=True),
        SimpleNamespace(url=yarl.URL(URL, encoded=True)),
        urllib.request.Request(URL),
    ],
    ids=lambda given: type(given).__name__,
)
def test_a_request_has_many_forms(given: object) -> None:
    assert sent_by(given) == Sent("filter=%5B%5D&page=2", PATH)


@pytest.mark.parametrize(
    ("given", "query", "path"),
    [
        ("filter=a?b/c", "filter=a?b/c", None),
        ("page=1&filter=//", "page=1&filter=//", None),
        ("?filter=a", "filter=a", None),
        ("cdrs?filter=a", "filter=a", "cdrs"),
        ("cdrs", "", "cdrs"),
        ("", "", None),
        ("http://[x/cdrs?filter=a", "filter=a", "http://[x/cdrs"),
    ],
)
def test_a_text_is_a_url_or_a_query(given: str, query: str, path: str | None) -> None:
    assert sent_by(given) == Sent(query, path)


def test_a_fragment_is_not_sent() -> None:
    assert sent_by("filter=a#b") == Sent("filter=a", None, "b")
    assert sent_by(URL + "#x=1") == Sent("filter=%5B%5D&page=2", PATH, "x=1")


def test_parameters_are_encoded_as_http_libraries_do() -> None:
    assert sent_by({"filter": '["é +'}).query == "filter=%5B%22%C3%A9%20%2B"
    assert sent_by({"filter": b"[]", "page": 2, "limit": None}).query == "filter=%5B%5D&page=2"
    assert sent_by({"filter": ["a", "b"]}).query == "filter=a&filter=b"


def test_the_values_of_a_query_are_decoded_and_kept_as_written() -> None:
    sent = Sent("a=%C3%A9+x&b=%FF&&c")
    assert sent.parameters() == [("a", "é x", "%C3%A9+x"), ("b", None, "%FF"), ("c", "", "")]


@pytest.mark.parametrize(
    ("query", "stray"), [("a=[x]+'(%20", None), ("a={", "{"), ("a=é", "é"), ("a=b c", " "), ("a=%4", "%"), ('a="', '"')]
)
def test_a_character_that_has_to_be_encoded_is_found(query: str, stray: str | None) -> None:
    assert Sent(query).stray() == stray


@pytest.mark.parametrize("given", [None, 5, [("filter", "[]")]])
def test_what_is_no_request_is_refused(given: object) -> None:
    with pytest.raises(TypeError, match=f"gave back {type(given).__name__}, which is no request.*give `emulator=`"):
        sent_by(given)
