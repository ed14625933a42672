"""MoMo v2: create, notice, query, refund and its query."""

import json
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import ClassVar, Final
from urllib.parse import urlencode, urlsplit

from payments.sandboxes.common.wsgi import TEXT, Answer
from payments.sandboxes.gateways.desk import Desk
from payments.sandboxes.gateways.gateway import Gateway
from payments.sandboxes.gateways.values import (
    DONE,
    PENDING,
    REFUSED,
    DuplicateOrderError,
    DuplicateRefundError,
    Fields,
    Heard,
    Letter,
    NotPaidError,
    Order,
    Request,
    SandboxError,
    Told,
    TooMuchError,
    as_json,
)
from payments.sandboxes.momo.core import messages

ROOT: Final = "/v2/gateway/api"
SMALLEST, LARGEST = 1_000, 50_000_000
RETRIES: Final = (60.0, 300.0, 900.0)
"""MoMo publishes none; ours."""

BAD_SIGNATURE, BAD_FORMAT, BAD_AMOUNT, REPEATED, KNOWN_ORDER, NO_ORDER = 13, 20, 22, 40, 41, 42
REFUNDS: Final[Mapping[str, int]] = {DONE: 0, PENDING: 7002, REFUSED: 1080}
REFUSALS: Final[Mapping[type[SandboxError], int]] = {
    DuplicateRefundError: KNOWN_ORDER,
    NotPaidError: 1088,
    TooMuchError: 1081,
}


class Momo(Gateway):
    """Plays MoMo."""

    code: ClassVar[str] = "momo"
    title: ClassVar[str] = "MoMo"
    retry_seconds: ClassVar[tuple[float, ...]] = RETRIES
    patience: ClassVar[float] = 15

    def answer(self, request: Request, desk: Desk) -> Answer:
        """Answer a call of the API; MoMo answers 200 whatever the result code."""
        known = _CALLS.get(request.path.removeprefix(ROOT))
        if request.method != "POST" or known is None:
            return Answer(body="", status=HTTPStatus.NOT_FOUND, kind=TEXT)
        names, handler = known
        asked = request.json()
        keys = desk.secrets(str(asked.get("partnerCode", "")))
        if keys is None or not messages.is_signed(asked, names, keys):
            return _said(asked, {"resultCode": BAD_SIGNATURE, "message": "Sai chữ ký."}, desk)
        return _said(asked, handler(asked, desk), desk)

    def tells(self, order: Order, desk: Desk) -> Sequence[Told]:  # noqa: ARG002
        """Return the notice to the address that came with the order."""
        fields = {**_result(order), "partnerCode": order.merchant}
        return [Told(name="ipn", url=order.text("ipnUrl"), fields=fields)]

    def letter(self, told: Told, *, secrets: Mapping[str, str], now: float) -> Letter:  # noqa: ARG002
        """Return the notice as JSON; MoMo signs when it answered, not when it tries."""
        signature = messages.sign(told.fields, messages.NOTICE, secrets)
        body = json.dumps({**told.fields, "signature": signature}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=UTF-8"}
        return Letter(method="POST", url=told.url, body=body, headers=headers)

    def took(self, heard: Heard) -> bool:
        """Say whether the merchant answered 204."""
        return heard.status == HTTPStatus.NO_CONTENT

    def return_url(self, order: Order, desk: Desk) -> str:
        """Return the merchant's address with the same fields as the notice, signed alike."""
        fields = _result(order)
        signature = messages.sign(fields, messages.NOTICE, desk.signing(order.merchant))
        return f"{order.text('redirectUrl')}?{urlencode({**fields, 'signature': signature})}"


GATEWAY: Final = Momo()


def _said(asked: Fields, said: Fields, desk: Desk) -> Answer:
    head = {name: asked.get(name, "") for name in ("partnerCode", "orderId", "requestId")}
    return as_json({**head, "responseTime": int(desk.now * 1000), **said})


def _create(asked: Fields, desk: Desk) -> Fields:
    amount = asked.get("amount")
    if not isinstance(amount, int) or not SMALLEST <= amount <= LARGEST:
        return {"resultCode": BAD_AMOUNT, "message": "Số tiền ngoài giới hạn."}
    if urlsplit(str(asked.get("ipnUrl", ""))).query or not asked.get("orderId"):
        return {"resultCode": BAD_FORMAT, "message": "Sai định dạng."}
    try:
        order = desk.open(
            merchant=str(asked["partnerCode"]),
            order_ref=str(asked["orderId"]),
            amount=amount,
            fields=asked,
        )
    except DuplicateOrderError as error:
        same = error.order.text("requestId") == asked.get("requestId")
        return {"resultCode": REPEATED if same else KNOWN_ORDER, "message": "Đã dùng rồi."}
    return {
        "amount": amount,
        "resultCode": 0,
        "message": "Thành công.",
        "payUrl": desk.page(order),
        "deeplink": f"momo://?action=payWithApp&orderId={order.order_ref}",
        "qrCodeUrl": f"momo://app?action=payWithApp&isScanQR=true&sid={order.order_ref}",
    }


def _result(order: Order) -> dict[str, object]:
    code, message = messages.RESULTS[order.state]
    return {
        "partnerCode": order.merchant,
        "orderId": order.order_ref,
        "requestId": order.text("requestId"),
        "amount": order.paid if order.is_paid else order.amount,
        "orderInfo": order.text("orderInfo"),
        "orderType": "momo_wallet",
        "transId": int(order.transaction_id or 0),
        "resultCode": code,
        "message": message,
        "payType": "qr",
        "responseTime": int((order.settled_at or order.created_at) * 1000),
        "extraData": order.text("extraData"),
    }


def _query(asked: Fields, desk: Desk) -> Fields:
    order = desk.order(str(asked["partnerCode"]), str(asked.get("orderId", "")))
    if order is None:
        return {"resultCode": NO_ORDER, "message": "Không tìm thấy đơn."}
    kept = ("amount", "transId", "resultCode", "message", "payType", "responseTime", "extraData")
    return {name: text for name, text in _result(order).items() if name in kept}


def _refund(asked: Fields, desk: Desk) -> Fields:
    order = desk.order_of(str(asked["partnerCode"]), str(asked.get("transId", "")))
    amount = asked.get("amount")
    if order is None or not isinstance(amount, int):
        return {"resultCode": NO_ORDER, "message": "Không tìm thấy giao dịch."}
    try:
        made = desk.refund(order, refund_ref=str(asked["orderId"]), amount=amount, fields=asked)
    except SandboxError as error:
        return {"resultCode": REFUSALS[type(error)], "message": "Không hoàn được."}
    number = int(made.number)
    return {"amount": amount, "transId": number, "resultCode": REFUNDS[made.state], "message": ""}


def _query_refund(asked: Fields, desk: Desk) -> Fields:
    made = desk.find_refund(str(asked["partnerCode"]), str(asked.get("orderId", "")))
    if made is None:
        return {"resultCode": NO_ORDER, "message": "Không tìm thấy giao dịch."}
    row = {
        "orderId": made.refund_ref,
        "amount": made.amount,
        "resultCode": REFUNDS[made.state],
        "transId": int(made.number),
        "createdTime": int(made.created_at * 1000),
    }
    return {"resultCode": 0, "message": "Thành công.", "refundTrans": [row]}


_CALLS: Final[Mapping[str, tuple[list[str], Callable[[Fields, Desk], Fields]]]] = {
    "/create": (messages.CREATE, _create),
    "/query": (messages.QUERY, _query),
    "/refund": (messages.REFUND, _refund),
    "/refund/query": (messages.QUERY, _query_refund),
}
