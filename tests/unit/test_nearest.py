from __future__ import annotations

import pytest

from vsfilter.nearest import did_you_mean, listing, nearest, nearest_value

NAMES = ("dst_id", "dst", "src", "calldate", "duration", "T_cause", "type")
VALUES = {"CONNECTED": "answered", "NO ANSWER": "not answered", "BUSY": "busy line", "I": "inbound", "O": "outbound"}


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("dst_id", "dst_id"),
        ("DST_ID", "dst_id"),
        ("t_CAUSE", "T_cause"),
        ("dstid", "dst_id"),
        ("dts", "dst"),
        ("calldat", "calldate"),
        ("CallDates", "calldate"),
        ("durration", "duration"),
        ("t_caus", "T_cause"),
        ("xyz", None),
        ("", None),
        ("d", None),
    ],
)
def test_the_nearest_name_is_found_by_case_first_then_by_letters(word: str, name: str | None) -> None:
    assert nearest(word, NAMES) == name


def test_of_names_that_differ_in_case_alone_the_first_is_nearest() -> None:
    assert nearest("NAME", ["Name", "name"]) == "Name"
    assert nearest("namee", ["Name", "name"]) == "Name"


def test_no_name_is_near_where_there_is_none() -> None:
    assert nearest("dst", []) is None


def test_names_may_come_from_any_iterable() -> None:
    assert nearest("dts", iter(NAMES)) == "dst"


def test_a_word_of_64_characters_is_compared_and_a_longer_one_is_not() -> None:
    assert nearest("x" * 64, ["x" * 63]) == "x" * 63
    assert nearest("x" * 65, ["x" * 63]) is None
    assert nearest("X" * 65, ["x" * 65]) is None


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("CONNECTED", "CONNECTED"),
        ("connected", "CONNECTED"),
        ("ANSWERED", "CONNECTED"),
        ("Answered", "CONNECTED"),
        ("answerd", "CONNECTED"),
        ("CONECTED", "CONNECTED"),
        ("inbound", "I"),
        ("INBOUND", "I"),
        ("outbond", "O"),
        ("no answer", "NO ANSWER"),
        ("NOANSWER", "NO ANSWER"),
        ("not answered", "NO ANSWER"),
        ("busy", "BUSY"),
        ("zzz", None),
        ("", None),
    ],
)
def test_the_nearest_value_is_found_by_value_and_by_meaning(word: str, value: str | None) -> None:
    assert nearest_value(word, VALUES) == value


def test_a_value_counts_before_a_meaning_of_the_same_letters() -> None:
    assert nearest_value("ON", {"off": "on", "on": "off"}) == "on"


def test_of_values_of_one_meaning_the_first_is_nearest() -> None:
    assert nearest_value("HANGUP", {"16": "hangup", "31": "hangup"}) == "16"


def test_a_value_found_by_its_letters_is_not_taken_for_a_meaning() -> None:
    assert nearest_value("onn", {"on": "off", "off": "on"}) == "on"


def test_of_values_of_one_meaning_the_first_is_nearest_by_letters_too() -> None:
    assert nearest_value("hangupp", {"16": "hangup", "31": "hangup"}) == "16"


def test_no_value_is_near_where_none_is_known() -> None:
    assert nearest_value("I", {}) is None


def test_a_suggestion_is_worded_as_a_question() -> None:
    assert did_you_mean("dst_id") == "did you mean `dst_id`?"
    assert did_you_mean("a\x1b") == "did you mean `a␛`?"
    assert did_you_mean(None) is None


@pytest.mark.parametrize(
    ("names", "most", "shown"),
    [
        ((), 12, ""),
        (("a",), 12, "a"),
        (("a", "b", "c"), 3, "a, b, c"),
        (("a", "b", "c"), 2, "a, b and 1 more"),
        (tuple("abcdefghijkl"), 12, "a, b, c, d, e, f, g, h, i, j, k, l"),
        (tuple("abcdefghijklmn"), 12, "a, b, c, d, e, f, g, h, i, j, k, l and 2 more"),
    ],
)
def test_a_listing_counts_what_it_leaves_out(names: tuple[str, ...], most: int, shown: str) -> None:
    assert listing(names, most) == shown


def test_a_listing_shows_twelve_unless_told() -> None:
    assert listing([str(number) for number in range(13)]) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 1 more"
