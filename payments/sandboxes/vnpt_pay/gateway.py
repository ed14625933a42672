"""VNPT Pay: INIT (1.0.5), PAY (1.0.6), QUERY in both, and the notice in both its forms."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar, Final
from urllib.parse import urlencode

from payments.sandboxes.common.wsgi import TEXT, Answer
from payments.sandboxes.gateways.desk import Desk
from payments.sandboxes.gateways.gateway import Gateway
from payments.sandboxes.gateways.values import (
    CANCELLED,
    FAILED,
    JSON,
    PAID,
    DuplicateOrderError,
    Fields,
    Heard,
    Letter,
    Order,
    Request,
    Told,
    as_json,
)
from payments.sandboxes.vnpt_pay.core import messages

OK, NOT_FOUND, WRONG, BAD_CODE = "00", "01", "04", "97"
OLDER: Final = "1.0.5"


@dataclass(frozen=True, slots=True)
class Service:
    """One address: how its calls and its answers are signed."""

    asked: str
    answered: str


SERVICES: Final[Mapping[str, Service]] = {
    "/rest/payment/v1.0.5/init": Service(messages.INIT, messages.INIT_REPLY),
    "/rest/payment/v1.0.6/pay_qrcode": Service(messages.PAY, messages.PAY_REPLY),
    "/rest/payment/v1.0.5/query_transaction": Service(messages.QUERY, messages.QUERY_REPLY),
    "/rest/payment/v1.0.6/query": Service(messages.QUERY, messages.QUERY_REPLY),
}


class VnptPay(Gateway):
    """Plays VNPT Pay. How often it repeats a notice is not known; this is a guess."""

    code: ClassVar[str] = "vnpt_pay"
    title: ClassVar[str] = "VNPT Money (VNPT Pay)"
    outcomes: ClassVar[tuple[str, ...]] = (PAID, FAILED, CANCELLED)
    hooks: ClassVar[tuple[str, ...]] = ("ipn",)
    retry_seconds: ClassVar[tuple[float, ...]] = (60, 300, 900)

    def answer(self, request: Request, desk: Desk) -> Answer:
        """Answer INIT, PAY or QUERY, signed."""
        service = SERVICES.get(request.path)
        if service is None or request.method != "POST":
            return Answer(body="", status=HTTPStatus.NOT_FOUND, kind=TEXT)
        asked = request.json()
        merchant = str(asked.get("MERCHANT_SERVICE_ID", ""))
        secrets = desk.secrets(merchant)
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if secrets is None or bearer != secrets["api_key"]:
            return Answer(body="{}", status=HTTPStatus.UNAUTHORIZED, kind=JSON)
        said = (
            _said(asked, service, desk)
            if messages.is_signed(asked, service.asked, secrets)
            else {"RESPONSE_CODE": BAD_CODE, "DESCRIPTION": "Invalid signature"}
        )
        return as_json(messages.signed(said, service.answered, desk.signing(merchant)))

    def tells(self, order: Order, desk: Desk) -> Sequence[Told]:
        """Return the notice (IPN)."""
        url = desk.hook(order.merchant, "ipn")
        version = order.text("VERSION")
        return [Told(name="ipn", url=url, fields={**_notice(order), "VERSION": version})]

    def letter(self, told: Told, *, secrets: Mapping[str, str], now: float) -> Letter:  # noqa: ARG002
        """Return the notice: a form's field for 1.0.5, JSON for 1.0.6; no time is signed."""
        fields = {name: value for name, value in told.fields.items() if name != "VERSION"}
        content = json.dumps(messages.signed(fields, messages.IPN, secrets), ensure_ascii=False)
        if told.fields["VERSION"] != OLDER:
            return Letter(
                method="POST",
                url=told.url,
                body=content.encode(),
                headers={"Content-Type": "application/json"},
            )
        return Letter(
            method="POST",
            url=told.url,
            body=urlencode({"data": content}).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )

    def took(self, heard: Heard) -> bool:
        """Say whether the merchant answered 00."""
        try:
            said = json.loads(heard.said)
        except ValueError:
            return False
        return heard.is_success and isinstance(said, dict) and said.get("RESPONSE_CODE") == OK

    def return_url(self, order: Order, desk: Desk) -> str:
        """Return the address agreed with the merchant; no order brings one."""
        return desk.hook(order.merchant, "return")


GATEWAY: Final = VnptPay()


def _said(asked: Fields, service: Service, desk: Desk) -> Fields:
    return _queried(asked, desk) if service.asked == messages.QUERY else _opened(asked, desk)


def _opened(asked: Fields, desk: Desk) -> Fields:
    amount = str(asked.get("AMOUNT", ""))
    if not (amount.isascii() and amount.isdigit() and int(amount) > 0):
        return {"RESPONSE_CODE": WRONG, "DESCRIPTION": "Invalid amount"}
    try:
        order = desk.open(
            merchant=str(asked["MERCHANT_SERVICE_ID"]),
            order_ref=str(asked["MERCHANT_ORDER_ID"]),
            amount=int(amount),
            fields=asked,
        )
    except DuplicateOrderError as error:
        order = error.order
        if order.amount != int(amount):
            return {"RESPONSE_CODE": WRONG, "DESCRIPTION": "Order used before"}
    page = desk.page(order)
    shown = "QR_DATA" if asked["ACTION"] == "PAY" else "REDIRECT_URL"
    return {"RESPONSE_CODE": OK, "DESCRIPTION": "success", shown: page}


def _queried(asked: Fields, desk: Desk) -> Fields:
    order = desk.order(str(asked["MERCHANT_SERVICE_ID"]), str(asked["MERCHANT_ORDER_ID"]))
    head = {name: asked[name] for name in ("MERCHANT_SERVICE_ID", "MERCHANT_ORDER_ID")}
    if order is None or order.text("CREATE_DATE") != asked["CREATE_DATE"]:
        return {**head, "RESPONSE_CODE": NOT_FOUND, "DESCRIPTION": "Order not found"}
    result = {name: value for name, value in _notice(order).items() if name != "ACTION"}
    return {**result, "RESPONSE_CODE": OK, "TRANSACTION_STATUS": messages.STATUSES[order.state]}


def _notice(order: Order) -> dict[str, object]:
    return {
        "ACTION": "IPN",
        "RESPONSE_CODE": messages.CODES.get(order.state, "99"),
        "MERCHANT_SERVICE_ID": order.merchant,
        "MERCHANT_ORDER_ID": order.order_ref,
        "AMOUNT": order.paid if order.is_paid else order.amount,
        "CURRENCY_CODE": order.currency,
        "VNPTPAY_TRANSACTION_ID": order.transaction_id,
        "PAYMENT_METHOD": "VNPTPAY",
        "PAY_DATE": messages.clock(order.settled_at) if order.settled_at else "",
        "ADDITIONAL_INFO": None,
    }
