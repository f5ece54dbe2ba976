from __future__ import annotations

import pytest

from vsfilter.errors import FilterSyntaxError, Issue, Span
from vsfilter.model import Limits
from vsfilter.model.operators import FOREIGN_SPELLINGS, SPELLINGS
from vsfilter.syntax import messages, parse

NUMBER = "a number is digits, with an optional `-` before and `.5` after; all else is text and needs quotes"
DATE = "a date is written `2018-09-01` or `2018-09-01T12:30:15`, with an optional `Z` or `+02:00`"
OFFSET = "an offset is one `+` or `-`, a whole number and one of s m h d w, as in `today - 7d`"

# The text; then of its rendering the message, the line, the underline and the hint.
CASES: list[tuple[str, str, str, str, str | None]] = [
    # the end of the text
    ("a", "expected an operator such as `=` or `like`, got the end of the text", "1 | a", "  |  ^", None),
    ("a =", "expected a value, got the end of the text", "1 | a =", "  |    ^", None),
    ("a = 1 and", "expected a condition, got the end of the text", "1 | a = 1 and", "  |          ^", None),
    ("not", "expected a condition, got the end of the text", "1 | not", "  |    ^", None),
    ("a like", "expected a value, got the end of the text", "1 | a like", "  |       ^", None),
    ("a in", "expected a list such as `(a, b)`, got the end of the text", "1 | a in", "  |     ^", None),
    ("a in (1,", "expected a value, got the end of the text", "1 | a in (1,", "  |         ^", None),
    ("a not", "expected `like`, `in` or `between`, got the end of the text", "1 | a not", "  |      ^", None),
    ("a is", "expected `null` or `not null`, got the end of the text", "1 | a is", "  |     ^", None),
    (
        "a between 1",
        "expected `and` with the upper bound, got the end of the text",
        "1 | a between 1",
        "  |            ^",
        None,
    ),
    (
        "a between 1 and",
        "expected a value, got the end of the text",
        "1 | a between 1 and",
        "  |                ^",
        None,
    ),
    ("(", "expected a condition, got the end of the text", "1 | (", "  |  ^", None),
    ("(a = 1 or", "expected a condition, got the end of the text", "1 | (a = 1 or", "  |          ^", None),
    ("a =\n  ", "expected a value, got the end of the text", "1 | a =", "  |    ^", None),
    ("a = 1\r\nand\r\n", "expected a condition, got the end of the text", "2 | and", "  |    ^", None),
    # what is never closed
    ("(a = 1", "this `(` is never closed", "1 | (a = 1", "  | ^", None),
    ("((a = 1)", "this `(` is never closed", "1 | ((a = 1)", "  | ^", None),
    ("a in (1, 2", "this `(` is never closed", "1 | a in (1, 2", "  |      ^", None),
    ("(a in [1]", "this `(` is never closed", "1 | (a in [1]", "  | ^", None),
    ("a in [", "this `[` is never closed", "1 | a in [", "  |      ^", None),
    (
        "a = 1 and (b = 2 and (c = 3)\n",
        "this `(` is never closed",
        "1 | a = 1 and (b = 2 and (c = 3)",
        "  |           ^",
        None,
    ),
    ("a = 'x", "this quote is never closed", "1 | a = 'x", "  |     ^^", None),
    ('a = "x and b = 1', "this quote is never closed", '1 | a = "x and b = 1', "  |     ^^^^^^^^^^^^", None),
    ("'", "this quote is never closed", "1 | '", "  | ^", None),
    ("`a = 1", "this backtick is never closed", "1 | `a = 1", "  | ^^^^^^", None),
    ("`a`` = 1", "this backtick is never closed", "1 | `a`` = 1", "  | ^^^^^^^^", None),
    ("(a = 'x)", "this quote is never closed", "1 | (a = 'x)", "  |      ^^^", None),
    ('a = "x\ny', "this quote is never closed", '1 | a = "x', "  |     ^^", None),
    # what closes nothing
    (
        "a = 1)",
        "expected `and`, `or` or the end, got `)`",
        "1 | a = 1)",
        "  |      ^",
        "it closes nothing that is open here",
    ),
    (
        "a = 1]",
        "expected `and`, `or` or the end, got `]`",
        "1 | a = 1]",
        "  |      ^",
        "it closes nothing that is open here",
    ),
    (
        "(a = 1]",
        "expected `and`, `or` or `)`, got `]`",
        "1 | (a = 1]",
        "  |       ^",
        "it closes nothing that is open here",
    ),
    (
        "a in (1]",
        "expected `,` or the end of the list, got `]`",
        "1 | a in (1]",
        "  |        ^",
        "it closes nothing that is open here",
    ),
    (
        "a in [1, 2)",
        "expected `,` or the end of the list, got `)`",
        "1 | a in [1, 2)",
        "  |           ^",
        "it closes nothing that is open here",
    ),
    (
        "(a = 1))",
        "expected `and`, `or` or the end, got `)`",
        "1 | (a = 1))",
        "  |        ^",
        "it closes nothing that is open here",
    ),
    # a condition is due
    (
        "5",
        "expected a condition, got `5`",
        "1 | 5",
        "  | ^",
        "a condition starts with a property, as in `duration > 60`",
    ),
    (
        "123 = dst_id",
        "expected a condition, got `123`",
        "1 | 123 = dst_id",
        "  | ^^^",
        "put the property first: `dst_id = 123`",
    ),
    (
        "5 < duration",
        "expected a condition, got `5`",
        "1 | 5 < duration",
        "  | ^",
        "put the property first: `duration > 5`",
    ),
    (
        "5 <= duration",
        "expected a condition, got `5`",
        "1 | 5 <= duration",
        "  | ^",
        "put the property first: `duration >= 5`",
    ),
    (
        "5 > duration",
        "expected a condition, got `5`",
        "1 | 5 > duration",
        "  | ^",
        "put the property first: `duration < 5`",
    ),
    (
        "5 >= duration",
        "expected a condition, got `5`",
        "1 | 5 >= duration",
        "  | ^",
        "put the property first: `duration <= 5`",
    ),
    (
        "5 <> duration",
        "expected a condition, got `5`",
        "1 | 5 <> duration",
        "  | ^",
        "put the property first: `duration <> 5`",
    ),
    (
        "'x' == src",
        "expected a condition, got `'x'`",
        "1 | 'x' == src",
        "  | ^^^",
        "put the property first: `src == 'x'`",
    ),
    (
        "2018-09-01 < calldate",
        "expected a condition, got `2018-09-01`",
        "1 | 2018-09-01 < calldate",
        "  | ^^^^^^^^^^",
        "put the property first: `calldate > 2018-09-01`",
    ),
    (
        "a = 1 and -5 = b",
        "expected a condition, got `-5`",
        "1 | a = 1 and -5 = b",
        "  |           ^^",
        "put the property first: `b = -5`",
    ),
    (
        "5 < 6",
        "expected a condition, got `5`",
        "1 | 5 < 6",
        "  | ^",
        "a condition starts with a property, as in `duration > 60`",
    ),
    (
        "5 like a",
        "expected a condition, got `5`",
        "1 | 5 like a",
        "  | ^",
        "a condition starts with a property, as in `duration > 60`",
    ),
    (
        "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' = a",
        "expected a condition, got `'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'`",
        "1 | 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' = a",
        "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        "a condition starts with a property, as in `duration > 60`",
    ),
    (
        "and",
        "expected a condition, got `and`",
        "1 | and",
        "  | ^^^",
        None,
    ),
    (
        "a = 1 AND OR b = 2",
        "expected a condition, got `OR`",
        "1 | a = 1 AND OR b = 2",
        "  |           ^^",
        None,
    ),
    ("= 5", "expected a condition, got `=`", "1 | = 5", "  | ^", None),
    (") = 1", "expected a condition, got `)`", "1 | ) = 1", "  | ^", "it closes nothing that is open here"),
    (
        "é = 1",
        "expected a condition, got `é`",
        "1 | é = 1",
        "  | ^",
        "a bare name is ASCII; put any other name in backticks",
    ),
    (
        "`` = 1",
        'expected a condition, got "``"',
        "1 | `` = 1",
        "  | ^^",
        "a name in backticks has one character or more",
    ),
    (":p = 1", "expected a condition, got `:p`", "1 | :p = 1", "  | ^^", None),
    ("a = 1 && & b = 1", "expected a condition, got `&`", "1 | a = 1 && & b = 1", "  |          ^", None),
    (
        "-- x",
        "expected a condition, got `--`",
        "1 | -- x",
        "  | ^^",
        "a condition starts with a property, as in `duration > 60`",
    ),
    (
        "a = 1 and true",
        "expected a condition, got `true`",
        "1 | a = 1 and true",
        "  |           ^^^^",
        None,
    ),
    # an operator is due
    ("a b = 1", "expected an operator such as `=` or `like`, got `b`", "1 | a b = 1", "  |   ^", None),
    ("a 5", "expected an operator such as `=` or `like`, got `5`", "1 | a 5", "  |   ^", None),
    ("a 'x'", "expected an operator such as `=` or `like`, got `'x'`", "1 | a 'x'", "  |   ^^^", None),
    ("a and b = 1", "expected an operator such as `=` or `like`, got `and`", "1 | a and b = 1", "  |   ^^^", None),
    ("a.b = 1", "expected an operator such as `=` or `like`, got `.b`", "1 | a.b = 1", "  |  ^^", None),
    ("a-b = 1", "expected an operator such as `=` or `like`, got `-b`", "1 | a-b = 1", "  |  ^^", None),
    ("a !like 1", "expected an operator such as `=` or `like`, got `!`", "1 | a !like 1", "  |   ^", None),
    (
        "(a = 1) and b)",
        "expected an operator such as `=` or `like`, got `)`",
        "1 | (a = 1) and b)",
        "  |              ^",
        "it closes nothing that is open here",
    ),
    # an operator of another language
    ("a ~ 1", "expected an operator such as `=` or `like`, got `~`", "1 | a ~ 1", "  |   ^", "did you mean `like`?"),
    ("a !> 1", "expected an operator such as `=` or `like`, got `!>`", "1 | a !> 1", "  |   ^^", "did you mean `<=`?"),
    ("a !< 1", "expected an operator such as `=` or `like`, got `!<`", "1 | a !< 1", "  |   ^^", "did you mean `>=`?"),
    (
        "a contains 'x'",
        "expected an operator such as `=` or `like`, got `contains`",
        "1 | a contains 'x'",
        "  |   ^^^^^^^^",
        "did you mean `like`?",
    ),
    (
        "a HAS 'x'",
        "expected an operator such as `=` or `like`, got `HAS`",
        "1 | a HAS 'x'",
        "  |   ^^^",
        "did you mean `like`?",
    ),
    (
        "a ilike 'x'",
        "expected an operator such as `=` or `like`, got `ilike`",
        "1 | a ilike 'x'",
        "  |   ^^^^^",
        "did you mean `like`?",
    ),
    (
        "a equals 1",
        "expected an operator such as `=` or `like`, got `equals`",
        "1 | a equals 1",
        "  |   ^^^^^^",
        "did you mean `=`?",
    ),
    ("a ge 1", "expected an operator such as `=` or `like`, got `ge`", "1 | a ge 1", "  |   ^^", "did you mean `>=`?"),
    ("a le 1", "expected an operator such as `=` or `like`, got `le`", "1 | a le 1", "  |   ^^", "did you mean `<=`?"),
    (
        "a nin (1)",
        "expected an operator such as `=` or `like`, got `nin`",
        "1 | a nin (1)",
        "  |   ^^^",
        "did you mean `not in`?",
    ),
    (
        "a notin (1)",
        "expected an operator such as `=` or `like`, got `notin`",
        "1 | a notin (1)",
        "  |   ^^^^^",
        "did you mean `not in`?",
    ),
    # a misspelt operator
    (
        "a lik 'x'",
        "expected an operator such as `=` or `like`, got `lik`",
        "1 | a lik 'x'",
        "  |   ^^^",
        "did you mean `like`?",
    ),
    (
        "a likex",
        "expected an operator such as `=` or `like`, got `likex`",
        "1 | a likex",
        "  |   ^^^^^",
        "did you mean `like`?",
    ),
    ("a eq1", "expected an operator such as `=` or `like`, got `eq1`", "1 | a eq1", "  |   ^^^", "did you mean `eq`?"),
    (
        "a LKIE 'x'",
        "expected an operator such as `=` or `like`, got `LKIE`",
        "1 | a LKIE 'x'",
        "  |   ^^^^",
        "did you mean `like`?",
    ),
    (
        "a l\u0131ke 'x'",
        "expected an operator such as `=` or `like`, got `l\u0131ke`",
        "1 | a l\u0131ke 'x'",
        "  |   ^^^^",
        "did you mean `like`?",
    ),
    (
        "a li\u212ae 'x'",
        "expected an operator such as `=` or `like`, got `li\u212ae`",
        "1 | a li\u212ae 'x'",
        "  |   ^^^^",
        "did you mean `like`?",
    ),
    # the rest of an operator
    ("a not = 1", "expected `like`, `in` or `between`, got `=`", "1 | a not = 1", "  |       ^", None),
    (
        "a not null",
        "expected `like`, `in` or `between`, got `null`",
        "1 | a not null",
        "  |       ^^^^",
        "write `is not null`",
    ),
    (
        "a not NULL",
        "expected `like`, `in` or `between`, got `NULL`",
        "1 | a not NULL",
        "  |       ^^^^",
        "write `is not null`",
    ),
    (
        "a not betwen 1 and 2",
        "expected `like`, `in` or `between`, got `betwen`",
        "1 | a not betwen 1 and 2",
        "  |       ^^^^^^",
        "did you mean `between`?",
    ),
    ("a is 1", "expected `null` or `not null`, got `1`", "1 | a is 1", "  |      ^", None),
    ("a is true", "expected `null` or `not null`, got `true`", "1 | a is true", "  |      ^^^^", None),
    ("a is notnull", "expected `null` or `not null`, got `notnull`", "1 | a is notnull", "  |      ^^^^^^^", None),
    ("a in 1", "expected a list such as `(a, b)`, got `1`", "1 | a in 1", "  |      ^", None),
    ("a in x", "expected a list such as `(a, b)`, got `x`", "1 | a in x", "  |      ^", None),
    ("a in 'x'", "expected a list such as `(a, b)`, got `'x'`", "1 | a in 'x'", "  |      ^^^", None),
    ("a in {1}", "expected a list such as `(a, b)`, got `{`", "1 | a in {1}", "  |      ^", None),
    (
        "a between 1 or 2",
        "expected `and` with the upper bound, got `or`",
        "1 | a between 1 or 2",
        "  |             ^^",
        None,
    ),
    ("a between 1, 2", "expected `and` with the upper bound, got `,`", "1 | a between 1, 2", "  |            ^", None),
    # a value is due
    (
        "a = and",
        "expected a value, got `and`",
        "1 | a = and",
        "  |     ^^^",
        'a keyword as a value needs quotes: "and"',
    ),
    (
        "a like NOT",
        "expected a value, got `NOT`",
        "1 | a like NOT",
        "  |        ^^^",
        'a keyword as a value needs quotes: "NOT"',
    ),
    ("a = (1)", "expected a value, got `(`", "1 | a = (1)", "  |     ^", "only `in` takes a list"),
    ("a = (b, c)", "expected a value, got `(`", "1 | a = (b, c)", "  |     ^", "only `in` takes a list"),
    ("a in ((1))", "expected a value, got `(`", "1 | a in ((1))", "  |       ^", "only `in` takes a list"),
    (
        "a = `b`",
        'expected a value, got "`b`"',
        "1 | a = `b`",
        "  |     ^^^",
        "backticks are for the names of properties; a value stands in quotes",
    ),
    (
        "a = ``",
        'expected a value, got "``"',
        "1 | a = ``",
        "  |     ^^",
        "backticks are for the names of properties; a value stands in quotes",
    ),
    ("a = :", "expected a value, got `:`", "1 | a = :", "  |     ^", "a parameter is `:` and a name, as in `:user`"),
    (
        "a = :1",
        "expected a value, got `:1`",
        "1 | a = :1",
        "  |     ^^",
        "a parameter is `:` and a name, as in `:user`",
    ),
    (
        "a = ::p",
        "expected a value, got `::p`",
        "1 | a = ::p",
        "  |     ^^^",
        "a parameter is `:` and a name, as in `:user`",
    ),
    (
        "a = \u201cx\u201d",
        "expected a value, got `\u201c`",
        "1 | a = \u201cx\u201d",
        "  |     ^",
        "use straight quotes, \"...\" or '...'",
    ),
    (
        "a = \u2018x\u2019",
        "expected a value, got `\u2018`",
        "1 | a = \u2018x\u2019",
        "  |     ^",
        "use straight quotes, \"...\" or '...'",
    ),
    (
        "a = \u201ex",
        "expected a value, got `\u201e`",
        "1 | a = \u201ex",
        "  |     ^",
        "use straight quotes, \"...\" or '...'",
    ),
    (
        "a = \u00abx\u00bb",
        "expected a value, got `\u00ab`",
        "1 | a = \u00abx\u00bb",
        "  |     ^",
        "use straight quotes, \"...\" or '...'",
    ),
    ("a = é", "expected a value, got `é`", "1 | a = é", "  |     ^", "a bare word is ASCII; put other text in quotes"),
    ("a in (1, 2,)", "expected a value, got `)`", "1 | a in (1, 2,)", "  |            ^", None),
    ("a in (,)", "expected a value, got `,`", "1 | a in (,)", "  |       ^", None),
    ("a = [1]", "expected a value, got `[`", "1 | a = [1]", "  |     ^", None),
    ("a = ?", "expected a value, got `?`", "1 | a = ?", "  |     ^", None),
    ("a = = 1", "expected a value, got `=`", "1 | a = = 1", "  |     ^", None),
    ("a = !b", "expected a value, got `!`", "1 | a = !b", "  |     ^", None),
    ("a like %x%", "expected a value, got `%`", "1 | a like %x%", "  |        ^", None),
    # a number that is none
    ("a = +5", "expected a value, got `+5`", "1 | a = +5", "  |     ^^", NUMBER),
    ("a = .5", "expected a value, got `.5`", "1 | a = .5", "  |     ^^", NUMBER),
    ("a = -5.", "expected a value, got `-5.`", "1 | a = -5.", "  |     ^^^", NUMBER),
    ("a = 5.", "expected a value, got `5.`", "1 | a = 5.", "  |     ^^", NUMBER),
    ("a = 1e5", "expected a value, got `1e5`", "1 | a = 1e5", "  |     ^^^", NUMBER),
    ("a = 1_000", "expected a value, got `1_000`", "1 | a = 1_000", "  |     ^^^^^", NUMBER),
    ("a = 3x", "expected a value, got `3x`", "1 | a = 3x", "  |     ^^", NUMBER),
    ("a = 1.2.3", "expected a value, got `1.2.3`", "1 | a = 1.2.3", "  |     ^^^^^", NUMBER),
    ("a = 1-2", "expected a value, got `1-2`", "1 | a = 1-2", "  |     ^^^", NUMBER),
    (
        "a = 5and b = 1",
        "expected a value, got `5and`",
        "1 | a = 5and b = 1",
        "  |     ^^^^",
        "put a blank after the number",
    ),
    (
        "a = -1.5or b = 1",
        "expected a value, got `-1.5or`",
        "1 | a = -1.5or b = 1",
        "  |     ^^^^^^",
        "put a blank after the number",
    ),
    ("a = - 5", "expected a value, got `-`", "1 | a = - 5", "  |     ^", None),
    # a date that is none
    ("a = 2018-9-1", "expected a value, got `2018-9-1`", "1 | a = 2018-9-1", "  |     ^^^^^^^^", DATE),
    ("a = 2018-09", "expected a value, got `2018-09`", "1 | a = 2018-09", "  |     ^^^^^^^", DATE),
    (
        "a = 2018-09-01t12:30",
        "expected a value, got `2018-09-01t12:30`",
        "1 | a = 2018-09-01t12:30",
        "  |     ^^^^^^^^^^^^^^^^",
        DATE,
    ),
    (
        "a = 2018-09-01T12",
        "expected a value, got `2018-09-01T12`",
        "1 | a = 2018-09-01T12",
        "  |     ^^^^^^^^^^^^^",
        DATE,
    ),
    (
        "a = 2018-09-01 12:30",
        "expected `and`, `or` or the end, got `12:30`",
        "1 | a = 2018-09-01 12:30",
        "  |                ^^^^^",
        "join date and time with `T`, or put both in quotes",
    ),
    (
        "a = 2018-09-01 1:30:15 and b = 1",
        "expected `and`, `or` or the end, got `1:30:15`",
        "1 | a = 2018-09-01 1:30:15 and b = 1",
        "  |                ^^^^^^^",
        "join date and time with `T`, or put both in quotes",
    ),
    # a zone apart from its time
    *(
        (
            f"a = 2018-09-01T12:30 {zone}",
            f"expected `and`, `or` or the end, got `{zone}`",
            f"1 | a = 2018-09-01T12:30 {zone}",
            "  |                      " + "^" * len(zone),
            "a zone is `Z` or `+02:00`, without a blank after the time",
        )
        for zone in ("Z", "z", "+02:00", "-01:30")
    ),
    ("a = 5 Z", "expected `and`, `or` or the end, got `Z`", "1 | a = 5 Z", "  |       ^", None),
    # an offset that is none
    ("a = today - 7 d", "expected `and`, `or` or the end, got `-`", "1 | a = today - 7 d", "  |           ^", OFFSET),
    ("a = today-7", "expected `and`, `or` or the end, got `-7`", "1 | a = today-7", "  |          ^^", OFFSET),
    ("a = today - 7x", "expected `and`, `or` or the end, got `-`", "1 | a = today - 7x", "  |           ^", OFFSET),
    (
        "a = today-7d-1h",
        "expected `and`, `or` or the end, got `-1h`",
        "1 | a = today-7d-1h",
        "  |             ^^^",
        OFFSET,
    ),
    (
        "a = today - 7d + 1h",
        "expected `and`, `or` or the end, got `+ 1h`",
        "1 | a = today - 7d + 1h",
        "  |                ^^^^",
        OFFSET,
    ),
    ("a = NOW +-1h", "expected `and`, `or` or the end, got `+-1h`", "1 | a = NOW +-1h", "  |         ^^^^", OFFSET),
    # a list
    ("a in (1 2)", "expected `,` or the end of the list, got `2`", "1 | a in (1 2)", "  |         ^", None),
    ("a in (1 and 2)", "expected `,` or the end of the list, got `and`", "1 | a in (1 and 2)", "  |         ^^^", None),
    # anything after
    ("a = 1 b = 2", "expected `and`, `or` or the end, got `b`", "1 | a = 1 b = 2", "  |       ^", None),
    ("a = NO ANSWER", "expected `and`, `or` or the end, got `ANSWER`", "1 | a = NO ANSWER", "  |        ^^^^^^", None),
    (
        "a = 1 andb = 2",
        "expected `and`, `or` or the end, got `andb`",
        "1 | a = 1 andb = 2",
        "  |       ^^^^",
        "put a blank after the keyword",
    ),
    (
        "a = 1 or2",
        "expected `and`, `or` or the end, got `or2`",
        "1 | a = 1 or2",
        "  |       ^^^",
        "put a blank after the keyword",
    ),
    (
        "a = 1 AND_b",
        "expected `and`, `or` or the end, got `AND_b`",
        "1 | a = 1 AND_b",
        "  |       ^^^^^",
        "put a blank after the keyword",
    ),
    (
        "a = 1 & b = 2",
        "expected `and`, `or` or the end, got `&`",
        "1 | a = 1 & b = 2",
        "  |       ^",
        "write `and` or `&&`",
    ),
    (
        "a = 1 | b = 2",
        "expected `and`, `or` or the end, got `|`",
        "1 | a = 1 | b = 2",
        "  |       ^",
        "write `or` or `||`",
    ),
    (
        "a = 1; b = 2",
        "expected `and`, `or` or the end, got `;`",
        "1 | a = 1; b = 2",
        "  |      ^",
        "a filter is one expression, without comments",
    ),
    (
        "a = 1 # x",
        "expected `and`, `or` or the end, got `#`",
        "1 | a = 1 # x",
        "  |       ^",
        "a filter is one expression, without comments",
    ),
    ("a = 1, b = 2", "expected `and`, `or` or the end, got `,`", "1 | a = 1, b = 2", "  |      ^", None),
    ("a = 'x' 'y'", "expected `and`, `or` or the end, got `'y'`", "1 | a = 'x' 'y'", "  |         ^^^", None),
    (
        "a = 1\xa0and b = 2",
        "expected `and`, `or` or the end, got U+00A0",
        "1 | a = 1\ufffdand b = 2",
        "  |      ^",
        "only blanks, tabs and line ends separate words",
    ),
    (
        "a = 1\x0b",
        "expected `and`, `or` or the end, got U+000B",
        "1 | a = 1␋",
        "  |      ^",
        "only blanks, tabs and line ends separate words",
    ),
    (
        "a = 1 \u043e\u0433 b = 1",
        "expected `and`, `or` or the end, got `\u043e\u0433`",
        "1 | a = 1 \u043e\u0433 b = 1",
        "  |       ^^",
        "operators and keywords are ASCII",
    ),
    ("a = 12:30", "expected `and`, `or` or the end, got `:30`", "1 | a = 12:30", "  |       ^^^", None),
    ("a = 10%", "expected `and`, `or` or the end, got `%`", "1 | a = 10%", "  |       ^", None),
    # hostile and long
    ("a = \x1b[31m", "expected a value, got U+001B", "1 | a = ␛[31m", "  |     ^", None),
    ("a \u202e= 1", "expected an operator such as `=` or `like`, got U+202E", "1 | a \ufffd= 1", "  |   ^", None),
    ("\x00", "expected a condition, got U+0000", "1 | ␀", "  | ^", None),
    (
        "a = 1 " + "x" * 200 + "",
        "expected `and`, `or` or the end, got `" + "x" * 59 + "…`",
        "1 | a = 1 " + "x" * 94 + "…",
        "  |       " + "^" * 94 + "",
        None,
    ),
    (
        "a = 1 and\nb = 2 and\n  c ~~ 3",
        "expected an operator such as `=` or `like`, got `~~`",
        "3 |   c ~~ 3",
        "  |     ^^",
        "did you mean `like`?",
    ),
    (
        "日本語 = 1",
        "expected a condition, got `日本語`",
        "1 | 日本語 = 1",
        "  | ^^^^^^",
        "a bare name is ASCII; put any other name in backticks",
    ),
    ("`日本語` ? 1", "expected an operator such as `=` or `like`, got `?`", "1 | `日本語` ? 1", "  |          ^", None),
    (
        "a = 1 and `日本` = 'e\u0301' x",
        "expected `and`, `or` or the end, got `x`",
        "1 | a = 1 and `日本` = 'e\u0301' x",
        "  |                        ^",
        None,
    ),
]


def refused(text: str) -> FilterSyntaxError:
    with pytest.raises(FilterSyntaxError) as caught:
        parse(text)
    return caught.value


def hint_of(text: str) -> str | None:
    return refused(text).issues[0].hint


@pytest.mark.parametrize(("text", "message", "line", "underline", "hint"), CASES)
def test_a_refusal_says_what_was_expected_what_stands_there_and_the_remedy(
    text: str, message: str, line: str, underline: str, hint: str | None
) -> None:
    lines = [f"error[syntax]: {message}", line, underline]
    if hint is not None:
        lines.append(f"  = hint: {hint}")
    assert refused(text).render().split("\n") == lines


def test_the_cases_are_as_many_as_were_written() -> None:
    assert len(CASES) == len({case[0] for case in CASES}) == 172


@pytest.mark.parametrize("case", CASES)
def test_a_refusal_is_one_issue_within_the_text(case: tuple[str, ...]) -> None:
    text = case[0]
    (issue,) = refused(text).issues
    assert issue.code == "syntax"
    assert issue.span is not None
    assert 0 <= issue.span.start <= issue.span.end <= len(text)


# --- suggestions ---


@pytest.mark.parametrize(
    ("word", "suggestion"),
    [
        ("~", "like"),
        ("!>", "<="),
        ("contains", "like"),
        ("Contains", "like"),
        ("equals", "="),
        ("nin", "not in"),
        ("notin", "not in"),
        ("ge", ">="),
        ("lik", "like"),
        ("LIEK", "like"),
        ("notlke", "notlike"),
        ("notlike_", "notlike"),
        ("ltee", "lte"),
        ("b", None),
        ("5", None),
        ("?", None),
        (")", None),
        ("and", None),
    ],
)
def test_where_an_operator_is_due_the_one_that_was_meant_is_suggested(word: str, suggestion: str | None) -> None:
    (issue,) = refused(f"a {word} 1").issues
    assert (issue.span, issue.suggestion) == (Span(2, 2 + len(word)), suggestion)
    if suggestion is not None:
        assert issue.hint == f"did you mean `{suggestion}`?"


@pytest.mark.parametrize("word", sorted(FOREIGN_SPELLINGS))
def test_the_words_of_other_languages_are_none_of_this_one_and_stand_for_one_that_is(word: str) -> None:
    assert word not in SPELLINGS
    assert FOREIGN_SPELLINGS[word] in {*SPELLINGS, "not in"}


@pytest.mark.parametrize("text", ["a", "a =", "b = 1 and 5 = a", "a = x y", "a in x", "(a = 1"])
def test_elsewhere_nothing_is_suggested(text: str) -> None:
    assert refused(text).issues[0].suggestion is None


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("123 = dst_id", "dst_id = 123"),
        ("5 < duration", "duration > 5"),
        ("-1.5 >= a", "a <= -1.5"),
        ("'x' <> src", "src <> 'x'"),
        ('"NO ANSWER" == disposition', 'disposition == "NO ANSWER"'),
        ("2018-09-01T12:30:15+02:00 <= calldate", "calldate >= 2018-09-01T12:30:15+02:00"),
        ("0049123=dst", "dst = 0049123"),
    ],
)
def test_a_turned_comparison_is_turned_back_into_one_that_is_read(text: str, better: str) -> None:
    assert hint_of(text) == f"put the property first: `{better}`"
    parse(better)


# --- messages made directly ---


def test_too_long_a_text_is_told_with_both_numbers() -> None:
    assert messages.too_long(12_345_678, Limits(text=9_999)) == Issue(
        "limit-exceeded",
        "the text has 12,345,678 characters, more than 9,999",
        hint="a caller who trusts the input can raise this with limits=Limits(...)",
    )


# --- what is wrong ---


@pytest.mark.parametrize("text", ["a{}= 1", "a = 1{}", "a in{}(1)", "a in (1{})", "a is{}null", "a not{}in (1)"])
def test_an_odd_space_is_explained_after_a_word(text: str) -> None:
    assert hint_of(text.format("\u00a0")) == "only blanks, tabs and line ends separate words"


@pytest.mark.parametrize("text", ["a ={}1", "{}a = 1", "a = 1 and{}b = 2", "a in (1,{}2)", "a like{}x"])
def test_an_odd_space_is_explained_wherever_it_stands(text: str) -> None:
    assert hint_of(text.format("\u00a0")) == "only blanks, tabs and line ends separate words"


@pytest.mark.parametrize(
    "text", ["a i\u017f null", "a \u0131n (1)", "a = 1 o\u212a b = 1", "a = 1 \u0131", "a not \u0131n (1)"]
)
def test_letters_that_look_like_ascii_are_explained(text: str) -> None:
    assert hint_of(text) == "operators and keywords are ASCII"


def test_a_name_with_other_letters_is_sent_to_backticks() -> None:
    assert hint_of("na\xefve = 1") == "a bare name is ASCII; put any other name in backticks"


@pytest.mark.parametrize("text", ["a = na\xefve", "a = x\xe9", "a in (x\xe9, y)"])
def test_a_bare_word_with_other_letters_is_sent_to_quotes(text: str) -> None:
    assert hint_of(text) == "a bare word is ASCII; put other text in quotes"


@pytest.mark.parametrize("text", ["(a)", "(a = 1 and b)", "a = 1 and (b)", "not (a)"])
def test_a_parenthesis_that_closes_one_is_not_said_to_close_nothing(text: str) -> None:
    assert hint_of(text) is None


@pytest.mark.parametrize("text", ["a is not 1", "a is not", "a is not not null"])
def test_after_is_not_only_null_is_expected(text: str) -> None:
    assert refused(text).issues[0].message.startswith("expected `null`, got ")


@pytest.mark.parametrize("text", ["3x = a", "1e5 < a", "1_000 = a", "5. = a", "2018-9-1 = a", "12:30 = a"])
def test_only_a_value_is_turned_to_the_right(text: str) -> None:
    assert hint_of(text) == "a condition starts with a property, as in `duration > 60`"


@pytest.mark.parametrize("text", ["5 = and", "5 = true", "5 < null", "'x' = not"])
def test_no_keyword_is_put_first(text: str) -> None:
    assert hint_of(text) == "a condition starts with a property, as in `duration > 60`"


@pytest.mark.parametrize("text", ["today-7d = 1", "now - 1d < a"])
def test_a_right_offset_in_the_wrong_place_is_not_explained(text: str) -> None:
    assert not (hint_of(text) or "").startswith("an offset is")


@pytest.mark.parametrize(
    ("text", "operator"), [("a === 1", "==="), ("a !== 1", "!=="), ("a => 1", "=>"), ("a =< 1", "=<"), ("a =~ 1", "=~")]
)
def test_an_operator_of_another_language_is_shown_whole(text: str, operator: str) -> None:
    (issue,) = refused(text).issues
    assert issue.span == Span(2, 2 + len(operator))
    assert issue.message == f"expected an operator such as `=` or `like`, got `{operator}`"


def test_two_symbols_with_a_blank_between_are_no_operator() -> None:
    (issue,) = refused("a = > 1").issues
    assert (issue.message, issue.span, issue.suggestion) == ("expected a value, got `>`", Span(4, 5), None)


@pytest.mark.parametrize("word", ["nlike", "NLIKE"])
def test_a_negated_like_is_not_turned_into_its_opposite(word: str) -> None:
    assert refused(f"a {word} 'x'").issues[0].suggestion == "notlike"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a betwen 1 and 2", "between"),
        ("a beetween 1 and 2", "between"),
        ("a not betwen 1 and 2", "between"),
        ("a not lke 1", "like"),
        ("a not inn (1)", "in"),
    ],
)
def test_a_misspelt_word_of_two_operators_is_corrected(text: str, word: str) -> None:
    assert refused(text).issues[0].suggestion == word


@pytest.mark.parametrize("text", ["a = -.5", "a = --5"])
def test_a_number_with_sign_and_point_is_explained(text: str) -> None:
    assert hint_of(text) == NUMBER


def test_a_list_with_semicolons_is_not_said_to_be_two_expressions() -> None:
    assert hint_of("a in [1; 2]") is None


@pytest.mark.parametrize(("word", "suggestion"), [("~=", "like"), ("~~", "like"), ("!~", "notlike")])
def test_an_operator_for_patterns_is_taken_for_like(word: str, suggestion: str) -> None:
    assert refused(f"a {word} 'x'").issues[0].suggestion == suggestion


@pytest.mark.parametrize("text", ["a in (1 & 2)", "a in (1 | 2)", "a in (1; 2)", "a in (1 andb)"])
def test_a_list_in_parentheses_is_no_finished_condition(text: str) -> None:
    assert hint_of(text) is None


@pytest.mark.parametrize("text", ['[{"property":"a"}]', "[]", '[ {"a":', "a = 1 and [{}]"])
def test_filter_json_is_sent_to_its_reader(text: str) -> None:
    assert hint_of(text) == "this looks like filter JSON, which from_json reads"


@pytest.mark.parametrize("text", ["filter=%5B%7B%22property", "filter=%255b%257b", "filter = %7B"])
def test_a_query_string_is_sent_to_its_reader(text: str) -> None:
    assert hint_of(text) == "this looks like a query string, which from_query reads"


def test_a_bare_name_with_another_letter_and_a_digit_behind_it_is_explained() -> None:
    assert hint_of("aé1 = 1") == "a bare name is ASCII; put any other name in backticks"
