"""VNPAY 2.1.0: the pay address, the IPN, querydr and refund."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import ClassVar, Final
from uuid import uuid4

from payments.sandboxes.common.wsgi import TEXT, Answer, redirect
from payments.sandboxes.gateways.desk import Desk
from payments.sandboxes.gateways.gateway import Gateway
from payments.sandboxes.gateways.values import (
    CANCELLED,
    DONE,
    FAILED,
    HELD,
    PAID,
    PENDING,
    REFUSED,
    DuplicateOrderError,
    DuplicateRefundError,
    Heard,
    Letter,
    NotPaidError,
    Order,
    Refund,
    Request,
    SandboxError,
    Told,
    TooMuchError,
    as_json,
)
from payments.sandboxes.vnpay.core import messages

PAY: Final = "/paymentv2/vpcpay.html"
API: Final = "/merchant_webapi/api/transaction"
CALLS: Final = 10
BETWEEN: Final = 300.0
HUNDRED: Final = 100
MESSAGES: Final[Mapping[str, str]] = {
    "00": "Success",
    "02": "Merchant not found, or more than was paid",
    "03": "Invalid data format",
    "91": "Transaction not found",
    "94": "Duplicate request",
    "95": "Original transaction failed",
    "97": "Invalid signature",
    "99": "Refused",
}
REFUSALS: Final[Mapping[type[SandboxError], str]] = {
    DuplicateRefundError: "94",
    NotPaidError: "95",
    TooMuchError: "02",
}


class Vnpay(Gateway):
    """Plays VNPAY."""

    code: ClassVar[str] = "vnpay"
    title: ClassVar[str] = "VNPAY"
    outcomes: ClassVar[tuple[str, ...]] = (PAID, HELD, FAILED, CANCELLED)
    hooks: ClassVar[tuple[str, ...]] = ("ipn",)
    retry_seconds: ClassVar[tuple[float, ...]] = (BETWEEN,) * (CALLS - 1)
    browser_paths: ClassVar[frozenset[str]] = frozenset({PAY})

    def answer(self, request: Request, desk: Desk) -> Answer:
        """Open the pay page, or answer querydr and refund."""
        if request.path == PAY and request.method == "GET":
            return _pay(request, desk)
        if request.path == API and request.method == "POST":
            return _api(request, desk)
        return Answer(body="", status=HTTPStatus.NOT_FOUND, kind=TEXT)

    def tells(self, order: Order, desk: Desk) -> Sequence[Told]:
        """Return the IPN."""
        url = desk.hook(order.merchant, "ipn")
        return [Told(name="ipn", url=url, fields={**_result(order), "merchant": order.merchant})]

    def letter(self, told: Told, *, secrets: Mapping[str, str], now: float) -> Letter:  # noqa: ARG002
        """Return the IPN as a GET; VNPAY signs no time."""
        fields = {name: str(text) for name, text in told.fields.items() if name != "merchant"}
        query = messages.sign_query(fields, secrets.get("hash_secret", ""))
        return Letter(method="GET", url=f"{told.url}?{query}")

    def took(self, heard: Heard) -> bool:
        """Say whether the merchant answered 00 or 02."""
        return heard.is_success and any(
            f'"RspCode":"{code}"' in heard.said.replace(" ", "") for code in ("00", "02")
        )

    def return_url(self, order: Order, desk: Desk) -> str:
        """Return the merchant's address with the result, signed."""
        query = messages.sign_query(_result(order), desk.signing(order.merchant)["hash_secret"])
        url = order.text("vnp_ReturnUrl")
        return f"{url}{'&' if '?' in url else '?'}{query}"


GATEWAY: Final = Vnpay()


def _pay(request: Request, desk: Desk) -> Answer:
    asked = request.asked()
    merchant = asked.get("vnp_TmnCode", "")
    secrets = desk.secrets(merchant)
    if secrets is None or not messages.is_signed_query(request.query, secrets["hash_secret"]):
        return _wrong("Sai chữ ký (mã 70).")
    amount = asked.get("vnp_Amount", "")
    if not (amount.isdigit() and int(amount) > 0 and int(amount) % HUNDRED == 0):
        return _wrong("Số tiền không hợp lệ (mã 03).")
    try:
        order = desk.open(
            merchant=merchant,
            order_ref=asked.get("vnp_TxnRef", ""),
            amount=int(amount) // HUNDRED,
            fields=asked,
            expires_at=messages.seconds(asked.get("vnp_ExpireDate", "")),
        )
    except DuplicateOrderError as error:
        order = error.order
        if order.text("vnp_Amount") != amount:
            return _wrong("Số đơn đã dùng rồi (mã 01).")
    return redirect(desk.page(order))


def _wrong(text: str) -> Answer:
    return Answer(body=text, status=HTTPStatus.BAD_REQUEST, kind=TEXT)


def _result(order: Order) -> dict[str, str]:
    code, status = messages.RESULTS[order.state]
    amount = order.paid if order.is_paid else order.amount
    return {
        "vnp_Amount": str(amount * HUNDRED),
        "vnp_BankCode": "NCB",
        "vnp_BankTranNo": f"VNP{order.transaction_id}" if order.is_paid else "",
        "vnp_CardType": "ATM",
        "vnp_OrderInfo": order.text("vnp_OrderInfo"),
        "vnp_PayDate": messages.clock(order.settled_at or order.created_at),
        "vnp_ResponseCode": code,
        "vnp_TmnCode": order.merchant,
        "vnp_TransactionNo": order.transaction_id if order.is_paid else "0",
        "vnp_TransactionStatus": status,
        "vnp_TxnRef": order.order_ref,
    }


def _api(request: Request, desk: Desk) -> Answer:
    asked = {name: str(value) for name, value in request.json().items()}
    merchant = asked.get("vnp_TmnCode", "")
    secrets = desk.secrets(merchant)
    if secrets is None:
        return as_json({"vnp_ResponseCode": "02", "vnp_Message": MESSAGES["02"]})
    is_query = asked.get("vnp_Command") == "querydr"
    order = messages.QUERY_ASKED if is_query else messages.REFUND_ASKED
    if not messages.are_signed_fields(asked, order, secrets["hash_secret"]):
        return as_json({"vnp_ResponseCode": "97", "vnp_Message": MESSAGES["97"]})
    said = _query(asked, desk) if is_query else _refund(asked, desk)
    answered = messages.QUERY_ANSWERED if is_query else messages.REFUND_ANSWERED
    head = {
        "vnp_ResponseId": uuid4().hex,
        "vnp_Command": asked["vnp_Command"],
        "vnp_Message": MESSAGES[said["vnp_ResponseCode"]],
        "vnp_TmnCode": merchant,
        "vnp_TxnRef": asked["vnp_TxnRef"],
    }
    fields = {**head, **said}
    secret = desk.signing(merchant)["hash_secret"]
    return as_json({**fields, messages.HASH: messages.sign_fields(fields, answered, secret)})


def _query(asked: Mapping[str, str], desk: Desk) -> dict[str, str]:
    order = desk.order(asked["vnp_TmnCode"], asked["vnp_TxnRef"])
    if order is None or order.text("vnp_CreateDate") != asked["vnp_TransactionDate"]:
        return {"vnp_ResponseCode": "91"}
    refunds = desk.store.refunds(order.id)
    if refunds:
        return _refunded(refunds[-1])
    result = _result(order)
    kept = ("vnp_Amount", "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo", "vnp_OrderInfo")
    return {
        **{name: result[name] for name in kept},
        "vnp_ResponseCode": "00",
        "vnp_TransactionStatus": result["vnp_TransactionStatus"],
        "vnp_TransactionType": "01",
    }


def _refund(asked: Mapping[str, str], desk: Desk) -> dict[str, str]:
    order = desk.order(asked["vnp_TmnCode"], asked["vnp_TxnRef"])
    if order is None:
        return {"vnp_ResponseCode": "91"}
    amount = int(asked["vnp_Amount"]) // HUNDRED
    if asked["vnp_TransactionType"] == "02" and amount != order.paid:
        return {"vnp_ResponseCode": "03"}
    try:
        made = desk.refund(order, refund_ref=asked["vnp_RequestId"], amount=amount, fields=asked)
    except SandboxError as error:
        return {"vnp_ResponseCode": REFUSALS[type(error)]}
    return _refunded(made)


def _refunded(made: Refund) -> dict[str, str]:
    fields = made.fields
    return {
        "vnp_ResponseCode": "99" if made.state == REFUSED else "00",
        "vnp_Amount": str(made.amount * HUNDRED),
        "vnp_BankCode": "NCB",
        "vnp_PayDate": messages.clock(made.created_at),
        "vnp_TransactionNo": made.number,
        "vnp_TransactionType": str(fields["vnp_TransactionType"]),
        "vnp_TransactionStatus": {PENDING: "05", DONE: "06", REFUSED: "09"}[made.state],
        "vnp_OrderInfo": str(fields["vnp_OrderInfo"]),
    }
