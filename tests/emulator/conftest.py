"""Emulators for tests: one for each test, or one for a module whose tests only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulator.asking import Asking
from vsfilter.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


@pytest.fixture
def asking(emulator: Emulator) -> Iterator[Asking]:
    with Asking(emulator) as client:
        yield client
