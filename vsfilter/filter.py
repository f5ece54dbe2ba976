"""The value that a user holds, a filter that fits its endpoint, and how it is made."""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from vsfilter import wire
from vsfilter.check import Accept, Calendar, check, zone_of
from vsfilter.check.messages import unknown_accept
from vsfilter.errors import FilterCheckError, FilterSyntaxError, text_of
from vsfilter.model.binding import Binding
from vsfilter.model.expression import And, Between, Comparison, Membership, Not, NullTest, Or
from vsfilter.model.limits import DEFAULT_LIMITS, Limits, enforce
from vsfilter.schema import endpoint as find_endpoint
from vsfilter.syntax import parse, to_text
from vsfilter.syntax.messages import not_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from vsfilter.check import Checked
    from vsfilter.errors import Issue
    from vsfilter.model.expression import Expr
    from vsfilter.schema import Endpoint

# What was an expression within the limits may be read back from its text whatever its length.
_UNLIMITED = Limits(text=2**62, depth=2**62, items=2**62)


class Filter:
    """A filter that was checked against its endpoint, ready to be sent.

    `compile` makes one. Filters are equal where they send the same bytes to the same endpoint;
    then they also print alike and hash alike. The methods that make a request take the options
    ``page`` (from 1), ``limit`` (1 to 5000), ``sort`` (a property), ``dir`` (``"ASC"`` or
    ``"DESC"``) and ``group_by`` (a property), and raise `FilterCheckError` where one of them is out
    of range.
    """

    def __init__(self, checked: Checked) -> None:
        """Take what checking gave."""
        self._checked = checked

    @property
    def endpoint(self) -> Endpoint:
        """The endpoint that the filter was checked against."""
        return self._checked.endpoint

    @cached_property
    def expr(self) -> Expr | None:
        """The filter as an expression: the conjunction that is sent, or None for no filter."""
        return self._checked.expression()

    @cached_property
    def warnings(self) -> tuple[Issue, ...]:
        """What deserves a look before the filter is trusted, sorted by place."""
        return self._checked.warnings + wire.warnings_of(self._query)

    @cached_property
    def _json(self) -> bytes:
        return wire.to_json(self._checked.conditions)

    @cached_property
    def _query(self) -> str:
        return wire.to_query({"filter": self._json.decode()}) if self._checked.conditions else ""

    def to_json(self) -> bytes:
        """Give the filter JSON as the API documents it: UTF-8, no blanks, digits as written."""
        return self._json

    def to_list(self) -> list[dict[str, Any]]:
        """Give the filter as a list of dicts with ``property``, ``operator`` and ``value``.

        A number is an int, or a float where a float is exactly that number, else a Decimal.
        """
        return wire.to_list(self._checked.conditions)

    def to_params(self, **options: Unpack[wire.PagingOptions]) -> dict[str, str | int]:
        """Give the parameters of a request for requests, httpx or aiohttp, which encode them.

        Without conditions there is no ``filter`` among them.
        """
        params: dict[str, str | int] = {}
        if self._checked.conditions:
            params["filter"] = self._json.decode()
        return params | wire.Paging(**options).params(self.endpoint)

    def to_query(self, **options: Unpack[wire.PagingOptions]) -> str:
        """Give the query string, percent-encoded by RFC 3986; empty for no filter and no options."""
        options_query = wire.to_query(wire.Paging(**options).params(self.endpoint))
        return "&".join(filter(None, (self._query, options_query)))

    def to_url(self, *, base_url: str | None = None, **options: Unpack[wire.PagingOptions]) -> str:
        """Give the whole URL; ``base_url`` stands in for ``https://l7api.com/v1.2/voipstudio``."""
        return wire.to_url(self.endpoint, self.to_query(**options), base_url)

    def to_curl(
        self, *, token: str | None = None, base_url: str | None = None, **options: Unpack[wire.PagingOptions]
    ) -> str:
        """Give a curl command that a POSIX shell takes as it is.

        Without ``token`` it reads the variable ``VOIPSTUDIO_TOKEN`` of the shell, which keeps the
        token out of the text.
        """
        return wire.to_curl(self.to_url(base_url=base_url, **options), token)

    def __eq__(self, other: object) -> bool:
        """Tell whether the other filter sends the same bytes to the same endpoint."""
        if not isinstance(other, Filter):
            return NotImplemented
        return self._json == other._json and self.endpoint == other.endpoint

    def __hash__(self) -> int:
        """Hash by endpoint and bytes."""
        return hash((self.endpoint.name, self._json))

    def __str__(self) -> str:
        """Give the canonical text, which compiles to an equal filter; empty for no filter."""
        expr = self.expr
        return "" if expr is None else to_text(expr)

    def __repr__(self) -> str:
        """Give the endpoint and the canonical text."""
        return f"<Filter {self.endpoint.name}: {self}>"


def compile(  # noqa: A001, PLR0913  the word of re.compile, and of the field
    source: str | Expr | None,
    endpoint: str | Endpoint,
    *,
    params: Mapping[str, object] | None = None,
    clock: Callable[[], datetime] | None = None,
    timezone: str | tzinfo = UTC,
    accept: str = Accept.DOCUMENTED,
    limits: Limits = DEFAULT_LIMITS,
) -> Filter:
    """Check a filter against an endpoint and make it ready to be sent.

    ``source`` is text, an expression, or None for no filter at all (an empty text is refused: a
    filter lost on the way must not match everything). ``params`` gives the values of ``:name``.
    ``clock`` gives the current time, with a zone, for ``now``, ``today`` and ``yesterday``; it is
    read at most once. ``timezone`` is the zone of the API, an IANA name or a tzinfo: times with a
    zone are moved into it, others are sent as they are. ``accept`` says how much evidence is
    needed that the live API honours the filter: ``"observed"`` refuses what nobody has seen
    working, ``"documented"`` warns of it, ``"any"`` is silent.

    Raises `FilterSyntaxError` for a text that is no expression, and `FilterCheckError` with every
    issue of an expression that does not fit.
    """
    known, degree = find_endpoint(endpoint), _degree(accept)
    calendar, binding = Calendar(zone_of(timezone), clock), Binding(params, limits)
    expr, text = _read(source, limits)
    try:
        return Filter(check(expr, known, binding=binding, calendar=calendar, accept=degree))
    except FilterCheckError as error:
        if text is not None or expr is None:
            raise FilterCheckError(error.issues, text) from None
        # An expression has no text of its own; its canonical text gives the issues their places.
        placed = _placed(expr)
        if placed is None:
            raise
    text, expr = placed
    try:
        return Filter(check(expr, known, binding=binding, calendar=calendar, accept=degree))
    except FilterCheckError as error:
        raise FilterCheckError(error.issues, text) from None


def _placed(expr: Expr) -> tuple[str, Expr] | None:
    """Give the canonical text of an expression, and the expression with the places in it.

    None where a node was made by hand that no text can say, such as a number that is none.
    """
    text = to_text(expr)
    try:
        return text, parse(text, limits=_UNLIMITED)
    except FilterSyntaxError:
        return None


def _read(source: object, limits: Limits) -> tuple[Expr | None, str | None]:
    """Give the expression of a source, within the limits, and its text if it is one."""
    match source:
        case None:
            return None, None
        case str():
            return parse(source, limits=limits), source
        case Comparison() | Membership() | Between() | NullTest() | Not() | And() | Or():
            enforce(source, limits)
            return source, None
        case _:
            raise FilterSyntaxError([not_text(source)])


def _degree(accept: str) -> Accept:
    try:
        return Accept(accept)
    except ValueError:
        raise FilterCheckError([unknown_accept(text_of(accept), list(Accept))]) from None
