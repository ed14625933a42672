"""ZaloPay v2: create, callback, query, refund (done later) and its query, the signed way back."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import ClassVar, Final
from urllib.parse import urlencode

from payments.sandboxes.common.words import VIETNAM
from payments.sandboxes.common.wsgi import TEXT, Answer
from payments.sandboxes.gateways.desk import Desk
from payments.sandboxes.gateways.gateway import Gateway
from payments.sandboxes.gateways.values import (
    CANCELLED,
    DONE,
    FAILED,
    OPEN,
    PAID,
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
from payments.sandboxes.zalopay.core import messages

TRIES: Final = (60.0, 60.0)
"""Three calls at most; the waits are ours."""

OLDEST: Final = 15 * 60 * 1000
REFUND_TAKES: Final = 20.0
SUCCESS, FAILURE, PROCESSING = 1, 2, 3
KNOWN_ORDER, NO_ORDER, EXPIRED, BANK_ERROR, NO_REFUND = -68, -101, -54, -217, -101
BAD_DATA, BAD_SIGNATURE = -401, -402
ORDERS: Final[Mapping[str, tuple[int, int]]] = {
    OPEN: (PROCESSING, 0),
    PAID: (SUCCESS, 1),
    FAILED: (FAILURE, BANK_ERROR),
    CANCELLED: (FAILURE, EXPIRED),
}
REFUNDS: Final[Mapping[str, tuple[int, int]]] = {
    PENDING: (PROCESSING, 0),
    DONE: (SUCCESS, 1),
    REFUSED: (FAILURE, -32),
}
REFUSALS: Final[Mapping[type[SandboxError], int]] = {
    DuplicateRefundError: -23,
    NotPaidError: -13,
    TooMuchError: -14,
}


class ZaloPay(Gateway):
    """Plays ZaloPay."""

    code: ClassVar[str] = "zalopay"
    title: ClassVar[str] = "ZaloPay"
    retry_seconds: ClassVar[tuple[float, ...]] = TRIES

    def answer(self, request: Request, desk: Desk) -> Answer:
        """Answer a call of the API: a form or JSON, always with 200."""
        known = _CALLS.get(request.path)
        if request.method != "POST" or known is None:
            return Answer(body="", status=HTTPStatus.NOT_FOUND, kind=TEXT)
        names, handler = known
        is_form = "urlencoded" in request.headers.get("content-type", "")
        asked: Fields = request.form() if is_form else request.json()
        keys = desk.secrets(str(asked.get("app_id", "")))
        if keys is None:
            return _code(BAD_SIGNATURE)
        more = (keys["key1"],) if names is messages.QUERY else ()
        if not messages.is_signed(asked, names, keys["key1"], *more):
            return _code(BAD_SIGNATURE)
        return handler(asked, desk)

    def tells(self, order: Order, desk: Desk) -> Sequence[Told]:  # noqa: ARG002
        """Return the callback; ZaloPay tells of successes only."""
        if not order.is_paid:
            return ()
        data = {
            "app_id": int(order.merchant),
            "app_trans_id": order.order_ref,
            "app_time": int(order.text("app_time")),
            "app_user": order.text("app_user"),
            "amount": order.paid,
            "embed_data": order.text("embed_data"),
            "item": order.text("item"),
            "zp_trans_id": int(order.transaction_id),
            "server_time": int((order.settled_at or 0) * 1000),
            "channel": 38,
        }
        return [Told(name="callback", url=order.text("callback_url"), fields=data)]

    def letter(self, told: Told, *, secrets: Mapping[str, str], now: float) -> Letter:  # noqa: ARG002
        """Return the callback: the data as one text, signed with the second key."""
        data = json.dumps(told.fields, ensure_ascii=False, separators=(",", ":"))
        body = json.dumps({"data": data, "mac": messages.mac(data, secrets["key2"]), "type": 1})
        headers = {"Content-Type": "application/json"}
        return Letter(method="POST", url=told.url, body=body.encode(), headers=headers)

    def took(self, heard: Heard) -> bool:
        """Say whether the merchant's return code ends the calls: all but 0 do."""
        try:
            code = json.loads(heard.said).get("return_code")
        except (ValueError, AttributeError):
            return False
        return heard.is_success and isinstance(code, int) and code != 0

    def return_url(self, order: Order, desk: Desk) -> str:
        """Return the merchant's address with the result, its checksum made with the second key."""
        embedded = json.loads(order.text("embed_data") or "{}")
        fields = {
            "appid": order.merchant,
            "apptransid": order.order_ref,
            "pmcid": "38",
            "bankcode": "",
            "amount": str(order.paid if order.is_paid else order.amount),
            "discountamount": "0",
            "status": "1" if order.is_paid else "-49",
        }
        checksum = messages.sign(fields, messages.BACK, desk.signing(order.merchant)["key2"])
        url = str(embedded.get("redirecturl", ""))
        return f"{url}?{urlencode({**fields, 'checksum': checksum})}" if url else ""


GATEWAY: Final = ZaloPay()


def _code(code: int, sub: int = 0, **more: object) -> Answer:
    return as_json(
        {
            "return_code": code,
            "return_message": "",
            "sub_return_code": sub,
            "sub_return_message": "",
            **more,
        }
    )


def _create(asked: Fields, desk: Desk) -> Answer:
    number, now = str(asked.get("app_trans_id", "")), desk.now
    today = datetime.fromtimestamp(now, UTC).astimezone(VIETNAM).strftime("%y%m%d_")
    try:
        amount, made_at = int(str(asked["amount"])), int(str(asked["app_time"]))
        json.loads(str(asked["embed_data"])), json.loads(str(asked["item"]))
    except (KeyError, ValueError):
        return _code(BAD_DATA)
    if not number.startswith(today) or abs(now * 1000 - made_at) > OLDEST or amount <= 0:
        return _code(BAD_DATA)
    try:
        order = desk.open(
            merchant=str(asked["app_id"]), order_ref=number, amount=amount, fields=asked
        )
    except DuplicateOrderError:
        return _code(FAILURE, KNOWN_ORDER)
    return _code(
        SUCCESS,
        1,
        order_url=desk.page(order),
        zp_trans_token=f"token{order.id}",
        order_token=f"token{order.id}",
        qr_code=f"00020101021226sandbox{order.id}",
    )


def _query(asked: Fields, desk: Desk) -> Answer:
    order = desk.order(str(asked["app_id"]), str(asked.get("app_trans_id", "")))
    if order is None:
        return _code(FAILURE, NO_ORDER)
    code, sub = ORDERS[order.state]
    if not order.is_paid:
        return _code(code, sub, is_processing=order.state == OPEN, amount=0, zp_trans_id=0)
    return _code(
        code,
        sub,
        is_processing=False,
        amount=order.paid,
        zp_trans_id=int(order.transaction_id),
        server_time=int((order.settled_at or 0) * 1000),
        discount_amount=0,
    )


def _refund(asked: Fields, desk: Desk) -> Answer:
    order = desk.order_of(str(asked["app_id"]), str(asked.get("zp_trans_id", "")))
    if order is None:
        return _code(FAILURE, NO_ORDER)
    try:
        made = desk.refund(
            order,
            refund_ref=str(asked["m_refund_id"]),
            amount=int(str(asked["amount"])),
            fields=asked,
            wait=REFUND_TAKES,
        )
    except SandboxError as error:
        return _code(FAILURE, REFUSALS[type(error)])
    code, sub = REFUNDS[made.state]
    return _code(code, sub, refund_id=int(made.number))


def _query_refund(asked: Fields, desk: Desk) -> Answer:
    made = desk.find_refund(str(asked["app_id"]), str(asked.get("m_refund_id", "")))
    if made is None:
        return _code(FAILURE, NO_REFUND)
    code, sub = REFUNDS[made.state]
    return _code(code, sub)


_CALLS: Final[Mapping[str, tuple[Sequence[str], Callable[[Fields, Desk], Answer]]]] = {
    "/v2/create": (messages.CREATE, _create),
    "/v2/query": (messages.QUERY, _query),
    "/v2/refund": (messages.REFUND, _refund),
    "/v2/query_refund": (messages.QUERY_REFUND, _query_refund),
}
