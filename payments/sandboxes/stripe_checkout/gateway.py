"""Stripe: Checkout Sessions, refunds, and events signed with ``Stripe-Signature``."""

import json
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import ClassVar, Final

from payments.sandboxes.common.wsgi import Answer
from payments.sandboxes.gateways.demo import SECRETS
from payments.sandboxes.gateways.desk import Desk
from payments.sandboxes.gateways.gateway import Gateway
from payments.sandboxes.gateways.values import (
    CANCELLED,
    FAILED,
    JSON,
    PAID,
    DuplicateOrderError,
    DuplicateRefundError,
    Letter,
    NotPaidError,
    Order,
    Refund,
    Request,
    SandboxError,
    Told,
    as_json,
)
from payments.sandboxes.stripe_checkout.core import balance, objects

SESSIONS: Final = "/v1/checkout/sessions"
REFUNDS: Final = "/v1/refunds"
BALANCE: Final = "/v1/balance_transactions"
DISPUTES: Final = "/v1/test_helpers/disputes"
"""Not one of Stripe's: lets a test contest a payment, as a buyer's bank would."""

SESSION_ID, REFUND_ID = "cs_test_", "re_"
KEY: Final = "idempotency_key"
WAITS: Final = (60.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0, 36_000.0, 36_000.0)
"""Stripe tries for up to three days, ever more slowly."""


class Stripe(Gateway):
    """Plays Stripe."""

    code: ClassVar[str] = "stripe_checkout"
    title: ClassVar[str] = "Stripe Checkout"
    outcomes: ClassVar[tuple[str, ...]] = (PAID, FAILED, CANCELLED)
    hooks: ClassVar[tuple[str, ...]] = ("webhook",)
    retry_seconds: ClassVar[tuple[float, ...]] = WAITS

    def answer(self, request: Request, desk: Desk) -> Answer:
        """Answer one call of the API."""
        merchant = _merchant(request)
        if merchant is None:
            return _error("invalid_api_key", status=HTTPStatus.UNAUTHORIZED)
        for start, ask in _ROUTES.items():
            method, path = start
            if request.method == method and request.path.startswith(path):
                return ask(request, merchant, desk)
        return _error("unknown_url", status=HTTPStatus.NOT_FOUND)

    def tells(self, order: Order, desk: Desk) -> Sequence[Told]:
        """Return the event of what became of a session."""
        return [_told(objects.EVENTS[order.state], _session(order, desk), order, desk)]

    def tells_of_refund(self, refund: Refund, order: Order, desk: Desk) -> Sequence[Told]:
        """Return the event of a refund that is pending no more."""
        return [_told("refund.updated", _refund(refund, order), order, desk)]

    def letter(self, told: Told, *, secrets: Mapping[str, str], now: float) -> Letter:
        """Return an event as a POST, signed for this second."""
        body = json.dumps(told.fields, separators=(",", ":")).encode()
        signature = objects.signature(secrets.get("webhook_secret", ""), time=int(now), body=body)
        headers = {"Content-Type": JSON, "Stripe-Signature": signature}
        return Letter(method="POST", url=told.url, body=body, headers=headers)

    def return_url(self, order: Order, desk: Desk) -> str:  # noqa: ARG002
        """Return where the buyer goes; Stripe adds and signs nothing."""
        return order.text("success_url" if order.state == PAID else "cancel_url")

    def transaction_id(self, number: int) -> str:
        """Return a PaymentIntent's number."""
        return f"pi_{number}"


GATEWAY: Final = Stripe()


def _merchant(request: Request) -> str | None:
    """Return whose secret key the call carries."""
    scheme, _space, key = request.headers.get("authorization", "").partition(" ")
    known = SECRETS[Stripe.code]["sandbox"]
    mine = [name for name, secrets in known.items() if secrets["secret_key"] == key]
    return mine[0] if scheme == "Bearer" and mine else None


def _open_session(request: Request, merchant: str, desk: Desk) -> Answer:
    fields = objects.form(request.body)
    key = request.headers.get("idempotency-key", "")
    known = desk.order(merchant, fields.get("client_reference_id", ""))
    if known is not None:
        return _same_session(known, fields, key, desk)
    wrong = objects.problem_of_session(fields, now=desk.now)
    if wrong:
        return _error("parameter_invalid", param=wrong)
    try:
        order = desk.open(
            merchant=merchant,
            order_ref=fields.get("client_reference_id", ""),
            amount=objects.asked_amount(fields),
            fields={**fields, KEY: key},
            expires_at=float(fields["expires_at"]) if "expires_at" in fields else None,
        )
    except DuplicateOrderError as error:
        return _same_session(error.order, fields, key, desk)
    return as_json(_session(order, desk))


def _same_session(order: Order, fields: Mapping[str, str], key: str, desk: Desk) -> Answer:
    """Answer a repeated call: the same key means the same session, with the same parameters.

    Stripe would open a second session under another key; here an order's number is used once.
    """
    if order.text(KEY) != key:
        return _error("parameter_invalid", param="client_reference_id")
    asked_before = {name: text for name, text in order.fields.items() if name != KEY}
    if asked_before != dict(fields):
        return _error("idempotency_key_in_use", kind="idempotency_error")
    return as_json(_session(order, desk))


def _show_session(request: Request, merchant: str, desk: Desk) -> Answer:
    number = request.path.removeprefix(f"{SESSIONS}/").removeprefix(SESSION_ID)
    order = desk.store.order_by_id(desk.gateway.code, int(number)) if number.isdigit() else None
    if order is None or order.merchant != merchant:
        return _error("resource_missing", status=HTTPStatus.NOT_FOUND)
    whole = "expand[0]=payment_intent" in request.query.replace("%5B", "[").replace("%5D", "]")
    return as_json(_session(order, desk, whole=whole))


def _make_refund(request: Request, merchant: str, desk: Desk) -> Answer:
    fields = objects.form(request.body)
    order = desk.order_of(merchant, fields.get("payment_intent", ""))
    if order is None:
        return _error("resource_missing", status=HTTPStatus.NOT_FOUND)
    amount = fields.get("amount", str(order.paid))
    key = request.headers.get("idempotency-key", "")
    try:
        made = desk.refund(
            order,
            refund_ref=objects.inside(fields, "metadata").get("refund_ref") or key,
            amount=int(amount) if amount.isdigit() else 0,
            fields={**fields, KEY: key},
        )
    except DuplicateRefundError as error:
        made = error.refund
    except NotPaidError:
        return _error("charge_not_captured")
    except SandboxError:
        return _error("charge_already_refunded")
    return as_json(_refund(made, order))


def _list_refunds(request: Request, merchant: str, desk: Desk) -> Answer:
    order = desk.order_of(merchant, request.asked().get("payment_intent", ""))
    made = desk.store.refunds(order.id) if order is not None else []
    data = [_refund(one, order) for one in reversed(made)] if order else []
    return as_json({"object": "list", "url": REFUNDS, "has_more": False, "data": data})


def _show_refund(request: Request, merchant: str, desk: Desk) -> Answer:
    order_id, _x, number = (
        request.path.removeprefix(f"{REFUNDS}/").removeprefix(REFUND_ID).partition("x")
    )
    order = desk.store.order_by_id(desk.gateway.code, int(order_id)) if order_id.isdigit() else None
    made = desk.store.refunds(order.id) if order and order.merchant == merchant else []
    found = [one for one in made if one.number == number]
    if order is None or not found:
        return _error("resource_missing", status=HTTPStatus.NOT_FOUND)
    return as_json(_refund(found[0], order))


def _contest(request: Request, merchant: str, desk: Desk) -> Answer:
    fields = objects.form(request.body)
    order = desk.order_of(merchant, fields.get("payment_intent", ""))
    if order is None:
        return _error("resource_missing", status=HTTPStatus.NOT_FOUND)
    status = fields.get("status", "needs_response")
    dispute = _dispute(order, status)
    kind = "created" if status == "needs_response" else "closed"
    desk.tell(order, _told(f"charge.dispute.{kind}", dispute, order, desk))
    return as_json(dispute)


def _balance(request: Request, merchant: str, desk: Desk) -> Answer:
    """Answer with what moved, newest first, a page at a time as Stripe does."""
    asked = request.asked()
    since, until = (float(asked.get(f"created[{edge}]", 0)) for edge in ("gte", "lt"))
    paid = desk.store.paid_between(desk.gateway.code, merchant, since, until)
    given = desk.store.given_between(desk.gateway.code, merchant, since, until)
    rows = [
        balance.of_payment(
            number=one.id,
            payment=one.transaction_id,
            amount=one.paid,
            at=int(one.settled_at or one.created_at),
        )
        for one in paid
    ]
    rows += [_balance_of_refund(one, desk) for one in given]
    limit = asked.get("limit", "10")
    page = balance.page(rows, after=asked.get("starting_after", ""), limit=int(limit))
    return as_json({"object": "list", "url": BALANCE, **page})


def _balance_of_refund(refund: Refund, desk: Desk) -> dict[str, object]:
    order = desk.store.order_by_id(desk.gateway.code, refund.order_id)
    about = _refund(refund, order) if order is not None else {}
    return balance.of_refund(
        number=refund.id, amount=refund.amount, at=int(refund.created_at), refund=about
    )


_ROUTES: Final[Mapping[tuple[str, str], Callable[[Request, str, Desk], Answer]]] = {
    ("GET", f"{SESSIONS}/"): _show_session,
    ("POST", SESSIONS): _open_session,
    ("GET", BALANCE): _balance,
    ("GET", f"{REFUNDS}/"): _show_refund,
    ("GET", REFUNDS): _list_refunds,
    ("POST", REFUNDS): _make_refund,
    ("POST", DISPUTES): _contest,
}


def _session(order: Order, desk: Desk, *, whole: bool = False) -> dict[str, object]:
    status, payment_status, intent_status = objects.PAYMENTS[order.state]
    intent: object = order.transaction_id or None
    if whole and order.transaction_id:
        intent = {
            "id": order.transaction_id,
            "object": "payment_intent",
            "status": intent_status,
            "amount": order.amount,
            "currency": "vnd",
        }
    return {
        "id": f"{SESSION_ID}{order.id}",
        "object": "checkout.session",
        "amount_total": order.paid if order.is_paid else order.amount,
        "client_reference_id": order.order_ref,
        "created": int(order.created_at),
        "currency": "vnd",
        "expires_at": int(order.expires_at or 0),
        "livemode": False,
        "metadata": objects.inside(_texts(order), "metadata"),
        "mode": "payment",
        "payment_intent": intent,
        "payment_status": payment_status,
        "status": status,
        "url": desk.page(order) if status == "open" else None,
    }


def _refund(refund: Refund, order: Order) -> dict[str, object]:
    texts = {name: str(text) for name, text in refund.fields.items()}
    return {
        "id": f"{REFUND_ID}{order.id}x{refund.number}",
        "object": "refund",
        "amount": refund.amount,
        "created": int(refund.created_at),
        "currency": "vnd",
        "metadata": objects.inside(texts, "metadata"),
        "payment_intent": order.transaction_id,
        "status": objects.REFUND_STATES[refund.state],
    }


def _dispute(order: Order, status: str) -> dict[str, object]:
    return {
        "id": f"dp_{order.id}",
        "object": "dispute",
        "amount": order.paid,
        "currency": "vnd",
        "evidence_details": {"due_by": int((order.settled_at or order.created_at) + 7 * 86_400)},
        "payment_intent": order.transaction_id,
        "reason": "fraudulent",
        "status": status,
    }


def _told(kind: str, about: Mapping[str, object], order: Order, desk: Desk) -> Told:
    event = objects.event(kind, number=str(desk.number()), at=int(desk.now), about=about)
    return Told(name=kind, url=desk.hook(order.merchant, "webhook"), fields=event)


def _texts(order: Order) -> dict[str, str]:
    return {name: str(text) for name, text in order.fields.items()}


def _error(
    code: str,
    *,
    status: HTTPStatus = HTTPStatus.BAD_REQUEST,
    param: str = "",
    kind: str = "invalid_request_error",
) -> Answer:
    error = {"type": kind, "code": code, "message": f"The sandbox says no: {code} {param}".strip()}
    return as_json({"error": {**error, "param": param} if param else error}, status=status)
