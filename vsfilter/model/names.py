"""How the name of a property is written in a text, and which text can be carried at all."""

from __future__ import annotations

import re
from enum import Enum

from vsfilter.model.operators import KEYWORDS

PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def property_text(name: str) -> str:
    """Write the name of a property, in backticks where it is no plain word."""
    if PLAIN_NAME.fullmatch(name) and name.lower() not in KEYWORDS:
        return name
    return "`" + name.replace("`", "``") + "`"


def plain_name(name: object) -> object:
    """Give the text of a name that is a member of an Enum, and any other as it is."""
    return name.value if isinstance(name, Enum) else name


def encodable(text: str) -> bool:
    """Tell whether UTF-8, and so JSON, can carry a text: half of a surrogate pair it cannot."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
