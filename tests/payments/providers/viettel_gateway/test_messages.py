"""What the newer Viettel gateway says, in whole đồng, and what counts as money."""

import json
from datetime import UTC, datetime

import pytest

from payments.core.notice_fields import NoticeError
from payments.providers.viettel_gateway.core import messages
from payments.providers.viettel_gateway.core.messages import Status, Wanted
from tests.payments.providers.vectors import needs_vectors, public

IPN = {
    "transactionStatus": 1,
    "errorCode": "00",
    "orderId": "ST0A1B2C3D4E5F",
    "vtRequestId": "VT2611210001",
    "type": "PAYMENT",
    "transAmount": 203_000,
    "currency": "VND",
    "paymentDate": "2026-11-21T09:31:02",
    "merchantCode": "SCTDEMO",
}
WANTED = Wanted(
    order_id="ST0A1B2C3D4E5F",
    amount=203_000,
    description="Gao ST25",
    way="QR",
    return_url="https://shop.example/ve/",
    minutes=15,
)


def body(**changes: object) -> bytes:
    return json.dumps({**IPN, **changes}).encode()


def created(data: object, status: str = "00") -> bytes:
    return json.dumps({"status": status, "message": "", "data": data}).encode()


def test_a_payment_is_read() -> None:
    assert messages.read_told(body()) == messages.Told(
        order_id="ST0A1B2C3D4E5F",
        merchant_code="SCTDEMO",
        is_refund=False,
        status=Status.DONE,
        amount=203_000,
        currency="VND",
        request_id="VT2611210001",
        paid_at=datetime(2026, 11, 21, 2, 31, 2, tzinfo=UTC),
        error_code="00",
    )


@needs_vectors
def test_the_public_notice_and_request_are_read_and_written() -> None:
    request, ipn = public("viettel_money_ecdsa")

    said = messages.read_told(str(ipn["raw_body"]).encode())

    assert (said.order_id, said.amount, said.status) == ("ST2026000123-1", 185_000, Status.DONE)
    wanted = Wanted(
        order_id="ST2026000123-1",
        amount=185_000,
        description="Don hang ST2026000123",
        way="QR",
        return_url="",
        minutes=15,
    )
    ours = json.loads(messages.create(wanted))
    assert json.loads(str(request["raw_body"])).items() <= ours.items()


@pytest.mark.parametrize(
    ("status", "error", "wanted"),
    [
        (1, "00", Status.DONE),
        (1, "", Status.DONE),
        (1, "V04", Status.UNKNOWN),
        (0, "00", Status.PENDING),
        (2, "16", Status.FAILED),
        (3, "00", Status.UNKNOWN),
        (7, "", Status.UNKNOWN),
        (-1, "", Status.UNKNOWN),
    ],
)
def test_what_a_status_means(status: int, error: str, wanted: Status) -> None:
    assert messages.read_told(body(transactionStatus=status, errorCode=error)).status is wanted


@pytest.mark.parametrize(
    "changes",
    [
        {"transactionStatus": "1"},
        {"transactionStatus": True},
        {"transactionStatus": None},
        {"transAmount": 0},
        {"transAmount": 203000.5},
        {"transAmount": "203000"},
        {"orderId": ""},
        {"orderId": "a b"},
        {"type": "CAPTURE"},
        {"vtRequestId": None},
    ],
)
def test_what_is_not_as_promised_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(NoticeError):
        messages.read_told(body(**changes))


def test_a_time_nobody_can_read_is_no_reason_to_refuse_money() -> None:
    assert messages.read_told(body(paymentDate="21/11/2026")).paid_at is None


def test_a_refund_is_told_apart() -> None:
    said = messages.read_told(body(type="REFUND", orderId="RF01"))

    assert (said.is_refund, said.order_id) == (True, "RF01")


def test_a_created_transaction_is_read() -> None:
    data = {
        "orderId": "ST0A1B2C3D4E5F",
        "transAmount": 203_000,
        "qrCode": "VT|QR",
        "vtRequestId": "VT1",
        "url": None,
    }

    assert messages.read_created(created(data), wanted=WANTED) == messages.Created(
        url="", qr_code="VT|QR", deep_link="", request_id="VT1"
    )
    assert messages.read_created(created(data, "SUCCESS"), wanted=WANTED) is not None
    assert messages.read_created(created(None, "05"), wanted=WANTED) is None


@pytest.mark.parametrize("changes", [{"orderId": "ST9"}, {"transAmount": 20_300_000}])
def test_an_answer_about_something_else_is_refused(changes: dict[str, object]) -> None:
    data = {"orderId": "ST0A1B2C3D4E5F", "transAmount": 203_000, **changes}
    with pytest.raises(NoticeError):
        messages.read_created(created(data), wanted=WANTED)


def test_a_question_is_read() -> None:
    said = messages.read_asked(
        json.dumps(
            {"orderId": "ST1", "merchantCode": "M", "transAmount": 5_000, "currency": "USD"}
        ).encode()
    )

    assert said == messages.Asked(order_id="ST1", merchant_code="M", amount=5_000, currency="USD")


def test_a_search_may_find_nothing_and_tells_payment_from_refund() -> None:
    assert messages.read_found(created(None)) == []
    assert messages.read_found(created([])) == []
    rows = [IPN, {**IPN, "type": "REFUND", "orderId": "RF01"}]
    assert [one.is_refund for one in messages.read_found(created(rows))] == [False, True]
    with pytest.raises(NoticeError):
        messages.read_found(created([1]))


@pytest.mark.parametrize(
    ("data", "status", "wanted"),
    [
        ({"transactionStatus": 1, "vtRequestId": "R1"}, "00", (Status.DONE, "R1", "00")),
        ({"transactionStatus": 0}, "SUCCESS", (Status.PENDING, "", "SUCCESS")),
        ({"transactionStatus": 2, "errorCode": "21"}, "00", (Status.FAILED, "", "21")),
        ({"transactionStatus": 1, "errorCode": "V04"}, "00", (Status.UNKNOWN, "", "V04")),
        ({"transactionStatus": 1}, "07", (Status.FAILED, "", "07")),
        (None, "07", (Status.FAILED, "", "07")),
        (None, "00", (Status.UNKNOWN, "", "00")),
    ],
)
def test_what_became_of_a_refund(
    data: dict[str, object] | None, status: str, wanted: tuple[Status, str, str]
) -> None:
    content = created(None if data is None else {"orderId": "RF01", **data}, status)

    assert messages.read_refunded(content, refund_ref="RF01") == wanted


def test_a_refund_of_another_number_is_not_ours() -> None:
    with pytest.raises(NoticeError):
        messages.read_refunded(
            created({"orderId": "RF02", "transactionStatus": 1}), refund_ref="RF01"
        )


def test_our_bodies_are_whole_dong_and_compact() -> None:
    made = messages.refund(refund_ref="RF01", request_id="VT1", amount=50_000, reason="Hang hong")

    assert made == (
        b'{"orderId":"RF01","originalRequestId":"VT1","transAmount":50000,'
        b'"description":"Hang hong"}'
    )
    assert messages.search("ST1") == b'{"orderId":"ST1"}'
    assert messages.search_refund("VT1") == b'{"originalRequestId":"VT1"}'
