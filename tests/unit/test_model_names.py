from __future__ import annotations

import pytest

from vsfilter.model.names import encodable, property_text
from vsfilter.model.operators import KEYWORDS


@pytest.mark.parametrize("name", ["a", "_", "dst_id", "T_cause", "x1", "from", "today", "NOW", "android", "notlike_"])
def test_a_plain_name_is_written_as_it_is(name: str) -> None:
    assert property_text(name) == name


@pytest.mark.parametrize("keyword", sorted(KEYWORDS))
def test_a_keyword_is_written_in_backticks_in_any_case(keyword: str) -> None:
    assert property_text(keyword) == f"`{keyword}`"
    assert property_text(keyword.upper()) == f"`{keyword.upper()}`"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("1a", "`1a`"),
        ("a b", "`a b`"),
        ("a\n", "`a\n`"),
        ("é", "`é`"),
        ("a\u0660", "`a\u0660`"),
        ("li\u212ae", "`li\u212ae`"),
        ("a`b", "`a``b`"),
        ("``", "``````"),
    ],
)
def test_any_other_name_is_written_in_backticks_with_its_own_doubled(name: str, text: str) -> None:
    assert property_text(name) == text


@pytest.mark.parametrize("text", ["", "plain", "\x00\x7f", "é日本", "\ud7ff\ue000", "\U0010ffff"])
def test_text_without_half_pairs_can_be_carried(text: str) -> None:
    assert encodable(text) is True


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\ud83d\ude00", "é\udc80"])
def test_half_of_a_surrogate_pair_cannot_be_carried(text: str) -> None:
    assert encodable(text) is False
