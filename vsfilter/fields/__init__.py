"""The properties of an endpoint as attributes: ``from vsfilter.fields import cdrs``, ``cdrs.dst_id == 1``.

A module for each endpoint that ships, named after it (``calltracking_ddis``), with a field of the
right type for each property, so that an editor completes them and a type checker knows them. The
field of a property whose name is a keyword of Python has an underscore behind (``sms.from_``).
The modules are made by ``generate.py``; `of` does the same at run time, for any endpoint.
"""

from __future__ import annotations

import keyword
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from vsfilter.build import Field
from vsfilter.check.messages import unknown_property
from vsfilter.errors import FilterCheckError
from vsfilter.model.names import plain_name
from vsfilter.nearest import did_you_mean
from vsfilter.schema import endpoint as find_endpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from vsfilter.schema import Endpoint

__all__ = ["EndpointFields", "UnknownFieldError", "of"]


class UnknownFieldError(FilterCheckError, AttributeError):
    """The endpoint has no such property; the one issue (``unknown-property``) has the nearest name."""


class EndpointFields:
    """Offers the properties of one endpoint, as attributes and, by their exact names, as items."""

    # Names that no property has, so that none is hidden.
    __slots__ = ("__endpoint", "__names")

    # Without these, Python would take `in` and loops for items 0, 1, 2...
    __contains__ = None
    __iter__ = None

    def __init__(self, endpoint: Endpoint) -> None:
        """Take the endpoint whose properties are offered."""
        self.__endpoint = endpoint
        self.__names = {attribute_name(name): name for name in endpoint.names} | {name: name for name in endpoint.names}

    def __getattr__(self, name: str) -> Field:
        if name.startswith(("__", "_EndpointFields__")):
            # Python asks for such names itself, to copy or to inspect.
            raise AttributeError(name)
        found = self.__names.get(name)
        if found is None:
            raise _unknown(self.__endpoint, name, attribute_name)
        return Field(found)

    def __getitem__(self, name: str) -> Field:
        if not isinstance(name, str):
            raise TypeError(f"the name of a property is text, got {type(name).__name__}")
        if self.__endpoint.get(name) is None:
            raise _unknown(self.__endpoint, name, str)
        return Field(name)

    def __dir__(self) -> list[str]:
        return sorted(set(map(attribute_name, self.__endpoint.names)))

    def __repr__(self) -> str:
        return f"<fields of {self.__endpoint.name}>"


def of(endpoint: str | Endpoint) -> EndpointFields:
    """Offer the properties of an endpoint, by its name or one declared by the caller.

    Raises `FilterCheckError` with ``unknown-endpoint``. A property that the endpoint does not have
    raises `UnknownFieldError` where it is asked for.
    """
    return EndpointFields(find_endpoint(endpoint))


def attribute_name(name: str) -> str:
    """Give the name under which a property is an attribute: ``from_`` for ``from``."""
    return f"{name}_" if keyword.iskeyword(name) else name


def refusal(endpoint: str) -> Callable[[str], NoReturn]:
    """Make the ``__getattr__`` of the module of an endpoint, which is asked for what the module has not."""

    def __getattr__(name: str) -> NoReturn:  # noqa: N807  it becomes that of a module
        if name.startswith("__"):
            raise AttributeError(name)
        raise _unknown(find_endpoint(endpoint), name, attribute_name)

    return __getattr__


def _unknown(endpoint: Endpoint, name: str, spelling: Callable[[str], str]) -> UnknownFieldError:
    """Say that there is no such property, and how the one that was probably meant is spelt here."""
    issue = unknown_property(str(plain_name(name)), endpoint, None)
    if issue.suggestion is not None:
        suggestion = spelling(issue.suggestion)
        issue = replace(issue, suggestion=suggestion, hint=did_you_mean(suggestion))
    error = UnknownFieldError([issue])
    # Python would name it and its object itself, and since 3.12 add a suggestion of its own to ours.
    error.name = name
    return error
