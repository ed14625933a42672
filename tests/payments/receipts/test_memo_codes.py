"""The code in a transfer's content comes back out of what banks make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.receipts.core.memo import (
    ALPHABET,
    DATA_SPACE,
    MemoCodeError,
    difference,
    find_codes,
    is_code,
    make_code,
    nearly,
    written_for,
)

codes = st.binary(min_size=16, max_size=16).map(make_code)
ANY_LETTER = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_a_code_is_st_and_eight_characters_without_vowels() -> None:
    code = make_code(bytes(range(16)))

    assert len(code) == 10
    assert code.startswith("ST")
    assert not set("AEIOUYL") & set(code)
    assert is_code(code)


def test_too_little_randomness_is_refused() -> None:
    with pytest.raises(MemoCodeError):
        make_code(b"1234567")


def test_numbers_that_differ_give_codes_that_differ() -> None:
    made = {make_code(number.to_bytes(16, "big")) for number in range(2000)}
    last = make_code((DATA_SPACE - 1).to_bytes(16, "big"))

    assert len(made) == 2000
    assert last not in made


@given(codes)
def test_every_code_is_found_as_written(code: str) -> None:
    assert find_codes(code) == [code]


@given(codes, st.integers(0, 9), st.sampled_from(ANY_LETTER))
def test_a_wrong_character_is_never_taken_for_another_code(
    code: str, place: int, letter: str
) -> None:
    written = code[:place] + letter + code[place + 1 :]

    assert find_codes(written) in ([], [code])


@given(codes, st.integers(0, 8))
def test_two_swapped_characters_are_never_taken_for_another_code(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert find_codes(swapped) in ([], [code])
    if swapped[:2] == "ST" and swapped != code:
        assert find_codes(swapped) == []
        assert nearly(swapped, [code]) == [code]


@given(codes)
def test_every_single_wrong_character_behind_the_prefix_is_caught(code: str) -> None:
    for place in range(2, 10):
        for letter in ALPHABET:
            written = code[:place] + letter + code[place + 1 :]
            assert find_codes(written) == ([code] if letter == code[place] else [])


@given(codes)
def test_letters_that_look_alike_are_read_as_digits(code: str) -> None:
    assert find_codes(code.replace("0", "O").replace("1", "I")) == [code]
    assert find_codes(code.replace("0", "o").replace("1", "l")) == [code]


@pytest.mark.parametrize(
    "memo",
    [
        "ST7K2M9P4X",
        "{code}",
        "MBVCB.3278907687.{code}.CT tu 0071000 toi SCTDEMO",
        "MBVCB.3278907687. {code} FT23123456789",
        "{code} cảm ơn nhiều",
        "Đơn {code} của tôi",
        "IBFT {code}",
        "{lower}",
        "{spaced}",
        "{dashed}",
        "{broken}",
        "thanh toan STST {code}",
        "QR - {code} - 185000",
    ],
)
def test_codes_survive_what_banks_do_to_them(memo: str) -> None:
    code = make_code(b"soctrangtrade-26")
    text = memo.format(
        code=code,
        lower=code.lower(),
        spaced=" ".join(code),
        dashed=f"{code[:2]}-{code[2:6]}-{code[6:]}",
        broken=f"{code[:5]}\n{code[5:]}",
    )

    assert (code in find_codes(text)) == ("{" in memo)


def test_two_codes_in_one_memo_are_both_found_once_and_in_order() -> None:
    first, second = make_code(b"a" * 16), make_code(b"b" * 16)

    assert find_codes(f"{second} {first} {second}") == [second, first]


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    assert all(is_code(code) for code in find_codes(text))


def test_a_near_miss_is_named_with_the_letters_that_differ() -> None:
    code = make_code(b"c" * 16)
    other = "Z" if code[9] != "Z" else "X"
    memo = f"{code[:9]}{other} cam on"

    assert find_codes(memo) == []
    assert nearly(memo, [make_code(b"d" * 16), code]) == [code]
    assert written_for(memo, code) == code[:9] + other
    assert difference(code[:9] + other, code) == [False] * 9 + [True]
    assert written_for("chuyen tien vu sua", code) == ""
