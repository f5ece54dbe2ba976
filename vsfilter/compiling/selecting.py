"""The way in for whatever makes something of an expression of any shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from vsfilter.check import Accept
from vsfilter.check.selection import Conjunction, Selection
from vsfilter.compiling.compiler import compiler_of
from vsfilter.model.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, tzinfo

    from vsfilter.compiling.compiler import Source
    from vsfilter.model.expression import Expr
    from vsfilter.model.limits import Limits
    from vsfilter.schema import Endpoint

_Result = TypeVar("_Result")


def selecting(  # noqa: PLR0913  the options of predicate
    run: Callable[[Expr | None, Selection], _Result],
    source: Source | None,
    endpoint: str | Endpoint,
    *,
    params: Mapping[str, object] | None,
    clock: Callable[[], datetime] | None,
    timezone: str | tzinfo,
    fold: int | None,
    limits: Limits,
) -> _Result:
    """Give what ``run`` makes of an expression of any shape and its checked tree, which holds always for None.

    The issues that it raises get their places, as those of checking do; it may be called twice for that.
    """
    compiler = compiler_of(endpoint, clock, timezone, fold, Accept.ANY, limits)
    binding = Binding(params, limits)
    expr, text = (None, None) if source is None else compiler.read(source)
    if expr is None:
        binding.refuse_unknown(())
        return run(None, Selection(compiler.endpoint, Conjunction(()), compiler.zone))
    return compiler.selecting(run, expr, text, binding)
