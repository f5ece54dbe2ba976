"""Every message about the parameters of an expression and the values given for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.errors import Issue, quote
from vsfilter.nearest import did_you_mean, listing, nearest

if TYPE_CHECKING:
    from collections.abc import Collection

    from vsfilter.model.limits import Limits
    from vsfilter.model.literals import Parameter


def unbound_parameter(parameter: Parameter) -> Issue:
    """Say that a parameter has no value."""
    message = f"the parameter {quote(':' + parameter.name)} has no value"
    name = parameter.name
    hint = f'compile takes params={{"{name}": ...}}, a prepared filter {name}=..., the command --param {name}=...'
    return Issue("unbound-parameter", message, parameter.span, hint=hint)


def unknown_parameter(name: str, names: Collection[str]) -> Issue:
    """Say that a value was given for a parameter that does not stand in the expression."""
    suggestion = nearest(name, names)
    hint = did_you_mean(suggestion) or (f"its parameters are {listing(sorted(names))}" if names else None)
    return Issue("unknown-parameter", f"the expression has no parameter {quote(name)}", None, suggestion, hint)


def params_no_mapping(params: object) -> Issue:
    """Say that the values of parameters came in another shape than by name."""
    message = f"expected the values of parameters by their names, got {type(params).__name__}"
    return Issue("type-mismatch", message, hint='write params={"name": value}')


def not_a_list(parameter: Parameter) -> Issue:
    """Say that a parameter that stands for a list was given something else."""
    message = f"expected a list of values for {quote(':' + parameter.name)}"
    return Issue("type-mismatch", message, parameter.span, hint="give any iterable but text, bytes or a mapping")


def parameter_for_parameter(parameter: Parameter) -> Issue:
    """Say that a list given for a parameter holds another parameter."""
    message = f"the list for {quote(':' + parameter.name)} holds a parameter, which has no value itself"
    return Issue("type-mismatch", message, parameter.span)


def too_many_items(parameter: Parameter, limits: Limits) -> Issue:
    """Say that a list given for a parameter is over the limit."""
    message = f"the list for {quote(':' + parameter.name)} has more than {limits.items:,} items"
    return Issue("limit-exceeded", message, parameter.span)
