"""Folding: what search compares."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.base.words.core import accent_key, ascii_upper, fold, tokens

VIETNAMESE = (
    "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵbcdđghklmnpqrstvx"
)
vietnamese_text = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " 0123456789", max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Gạo ST25 đặc sản", "gao st25 dac san"),
        ("HOÀ TÚ", "hoa tu"),
        ("Hòa Tú", "hoa tu"),
        ("Đường Trường", "duong truong"),
        ("tôm\u200bsú", "tomsu"),
        ("២៥", "25"),
        ("ស្រូវ", "ស្រូវ"),
    ],
)
def test_fold_drops_accents_but_keeps_khmer(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(vietnamese_text)
def test_fold_sees_no_difference_between_composed_and_decomposed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(vietnamese_text)
def test_folded_vietnamese_is_ascii(text: str) -> None:
    assert fold(text).isascii()


@given(st.text(max_size=60))
def test_fold_is_done_after_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa", "hoà"),
        ("khỏe", "khoẻ"),
        ("Thúy", "thuý"),
        ("họa", "hoạ"),
        ("xã HÒA TÚ", "Xã Hoà Tú"),
        ("tòan", "toàn"),
        ("Lịch Hội Thượng", unicodedata.normalize("NFD", "lịch hội thượng")),
    ],
)
def test_accent_key_forgives_where_the_tone_stands(one: str, other: str) -> None:
    assert accent_key(one) == accent_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("hoa", "hoà"), ("mỹ tho", "mỹ thọ"), ("quý", "quỳ"), ("của", "cua")]
)
def test_accent_key_keeps_different_words_apart(one: str, other: str) -> None:
    assert accent_key(one) != accent_key(other)


def test_accent_key_leaves_qu_alone() -> None:
    assert accent_key("quý") == "quý"
    assert accent_key("của") == "của"


@given(vietnamese_text)
def test_accent_key_is_done_after_once_and_folds_like_its_text(text: str) -> None:
    assert accent_key(accent_key(text)) == accent_key(text)
    assert fold(accent_key(text)) == fold(text)


def test_tokens_are_folded_words_in_order() -> None:
    assert tokens("Tôm sú 20–30 con/kg, tôm_thẻ") == [
        "tom",
        "su",
        "20",
        "30",
        "con",
        "kg",
        "tom",
        "the",
    ]
    assert tokens("  ,. ") == []


@given(st.text(max_size=80), st.integers(min_value=0, max_value=40))
def test_a_memo_is_what_a_bank_prints(text: str, max_len: int) -> None:
    memo = ascii_upper(text, max_len)

    assert len(memo) <= max_len
    assert set(memo) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")
    assert memo == memo.strip()
    assert "  " not in memo
    assert ascii_upper(memo, max_len) == memo


def test_a_memo_reads_like_its_text() -> None:
    assert ascii_upper("Trả tiền đơn 26A9M – Hòa Tú", 25) == "TRA TIEN DON 26A9M HOA TU"
    assert ascii_upper("Trả đơn: Gạo", 9) == "TRA DON G"
    assert ascii_upper("Trả đơn: Gạo", 8) == "TRA DON"
