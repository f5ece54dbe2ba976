"""The command ``decode``: a request that was logged, as the text of its filter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import vsfilter
from tests.unit.command import misused, printed, refused, run, spawn

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://l7api.com/v1.2/voipstudio"
ONE = '[{"property":"type","operator":"eq","value":"I"}]'
ENCODED = "filter=%5B%7B%22property%22%3A%22type%22%2C%22operator%22%3A%22eq%22%2C%22value%22%3A%22I%22%7D%5D"
TEXT = 'type = "I"\n'
UNVERIFIED = (
    "warning[unverified-operator]: nobody has seen the live API honour `ne`, which the vendor documents\n"
    "= hint: compare the result with that of a request you trust\n"
)


def _json(value: str, operator: str = "eq", name: str = "type") -> str:
    """Write a filter of one condition; ``value`` is JSON already."""
    return f'[{{"property":"{name}","operator":"{operator}","value":{value}}}]'


def _codes(*arguments: str) -> list[str]:
    """Give the codes of all issues for which a call is refused."""
    issues: list[dict[str, Any]] = json.loads(refused("decode", *arguments, "--format", "json"))["issues"]
    return [issue["code"] for issue in issues]


# --- what it prints ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        ONE,
        f" \n{ONE}\n",
        '[{"value": "I", "operator": "==", "property": "type"}]',
        f"filter={ONE}",
        ENCODED,
        f"?{ENCODED}",
        f"/cdrs?{ENCODED}",
        f"/v1.2/voipstudio/cdrs?{ENCODED}",
        f"{BASE}/cdrs?{ENCODED}",
        f"/cdrs/?{ENCODED}",
        f"{BASE}/cdrs/?{ENCODED}",
        f"cdrs?{ENCODED}",
        f"https://user:secret@l7api.com/cdrs?{ENCODED}",
        f"HTTP://localhost:8000/cdrs?{ENCODED}\n",
    ],
)
def test_the_filter_of_a_request_is_printed_as_text(request_: str) -> None:
    assert printed("decode", "cdrs", request_) == TEXT
    assert printed("decode", "cdrs", "-", stdin=request_) == TEXT
    assert json.loads(printed("decode", "cdrs", request_, "--format", "json")) == {
        "filter": 'type = "I"',
        "options": {},
    }


@pytest.mark.parametrize(
    "request_",
    [
        "[]",
        "filter=[]",
        "filter=%5B%5D",
        "/cdrs",
        f"{BASE}/cdrs",
        f"{BASE}/cdrs?",
        f"{BASE}/cdrs?filter=[]",
        f"{BASE}/cdrs/",
    ],
)
def test_a_request_for_all_records_has_an_empty_text(request_: str) -> None:
    assert printed("decode", "cdrs", request_) == "\n"
    assert json.loads(printed("decode", "cdrs", request_, "--format", "json")) == {"filter": None, "options": {}}


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (_json('["I"]', "IN"), 'type in ("I")'),
        (_json('"2018-09-01T12:00:00Z"', ">", "calldate"), 'calldate > "2018-09-01T12:00:00Z"'),
        (_json("123456", "eq", "dst_id"), "dst_id = 123456"),
        (_json('"007"', "eq", "duration"), 'duration = "007"'),
        (_json("0.10", "=", "rate"), "rate = 0.10"),
        (_json("1e5", "lte", "rate"), "rate <= 100000"),
        (_json('"é日😀\\u001b\\u2028"', "LIKE", "src_name"), 'src_name like "é日😀\\u001b\\u2028"'),
        ('[{"property":"from","operator":"eq","value":"4478"}]', 'from = "4478"'),
        (f"[{ONE[1:-1]},{ONE[1:-1]}]", 'type = "I" and type = "I"'),
    ],
)
def test_what_the_request_says_is_printed_before_any_rewriting(request_: str, text: str) -> None:
    endpoint = "sms" if '"from"' in request_ else "cdrs"
    assert printed("decode", endpoint, request_) == f"{text}\n"


@pytest.mark.parametrize("expr", ["type = I and duration between 1 and 5", "disposition like 'NO ANSWER'"])
def test_what_is_decoded_compiles_to_the_same_request(expr: str) -> None:
    url = printed("url", "cdrs", expr, "--page", "2").removesuffix("\n")
    decoded = run("decode", "cdrs", url)
    assert (decoded.exit_code, decoded.stderr) == (0, "page: 2\n")
    assert printed("url", "cdrs", decoded.stdout, "--page", "2") == f"{url}\n"


def test_the_options_go_to_standard_error_in_their_order() -> None:
    result = run("decode", "cdrs", f"group_by=src&dir=desc&{ENCODED}&sort=calldate&limit=50&page=2")
    assert (result.exit_code, result.stdout) == (0, TEXT)
    assert result.stderr == "page: 2\nlimit: 50\nsort: calldate\ndir: DESC\ngroup_by: src\n"


def test_the_options_stand_beside_the_text_in_json() -> None:
    query = f"group_by=src&dir=desc&{ENCODED}&sort=calldate&limit=50&page=2"
    assert printed("decode", "cdrs", query, "--format", "json") == (
        '{"filter": "type = \\"I\\"", "options": '
        '{"page": 2, "limit": 50, "sort": "calldate", "dir": "DESC", "group_by": "src"}}\n'
    )


def test_a_warning_goes_to_standard_error_and_the_text_is_printed() -> None:
    result = run("decode", "cdrs", _json('"I"', "neq"))
    assert (result.exit_code, result.stdout, result.stderr) == (0, 'type != "I"\n', UNVERIFIED)
    result = run("decode", "cdrs", "page=2&filter=" + _json('"I"', "neq"))
    assert (result.exit_code, result.stdout, result.stderr) == (0, 'type != "I"\n', f"page: 2\n{UNVERIFIED}")


def test_warnings_are_json_as_well() -> None:
    result = run("decode", "cdrs", _json('"X"', "neq"), "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"filter": 'type != "X"', "options": {}}
    assert [issue["code"] for issue in json.loads(result.stderr)["issues"]] == ["unknown-value", "unverified-operator"]


def test_an_endpoint_of_your_own_can_be_declared(tmp_path: Path) -> None:
    path = tmp_path / "rooms.json"
    property_ = {"name": "number", "type": "integer", "filterable": "observed"}
    path.write_text(json.dumps({"endpoint": "rooms", "path": "/hotel/rooms", "properties": [property_]}))
    query = f"filter={_json('801', 'eq', 'number')}"
    assert printed("decode", "rooms", query, "--schema", str(path)) == "number = 801\n"
    assert printed("decode", "rooms", f"{BASE}/hotel/rooms?{query}", "--schema", str(path)) == "number = 801\n"
    assert refused("decode", "rooms", f"{BASE}/rooms?{query}", "--schema", str(path)).startswith("error[invalid-query]")


# --- what it refuses -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/users", f"{BASE}/users", f"{BASE}/xcdrs", f"{BASE}/cdrs.csv", f"{BASE}/CDRS", "/"])
def test_the_url_of_another_endpoint_is_refused(path: str) -> None:
    stderr = f"error[invalid-query]: the URL asks for `{path.removeprefix('https://l7api.com')}`, which is not cdrs\n"
    assert refused("decode", "cdrs", f"{path}?{ENCODED}") == stderr
    assert refused("decode", "cdrs", path) == stderr


@pytest.mark.parametrize("slash", ["", "/"])
def test_an_endpoint_whose_path_ends_as_that_of_another_is_another(slash: str) -> None:
    query = f"{BASE}/calltracking/ddis{slash}?page=1"
    assert refused("decode", "ddis", query) == (
        f"error[invalid-query]: the URL asks for `/v1.2/voipstudio/calltracking/ddis{slash}`, which is not ddis\n"
    )
    for endpoint, path in (("calltracking/ddis", "calltracking/ddis"), ("ddis", "ddis")):
        result = run("decode", endpoint, f"{BASE}/{path}{slash}?page=1")
        assert (result.exit_code, result.stderr) == (0, "page: 1\n")


def test_all_faults_of_a_request_are_told_together() -> None:
    assert _codes("cdrs", f"sort=srt&filter={_json('5', 'eq', 'tpe')}&group_by=x") == ["unknown-property"] * 3
    assert refused("decode", "cdrs", f"sort=calldat&filter={_json('5', 'like', 'duration')}") == (
        "error[unsupported-operator]: `duration` is of type integer and takes no `like`\n"
        "1 | duration like 5\n"
        "  |          ^^^^\n"
        "  = hint: it takes `=`, `!=`, `<`, `<=`, `>`, `>=`, `in`\n"
        "error[unknown-property]: sort: cdrs has no property `calldat`\n= hint: did you mean `calldate`?\n"
    )
    assert _codes("cdrs", f"page=0&limit=0&dir=up&filter={_json('null')}") == [
        "invalid-page",
        "invalid-limit",
        "invalid-option",
        "invalid-filter",
    ]


@pytest.mark.parametrize("path", ["/users", "/users/", "", "/cdrs"])
@pytest.mark.parametrize("query", [ENCODED, "page=0", "filter=[", "sort=nope", "x=1#top"])
def test_user_and_password_of_a_url_are_never_shown(path: str, query: str) -> None:
    result = run("decode", "cdrs", f"https://user:secret@l7api.com{path}?{query}")
    assert "secret" not in result.output
    assert "user:" not in result.output


def test_an_unknown_property_is_refused_at_its_place_in_the_text() -> None:
    assert refused("decode", "cdrs", ONE[:-1] + "," + _json('"I"', "eq", "tpe")[1:]) == (
        "error[unknown-property]: cdrs has no property `tpe`\n"
        '1 | type = "I" and tpe = "I"\n'
        "  |                ^^^\n"
        "  = hint: did you mean `type`?\n"
    )


@pytest.mark.parametrize("option", ["sort", "group_by"])
def test_an_option_that_names_no_property_is_refused(option: str) -> None:
    assert refused("decode", "cdrs", f"{option}=calldat") == (
        f"error[unknown-property]: {option}: cdrs has no property `calldat`\n= hint: did you mean `calldate`?\n"
    )


@pytest.mark.parametrize(
    ("request_", "codes"),
    [
        ("", ["invalid-query"]),
        ("{}", ["invalid-filter"]),
        ("[", ["invalid-filter"]),
        ("[5,6]", ["invalid-filter", "invalid-filter"]),
        ("[" * 100_000, ["limit-exceeded"]),
        ("filter=[&page=0&x=1", ["invalid-query", "invalid-page", "invalid-filter"]),
        ("page=1#top", ["invalid-query"]),
        (_json('"long"', "eq", "duration"), ["type-mismatch"]),
        (_json('"soon"', "gt", "calldate"), ["invalid-date"]),
        (_json("5", "like", "duration"), ["unsupported-operator"]),
    ],
    ids=range(10),
)
def test_what_is_no_request_is_refused_with_all_its_faults(request_: str, codes: list[str]) -> None:
    assert _codes("cdrs", request_) == codes


def test_a_refusal_shows_where_json_ends_to_be_json() -> None:
    assert refused("decode", "cdrs", '[{"property" "type"}]') == (
        "error[invalid-filter]: expected filter JSON: expecting ':' delimiter\n"
        '1 | [{"property" "type"}]\n'
        "  |              ^\n"
    )


def test_an_unknown_endpoint_is_refused_before_the_request_is_read() -> None:
    assert _codes("cdr", "[") == ["unknown-endpoint"]


def test_the_command_wants_an_endpoint_and_a_request() -> None:
    assert misused("decode", "cdrs") == "Error: Missing argument 'REQUEST'."
    assert misused("decode", "cdrs", "[]", "--page", "1").startswith("Error: No such option")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_standard_input_may_begin_with_a_byte_order_mark(mark: bytes) -> None:
    for request_ in (ONE, ENCODED):
        assert printed("decode", "cdrs", "-", stdin=mark + request_.encode()) == TEXT


def test_standard_input_that_is_no_utf_8_is_refused() -> None:
    assert refused("decode", "cdrs", "-", stdin=b'["\xff"]').startswith("error[syntax]: standard input is no UTF-8")


# --- as a user calls it --------------------------------------------------------------------------


def test_a_user_gets_text_options_and_status() -> None:
    done = spawn("decode", "cdrs", "-", stdin=f"{BASE}/cdrs?{ENCODED}&page=2\n".encode())
    assert (done.returncode, done.stdout, done.stderr) == (0, TEXT.encode(), b"page: 2\n")
    done = spawn("decode", "users", f"{BASE}/cdrs?{ENCODED}")
    assert (done.returncode, done.stdout) == (1, b"")


def test_an_argument_that_is_no_utf_8_is_refused() -> None:
    for request_ in (b'[{"property":"type","operator":"eq","value":"\xff"}]', b"/cdrs\xff?page=1", b"\xff"):
        done = spawn("decode", "cdrs", request_)
        assert (done.returncode, done.stdout) == (1, b"")
        assert b"Traceback" not in done.stderr


def test_a_character_that_the_output_cannot_show_is_escaped_so_that_it_can_be_read_again() -> None:
    arguments = ("decode", "cdrs", _json('"é日😀"', "eq", "src_name"))
    text = spawn(*arguments, env={"PYTHONIOENCODING": "latin-1"}).stdout.decode("latin-1")
    assert vsfilter.parse(text) == vsfilter.parse("src_name = 'é日😀'")
    data = spawn(*arguments, "--format", "json", env={"PYTHONIOENCODING": "ascii"}).stdout
    assert json.loads(data)["filter"] == 'src_name = "é日😀"'


def test_a_password_that_broke_the_url_is_not_shown() -> None:
    stderr = refused("decode", "cdrs", "https://u:sec/ret@host/users?page=1")
    assert stderr == "error[invalid-query]: the URL asks for something else, which is not cdrs\n"


def test_filter_json_may_begin_with_a_byte_order_mark() -> None:
    assert run("decode", "cdrs", '\ufeff[{"property":"type","operator":"eq","value":"I"}]').stdout == 'type = "I"\n'
