"""Every message about a text that is no expression: what was expected, what stands there, the remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vsfilter.errors import Issue, Span, quote
from vsfilter.model.operators import FOREIGN_SPELLINGS, KEYWORDS, SPELLINGS
from vsfilter.nearest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from lark import Token

    from vsfilter.model.limits import Limits

_CHUNK = re.compile(r"[\w.+:-]+|[=<>!&|~]+|``|.", re.DOTALL)
_UNCLOSED = re.compile(r"[\"']|`(?!`)")
_VALUE = re.compile(
    r"(?:-?[0-9]+(?:\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
    r"""|"[^"\\\n]{0,40}"|'[^'\\\n]{0,40}')(?=[ \t=<>!])""",
    re.ASCII,
)
_COMPARED = re.compile(r"[ \t\r\n]*[=<>!]")
_FLIPPED = re.compile(r"\s*(==|<=|>=|<>|!=|=|<|>)\s*([A-Za-z_]\w*)", re.ASCII)
_PAIRS = {"(": ")", "[": "]"}
_MIRROR = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}

# What may come next, most telling first: a terminal that is accepted, and the words for its group. Wherever a text can
# go wrong, one of these is accepted.
_EXPECTATIONS = (
    ("TEXT", "a value"),
    ("LBRACKET", "a list such as `(a, b)`"),
    ("QUOTED_NAME", "a condition"),
    ("EQ", "an operator such as `=` or `like`"),
    ("IN", "`like`, `in` or `between`"),
    ("NULL", "`null` or `not null`"),
    ("_COMMA", "`,` or the end of the list"),
    ("RPAR", "`and`, `or` or `)`"),
    ("$END", "`and`, `or` or the end"),
    ("AND", "`and` with the upper bound"),
)

# Texts that are no filter, but that another function reads.
_FILTER_JSON = (r"\[\s*(?:\{|\]\s*$)", "this looks like filter JSON, which from_json reads")
_QUERY_STRING = (r"%(?:25)?[57][Bb]", "this looks like a query string, which from_query reads")

# What people write by mistake: the text at the place, then the remedy. Anywhere:
_BLANK = (r"[^\S \t\r\n]", "only blanks, tabs and line ends separate words")
# Where a value is due:
_VALUE_REMEDIES = (
    _BLANK,
    _QUERY_STRING,
    (r"[0-9]{4}-[0-9]", "a date is written `2018-09-01` or `2018-09-01T12:30:15`, with an optional `Z` or `+02:00`"),
    (r"-?[0-9.]+(?ai:and|or)", "put a blank after the number"),
    (
        r"[+.-]*[0-9]",
        "a number is digits, with an optional `-` before and `.5` after; all else is text and needs quotes",
    ),
    (r"[\u201c\u201d\u2018\u2019\xab\xbb\u201e]", "use straight quotes, \"...\" or '...'"),
    (r"`", "backticks are for the names of properties; a value stands in quotes"),
    (r":", "a parameter is `:` and a name, as in `:user`"),
    (r"\(", "only `in` takes a list"),
    (r"[^\W0-9]", "a bare word is ASCII; put other text in quotes"),
)
# Where a condition is due:
_CONDITION_REMEDIES = (
    _BLANK,
    _FILTER_JSON,
    (r"``", "a name in backticks has one character or more"),
    (r"[0-9\"'+-]", "a condition starts with a property, as in `duration > 60`"),
    (r"\w*[^\W\x00-\x7f]", "a bare name is ASCII; put any other name in backticks"),
)
# Anywhere else:
_REMEDIES = (_BLANK, (r"\w*[^\W\x00-\x7f]", "operators and keywords are ASCII"))
# Where the expression could go on or end:
_END_REMEDIES = (
    *_REMEDIES,
    (r"(?ai:and|or)[A-Za-z0-9_]", "put a blank after the keyword"),
    (r"&(?!&)", "write `and` or `&&`"),
    (r"\|(?!\|)", "write `or` or `||`"),
    (r"[;#]", "a filter is one expression, without comments"),
)


def not_text(value: object) -> Issue:
    """Say that what should be read is no text."""
    hint = "decode bytes first" if isinstance(value, (bytes, bytearray)) else None
    return Issue("syntax", f"expected text, got {_kind(value)}", hint=hint)


def no_source(value: object) -> Issue:
    """Say that a filter cannot be made of a value."""
    hints = {
        "bytes": "decode bytes first, or read filter JSON with from_json",
        "Filter": "it is compiled already; its expression is `.expr`",
        "dict": "filter JSON is a list of such conditions",
    }
    hint = hints.get(_kind(value))
    if hint is None and _kind(value).endswith("Field"):
        hint = "compare the property with a value, as in `F.duration > 60`"
    return Issue("syntax", f"expected text, an expression or filter JSON as a list, got {_kind(value)}", hint=hint)


def not_an_expression(value: object) -> Issue:
    """Say that what should be printed is no expression."""
    return Issue("syntax", f"expected an expression, got {_kind(value)}")


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__


def too_long(length: int, limits: Limits) -> Issue:
    """Say that a text is longer than the limit."""
    message = f"the text has {length:,} characters, more than {limits.text:,}"
    return Issue("limit-exceeded", message, hint="a caller who trusts the input can raise this with limits=Limits(...)")


def lone_surrogate(span: Span) -> Issue:
    """Say that a text holds half of a surrogate pair."""
    hint = "the text was decoded wrongly on its way here"
    return Issue("syntax", "expected a character, got half of a surrogate pair", span, hint=hint)


def bad_escape(escape: str, span: Span) -> Issue:
    r"""Say that an escape does not exist, or is half of a surrogate pair."""
    if escape == "\\u":
        hint = r"write \u and four hexadecimal digits; a character beyond \uFFFF is a pair of two"
    else:
        hint = r"the escapes are \\ \" \' \n \r \t \uXXXX; a backslash itself is written \\"
    return Issue("syntax", f"expected an escape, got {quote(escape)}", span, hint=hint)


def unexpected(text: str, place: Span, accepted: AbstractSet[str], previous: Token | None, opened: int | None) -> Issue:
    """Say what was expected at a place and what stands there.

    ``accepted`` are the terminals that could stand there, ``previous`` the token before, and
    ``opened`` the place of the innermost open parenthesis.
    """
    if previous is None and place.start == len(text):
        remedy = "an empty filter would match everything; pass None where no filter is wanted"
        return Issue("syntax", "expected a condition, got an empty text", Span(0, 0), hint=remedy)
    found = _CHUNK.match(text, place.start)
    if found is None:
        if opened is not None and accepted & {"RPAR", "RBRACKET"}:
            return Issue("syntax", f"this {quote(text[opened])} is never closed", Span(opened, opened + 1))
        end = len(text.rstrip(" \t\r\n"))
        span = Span(end, end)
    elif place.start == place.end and _UNCLOSED.match(text, place.start):
        message = f"this {'backtick' if found.group() == '`' else 'quote'} is never closed"
        return Issue("syntax", message, Span(place.start, len(text)))
    else:
        span = Span(place.start, max(place.end, found.end()))
    touching = previous is not None and previous.end_pos == span.start
    foreign = FOREIGN_SPELLINGS.get(f"{previous}{text[span.start : span.end]}") if touching else None
    if previous is not None and foreign is not None:
        # Its first part was taken for an operator of ours.
        span = Span(previous.start_pos or 0, span.end)
        accepted = {"EQ"}
    here = text[span.start : span.end]
    message = f"expected {_expectation(accepted)}, got {_shown(here)}"
    suggestion = foreign or _meant_operator(here, accepted)
    hint = did_you_mean(suggestion) or _hint(text, span, accepted, previous if touching else None, previous)
    if hint is None and here in {")", "]"} and (opened is None or _PAIRS[text[opened]] != here):
        hint = "it closes nothing that is open here"
    return Issue("syntax", message, span, suggestion, hint)


def _shown(here: str) -> str:
    if not here:
        return "the end of the text"
    return quote(here) if here.isprintable() or len(here) > 1 else f"U+{ord(here):04X}"


def _expectation(accepted: AbstractSet[str]) -> str:
    if "NULL" in accepted and "NOT" not in accepted and "TEXT" not in accepted:
        return "`null`"
    return next(words for terminal, words in _EXPECTATIONS if terminal in accepted)


def _meant_operator(here: str, accepted: AbstractSet[str]) -> str | None:
    """Give the operator that was probably meant by a word or a symbol that is none."""
    if "EQ" in accepted:
        words = [spelling for spelling in SPELLINGS if spelling.isalpha()]
        return FOREIGN_SPELLINGS.get(here.lower()) or nearest(here, [*words, "between"])
    return nearest(here, ("like", "in", "between")) if "IN" in accepted else None


def _hint(
    text: str, span: Span, accepted: AbstractSet[str], touching: Token | None, previous: Token | None
) -> str | None:
    here = text[span.start : span.end]
    remedies: tuple[tuple[str, str], ...] = _REMEDIES
    if "TEXT" in accepted:
        if here.lower() in KEYWORDS:
            return f'a keyword as a value needs quotes: "{here}"'
        remedies = _VALUE_REMEDIES
    elif "QUOTED_NAME" in accepted:
        if here.lower() in KEYWORDS and _COMPARED.match(text, span.end):
            return f"a keyword as the name of a property needs backticks: `{here}`"
        remedies = _CONDITION_REMEDIES
    elif touching is not None and touching.type == "NAME" and here[:1].isalpha():
        # The lexer took the ASCII letters before for the whole word.
        remedies = _CONDITION_REMEDIES if "EQ" in accepted else _VALUE_REMEDIES
    elif "OR" in accepted:
        remedies = _END_REMEDIES
    elif "IN" in accepted and here.lower() == "null":
        return "write `is not null`"
    remedy = next((remedy for pattern, remedy in remedies if re.compile(pattern).match(text, span.start)), None)
    if remedies is _CONDITION_REMEDIES:
        return _flip(text, span) or remedy
    return (None if "EQ" in accepted else _after_date(previous, here)) or remedy


def _after_date(previous: Token | None, here: str) -> str | None:
    """Explain what was probably meant to belong to the date before."""
    match previous.type if previous is not None else None:
        case "DATE" if re.match(r"[0-9]{1,2}:", here):
            return "join date and time with `T`, or put both in quotes"
        case "DATE" if re.match(r"[+-][0-9]|[Zz]", here):
            return "a zone is `Z` or `+02:00`, without a blank after the time"
        case "ANCHOR" | "OFFSET" if here[:1] in {"+", "-"}:
            return "an offset is one `+` or `-`, a whole number and one of s m h d w, as in `today - 7d`"
    return None


def _flip(text: str, span: Span) -> str | None:
    """Turn ``5 < duration`` round, where a value stands in the place of a property."""
    value = _VALUE.match(text, span.start)
    rest = _FLIPPED.match(text, value.end()) if value else None
    if value is None or rest is None or rest.group(2).lower() in KEYWORDS:
        return None
    operator, name = rest.groups()
    return f"put the property first: `{name} {_MIRROR.get(operator, operator)} {value.group()}`"
