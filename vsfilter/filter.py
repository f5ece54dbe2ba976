"""The value that a user holds: a filter that fits its endpoint, ready to be sent."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from vsfilter import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vsfilter.check import Checked
    from vsfilter.errors import Issue
    from vsfilter.explain import Explanation
    from vsfilter.local import RecordTest
    from vsfilter.model.expression import Expr
    from vsfilter.schema import Endpoint


def _cannot_tell() -> bool:
    return False


class Filter:
    """A filter that was checked against its endpoint, ready to be sent.

    `vsfilter.compile` makes one. Filters are equal where they send the same bytes to the same endpoint;
    then they also print alike and hash alike. The methods that make a request take the options
    ``page`` (from 1), ``limit`` (1 to 5000), ``sort`` (a property), ``dir`` (``"ASC"`` or
    ``"DESC"``) and ``group_by`` (a property), and raise `FilterCheckError` where one of them is out
    of range.
    """

    _check: Callable[[], Checked]
    _is_quiet: Callable[[], bool]

    def __init__(self, checked: Checked) -> None:
        """Take what checking gave."""
        self._endpoint = checked.endpoint
        self._checked = checked

    @classmethod
    def written(
        cls, endpoint: Endpoint, query: str, check: Callable[[], Checked], is_quiet: Callable[[], bool] = _cannot_tell
    ) -> Filter:
        """Make a filter whose query string is known, of which the rest is asked for when it is needed.

        ``check`` must give the same at any time. ``is_quiet`` tells, with less ado, that there are no warnings in
        what it gives, or cannot tell.
        """
        self = cls.__new__(cls)
        self._endpoint = endpoint
        self._query = query
        self._check = check
        self._is_quiet = is_quiet
        return self

    def __reduce__(self) -> tuple[type[Filter], tuple[Checked]]:
        # What is still to be checked may hold a function of the caller's.
        return Filter, (self._checked,)

    @property
    def endpoint(self) -> Endpoint:
        """The endpoint that the filter was checked against."""
        return self._endpoint

    @cached_property
    def _checked(self) -> Checked:
        return self._check()

    @cached_property
    def expr(self) -> Expr | None:
        """The filter as an expression: the conjunction that is sent, or None for no filter."""
        return self._checked.expression()

    @cached_property
    def warnings(self) -> tuple[Issue, ...]:
        """What deserves a look before the filter is trusted, sorted by place."""
        if "_checked" not in self.__dict__ and self._is_quiet():
            return wire.warnings_of(self._query)
        return self._checked.warnings + wire.warnings_of(self._query)

    @cached_property
    def _json(self) -> bytes:
        # Whichever of conditions and query string is there already gives it.
        if "_checked" in self.__dict__:
            return wire.to_json(self._checked.conditions)
        return wire.json_of(self._query)

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
        if self._query:
            params["filter"] = self._json.decode()
        return params | wire.Paging(**options).params(self.endpoint)

    def to_query(self, **options: Unpack[wire.PagingOptions]) -> str:
        """Give the query string, percent-encoded by RFC 3986; empty for no filter and no options."""
        paging = wire.paging_query(self._endpoint, **options)
        return f"{self._query}&{paging}" if self._query and paging else self._query or paging

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

    def predicate(self) -> RecordTest:
        """Give the function that tells of a record, a dict as the API returns it, whether it matches.

        It is made once. The rules, which stand in ``docs/evaluation.md``, are assumptions where the API
        is unknown. Without conditions every record matches.
        """
        return self._predicate

    @cached_property
    def _predicate(self) -> RecordTest:
        from vsfilter.local import of_conditions  # noqa: PLC0415  not needed to send a filter

        return of_conditions(self._checked.conditions, self._checked.zone)

    def matches(self, record: Mapping[str, object]) -> bool:
        """Tell whether a record matches; see `predicate`, which is faster for many."""
        return self._predicate(record)

    def explain(self, *, base_url: str | None = None, **options: Unpack[wire.PagingOptions]) -> Explanation:
        """Tell in plain words what the filter means, what is known of it, and the request that results."""
        from vsfilter.explain import explain  # noqa: PLC0415  not needed to send a filter

        return explain(self._checked, self.warnings, self.to_url(base_url=base_url, **options))

    def __eq__(self, other: object) -> bool:
        """Tell whether the other filter sends the same bytes to the same endpoint."""
        if not isinstance(other, Filter):
            return NotImplemented
        return self._json == other._json and self.endpoint == other.endpoint

    def __hash__(self) -> int:
        """Hash by endpoint and bytes."""
        return hash((self.endpoint.name, self._json))

    def __str__(self) -> str:
        """Give the canonical text; empty for no filter.

        It compiles to an equal filter with the same endpoint and no other option: the times in it are
        those that are sent, in the zone of the API.
        """
        from vsfilter.syntax import to_text  # noqa: PLC0415  not needed to send a filter

        expr = self.expr
        return "" if expr is None else to_text(expr)

    def __repr__(self) -> str:
        """Give the endpoint and the canonical text."""
        return f"<Filter {self.endpoint.name}: {self}>"
