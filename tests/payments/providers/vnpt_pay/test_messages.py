"""What VNPT Pay says: as a form's field or as the body, with numbers or digits."""

import json
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from payments.core.notice_fields import NoticeError
from payments.providers.vnpt_pay.core import messages
from payments.providers.vnpt_pay.core.messages import SERVICES, Order, Status
from payments.providers.vnpt_pay.core.signing import ORDERS, Message

IPN = {
    "ACTION": "IPN",
    "RESPONSE_CODE": "00",
    "MERCHANT_SERVICE_ID": "SCTDEMO",
    "MERCHANT_ORDER_ID": "ST0A1B2C3D4E5F",
    "AMOUNT": "203000",
    "CURRENCY_CODE": "VND",
    "VNPTPAY_TRANSACTION_ID": "26112109310001",
    "PAYMENT_METHOD": "VNPTPAY",
    "PAY_DATE": "20261121093102",
    "ADDITIONAL_INFO": "",
}
ORDER = Order(
    service_id="SCTDEMO",
    order_id="ST0A1B2C3D4E5F",
    amount=203_000,
    description="Gao ST25",
    created_at=datetime(2026, 11, 21, 2, 30, tzinfo=UTC),
    client_ip="203.0.113.7",
)


def test_a_notice_comes_as_body_or_as_field() -> None:
    as_body = json.dumps({**IPN, "AMOUNT": 203000, "ADDITIONAL_INFO": None}).encode()
    as_field = urlencode({"data": as_body.decode(), "other": "x"}).encode()

    assert messages.notice_fields(as_body) == IPN
    assert messages.notice_fields(as_field) == IPN


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"other=1",
        b"data={}&data={}",
        b"data=[]",
        b"data=%FF",
        "data={ố}".encode(),
        b'{"AMOUNT": 203000.5}',
        b'{"AMOUNT": true}',
        b'{"AMOUNT": [1]}',
        b'{"AMOUNT": "1", "AMOUNT": "2"}',
        b'{"A": "\\u0000"}',
        b'{"A": "' + b"x" * 2001 + b'"}',
    ],
)
def test_anything_else_is_no_notice(content: bytes) -> None:
    with pytest.raises(NoticeError):
        messages.notice_fields(content)


def test_a_payment_is_read() -> None:
    assert messages.read_notice(IPN) == messages.Told(
        service_id="SCTDEMO",
        order_id="ST0A1B2C3D4E5F",
        status=Status.PAID,
        amount=203_000,
        currency="VND",
        transaction_id="26112109310001",
        paid_at=datetime(2026, 11, 21, 2, 31, 2, tzinfo=UTC),
        code="00",
    )


def test_another_code_is_no_money() -> None:
    said = messages.read_notice(
        {**IPN, "RESPONSE_CODE": "08", "AMOUNT": "0", "VNPTPAY_TRANSACTION_ID": ""}
    )

    assert (said.status, said.amount, said.code) == (Status.FAILED, None, "08")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AMOUNT", ""),
        ("AMOUNT", "0"),
        ("AMOUNT", "203.000"),
        ("AMOUNT", "0203000"),
        ("AMOUNT", "-1"),
        ("VNPTPAY_TRANSACTION_ID", ""),
        ("MERCHANT_ORDER_ID", ""),
        ("MERCHANT_ORDER_ID", "ST 1"),
    ],
)
def test_money_without_amount_number_or_order_is_refused(name: str, value: str) -> None:
    with pytest.raises(NoticeError):
        messages.read_notice({**IPN, name: value})


@pytest.mark.parametrize("written", ["", "2026-11-21", "20261399999999"])
def test_a_time_nobody_can_read_is_no_reason_to_refuse_money(written: str) -> None:
    assert messages.read_notice({**IPN, "PAY_DATE": written}).paid_at is None


@pytest.mark.parametrize(
    ("code", "status", "wanted"),
    [
        ("00", "00", Status.PAID),
        ("00", "17", Status.UNKNOWN),
        ("00", "", Status.UNKNOWN),
        ("01", "00", Status.NOT_FOUND),
        ("99", "00", Status.UNKNOWN),
    ],
)
def test_only_a_known_status_beside_a_good_code_counts(
    code: str, status: str, wanted: Status
) -> None:
    fields = {**IPN, "RESPONSE_CODE": code, "TRANSACTION_STATUS": status}

    assert messages.read_query(fields, statuses={"00": "paid"}).status is wanted


@pytest.mark.parametrize(("way", "message"), [("redirect", Message.INIT), ("qr", Message.PAY)])
def test_what_we_ask_has_every_signed_field(way: str, message: Message) -> None:
    asked = messages.init(ORDER) if way == "redirect" else messages.pay(ORDER)

    assert set(ORDERS[message]) <= asked.keys()
    assert (asked["AMOUNT"], asked["CURRENCY_CODE"]) == ("203000", "VND")
    assert asked["CREATE_DATE"] == "20261121093000"  # in Vietnam's time
    queried = messages.query(ORDER, SERVICES[way])
    assert tuple(queried) == ORDERS[Message.QUERY]
    assert queried["CREATE_DATE"] == asked["CREATE_DATE"]


def test_where_each_way_is_asked() -> None:
    paths = {way: (one.path(one.start), one.path(one.query)) for way, one in SERVICES.items()}

    assert paths == {
        "redirect": ("/rest/payment/v1.0.5/init", "/rest/payment/v1.0.5/query_transaction"),
        "qr": ("/rest/payment/v1.0.6/pay_qrcode", "/rest/payment/v1.0.6/query"),
    }
