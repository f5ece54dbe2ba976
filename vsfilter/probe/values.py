"""How values are taken: patterns and case in fragments, forms of dates, numbers as text and texts as numbers."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from vsfilter.model import Comparison, Operator
from vsfilter.model.literals import Number, Text, literal_from
from vsfilter.probe.asking import Refusal
from vsfilter.probe.findings import Behaviour
from vsfilter.probe.readings import COMPARED, NEGATIVE, WILDCARDS
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from vsfilter.probe.readings import Column, Places
    from vsfilter.probe.trying import Tried

    # What a condition could mean, by the word for it.
    Meanings = Mapping[str, Places]
    # Gives fragments made of a text, each with its meanings in a column.
    Fragments = Callable[[Column, str], Iterator[tuple[str, Meanings]]]

_NUMBERS: Final = frozenset({PropertyType.INTEGER, PropertyType.NUMBER})
_SEARCHES: Final = frozenset({Operator.LIKE, Operator.NOTLIKE})
_TEXTS: Final = 6
_LONGEST_TEXT: Final = 2_000
_FRAGMENT: Final = 3
# Not so many digits that a double would lose some, and no zeros in front.
_DIGITS = re.compile(r"[1-9][0-9]{0,14}")


def like(tried: Tried, columns: Mapping[str, Column]) -> Behaviour:
    """Try ``%`` and ``_`` in fragments."""
    found = {"%": _try_fragments(tried, columns, _with_percent), "_": _try_fragments(tried, columns, _with_underscore)}
    decided = {wildcard: one for wildcard, one in found.items() if one.value is not None}
    if len({one.value for one in decided.values()}) > 1:
        return Behaviour("mixed", ", ".join(f"`{wildcard}`: {one.value}" for wildcard, one in decided.items()))
    return next(iter(decided.values()), found["%"])


def like_case(tried: Tried, columns: Mapping[str, Column]) -> Behaviour:
    """Try a fragment with capitals and small letters exchanged."""
    return _try_fragments(tried, columns, _with_other_case)


def _with_percent(column: Column, text: str) -> Iterator[tuple[str, Meanings]]:
    return _with_wildcard(column, text, "%", ".*")


def _with_underscore(column: Column, text: str) -> Iterator[tuple[str, Meanings]]:
    return _with_wildcard(column, text, "_", ".")


def _with_wildcard(column: Column, text: str, wildcard: str, gap: str) -> Iterator[tuple[str, Meanings]]:
    for place in range(len(text) - 2):
        first, last = text[place], text[place + 2]
        if not WILDCARDS.isdisjoint({first, last}):
            continue
        fragment = f"{first}{wildcard}{last}"
        pattern = re.escape(first) + gap + re.escape(last)
        yield (
            fragment,
            {
                "literal": _found(column, re.escape(fragment)),
                "literal, fold": _found(column, re.escape(fragment), re.IGNORECASE),
                "patterns": _found(column, pattern),
                "patterns, fold": _found(column, pattern, re.IGNORECASE),
            },
        )


def _with_other_case(column: Column, text: str) -> Iterator[tuple[str, Meanings]]:
    for place in range(max(1, len(text) - _FRAGMENT + 1)):
        fragment = text[place : place + _FRAGMENT].swapcase()
        # What other letters become in another case is a matter of taste.
        if fragment.isascii() and WILDCARDS.isdisjoint(fragment):
            pattern = re.escape(fragment)
            yield fragment, {"exact": _found(column, pattern), "fold": _found(column, pattern, re.IGNORECASE)}


def _found(column: Column, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Places:
    compiled = re.compile(pattern, re.DOTALL | flags)
    return column.where(lambda text: compiled.search(text) is not None)


def _try_fragments(tried: Tried, columns: Mapping[str, Column], make: Fragments) -> Behaviour:
    """Ask for a fragment whose meanings select different records, where some operator is known to find fragments."""
    for name, which in tried.proven:
        column = columns[name]
        if which not in _SEARCHES or column.property.type is not PropertyType.STRING:
            continue
        for text in column.distinct(most=_TEXTS, longest=_LONGEST_TEXT):
            for fragment, meanings in make(column, text):
                if _tells(column, meanings):
                    selected = {word: negated(column, which, places) for word, places in meanings.items()}
                    condition = Comparison(name, which, Text(fragment))
                    return _ask(tried, column, condition, PropertyType.STRING, selected)
    return Behaviour(None, "no text where `like` or `notlike` works could tell")


def _tells(column: Column, meanings: Meanings) -> bool:
    """Tell whether meanings of other words select other records, and none of them all."""
    by_word: dict[str, set[Places]] = {}
    for word, places in meanings.items():
        by_word.setdefault(word.partition(",")[0], set()).add(places)
    first, second = by_word.values()
    present = column.all - column.nulls
    return first.isdisjoint(second) and present not in first | second


def negated(column: Column, which: Operator, places: Places) -> Places:
    """Give what an operator selects whose positive form selects these places."""
    return column.all - column.nulls - places if which in NEGATIVE else places


def bare_date(tried: Tried, columns: Mapping[str, Column]) -> Behaviour:
    """Ask with a date without a time, where its midnight and the whole day select different records."""
    for name, which in tried.proven:
        column = columns[name]
        if column.property.type is not PropertyType.DATETIME or which is Operator.IN:
            continue
        for day in dict.fromkeys(value.date() for value in column.distinct()):
            meanings = {
                "midnight": column.compared(which, datetime.combine(day, time())),
                "day": _on_day(column, which, day),
            }
            # An API that does not understand the date may give none.
            if _tells(column, meanings) and all(meanings.values()):
                return _ask(tried, column, Comparison(name, which, Text(str(day))), PropertyType.STRING, meanings)
    return Behaviour(None, "no date where an operator works could tell")


def _on_day(column: Column, which: Operator, day: date) -> Places:
    compare = COMPARED[which]
    return column.where(lambda value: compare(value.date(), day))


def iso_date(tried: Tried, columns: Mapping[str, Column]) -> Behaviour:
    """Ask with ``T`` before the time of a date."""
    for (name, which), trial in tried.proven.items():
        if columns[name].property.type is PropertyType.DATETIME and which is not Operator.IN:
            condition = Comparison(name, which, Text(trial.value.isoformat("T")))
            return _ask(tried, columns[name], condition, PropertyType.STRING, {"accept": trial.expected["exclude"]})
    return Behaviour(None, "no operator is known to work on a date")


def number_as_text(tried: Tried, columns: Mapping[str, Column]) -> Behaviour:
    """Ask with the digits of a number as text."""
    for (name, which), trial in tried.proven.items():
        column = columns[name]
        # In another form the key would no longer narrow the window.
        if column.property.type in _NUMBERS and which is not Operator.IN and name != tried.window.key:
            literal = literal_from(trial.value)
            assert isinstance(literal, Number)  # noqa: S101  the literal of a number
            condition = Comparison(name, which, Text(literal.source))
            return _ask(tried, column, condition, PropertyType.STRING, {"accept": trial.expected["exclude"]})
    return Behaviour(None, "no operator is known to work on a number beside the key")


def text_as_number(tried: Tried, columns: Mapping[str, Column]) -> Behaviour:
    """Ask with a number for a text of digits."""
    for name, which in tried.proven:
        column = columns[name]
        if column.property.type is not PropertyType.STRING or which not in {Operator.EQ, Operator.NE}:
            continue
        for trial in column.trials(which, lambda text: _DIGITS.fullmatch(text) is not None):
            condition = Comparison(name, which, Number(trial.value))
            return _ask(tried, column, condition, PropertyType.INTEGER, {"accept": trial.expected["exclude"]})
    return Behaviour(None, "no text of digits where `eq` or `ne` works could tell")


def _ask(tried: Tried, column: Column, condition: Comparison, declared: PropertyType, meanings: Meanings) -> Behaviour:
    """Ask for a condition, and give the word of the meaning that selects the records that come."""
    window = tried.window
    flt = window.filter(condition, declared={condition.property: declared})
    value = condition.value.value if isinstance(condition.value, Text) else condition.value
    page = tried.asker.page(flt, (value,), limit=window.limit)
    if isinstance(page, Refusal):
        return Behaviour("refuse", str(page))
    came = window.selected(page)
    # A missing value may differ from every other.
    extra = column.nulls if condition.operator in NEGATIVE else frozenset()
    for word, places in meanings.items():
        if came in (window.at(places), window.at(places | extra)):
            return Behaviour(word.partition(",")[0])
    if came == window.at(column.all):
        return Behaviour("ignore", "all records come")
    return Behaviour("none" if not came else "other", f"{came.total()} records come")
