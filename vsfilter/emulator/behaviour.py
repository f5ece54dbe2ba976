"""What is not known of the live API, as switches of the emulator."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, Literal, get_args, get_type_hints

# INTRO: `limit` is 5000 at most.
LARGEST_LIMIT: Final = 5000


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
    the key out, which clients of the API provide for (2.3, row 7).

    ``default_limit``: the length of a page where the request has no ``limit``. Unknown (2.3, row 4).

    ``session_idle_seconds``: how long the token of a login lives without requests (2.4, row 3).

    ``two_factor``: whether a login answers 202 with a nonce, to be sent to ``/login2fa`` with a
    code (2.4, row 4).
    """

    unknown_property: Literal["refuse", "ignore"] = "refuse"
    unknown_parameter: Literal["refuse", "ignore"] = "refuse"
    limit_above_maximum: Literal["refuse", "clamp"] = "refuse"
    group_by: Literal["counts", "rows"] = "counts"
    operators: Literal["documented", "observed"] = "documented"
    total: Literal["exact", "missing"] = "exact"
    default_limit: int = 25
    session_idle_seconds: int = 1800
    two_factor: bool = False

    def __post_init__(self) -> None:
        kinds = get_type_hints(type(self))
        for switch in fields(self):
            value = getattr(self, switch.name)
            words = get_args(kinds[switch.name])
            if words and value not in words:
                raise ValueError(f"{switch.name} is one of {', '.join(words)}; got {value!r}")
            if not words and type(value) is not kinds[switch.name]:
                raise ValueError(f"{switch.name} is of type {kinds[switch.name].__name__}; got {value!r}")
        if not 1 <= self.default_limit <= LARGEST_LIMIT:
            raise ValueError(f"default_limit is 1 to {LARGEST_LIMIT}; got {self.default_limit}")
        if self.session_idle_seconds < 1:
            raise ValueError(f"session_idle_seconds is 1 or more; got {self.session_idle_seconds}")
