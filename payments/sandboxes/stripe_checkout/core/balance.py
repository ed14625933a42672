"""Stripe's balance transactions, written down apart from the shop's. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

FEE_PER_THOUSAND: Final = 34
Row = dict[str, object]


def of_payment(*, number: int, payment: str, amount: int, at: int) -> Row:
    """Return the row of a payment, with its charge."""
    charge = {
        "id": f"ch_{number}",
        "object": "charge",
        "amount": amount,
        "currency": "vnd",
        "payment_intent": payment,
    }
    fee = (amount * FEE_PER_THOUSAND + 500) // 1000
    return _row(f"txn_{number}", "charge", amount, fee, at, charge)


def of_refund(*, number: int, amount: int, at: int, refund: Mapping[str, object]) -> Row:
    """Return the row of a refund, with the refund itself; Stripe keeps its fee."""
    return _row(f"txn_r{number}", "refund", -amount, 0, at, refund)


def page(rows: Sequence[Row], *, after: str, limit: int) -> Row:
    """Return one page, newest first, from behind the row ``after``."""
    newest = sorted(rows, key=lambda one: (int(str(one["created"])), str(one["id"])), reverse=True)
    names = [str(one["id"]) for one in newest]
    start = names.index(after) + 1 if after in names else 0
    return {"data": newest[start : start + limit], "has_more": len(newest) > start + limit}


def _row(name: str, kind: str, amount: int, fee: int, at: int, source: Mapping[str, object]) -> Row:
    return {
        "id": name,
        "object": "balance_transaction",
        "amount": amount,
        "created": at,
        "currency": "vnd",
        "fee": fee,
        "net": amount - fee,
        "source": dict(source),
        "status": "available",
        "type": kind,
    }
