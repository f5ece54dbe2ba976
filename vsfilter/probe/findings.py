"""What a probe finds: for each operator of each property, for sorting, and for how the API behaves as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vsfilter.schema import Filterability, PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from vsfilter.model import Operator
    from vsfilter.schema import Endpoint, Property


class Outcome(StrEnum):
    """What became of a condition.

    ``works``: the records that came are those that vsfilter expects, and not those that an API gives that ignores
    the condition. ``ignored``: all came. ``refused``: an error came. ``wrong``: others came. ``undecided``: the records
    that were seen cannot tell, or nobody asked.
    """

    WORKS = "works"
    IGNORED = "ignored"
    REFUSED = "refused"
    WRONG = "wrong"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome, and why: what the API says, in which way it is wrong, what was missing to decide."""

    outcome: Outcome
    reason: str = ""

    def __str__(self) -> str:
        """Give both."""
        return f"{self.outcome}: {self.reason}" if self.reason else str(self.outcome)


@dataclass(slots=True)
class PropertyFindings:
    """What was found of one property; an operator that nobody asked for is missing."""

    property: Property
    operators: dict[Operator, Verdict] = field(default_factory=dict)
    sort: Verdict | None = None

    def seen(self, outcome: Outcome) -> list[Operator]:
        """Give the operators that have this outcome."""
        return [operator for operator, verdict in self.operators.items() if verdict.outcome is outcome]


@dataclass(slots=True)
class EndpointFindings:
    """What was found of one endpoint; ``basis`` says on which records, ``failure`` why there are none.

    ``undeclared`` are properties of its records that the schema does not know.
    """

    endpoint: Endpoint
    properties: dict[str, PropertyFindings] = field(default_factory=dict)
    basis: str = ""
    failure: str = ""
    undeclared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the API behaves in one respect: a word, or None where nothing could tell; ``note`` says more."""

    value: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Deviation:
    """One respect in which the API is not as vsfilter takes it to be.

    ``aspect`` is an operator, ``sort``, or the name of a behaviour; ``place`` is the property, ``cdrs.src``, or empty
    for a behaviour.
    """

    aspect: str
    place: str
    found: str


# The behaviours that vsfilter relies on, and the words that suit it; of the others any word will do.
RELIED_ON: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "total": frozenset({"exact", "missing"}),
        "empty_filter": frozenset({"accept"}),
        "between": frozenset({"refuse"}),
        "like": frozenset({"literal"}),
        "like_case": frozenset({"exact"}),
        "nulls": frozenset({"exclude"}),
        "bare_date": frozenset({"midnight"}),
    }
)


@dataclass(slots=True)
class Findings:
    """All that a probe found at one server.

    ``stopped`` says why it ended before all was asked, and is empty where it did not; ``requests`` counts what it sent.
    No value of a record is in here.
    """

    host: str
    day: date
    endpoints: list[EndpointFindings] = field(default_factory=list)
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    requests: int = 0
    stopped: str = ""

    @property
    def local(self) -> bool:
        """Whether the server is on this machine, and so no API."""
        return is_local(self.host)

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Where the API is not as the schema and the contract of vsfilter say.

        That a property of which nobody knew is refused is a fact, and none of these; that a filter on it is ignored
        or answered wrongly is one.
        """
        return tuple(self._deviations())

    @property
    def unreachable(self) -> tuple[EndpointFindings, ...]:
        """The endpoints that could not be asked."""
        return tuple(found for found in self.endpoints if found.failure)

    def _deviations(self) -> Iterator[Deviation]:
        for name, behaviour in self.behaviours.items():
            if name in RELIED_ON and behaviour.value is not None and behaviour.value not in RELIED_ON[name]:
                yield Deviation(name, "", behaviour.value)
        for endpoint in self.endpoints:
            for found in endpoint.properties.values():
                place = f"{endpoint.endpoint.name}.{found.property.name}"
                for operator, verdict in found.operators.items():
                    if _deviates(found.property, verdict):
                        yield Deviation(str(operator), place, str(verdict))
                if found.sort is not None and found.sort.outcome in _FAILED:
                    yield Deviation("sort", place, str(found.sort))


OPAQUE: Final = frozenset({PropertyType.ARRAY, PropertyType.OBJECT})
_FAILED: Final = frozenset({Outcome.IGNORED, Outcome.REFUSED, Outcome.WRONG})


def _deviates(prop: Property, verdict: Verdict) -> bool:
    match verdict.outcome:
        case Outcome.UNDECIDED:
            return False
        case Outcome.WORKS:
            return prop.filterable is Filterability.REFUSED
        case Outcome.REFUSED:
            return prop.verified
        case _:
            # What an operator means on an array or an object is unknown, so nothing there is wrong.
            return prop.type not in OPAQUE


def is_local(host: str) -> bool:
    """Tell whether a host is this machine by its very name or address; nothing is looked up."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
