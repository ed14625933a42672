"""Numbers in words: printed on invoices, spoken at stalls."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.base.words.management.commands.words import whole_number
from marketplace.base.words.numerals import LIMIT, NumeralError, dong_in_words, in_words, parts

ROOT = Path(__file__).resolve().parents[4]
VECTORS = json.loads((ROOT / "tests/vectors/words/numbers.json").read_text())
WRITTEN = [
    (language, int(number), words)
    for language in ("vi", "km", "en")
    for number, words in VECTORS[language].items()
]
DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5}
DIGITS |= {"sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
SCALES = {"nghìn": 10**3, "triệu": 10**6}


def read_back(words: list[str]) -> int:
    """Return the number that Vietnamese words below a thousand billion say."""
    if "tỷ" in words:
        at = len(words) - 1 - words[::-1].index("tỷ")
        return read_back(words[:at]) * 10**9 + read_back(words[at + 1 :])
    total = group = digit = 0
    for word in words:
        if word in SCALES:
            total, group, digit = total + (group + digit) * SCALES[word], 0, 0
        elif word == "trăm":
            group, digit = digit * 100, 0
        elif word in {"mươi", "mười"}:
            group, digit = group + 10 * (digit if word == "mươi" else 1), 0
        elif word != "linh":
            digit = DIGITS[word]
    return total + group + digit


@pytest.mark.parametrize(("language", "number", "words"), WRITTEN)
def test_a_number_has_the_words_people_write(language: str, number: int, words: str) -> None:
    assert in_words(number, language) == words


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_vietnamese_words_say_one_number_only(number: int) -> None:
    assert read_back(parts(number)) == number


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.sampled_from(["vi", "km", "en"]))
def test_two_numbers_never_sound_alike(one: int, other: int, language: str) -> None:
    assert (in_words(one, language) == in_words(other, language)) == (one == other)


def test_an_invoice_starts_large_and_names_the_unit() -> None:
    assert dong_in_words(50_000) == "Năm mươi nghìn đồng"
    assert dong_in_words(50_000, "en") == "Fifty thousand dong"
    assert dong_in_words(50_000, "km") == "ប្រាំម៉ឺនដុង"


def test_what_cannot_be_said_is_refused() -> None:
    with pytest.raises(NumeralError, match="more digits"):
        in_words(LIMIT)
    with pytest.raises(NumeralError, match="'fr'"):
        in_words(1, "fr")


@pytest.mark.parametrize(
    ("text", "number"),
    [("1250000", 1250000), ("1.250.000", 1250000), ("1,250,000", 1250000), (" -15 ", -15)],
)
def test_numbers_are_read_as_people_write_them(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "x", "1.25", "1.250,000", "1,5", "--1", "1 2"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(NumeralError, match="no whole number"):
        whole_number(text)


def test_the_command_says_one_number_a_line_and_tells_of_bad_ones() -> None:
    command = [sys.executable, "manage.py", "words", "vi", "-"]
    done = subprocess.run(
        command, input="50000\nx\n21\n", capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.stdout == "năm mươi nghìn\n\nhai mươi mốt\n"
    assert "'x': this is no whole number" in done.stderr
    assert done.returncode == 1
