from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from vsfilter.errors import FilterCheckError, FilterSyntaxError, Issue, Span
from vsfilter.model import (
    And,
    Between,
    Boolean,
    Comparison,
    Date,
    Limits,
    Membership,
    Not,
    NullTest,
    Number,
    Operator,
    Or,
    Parameter,
    RelativeDate,
    Text,
)
from vsfilter.model.enforcing import enforce
from vsfilter.model.operators import KEYWORDS, OPERATORS
from vsfilter.syntax import parse, parser, to_text

if TYPE_CHECKING:
    from types import TracebackType

    from vsfilter.model import Expr, Literal

HINT = "a caller who trusts the input can raise this with limits=Limits(...)"
SPACES = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace() and chr(code) not in " \t\r\n"]
# Letters that Unicode folds to an ASCII one, and regular expressions match as one where case is ignored.
CONFUSABLE = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}


def eq(name: str, value: Literal | None = None) -> Comparison:
    return Comparison(name, Operator.EQ, Number("1") if value is None else value)


A, B, C, D = map(eq, "abcd")


def refused(text: Any, **options: Any) -> Issue:  # noqa: ANN401  wrong on purpose
    with pytest.raises(FilterSyntaxError) as caught:
        parse(text, **options)
    (issue,) = caught.value.issues
    return issue


def is_syntax(text: str) -> bool:
    return refused(text).code == "syntax"


# --- the whole text or nothing ---


@pytest.mark.parametrize("text", ["", " ", " \n ", "\t\r\n" * 5])
def test_an_empty_text_is_refused_with_the_way_to_ask_for_no_filter(text: str) -> None:
    assert refused(text) == Issue(
        "syntax",
        "expected a condition, got an empty text",
        Span(0, 0),
        hint="an empty filter would match everything; pass None where no filter is wanted",
    )


@pytest.mark.parametrize(
    "rest",
    ["b", "b = 1", "1", '"x"', ")", "]", ",", ";", "# x", "-- x", "= 1", "not", "`b`", ":p", "\x00", "\\", "}"],
)
def test_nothing_after_a_complete_expression_is_ignored(rest: str) -> None:
    assert is_syntax(f"a = 1 {rest}")
    assert is_syntax(f"(a = 1) {rest}")
    assert is_syntax(f"a is null {rest}")


@pytest.mark.parametrize("text", ["a = 1 /* x */", "/* x */ a = 1", "a = 1 -- x", "# x\na = 1", "a = 1 // x"])
def test_there_are_no_comments(text: str) -> None:
    assert is_syntax(text)


@pytest.mark.parametrize(
    ("value", "shown", "hint"),
    [
        (b"a = 1", "bytes", "decode bytes first"),
        (bytearray(b"a = 1"), "bytearray", "decode bytes first"),
        (None, "None", None),
        (5, "int", None),
        (["a = 1"], "list", None),
    ],
)
def test_only_text_is_read(value: object, shown: str, hint: str | None) -> None:
    assert refused(value) == Issue("syntax", f"expected text, got {shown}", hint=hint)


def test_the_error_holds_the_text() -> None:
    with pytest.raises(FilterSyntaxError) as caught:
        parse("a =\n~")
    assert caught.value.source == "a =\n~"


# --- space ---


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\r", "\r\n", " \t\r\n \t"])
def test_blanks_tabs_and_line_ends_separate(space: str) -> None:
    words = ["a", "not", "in", "(", "1", ",", "x", ")", "and", "not", "b", "is", "not", "null"]
    expected = parse("a not in (1, x) and not b is not null")
    assert parse(space.join(words)) == expected
    assert parse(space + space.join(words) + space) == expected


def test_no_space_is_needed_round_symbols() -> None:
    assert parse("a=1&&b!=2||!(c<=3)") == parse("a = 1 and b != 2 or not (c <= 3)")
    assert parse("a in(1,2)and`b`in[3]") == parse("a in (1, 2) and b in [3]")


@pytest.mark.parametrize("space", SPACES, ids=lambda space: f"U+{ord(space):04X}")
@pytest.mark.parametrize("text", ["{}a = 1", "a{}= 1", "a ={}1", "a = 1{}", "a = 1{}and b = 2", "a in (1,{}2)"])
def test_no_other_space_separates(text: str, space: str) -> None:
    issue = refused(text.format(space))
    place = text.index("{")
    assert (issue.code, issue.span) == ("syntax", Span(place, place + 1))
    assert issue.message.endswith(f", got U+{ord(space):04X}")


def test_there_are_other_spaces() -> None:
    assert {"\x0b", "\x0c", "\x1c", "\x85", "\u00a0", "\u2003", "\u2028", "\u3000"} < set(SPACES)


@pytest.mark.parametrize("space", ["\u200b", "\u2060", "\ufeff", "\u00ad"])
def test_invisible_characters_do_not_separate(space: str) -> None:
    for text in (f"{space}a = 1", f"a{space}= 1", f"a = 1{space}"):
        assert is_syntax(text)


# --- operators ---


@pytest.mark.parametrize(
    ("operator", "spelling"),
    [(operator, spelling) for operator, row in OPERATORS.items() for spelling in row.spellings if spelling != "in"],
)
def test_every_spelling_of_an_operator_is_read_in_any_case(operator: Operator, spelling: str) -> None:
    for written in (spelling, spelling.upper(), spelling.title(), spelling.swapcase()):
        assert parse(f"a {written} 1") == Comparison("a", operator, Number("1"))


@pytest.mark.parametrize(
    ("symbol", "operator"),
    [
        ("=", Operator.EQ),
        ("==", Operator.EQ),
        ("!=", Operator.NE),
        ("<>", Operator.NE),
        ("<", Operator.LT),
        ("<=", Operator.LTE),
        (">", Operator.GT),
        (">=", Operator.GTE),
    ],
)
def test_a_symbol_needs_no_space_round_it(symbol: str, operator: Operator) -> None:
    assert parse(f"a{symbol}1") == Comparison("a", operator, Number("1"))
    assert parse(f"a{symbol}-1") == Comparison("a", operator, Number("-1"))
    assert parse(f"`a`{symbol}'x'") == Comparison("a", operator, Text("x"))
    assert parse(f"a{symbol}:p") == Comparison("a", operator, Parameter("p"))


@pytest.mark.parametrize("space", [" ", "\n", " \t "])
def test_the_words_of_an_operator_may_stand_apart(space: str) -> None:
    assert parse(f"a not{space}like x") == Comparison("a", Operator.NOTLIKE, Text("x"))
    assert parse(f"a NOT{space}IN (x)") == Membership("a", (Text("x"),), negated=True)
    assert parse(f"a Not{space}Between 1 and 2") == Between("a", Number("1"), Number("2"), negated=True)
    assert parse(f"a is{space}not{space}null") == NullTest("a", negated=True)


@pytest.mark.parametrize(
    ("text", "expr"),
    [
        ("a in (1)", Membership("a", (Number("1"),))),
        ("a IN (1)", Membership("a", (Number("1"),))),
        ("a between 1 and 2", Between("a", Number("1"), Number("2"))),
        ("a BETWEEN 1 AND 2", Between("a", Number("1"), Number("2"))),
        ("a between 1 && 2", Between("a", Number("1"), Number("2"))),
        ("a between x and y and b = 1", And((Between("a", Text("x"), Text("y")), B))),
        ("a between now - 1d and now", Between("a", RelativeDate("now", "-1d"), RelativeDate("now"))),
        ("a not between 1 and 2 or b = 1", Or((Between("a", Number("1"), Number("2"), negated=True), B))),
        ("a is null", NullTest("a")),
        ("a IS NULL", NullTest("a")),
        ("a is not null and b = 1", And((NullTest("a", negated=True), B))),
    ],
)
def test_membership_between_and_null_tests_are_read(text: str, expr: Expr) -> None:
    assert parse(text) == expr


@pytest.mark.parametrize(
    "text",
    [
        "a = = 1",
        "a < > 1",
        "a ! = 1",
        "a > = 1",
        "a === 1",
        "a =< 1",
        "a => 1",
        "a !> 1",
        "a ~ 1",
        "a := 1",
        "a <=> 1",
        "a not 1",
        "a not = 1",
        "a not eq 1",
        "a not null",
        "a notin (1)",
        "a notbetween 1 and 2",
        "a isnull",
        "a is notnull",
        "a isnot null",
        "a is not not null",
        "a is 1",
        "a is true",
        "a nlike 1",
        "a like",
        "a in",
        "a in 1",
        "a in x",
        "a in null",
        "a between 1",
        "a between 1 and",
        "a between 1, 2",
        "a between (1, 2)",
        "a between 1 or 2",
        "a between 1 || 2",
        "a between :pair",
        "a == = 1",
        "a eq eq 1",
        "= 1",
        "is null",
        "a",
        "a b",
        "(a)",
    ],
)
def test_what_is_no_operator_or_lacks_a_part_is_refused(text: str) -> None:
    assert is_syntax(text)


@pytest.mark.parametrize("text", ["123 = dst_id", '"x" = src', "5 < duration", "2018-09-01 < calldate", ":p = a"])
def test_a_value_on_the_left_is_refused(text: str) -> None:
    assert is_syntax(text)


# --- keywords and names ---


@pytest.mark.parametrize("keyword", sorted(KEYWORDS | {"now", "today", "yesterday"}))
@pytest.mark.parametrize("name", ["{}x", "{}_", "{}1", "x{}", "_{}", "{}_id", "{}{}"])
def test_a_word_that_only_contains_a_keyword_is_a_name_and_a_text(name: str, keyword: str) -> None:
    word = name.format(keyword, keyword)
    if word.lower() in KEYWORDS:  # `lt` and `e` make `lte`
        pytest.fail("choose other names")
    for written in (word, word.upper()):
        assert parse(f"{written} = 1") == eq(written)
        assert parse(f"a = {written}") == eq("a", Text(written))
        assert parse(f"not {written} in ({written}, {written})") == Not(Membership(written, (Text(written),) * 2))


@pytest.mark.parametrize("name", ["android", "order_id", "null_count", "notes", "inbound", "island", "truest", "likes"])
def test_names_that_begin_like_a_keyword_are_names(name: str) -> None:
    assert parse(f"{name} = 1") == eq(name)
    assert parse(f"a = 1 and {name} = 1 or {name} = 1") == Or((And((A, eq(name))), eq(name)))


@pytest.mark.parametrize("keyword", sorted(KEYWORDS))
def test_a_keyword_is_no_name_in_any_case_but_in_backticks(keyword: str) -> None:
    for written in (keyword, keyword.upper(), keyword.title()):
        assert is_syntax(f"{written} = 1")
        assert parse(f"`{written}` = 1") == eq(written)


@pytest.mark.parametrize("keyword", sorted(KEYWORDS - {"true", "false", "null"}))
def test_a_keyword_as_a_value_needs_quotes(keyword: str) -> None:
    for written in (keyword, keyword.upper()):
        assert is_syntax(f"a = {written}")
        assert is_syntax(f"a in (x, {written})")
        assert parse(f"a = '{written}'") == eq("a", Text(written))


@pytest.mark.parametrize(
    "text",
    [
        "a = 1andb = 2",
        "a = 1and b = 2",
        "1and",
        "a is nulland b = 1",
        "a is not nullor b = 1",
        "a = 1 andb = 2",
        "a = 1 orb = 2",
        "a = 1 and2 = 2",
        "a = 1 and_b = 2",
        "a = 5or(b = 1)",
        "a = 2018-09-01and b = 1",
        "a = 1 an b = 2",
        "a like44",
        "a eq1",
        "a ltx",
        "a in_ (1)",
        "nota = 1 b",
        "a = 1 and notb and c = 1",
    ],
)
def test_a_keyword_must_stand_apart_from_letters_digits_and_underscores(text: str) -> None:
    assert is_syntax(text)


@pytest.mark.parametrize("rest", ["x", "X", "5", "_"])
@pytest.mark.parametrize(
    "text",
    [
        "a {0}{1}",
        "a not like{1}",
        "a notlike{1}",
        "a in{1} (1)",
        "a in{1}",
        "a between{1} and 2",
        "a between 1 and{1}",
        "a is{1} null",
        "a is null{1}",
        "a is not{1} null",
        "a not{1} in (1)",
        "not{1} = 1 not",
        "a = 1 and{1} = 1",
        "a = 1 or{1} = 1",
        "a = true{1} = 1",
    ],
)
def test_nothing_sticks_to_a_keyword(text: str, rest: str) -> None:
    words = [spelling for row in OPERATORS.values() for spelling in row.spellings if spelling.isalpha()]
    for word in words if "{0}" in text else [""]:
        assert is_syntax(text.format(word, rest))


@pytest.mark.parametrize("word", ["and", "or", "AND", "Or"])
@pytest.mark.parametrize(
    "value",
    [
        "1",
        "-1.5",
        "2018-09-01",
        "2018-09-01T12:30",
        "2018-09-01T12:30:15Z",
        "2018-09-01T12:30+02:00",
        "today - 7d",
        "now+1s",
    ],
)
def test_a_keyword_must_stand_apart_from_the_value_before_it(value: str, word: str) -> None:
    parse(f"a = {value} {word} b = 1")
    assert is_syntax(f"a = {value}{word} b = 1")
    assert is_syntax(f"a = {value}{word}(b = 1)")


@pytest.mark.parametrize("word", ["x", "today", "true", "null", ":p"])
def test_a_keyword_that_touches_the_word_before_it_is_a_part_of_that(word: str) -> None:
    assert is_syntax(f"a = {word}and b = 1")
    assert to_text(parse(f"a = {word}and")).endswith(f'{word}and"' if word != ":p" else ":pand")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('a = "a"and b = 1', 'a = "a" and b = 1'),
        ("a = 'a'or(b = 1)", "a = 'a' or b = 1"),
        ('a like"44"', 'a like "44"'),
        ("a not like'44'", "a not like '44'"),
        ("not(a = 1)and(b = 1)", "not a = 1 and b = 1"),
        ("a in(1)or b in[1]and c = 1", "a in (1) or b in (1) and c = 1"),
        ("a between'x'and'y'", "a between 'x' and 'y'"),
        ("`a`like`b`", None),
        ("`a`is null", "a is null"),
        ("`a`eq'x'", "a = x"),
        ("not`a`= 1", "not a = 1"),
        ("a = 1 and`b`= 1", "a = 1 and b = 1"),
        ("a like:p", "a like :p"),
        ("a = :p or b = 1", "a = :p or b = 1"),
    ],
)
def test_a_keyword_may_touch_a_quote_a_backtick_a_colon_or_a_parenthesis(text: str, same: str | None) -> None:
    if same is None:
        assert is_syntax(text)
    else:
        assert parse(text) == parse(same)


@pytest.mark.parametrize("name", ["a", "A", "_", "__", "a1", "_1", "T_cause", "dst_id", "x" * 1000, "from", "to", "e5"])
def test_a_plain_name_is_letters_digits_and_underscores(name: str) -> None:
    assert parse(f"{name} = 1") == eq(name)
    assert parse(f"`{name}` = 1") == eq(name)


@pytest.mark.parametrize(
    "name", ["1a", "a-b", "a.b", "a/b", "a b", "$a", "@a", "a:b", "é", "naïve", "ß", "a\u0301", "*"]
)
def test_any_other_name_needs_backticks(name: str) -> None:
    assert is_syntax(f"{name} = 1")
    assert parse(f"`{name}` = 1") == eq(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("`a``b` = 1", "a`b"),
        ("```a``` = 1", "`a`"),
        ("```` = 1", "`"),
        ("`` ` = 1", None),
        ("` ` = 1", " "),
        ("`a\nb` = 1", "a\nb"),
        ("`\"'\\n` = 1", "\"'\\n"),
        ("`日本` = 1", "日本"),
        ("`and or`= 1", "and or"),
    ],
)
def test_in_backticks_a_doubled_backtick_is_one_and_all_else_is_itself(text: str, name: str | None) -> None:
    if name is None:
        assert is_syntax(text)
    else:
        assert parse(text) == eq(name)


@pytest.mark.parametrize(
    "text", ["`` = 1", "``a`` = 1", "`a = 1", "`a`` = 1", "`", "``", "```", "`a`b` = 1", "a = `b`"]
)
def test_backticks_that_are_empty_open_or_round_a_value_are_refused(text: str) -> None:
    assert is_syntax(text)


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("is", "a {} null"),
        ("in", "a {} (1)"),
        ("in", "a not {} (1)"),
        ("like", "a {} 1"),
        ("like", "a not {} 1"),
        ("notlike", "a {} 1"),
        ("false", "a = {}"),
        ("yesterday", "a = {}"),
        ("src", "{} = 1"),
        ("kind", "{} = 1"),
        ("disk", "a = {}"),
        ("kiss", "a in :{}"),
        ("kiss", "a = :{}"),
    ],
)
def test_letters_that_only_fold_to_ascii_are_refused(keyword: str, text: str) -> None:
    words = {
        keyword[:place] + other + keyword[place + 1 :]
        for place, letter in enumerate(keyword)
        for other in CONFUSABLE.get(letter, "")
    }
    assert words
    parse(text.format(keyword))
    for word in words:
        assert is_syntax(text.format(word))


@pytest.mark.parametrize("unit", ["\u017f", "\u212a", "D", "S", "\uff44", "days"])
def test_the_unit_of_an_offset_is_one_of_five_small_letters(unit: str) -> None:
    assert is_syntax(f"a = today - 7{unit}")


# --- text ---


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('""', ""),
        ("''", ""),
        ('"x"', "x"),
        ("'x'", "x"),
        ('"it\'s"', "it's"),
        ("'say \"hi\"'", 'say "hi"'),
        ("'O''Brien'", "O'Brien"),
        ('"say ""hi"""', 'say "hi"'),
        ('""""', '"'),
        ("''''", "'"),
        ("''''''", "''"),
        ("\"it''s\"", "it''s"),
        ("'\"\"'", '""'),
        (r'"\\"', "\\"),
        (r'"\""', '"'),
        (r"'\"'", '"'),
        (r'"\'"', "'"),
        (r"'\''", "'"),
        (r"'\n\r\t'", "\n\r\t"),
        (r"'\\n'", "\\n"),
        (r"'\\\\'", "\\\\"),
        (r"'\u0041\u00e9\u20AC\uffff'", "A\u00e9\u20ac\uffff"),
        (r"'\u0000'", "\0"),
        (r"'\u00411'", "A1"),
        (r"'\uD83D\uDE00\ud83d\ude00'", "\U0001f600\U0001f600"),
        (r"'\uD800\uDC00\uDBFF\uDFFF'", "\U00010000\U0010ffff"),
        (r"'\uE000\uD7FF'", "\ue000\ud7ff"),
        ("'\\'''\\''", "'''"),
        ("'it''s \\'' and b = 1", None),
        ("'a''\\n'", "a'\n"),
        ("\"a''\\n\"", "a''\n"),
        ("'a\nb\r\nc\rd'", "a\nb\r\nc\rd"),
        ("'\t'", "\t"),
        ("'\x00\x1b\x7f\u202e\u2028'", "\x00\x1b\x7f\u202e\u2028"),
        ("'日本 \U0001f600 e\u0301 \u00a0'", "日本 \U0001f600 e\u0301 \u00a0"),
        ("'%_*`'", "%_*`"),
        ("'and'", "and"),
        ("'today'", "today"),
        ("'2018-09-01 12:30:15'", "2018-09-01 12:30:15"),
        ("' x '", " x "),
        ("'-- x'", "-- x"),
        ("':p'", ":p"),
    ],
)
def test_quoted_text_is_read_with_its_escapes(written: str, value: str | None) -> None:
    if value is None:
        assert parse(f"a = {written}") == And((eq("a", Text("it's '")), B))
    else:
        assert parse(f"a = {written}") == eq("a", Text(value))
        assert parse(f"a in ({written},{written})and b = 1") == And((Membership("a", (Text(value),) * 2), B))


@pytest.mark.parametrize(
    ("escape", "shown"),
    [
        (r"\q", r"\q"),
        (r"\x41", r"\x"),
        (r"\U0001F600", r"\U"),
        (r"\N", r"\N"),
        (r"\0", r"\0"),
        (r"\/", r"\/"),
        (r"\b", r"\b"),
        (r"\f", r"\f"),
        (r"\ ", r"\ "),
        (r"\`", r'"\`"'),
        ("\\\n", "\\␊"),
        ("\\é", r"\é"),
        ("\\\u202e", "\\\ufffd"),
        ("\\\U0001f600", "\\\U0001f600"),
    ],
)
def test_any_other_escape_is_refused_at_its_place(escape: str, shown: str) -> None:
    assert refused(f"a = 'x{escape}y'") == Issue(
        "syntax",
        f"expected an escape, got {shown if '`' in shown else f'`{shown}`'}",
        Span(6, 8),
        hint=r"the escapes are \\ \" \' \n \r \t \uXXXX; a backslash itself is written \\",
    )


@pytest.mark.parametrize(
    "escape",
    [
        r"\u",
        r"\u1",
        r"\u12",
        r"\u123",
        r"\u 041",
        r"\u00g1",
        r"\u+041",
        r"\u-041",
        r"\u{41}",
        "\\u\u0661\u0661\u0661\u0661",
        r"\ud800",
        r"\uDBFF",
        r"\uDC00",
        r"\udfff",
        r"\ud83dx",
        r"\ud83d\u0041",
        r"\ud83d\n",
        r"\ud83d\ud83d\ude00",
        r"\ud83d\\ude00",
        r"\ude00\ud83d",
    ],
)
def test_half_an_escape_of_a_character_is_refused(escape: str) -> None:
    issue = refused(f"a = '{escape}'")
    assert issue == Issue(
        "syntax",
        r"expected an escape, got `\u`",
        Span(5, 7),
        hint=r"write \u and four hexadecimal digits; a character beyond \uFFFF is a pair of two",
    )


def test_the_second_half_of_a_pair_alone_is_refused_at_its_place() -> None:
    assert refused(r"a = '\ud83d\ude00\ude00'").span == Span(17, 19)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("\ud800", 0),
        ("a = '\ud800'", 5),
        ("a = 'é\udfff'", 6),
        ("a = '\ud83d\ude00'", 5),
        ("`\ud800` = 1", 1),
        ("a = 1 \udc80", 6),
    ],
)
def test_a_lone_surrogate_in_the_text_is_refused(text: str, place: int) -> None:
    assert refused(text) == Issue(
        "syntax",
        "expected a character, got half of a surrogate pair",
        Span(place, place + 1),
        hint="the text was decoded wrongly on its way here",
    )
    with pytest.raises(FilterSyntaxError) as caught:
        parse(text)
    assert caught.value.source == text


@pytest.mark.parametrize(
    "text", ["a = 'x", 'a = "x', "a = '", "a = 'x\"", "a = 'x''", 'a = "x""', "a = 'x\\'", "a = '\\", "a = 'x\ny"]
)
def test_a_quote_that_is_never_closed_is_refused_from_its_place_on(text: str) -> None:
    assert refused(text) == Issue("syntax", "this quote is never closed", Span(4, len(text)))


@pytest.mark.parametrize(
    "text", ["a = 'x'y", "a = 'x'1", "a = 'x' 'y'", "a = 'x'\"y\"", "a = x'y'", "a = \u201cx\u201d"]
)
def test_texts_are_not_joined_and_other_quotes_are_none(text: str) -> None:
    assert is_syntax(text)


@pytest.mark.parametrize("word", ["I", "CONNECTED", "_x", "x1", "x_y", "nowhere", "Tomorrow", "e5", "x" * 1000])
def test_a_bare_word_is_text_as_written(word: str) -> None:
    assert parse(f"a = {word}") == eq("a", Text(word))
    assert parse(f"a like {word}") == Comparison("a", Operator.LIKE, Text(word))
    assert parse(f"a in ({word})") == Membership("a", (Text(word),))


@pytest.mark.parametrize(
    "text", ["a = NO ANSWER", "a = x.y", "a = x-y", "a = x@y", "a = é", "a = xé", "a = x%", "a = *"]
)
def test_anything_else_needs_quotes(text: str) -> None:
    assert is_syntax(text)


# --- numbers ---


@pytest.mark.parametrize(
    "source",
    [
        "0",
        "5",
        "-5",
        "-0",
        "007",
        "0049123",
        "1.5",
        "-0.50",
        "00.00",
        "12345678901234567890123",
        "9" * 5000 + "." + "9" * 5000,
    ],
)
def test_a_number_keeps_its_source(source: str) -> None:
    assert parse(f"a = {source}") == eq("a", Number(source))
    assert parse(f"a in ({source},{source})") == Membership("a", (Number(source),) * 2)


@pytest.mark.parametrize(
    "written",
    [
        "+5",
        ".5",
        "-.5",
        "5.",
        "-5.",
        "1e5",
        "1E5",
        "1.5e3",
        "1_000",
        "3x",
        "0x1f",
        "1.2.3",
        "1..2",
        "--5",
        "- 5",
        "5-",
        "5-3",
        "5+3",
        "5%",
        "5/2",
        "1,5",
        "1 000",
        "5'",
        "٣",
        "\uff15",
        "5٣",
        "²",
        "½",
        "\u22125",
        "Infinity5.",
        "12:30",
        "192.168.0.1",
        "5and",
    ],
)
def test_nothing_else_is_a_number(written: str) -> None:
    assert is_syntax(f"a = {written}")


# --- dates ---


@pytest.mark.parametrize("day", ["2018-09-01", "0000-00-00", "9999-99-99", "2018-02-30"])
@pytest.mark.parametrize(
    "time", ["", "T12:30", "T12:30:15", "T24:00", "T99:99:99", "T12:30:15.5", "T12:30:15.123456789"]
)
@pytest.mark.parametrize("zone", ["", "Z", "+02:00", "-23:59", "+99:99"])
def test_a_bare_date_keeps_its_source_and_is_not_judged_here(day: str, time: str, zone: str) -> None:
    source = f"{day}{time}{zone}"
    if zone and not time:
        assert is_syntax(f"a = {source}")
    else:
        assert parse(f"a = {source}") == eq("a", Date(source))
        assert parse(f"a between {source} and {source}") == Between("a", Date(source), Date(source))


@pytest.mark.parametrize(
    "written",
    [
        "2018-9-1",
        "2018-09",
        "2018-09-1",
        "2018-09-011",
        "18-09-01",
        "12018-09-01",
        "-2018-09-01",
        "2018-09-01-",
        "2018-09-01-01",
        "2018/09/01",
        "01.09.2018",
        "2018-09-01T",
        "2018-09-01T12",
        "2018-09-01T1:30",
        "2018-09-01T12:3",
        "2018-09-01T12:30:1",
        "2018-09-01T1230",
        "2018-09-01T12:30.5",
        "2018-09-01T12:30:15.",
        "2018-09-01T12:30:15,5",
        "2018-09-01T12:30:15:00",
        "2018-09-01t12:30",
        "2018-09-01T12:30z",
        "2018-09-01T12:30 Z",
        "2018-09-01T12:30 +02:00",
        "2018-09-01T12:30+02",
        "2018-09-01T12:30+0200",
        "2018-09-01T12:30-0200",
        "2018-09-01T12:30+2:00",
        "2018-09-01T12:30+02:00:00",
        "2018-09-01T12:30Z+02:00",
        "2018-09-01T12:30ZZ",
        "2018-09-01T12:30UTC",
        "2018-09-01 12:30",
        "2018-09-01 T12:30",
        "2018-09-01x",
        "2018-09-01_",
        "2018-09-01.5",
        "2018-09-01 - 7d",
        "\uff12\uff10\uff11\uff18-09-01",
    ],
)
def test_nothing_else_is_a_bare_date(written: str) -> None:
    assert is_syntax(f"a = {written}")


# --- relative dates ---


@pytest.mark.parametrize("anchor", ["now", "today", "yesterday", "NOW", "Today", "yesterDAY"])
def test_an_anchor_is_a_relative_date_in_value_position_and_a_name_elsewhere(anchor: str) -> None:
    assert parse(f"a = {anchor}") == eq("a", RelativeDate(anchor))
    assert parse(f"{anchor} = 1") == eq(anchor)
    assert parse(f"{anchor} < {anchor} and not {anchor} is null") == And(
        (Comparison(anchor, Operator.LT, RelativeDate(anchor)), Not(NullTest(anchor)))
    )
    assert parse(f"a = '{anchor}'") == eq("a", Text(anchor))


@pytest.mark.parametrize("unit", "smhdw")
@pytest.mark.parametrize("sign", "+-")
@pytest.mark.parametrize(
    "form", ["today{}7{}", "today {} 7{}", "today {}7{}", "today{} 7{}", "today\n{}\t7{}", "today{}007{}"]
)
def test_an_offset_is_a_sign_a_count_and_a_unit(form: str, sign: str, unit: str) -> None:
    assert parse(f"a = {form.format(sign, unit)}") == eq("a", RelativeDate("today", f"{sign}7{unit}"))


@pytest.mark.parametrize(
    ("text", "offset"),
    [("now-0s", "-0s"), ("now - 000s", "-0s"), ("now + 0010m", "+10m"), ("now - 99999999999999w", "-99999999999999w")],
)
def test_the_count_of_an_offset_loses_its_leading_zeros_alone(text: str, offset: str) -> None:
    assert parse(f"a = {text}") == eq("a", RelativeDate("now", offset))


def test_relative_dates_stand_wherever_values_do() -> None:
    assert parse("a in (today-1d, now)and b = 1") == And(
        (Membership("a", (RelativeDate("today", "-1d"), RelativeDate("now"))), B)
    )
    assert parse("a between today-7d and today or b = 1") == Or(
        (Between("a", RelativeDate("today", "-7d"), RelativeDate("today")), B)
    )


@pytest.mark.parametrize(
    "written",
    [
        "today - 7 d",
        "today-7",
        "today -",
        "today - d",
        "today 7d",
        "today - 7x",
        "today - 7D",
        "today - 7days",
        "today - 7d_",
        "today - 1.5h",
        "today - -7d",
        "today +- 7d",
        "today - 7d - 1h",
        "today-7d-1h",
        "today - 7d + 1h",
        "today - 1w2d",
        "today * 7d",
        "today - now",
        "7d",
        "- 7d",
        "today - :days",
        "today - ٣d",
        "2018-09-01 - 7d",
        "'today' - 7d",
        "tomorrow - 7d",
    ],
)
def test_nothing_else_is_a_relative_date(written: str) -> None:
    assert is_syntax(f"a = {written}")


def test_an_offset_stands_only_in_value_position() -> None:
    assert is_syntax("today-7d = 1")


# --- lists ---


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("(1)", (Number("1"),)),
        ("[1]", (Number("1"),)),
        ("(1, 1)", (Number("1"), Number("1"))),
        ("[I, 'O',\"x\"]", (Text("I"), Text("O"), Text("x"))),
        ("()", ()),
        ("[]", ()),
        ("( )", ()),
        ("[\n]", ()),
        ("(:p, :q)", (Parameter("p"), Parameter("q"))),
        ("(2018-09-01, now, today - 1d)", (Date("2018-09-01"), RelativeDate("now"), RelativeDate("today", "-1d"))),
        ("(true, FALSE)", (Boolean(value=True), Boolean(value=False))),
        (":names", Parameter("names")),
    ],
)
def test_a_list_is_values_in_round_or_square_brackets_or_a_parameter(
    written: str, values: tuple[Literal, ...] | Parameter
) -> None:
    assert parse(f"a in {written}") == Membership("a", values)
    assert parse(f"a not in {written} or b = 1") == Or((Membership("a", values, negated=True), B))


@pytest.mark.parametrize(
    "written",
    [
        "(1]",
        "[1)",
        "(]",
        "(1",
        "[1, 2",
        "(1,)",
        "[1,]",
        "(,)",
        "(,1)",
        "(1,,2)",
        "(1 2)",
        "(1; 2)",
        "(1 and 2)",
        "((1))",
        "([1])",
        "{1}",
        "1, 2",
        "(1, 2",
        "(1, 2))",
        "(b = 1)",
        "(and)",
        "<1>",
        "(:p]",
        ":p, :q",
        "(`b`)",
    ],
)
def test_nothing_else_is_a_list(written: str) -> None:
    assert is_syntax(f"a in {written}")


@pytest.mark.parametrize("text", ["a = (1)", "a = (b)", "a = [1]", "a = ()", "a like (x)", "a between (1) and (2)"])
def test_only_in_takes_a_list(text: str) -> None:
    assert is_syntax(text)


# --- parameters ---


@pytest.mark.parametrize("name", ["p", "P", "_", "_1", "user_id", "and", "NULL", "today", "x" * 1000])
def test_a_parameter_is_a_colon_and_a_name(name: str) -> None:
    assert parse(f"a = :{name}") == eq("a", Parameter(name))
    assert parse(f"a in :{name}") == Membership("a", Parameter(name))
    assert parse(f"a between :{name} and :{name}") == Between("a", Parameter(name), Parameter(name))


@pytest.mark.parametrize(
    "written", [":", ": p", ":1", ":é", ":'p'", ":`p`", "::p", ":p:q", ":p.q", ":p-q", "?", "%s", "$1", "{p}", "@p"]
)
def test_nothing_else_is_a_parameter(written: str) -> None:
    assert is_syntax(f"a = {written}")
    assert is_syntax(f"a in {written}")


@pytest.mark.parametrize("text", [":p = 1", "a :op 1", "`:p` = :p = 1", ":p", "a = 1 and :p"])
def test_a_parameter_stands_only_in_value_position(text: str) -> None:
    assert is_syntax(text)


# --- boolean structure ---


@pytest.mark.parametrize(
    ("text", "expr"),
    [
        ("a = 1 and b = 1", And((A, B))),
        ("a = 1 AND b = 1 And c = 1", And((A, B, C))),
        ("a = 1 && b = 1", And((A, B))),
        ("a = 1 or b = 1", Or((A, B))),
        ("a = 1 OR b = 1 || c = 1", Or((A, B, C))),
        ("a = 1 or b = 1 and c = 1", Or((A, And((B, C))))),
        ("a = 1 and b = 1 or c = 1", Or((And((A, B)), C))),
        ("a = 1 and b = 1 or c = 1 and d = 1", Or((And((A, B)), And((C, D))))),
        ("a = 1 or b = 1 and c = 1 or d = 1", Or((A, And((B, C)), D))),
        ("a = 1 || b = 1 && c = 1", Or((A, And((B, C))))),
        ("(a = 1 or b = 1) and c = 1", And((Or((A, B)), C))),
        ("a = 1 and (b = 1 or c = 1) and d = 1", And((A, Or((B, C)), D))),
        ("not a = 1", Not(A)),
        ("NOT a = 1", Not(A)),
        ("!a = 1", Not(A)),
        ("! a = 1", Not(A)),
        ("!(a = 1)", Not(A)),
        ("!a != 1", Not(Comparison("a", Operator.NE, Number("1")))),
        ("not not a = 1", Not(Not(A))),
        ("!!a = 1", Not(Not(A))),
        ("!not!a = 1", Not(Not(Not(A)))),
        ("not a = 1 and b = 1", And((Not(A), B))),
        ("not a = 1 or b = 1", Or((Not(A), B))),
        ("!a = 1 && !b = 1", And((Not(A), Not(B)))),
        ("not (a = 1 and b = 1)", Not(And((A, B)))),
        ("not (a = 1 or b = 1) and c = 1", And((Not(Or((A, B))), C))),
        ("a = 1 and not b = 1", And((A, Not(B)))),
        ("not a not in (1)", Not(Membership("a", (Number("1"),), negated=True))),
        ("!a is not null", Not(NullTest("a", negated=True))),
        ("(a = 1)", A),
        ("(((a = 1)))", A),
        ("((a = 1) and (b = 1))", And((A, B))),
        ("((a = 1 and b = 1) and c = 1) and d = 1", And((A, B, C, D))),
        ("a = 1 and (b = 1 and (c = 1 and d = 1))", And((A, B, C, D))),
        ("(a = 1 or b = 1) or (c = 1 or d = 1)", Or((A, B, C, D))),
        ("(a = 1 and b = 1) or c = 1", Or((And((A, B)), C))),
        ("a = 1 and not (b = 1 and c = 1)", And((A, Not(And((B, C)))))),
    ],
)
def test_not_binds_tightest_then_and_then_or_and_parentheses_group(text: str, expr: Expr) -> None:
    assert parse(text) == expr


@pytest.mark.parametrize(
    "text",
    [
        "a = 1 and",
        "and a = 1",
        "a = 1 and and b = 1",
        "a = 1 and or b = 1",
        "a = 1 & b = 1",
        "a = 1 | b = 1",
        "a = 1 &&& b = 1",
        "a = 1 ||| b = 1",
        "a = 1, b = 1",
        "a = 1 xor b = 1",
        "a and b = 1",
        "a = 1 and 1",
        "a = 1 and true",
        "true",
        "not",
        "!",
        "not not",
        "a = 1 not",
        "a = 1 not b = 1",
        "a = 1!",
        "a !like 1",
        "a !in (1)",
        "a ! between 1 and 2",
        "a is !null",
        "a = !b",
        "()",
        "(",
        ")",
        "a = 1)",
        "(a = 1",
        "((a = 1)",
        "(a = 1))",
        "[a = 1]",
        "(a = 1]",
        "{a = 1}",
        "(a = 1)(b = 1)",
        "(a = 1) b = 1",
        "(a) = 1",
        "not(a) = 1",
        "(a =) 1",
    ],
)
def test_a_broken_structure_is_refused(text: str) -> None:
    assert is_syntax(text)


# --- limits ---


def test_a_text_of_a_million_characters_is_read_and_one_more_is_not() -> None:
    text = "a = 1".ljust(1_000_000)
    assert parse(text) == A
    message = "the text has 1,000,001 characters, more than 1,000,000"
    assert refused(text + " ") == Issue("limit-exceeded", message, hint=HINT)


def test_the_limit_of_the_text_counts_characters() -> None:
    assert parse("a = '\U0001f600'", limits=Limits(text=7)) == eq("a", Text("\U0001f600"))
    message = "the text has 7 characters, more than 6"
    assert refused("a = '\U0001f600'", limits=Limits(text=6)) == Issue("limit-exceeded", message, hint=HINT)


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("not ", ""), ("!", ""), ("not (", ")")])
def test_depth_is_limited_by_parentheses_and_by_nots_alike(opening: str, closing: str) -> None:
    each = 2 if opening == "not (" else 1
    parse(opening * 10 + "a = 1" + closing * 10, limits=Limits(depth=10 * each))
    issue = refused(opening * 10 + "a = 1" + closing * 10, limits=Limits(depth=10 * each - 1))
    assert (issue.code, issue.hint) == ("limit-exceeded", HINT)
    assert issue.message == f"the expression is nested more than {10 * each - 1} deep"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("(((a = 1)))", Span(2, 3)),
        ("not not not a = 1", Span(8, 11)),
        ("!!!a = 1", Span(2, 3)),
        ("not (!a = 1)", Span(5, 6)),
        ("(not (a = 1))", Span(5, 6)),
        ("a = 1 and (b = 1 or (c = 1 and not d = 1))", Span(31, 34)),
        ("a in (1) or ((!b = 1))", Span(14, 15)),
    ],
)
def test_too_deep_is_said_at_the_first_word_that_is(text: str, place: Span) -> None:
    parse(text, limits=Limits(depth=3))
    assert refused(text, limits=Limits(depth=2)) == Issue(
        "limit-exceeded", "the expression is nested more than 2 deep", place, hint=HINT
    )


@pytest.mark.parametrize(("text", "place"), [("(a = 1)", Span(0, 1)), ("not a = 1", Span(0, 3))])
def test_where_no_depth_is_allowed_the_first_word_may_be_too_deep(text: str, place: Span) -> None:
    assert refused(text, limits=Limits(depth=0)).span == place


@pytest.mark.parametrize(
    "text",
    [
        "a in (1)",
        "a in [1]",
        "a in (1, 2) and b in [] or c in (3)",
        "a = 1 and b = 1 or c = 1",
        "a between 1 and 2",
    ],
)
def test_lists_and_flat_structure_are_no_depth(text: str) -> None:
    parse(text, limits=Limits(depth=0))


@pytest.mark.parametrize(
    "text",
    [
        "(a = 1) and (b = 1) and (c = 1)",
        "!a = 1 and !b = 1",
        "(a = 1 or (b = 1)) and ((c = 1))",
        "not (a = 1) or not (b = 1)",
        "(a in [1]) and (b in [1]) and (c in [1])",
    ],
)
def test_depth_is_counted_at_one_place(text: str) -> None:
    parse(text, limits=Limits(depth=2))


@pytest.mark.parametrize("text", ["a not in (1)", "a not like x", "a not between 1 and 2", "a is not null"])
def test_the_not_of_an_operator_is_no_depth(text: str) -> None:
    parse(text, limits=Limits(depth=0))


def test_a_negated_operator_may_stand_in_200_parentheses() -> None:
    assert parse("(" * 200 + "a not in (1)" + ")" * 200) == Membership("a", (Number("1"),), negated=True)


def test_depth_counts_the_same_in_a_text_and_in_what_is_printed() -> None:
    exprs: list[Expr] = [
        A,
        Not(A),
        Not(Not(A)),
        Not(And((A, B))),
        Not(Or((A, Not(And((B, C)))))),
        And((A, Or((B, And((C, Or((A, D)))))))),
        Or((And((A, Or((B, C)))), D)),
    ]
    for expr in exprs:
        for depth in range(8):
            try:
                enforce(expr, Limits(depth=depth))
            except FilterCheckError:
                assert refused(to_text(expr), limits=Limits(depth=depth)).code == "limit-exceeded"
            else:
                assert parse(to_text(expr), limits=Limits(depth=depth)) == expr


def test_200_deep_is_read_and_201_is_not() -> None:
    assert parse("(" * 200 + "a = 1" + ")" * 200) == A
    assert refused("(" * 201 + "a = 1" + ")" * 201).span == Span(200, 201)
    parse("not " * 200 + "a = 1")
    assert refused("not " * 201 + "a = 1").span == Span(800, 803)


@pytest.mark.parametrize(
    "text", ["(" * 2000, "(" * 2000 + "a = 1" + ")" * 2000, "not " * 20_000 + "a = 1", "!" * 900_000]
)
def test_what_is_far_too_deep_is_refused_and_never_a_recursion_error(text: str) -> None:
    assert refused(text).message == "the expression is nested more than 200 deep"


def test_2_000_parentheses_are_read_where_the_limit_allows() -> None:
    assert parse("(" * 2000 + "a = 1" + ")" * 2000, limits=Limits(depth=2000)) == A


def test_20_000_nots_are_read_where_the_limit_allows() -> None:
    expr = parse("not " * 20_000 + "a = 1", limits=Limits(depth=20_000))
    assert to_text(expr) == "not " * 20_000 + "a = 1"


@pytest.mark.parametrize(("word", "kind"), [("and", And), ("or", Or)])
def test_50_000_conditions_are_read(word: str, kind: type[And | Or]) -> None:
    expr = parse(f" {word} ".join(["a=1"] * 50_000))
    assert isinstance(expr, kind)
    assert expr == kind((A,) * 50_000)


def test_conditions_are_limited() -> None:
    text = "a = 1 and b = 1 or not c = 1"
    parse(text, limits=Limits(items=3))
    message = "the expression has more than 2 conditions"
    assert refused(text, limits=Limits(items=2)) == Issue("limit-exceeded", message, Span(23, 28), hint=HINT)


def test_list_items_are_limited_over_all_lists() -> None:
    text = "a in (1, 2) and b not in [3]"
    parse(text, limits=Limits(items=3))
    message = "the expression has more than 2 list items"
    assert refused(text, limits=Limits(items=2)) == Issue("limit-exceeded", message, Span(16, 28), hint=HINT)


def test_100_000_list_items_are_read_and_one_more_is_not() -> None:
    expr = parse(f"a in ({','.join(['1'] * 100_000)})")
    assert isinstance(expr, Membership)
    assert len(expr.values) == 100_000  # type: ignore[arg-type]
    issue = refused(f"a in ({','.join(['1'] * 100_001)})")
    assert issue.message == "the expression has more than 100,000 list items"


def test_the_error_of_a_limit_holds_the_text() -> None:
    with pytest.raises(FilterSyntaxError) as caught:
        parse("a = 1 or b = 1", limits=Limits(items=1))
    assert caught.value.source == "a = 1 or b = 1"


@pytest.mark.parametrize(
    "text",
    [
        "a = '" + "''" * 400_000,
        "a = '" + "\\\\" * 400_000,
        "`" + "``" * 400_000,
        "a = today - " + "0" * 900_000,
        "a = " + "1." * 400_000,
        "a = " + "1" * 900_000 + "x",
        "a " + "=" * 900_000,
        "é" * 900_000,
        ")" * 900_000,
        "a = 1 " + "\u00a0" * 900_000,
    ],
    ids=range(10),
)
def test_long_hostile_text_ends_in_a_syntax_error_of_few_lines(text: str) -> None:
    with pytest.raises(FilterSyntaxError) as caught:
        parse(text)
    assert caught.value.issues[0].code == "syntax"
    assert len(caught.value.render()) < 1000


@pytest.mark.parametrize(
    ("text", "expr"),
    [
        ("a = '" + "\\u0041" * 100_000 + "'", eq("a", Text("A" * 100_000))),
        ("a = '" + "''" * 400_000 + "'", eq("a", Text("'" * 400_000))),
        ("`" + "``" * 400_000 + "` = 1", eq("`" * 400_000)),
        ("a = " + "1" * 900_000, eq("a", Number("1" * 900_000))),
        ("a = today - " + "0" * 900_000 + "1d", eq("a", RelativeDate("today", "-1d"))),
        ("x" * 900_000 + " = 1", eq("x" * 900_000)),
    ],
    ids=range(6),
)
def test_long_tokens_are_read(text: str, expr: Expr) -> None:
    assert parse(text) == expr


# --- loading ---


def test_threads_that_parse_first_at_once_load_the_grammar_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "_engine", None)
    barrier = threading.Barrier(8)

    def read(number: int) -> tuple[object, Expr]:
        barrier.wait()
        return parser._load(), parse(f"a = {number} and b in (x, y)")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(read, range(8)))
    assert len({id(engine) for engine, _ in answers}) == 1
    for number, (_, expr) in enumerate(answers):
        assert expr == And((eq("a", Number(str(number))), Membership("b", (Text("x"), Text("y")))))


def test_a_thread_that_waited_takes_the_grammar_that_the_other_has_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = parser._load()

    class Lost:
        """A lock that is got only after another thread has done the work."""

        def __enter__(self) -> None:
            monkeypatch.setattr(parser, "_engine", engine)

        def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
            pass

    monkeypatch.setattr(parser, "_engine", None)
    monkeypatch.setattr(parser, "_lock", Lost())
    assert parser._load() is engine


def test_one_parse_leaves_nothing_behind_for_the_next() -> None:
    first = refused("a = 1\n\nb ~ 2")
    assert is_syntax("((((a = ")
    assert refused("a = 1\n\nb ~ 2") == first
    assert parse("a = 1").span == Span(0, 5)  # type: ignore[union-attr]


@pytest.mark.parametrize(("text", "place"), [(r'a = "x\q"', 6), (r'(a = "x\q")', 7), (r'a = 1 or b = "\q"', 14)])
def test_an_escape_that_is_none_has_its_place_in_any_text(text: str, place: int) -> None:
    assert refused(text).span == Span(place, place + 2)
