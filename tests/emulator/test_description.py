"""The description of the API holds for what the emulator does."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from vsfilter.emulator import BASE_PATH, Behaviour, Emulator
from vsfilter.schema import endpoints

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = 250


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.insert(
            "cdrs",
            (
                {"id": number, "rate": 0.5, "labels": ["a"], "metadata": {}, "is_root": True, "src": str(number)}
                | {"calldate": "2020-02-29 00:00:00"}
                for number in range(100)
            ),
        )
        running.insert("calltracking/ddis", [{"id": "x"}])
        yield running


def description_of(emulator: Emulator) -> dict[str, Any]:
    answer = httpx.get(emulator.base_url + "/openapi.json")
    assert answer.status_code == 200
    description: dict[str, Any] = answer.json()
    return description


def test_the_description_names_every_path(emulator: Emulator) -> None:
    description = description_of(emulator)
    assert description["openapi"].startswith("3.1.")
    assert description["servers"] == [{"url": BASE_PATH}]
    lists = {f"/{each.name}" for each in endpoints()}
    assert description["paths"].keys() >= lists | {"/login", "/login2fa", "/logout", "/me", "/ping", "/cdrs/{id}"}
    assert httpx.get(f"http://127.0.0.1:{emulator.port}/openapi.json").json() == description


def test_the_description_follows_the_switches() -> None:
    behaviour = Behaviour(
        unknown_property="ignore",
        limit_above_maximum="clamp",
        group_by="rows",
        operators="observed",
        total="missing",
        two_factor=True,
    )
    with Emulator(behaviour=behaviour) as emulator:
        paths = description_of(emulator)["paths"]
    assert paths["/login"]["post"]["responses"].keys() == {"202", "400", "401", "413"}
    listed = paths["/cdrs"]["get"]
    parameters = {parameter["name"]: parameter for parameter in listed["parameters"]}
    assert "maximum" not in parameters["limit"]["schema"]
    assert "notlike" not in str(parameters["filter"])
    assert "'not'" in str(parameters["filter"])
    envelope = listed["responses"]["200"]["content"]["application/json"]["schema"]
    assert envelope["properties"]["data"] == {"type": "array", "items": {"$ref": "#/components/schemas/cdrs"}}
    assert "total" not in envelope["properties"]


def test_the_description_tells_of_what_is_broken() -> None:
    behaviour = Behaviour(
        like="patterns",
        bare_date="refuse",
        iso_date="accept",
        number_as_text="refuse",
        text_as_number="refuse",
        broken_operators=("lte:lt", "in:refuse"),
        broken_properties=("src:refuse", "dst:ignore"),
    )
    with Emulator(behaviour=behaviour) as emulator:
        listed = description_of(emulator)["paths"]["/cdrs"]["get"]
    (parameter,) = (parameter for parameter in listed["parameters"] if parameter["name"] == "filter")
    assert "`%` stands for any characters" in parameter["description"]
    assert (
        "`lte` is broken: lt. `in` is broken: refuse. A filter on `src` is broken: refuse." in parameter["description"]
    )
    schema = str(parameter["content"]["application/json"]["schema"])
    assert "'src'" not in schema
    assert "'dst'" in schema
    assert "'in'" not in schema
    assert "[ T]" in schema
    assert "'value': {'type': 'integer'}" in schema
    assert "'value': {'type': 'string'}" in schema


def make_acceptable(case: schemathesis.Case[Any], number: int) -> None:
    """Change what JSON Schema has no words for: that 60.0 is no integer, and that a name is given once."""
    if "filter" in case.query:
        case.query["filter"] = re.sub(r"(?<=[0-9])\.0(?=[,\]} ])", "", case.query["filter"])
    if case.operation.label == "POST /apitokens" and isinstance(case.body, dict):
        case.body |= {"name": f"name {number}", "expiry": number}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_requests_made_from_the_description_are_answered_as_it_says(emulator: Emulator, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_dict(description_of(emulator))
    base_url = emulator.base_url
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) == sum(1 for _ in schema.get_all_operations())
    assert len(operations) > 45
    kept = [operation for operation in operations if operation.path != "/logout"]
    numbers = itertools.count()
    choices = st.sampled_from(kept).flatmap(lambda operation: operation.as_strategy(generation_mode=mode))

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=choices)
    def ask(case: schemathesis.Case[Any]) -> None:
        if mode is GenerationMode.POSITIVE:
            make_acceptable(case, next(numbers))
        case.call_and_validate(base_url=base_url, headers={"X-Auth-Token": emulator.token})

    ask()
