"""A text as an SMS."""

from hypothesis import given
from hypothesis import strategies as st

from marketplace.base.notices.core import SMS_LENGTH, sms_text

LINK = "https://sct.vn/t/26A9M/k7Qd"


def test_an_sms_is_written_without_accents() -> None:
    assert sms_text("Đơn 26A9M: đã nhận 185.000 ₫ – cảm ơn") == (
        "Don 26A9M: da nhan 185.000 d - cam on"
    )


def test_what_is_too_long_loses_its_last_words() -> None:
    text = sms_text("gạo " * 100)

    assert len(text) <= SMS_LENGTH
    assert text.endswith("gao..")


def test_a_link_at_the_end_is_never_cut() -> None:
    text = sms_text("Trả tiền đơn hàng của bạn ở đây nhé " * 10 + LINK)

    assert len(text) <= SMS_LENGTH
    assert text.endswith(f".. {LINK}")
    assert sms_text("x " * 100 + "https://" + "y" * 200) == "https://" + "y" * 200


@given(st.text(max_size=400))
def test_an_sms_is_one_message_of_ascii(text: str) -> None:
    sms = sms_text(text)

    assert sms.isascii()
    assert len(sms) <= SMS_LENGTH or " " not in sms
    assert sms == sms.strip()


@given(st.text(alphabet="abc ăđ", max_size=100))
def test_what_fits_is_not_cut(text: str) -> None:
    assert ".." not in sms_text(text)
