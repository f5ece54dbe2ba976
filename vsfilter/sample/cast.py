"""Those who call and are called: users, outside parties and queues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vsfilter.sample import dialling, names
from vsfilter.sample.drawing import pick, spread, stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsfilter.sample.drawing import Draw

CUSTOMER = 310_442

# How an outside party comes to its name.
_KNOWN_AS: tuple[Callable[[Draw], str | None], ...] = spread(
    (lambda draw: " ".join(names.person(draw)), 9), (names.firm, 3), (lambda _: None, 8)
)

_QUEUES = ("Sales", "Support", "Billing", "Orders", "Rückfragen", "Partners")


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a call, as the records name it; ``price`` is that of a minute, in ten-thousandths."""

    key: str
    number: str | None
    name: str
    clid: str
    agent: str | None = None
    user_id: int | None = None
    endpoint_id: int | None = None
    price: int = 0
    place: str | None = None
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class User:
    """One of the account's own people."""

    id: int
    first_name: str
    last_name: str
    ext: str
    cli: str
    party: Party


WITHHELD = Party("0", None, "Anonymous", '"Anonymous" <anonymous>')


class Cast:
    """All parties of a sample; how many they are depends on the number of its call legs."""

    def __init__(self, size: int, seed: int) -> None:
        draw = stream(seed, "cast")
        self.ddis = tuple(sorted(_own_numbers(min(40, 2 + size // 1000), draw)))
        self.users = tuple(self._user(place, draw) for place in range(min(48, 3 + size // 500)))
        self.outside = tuple(_outsider(draw, *one) for one in dialling.numbers(min(6000, 20 + size // 12), draw))
        self.queues = tuple(_queue(place) for place in range(min(len(_QUEUES), 1 + len(self.users) // 8)))

    def _user(self, place: int, draw: Draw) -> User:
        first, last = names.person(draw)
        number, ext = 204_100 + 7 * place, str(200 + place)
        name = f"{first} {last}"
        party = Party(
            str(number), ext, name, f'"{name}" <{ext}>', pick(draw, dialling.USER_AGENTS), number, 90_300 + 3 * place
        )
        return User(number, first, last, ext, pick(draw, self.ddis), party)


def _own_numbers(count: int, draw: Draw) -> frozenset[str]:
    found: set[str] = set()
    while len(found) < count:
        found.add(dialling.HOME.number(draw))
    return frozenset(found)


def _outsider(draw: Draw, number: str, home: dialling.Range) -> Party:
    # Of many a caller nothing is known but the number, which then stands for the name.
    name = pick(draw, _KNOWN_AS)(draw)
    shown = name or number
    clid = f'"{shown}" <{number}>'
    return Party("0", number, shown, clid, price=home.price, place=home.place, is_named=name is not None)


def _queue(place: int) -> Party:
    name, number = _QUEUES[place], str(800 + place)
    return Party(str(5100 + place), number, name, f'"{name}" <{number}>')
