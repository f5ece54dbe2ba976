"""The three ways in: `compile` at once, `prepare` now and with values later, `predicate` for records at hand."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from vsfilter.check import Accept
from vsfilter.compiling.compiler import compiler_of
from vsfilter.model.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from vsfilter.check.selection import Selection
    from vsfilter.compiling.compiler import Source
    from vsfilter.compiling.prepared import Prepared
    from vsfilter.filter import Filter
    from vsfilter.local import RecordTest
    from vsfilter.model.expression import Expr
    from vsfilter.schema import Endpoint


def compile(  # noqa: A001, PLR0913  the word of re.compile, and of the field
    source: Source | None,
    endpoint: str | Endpoint,
    *,
    params: Mapping[str, object] | None = None,
    clock: Callable[[], datetime] | None = None,
    timezone: str | tzinfo = UTC,
    fold: int | None = None,
    accept: str = Accept.DOCUMENTED,
    limits: Limits = DEFAULT_LIMITS,
) -> Filter:
    """Check a filter against an endpoint and make it ready to be sent.

    ``source`` is text, an expression, filter JSON as a list (see `vsfilter.from_json`), or None for no
    filter at all (an empty text is refused: a filter lost on the way must not match everything).
    ``params`` gives the values of ``:name``. ``clock`` gives the current time, with a zone, for ``now``,
    ``today`` and ``yesterday``; it is read at most once. ``timezone`` is the zone of the API, an IANA
    name or a tzinfo: times with a zone are moved into it, others are sent as they are. ``fold`` says
    which one is meant of a time without an offset that the clocks of that zone show twice, 0 the first
    or 1 the second; unless given, such a time is refused. ``accept`` says how much evidence is needed
    that the live API honours the filter: ``"observed"`` refuses what nobody has seen working,
    ``"documented"`` warns of it, ``"any"`` is silent.

    Raises `FilterSyntaxError` for a text that is no expression and a list that is no filter JSON, and
    `FilterCheckError` with every issue of an expression that does not fit.
    """
    compiler = compiler_of(endpoint, clock, timezone, fold, accept, limits)
    if type(source) is str and params is None:
        flt = compiler.express(source)
        if flt is not None:
            return flt
    return compiler.filter_of(source, params)


def prepare(  # noqa: PLR0913  the options of compile
    source: Source,
    endpoint: str | Endpoint,
    *,
    clock: Callable[[], datetime] | None = None,
    timezone: str | tzinfo = UTC,
    fold: int | None = None,
    accept: str = Accept.DOCUMENTED,
    limits: Limits = DEFAULT_LIMITS,
) -> Prepared:
    """Check a filter as far as it can be without the values of its parameters, to bind it many times.

    Takes what `compile` takes but None, and raises what it raises, save what depends on the values or on the
    clock, which is read at each binding. Refused is also what could be sent for some values only, as
    ``(src = :a and type = M) or (src = :b and type = M)``, which fits a request if the two are equal.
    """
    from vsfilter.compiling.prepared import Prepared  # noqa: PLC0415  only needed here

    return Prepared(source, compiler_of(endpoint, clock, timezone, fold, accept, limits))


def predicate(  # noqa: PLR0913  the options of compile
    source: Source | None,
    endpoint: str | Endpoint,
    *,
    params: Mapping[str, object] | None = None,
    clock: Callable[[], datetime] | None = None,
    timezone: str | tzinfo = UTC,
    fold: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> RecordTest:
    """Make the function that tells of a record, a dict as the API returns it, whether it matches.

    Takes any expression, also with an ``or``, a ``not`` or an ``is null`` that no request can say, and
    any property that the endpoint has. The options are those of `compile`, and so is what is raised;
    the rules stand in ``docs/evaluation.md``.
    """
    from vsfilter.compiling.selecting import selecting  # noqa: PLC0415  not needed to send a filter
    from vsfilter.local import of_selection  # noqa: PLC0415  as above

    def run(_: Expr | None, selection: Selection) -> RecordTest:
        return of_selection(selection)

    return selecting(run, source, endpoint, params=params, clock=clock, timezone=timezone, fold=fold, limits=limits)
