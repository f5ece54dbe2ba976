"""What compiling does, for one choice of endpoint and options."""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from vsfilter.check import Accept, Calendar, zone_of
from vsfilter.errors import FilterCheckError, FilterSyntaxError, text_of
from vsfilter.fastpath import columns_of, is_quiet, query_of
from vsfilter.filter import Filter
from vsfilter.model.limits import DEFAULT_LIMITS, UNLIMITED, Limits
from vsfilter.schema import endpoint as find_endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import TypeAlias

    from vsfilter.check import Checked
    from vsfilter.check.conditions import Known
    from vsfilter.check.selection import Selection
    from vsfilter.fastpath.slots import Slots
    from vsfilter.model.binding import Binding
    from vsfilter.model.expression import Expr
    from vsfilter.schema import Endpoint

    # Text, an expression, or filter JSON as a list.
    Source: TypeAlias = str | Expr | list[Any]

_Result = TypeVar("_Result")


class Compiler:
    """The options of one call of `compile` or `prepare`, checked."""

    def __init__(  # noqa: PLR0913, PLR0917  the options
        self,
        endpoint: Endpoint,
        clock: Callable[[], datetime] | None,
        zone: tzinfo,
        fold: int | None,
        accept: Accept,
        limits: Limits,
    ) -> None:
        self.endpoint = endpoint
        self.clock = clock
        self.zone = zone
        self.fold = fold
        self.accept = accept
        self.limits = limits
        # For dates that do not depend on the clock.
        self.calendar = Calendar(zone, None, fold)

    def read(self, source: object) -> tuple[Expr | None, str | None]:
        """Give the expression of a source, within the limits, and its text if it is one."""
        match source:
            case str():
                from vsfilter.syntax import parse  # noqa: PLC0415  only the long way needs it

                return parse(source, limits=self.limits), source
            case list():
                from vsfilter.wire.decoding import from_json  # noqa: PLC0415  most sources are no JSON

                return from_json(source, limits=self.limits), None
            case _:
                return self._taken(source), None

    def _taken(self, source: object) -> Expr:
        from vsfilter.model.enforcing import enforce  # noqa: PLC0415  most sources are texts
        from vsfilter.model.expression import And, Between, Comparison, Membership, Not, NullTest, Or  # noqa: PLC0415

        match source:
            case Comparison() | Membership() | Between() | NullTest() | Not() | And() | Or():
                enforce(source, self.limits)
                return source
            case _:
                from vsfilter.syntax.messages import no_source  # noqa: PLC0415  only needed on failure

                raise FilterSyntaxError([no_source(source)])

    def filter_of(self, source: Source | None, params: Mapping[str, object] | None) -> Filter:
        """Give the filter of any source, by the long way."""
        from vsfilter.model.binding import Binding  # noqa: PLC0415  as above

        binding = Binding(params, self.limits)
        expr, text = (None, None) if source is None else self.read(source)
        return Filter(self.check(expr, text, binding))

    def express(self, text: str) -> Filter | None:
        """Give the filter of a text of the common kind, or None for one that the ordinary way must look at."""
        if self.accept is Accept.OBSERVED:
            return None
        columns = columns_of(self.endpoint)
        query = query_of(text, columns, self.calendar, self.limits)
        if query is None:
            return None
        return Filter.written(
            self.endpoint, query, partial(self._check_text, text), partial(is_quiet, text, columns, self.calendar)
        )

    def check(self, expr: Expr | None, text: str | None, binding: Binding, known: Known | None = None) -> Checked:
        """Check an expression and rewrite it to one conjunction; None is no filter."""
        from vsfilter.check import check  # noqa: PLC0415  only the long way needs it

        calendar = self._calendar()

        def run(one: Expr | None) -> Checked:
            return check(one, self.endpoint, binding=binding, calendar=calendar, accept=self.accept, known=known)

        return run(None) if expr is None else _placing(run, expr, text)

    def settle(self, expr: Expr, text: str | None) -> Known:
        """Check an expression as far as it can be before its values are known."""
        from vsfilter.check import settle  # noqa: PLC0415  only the long way needs it

        calendar = self._calendar()
        return _placing(lambda one: settle(one, self.endpoint, calendar=calendar, accept=self.accept), expr, text)

    def selecting(
        self, run: Callable[[Expr, Selection], _Result], expr: Expr, text: str | None, binding: Binding
    ) -> _Result:
        """Give what ``run`` makes of an expression of any shape and its checked tree; its issues get their places."""
        from vsfilter.check.selection import select  # noqa: PLC0415  not needed to send a filter

        calendar = self._calendar()

        def checked(one: Expr) -> _Result:
            return run(one, select(one, self.endpoint, binding=binding, calendar=calendar))

        return _placing(checked, expr, text)

    def slots(self, expr: Expr, known: Known) -> Slots | None:
        """Give the pieces of a settled expression, where values are all that is missing."""
        from vsfilter.fastpath.slots import slots  # noqa: PLC0415  only needed to prepare

        return slots(expr, self.endpoint, known, self.calendar)

    def _check_text(self, text: str) -> Checked:
        from vsfilter.model.binding import Binding  # noqa: PLC0415  only the long way needs it

        return self.check(*self.read(text), Binding(None, self.limits))

    def _calendar(self) -> Calendar:
        # One for each call, as it keeps what the clock said.
        return Calendar(self.zone, self.clock, self.fold)


def compiler_of(  # noqa: PLR0913, PLR0917  the options of compile
    endpoint: str | Endpoint,
    clock: Callable[[], datetime] | None,
    timezone: str | tzinfo,
    fold: int | None,
    accept: str,
    limits: Limits,
) -> Compiler:
    """Check the options, and look up what they name."""
    if (
        type(endpoint) is str
        and clock is None
        and timezone is UTC
        and fold is None
        and accept is Accept.DOCUMENTED
        and limits is DEFAULT_LIMITS
    ):
        return _standard(endpoint)
    if fold is not None and (type(fold) is not int or fold not in {0, 1}):
        from vsfilter.check.messages import unknown_fold  # noqa: PLC0415  only needed on failure

        raise FilterCheckError([unknown_fold(fold)])
    return Compiler(find_endpoint(endpoint), clock, zone_of(timezone), fold, _degree(accept), limits)


@cache
def _standard(name: str) -> Compiler:
    """Give the compiler without options for a shipped endpoint, made once; for another name nothing is kept."""
    return Compiler(find_endpoint(name), None, UTC, None, Accept.DOCUMENTED, DEFAULT_LIMITS)


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
    from vsfilter.syntax import parse, to_text  # noqa: PLC0415  only needed on failure

    text = to_text(expr)
    try:
        return text, parse(text, limits=UNLIMITED)
    except FilterSyntaxError:
        return None


def _degree(accept: str) -> Accept:
    try:
        return Accept(accept)
    except ValueError:
        from vsfilter.check.messages import unknown_accept  # noqa: PLC0415  only needed on failure

        raise FilterCheckError([unknown_accept(text_of(accept), list(Accept))]) from None
