"""How much evidence a filter needs."""

from __future__ import annotations

from enum import StrEnum


class Accept(StrEnum):
    """How much evidence a filter needs that the live API honours it.

    ``observed``: what was never seen working is refused. ``documented``: it is warned about.
    ``any``: it passes in silence.
    """

    OBSERVED = "observed"
    DOCUMENTED = "documented"
    ANY = "any"
