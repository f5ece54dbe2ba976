"""What the subcommands share: which filter, against which endpoint, in which request."""

from __future__ import annotations

import codecs
import functools
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from vsfilter.check import Accept
from vsfilter.cli.reporting import refusals, report
from vsfilter.compiling import compile, predicate  # noqa: A004  the word of re.compile, and of the field
from vsfilter.errors import FilterCheckError, FilterSyntaxError, Issue
from vsfilter.model.limits import DEFAULT_LIMITS
from vsfilter.schema import endpoint, load_endpoint
from vsfilter.wire import DIRECTIONS, PagingOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vsfilter.filter import Filter
    from vsfilter.local import RecordTest
    from vsfilter.model.expression import Expr
    from vsfilter.planning import Plan
    from vsfilter.schema import Endpoint

base_url_option = click.option("--base-url", metavar="URL", help="Another server than the vendor's.")
schema_option = click.option("--schema", "schema_file", metavar="FILE", help="JSON file that declares ENDPOINT.")
format_option = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of issues and tables.",
)

# A character takes four bytes at most, so a longer input is over the limit whatever it holds.
_MOST_BYTES = 4 * DEFAULT_LIMITS.text

# What hinders a request, but not the text of a filter.
_ONLY_REQUESTS = frozenset({"not-expressible", "unbound-parameter"})

# What one request cannot say, but a plan perhaps.
_FOR_PLANS = frozenset({"not-expressible", "not-filterable", "unverified-operator", "unverified-property"})

_PAGING = tuple(PagingOptions.__annotations__)


class FilterArguments(NamedTuple):
    """The filter of one call; ``text`` is None where the user asked for no filter at all."""

    endpoint: Endpoint
    text: str | None
    params: dict[str, str]
    now: datetime | None
    timezone: str
    fold: int | None
    accept: str
    as_json: bool

    @property
    def clock(self) -> Callable[[], datetime] | None:
        """The clock that the user set, if any."""
        now = self.now
        return None if now is None else lambda: now

    def compile(self, *, warn: bool = True) -> Filter:
        """Compile the filter and report its warnings, unless the caller shows them."""
        flt = compile(
            self.text,
            self.endpoint,
            params=self.params or None,
            clock=self.clock,
            timezone=self.timezone,
            fold=self.fold,
            accept=self.accept,
        )
        if warn:
            report(flt.warnings, self.text, as_json=self.as_json)
        return flt

    def one_request(self) -> Filter | None:
        """Compile the filter, or give None where only a plan can make it run."""
        try:
            flt = self.compile(warn=False)
        except FilterCheckError as error:
            if any(issue.code in _FOR_PLANS for issue in error.issues):
                return None
            raise
        return None if any(issue.code == "url-too-long" for issue in flt.warnings) else flt

    def plan(self, max_requests: int, *, allow_full_scan: bool) -> Plan:
        """Plan how the filter runs; whoever asked for no filter at all asked for a full scan."""
        from vsfilter.planning import plan  # noqa: PLC0415  not needed for one request

        return plan(
            self.text,
            self.endpoint,
            params=self.params,
            clock=self.clock,
            timezone=self.timezone,
            fold=self.fold,
            accept=self.accept,
            max_requests=max_requests,
            allow_full_scan=allow_full_scan or self.text is None,
        )

    def predicate(self) -> RecordTest:
        """Give the function that tells whether a record matches; any expression has one."""
        return predicate(
            self.text,
            self.endpoint,
            params=self.params,
            clock=self.clock,
            timezone=self.timezone,
            fold=self.fold,
        )

    def parse(self) -> Expr | None:
        """Give the expression as written, refused only for its names, operators and values."""
        if self.text is None:
            self.compile()
            return None
        from vsfilter.syntax import parse  # noqa: PLC0415  most subcommands need no expression

        expr = parse(self.text)
        try:
            self.compile()
        except FilterCheckError:
            from vsfilter.check import Calendar, check_predicates, zone_of  # noqa: PLC0415  only needed on failure
            from vsfilter.model.binding import Binding  # noqa: PLC0415  as above

            calendar, binding = Calendar(zone_of(self.timezone), self.clock, self.fold), Binding(self.params)
            found = check_predicates(expr, self.endpoint, calendar, binding)
            serious = [issue for issue in found if issue.code not in _ONLY_REQUESTS]
            if serious:
                raise FilterCheckError(serious, self.text) from None
        return expr


def filter_arguments(command: Callable[..., None]) -> Callable[..., None]:
    """Add the arguments that make a filter; the command gets them as its first, a `FilterArguments`."""

    @format_option
    @click.option(
        "--accept",
        type=click.Choice([degree.value for degree in Accept]),
        default=Accept.DOCUMENTED.value,
        show_default=True,
        help="Evidence needed that the live API honours the filter.",
    )
    @click.option("--timezone", metavar="ZONE", default="UTC", show_default=True, help="Zone of the API, an IANA name.")
    @click.option(
        "--fold",
        type=click.IntRange(0, 1),
        help="Which one is meant of a time that the clocks of ZONE show twice: 0 the first, 1 the second.",
    )
    @click.option(
        "--now", metavar="TIME", callback=_moment, help="The time to take for now, as 2026-07-01T12:00+02:00."
    )
    @click.option(
        "--param",
        "params",
        metavar="NAME=VALUE",
        multiple=True,
        callback=_pairs,
        help="Text for the parameter :NAME; repeatable.",
    )
    @schema_option
    @click.option("--no-filter", is_flag=True, help="Ask for all records; leave out EXPR.")
    @click.argument("endpoint")
    @click.argument("expr", required=False)
    @functools.wraps(command)
    def wrapped(
        *,
        endpoint: str,
        expr: str | None,
        no_filter: bool,
        schema_file: str | None,
        output_format: str,
        **rest: Any,  # noqa: ANN401  what click has parsed
    ) -> None:
        if (expr is None) != no_filter:
            message = (
                "EXPR and --no-filter exclude each other"
                if no_filter
                else "EXPR is missing; to ask for all records, give --no-filter"
            )
            raise click.UsageError(message)
        as_json = output_format == "json"
        shared = {name: rest.pop(name) for name in ("params", "now", "timezone", "fold", "accept")}
        with refusals(as_json=as_json):
            found = find_endpoint(endpoint, schema_file)
            text = standard_input() if expr == "-" else expr
            command(FilterArguments(found, text, as_json=as_json, **shared), **rest)

    return wrapped


def paging_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a list request; the command gets them as ``paging``."""

    @click.option("--page", type=int, help="Page, from 1.")
    @click.option("--limit", type=int, help="Records a page, 1 to 5000.")
    @click.option("--sort", metavar="PROPERTY", help="Property to sort by.")
    @click.option("--dir", type=click.Choice(DIRECTIONS, case_sensitive=False), help="Direction of sorting.")
    @click.option("--group-by", metavar="PROPERTY", help="Property to group by.")
    @functools.wraps(command)
    def wrapped(*arguments: Any, **rest: Any) -> None:  # noqa: ANN401  what click has parsed
        paging = {name: rest.pop(name) for name in _PAGING}
        command(*arguments, paging=paging, **rest)

    return wrapped


def planning_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a plan, ``max_requests`` and ``allow_full_scan``."""
    bound = click.option(
        "--max-requests",
        type=click.IntRange(1),
        default=16,
        show_default=True,
        help="So many requests at most, where one cannot say the filter.",
    )
    full_scan = click.option(
        "--allow-full-scan", is_flag=True, help="Fetch all records where no request can be narrowed, and look at each."
    )
    return bound(full_scan(command))


def find_endpoint(name: str, schema: str | None) -> Endpoint:
    """Give the endpoint of a name, from a file that declares it or from those that ship."""
    declared = None if schema is None else load_endpoint(schema)
    return declared if declared is not None and declared.name == name else endpoint(name)


def standard_input() -> str:
    """Read standard input as UTF-8 text, within the limits; raises `FilterSyntaxError`."""
    if sys.stdin is None:
        raise FilterSyntaxError([Issue("syntax", "standard input is closed")])
    data: bytes = sys.stdin.buffer.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        message = f"standard input has more than {_MOST_BYTES:,} bytes"
        raise FilterSyntaxError([Issue("limit-exceeded", message)])
    try:
        # Some editors begin a file with a byte order mark.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Where there is a mark, the codec counts from the byte after it.
        start = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        message = f"standard input is no UTF-8: byte {start} does not fit"
        raise FilterSyntaxError([Issue("syntax", message)]) from None


def _moment(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("it is no ISO date-time", context, parameter) from None
    if moment.utcoffset() is None:
        raise click.BadParameter("it needs a zone, such as Z or +02:00", context, parameter)
    return moment


def _pairs(context: click.Context, parameter: click.Parameter, value: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for pair in value:
        name, separator, text = pair.partition("=")
        if not separator:
            raise click.BadParameter("it has no `=`", context, parameter)
        if name in pairs:
            raise click.BadParameter(f"{name} is given twice", context, parameter)
        pairs[name] = text
    return pairs
