"""What is already on the wire, read back: filter JSON and query strings of requests that were logged."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from urllib.parse import unquote_plus

from vsfilter.errors import FilterCheckError, FilterSyntaxError, Issue
from vsfilter.model.enforcing import enforce
from vsfilter.model.expression import And, Comparison, Membership
from vsfilter.model.limits import DEFAULT_LIMITS, Limits
from vsfilter.model.literals import Number, Text, literal_from
from vsfilter.model.names import encodable, plain_name
from vsfilter.model.operators import SPELLINGS, Operator
from vsfilter.schema import endpoints
from vsfilter.wire import decoding_messages as messages
from vsfilter.wire.paging import LARGEST_PAGE, Paging, PagingOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.model.expression import Expr, Predicate
    from vsfilter.model.literals import Literal
    from vsfilter.schema import Endpoint

KEYS: Final = ("property", "operator", "value")
OPTIONS: Final = ("filter", *PagingOptions.__annotations__)

# A URL, its path alone, or a bare `?`: what stands before the query. Who is asked, and as whom, is left out.
_ADDRESS = re.compile(r"(?:(?:https?:)?//[^/?]*)?(?P<path>/[^?]*)?(?:\?|$)|[^=&?/]*\?", re.IGNORECASE)
# How much longer JSON and a query string are than the text of the same filter, at most.
_JSON_GROWTH = 8
_QUERY_GROWTH = 16
_PARAMETER_SIGN = re.compile(r"[&=]")
_WRONG_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BOM = "\ufeff"
_WHOLE = re.compile(rf"[0-9]{{1,{len(str(LARGEST_PAGE))}}}")


class ParsedQuery(NamedTuple):
    """What a query string asks for: the filter, None where there is none, and the options beside it.

    ``options`` holds those that were given, under the names that `vsfilter.Filter.to_query` takes.
    ``path`` is that of a URL, None where there was only a query string.
    """

    expr: Expr | None
    options: PagingOptions
    path: str | None = None


def from_json(data: bytes | str | list[Any], *, limits: Limits = DEFAULT_LIMITS) -> Expr | None:
    """Read filter JSON, as text, as UTF-8, or decoded into a list; ``[]`` is no filter and gives None.

    Takes any order of keys and every spelling of an operator. Which names and values fit depends on
    the endpoint and is for `vsfilter.compile` to say. The limit of the text is eight times that of a
    filter text, which filters within the default limits do not exceed on the wire.

    Raises `FilterSyntaxError` with ``invalid-filter`` for each fault of the form, with its JSON path
    (``$[1].operator``) in the message, or with ``limit-exceeded``.
    """
    entries = data if isinstance(data, list) else _decode(_text(data, limits))
    if not isinstance(entries, list):
        raise FilterSyntaxError([messages.no_array(entries)])
    if len(entries) > limits.items:
        raise FilterSyntaxError([messages.too_many_conditions(limits)])
    reader = _Reader()
    terms = tuple(reader.condition(entry, f"$[{number}]") for number, entry in enumerate(entries))
    if reader.issues:
        raise FilterSyntaxError(reader.issues)
    if not terms:
        return None
    found = cast("tuple[Predicate, ...]", terms)  # without an issue, each entry gave one
    expr = And(found) if len(found) > 1 else found[0]
    try:
        enforce(expr, limits)
    except FilterCheckError as error:
        raise FilterSyntaxError(error.issues) from None
    return expr


def from_query(query: str, *, limits: Limits = DEFAULT_LIMITS) -> ParsedQuery:
    """Read a query string, a whole URL, or its path and query, with ``+`` or ``%20`` for a space.

    Raises `FilterSyntaxError` with ``invalid-query`` for a parameter that is unknown, stands twice or
    is wrongly encoded, with ``invalid-page``, ``invalid-limit`` and ``invalid-option`` for options out
    of range, and with what `from_json` raises.
    """
    if not isinstance(query, str):
        raise FilterSyntaxError([messages.no_query_text(query)])
    if len(query) > _QUERY_GROWTH * limits.text:
        raise FilterSyntaxError([messages.too_long(_QUERY_GROWTH * limits.text)])
    path, given, issues = _parameters(query.strip(f"{_BOM} \t\r\n"))
    options: dict[str, Any] = {name: given[name] for name in OPTIONS[1:] if name in given}
    for name in ("page", "limit"):
        if _WHOLE.fullmatch(options.get(name, "")):
            options[name] = int(options[name])
    issues += Paging(**options).faults()
    expr = None
    if "filter" in given:
        try:
            expr = from_json(given["filter"], limits=limits)
        except FilterSyntaxError as error:
            issues += (messages.in_filter(issue, given["filter"].removeprefix(_BOM)) for issue in error.issues)
    if issues:
        raise FilterSyntaxError(issues)
    if "dir" in options:
        options["dir"] = options["dir"].upper()
    return ParsedQuery(expr, cast("PagingOptions", options), path)


def is_path_of(path: str, endpoint: Endpoint) -> bool:
    """Tell whether the path of a URL, whatever stands before it, is that of an endpoint and of no other known one."""
    path = path.rstrip("/")
    known = [other.path for other in endpoints() if path.endswith(other.path)]
    return path.endswith(endpoint.path) and len(endpoint.path) >= max(map(len, known), default=0)


class _Object(dict[str, Any]):
    """A JSON object that remembers which keys stand in it twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs) if len(self) < len(pairs) else {}
        self.twice = [name for name, count in counts.items() if count > 1]


class _Reader:
    """Reads entry after entry, and gathers the faults of all."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def condition(self, entry: object, path: str) -> Predicate | None:
        """Give the predicate of an entry, or None after a fault."""
        before = len(self.issues)
        if not isinstance(entry, dict):
            self.issues.append(messages.no_object(entry, path))
            return None
        self.issues += self._keys(entry, path)
        name = plain_name(entry.get("property"))
        if "property" in entry and not (isinstance(name, str) and name and encodable(name)):
            self.issues.append(messages.no_name(name, f"{path}.property"))
        word = entry.get("operator")
        operator = SPELLINGS.get(word.lower()) if isinstance(word, str) and word.isascii() else None
        if "operator" in entry and operator is None:
            self.issues.append(messages.no_operator(word, f"{path}.operator"))
        values = self._values(entry["value"], operator, f"{path}.value") if "value" in entry else ()
        if len(self.issues) > before or operator is None or not isinstance(name, str):
            return None
        return Membership(name, values) if operator is Operator.IN else Comparison(name, operator, values[0])

    @staticmethod
    def _keys(entry: dict[str, Any], path: str) -> Iterator[Issue]:
        for name in entry:
            if name not in KEYS:
                yield messages.extra_key(name, path, KEYS)
        if isinstance(entry, _Object):
            for name in entry.twice:
                yield messages.key_twice(name, path)
        missing = [name for name in KEYS if name not in entry]
        if missing:
            yield messages.missing_keys(missing, path)

    def _values(self, value: object, operator: Operator | None, path: str) -> tuple[Literal, ...]:
        if not isinstance(value, list):
            if operator is not Operator.IN:
                return tuple(self._literals([value], path))
            self.issues.append(messages.no_list(value, path))
            return ()
        if operator is not None and operator is not Operator.IN:
            self.issues.append(messages.list_for(operator, path))
            return ()
        if not value:
            self.issues.append(messages.list_without_values(path))
        return tuple(self._literals(value, path, numbered=True))

    def _literals(self, values: list[Any], path: str, *, numbered: bool = False) -> Iterator[Literal]:
        for number, value in enumerate(values):
            where = f"{path}[{number}]" if numbered else path
            if value is None or isinstance(value, (list, dict)):
                self.issues.append(messages.no_value(value, where))
                continue
            try:
                literal = literal_from(value)
            except FilterCheckError as error:
                self.issues += (messages.at(where, issue) for issue in error.issues)
                continue
            if isinstance(literal, Text) and not encodable(literal.value):
                self.issues.append(messages.half_a_pair(where))
            yield literal


def _text(data: object, limits: Limits) -> str:
    most = _JSON_GROWTH * limits.text
    if isinstance(data, (bytes, bytearray)):
        # A character takes four bytes at most, so a longer input is over the limit whatever it holds.
        if len(data) > 4 * most:
            raise FilterSyntaxError([messages.too_long(most)])
        try:
            data = data.decode()
        except UnicodeDecodeError as error:
            raise FilterSyntaxError([messages.no_utf8(error.start)]) from None
    if not isinstance(data, str):
        raise FilterSyntaxError([messages.no_filter_text(data)])
    if len(data) > most:
        raise FilterSyntaxError([messages.too_long(most)])
    # Some programs begin a file with a byte order mark.
    return data.removeprefix(_BOM)


def _decode(text: str) -> object:
    try:
        # Not orjson, which would round numbers and take the last of two equal keys.
        return json.loads(text, object_pairs_hook=_Object, parse_int=Number, parse_float=_number)
    except json.JSONDecodeError as error:
        raise FilterSyntaxError([messages.no_json(error.msg, error.pos, text)], text) from None
    except RecursionError:
        raise FilterSyntaxError([messages.too_deep_json()]) from None


def _number(source: str) -> Number | Decimal:
    if "e" not in source.lower():
        return Number(source)
    try:
        return Decimal(source)
    except InvalidOperation:
        # The exponent is beyond what even a Decimal holds; this one is refused for its length as well.
        return Decimal("1e1000000")


def _parameters(text: str) -> tuple[str | None, dict[str, str], list[Issue]]:
    """Take a query string apart, and what stands before it, with the faults found in it."""
    if not text:
        return None, {}, [messages.empty_query()]
    text, _, fragment = text.partition("#")
    address = _ADDRESS.match(text)
    path = (address["path"] or None) if address else None
    query = text[address.end() :] if address else text
    issues = [messages.fragment()] if fragment else []
    # In a password before the host both signs are allowed.
    if address and _PARAMETER_SIGN.search(path or "" if "?" in text else text):
        issues.append(messages.no_question_mark())
    given: dict[str, str] = {}
    for part in filter(None, query.split("&")):
        name, separator, value = map(_unquoted, part.partition("="))
        if name is None or value is None:
            issues.append(messages.wrong_escape(part))
        elif not separator:
            issues.append(messages.no_equals_sign(name))
        elif name not in OPTIONS:
            issues.append(messages.unknown_query_parameter(name, OPTIONS))
        elif name in given:
            issues.append(messages.query_parameter_twice(name))
        else:
            given[name] = value
    return path, given, issues


def _unquoted(text: str) -> str | None:
    if _WRONG_ESCAPE.search(text):
        return None
    try:
        return unquote_plus(text, errors="strict")
    except UnicodeDecodeError:
        return None
