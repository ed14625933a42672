from hypothesis import given
from hypothesis import strategies as st

from traceability.lots.core import codes


def test_a_serial_holds_more_than_fifty_bits() -> None:
    assert codes.SERIAL_BITS > 50
    assert len(codes.new_code()) == codes.SERIAL_LENGTH


def test_the_alphabet_has_no_vowels_and_no_look_alikes_of_digits() -> None:
    assert not set("AEIOUL") & set(codes.ALPHABET)
    assert len(set(codes.ALPHABET)) == 30


def test_ten_thousand_codes_are_all_different() -> None:
    assert len({codes.new_code() for _ in range(10_000)}) == 10_000


def test_typed_codes_lose_spaces_and_gain_capitals() -> None:
    assert codes.normalised(" 7k3q 9zxw-pm2 ") == "7K3Q9ZXWPM2"


def test_letters_no_code_has_are_read_as_digits_first() -> None:
    assert codes.likely_codes("7K3Q9ZXWPMO")[0] == "7K3Q9ZXWPM0"
    assert codes.likely_codes("7K3Q9ZXWPMI")[0] == "7K3Q9ZXWPM1"
    assert codes.likely_codes("UK3Q9ZXWPM1")[0] == "VK3Q9ZXWPM1"


def test_one_look_alike_is_swapped_at_a_time() -> None:
    found = codes.likely_codes("8K3Q9ZXWPM2")

    assert "BK3Q9ZXWPM2" in found
    assert "8K3Q9ZXWPMZ" in found
    assert "8K3Q9ZXWPM2" not in found


def test_a_code_of_another_length_has_no_suggestion() -> None:
    assert codes.likely_codes("7K3") == []
    assert codes.likely_codes("7K3Q9ZXWPM2X") == []
    assert codes.likely_codes("Ế" * codes.SERIAL_LENGTH) == []


@given(st.text(max_size=14))
def test_suggestions_are_few_and_could_all_exist(typed: str) -> None:
    found = codes.likely_codes(typed)

    assert len(found) <= 24
    assert all(codes.is_code(code) for code in found)
