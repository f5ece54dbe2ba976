"""The grammar: without collisions, and of one mind with the operator table."""

from __future__ import annotations

import logging
import re
from itertools import permutations

import pytest
from lark import Lark, Token, UnexpectedToken

from vsfilter.model import Comparison, Membership, Operator
from vsfilter.model.operators import KEYWORDS, OPERATORS, SPELLINGS, Operand
from vsfilter.syntax import parse
from vsfilter.syntax.grammar import grammar_path, terminals
from vsfilter.syntax.messages import _EXPECTATIONS
from vsfilter.syntax.tree import TreeBuilder

GRAMMAR = grammar_path().read_text("utf-8")


def _lark(*, strict: bool) -> Lark:
    return Lark(
        GRAMMAR, parser="lalr", lexer="contextual", g_regex_flags=re.ASCII, maybe_placeholders=False, strict=strict
    )


def test_strict_mode_finds_no_collision(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="lark"):
        _lark(strict=True)
    assert caplog.records == []


def test_every_rule_that_is_kept_has_its_callback_and_no_callback_is_left_over() -> None:
    rules = {
        rule.alias or rule.origin.name for rule in _lark(strict=False).rules if not rule.origin.name.startswith("_")
    }
    callbacks = {name for name in vars(TreeBuilder) if not name.startswith("_")}
    # A rule with `?` and one part is passed through, so not every rule needs one.
    assert callbacks <= rules
    assert rules - callbacks <= {"start", "negation", "predicate", "value", "list"}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_parser_knows_every_spelling_of_the_table(spelling: str) -> None:
    operator = SPELLINGS[spelling]
    for written in {spelling, spelling.upper(), spelling.title()}:
        if OPERATORS[operator].operand is Operand.LIST:
            expr = parse(f"a {written} (b)")
            assert isinstance(expr, Membership)
        else:
            expr = parse(f"a {written} b")
            assert isinstance(expr, Comparison)
            assert expr.operator is operator


def test_the_printer_writes_the_first_spelling() -> None:
    assert [operator.canonical for operator in Operator] == ["=", "!=", "<", "<=", ">", ">=", "in", "like", "not like"]


def test_inverses_come_in_pairs() -> None:
    for operator in set(Operator) - {Operator.IN}:
        assert operator.negated is not operator
        assert operator.negated.negated is operator


def test_the_keywords_are_the_words_that_the_grammar_keeps_from_names() -> None:
    reserved = re.search(r"NAME: /\(\?!\(\?:([a-z?|]+)\)", GRAMMAR)
    assert reserved is not None
    words = set()
    for word in reserved.group(1).split("|"):
        words |= {word.replace("?", ""), re.sub(r".\?", "", word)}
    assert words == KEYWORDS | {"now", "today", "yesterday"}


def test_every_rule_and_terminal_of_the_boolean_part_shows_an_example() -> None:
    for name in ("disjunction", "conjunction", "negation", "predicate", "comparator", "like", "in_words", "null_words"):
        block = re.search(rf"(?:// [^\n]*\n)?\??{name}:.*?(?=\n\n)", GRAMMAR, re.DOTALL)
        assert block is not None
        assert "//" in block.group()


def test_the_terminals_read_without_lark_are_those_that_lark_reads() -> None:
    known = _lark(strict=False).terminals
    assert {terminal.name for terminal in known} == set(terminals())
    for terminal in known:
        # Lark undoes the escapes of blanks, and joins alternatives in an order of its own.
        regexp = terminal.pattern.to_regexp().replace("\t", r"\t").replace("\r", r"\r").replace("\n", r"\n")
        alternatives = terminals()[terminal.name]
        orders = ["|".join(order) for order in permutations(alternatives)]
        assert regexp in (orders if len(alternatives) == 1 else [f"(?:{order})" for order in orders])


def test_the_alternatives_of_a_terminal_exclude_each_other_or_begin_with_the_longer() -> None:
    for alternatives in terminals().values():
        symbols = [re.sub(r"\\(.)", r"\1", one) for one in alternatives if not one.startswith("(?")]
        for place, symbol in enumerate(symbols):
            assert not any(later.startswith(symbol) for later in symbols[place + 1 :])


def test_wherever_the_parser_stops_it_accepts_what_there_are_words_for() -> None:
    lark = _lark(strict=False)
    tokens = [Token(terminal.name, "x") for terminal in lark.terminals if terminal.name != "BLANKS"]
    tokens.append(Token("$END", ""))
    listed = {terminal for terminal, _ in _EXPECTATIONS}
    # Stacks with the same four states on top are taken for one; there is no end of others.
    waiting, seen = [lark.parse_interactive("")], set()
    while waiting:
        here = waiting.pop()
        assert here.accepts() & listed  # type: ignore[no-untyped-call]
        for token in tokens:
            after = here.copy()  # type: ignore[no-untyped-call]
            try:
                ended = after.feed_token(token) is not None
            except UnexpectedToken:
                # A token that is refused has closed what it could nonetheless.
                ended = False
            top = tuple(after.parser_state.state_stack[-4:])
            if not ended and top not in seen:
                seen.add(top)
                waiting.append(after)
    # A walk that came to nothing would show nothing.
    assert len(seen) > 1000
