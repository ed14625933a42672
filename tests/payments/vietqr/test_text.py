import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.vietqr.core.text import fold, is_ans, memo


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hợp tác xã Gạo Sóc Trăng", "Hop tac xa Gao Soc Trang"),
        ("Đường đê, ấp Ưu", "Duong de, ap Uu"),
        ("Gạo — 5kg", "Gao - 5kg"),
    ],
)
def test_vietnamese_loses_its_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_letters_typed_with_loose_marks_fold_the_same() -> None:
    assert fold("Sóc Trăng") == fold("So\u0301c Tra\u0306ng") == "Soc Trang"


def test_letters_of_other_scripts_stay_and_are_for_the_encoder_to_refuse() -> None:
    assert fold("米") == "米"
    assert not is_ans(fold("米"))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Trả tiền đơn ST7K2M9Q4C", "TRA TIEN DON ST7K2M9Q4C"),
        ("ST-7K2M/9Q4C", "ST7K2M9Q4C"),
        ("  hai\tdòng\nchữ ", "HAI DONG CHU"),
        ("50.000₫", "50000"),
        ("***", "***"),
        ("!?", ""),
    ],
)
def test_a_memo_is_capitals_digits_and_single_spaces(text: str, plain: str) -> None:
    assert memo(text) == plain


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert memo(memo(text)) == memo(text)


@given(st.text())
def test_a_memo_holds_nothing_banks_would_change(text: str) -> None:
    assert text == "***" or set(memo(text)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")
