"""Names of people and firms, some of them with letters that a program may trip over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.sample.drawing import pick, spread

if TYPE_CHECKING:
    from vsfilter.sample.drawing import Draw

_FIRST = (
    *("Anna", "Ben", "Clara", "David", "Elif", "Felix", "Greta", "Hannah", "Ivan", "Jonas", "Katharina", "Lukas"),
    *("Maria", "Nils", "Oliver", "Paula", "Quentin", "Rosa", "Stefan", "Thomas", "Ursula", "Viktor", "Wanda"),
    *("Jürgen", "Sören", "Zoë", "André", "Łucja", "Ana María"),
)
_LAST = (
    *("Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker", "Hoffmann", "Koch", "Richter"),
    *("Klein", "Wolf", "Neumann", "Schwarz", "Zimmermann", "Braun", "Krüger", "Müller", "Schäfer", "Groß"),
    *("O'Brien", "D'Angelo", "Kowalski", "Nguyen", "García López", "Smith-Jones", "Çelik", "van der Berg"),
)
# Hebrew, Arabic and an emoji: the first name and the last.
_RARE = (
    ("\u05d3\u05d5\u05d3", "\u05db\u05d4\u05df"),
    ("\u0644\u064a\u0644\u0649", "\u062d\u062f\u0627\u062f"),
    ("Mia \U0001f33b", "Lang"),
)
# One name in so many is rare.
_RARITY = 40

_FIRMS = spread(
    ("Autohaus {}", 3),
    ("{} GmbH", 5),
    ("{} & Söhne KG", 2),
    ("Praxis Dr. {}", 3),
    ("{} Ltd", 1),
    ("Café {} \u2615", 1),
)

_ASCII = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ë": "e", "é": "e", "ç": "c", "í": "i", "ó": "o", "ł": "l"}
)
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def person(draw: Draw) -> tuple[str, str]:
    """Draw a first name and a last name."""
    if draw() * _RARITY < 1:
        return pick(draw, _RARE)
    return pick(draw, _FIRST), pick(draw, _LAST)


def firm(draw: Draw) -> str:
    """Draw the name of a firm."""
    return pick(draw, _FIRMS).format(pick(draw, _LAST))


def mailbox(*parts: str) -> str:
    """Write names as an address at example.com; letters that have no plain form are left out."""
    words = ("".join(letter for letter in part.lower().translate(_ASCII) if letter in _PLAIN) for part in parts)
    return f"{'.'.join(word for word in words if word) or 'mail'}@example.com"
