"""ViettelPay 2.0: the pay address, the verify call before money is taken, result, API."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import ClassVar, Final

from payments.sandboxes.common.calling import NO_ANSWER, call
from payments.sandboxes.common.wsgi import TEXT, Answer, redirect
from payments.sandboxes.gateways.desk import Desk
from payments.sandboxes.gateways.gateway import Gateway
from payments.sandboxes.gateways.values import (
    CANCELLED,
    DONE,
    FAILED,
    PAID,
    DuplicateOrderError,
    DuplicateRefundError,
    Heard,
    Letter,
    Order,
    Press,
    Request,
    SandboxError,
    Told,
    as_json,
)
from payments.sandboxes.viettel_money.core import messages

PAY: Final = "/PaymentGateway/payment"
API: Final = "/PaymentAPI/webresources/postData"
FORM: Final = "application/x-www-form-urlencoded"
VERSION: Final = "2.0"
OK: Final = "00"
BAD_CHECK_SUM: Final = "V01"
NO_MERCHANT: Final = "M01"
NO_FUNDS: Final = "16"
OTHER: Final = "99"


class ViettelMoney(Gateway):
    """Plays ViettelPay 2.0. How often Viettel repeats a result is not known; this is a guess."""

    code: ClassVar[str] = "viettel_money"
    title: ClassVar[str] = "Viettel Money (ViettelPay 2.0)"
    outcomes: ClassVar[tuple[str, ...]] = (PAID, FAILED, CANCELLED)
    hooks: ClassVar[tuple[str, ...]] = ("verify", "result")
    retry_seconds: ClassVar[tuple[float, ...]] = (60, 300, 900)
    browser_paths: ClassVar[frozenset[str]] = frozenset({PAY})

    def answer(self, request: Request, desk: Desk) -> Answer:
        """Open the pay page, or answer TRANS_INQUIRY and REFUND_PAYMENT."""
        if request.path == PAY and request.method == "GET":
            return _pay(request, desk)
        if request.path == API and request.method == "POST":
            return _api(request.form(), desk)
        return Answer(body="", status=HTTPStatus.NOT_FOUND, kind=TEXT)

    def refuses(self, order: Order, press: Press, desk: Desk) -> str:
        """Ask the merchant before money is taken; anything but a signed 00 is code V05."""
        if press.outcome != PAID:
            return ""
        url = desk.hook(order.merchant, "verify")
        if not url:
            return "Shop chưa khai địa chỉ xác nhận đơn (mã V05)."
        said = _verified(order, url, desk)
        return "" if said == OK else f"Shop không xác nhận đơn: {said} (mã V05)."

    def tells(self, order: Order, desk: Desk) -> Sequence[Told]:
        """Return the result call."""
        url = desk.hook(order.merchant, "result")
        return [Told(name="result", url=url, fields=_result(order))]

    def letter(self, told: Told, *, secrets: Mapping[str, str], now: float) -> Letter:  # noqa: ARG002
        """Return the result as a posted form; no time is signed."""
        body = messages.form(messages.signed(told.fields, messages.RESULT, secrets))
        return Letter(method="POST", url=told.url, body=body, headers={"Content-Type": FORM})

    def took(self, heard: Heard) -> bool:
        """Say whether the merchant answered that it keeps the result."""
        said = messages.answered(heard.said.encode())
        return heard.is_success and said.get("error_code") == OK and bool(said.get("check_sum"))

    def return_url(self, order: Order, desk: Desk) -> str:
        """Return the merchant's address with the result, signed."""
        fields = messages.signed(_result(order), messages.RESULT, desk.signing(order.merchant))
        url = order.text("return_url")
        return f"{url}{'&' if '?' in url else '?'}{messages.form(fields).decode()}"


GATEWAY: Final = ViettelMoney()


def _pay(request: Request, desk: Desk) -> Answer:
    asked = request.asked()
    merchant = asked.get("merchant_code", "")
    secrets = desk.secrets(merchant)
    if secrets is None:
        return _wrong("Không có merchant này (mã M01).")
    if not messages.is_signed(asked, messages.PAYMENT, secrets):
        return _wrong("Sai chữ ký (mã V01).")
    amount = asked["trans_amount"]
    if not (amount.isascii() and amount.isdigit() and int(amount) > 0):
        return _wrong("Số tiền không hợp lệ.")
    try:
        order = desk.open(
            merchant=merchant, order_ref=asked["order_id"], amount=int(amount), fields=asked
        )
    except DuplicateOrderError as error:
        order = error.order
        if order.text("trans_amount") != amount:
            return _wrong("Số đơn đã dùng rồi.")
    return redirect(desk.page(order))


def _wrong(text: str) -> Answer:
    return Answer(body=text, status=HTTPStatus.BAD_REQUEST, kind=TEXT)


def _verified(order: Order, url: str, desk: Desk) -> str:
    """Return the merchant's error code, or why its answer does not count.

    The amount is signed and not sent.
    """
    asked = {
        "billcode": order.text("billcode"),
        "merchant_code": order.merchant,
        "order_id": order.order_ref,
    }
    secrets = desk.secrets(order.merchant) or {}
    amount = {"trans_amount": str(order.amount)}
    made = messages.check_sum({**asked, **amount}, messages.VERIFY, secrets)
    body = messages.form({**asked, "check_sum": made})
    try:
        status, content = call(
            "POST", url, body=body, headers={"Content-Type": FORM}, timeout=desk.gateway.patience
        )
    except NO_ANSWER as error:
        return type(error).__name__
    said = messages.answered(content)
    code = said.get("error_code", "")
    if status != HTTPStatus.OK or code != OK:
        return code or f"HTTP {status}"
    is_right = said.get("trans_amount") == str(order.amount)
    return (
        OK if is_right and messages.is_signed(said, messages.VERIFY_REPLY, secrets) else "check_sum"
    )


def _result(order: Order) -> dict[str, object]:
    status, code = messages.STATES[order.state]
    return {
        "billcode": order.text("billcode"),
        "cust_msisdn": "84900000001",
        "error_code": code,
        "merchant_code": order.merchant,
        "order_id": order.order_ref,
        "payment_status": status,
        "trans_amount": str(order.paid if order.is_paid else order.amount),
        "vt_transaction_id": order.transaction_id,
    }


def _api(asked: Mapping[str, str], desk: Desk) -> Answer:
    merchant = asked.get("merchant_code", "")
    secrets = desk.secrets(merchant)
    is_refund = asked.get("cmd") == "REFUND_PAYMENT"
    order = messages.REFUND if is_refund else messages.INQUIRY
    if secrets is None or not messages.is_signed(asked, order, secrets):
        code = NO_MERCHANT if secrets is None else BAD_CHECK_SUM
        return as_json({"error_code": code, "error_msg": "refused"})
    said = _refunded(asked, desk) if is_refund else _inquired(asked, desk)
    head = {"merchant_code": merchant, "order_id": asked["order_id"], "version": VERSION}
    reply = messages.REFUND_REPLY if is_refund else messages.INQUIRY_REPLY
    return as_json(messages.signed({**head, **said}, reply, desk.signing(merchant)))


def _inquired(asked: Mapping[str, str], desk: Desk) -> dict[str, str]:
    """Answer TRANS_INQUIRY; the fault ``unknown_status`` makes the gateway not know."""
    order = desk.order(asked["merchant_code"], asked["order_id"])
    if order is None:
        return {"error_code": OK, "payment_status": "-1", "vt_transaction_id": ""}
    status, code = messages.STATES[order.state]
    if desk.fault("unknown_status"):
        status = "3"
    return {
        "error_code": code,
        "payment_status": status,
        "vt_transaction_id": order.transaction_id,
    }


def _refunded(asked: Mapping[str, str], desk: Desk) -> dict[str, str]:
    """Answer REFUND_PAYMENT: the whole payment, once; asked again, it is the same refund."""
    order = desk.order_of(asked["merchant_code"], asked["originalRequestId"])
    if order is None or order.order_ref != asked["order_id"]:
        return {"error_code": OTHER, "error_msg": "no such payment"}
    if asked["refundType"] != "0" or asked["trans_amount"] != str(order.paid):
        return {"error_code": OTHER, "error_msg": "whole payments only"}
    try:
        made = desk.refund(
            order, refund_ref=f"RF{order.order_ref}", amount=order.paid, fields=dict(asked)
        )
    except DuplicateRefundError as error:
        made = error.refund
    except SandboxError as error:
        return {"error_code": OTHER, "error_msg": str(error)}
    code = OK if made.state == DONE else NO_FUNDS
    return {"error_code": code, "error_msg": "", "refund_request_id": made.number}
