"""A filter as one request: query string, URL, curl command."""

from __future__ import annotations

import json
import os
import re
import string
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

import vsfilter
from tests.unit.checking import THINGS
from vsfilter import Endpoint, F, FilterCheckError, Issue, Property, PropertyType, Severity
from vsfilter.wire import LONGEST_QUERY, TOKEN_VARIABLE, json_of, to_query

if TYPE_CHECKING:
    from pathlib import Path

FILTER = "filter=%5B%7B%22property%22%3A%22type%22%2C%22operator%22%3A%22eq%22%2C%22value%22%3A%22I%22%7D%5D"
BASE = "https://l7api.com/v1.2/voipstudio"
UNRESERVED = string.ascii_letters + string.digits + "-._~"

# What a shell, curl or a URL could trip over.
HOSTILE = [
    "'",
    '"',
    "'; rm -rf \"$HOME\"; '",
    "$(touch pwned)",
    "`touch pwned`",
    "$HOME ${IFS} $0",
    "a\nb\r\nc",
    "!!",
    "!history",
    "--output /tmp/x",
    "-o",
    "@file",
    "a&page=99#fragment?x=1",
    "100%25 %41 +",
    "[1-9]{a,b}",
    "\\ \\n \\' \\\"",
    "*?~|<>();",
    "\x00\x1b[31m\x7f",
    "é日本😀\u2028\u202e",
    " lead and trail ",
]

FIT = vsfilter.compile("type = I", "cdrs")


# --- query string --------------------------------------------------------------------------------


def test_the_query_string_is_the_filter_then_the_options_in_the_order_of_the_contract() -> None:
    assert FIT.to_query() == FILTER
    query = FIT.to_query(group_by="src", dir="desc", sort="calldate", limit=100, page=2)
    assert query == f"{FILTER}&page=2&limit=100&sort=calldate&dir=DESC&group_by=src"


def test_without_a_filter_there_are_only_the_options() -> None:
    everything = vsfilter.compile(None, "cdrs")
    assert everything.to_query() == ""
    assert everything.to_query(limit=10, page=1) == "page=1&limit=10"


def test_a_space_is_percent_20() -> None:
    query = vsfilter.compile('disposition = "NO ANSWER"', "cdrs").to_query()
    assert query.endswith("%22NO%20ANSWER%22%7D%5D")


@pytest.mark.parametrize("code", range(128))
def test_all_but_the_unreserved_characters_of_rfc_3986_is_encoded(code: int) -> None:
    character = chr(code)
    encoded = character if character in UNRESERVED else f"%{code:02X}"
    assert to_query({"a": f"x{character}y"}) == f"a=x{encoded}y"


@pytest.mark.parametrize(
    ("text", "encoded"), [("é", "%C3%A9"), ("日", "%E6%97%A5"), ("😀", "%F0%9F%98%80"), ("\u2028", "%E2%80%A8")]
)
def test_what_is_not_ascii_is_encoded_as_utf_8(text: str, encoded: str) -> None:
    assert to_query({"a": text}) == f"a={encoded}"


@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_encoded_is_decoded_to_the_same(value: str) -> None:
    flt = vsfilter.compile("string = :value", THINGS, params={"value": value})
    query = flt.to_query(page=1)
    assert set(query) <= set(UNRESERVED + "%&=")
    assert parse_qsl(query, strict_parsing=True) == [("filter", flt.to_json().decode()), ("page", "1")]
    (filter_json,) = parse_qs(query, strict_parsing=True)["filter"]
    assert json.loads(filter_json) == [{"property": "string", "operator": "eq", "value": value}]


def test_the_name_of_a_property_is_encoded_too() -> None:
    endpoint = Endpoint("e", (Property("a b&c=d", PropertyType.STRING),))
    assert vsfilter.compile(None, endpoint).to_query(sort="a b&c=d") == "sort=a%20b%26c%3Dd"


# --- URL -----------------------------------------------------------------------------------------


def test_the_url_is_base_path_and_query_string() -> None:
    assert FIT.to_url() == f"{BASE}/cdrs?{FILTER}"
    assert FIT.to_url(page=3) == f"{BASE}/cdrs?{FILTER}&page=3"


def test_an_empty_query_string_leaves_no_question_mark() -> None:
    assert vsfilter.compile(None, "cdrs").to_url() == f"{BASE}/cdrs"


def test_the_path_of_an_endpoint_may_have_a_slash_or_differ_from_its_name() -> None:
    assert vsfilter.compile(None, "calltracking/ddis").to_url() == f"{BASE}/calltracking/ddis"
    assert vsfilter.compile(None, Endpoint("e", path="/a/b")).to_url() == f"{BASE}/a/b"


@pytest.mark.parametrize(
    "base",
    [
        "http://x",
        "https://example.com",
        "https://example.com:8443",
        "https://example.com:65535",
        "https://example.com/X",
        "http://localhost:8000/v1.2/voipstudio",
        "http://127.0.0.1/a-b/c_d/~e.f",
        "HTTPS://EXAMPLE.COM",
        "http://[::1]:8000",
        "http://[2001:db8::1]/a",
    ],
)
@pytest.mark.parametrize("slash", ["", "/"])
def test_another_base_can_stand_in(base: str, slash: str) -> None:
    assert FIT.to_url(base_url=base + slash) == f"{base}/cdrs?{FILTER}"


@pytest.mark.parametrize(
    "base",
    [
        "",
        "/",
        "example.com",
        "//example.com",
        "ftp://example.com",
        "file:///etc",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://example.com?x=1",
        "https://example.com?",
        "https://example.com#x",
        "https://example.com:",
        "https://example.com:port",
        "https://example.com:999999",
        "https://example.com//",
        "https://example.com/a//b",
        "https://example.com/%41",
        "https://example.com/a b",
        "https://exa mple.com",
        "https://example.com\n",
        "\nhttps://example.com",
        "https://example.com/'",
        "https://example.com/$(x)",
        "https://[::1",
        "https://[x]",
        "https://éxample.com",
        "https://example.com/é",
        "https://example.com\\x",
    ],
)
def test_a_base_that_no_path_can_follow_is_refused(base: str) -> None:
    with pytest.raises(FilterCheckError) as caught:
        FIT.to_url(base_url=base)
    assert caught.value.issues == (
        Issue(
            "invalid-option",
            "the base URL is not one that a path can follow",
            hint="expected http or https, a host and perhaps a path, as in `https://l7api.com/v1.2/voipstudio`",
        ),
    )


@pytest.mark.parametrize("base", [5, b"https://example.com", ["https://example.com"]])
def test_a_base_that_is_no_text_is_refused(base: object) -> None:
    with pytest.raises(FilterCheckError) as caught:
        FIT.to_url(base_url=base)  # type: ignore[arg-type]
    assert [one.code for one in caught.value.issues] == ["invalid-option"]


@pytest.mark.parametrize(
    "base", ["https://example.com:65536", "https://..", "https://-", "https://example.com/../x", "https://[:]"]
)
def test_a_base_without_a_host_or_port_that_can_be_is_refused(base: str) -> None:
    with pytest.raises(FilterCheckError):
        FIT.to_url(base_url=base)


@pytest.mark.parametrize("base", ["https://me:s3cret@example.com", "https://s3cret@example.com/", "s3cret@"])
def test_a_base_with_a_user_is_refused_without_being_shown(base: str) -> None:
    with pytest.raises(FilterCheckError) as caught:
        FIT.to_url(base_url=base)
    (found,) = caught.value.issues
    assert (found.code, found.message) == ("invalid-option", "the base URL is not one that a path can follow")
    assert (found.hint or "").startswith(
        "expected http or https, a host and perhaps a path, as in `https://l7api.com/v1.2/voipstudio`; "
        "a user or password does not belong"
    )
    assert "s3cret" not in f"{caught.value} {caught.value!r} {caught.value.to_dict()}"


# --- curl ----------------------------------------------------------------------------------------


@pytest.fixture
def shell(tmp_path: Path) -> Path:
    """Give a directory whose ``curl`` prints its arguments, each ended by a NUL."""
    fake = tmp_path / "curl"
    fake.write_text('#!/bin/sh\nfor argument in "$@"; do printf \'%s\\0\' "$argument"; done\n')
    fake.chmod(0o755)
    return tmp_path


def _arrived(command: str, shell: Path, **variables: str) -> list[str]:
    """Run a command in a real shell and give the arguments that curl gets."""
    environment = {"PATH": f"{shell}{os.pathsep}{os.environ['PATH']}", "HOME": str(shell), **variables}
    done = subprocess.run(
        ["/bin/sh", "-c", command], env=environment, cwd=shell, check=True, capture_output=True, timeout=30
    )
    assert done.stderr == b""
    assert sorted(path.name for path in shell.iterdir()) == ["curl"]
    return done.stdout.decode().split("\0")[:-1]


def test_the_command_reads_the_token_from_the_shell(shell: Path) -> None:
    command = FIT.to_curl()
    assert command == (
        f"curl --silent --show-error --header \"X-Auth-Token: $VOIPSTUDIO_TOKEN\" '{BASE}/cdrs?{FILTER}'"
    )
    assert _arrived(command, shell, VOIPSTUDIO_TOKEN="0a1b2c") == [  # noqa: S106  made up
        "--silent",
        "--show-error",
        "--header",
        "X-Auth-Token: 0a1b2c",
        f"{BASE}/cdrs?{FILTER}",
    ]
    assert TOKEN_VARIABLE == "VOIPSTUDIO_TOKEN"  # noqa: S105  the name of the variable


@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_the_filter_holds_what_arrives_is_the_url(shell: Path, value: str) -> None:
    flt = vsfilter.compile("string = :value and string like :value", THINGS, params={"value": value})
    arrived = _arrived(flt.to_curl(page=1), shell, VOIPSTUDIO_TOKEN="x")  # noqa: S106  made up
    assert arrived[-1] == flt.to_url(page=1)
    (filter_json,) = parse_qs(urlsplit(arrived[-1]).query, strict_parsing=True)["filter"]
    assert [row["value"] for row in json.loads(filter_json)] == [value, value]
    assert arrived[:-1] == ["--silent", "--show-error", "--header", "X-Auth-Token: x"]


def test_whatever_a_property_is_called_what_arrives_is_the_url(shell: Path) -> None:
    endpoint = Endpoint("e", tuple(Property(name, PropertyType.STRING) for name in HOSTILE))
    for name in HOSTILE:
        flt = vsfilter.compile(None, endpoint)
        assert _arrived(flt.to_curl(sort=name), shell)[-1] == flt.to_url(sort=name)


@pytest.mark.parametrize(
    "value", [value for value in HOSTILE if re.fullmatch("[!-~]+", value)] + ["0123456789abcdef", "a\\'b\"$(c)`d`!"]
)
def test_a_token_arrives_as_it_is_given_or_read(shell: Path, value: str) -> None:
    for command, variables in ((FIT.to_curl(token=value), {}), (FIT.to_curl(), {"VOIPSTUDIO_TOKEN": value})):
        assert _arrived(command, shell, **variables)[2:4] == ["--header", f"X-Auth-Token: {value}"]


@pytest.mark.parametrize(
    "value", ["s3cret\n", "s3cret\r\nX-Evil: 1", "s3 cret", "s3cret\x00", "s3crét", "s3cret\x7f", "\ud800s3cret", "\t"]
)
def test_a_token_that_no_header_can_carry_is_refused_without_being_shown(value: str) -> None:
    with pytest.raises(FilterCheckError) as caught:
        FIT.to_curl(token=value)
    error = caught.value
    assert error.issues == (Issue("invalid-option", "the token holds characters that no HTTP header can carry"),)
    assert error.__suppress_context__ or error.__context__ is None
    assert "s3cr" not in f"{error} {error!r} {error.to_dict()} {error.render(colour=True)}"


def test_an_empty_token_is_refused_for_what_it_is() -> None:
    with pytest.raises(FilterCheckError) as caught:
        FIT.to_curl(token="")
    assert caught.value.issues == (Issue("invalid-option", "the token is not text of one character or more"),)


@pytest.mark.parametrize("value", [5, b"s3cret"])
def test_a_token_that_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(FilterCheckError) as caught:
        FIT.to_curl(token=value)  # type: ignore[arg-type]
    assert caught.value.issues == (Issue("invalid-option", "the token is not text of one character or more"),)


def test_the_command_takes_base_and_options() -> None:
    assert (
        vsfilter.compile(None, "cdrs")
        .to_curl(base_url="http://localhost:8000/", limit=5)
        .endswith(" 'http://localhost:8000/cdrs?limit=5'")
    )


def test_a_refused_option_makes_no_command() -> None:
    with pytest.raises(FilterCheckError):
        FIT.to_curl(page=0)


# --- length --------------------------------------------------------------------------------------


def _long(size: int) -> vsfilter.Filter:
    shortest = vsfilter.compile("string = ''", THINGS).to_query()
    return vsfilter.compile("string = '" + "x" * (size - len(shortest)) + "'", THINGS)


def test_a_query_string_of_more_than_8000_bytes_is_warned_about() -> None:
    assert LONGEST_QUERY == 8000
    fits, long = _long(8000), _long(8001)
    assert (len(fits.to_query()), len(long.to_query())) == (8000, 8001)
    assert fits.warnings == ()
    assert long.warnings == (
        Issue(
            "url-too-long",
            "the query string has 8,001 bytes; more than 8,000 may be refused on the way",
            hint="ask for less at once, for instance with shorter lists",
            severity=Severity.WARNING,
        ),
    )


def test_encoding_counts_in_the_length() -> None:
    flt = vsfilter.compile("string = '" + "é" * 1500 + "'", THINGS)
    assert [one.code for one in flt.warnings] == ["url-too-long"]


def test_the_length_is_warned_about_after_all_that_has_a_place() -> None:
    flt = vsfilter.compile("string > '" + "x" * 8000 + "'", THINGS)
    assert [one.code for one in flt.warnings] == ["text-ordering", "url-too-long"]


def test_a_long_filter_is_sent_nevertheless() -> None:
    assert len(_long(20_000).to_url()) == len(f"{BASE}/things?") + 20_000


@pytest.mark.parametrize("value", ["", "a b", '"%22"', "%2522", "é/+", "\\", "{[:,]}"])
def test_filter_json_is_read_back_from_its_query_string(value: str) -> None:
    flt = vsfilter.compile(F.src == value, "cdrs")
    assert json_of(flt.to_query()) == flt.to_json()


def test_no_filter_is_an_empty_list() -> None:
    assert json_of("") == b"[]"


def test_the_filter_json_of_an_empty_query_is_the_empty_list() -> None:
    assert json_of("") == b"[]"
    assert json_of("filter=%5B%5D") == b"[]"
