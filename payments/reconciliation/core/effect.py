"""What a difference means for the books once it is written off. Pure.

Only money of the platform can be written off: what lies at a gateway that collects for it, and what
should be in the platform's bank. The books are wrong by the *effect*: how much more
(or, below zero, less) there really is.
"""

from collections.abc import Mapping

from payments.ledger.core.postings import Place, Role

AT_GATEWAY: Mapping[str, int] = {
    "payment_not_here": -1,
    "payment_not_there": -1,
    "payment_amount": -1,
    "refund_not_here": 1,
    "refund_not_there": 1,
    "refund_amount": 1,
}
"""Kinds about money at a gateway: the sign with which "ours less theirs" is what is really there.

A payment we have and the gateway has not is money that is not there; a refund we have and the
gateway has not made is money that still is.
"""

IN_BANK = frozenset({"payout_not_in_bank", "bank_went_out"})
"""The books have money in the bank that is not there: a gateway said it sent it, or it went out
for nothing the books know of (the bank's own fees)."""


def effect(kind: str, *, ours: int, theirs: int) -> int:
    """Return by how much there is more than the books say; 0 where nothing can be written off.

    >>> effect("payment_not_there", ours=203_000, theirs=0)
    -203000
    >>> effect("refund_not_there", ours=50_000, theirs=0)
    50000
    """
    if kind in IN_BANK:
        return -theirs
    return AT_GATEWAY.get(kind, 0) * (ours - theirs)


def place(kind: str, gateway: str) -> Place:
    """Return where the money lies, or should."""
    return Place(Role.BANK) if kind in IN_BANK else Place(Role.CLEARING, gateway)
