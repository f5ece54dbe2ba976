"""The keys of records, and filters that go on from one."""

from __future__ import annotations

import json
import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from vsfilter.check import Accept
from vsfilter.compiling import compile as compile_filter
from vsfilter.model import And, Comparison, Number
from vsfilter.model.limits import UNLIMITED
from vsfilter.schema import Filterability

if TYPE_CHECKING:
    from vsfilter.filter import Filter
    from vsfilter.model import Operator
    from vsfilter.schema import Property

# A key of more digits than any database counts with is none; and Python converts no text of thousands.
_KEY = re.compile(r"-?[0-9]{1,40}")


def comparable(prop: Property) -> bool:
    """Tell whether a filter on the property may work: nobody has seen it refused."""
    return prop.filterable is not Filterability.REFUSED


def narrowed(flt: Filter, name: str, operator: Operator, key: int) -> Filter:
    """Give the filter with one more condition, ``name operator key``, checked as a whole."""
    condition = Comparison(name, operator, Number(str(key)))
    # Relative dates are resolved in it already, so that all pages are asked for with the same ones.
    expr = condition if flt.expr is None else And((flt.expr, condition))
    # The filter was within its own limits, which the caller chose.
    return compile_filter(expr, flt.endpoint, accept=Accept.ANY, limits=UNLIMITED)


def key_of(record: dict[str, Any], name: str) -> int | None:
    """Give the key of a record as an integer, which may be written as text; None where it has none."""
    value = record.get(name)
    if isinstance(value, str) and _KEY.fullmatch(value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def identity_of(record: dict[str, Any], name: str | None) -> str | bytes:
    """Give what tells a record from others: the text of its key, or the digest of a record without one."""
    value = None if name is None else record.get(name)
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    return blake2b(json.dumps(record, sort_keys=True).encode(), digest_size=16).digest()
