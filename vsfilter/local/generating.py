"""Checked filters to generated code: one function, in which a condition is no call.

The source is put together from the templates on this page. A name or a value never stands in it, only the place of one
among the constants or variables of the function, so filters of one shape share one source, which is compiled once.

The code tests values of the very type that the API gives for a property, and dates as the text that they are. Every
other value, and every record that is no dict or lacks a key, is left to the tests that `interpreting` makes. What an
object is, is asked of its ``__class__``, which Python answers without a call where most objects give the same answer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

from vsfilter.check import Condition
from vsfilter.check.selection import Absence, Conjunction, Disjunction
from vsfilter.local.interpreting import value_test
from vsfilter.local.reading import comparable, moment
from vsfilter.model.operators import ORDERING, Operator
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import tzinfo

    from vsfilter.check.selection import Criterion
    from vsfilter.local.interpreting import RecordTest

# Compiling takes about 7 µs a condition, so more of them pay for themselves only over many records.
_MOST_TERMS = 50
# Far from where Python's own parser gives up.
_DEEPEST = 20

# The code of so many shapes is kept; each takes a few kilobytes.
_MOST_SHAPES = 256

# A comparison that decides a jump is faster in Python than one whose value is returned.
_FUNCTION = """
def matches(record):
    if record.__class__ is not dict:
        return whole(record)
    try:
        if {test}:
            return True
        return False
    except (ArithmeticError, KeyError, ValueError):
        return whole(record)
"""
_CLASSES = (type, dict, str, int, float, bool, ArithmeticError, KeyError, ValueError)
_BUILTINS = {kind.__name__: kind for kind in _CLASSES}

_TESTS: Mapping[Operator, str] = {
    Operator.EQ: "v == {}",
    Operator.NE: "v != {}",
    Operator.LT: "v < {}",
    Operator.LTE: "v <= {}",
    Operator.GT: "v > {}",
    Operator.GTE: "v >= {}",
    Operator.IN: "v in {}",
    Operator.LIKE: "{} in v",
    Operator.NOTLIKE: "{} not in v",
}
_EQUALITIES = frozenset({Operator.EQ, Operator.IN})
# What the API gives for each type but dates. A value of this kind is there; one of another kind is to be read first.
_KINDS: Mapping[PropertyType, str] = {
    PropertyType.STRING: "str",
    PropertyType.INTEGER: "int",
    PropertyType.NUMBER: "int",
    PropertyType.BOOLEAN: "bool",
    PropertyType.ARRAY: "str",
    PropertyType.OBJECT: "str",
}
# Where `YYYY-MM-DD HH:MM:SS` has its punctuation.
_PUNCTUATION = slice(4, None, 3)
_FAR = timedelta(days=3)


class TooLargeError(Exception):
    """The criterion is too large, or too deeply nested, to be compiled; never leaves the package."""


def generated(criterion: Criterion, zone: tzinfo, whole: RecordTest) -> RecordTest:
    """Make the code for a criterion; ``whole`` is the same test for what the code does not take.

    Raises `TooLargeError` for more than 50 conditions and groups, and over 20 groups inside one another.
    """
    writer = _Writer(zone)
    code = _compiled(writer.test(criterion))
    # Python adapts code to the variables it meets, so each function has a copy for its own.
    own = code.replace(co_consts=tuple(writer.constants.get(constant, constant) for constant in code.co_consts))
    return FunctionType(own, {"__builtins__": _BUILTINS, "whole": whole, **writer.variables})


@lru_cache(maxsize=_MOST_SHAPES)
def _compiled(test: str) -> CodeType:
    """Compile the function with this test, an expression over ``record``, variables, and text in place of constants."""
    module = compile(_FUNCTION.format(test=test), "<vsfilter predicate>", "exec")
    (code,) = (constant for constant in module.co_consts if isinstance(constant, CodeType))
    return code


class _Writer:
    """Writes the test for a criterion.

    ``constants`` holds what is to stand in place of the constants of the code, and ``variables`` the functions that it
    calls, which no constant can be. Constants are read faster.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._terms = 0
        self.constants: dict[object, object] = {}
        self.variables: dict[str, object] = {}

    def test(self, criterion: Criterion, depth: int = 0) -> str:
        """Write an expression that is true or false of ``record``."""
        terms = list(_terms(criterion))
        self._terms += len(terms)
        if self._terms > _MOST_TERMS or depth > _DEEPEST:
            raise TooLargeError
        word = " or " if isinstance(criterion, Disjunction) else " and "
        by_property: dict[str, list[Condition]] = {}
        absences: list[str] = []
        groups: list[Conjunction | Disjunction] = []
        for term in terms:
            match term:
                case Condition():
                    by_property.setdefault(term.property.name, []).append(term)
                case Absence():
                    absences.append(self._absence(term))
                case _:
                    groups.append(term)
        # What takes longest comes last, since none of it has side effects.
        ordered = sorted(by_property.values(), key=lambda some: some[0].property.type is PropertyType.DATETIME)
        parts = absences + [self._values(conditions, word) for conditions in ordered]
        parts += [f"({self.test(group, depth + 1)})" for group in groups]
        return word.join(parts) or str(word == " and ")

    def _values(self, conditions: list[Condition], word: str) -> str:
        """Write the test for all conditions on one property, whose value is looked up once."""
        prop = conditions[0].property
        slow = word.join(self._call(value_test(condition, self._zone)) for condition in conditions)
        match prop.type:
            case PropertyType.DATETIME:
                test = f"{self._moments(conditions, word, slow)} if v.__class__ is str else {slow}"
            case PropertyType.NUMBER:
                test = word.join(map(self._compared, conditions))
                # NaN and infinities last, as most values fail the test before; NaN and a Decimal raise ArithmeticError.
                # Where values are of two classes in turn, a call of `type` is faster.
                finite = f"({test}) and -1e999 < v < 1e999 if type(v) is float"
                test = f"{finite} else {test} if type(v) is int else {slow}"
            case _:
                test = f"{word.join(map(self._compared, conditions))} if v.__class__ is {_KINDS[prop.type]} else {slow}"
        # Null first, so that the values behind it are of one class.
        return f"((v := record[{self._constant(prop.name)}]) is not None and ({test}))"

    def _compared(self, condition: Condition) -> str:
        values = tuple(map(comparable, condition.values))
        wanted = frozenset(values) if condition.operator is Operator.IN else values[0]
        return _TESTS[condition.operator].format(self._constant(wanted))

    def _moments(self, conditions: list[Condition], word: str, slow: str) -> str:
        """Write the test for a date that is text, which is compared as text where it has the API's own form.

        The text that must be looked at closely is the one that may match: a value much too early or too late does
        not match, whatever its form.
        """
        tests, far = [], []
        for condition in conditions:
            values = [value for value in condition.values if isinstance(value, datetime)]
            texts = [value.isoformat(" ") for value in values]
            wanted = frozenset(texts) if condition.operator is Operator.IN else texts[0]
            tests.append(_TESTS[condition.operator].format(self._constant(wanted)))
            if word == " and " and condition.operator in ORDERING:
                far.append(self._not_far(condition.operator, values[0]))
        test = word.join(tests)
        if any(condition.operator not in _EQUALITIES for condition in conditions):
            # That it has the form, and is a date, is certain where it is equal to one.
            test = f"({test}) and {self._call(moment)} is not None"
        in_form = f"v[{self._variable(_PUNCTUATION)}] == '-- ::'"
        return " and ".join([*far, f"({test} if {in_form} else {slow})"])

    def _not_far(self, operator: Operator, wanted: datetime) -> str:
        """Write the test that a text, if it is any date, may be on the side of ``wanted`` that matches.

        Each form of a date begins with the day, and an offset moves a time by less than two.
        """
        early = operator in {Operator.GT, Operator.GTE}
        try:
            day = (wanted - _FAR if early else wanted + _FAR).isoformat()[:10]
        except OverflowError:
            return "True"
        return f"{self._constant(day)} <= v" if early else f"v <= {self._constant(day)}"

    def _absence(self, absence: Absence) -> str:
        value = f"v := record[{self._constant(absence.property.name)}]"
        slow = self._call(value_test(absence, self._zone))
        kind = _KINDS.get(absence.property.type)
        if absence.negated:
            known = "" if kind is None else f"v.__class__ is {kind} or "
            return f"(({value}) is not None and ({known}{slow}))"
        known = "" if kind is None else f"v.__class__ is not {kind} and "
        return f"(({value}) is None or {known}{slow})"

    def _constant(self, value: object) -> str:
        """Give the text that stands in the source in place of a value, which must have a hash as all constants do."""
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return repr(name)

    def _variable(self, value: object) -> str:
        name = f"v{len(self.variables)}"
        self.variables[name] = value
        return name

    def _call(self, function: Callable[[Any], object]) -> str:
        return f"{self._variable(function)}(v)"


def _terms(criterion: Criterion) -> Iterator[Criterion]:
    """Give the terms of a group, with those of the same kind inside it, and of groups of one term, as its own."""
    kind = Disjunction if isinstance(criterion, Disjunction) else Conjunction
    stack = [criterion]
    while stack:
        term = stack.pop()
        if isinstance(term, kind) or (isinstance(term, Conjunction | Disjunction) and len(term.terms) == 1):
            stack += reversed(term.terms)
        else:
            yield term
