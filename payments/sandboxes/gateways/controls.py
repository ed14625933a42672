"""Switches by HTTP, for tests and demos: faults, payments and addresses without a page."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final

from payments.sandboxes.common.wsgi import Answer
from payments.sandboxes.gateways.desk import Desk
from payments.sandboxes.gateways.hooks import is_address
from payments.sandboxes.gateways.store import Fault
from payments.sandboxes.gateways.values import (
    DONE,
    PAID,
    REFUSED,
    Fields,
    Order,
    Press,
    Request,
    SandboxError,
    as_json,
)

FAULTS: Final = (
    "timeout_after_success",
    "error",
    "slow",
    "forged",
    "refund_refused",
    "refund_pending",
)
LISTED: Final = 200
SECONDS: Final[Mapping[str, float]] = {"timeout_after_success": 0.2, "slow": 3}


def answer(request: Request, desk: Desk) -> Answer:
    """Answer ``/<code>/sandbox/<name>``; what cannot be done is a 4xx with ``error``."""
    name = request.path.removeprefix("/sandbox/")
    handler = _HANDLERS.get((request.method, name))
    if handler is None:
        return as_json({"error": "no such switch"}, status=HTTPStatus.NOT_FOUND)
    try:
        return as_json(handler(request.json(), desk))
    except (KeyError, TypeError, ValueError, SandboxError) as error:
        return as_json(
            {"error": f"{type(error).__name__}: {error}"}, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )


def _faults(asked: Fields, desk: Desk) -> Fields:
    code, kind = desk.gateway.code, str(asked["next"])
    if kind == "none":
        desk.store.clear_faults(code)
        return {"ok": True}
    seconds = float(str(asked.get("seconds", SECONDS.get(kind, 0))))
    path = str(asked.get("path", ""))
    times = int(str(asked.get("times", 1)))
    desk.store.add_fault(code, Fault(kind=kind, path=path, seconds=seconds, times=times))
    return {"ok": True}


def _pay(asked: Fields, desk: Desk) -> Fields:
    order = _order(asked, desk)
    amount = asked.get("amount")
    times = int(str(asked.get("times", 1))) if asked.get("notify", True) else 0
    outcome = str(asked.get("outcome", PAID))
    if outcome not in desk.gateway.outcomes:
        raise ValueError(outcome)
    press = Press(outcome=outcome, amount=None if amount is None else int(str(amount)), times=times)
    settled = desk.settle(order, press)
    return {**_row(settled), "return_url": desk.gateway.return_url(settled, desk)}


def _order(asked: Fields, desk: Desk) -> Order:
    wanted = str(asked["order_ref"])
    found = [
        order
        for order in desk.store.latest(desk.gateway.code, LISTED)
        if order.order_ref == wanted and asked.get("merchant", order.merchant) == order.merchant
    ]
    if not found:
        raise ValueError(f"no order {wanted}")
    return found[0]


def _orders(_asked: Fields, desk: Desk) -> Fields:
    return {"orders": [_row(order) for order in desk.store.latest(desk.gateway.code, LISTED)]}


def _row(order: Order) -> Fields:
    return {
        "id": order.id,
        "merchant": order.merchant,
        "order_ref": order.order_ref,
        "amount": order.amount,
        "currency": order.currency,
        "state": order.state,
        "paid": order.paid,
        "transaction_id": order.transaction_id,
        "settled_at": order.settled_at,
    }


def _again(asked: Fields, desk: Desk) -> Fields:
    order = _order(asked, desk)
    return {"sent": desk.store.send_again(order.id, desk.now)}


def _notices(asked: Fields, desk: Desk) -> Fields:
    rows = desk.store.notices(_order(asked, desk).id)
    return {
        "notices": [
            {
                "name": row.name,
                "state": row.state,
                "tries": [{"status": one.status, "said": one.said} for one in row.tries],
            }
            for row in rows
        ]
    }


def _refund(asked: Fields, desk: Desk) -> Fields:
    merchant, state = str(asked["merchant"]), str(asked.get("state", DONE))
    refund = desk.find_refund(merchant, str(asked["refund_ref"]))
    if refund is None or state not in {DONE, REFUSED}:
        raise ValueError(f"no refund {asked['refund_ref']}")
    return {"ok": desk.end_refund(refund, state=state)}


def _refunds(_asked: Fields, desk: Desk) -> Fields:
    orders = desk.store.latest(desk.gateway.code, LISTED)
    return {
        "refunds": [
            {
                "merchant": refund.merchant,
                "order_ref": order.order_ref,
                "refund_ref": refund.refund_ref,
                "number": refund.number,
                "amount": refund.amount,
                "state": refund.state,
            }
            for order in orders
            for refund in desk.store.refunds(order.id)
        ]
    }


def _hooks(asked: Fields, desk: Desk) -> Fields:
    url = str(asked["url"])
    if not is_address(url):
        raise ValueError(url)
    desk.store.set_hook(desk.gateway.code, str(asked["merchant"]), str(asked["name"]), url)
    return {"ok": True}


_HANDLERS: Final[Mapping[tuple[str, str], Callable[[Fields, Desk], Fields]]] = {
    ("POST", "faults"): _faults,
    ("POST", "pay"): _pay,
    ("POST", "again"): _again,
    ("POST", "notices"): _notices,
    ("POST", "refund"): _refund,
    ("POST", "hooks"): _hooks,
    ("GET", "orders"): _orders,
    ("GET", "refunds"): _refunds,
}
