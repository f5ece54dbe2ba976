"""The corpus of the fuzzer, seeds and finds, replayed without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzzing.targets import TARGETS

CORPUS = Path(__file__).with_name("corpus")
INPUTS = sorted(CORPUS.glob("*/*"))


def test_each_target_has_a_corpus_that_it_accepts_in_part() -> None:
    assert {path.parent.name for path in INPUTS} == set(TARGETS)
    for name, target in TARGETS.items():
        assert {target(path.read_bytes()) for path in INPUTS if path.parent.name == name} == {True, False}


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_input_ends_in_a_result_or_in_a_refusal(path: Path) -> None:
    assert TARGETS[path.parent.name](path.read_bytes()) in {True, False}
