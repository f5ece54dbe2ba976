"""A small API in memory that answers as it is told to, and a probe of it."""

from __future__ import annotations

import json
import operator
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from vsfilter.client import Client
from vsfilter.probe import probe
from vsfilter.schema import Endpoint, Property

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vsfilter.probe import EndpointFindings, Findings

TOKEN = "0123456789abcdef0123456789abcdef01234567"  # noqa: S105  of nobody

Params = dict[str, str]
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
Row = dict[str, Any]

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "in": lambda mine, values: mine in values,
    "like": operator.contains,
    "notlike": lambda mine, fragment: fragment not in mine,
}

ORDERS = Endpoint(
    "orders",
    [Property("id", "integer"), Property("name", "string"), Property("size", "integer")],
    id_property="id",
)
ROWS: list[Row] = [
    {"id": number, "name": name, "size": number % 3}
    for number, name in enumerate(("pear", "plum", "Fig", "lime", "date", "kiwi", "pear", "sloe"), 1)
]


def answer(content: object, status: int = 200) -> httpx.Response:
    return httpx.Response(status, content=json.dumps(content))


@dataclass
class Api:
    """One collection as documented, unless ``instead`` gives another answer to the parameters of a request."""

    rows: list[Row] = field(default_factory=lambda: [dict(row) for row in ROWS])
    instead: Callable[[Params], httpx.Response | None] = lambda _: None
    requests: list[Params] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    methods: set[str] = field(default_factory=set)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.methods.add(request.method)
        self.paths.append(request.url.path)
        params = dict(request.url.params)
        self.requests.append(params)
        return self.instead(params) or self.page(params)

    def page(self, params: Params) -> httpx.Response:
        if json.loads(params.get("filter", "[]")) and any(
            entry["operator"] not in _OPERATORS for entry in json.loads(params["filter"])
        ):
            return answer({"message": "no such operator"}, 400)
        found = [
            row for row in self.rows if all(_holds(row, entry) for entry in json.loads(params.get("filter", "[]")))
        ]
        if "sort" in params:
            found.sort(
                key=lambda row: (row[params["sort"]] is not None, row[params["sort"]]), reverse=params["dir"] == "DESC"
            )
        limit = int(params.get("limit", 2))
        start = (int(params.get("page", 1)) - 1) * limit
        return answer({"data": found[start : start + limit], "total": len(found)})


def _holds(row: Row, entry: dict[str, Any]) -> bool:
    mine = row.get(entry["property"])
    if isinstance(entry["value"], str) and _DAY.fullmatch(entry["value"]):
        entry = {**entry, "value": f"{entry['value']} 00:00:00"}
    try:
        return mine is not None and _OPERATORS[entry["operator"]](mine, entry["value"])
    except TypeError:
        return False


def conditions(params: Params) -> list[dict[str, Any]]:
    """Give the conditions of a request."""
    found: list[dict[str, Any]] = json.loads(params.get("filter", "[]"))
    return found


def asks(params: Params, name: str, operators: str) -> bool:
    """Tell whether a request has a condition on a property with one of these operators."""
    return any(entry["property"] == name and entry["operator"] in operators.split() for entry in conditions(params))


def probed(api: Callable[[httpx.Request], httpx.Response], endpoint: Endpoint = ORDERS, **options: Any) -> Findings:  # noqa: ANN401
    """Probe an API in memory."""
    with Client(None, TOKEN, transport=httpx.MockTransport(api), retries=0) as client:
        return probe(client, [endpoint], **({"max_requests": 10_000, "rate": 1e9} | options))


def found_of(api: Api, endpoint: Endpoint = ORDERS) -> EndpointFindings:
    """Give what a probe finds of the one endpoint."""
    findings = probed(api, endpoint)
    assert findings.stopped == ""
    (found,) = findings.endpoints
    return found
