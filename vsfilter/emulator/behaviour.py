"""What is not known of the live API, as switches of the emulator."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, Literal, get_args, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping

# INTRO: `limit` is 5000 at most.
LARGEST_LIMIT: Final = 5000

# What may stand in for an operator: one that takes the same values.
_COMPARISONS: Final = ("eq", "ne", "lt", "lte", "gt", "gte")
_FRAGMENTS: Final = ("like", "notlike")
_INSTEAD: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(_COMPARISONS, _COMPARISONS),
    **dict.fromkeys(_FRAGMENTS, _FRAGMENTS),
    "in": (),
}
_FAULTS: Final = ("ignore", "refuse")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the emulator answers where nobody has seen what the API does.

    The defaults are the safer choice for a client under test: a mistake shows as an error. A value
    that a switch does not have raises ValueError.

    ``unknown_property``: a filter names a property that the endpoint does not have. ``refuse``
    answers 400 ``Filtration error``; ``ignore`` drops that condition, so that more records come
    back than were asked for. The sources contradict each other (reference 2.1, row 21).

    ``unknown_parameter``: the query has a parameter that no list request has (``offset``). ``refuse``
    answers 400; ``ignore`` reads on. Unknown.

    ``limit_above_maximum``: ``limit`` is over 5000. ``refuse`` answers 400; ``clamp`` takes 5000.
    Unknown, though 10000 was sent and was not fatal (2.3, row 3).

    ``group_by``: the reply to ``group_by=src``. ``counts`` has a row ``{"src": value, "count": n}`` for
    each value; ``rows`` has a whole record for each, that of the lowest id. Unknown (2.3, row 13).

    ``operators``: ``documented`` takes all nine; ``observed`` answers 400 to ``ne``, ``in`` and
    ``notlike``, which nobody has seen working (2.1, rows 6 and 8).

    ``total``: ``exact`` sends the number of all matching records with a page; ``missing`` leaves
    the key out, which clients of the API provide for (2.3, row 7); ``page`` counts the records of the
    page, and ``unfiltered`` all records whatever the filter is.

    ``default_limit``: the length of a page where the request has no ``limit``. Unknown (2.3, row 4).

    ``like``: in a fragment of ``like`` and ``notlike`` the characters ``%`` and ``_`` are themselves
    (``literal``), or stand for any characters and for any one (``patterns``). ``like_case``: whether these
    two tell capitals from small letters, ``exact`` or ``fold``. Unknown (2.1, row 11).

    ``nulls``: whether ``ne`` and ``notlike`` hold for a record without a value: ``exclude``, which is SQL's rule, or
    ``include``. Unknown.

    ``bare_date``: a date without a time is its ``midnight``, or the whole ``day``, or is answered with 400
    (``refuse``); the first is likely (2.1, row 14). ``iso_date``: the same of one with ``T`` before the time,
    ``refuse`` or ``accept`` (row 13).

    ``number_as_text``, ``text_as_number``: the digits of a number as text, and a number for a text;
    ``accept`` or ``refuse``. Unknown (row 17).

    ``sort``: ``honour`` or ``ignore`` the parameters ``sort`` and ``dir``.

    ``broken_operators``: what is wrong with an operator, on every property: ``"lte:lt"`` answers as another
    one does, ``"ne:ignore"`` drops the condition, ``"in:refuse"`` answers 400. ``broken_properties``: the
    same of a property, in every endpoint that has it: ``"src:ignore"``, ``"dst:refuse"``.

    ``session_idle_seconds``: how long the token of a login lives without requests (2.4, row 3).

    ``two_factor``: whether a login answers 202 with a nonce, to be sent to ``/login2fa`` with a
    code (2.4, row 4).
    """

    unknown_property: Literal["refuse", "ignore"] = "refuse"
    unknown_parameter: Literal["refuse", "ignore"] = "refuse"
    limit_above_maximum: Literal["refuse", "clamp"] = "refuse"
    group_by: Literal["counts", "rows"] = "counts"
    operators: Literal["documented", "observed"] = "documented"
    total: Literal["exact", "missing", "page", "unfiltered"] = "exact"
    default_limit: int = 25
    like: Literal["literal", "patterns"] = "literal"
    like_case: Literal["exact", "fold"] = "exact"
    nulls: Literal["exclude", "include"] = "exclude"
    bare_date: Literal["midnight", "day", "refuse"] = "midnight"
    iso_date: Literal["refuse", "accept"] = "refuse"
    number_as_text: Literal["accept", "refuse"] = "accept"
    text_as_number: Literal["accept", "refuse"] = "accept"
    sort: Literal["honour", "ignore"] = "honour"
    broken_operators: tuple[str, ...] = ()
    broken_properties: tuple[str, ...] = ()
    session_idle_seconds: int = 1800
    two_factor: bool = False

    def __post_init__(self) -> None:
        kinds = get_type_hints(type(self))
        for switch in fields(self):
            value, kind = getattr(self, switch.name), kinds[switch.name]
            if switch.name in LISTS:
                _require_faults(switch.name, value)
                continue
            words = get_args(kind)
            if words and value not in words:
                raise ValueError(f"{switch.name} is one of {', '.join(words)}; got {value!r}")
            if not words and type(value) is not kind:
                raise ValueError(f"{switch.name} is of type {kind.__name__}; got {value!r}")
        if not 1 <= self.default_limit <= LARGEST_LIMIT:
            raise ValueError(f"default_limit is 1 to {LARGEST_LIMIT}; got {self.default_limit}")
        if self.session_idle_seconds < 1:
            raise ValueError(f"session_idle_seconds is 1 or more; got {self.session_idle_seconds}")

    @property
    def operator_faults(self) -> Mapping[str, str]:
        """What is done in place of each broken operator: ``ignore``, ``refuse``, or another operator."""
        return dict(_pair(entry) for entry in self.broken_operators)

    @property
    def property_faults(self) -> Mapping[str, str]:
        """What is done with each broken property: ``ignore`` or ``refuse``."""
        return dict(_pair(entry) for entry in self.broken_properties)


# The switches that take many entries; the others take one word or number.
LISTS: Final = ("broken_operators", "broken_properties")


def _pair(entry: str) -> tuple[str, str]:
    name, _, fault = entry.partition(":")
    return name, fault


def _require_faults(switch: str, entries: object) -> None:
    if not isinstance(entries, tuple) or not all(isinstance(entry, str) for entry in entries):
        raise ValueError(f"{switch} is a tuple of text; got {entries!r}")
    for entry in entries:
        name, fault = _pair(entry)
        if switch == "broken_properties":
            if not name or fault not in _FAULTS:
                raise ValueError(f"{switch} has entries such as src:ignore and src:refuse; got {entry!r}")
            continue
        if name not in _INSTEAD:
            raise ValueError(f"{switch} has entries such as lte:lt, for {', '.join(_INSTEAD)}; got {entry!r}")
        if fault not in _FAULTS + _INSTEAD[name]:
            choices = ", ".join(_FAULTS + _INSTEAD[name])
            raise ValueError(f"{switch}: in place of {name} stands one of {choices}; got {fault!r}")
