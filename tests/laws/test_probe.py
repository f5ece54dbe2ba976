"""A probe ends in findings whatever a server answers, within its bounds, and tells no value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.probe.fakes import Api, Params, answer, probed
from vsfilter.probe import to_data, to_evidence, to_report
from vsfilter.schema import Endpoint, Property, PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 60
ENDPOINT = Endpoint(
    "orders", [Property("id", "integer"), *(Property(kind, kind) for kind in PropertyType)], id_property="id"
)

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-3, 3)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(
        ["2026-07-01 10:00:00", "9999-12-31 23:59:59", "0001-01-01 00:00:00", "2026-02-30", "%_\\", "x" * 3000]
    )
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4,
)
rows = st.dictionaries(st.sampled_from(ENDPOINT.names), values, max_size=8)
pages = st.builds(
    lambda data, total: json.dumps({"data": data, "total": total}),
    st.lists(rows, max_size=8),
    st.none() | st.integers(0, 9),
)
bodies = pages | values.map(json.dumps) | st.text(max_size=5)


@given(numbered=st.lists(rows, max_size=12), data=st.data())
@settings(max_examples=settings().max_examples * 2)
def test_a_probe_of_any_server_ends_in_findings(numbered: list[dict[str, Any]], data: st.DataObject) -> None:
    api = Api([row | {"id": number} for number, row in enumerate(numbered)])

    def reply(params: Params) -> httpx.Response | None:
        match data.draw(st.integers(0, 7)):
            case 0:
                return httpx.Response(data.draw(st.sampled_from([200, 400, 404, 500])), text=data.draw(bodies))
            case 1 | 2:
                return honest(api.page, {**params, "filter": "[]"})
            case _:
                return honest(api.page, params)

    api.instead = reply
    findings = probed(api, ENDPOINT, max_requests=MOST)
    assert findings.requests == len(api.requests) <= MOST
    json.dumps([to_data(findings), to_evidence(findings)])
    assert to_report(findings, 100)


def honest(page: Callable[[Params], httpx.Response], params: Params) -> httpx.Response:
    """Answer as well as an API of a few lines can."""
    try:
        return page({name: value for name, value in params.items() if name != "sort"})
    except (TypeError, ValueError):
        return answer({"message": "cannot"}, 400)
