"""What a search word may mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.core.looking import amount_in, wanted
from payments.receipts.core.memo import make_code


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("203000", 203_000),
        ("203.000", 203_000),
        ("203,000", 203_000),
        ("203 000", 203_000),
        ("203 000 ₫", 203_000),
        ("203.000đ", 203_000),
        ("203.000 đồng", 203_000),
        ("203000 VND", 203_000),
        ("+203.000", 203_000),
        ("203k", 203_000),
        ("203 nghìn", 203_000),
        ("203 ngàn đồng", 203_000),
        ("1,2 triệu", 1_200_000),
        ("1.2tr", 1_200_000),
        ("1tr2", 1_200_000),
        ("1 trieu 25", 1_250_000),
        ("2 tỷ", 2_000_000_000),
        ("1.234.567", 1_234_567),
    ],
)
def test_an_amount_is_found_in_any_writing(text: str, amount: int) -> None:
    assert amount_in(text) == amount


@pytest.mark.parametrize(
    "text", ["", "ST26A7K", "20.30", "1,2,3", "k", "-5000", "1tr2k", "9" * 13, "1,2345k", "٣٠٠"]
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert amount_in(text) == 0


@given(st.integers(1, 10**12 - 1))
def test_every_amount_is_found_as_we_write_it(amount: int) -> None:
    assert amount_in(f"{amount:,} ₫".replace(",", ".")) == amount


@given(st.text(max_size=30))
def test_no_text_breaks_the_search(text: str) -> None:
    meant = wanted(text)

    assert meant.amount >= 0
    assert meant.text == meant.text.strip()


def test_a_code_is_found_however_the_bank_wrote_it() -> None:
    code = make_code(b"12345678")

    meant = wanted(f" {code[:4].lower()} {code[4:]} cam on")

    assert meant.codes == (code,)


def test_too_short_a_word_is_no_part_of_a_code() -> None:
    assert wanted("S T 2").part == ""
    assert wanted("st-26a7").part == "ST26A7"
    assert wanted("0123 4567").digits == "01234567"
    assert wanted("SCT0123").digits == ""
