"""The same arguments give the same records everywhere, other arguments give others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from hashlib import sha256

import pytest

import vsfilter
from tests.sample.rows import KNOWN, name
from vsfilter import Endpoint
from vsfilter.sample import Sample, generate

# Of the records of all endpoints of a sample of 300 call legs; to be renewed where the rules of samples change.
DIGEST = "bd43db1c15701e41f9aa9a7f4ab324076dd59040dd6f4cacc9e9e9fe32c8e9a8"

PROGRAM = "from tests.sample.test_sameness import digest; print(digest())"


def digest() -> str:
    whole = sha256()
    for endpoint, records in generate(300, 5, start=date(2025, 3, 1)).items():
        whole.update(json.dumps([endpoint, list(records)]).encode())
    return whole.hexdigest()


def test_the_records_are_those_of_every_other_machine() -> None:
    assert digest() == DIGEST


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_another_process_makes_the_same_records(hash_seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    found = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == DIGEST


@pytest.mark.parametrize("endpoint", KNOWN, ids=name)
def test_a_sample_can_be_read_twice_and_in_any_order(endpoint: Endpoint) -> None:
    sample = Sample(400)
    first = list(sample.records(endpoint))
    # Two that are read by turns do not disturb each other.
    for one, other in zip(sample.records(endpoint), Sample(400).records(endpoint), strict=True):
        assert one == other
    assert list(sample.records(endpoint)) == first


def test_what_is_done_to_a_record_does_not_change_the_next() -> None:
    expected = list(Sample(400).records("cdrs"))
    for record, before in zip(Sample(400).records("cdrs"), expected, strict=True):
        assert record == before
        labels = record["labels"]
        if isinstance(labels, list):
            labels.append("mine")
        record.clear()


@pytest.mark.parametrize("endpoint", [one for one in KNOWN if one.name != "queuegroups"], ids=name)
def test_another_seed_gives_other_records(endpoint: Endpoint) -> None:
    assert list(Sample(400, 1).records(endpoint)) != list(Sample(400, 2).records(endpoint))


def test_another_year_gives_other_dates() -> None:
    one, other = (Sample(100, start=date(year, 1, 1)).records("cdrs") for year in (2025, 2026))
    assert [row["calldate"] for row in one] != [row["calldate"] for row in other]


def test_a_larger_sample_scales_what_goes_with_calls() -> None:
    small, large = Sample(1000), Sample(10_000)
    for endpoint in ("monitors", "voicemessages", "sms", "faxes", "chats", "conversations"):
        few, many = (sum(1 for _ in sample.records(endpoint)) for sample in (small, large))
        assert 5 * few < many < 20 * few, endpoint


def test_samples_are_values() -> None:
    assert Sample(3, 4) == Sample(3, 4) != Sample(3, 5)
    assert vsfilter.endpoint("sms").name in generate(1)
