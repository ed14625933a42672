"""What ViettelPay v2.0 says is held to its form; base64 comes whole out of any form."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.core.notice_fields import NoticeError
from payments.providers.viettel_money.core import forms, messages
from payments.providers.viettel_money.core.messages import Status

ORDER = "ST0A1B2C3D4E5F"
RESULT = {
    "billcode": ORDER,
    "cust_msisdn": "84900000001",
    "error_code": "00",
    "merchant_code": "SCTDEMO",
    "order_id": ORDER,
    "payment_status": "1",
    "trans_amount": "203000",
    "vt_transaction_id": "1611210931",
}


def test_a_result_is_read() -> None:
    said = messages.read_result(RESULT)

    assert said == messages.Result(
        order_id=ORDER,
        merchant_code="SCTDEMO",
        status=Status.PAID,
        amount=203_000,
        transaction_id="1611210931",
        error_code="00",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("billcode", "STFFFFFFFFFFFF"),
        ("cust_msisdn", "PAYMENT"),
        ("error_code", ""),
        ("error_code", "0 0"),
        ("merchant_code", ""),
        ("order_id", "st0a"),
        ("order_id", "ST1|2"),
        ("order_id", ""),
        ("payment_status", "4"),
        ("payment_status", "-1 "),
        ("payment_status", "01"),
        ("trans_amount", "0203000"),
        ("trans_amount", "203000.0"),
        ("trans_amount", "-203000"),
        ("trans_amount", "٢٠٣"),
        ("trans_amount", "99999999999999"),
        ("vt_transaction_id", ""),
        ("vt_transaction_id", "2.0"),
    ],
)
def test_a_value_of_another_form_is_refused(name: str, value: str) -> None:
    fields = {**RESULT, name: value}
    if name == "order_id":
        fields["billcode"] = value
    with pytest.raises(NoticeError):
        messages.read_result(fields)


def test_a_missing_field_is_no_empty_one() -> None:
    fields = {name: value for name, value in RESULT.items() if name != "cust_msisdn"}

    with pytest.raises(NoticeError, match="cust_msisdn"):
        messages.require(fields, tuple(RESULT))
    with pytest.raises(NoticeError, match="cust_msisdn"):
        messages.read_result(fields)


@pytest.mark.parametrize(
    ("status", "error", "wanted"),
    [
        ("1", "00", Status.PAID),
        ("1", "V04", Status.UNKNOWN),
        ("2", "16", Status.FAILED),
        ("2", "W04", Status.FAILED),
        ("2", "V06", Status.CANCELLED),
        ("3", "00", Status.UNKNOWN),
        ("3", "99", Status.UNKNOWN),
        ("0", "00", Status.PENDING),
        ("-1", "00", Status.NOT_FOUND),
    ],
)
def test_what_codes_mean(status: str, error: str, wanted: Status) -> None:
    fields = {**RESULT, "payment_status": status, "error_code": error}

    assert messages.read_result(fields).status is wanted


def test_an_inquiry_knows_no_amount() -> None:
    body = json.dumps(
        {
            "merchant_code": "SCTDEMO",
            "order_id": ORDER,
            "error_code": "00",
            "vt_transaction_id": 1611210931,
            "payment_status": 1,
            "version": "2.0",
            "check_sum": "x",
            "note": None,
        }
    ).encode()

    said = messages.read_inquired(messages.json_fields(body))

    assert said == messages.Inquired(
        order_id=ORDER,
        merchant_code="SCTDEMO",
        status=Status.PAID,
        transaction_id="1611210931",
        error_code="00",
    )


@pytest.mark.parametrize(
    "changes", [{"payment_status": ""}, {"vt_transaction_id": ""}, {"order_id": "?"}]
)
def test_an_answer_that_makes_no_sense_is_refused(changes: dict[str, str]) -> None:
    fields = {**RESULT, "payment_status": "1", **changes}
    fields.pop("billcode")
    with pytest.raises(NoticeError):
        messages.read_inquired(fields)


@pytest.mark.parametrize(
    "text",
    [
        "check_sum=a%2Bb%2Fc%3D&desc=Gao+ST25",
        "check_sum=a+b/c=&desc=Gao%20ST25",
    ],
)
def test_base64_comes_whole_out_of_a_form(text: str) -> None:
    assert forms.read(text) == {"check_sum": "a+b/c=", "desc": "Gao ST25"}


@given(fields=st.dictionaries(st.text("abc_", min_size=1), st.text("aZ0+/= %&gạo"), max_size=8))
def test_a_form_comes_back_as_it_was_written(fields: dict[str, str]) -> None:
    assert forms.read(forms.write(fields)) == fields


@pytest.mark.parametrize(
    "body",
    [
        b"order_id=1&order_id=2",
        b"order_id=%FF",
        b"order_id=%00",
        "order_id=gạo".encode(),
        b"&".join(b"a%d=1" % n for n in range(51)),
    ],
)
def test_a_form_that_can_be_read_two_ways_is_refused(body: bytes) -> None:
    with pytest.raises(NoticeError):
        forms.read_body(body)
