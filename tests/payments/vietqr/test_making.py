"""What the encoder writes, and what it will not write."""

from dataclasses import replace

import pytest

from payments.vietqr.core import errors as e
from payments.vietqr.core.payload import VietQr, as_emitted, encode, parse
from tests.payments.vietqr.raw import payload

CODE = VietQr(
    acquirer_bin="999999",
    account="SCTDEMO000001",
    dynamic=True,
    amount=185000,
    purpose="ST7K2M9Q4C",
)


def test_a_code_for_one_order_is_written_in_the_order_of_its_tags() -> None:
    assert encode(CODE) == payload()


def test_every_field_lands_in_its_object() -> None:
    code = replace(
        CODE,
        merchant_category="5411",
        merchant_name="HTX Gạo Sóc Trăng",
        merchant_city="Cần Thơ",
        bill_number="D-12",
        store_label="Sạp 12",
        reference_label="R1",
        terminal_label="T1",
    )

    body = encode(code)[:-4]

    assert body.endswith(
        "52045411530370454061850005802VN5917HTX Gao Soc Trang6007Can Tho"
        "62440104D-120306Sap 120502R10702T10810ST7K2M9Q4C6304"
    )
    assert body.isascii()


def test_what_was_written_is_read_back_with_folded_texts() -> None:
    code = replace(CODE, purpose="Trả đơn st7k-2m9q", merchant_name="Tôm Đất")

    assert parse(encode(code)) == replace(CODE, purpose="TRA DON ST7K2M9Q", merchant_name="Tom Dat")
    assert as_emitted(code) == parse(encode(code))


def test_objects_carried_along_are_written_in_their_places() -> None:
    unknown = {"61": "95000", "62.02": "18000000", "64.00": "vi", "80": "046", "38.03": "x"}

    code = replace(CODE, unknown=unknown)

    assert parse(encode(code)) == code
    assert encode(code)[-15:-8] == "8003046"


def test_a_card_is_paid_by_its_own_service() -> None:
    code = replace(CODE, account="9704000000000018", service_code="QRIBFTTC")

    assert "0208QRIBFTTC" in encode(code)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"service_code": "QRPUSH"}, e.ServiceNotMadeError),
        ({"service_code": "QRCASH"}, e.ServiceNotMadeError),
        ({"service_code": ""}, e.ServiceNotMadeError),
        ({"amount": 0}, e.AmountZeroError),
        ({"amount": -1}, e.BadAmountError),
        ({"amount": 500_000_000}, e.AmountOverLimitError),
        ({"acquirer_bin": "99999"}, e.BadAcquirerBinError),
        ({"acquirer_bin": "٩٩٩٩٩٩"}, e.NotAsciiError),
        ({"account": ""}, e.BadAccountError),
        ({"account": "1" * 20}, e.AccountTooLongError),
        ({"purpose": "A" * 26}, e.TextTooLongError),
        ({"purpose": "!!!"}, e.EmptyValueError),
        ({"merchant_name": "米"}, e.NotAsciiError),
        ({"merchant_name": "Gạo\n"}, e.NotAsciiError),
        ({"merchant_city": "Thành phố Cần Thơ"}, e.TextTooLongError),
        ({"merchant_category": "12"}, e.BadMerchantCategoryError),
        ({"unknown": {"59": "name"}}, e.BadUnknownTagError),
        ({"unknown": {"62": "0801X"}}, e.BadUnknownTagError),
        ({"unknown": {"26.00": "X"}}, e.BadUnknownTagError),
        ({"unknown": {"8": "X"}}, e.BadUnknownTagError),
        ({"unknown": {"80": "Đ"}}, e.NotAsciiError),
        ({"unknown": {"80": "X" * 100}}, e.ValueTooLongError),
        ({"unknown": {"80": ""}}, e.EmptyValueError),
        ({"unknown": {"62.10": "X" * 90}}, e.ValueTooLongError),
    ],
)
def test_what_would_break_a_rule_is_not_written(
    change: dict[str, object], error: type[e.VietQrError]
) -> None:
    code = replace(CODE, **change)  # type: ignore[arg-type]

    with pytest.raises(e.VietQrError) as caught:
        encode(code)

    assert type(caught.value) is error


def test_the_largest_transfer_is_written() -> None:
    assert parse(encode(replace(CODE, amount=499_999_999))).amount == 499_999_999
