"""Values of records that are text or numbers, and yet of a class of their own."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Self


class Label(StrEnum):
    """Its text is not its value, which is what a filter sees."""

    A = ("a", "first")
    FIVE = ("5", "a")

    def __new__(cls, value: str, text: str) -> Self:
        label = str.__new__(cls, text)
        label._value_ = value
        return label


class Size(float, Enum):
    """The number that it is is not its value."""

    SMALL = (5.0, 9.0)
    NONE = (float("nan"), 5.0)

    def __new__(cls, value: float, number: float) -> Self:
        size = float.__new__(cls, number)
        size._value_ = value
        return size


class OwnText(str):
    """Text, and nothing else."""

    __slots__ = ()
