"""Viettel Money's newer gateway: create, search, refund, order confirmation and IPN."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import ClassVar, Final

from payments.sandboxes.common.calling import NO_ANSWER
from payments.sandboxes.common.words import VIETNAM
from payments.sandboxes.common.wsgi import TEXT, Answer
from payments.sandboxes.gateways.demo import SECRETS
from payments.sandboxes.gateways.desk import Desk
from payments.sandboxes.gateways.gateway import Gateway
from payments.sandboxes.gateways.values import (
    CANCELLED,
    DONE,
    FAILED,
    JSON,
    PAID,
    PENDING,
    DuplicateOrderError,
    DuplicateRefundError,
    Fields,
    Heard,
    Letter,
    Order,
    Press,
    Refund,
    Request,
    SandboxError,
    Told,
)
from payments.sandboxes.viettel_gateway import merchants
from payments.sandboxes.viettel_gateway.core import signing

CODE: Final = "viettel_gateway"
CREATE: Final = "/v2/create-transaction"
REFUND: Final = "/v3/merchant/refund-transaction"
SEARCH: Final = "/v3/merchant/search-transaction"
OK: Final = "00"
STATES: Final[Mapping[str, tuple[int, str]]] = {
    "open": (0, "00"),
    "paid": (1, "00"),
    "failed": (2, "16"),
    "cancelled": (2, "V06"),
}
REFUND_STATES: Final[Mapping[str, tuple[int, str]]] = {PENDING: (0, "00"), DONE: (1, "00")}
REFUSED_REFUND: Final = (2, "16")


class ViettelGateway(Gateway):
    """Plays the newer Viettel gateway. How often it repeats a notice is not known: a guess."""

    code: ClassVar[str] = CODE
    title: ClassVar[str] = "Viettel Money (ECDSA)"
    outcomes: ClassVar[tuple[str, ...]] = (PAID, FAILED, CANCELLED)
    hooks: ClassVar[tuple[str, ...]] = ("confirm", "ipn")
    retry_seconds: ClassVar[tuple[float, ...]] = (600, 600, 600)

    def answer(self, request: Request, desk: Desk) -> Answer:
        """Answer a signed call; whoever is not known by token and key is refused."""
        handler = {CREATE: _create, SEARCH: _search, REFUND: _refund}.get(request.path)
        if handler is None or request.method != "POST":
            return Answer(body="", status=HTTPStatus.NOT_FOUND, kind=TEXT)
        merchant = _merchant(request)
        if merchant is None:
            return Answer(body="{}", status=HTTPStatus.UNAUTHORIZED, kind=JSON)
        said = json.dumps(handler(request.json(), merchant, desk), ensure_ascii=False)
        return Answer(body=said, kind=JSON, headers={"Signature": _sign(said, merchant, desk)})

    def refuses(self, order: Order, press: Press, desk: Desk) -> str:
        """Ask the merchant to confirm the order before money is taken."""
        if press.outcome != PAID:
            return ""
        url = desk.hook(order.merchant, "confirm")
        if not url:
            return "Shop chưa khai địa chỉ xác nhận đơn."
        secrets = desk.secrets(order.merchant) or {}
        try:
            said = merchants.confirm(url, _asked(order), secrets, patience=desk.gateway.patience)
        except NO_ANSWER as error:
            said = type(error).__name__
        return "" if said == OK else f"Shop không xác nhận đơn (mã {said})."

    def tells(self, order: Order, desk: Desk) -> Sequence[Told]:
        """Return the IPN of a payment."""
        return [Told(name="ipn", url=desk.hook(order.merchant, "ipn"), fields=_row(order))]

    def tells_of_refund(self, refund: Refund, order: Order, desk: Desk) -> Sequence[Told]:
        """Return the IPN of a refund that ended late."""
        url = desk.hook(order.merchant, "ipn")
        return [Told(name="ipn", url=url, fields=_refund_row(refund, order))]

    def letter(self, told: Told, *, secrets: Mapping[str, str], now: float) -> Letter:  # noqa: ARG002
        """Return one try, signed anew: no two signatures are the same."""
        return merchants.letter(told.url, told.fields, secrets)

    def took(self, heard: Heard) -> bool:
        """Say whether the merchant answered 00."""
        return heard.is_success and merchants.code_of(heard.said.encode()) == OK

    def return_url(self, order: Order, desk: Desk) -> str:  # noqa: ARG002
        """Return the merchant's address as it was given; nothing is added."""
        return order.text("returnUrl")


GATEWAY: Final = ViettelGateway()


def _merchant(request: Request) -> str | None:
    """Return the merchant whose token and key made this call."""
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    given = request.headers.get("signature", "")
    for merchant, secrets in SECRETS[CODE]["sandbox"].items():
        is_theirs = token == secrets["access_token"]
        if is_theirs and signing.is_of(secrets["merchant_public_key"], request.body, given):
            return merchant
    return None


def _sign(said: str, merchant: str, desk: Desk) -> str:
    """Return the signature of an answer; of another text while the fault is played."""
    secrets = desk.secrets(merchant) or {}
    body = f"{said} " if desk.forging else said
    return signing.sign(secrets["viettel_private_key"], body.encode())


def _create(asked: Fields, merchant: str, desk: Desk) -> Fields:
    amount = asked.get("transAmount")
    if not isinstance(amount, int) or amount <= 0:
        return {"status": "03", "message": "amount", "data": None}
    try:
        order = desk.open(
            merchant=merchant,
            order_ref=str(asked["orderId"]),
            amount=amount,
            fields=asked,
            expires_at=desk.now + 60 * int(str(asked["expireAfter"])),
        )
    except DuplicateOrderError as error:
        order = error.order
        if order.amount != amount:
            return {"status": "06", "message": "duplicate order", "data": None}
    return {"status": OK, "message": "", "data": _shown(order, str(asked["returnType"]), desk)}


def _shown(order: Order, way: str, desk: Desk) -> Fields:
    """Return what the buyer is shown; a phone's camera can open the code, as the app would."""
    page = desk.page(order)
    return {
        "orderId": order.order_ref,
        "transAmount": order.amount,
        "vtRequestId": f"VT{order.id}",
        "url": page if way == "WEB" else None,
        "qrCode": page if way == "QR" else None,
        "deepLink": page if way in {"DEEPLINK", "QR"} else None,
    }


def _search(asked: Fields, merchant: str, desk: Desk) -> Fields:
    rows: list[Fields] = []
    payment = desk.order_of(merchant, str(asked.get("originalRequestId", "")))
    order = desk.order(merchant, str(asked.get("orderId", "")))
    if payment is not None:
        rows = [_refund_row(one, payment) for one in desk.store.refunds(payment.id)]
    elif order is not None:
        rows = [_row(order)]
    return {"status": OK, "message": "", "data": rows}


def _refund(asked: Fields, merchant: str, desk: Desk) -> Fields:
    order = desk.order_of(merchant, str(asked["originalRequestId"]))
    if order is None:
        return {"status": "02", "message": "no such payment", "data": None}
    try:
        made = desk.refund(
            order,
            refund_ref=str(asked["orderId"]),
            amount=int(str(asked["transAmount"])),
            fields=asked,
        )
    except DuplicateRefundError as error:
        made = error.refund
    except SandboxError:
        return {"status": "04", "message": "amount", "data": None}
    return {"status": OK, "message": "", "data": _refund_row(made, order)}


def _asked(order: Order) -> Fields:
    return {
        "orderId": order.order_ref,
        "merchantCode": order.merchant,
        "transAmount": order.amount,
        "currency": order.currency,
        "vtRequestId": f"VT{order.id}",
        "description": order.text("description"),
        "paymentMethod": "WALLET",
    }


def _row(order: Order) -> dict[str, object]:
    status, code = STATES[order.state]
    return {
        "transactionStatus": status,
        "errorCode": code,
        "orderId": order.order_ref,
        "vtRequestId": order.transaction_id,
        "type": "PAYMENT",
        "transAmount": order.paid if order.is_paid else order.amount,
        "currency": order.currency,
        "paymentMethod": "WALLET",
        "paymentDate": _clock(order.settled_at or order.created_at),
        "merchantCode": order.merchant,
        "description": order.text("description"),
    }


def _refund_row(refund: Refund, order: Order) -> dict[str, object]:
    status, code = REFUND_STATES.get(refund.state, REFUSED_REFUND)
    return {
        "transactionStatus": status,
        "errorCode": code,
        "orderId": refund.refund_ref,
        "originalRequestId": order.transaction_id,
        "vtRequestId": refund.number,
        "type": "REFUND",
        "transAmount": refund.amount,
        "currency": order.currency,
        "paymentDate": _clock(refund.created_at),
        "merchantCode": order.merchant,
    }


def _clock(seconds: float) -> str:
    local = datetime.fromtimestamp(seconds, UTC).astimezone(VIETNAM)
    return local.strftime("%Y-%m-%dT%H:%M:%S")
