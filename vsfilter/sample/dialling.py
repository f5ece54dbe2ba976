"""Telephone numbers, what they cost, and the devices that call them.

The numbers are of ranges that the regulators keep for films and books, so they ring with nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsfilter.sample.drawing import pick, spread

if TYPE_CHECKING:
    from vsfilter.sample.drawing import Draw


@dataclass(frozen=True, slots=True)
class Range:
    """A range of numbers: its first digits, how many follow, and the price in ten-thousandths a minute."""

    prefix: str
    digits: int
    place: str
    price: int

    def number(self, draw: Draw) -> str:
        """Draw a number of this range."""
        rest = int(draw() * 10**self.digits)
        return f"{self.prefix}{rest:0{self.digits}}"


# Where the account has its own numbers; nobody else has one of these.
HOME = Range("4930231259", 2, "Germany - Berlin", 90)

RANGES = spread(
    *((Range(f"493023125{digit}", 2, "Germany - Berlin", 90), 1) for digit in range(9)),
    (Range("496990009", 3, "Germany - Frankfurt", 90), 9),
    (Range("494066969", 3, "Germany - Hamburg", 90), 9),
    (Range("492214710", 3, "Germany - Cologne", 90), 8),
    (Range("498999998", 3, "Germany - Munich", 90), 9),
    (Range("3319900", 4, "France", 120), 4),
    (Range("3363998", 4, "France - Mobile", 380), 6),
    (Range("442079460", 3, "United Kingdom - London", 110), 4),
    (Range("441632960", 3, "United Kingdom", 110), 3),
    (Range("447700900", 3, "United Kingdom - Mobile", 290), 5),
    (Range("121255501", 2, "USA - New York", 140), 1),
    (Range("141555501", 2, "USA - San Francisco", 140), 1),
    (Range("353209100", 3, "Ireland - Mobile", 410), 1),
    (Range("468465004", 2, "Sweden", 130), 1),
    (Range("6125550", 4, "Australia", 620), 1),
)

USER_AGENTS = spread(
    ("VoIPstudio Web/4.12", 9),
    ("VoIPstudio iOS/3.8.1", 4),
    ("VoIPstudio Android/3.8.0", 4),
    ("Yealink SIP-T46U 108.86.0.118", 5),
    ("snomD785/10.1.169.16", 3),
    ("Grandstream GXP2170 1.0.11.64", 2),
)

# What both sides speak, mostly the same.
CODECS = spread(
    (("PCMA", "PCMA"), 14),
    (("opus", "PCMA"), 7),
    (("PCMA", "opus"), 5),
    (("G722", "G722"), 3),
    (("PCMU", "PCMU"), 2),
    (("opus", "opus"), 1),
)

SERVERS = (14, 15, 22, 31)


def numbers(count: int, draw: Draw) -> list[tuple[str, Range]]:
    """Draw numbers, none twice."""
    found: dict[str, Range] = {}
    while len(found) < count:
        one = pick(draw, RANGES)
        found.setdefault(one.number(draw), one)
    return list(found.items())
