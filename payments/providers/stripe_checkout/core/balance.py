"""What Stripe's balance transactions say of a day. Pure.

A balance transaction is in the currency of the account's balance; what a buyer paid stands in its
source. An account that settles in another currency reports its fees and payouts in that one, so
they are left out: they cannot be compared with đồng.
Source: Stripe's API reference, "Balance transactions" and "Types of balance transactions".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from payments.core.notice_fields import NoticeError
from payments.providers.stripe_checkout.core.messages import Object

PAYMENTS: Final = frozenset({"charge", "payment"})
REFUNDS: Final = frozenset({"refund", "payment_refund"})
PAYOUT: Final = "payout"
DISPUTE: Final = "dispute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One movement: ``payment``, ``refund`` or ``payout``; ``amount`` more than zero."""

    kind: str
    reference: str
    amount: int
    currency: str
    fee: int = 0


def moved(rows: Iterable[Object]) -> Iterator[Moved]:
    """Return the movements that are compared; Stripe's own fees and transfers are not.

    Raises:
        NoticeError: a row that is not as Stripe's reference promises.
    """
    for row in rows:
        kind, source = row.get("type"), row.get("source")
        read = _READERS.get(str(kind))
        if read is None or not isinstance(source, Mapping):
            continue
        found = read(row, source)
        if found is not None and found.amount:
            yield found


def _payment(row: Object, source: Object) -> Moved:
    paid, balance = _text(source, "currency"), _text(row, "currency")
    return Moved(
        kind="payment",
        # What was not paid through a Checkout Session has no intent; it is listed all the same.
        reference=_text(source, "payment_intent" if source.get("payment_intent") else "id"),
        amount=_number(source, "amount"),
        currency=paid.upper(),
        fee=_number(row, "fee") if paid == balance else 0,
    )


def _refund(_row: Object, source: Object) -> Moved:
    return Moved(
        kind="refund",
        reference=_text(source, "id"),
        amount=_number(source, "amount"),
        currency=_text(source, "currency").upper(),
    )


def _adjustment(row: Object, source: Object) -> Moved | None:
    """Return a disputed amount that was taken; one that came back is told when it is won."""
    is_taken = source.get("object") == DISPUTE and _number(row, "amount") < 0
    return _refund(row, source) if is_taken else None


def _payout(row: Object, source: Object) -> Moved:
    return Moved(
        kind="payout",
        reference=_text(source, "id"),
        amount=abs(_number(source, "amount")),
        currency=_text(source, "currency").upper(),
        fee=_number(row, "fee"),
    )


_READERS: Final[Mapping[str, Callable[[Object, Object], Moved | None]]] = {
    **dict.fromkeys(PAYMENTS, _payment),
    **dict.fromkeys(REFUNDS, _refund),
    "adjustment": _adjustment,
    PAYOUT: _payout,
}


def _text(fields: Object, name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise NoticeError(f"balance:{name}")
    return value


def _number(fields: Object, name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NoticeError(f"balance:{name}")
    return value
