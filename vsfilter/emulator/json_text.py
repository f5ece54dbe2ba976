"""JSON as a request holds it: decoded strictly, its numbers kept as they are written."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any


class NumberText(str):
    """The digits of a JSON number."""

    __slots__ = ()


def decode(text: str) -> Any:  # noqa: ANN401  decoded JSON
    """Decode one JSON text; numbers become `NumberText`.

    Raises ValueError with the reason for what is no JSON, for a key that stands twice in an
    object, for nesting that is too deep, and for text that UTF-8 cannot write.
    """
    try:
        value = json.loads(
            text,
            parse_int=NumberText,
            parse_float=NumberText,
            parse_constant=_no_constant,
            object_pairs_hook=_unique,
        )
        # A half of a surrogate pair is written in JSON as an escape, and can be sent no further.
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except UnicodeEncodeError:
        raise ValueError("a surrogate stands alone") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON: {error.msg} at character {error.pos}") from None
    return value


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        ((_, count),) = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"a key stands {count} times in one object")
    return made
