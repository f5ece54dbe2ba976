"""What is said of a value that was changed."""

from decimal import Decimal

import pytest

from vsfilter.testing.conditions import Kind, Scalar
from vsfilter.testing.faults import Diagnosis
from vsfilter.testing.values import what_became

CHANGED, TWICE, RAW = Diagnosis.VALUE_CHANGED, Diagnosis.DOUBLE_ENCODING, Diagnosis.NOT_ENCODED


@pytest.mark.parametrize(
    ("expected", "sent", "diagnosis", "words"),
    [
        ("a b", "a%20b", TWICE, "the value is percent-encoded twice"),
        ("a/b c", "a/b%20c", TWICE, "the value is percent-encoded twice"),
        ("+44", " 44", RAW, "a `+` arrives as a space"),
        ("%41", "A", RAW, "a `%` in the value is taken for an escape"),
        ("%41+", "A ", RAW, "the value is decoded once more"),
        ("2018-09-01 12:00:00", "2018-09-01", CHANGED, "the end is cut off"),
        ("2018-09-01 12:00:00", "2018-09-01T12:00:00", CHANGED, "a `T` stands for the blank"),
        ("é", "Ã©", CHANGED, "text mangled, UTF-8 read as Latin-1"),
        ("€", "€".encode().decode("cp1252"), CHANGED, "text mangled, UTF-8 read as Windows-1252"),
        ("é", "��", CHANGED, "text mangled, UTF-8 read as ASCII"),
        ("é", "?", CHANGED, "text mangled, what is not ASCII replaced"),
        ("aé", "a", CHANGED, "text mangled, what is not ASCII left out"),
        ("é\u20ac", "é?", CHANGED, "text mangled, sent as Latin-1"),
        ("é", "\\xe9", CHANGED, "escapes of Python in the text"),
        ("e\u0301", "é", CHANGED, "text normalised"),
        ("é", "e\u0301", CHANGED, "text normalised"),
        (" a ", "a", CHANGED, "blanks at the ends cut off"),
        ("A", "a", CHANGED, "text in lower case"),
        ("a", "A", CHANGED, "text in upper case"),
        ('a"', 'a\\"', CHANGED, "quotes escaped twice"),
        ("a", '"a"', CHANGED, "quotes around the text"),
        ("a", "b", CHANGED, "another text"),
    ],
)
def test_a_changed_text_is_explained(expected: str, sent: str, diagnosis: Diagnosis, words: str) -> None:
    found, detail = what_became(Scalar(Kind.TEXT, expected), Scalar(Kind.TEXT, sent))
    assert found is diagnosis
    assert detail.startswith(words)


@pytest.mark.parametrize(
    ("expected", "sent", "words"),
    [
        (Decimal(2**53 + 1), Decimal(2**53), "digits lost through a float"),
        (Decimal(5), Decimal(6), "another number"),
        (Decimal(10) ** 400, Decimal(5), "another number"),
        (Decimal(5), "5", "a number sent as text"),
        ("5", Decimal(5), "a text sent as a number"),
        (True, "true", "true or false sent as text"),
    ],
)
def test_a_changed_number_is_explained(expected: object, sent: object, words: str) -> None:
    kinds = {str: Kind.TEXT, bool: Kind.BOOLEAN, Decimal: Kind.NUMBER}
    scalars = [Scalar(kinds[type(value)], value) for value in (expected, sent)]  # type: ignore[arg-type]
    diagnosis, detail = what_became(*scalars)
    assert diagnosis is CHANGED
    assert detail.startswith(f"{words}: ")
