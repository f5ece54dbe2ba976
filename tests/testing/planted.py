"""Clients with one bug each, as people write them; `docs/testing-clients.md` lists what the kit says of them."""

from __future__ import annotations

import json
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Unpack
from urllib.parse import quote, quote_plus

import httpx

import vsfilter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vsfilter.testing import Server
    from vsfilter.wire import PagingOptions

PAGE_SIZE = 3

Entries = list[dict[str, Any]]


def conditions(text: str, endpoint: str) -> Entries:
    return vsfilter.compile(text, endpoint).to_list()


def written(value: object) -> str:
    """Write JSON that keeps all digits."""
    match value:
        case Decimal():
            return f"{value:f}"
        case list():
            return f"[{','.join(map(written, value))}]"
        case dict():
            return "{" + ",".join(f"{json.dumps(key)}:{written(one)}" for key, one in value.items()) + "}"
        case _:
            return json.dumps(value, ensure_ascii=False)


def url(endpoint: str, query: str) -> str:
    return f"https://l7api.com/v1.2/voipstudio{vsfilter.endpoint(endpoint).path}?{query}"


# In process: each gives back its request.


def correct(text: str, endpoint: str) -> str:
    return url(endpoint, "filter=" + quote_plus(written(conditions(text, endpoint))))


def double_encoding(text: str, endpoint: str) -> dict[str, str]:
    """The filter is encoded by hand, and once more by the HTTP library."""
    return {"filter": quote(written(conditions(text, endpoint)))}


def not_encoded(text: str, endpoint: str) -> str:
    """The filter is put into the URL as it is."""
    return url(endpoint, "filter=" + written(conditions(text, endpoint)))


def raw_plus(text: str, endpoint: str) -> str:
    """A `+` is left as it is, as if it were safe."""
    return url(endpoint, "filter=" + quote(written(conditions(text, endpoint)), safe="+"))


def raw_ampersand(text: str, endpoint: str) -> str:
    """An `&` is left as it is."""
    return url(endpoint, "filter=" + quote(written(conditions(text, endpoint)), safe="&"))


def dict_by_property(text: str, endpoint: str) -> dict[str, str]:
    """Conditions are kept in a dict by property."""
    by_property = {entry["property"]: entry for entry in conditions(text, endpoint)}
    return {"filter": written(list(by_property.values()))}


def first_condition_only(text: str, endpoint: str) -> dict[str, str]:
    """Only the first condition is sent."""
    return {"filter": written(conditions(text, endpoint)[:1])}


def numbers_as_text(text: str, endpoint: str) -> dict[str, str]:
    """Numbers are sent as text."""
    entries = conditions(text, endpoint)
    for entry in entries:
        if type(entry["value"]) in {int, float, Decimal}:
            entry["value"] = str(entry["value"])
    return {"filter": written(entries)}


def through_float(text: str, endpoint: str) -> dict[str, str]:
    """Numbers go through a float."""
    entries = json.loads(written(conditions(text, endpoint)), parse_int=float)
    return {"filter": json.dumps(entries)}


def json_from_f_string(text: str, endpoint: str) -> dict[str, str]:
    """The JSON is put together by an f-string."""
    pieces = []
    for entry in conditions(text, endpoint):
        value = f'"{entry["value"]}"' if isinstance(entry["value"], str) else written(entry["value"])
        pieces.append(f'{{"property":"{entry["property"]}","operator":"{entry["operator"]}","value":{value}}}')
    return {"filter": f"[{','.join(pieces)}]"}


def python_repr(text: str, endpoint: str) -> dict[str, str]:
    """`str` of a list is taken for JSON."""
    return {"filter": str(conditions(text, endpoint))}


def wrong_operator(text: str, endpoint: str) -> dict[str, str]:
    """`<=` is sent as `<`."""
    entries = conditions(text, endpoint)
    for entry in entries:
        entry["operator"] = {"lte": "lt"}.get(entry["operator"], entry["operator"])
    return {"filter": written(entries)}


def mangled_text(text: str, endpoint: str) -> dict[str, str]:
    """UTF-8 is taken for Latin-1."""
    return {"filter": written(conditions(text, endpoint)).encode().decode("latin-1")}


def comma_separated(text: str, endpoint: str) -> dict[str, str]:
    """The list of `in` is sent as text with commas."""
    entries = conditions(text, endpoint)
    for entry in entries:
        if isinstance(entry["value"], list):
            entry["value"] = ",".join(map(str, entry["value"]))
    return {"filter": written(entries)}


def date_without_time(text: str, endpoint: str) -> dict[str, str]:
    """Midnight is sent as a date without a time."""
    return {"filter": written(conditions(text, endpoint)).replace(" 00:00:00", "")}


def wrong_path(text: str, endpoint: str) -> str:
    """Only the last part of the name is in the path."""
    return f"/v1.2/voipstudio/{endpoint.rpartition('/')[2]}?filter={quote(written(conditions(text, endpoint)))}"


def misspelt_parameter(text: str, endpoint: str) -> dict[str, str]:
    """The parameter is called `filters`."""
    return {"filters": written(conditions(text, endpoint))}


def unhandled(text: str, endpoint: str) -> dict[str, str]:
    """All values are taken for text."""
    values = {entry["property"]: entry["value"].strip() for entry in conditions(text, endpoint)}
    return {"filter": written(values)}


IN_PROCESS: tuple[Callable[[str, str], str | dict[str, str]], ...] = (
    double_encoding,
    not_encoded,
    raw_plus,
    raw_ampersand,
    dict_by_property,
    first_condition_only,
    numbers_as_text,
    through_float,
    json_from_f_string,
    python_repr,
    wrong_operator,
    mangled_text,
    comma_separated,
    date_without_time,
    wrong_path,
    misspelt_parameter,
    unhandled,
)


# Against the emulator: each asks page by page, and gives back the records.


class Walker:
    """Asks for pages until one is short."""

    first_page = 1

    def __init__(self, http: httpx.Client, base_url: str) -> None:
        self.http = http
        self.base_url = base_url

    def __call__(self, text: str, endpoint: str) -> list[dict[str, Any]]:
        flt = vsfilter.compile(text, endpoint)
        return list(self.records(flt))

    def records(self, flt: vsfilter.Filter) -> Iterator[dict[str, Any]]:
        page, received = self.first_page, 0
        while True:
            reply = self.page(flt, page)
            yield from reply["data"]
            received += len(reply["data"])
            if self.is_last(reply, page, received):
                return
            page += 1

    def page(self, flt: vsfilter.Filter, page: int) -> dict[str, Any]:
        reply = self.http.get(self.base_url + flt.endpoint.path, params={**self.params(flt, page), "page": page})
        reply.raise_for_status()
        content: dict[str, Any] = reply.json()
        return content

    def params(self, flt: vsfilter.Filter, page: int) -> dict[str, str | int]:  # noqa: ARG002  for others
        return flt.to_params(limit=PAGE_SIZE)

    def is_last(self, reply: dict[str, Any], page: int, received: int) -> bool:  # noqa: ARG002  for others
        return len(reply["data"]) < PAGE_SIZE


class FilterOnFirstPageOnly(Walker):
    """The filter is sent with the first page only."""

    def params(self, flt: vsfilter.Filter, page: int) -> dict[str, str | int]:
        return super().params(flt, page) if page == 1 else {"limit": PAGE_SIZE}


class BeginsAtPageZero(Walker):
    """The walk begins at page 0."""

    first_page = 0


class SortsByAMisspeltName(Walker):
    """`sort` has a misspelt name."""

    def params(self, flt: vsfilter.Filter, page: int) -> dict[str, str | int]:
        return super().params(flt, page) | {"sort": "calldat"}


class StopsAPageEarly(Walker):
    """The walk stops a page early."""

    def is_last(self, reply: dict[str, Any], page: int, received: int) -> bool:  # noqa: ARG002  as above
        return page >= int(reply["total"]) // PAGE_SIZE


class NeverEnds(Walker):
    """The walk never ends."""

    def is_last(self, reply: dict[str, Any], page: int, received: int) -> bool:  # noqa: ARG002  as above
        return False


class RetriesWhatItHas(Walker):
    """A page is asked for again, and what came before is kept."""

    def page(self, flt: vsfilter.Filter, page: int) -> dict[str, Any]:
        reply = super().page(flt, page)
        reply["data"] += super().page(flt, page)["data"]
        return reply

    def is_last(self, reply: dict[str, Any], page: int, received: int) -> bool:  # noqa: ARG002  as above
        return received >= int(reply["total"])


class AsksForNothing(Walker):
    """Nothing is asked."""

    def records(self, flt: vsfilter.Filter) -> Iterator[dict[str, Any]]:  # noqa: ARG002  which is the mistake
        return iter(())


class GivesOneThatItHad(Walker):
    """A record that came earlier is given, too."""

    def records(self, flt: vsfilter.Filter) -> Iterator[dict[str, Any]]:
        yield from super().records(flt)
        yield {"id": 0}


SERVED: tuple[type[Walker], ...] = (
    FilterOnFirstPageOnly,
    BeginsAtPageZero,
    SortsByAMisspeltName,
    StopsAPageEarly,
    RetriesWhatItHas,
    NeverEnds,
    AsksForNothing,
    GivesOneThatItHad,
)


# Walks: each logs in, and asks for a page when it is needed.


class Walk:
    """Walks by key, and logs in again where the login has expired."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.http = httpx.Client(base_url=server.base_url)
        self.log_in()

    def log_in(self) -> None:
        user = {"email": self.server.email, "password": self.server.password}
        self.http.headers["X-Auth-Token"] = self.http.post("/login", json=user).json()["user_token"]

    def ask(self, flt: vsfilter.Filter, **options: Unpack[PagingOptions]) -> list[dict[str, Any]]:
        reply = self.http.get(flt.endpoint.path, params=flt.to_params(**options) | {"limit": 2})
        if reply.status_code == 401:
            self.log_in()
            return self.ask(flt, **options)
        reply.raise_for_status()
        data: list[dict[str, Any]] = reply.json()["data"]
        return data

    def records(self, flt: vsfilter.Filter) -> Iterator[dict[str, Any]]:
        last = 0
        while rows := self.ask(vsfilter.compile(f"{flt} and id > {last}", flt.endpoint), sort="id"):
            yield from rows
            last = rows[-1]["id"]


class WalkByPage(Walk):
    """Pages are counted while records are deleted."""

    def records(self, flt: vsfilter.Filter) -> Iterator[dict[str, Any]]:
        page = 1
        while rows := self.ask(flt, page=page, sort="id"):
            yield from rows
            page += 1


class NewestFirst(Walk):
    """Pages are counted from the newest record on."""

    def records(self, flt: vsfilter.Filter) -> Iterator[dict[str, Any]]:
        page = 1
        while rows := self.ask(flt, page=page, sort="id", dir="DESC"):
            yield from rows
            page += 1


class BeginsAgain(Walk):
    """After a new login the walk begins again."""

    def ask(self, flt: vsfilter.Filter, **options: Unpack[PagingOptions]) -> list[dict[str, Any]]:
        reply = self.http.get(flt.endpoint.path, params=flt.to_params(**options) | {"limit": 2})
        if reply.status_code == 401:
            self.log_in()
            return super().ask(flt, page=1, sort="id")
        data: list[dict[str, Any]] = reply.json()["data"]
        return data

    def records(self, flt: vsfilter.Filter) -> Iterator[dict[str, Any]]:
        page = 1
        while rows := self.ask(flt, page=page, sort="id"):
            yield from rows
            page += 1


class LogsInOnce(Walk):
    """There is no second login."""

    def log_in(self) -> None:
        if "X-Auth-Token" not in self.http.headers:
            super().log_in()

    def ask(self, flt: vsfilter.Filter, **options: Unpack[PagingOptions]) -> list[dict[str, Any]]:
        reply = self.http.get(flt.endpoint.path, params=flt.to_params(**options) | {"limit": 2})
        if reply.status_code == 401:
            raise PermissionError("the login has expired")
        data: list[dict[str, Any]] = reply.json()["data"]
        return data


class TakesAnErrorForTheEnd(Walk):
    """A reply without records, such as an error, is taken for the end."""

    def ask(self, flt: vsfilter.Filter, **options: Unpack[PagingOptions]) -> list[dict[str, Any]]:
        reply = self.http.get(flt.endpoint.path, params=flt.to_params(**options) | {"limit": 2})
        data: list[dict[str, Any]] = reply.json().get("data", [])
        return data


class NeverStops(Walk):
    """The walk never ends, however many pages are empty."""

    def records(self, flt: vsfilter.Filter) -> Iterator[dict[str, Any]]:
        page = 1
        while True:
            yield from self.ask(flt, page=page)
            page += 1


WALKS: tuple[type[Walk], ...] = (
    WalkByPage,
    NewestFirst,
    BeginsAgain,
    LogsInOnce,
    TakesAnErrorForTheEnd,
    NeverStops,
)


def walk_of(kind: type[Walk]) -> Callable[[Server, str], Iterator[dict[str, Any]]]:
    def walk(server: Server, text: str) -> Iterator[dict[str, Any]]:
        client = kind(server)
        with closing(client.http):
            yield from client.records(vsfilter.compile(text, "cdrs"))

    return walk
