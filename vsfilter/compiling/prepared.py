"""Filters that are checked before their values are known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from vsfilter.filter import Filter
from vsfilter.model.binding import Binding, names
from vsfilter.syntax import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsfilter.check import Checked
    from vsfilter.compiling.compiler import Compiler, Source
    from vsfilter.schema import Endpoint


class Prepared:
    """A filter that waits for the values of its parameters; `prepare` makes one.

    ``prepared(user=1, since=date(2026, 7, 1))`` gives the `vsfilter.Filter` that compiling the text
    with these ``params`` would give, and may be called from several threads.
    """

    def __init__(self, source: Source, compiler: Compiler) -> None:
        """Take what to prepare, and how it is compiled."""
        self._compiler = compiler
        self._expr, self._text = compiler.read(source)
        # A list could change later, an expression cannot.
        self._source: Source = source if isinstance(source, str) or self._expr is None else self._expr
        self._known = {} if self._expr is None else compiler.settle(self._expr, self._text)
        self._slots = None if self._expr is None else compiler.slots(self._expr, self._known)

    def __reduce__(self) -> tuple[type[Prepared], tuple[Source, Compiler]]:
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
        query = None if self._slots is None else self._slots.query_of(values)
        if query is not None:
            return Filter.written(self._compiler.endpoint, query, partial(self._check, values))
        return Filter(self._check(values))

    def _check(self, values: Mapping[str, object]) -> Checked:
        binding = Binding(values, self._compiler.limits)
        return self._compiler.check(self._expr, self._text, binding, self._known)

    def __str__(self) -> str:
        """Give the canonical text, with its parameters."""
        return "" if self._expr is None else to_text(self._expr)

    def __repr__(self) -> str:
        """Give the endpoint and the canonical text."""
        return f"<Prepared {self.endpoint.name}: {self}>"
