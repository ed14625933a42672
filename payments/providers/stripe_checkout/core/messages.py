"""What Stripe's events and objects say. Pure; amounts in the currency's own smallest units.

The đồng has no smaller unit at Stripe: 185000 means 185,000 ₫.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias

from payments.core.notice_fields import NoticeError, json_object

Object: TypeAlias = "Mapping[str, object]"

LIVE: Final = "livemode"
ANOTHER_MODE: Final = "stripe:other-mode"
"""Instead of an account's number, when a test event came to a live account or the other way."""

SESSION_ENDS: Final[Mapping[str, str]] = {
    "checkout.session.async_payment_failed": "failed",
    "checkout.session.expired": "cancelled",
}
SESSIONS: Final = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        *SESSION_ENDS,
    }
)
REFUNDS: Final = frozenset(
    {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}
)
DISPUTES: Final[Mapping[str, bool]] = {
    "charge.dispute.created": False,
    "charge.dispute.closed": True,
}
REFUND_STATES: Final[Mapping[str, str]] = {
    "succeeded": "done",
    "pending": "pending",
    "requires_action": "pending",
    "failed": "refused",
    "canceled": "refused",
}
FAILED_PAYMENTS: Final = frozenset({"requires_payment_method", "canceled"})
"""States of a payment whose page is closed: a delayed payment that did not come."""

NOT_LOST: Final = frozenset({"won", "warning_closed", "prevented"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event.

    Args:
        kind: Stripe's name of it.
        account: the account it is of, empty for one's own.
        is_live: whether real money is meant.
        at: when it happened.
        about: the object it tells of.
    """

    kind: str
    account: str
    is_live: bool
    at: datetime
    about: Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What a Checkout Session says."""

    order_ref: str
    outcome: str
    amount: int
    currency: str
    transaction_id: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """What a refund says."""

    refund_ref: str
    outcome: str
    number: str
    transaction_id: str
    amount: int
    currency: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """What a dispute says; ``won`` only means something once it is over."""

    number: str
    transaction_id: str
    amount: int
    currency: str
    reason: str
    due_at: datetime | None
    won: bool


def read_event(body: bytes) -> Event:
    """Return the event in a verified body.

    Raises:
        NoticeError: it is none.
    """
    said = json_object(body)
    data = _object(said, "data")
    return Event(
        kind=_text(said, "type"),
        account=_text(said, "account", needed=False),
        is_live=said.get(LIVE) is True,
        at=_time(said.get("created")) or _broken("created"),
        about=_object(data, "object"),
    )


def read_session(session: Object, *, event: str = "") -> Payment:
    """Return what a session says; ``event`` decides where the session alone does not.

    Raises:
        NoticeError: a field is missing or of another kind.
    """
    status = _text(session, "status", needed=False)
    paid = _text(session, "payment_status")
    outcome = "paid" if paid == "paid" else SESSION_ENDS.get(event) or _unpaid(session, status)
    return Payment(
        order_ref=_text(session, "client_reference_id", needed=False),
        outcome=outcome,
        amount=_amount(session, "amount_total"),
        currency=_text(session, "currency").upper(),
        transaction_id=_id(session.get("payment_intent"), needed=outcome == "paid"),
        code=f"{status or event}/{paid}",
    )


def read_refund(refund: Object) -> GivenBack:
    """Return what a refund says.

    Raises:
        NoticeError: a field is missing or of another kind.
    """
    state = _text(refund, "status")
    return GivenBack(
        refund_ref=_metadata(refund).get("refund_ref", ""),
        outcome=REFUND_STATES.get(state, "unknown"),
        number=_text(refund, "id"),
        transaction_id=_id(refund.get("payment_intent"), needed=False),
        amount=_amount(refund, "amount"),
        currency=_text(refund, "currency").upper(),
        code=_text(refund, "failure_reason", needed=False) or state,
    )


def read_dispute(dispute: Object) -> Contested:
    """Return what a dispute says.

    Raises:
        NoticeError: a field is missing or of another kind.
    """
    evidence = dispute.get("evidence_details")
    due = evidence.get("due_by") if isinstance(evidence, Mapping) else None
    return Contested(
        number=_text(dispute, "id"),
        transaction_id=_id(dispute.get("payment_intent"), needed=True),
        amount=_amount(dispute, "amount"),
        currency=_text(dispute, "currency").upper(),
        reason=_text(dispute, "reason", needed=False),
        due_at=_time(due),
        won=_text(dispute, "status") in NOT_LOST,
    )


def _unpaid(session: Object, status: str) -> str:
    """Return what became of a session that is not paid: over, failed, or still under way."""
    if status == "expired":
        return "cancelled"
    payment = session.get("payment_intent")
    state = payment.get("status") if isinstance(payment, Mapping) else None
    return "failed" if status == "complete" and state in FAILED_PAYMENTS else "pending"


def _object(fields: Object, name: str) -> Object:
    found = fields.get(name)
    if not isinstance(found, Mapping):
        raise NoticeError(f"{name} is no object")
    return found


def _text(fields: Object, name: str, *, needed: bool = True) -> str:
    found = fields.get(name)
    if found is None and not needed:
        return ""
    if not isinstance(found, str) or (needed and not found):
        raise NoticeError(f"{name} is no text")
    return found


def _amount(fields: Object, name: str) -> int:
    found = fields.get(name)
    if type(found) is not int or found < 0:
        raise NoticeError(f"{name} is no amount")
    return found


def _id(found: object, *, needed: bool) -> str:
    """Return the number of an object that is named, or stands there whole."""
    known = found.get("id") if isinstance(found, Mapping) else found
    if known is None and not needed:
        return ""
    if not isinstance(known, str) or not known:
        raise NoticeError("payment_intent is no text")
    return known


def _metadata(fields: Object) -> Mapping[str, str]:
    found = fields.get("metadata")
    if not isinstance(found, Mapping):
        return {}
    return {str(name): text for name, text in found.items() if isinstance(text, str)}


def _time(found: object) -> datetime | None:
    if type(found) is not int or not 0 < found < 10**11:
        return None
    return datetime.fromtimestamp(found, UTC)


def _broken(name: str) -> datetime:
    raise NoticeError(f"{name} is no time")
