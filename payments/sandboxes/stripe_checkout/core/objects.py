"""Stripe's forms, objects and signatures, written down apart from the shop's. Pure."""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from urllib.parse import parse_qsl

LONGEST_PAGE: Final = 24 * 3600
SHORTEST_PAGE: Final = 30 * 60

PAYMENTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "open": ("open", "unpaid", "requires_payment_method"),
    "paid": ("complete", "paid", "succeeded"),
    "failed": ("complete", "unpaid", "requires_payment_method"),
    "cancelled": ("expired", "unpaid", "canceled"),
}
"""State of the session, of its payment, and of the PaymentIntent, by what became of an order."""

EVENTS: Final[Mapping[str, str]] = {
    "paid": "checkout.session.completed",
    "failed": "checkout.session.async_payment_failed",
    "cancelled": "checkout.session.expired",
}
REFUND_STATES: Final[Mapping[str, str]] = {
    "done": "succeeded",
    "pending": "pending",
    "refused": "failed",
}


def signature(secret: str, *, time: int, body: bytes) -> str:
    """Return the ``Stripe-Signature`` header of an event."""
    message = f"{time}.".encode() + body
    return f"t={time},v1={hmac.new(secret.encode(), message, sha256).hexdigest()}"


def form(body: bytes) -> dict[str, str]:
    """Return a form's fields, each under its whole name: ``metadata[order_ref]``."""
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def inside(fields: Mapping[str, str], name: str) -> dict[str, str]:
    """Return what stands in ``name[…]``, by the word in the brackets."""
    start = f"{name}["
    found = {key: text for key, text in fields.items() if key.startswith(start)}
    return {
        key.removeprefix(start).removesuffix("]"): text
        for key, text in found.items()
        if key.count("[") == 1
    }


def asked_amount(fields: Mapping[str, str]) -> int:
    """Return what a session's lines add up to; 0 when they say nothing that can be paid."""
    total = 0
    for row in range(100):
        price = fields.get(f"line_items[{row}][price_data][unit_amount]", "")
        count = fields.get(f"line_items[{row}][quantity]", "")
        if not (price.isdigit() and count.isdigit()):
            break
        total += int(price) * int(count)
    return total


def problem_of_session(fields: Mapping[str, str], *, now: float) -> str:
    """Return Stripe's name of the parameter that is wrong, or an empty text."""
    if fields.get("mode") != "payment":
        return "mode"
    if asked_amount(fields) <= 0 or fields.get("line_items[0][price_data][currency]") != "vnd":
        return "line_items"
    if not fields.get("success_url"):
        return "success_url"
    ends = fields.get("expires_at", "")
    open_for = int(ends) - now if ends.isdigit() else LONGEST_PAGE
    # A second or two of grace: the time was computed before the call.
    return "" if SHORTEST_PAGE - 5 <= open_for <= LONGEST_PAGE + 5 else "expires_at"


def event(kind: str, *, number: str, at: int, about: Mapping[str, object]) -> dict[str, object]:
    """Return an event of test mode."""
    return {
        "id": f"evt_{number}",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": at,
        "livemode": False,
        "type": kind,
        "data": {"object": dict(about)},
    }
