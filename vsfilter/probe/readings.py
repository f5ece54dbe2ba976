"""What each operator should select among the records at hand, and what it would select if it were another one.

A reading of a condition is a set of places in a list of values. The values of a condition are chosen so that as many
wrong readings as possible select other records than the right one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations, count
from typing import TYPE_CHECKING, Any, Final

from vsfilter.local.interpreting import HOLDS
from vsfilter.local.reading import reader
from vsfilter.model import Operator
from vsfilter.model.names import encodable
from vsfilter.model.operators import ORDERING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vsfilter.schema import Property

Places = frozenset[int]

COMPARED: Final = {name: HOLDS[name] for name in Operator if name in {Operator.EQ, Operator.NE} | ORDERING}
NEGATIVE: Final = frozenset({Operator.NE, Operator.NOTLIKE})
# How many values, fragments or pairs are weighed, and how long a value may be that is sent.
_WEIGHED: Final = 12
_LONGEST: Final = 60
# Of how many texts, of which length, and fragments of which lengths are tried with `like`.
_TEXTS: Final = 6
_LONGEST_TEXT: Final = 2_000
_FRAGMENTS: Final = (4, 2, 1)
_LARGEST: Final = 2**63 - 1
_FAR_AWAY: Final = datetime(2999, 12, 31)  # noqa: DTZ001  as the API writes dates
WILDCARDS: Final = frozenset("%_\\")
# So many conditions at most are asked for each operator of a property.
_ASKED: Final = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """A value for an operator, what it should select, and what other readings would.

    ``expected`` says by the word of a behaviour which places are right: without nulls (``exclude``) or with them.
    ``rivals`` are wrong readings by name.
    """

    operator: Operator
    value: Any
    expected: Mapping[str, Places]
    rivals: Mapping[str, Places] = field(repr=False)

    @property
    def ruled_out(self) -> frozenset[str]:
        """The wrong readings that would select other records."""
        right = set(self.expected.values())
        return frozenset(name for name, places in self.rivals.items() if places not in right)

    @property
    def private(self) -> tuple[object, ...]:
        """What a message must not hold."""
        return tuple(self.value) if isinstance(self.value, list) else (self.value,)


class Column:
    """The values of one property in the records at hand, as its type compares them."""

    def __init__(self, prop: Property, records: Sequence[Mapping[str, object]]) -> None:
        read = reader(prop)
        self.property = prop
        self.values: Sequence[Any] = [read(record.get(prop.name)) for record in records]
        self.all: Places = frozenset(range(len(self.values)))
        self.nulls = frozenset(place for place, value in enumerate(self.values) if value is None)
        self._compared: dict[tuple[Operator, Any], Places] = {}
        self._found: dict[str, tuple[dict[str, Places], dict[str, Places]]] = {}

    def where(self, test: Callable[[Any], bool]) -> Places:
        """Give the places of the values, nulls apart, for which the test holds."""
        return frozenset(place for place, value in enumerate(self.values) if value is not None and test(value))

    def distinct(
        self, fits: Callable[[Any], bool] = lambda _: True, *, most: int = _WEIGHED, longest: int = _LONGEST
    ) -> list[Any]:
        """Give some of the values that a condition can have: the ends of their order, and others between."""
        found = sorted(
            {value for value in self.values if value is not None and _sendable(value, longest) and fits(value)}
        )
        if len(found) <= most:
            return found
        step = (len(found) - 1) / (most - 1)
        return [found[round(number * step)] for number in range(most)]

    def trials(self, which: Operator, fits: Callable[[Any], bool] = lambda _: True) -> list[Trial]:
        """Give the conditions to ask for: none where no value tells an answer from one to no condition at all."""
        return chosen(self.all_trials(which, fits))

    def all_trials(self, which: Operator, fits: Callable[[Any], bool] = lambda _: True) -> Iterator[Trial]:
        """Give a condition for each value that is weighed."""
        if which is Operator.IN:
            yield from self._lists(self.distinct(fits))
        elif which in COMPARED:
            for value in self.distinct(fits):
                readings = {str(name): self.compared(name, value) for name in COMPARED}
                yield self.trial(which, value, readings.pop(which), readings)
        else:
            texts = self.distinct(_is_text, most=_TEXTS, longest=_LONGEST_TEXT)
            for fragment in dict.fromkeys(_fragments(texts)):
                yield self.fragment(which, fragment)

    def compared(self, which: Operator, value: Any) -> Places:  # noqa: ANN401  as the column holds
        """Give what a comparison selects."""
        if (which, value) not in self._compared:
            compare = COMPARED[which]
            self._compared[which, value] = self.where(lambda mine: compare(mine, value))
        return self._compared[which, value]

    def trial(
        self,
        which: Operator,
        value: Any,  # noqa: ANN401  as above
        right: Places,
        rivals: Mapping[str, Places],
        fold: Places | None = None,
    ) -> Trial:
        """Make a condition with what it should select; ``fold`` is as right, where case may not count."""
        expected = {"exclude": right}
        if fold not in {None, right}:
            expected["exclude, fold"] = fold or frozenset()
        if which in NEGATIVE:
            expected |= {name.replace("exclude", "include"): places | self.nulls for name, places in expected.items()}
        return Trial(which, value, expected, {"all": self.all, "none": frozenset(), **rivals})

    def fragment(self, which: Operator, fragment: str) -> Trial:
        """Make a condition on a fragment without wildcards."""
        positive, negative = self._readings(fragment)
        right, other = (positive, negative) if which is Operator.LIKE else (negative, positive)
        rivals = {name: places for name, places in (right | other).items() if name not in {which, "fold"}}
        return self.trial(which, fragment, right[str(which)], rivals, right["fold"])

    def _readings(self, fragment: str) -> tuple[dict[str, Places], dict[str, Places]]:
        """Give what ``like`` could mean, and what ``notlike`` could."""
        if fragment not in self._found:
            folded = fragment.casefold()
            positive = {
                "like": self.where(lambda text: fragment in text),
                "fold": self.where(lambda text: folded in text.casefold()),
                "like at the beginning": self.where(lambda text: text.startswith(fragment)),
                "like at the end": self.where(lambda text: text.endswith(fragment)),
                "eq": self.where(lambda text: text == fragment),
            }
            present = self.all - self.nulls
            names = {"like": "notlike", "fold": "fold", "eq": "ne"}
            negative = {names.get(name, f"not {name}"): present - places for name, places in positive.items()}
            self._found[fragment] = positive, negative
        return self._found[fragment]

    def _absent(self, example: object) -> Any:  # noqa: ANN401  of the type of the example
        """Give a value of the same type that no record has."""
        known = frozenset(self.values)
        made: Iterator[Any]
        match example:
            case str():
                made = (f"vsfilter probe {number}" for number in count())
            case datetime():
                made = (_FAR_AWAY - timedelta(days=number) for number in count())
            case int():
                made = iter(count())
            case _:
                made = (number + 0.5 for number in count())
        return next(value for value in made if value not in known)

    def _lists(self, values: Sequence[Any]) -> Iterator[Trial]:
        # A list of one value would be sent as `eq`.
        lists = list(combinations(values, 2))
        if values and not isinstance(values[0], bool):
            absent = self._absent(values[0])
            lists += [(value, absent) for value in values]
        for one in lists:
            rivals = {f"only value {place}": self.compared(Operator.EQ, value) for place, value in enumerate(one, 1)}
            right = frozenset().union(*rivals.values())
            yield self.trial(Operator.IN, list(one), right, {"not in": self.all - self.nulls - right, **rivals})


def holds(which: Operator, value: Any) -> Callable[[Any], bool]:  # noqa: ANN401  of any type that is compared
    """Give the test that a condition makes of a value that is not null; the case of a fragment does not count."""
    if which in COMPARED:
        compare = COMPARED[which]
        return lambda mine: compare(mine, value)
    if which is Operator.IN:
        return lambda mine: mine in value
    fragment = value.casefold()
    return lambda mine: (fragment in mine.casefold()) == (which is Operator.LIKE)


def chosen(trials: Iterable[Trial]) -> list[Trial]:
    """Choose the condition that rules out the most, and another one if it rules out what the first does not."""
    made = [trial for trial in trials if trial.ruled_out >= {"all", "none"}]
    picked: list[Trial] = []
    known: frozenset[str] = frozenset()
    while made and len(picked) < _ASKED:
        # One with a single right answer is better: its case does not matter.
        best = max(made, key=lambda trial: (len(trial.ruled_out - known), -len(trial.expected)))
        if picked and not best.ruled_out - known:
            break
        picked.append(best)
        known |= best.ruled_out
    return picked


def _sendable(value: object, longest: int) -> bool:
    if isinstance(value, int):
        return abs(value) <= _LARGEST
    if isinstance(value, str):
        return 0 < len(value) <= longest and encodable(value) and "\0" not in value
    return True


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not WILDCARDS.issuperset(value)


def _fragments(texts: Iterable[str]) -> Iterator[str]:
    """Give fragments from the middle of texts and from their ends, without wildcards."""
    for text in texts:
        for length in _FRAGMENTS:
            places = {(len(text) - length) // 2, 0, len(text) - length}
            for place in sorted(place for place in places if place >= 0):
                fragment = text[place : place + length]
                if WILDCARDS.isdisjoint(fragment):
                    yield fragment
