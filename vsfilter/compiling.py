"""From any source to a filter: `compile` at once, `prepare` now and with values later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any, TypeVar

from vsfilter.check import Accept, Calendar, check, select, settle, zone_of
from vsfilter.check.messages import unknown_accept, unknown_fold
from vsfilter.errors import FilterCheckError, FilterSyntaxError, text_of
from vsfilter.filter import Filter
from vsfilter.model.binding import Binding, names
from vsfilter.model.expression import And, Between, Comparison, Membership, Not, NullTest, Or
from vsfilter.model.limits import DEFAULT_LIMITS, UNLIMITED, Limits, enforce
from vsfilter.schema import endpoint as find_endpoint
from vsfilter.syntax import parse, to_text
from vsfilter.syntax.messages import no_source
from vsfilter.wire import from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import TypeAlias

    from vsfilter.check import Checked, Selection
    from vsfilter.check.conditions import Known
    from vsfilter.local import RecordTest
    from vsfilter.model.expression import Expr
    from vsfilter.schema import Endpoint

    # Text, an expression, or filter JSON as a list.
    Source: TypeAlias = str | Expr | list[Any]

_Result = TypeVar("_Result")


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
    compiler = _Compiler.of(endpoint, clock, timezone, fold, accept, limits)
    binding = Binding(params, compiler.limits)
    expr, text = (None, None) if source is None else compiler.read(source)
    return compiler.filter(expr, text, binding)


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
    return Prepared(source, _Compiler.of(endpoint, clock, timezone, fold, accept, limits))


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
    from vsfilter.local import of_selection  # noqa: PLC0415  not needed to send a filter

    compiler = _Compiler.of(endpoint, clock, timezone, fold, Accept.ANY, limits)
    binding = Binding(params, limits)
    expr, text = (None, None) if source is None else compiler.read(source)
    if expr is None:
        binding.refuse_unknown(())
        return lambda _: True
    return of_selection(compiler.select(expr, text, binding))


class Prepared:
    """A filter that waits for the values of its parameters; `prepare` makes one.

    ``prepared(user=1, since=date(2026, 7, 1))`` gives the `vsfilter.Filter` that compiling the text
    with these ``params`` would give, and may be called from several threads.
    """

    def __init__(self, source: Source, compiler: _Compiler) -> None:
        """Take what to prepare, and how it is compiled."""
        self._compiler = compiler
        self._expr, self._text = compiler.read(source)
        # A list could change later, an expression cannot.
        self._source: Source = source if isinstance(source, str) or self._expr is None else self._expr
        self._known = {} if self._expr is None else compiler.settle(self._expr, self._text)

    def __reduce__(self) -> tuple[type[Prepared], tuple[Source, _Compiler]]:
        # What is known goes by the identity of nodes, which a copy has not.
        return Prepared, (self._source, self._compiler)

    @property
    def endpoint(self) -> Endpoint:
        """The endpoint that the filter is checked against."""
        return self._compiler.endpoint

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters, in the order in which they first stand in the text."""
        return () if self._expr is None else tuple(dict.fromkeys(names(self._expr)))

    def __call__(self, /, **values: object) -> Filter:
        """Give the filter for these values.

        Raises `FilterCheckError` with all of ``unbound-parameter``, ``unknown-parameter`` and the
        issues of values that do not fit, each at the place of its parameter in the text.
        """
        binding = Binding(values, self._compiler.limits)
        return self._compiler.filter(self._expr, self._text, binding, self._known)

    def __str__(self) -> str:
        """Give the canonical text, with its parameters."""
        return "" if self._expr is None else to_text(self._expr)

    def __repr__(self) -> str:
        """Give the endpoint and the canonical text."""
        return f"<Prepared {self.endpoint.name}: {self}>"


@dataclass(frozen=True, slots=True)
class _Compiler:
    """The options of one call of `compile` or `prepare`, checked."""

    endpoint: Endpoint
    clock: Callable[[], datetime] | None
    zone: tzinfo
    fold: int | None
    accept: Accept
    limits: Limits

    @classmethod
    def of(  # noqa: PLR0913, PLR0917  the options of compile
        cls,
        endpoint: str | Endpoint,
        clock: Callable[[], datetime] | None,
        timezone: str | tzinfo,
        fold: int | None,
        accept: str,
        limits: Limits,
    ) -> _Compiler:
        """Check the options, and look up what they name."""
        if fold is not None and (type(fold) is not int or fold not in {0, 1}):
            raise FilterCheckError([unknown_fold(fold)])
        return cls(find_endpoint(endpoint), clock, zone_of(timezone), fold, _degree(accept), limits)

    def read(self, source: object) -> tuple[Expr | None, str | None]:
        """Give the expression of a source, within the limits, and its text if it is one."""
        match source:
            case str():
                return parse(source, limits=self.limits), source
            case list():
                return from_json(source, limits=self.limits), None
            case Comparison() | Membership() | Between() | NullTest() | Not() | And() | Or():
                enforce(source, self.limits)
                return source, None
            case _:
                raise FilterSyntaxError([no_source(source)])

    def filter(self, expr: Expr | None, text: str | None, binding: Binding, known: Known | None = None) -> Filter:
        """Check an expression and rewrite it to one conjunction; None is no filter."""
        calendar = self._calendar()

        def run(one: Expr | None) -> Checked:
            return check(one, self.endpoint, binding=binding, calendar=calendar, accept=self.accept, known=known)

        return Filter(run(None) if expr is None else _placing(run, expr, text))

    def settle(self, expr: Expr, text: str | None) -> Known:
        """Check an expression as far as it can be before its values are known."""
        calendar = self._calendar()
        return _placing(lambda one: settle(one, self.endpoint, calendar=calendar, accept=self.accept), expr, text)

    def select(self, expr: Expr, text: str | None, binding: Binding) -> Selection:
        """Check an expression of any shape, for what evaluates it on this side."""
        calendar = self._calendar()
        return _placing(lambda one: select(one, self.endpoint, binding=binding, calendar=calendar), expr, text)

    def _calendar(self) -> Calendar:
        return Calendar(self.zone, self.clock, self.fold)


def _placing(run: Callable[[Expr], _Result], expr: Expr, text: str | None) -> _Result:
    """Run a check over an expression; its issues get their places in the text, or in one made for them."""
    try:
        return run(expr)
    except FilterCheckError as error:
        # An expression has no text of its own; its canonical text gives the issues their places.
        placed = None if text is not None else _placed(expr)
        if placed is None:
            raise FilterCheckError(error.issues, text) from None
    text, expr = placed
    try:
        return run(expr)
    except FilterCheckError as error:
        raise FilterCheckError(error.issues, text) from None


def _placed(expr: Expr) -> tuple[str, Expr] | None:
    """Give the canonical text of an expression, and the expression with the places in it.

    None where a node was made by hand that no text can say, such as one without a name.
    """
    text = to_text(expr)
    try:
        return text, parse(text, limits=UNLIMITED)
    except FilterSyntaxError:
        return None


def _degree(accept: str) -> Accept:
    try:
        return Accept(accept)
    except ValueError:
        raise FilterCheckError([unknown_accept(text_of(accept), list(Accept))]) from None
