"""From what happened to the ledger: the payee's books, and the platform's where it collects.

Whoever moves money calls one of these in the same transaction. ``post`` is for entries of the
payee's books alone.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from django.db import models
from django.db.models import Sum
from django.utils import timezone

from payments.ledger.actions import day_for, open_accounts, post_entry
from payments.ledger.core import postings
from payments.ledger.core.postings import Place, Postings, Role
from payments.ledger.queries import PLATFORM
from payments.models import Allocation, Charge, MerchantAccount, MoneyReturn, Receipt

USUAL: Final = (
    Role.BANK,
    Role.CASH,
    Role.RECEIVABLE,
    Role.SALES,
    Role.UNMATCHED,
    Role.TO_RETURN,
)


def owner_of(payee_id: int | None) -> str:
    """Return whose books these are; money that no account of ours got has none but its own."""
    return f"payee:{payee_id}" if payee_id else "payee:unknown"


def payee_of(owner: str) -> int | None:
    """Return the payee that `owner_of` wrote; None for no payee.

    >>> payee_of("payee:4"), payee_of("payee:unknown"), payee_of("vat")
    (4, None, None)
    """
    kind, _colon, number = owner.partition(":")
    return int(number) if kind == "payee" and number.isdecimal() else None


def post(
    kind: str,
    subject: models.Model,
    postings: Postings,
    *,
    payee_id: int | None,
    currency: str,
    booked_on: date | None = None,
) -> None:
    """Write ``postings`` into the payee's books."""
    post_entry(
        kind=kind,
        owner=owner_of(payee_id),
        currency=currency,
        subject=subject,
        postings=postings,
        booked_on=booked_on,
    )


def post_platform(
    kind: str,
    subject: models.Model,
    postings: Postings,
    *,
    currency: str,
    booked_on: date | None = None,
) -> None:
    """Write ``postings`` into the platform's own books."""
    post_entry(
        kind=kind,
        owner=PLATFORM,
        currency=currency,
        subject=subject,
        postings=postings,
        booked_on=booked_on,
    )


def post_both(
    kind: str,
    subject: models.Model,
    *,
    payee_id: int | None,
    currency: str,
    theirs: Postings,
    ours: Postings,
) -> None:
    """Write what a payee and the platform owe each other into the books of both."""
    post(kind, subject, theirs, payee_id=payee_id, currency=currency)
    post_platform(kind, subject, ours, currency=currency)


def lies_in(receipt: Receipt) -> Role:
    """Return where the money of a receipt lies: CASH, HELD by the platform, or the payee's BANK."""
    if receipt.source == Receipt.Source.CASH:
        return Role.CASH
    return Role.HELD if is_collected(receipt) else Role.BANK


def is_collected(receipt: Receipt) -> bool:
    """Return whether the platform's account got the money, not the payee's own."""
    return receipt.merchant is not None and receipt.merchant.collects


def open_books(payee_id: int) -> None:
    """Make the accounts that every payee's money moves over; done before, it changes nothing."""
    open_accounts(owner=owner_of(payee_id), currency="VND", roles=USUAL)


def post_came(receipt: Receipt) -> None:
    """Book money that came, on the day it came, or today when that month is closed."""
    day = day_for(timezone.localdate(receipt.occurred_at))
    entry = postings.money_came(receipt.amount, into=lies_in(receipt))
    payee, currency = receipt.payee_id, receipt.currency
    post("money_came", receipt, entry, payee_id=payee, currency=currency, booked_on=day)
    if is_collected(receipt):
        mirror = postings.collected(
            receipt.amount, gateway=gateway_of(receipt), payee=owner_of(payee)
        )
        post_platform("money_came", receipt, mirror, currency=currency, booked_on=day)


def post_found(subject: models.Model, amount: int, *, payee_id: int, currency: str) -> None:
    """Book that collected money of an unknown order is a payee's; taken back when negative."""
    size = abs(amount)
    came = postings.money_came(size, into=Role.HELD)
    moved = postings.payable_moved(size, out_of=owner_of(None), to=owner_of(payee_id))
    unknown = postings.signed(-amount, came)
    post("payee_found", subject, unknown, payee_id=None, currency=currency)
    theirs, ours = postings.signed(amount, came), postings.signed(amount, moved)
    post_both(
        "payee_found", subject, payee_id=payee_id, currency=currency, theirs=theirs, ours=ours
    )


def post_return(given: MoneyReturn) -> None:
    """Book money that went back to a buyer, out of wherever it lay.

    Collected money goes back out of what is HELD: from the gateway when it refunds or loses a
    dispute, else from the platform's bank. A seller's own transfer (no ``payment``) leaves their
    own account, whatever is held for them.
    """
    of = given.charge or given.receipt
    if of is None:
        return
    out_of = _out_of(given)
    owed_as = Role.TO_RETURN if given.charge is not None else Role.UNMATCHED
    entry = postings.money_returned(given.amount, owed_as=owed_as, out_of=out_of)
    post("money_returned", given, entry, payee_id=of.payee_id, currency=of.currency)
    if out_of == Role.HELD:
        mirror = postings.collected_returned(
            given.amount, payee=owner_of(of.payee_id), out_of=_platform_out_of(given)
        )
        post_platform("money_returned", given, mirror, currency=of.currency)


def _out_of(given: MoneyReturn) -> Role:
    payment = given.payment or given.receipt
    if payment is not None:
        return lies_in(payment)
    return Role.BANK if given.charge is None else _lies_in(given.charge)


def _lies_in(charge: Charge) -> Role:
    """Return where the money that goes back lies: with the cash when all of it came as cash."""
    paid = charge.allocations.filter(undo=None)
    cash = paid.filter(proof=Allocation.Proof.CASH).aggregate(sum=Sum("amount"))["sum"] or 0
    return Role.CASH if cash and cash == charge.allocated else Role.BANK


def _platform_out_of(given: MoneyReturn) -> Place:
    payment = given.payment or given.receipt
    by_gateway = given.kind in {MoneyReturn.Kind.GATEWAY, MoneyReturn.Kind.DISPUTE}
    if by_gateway and payment is not None:
        return Place(Role.CLEARING, gateway_of(payment))
    return Place(Role.BANK)


def post_contested(subject: models.Model, payment: Receipt, amount: int) -> None:
    """Book that a gateway took contested money away when the dispute opened.

    Out of what the platform has there; of a seller's own gateway account out of their bank. What is
    held for the seller stays: who has to bear it is known when the dispute ends.
    """
    _post_contested("contested", subject, payment, postings.contested, amount)


def undo_contested(subject: models.Model, payment: Receipt, amount: int) -> None:
    """Book that the dispute has ended: the money is there again, to stay or to be given back."""

    def back(size: int, *, out_of: Role | Place) -> Postings:
        return postings.reversed_(postings.contested(size, out_of=out_of))

    _post_contested("contest_over", subject, payment, back, amount)


def _post_contested(
    kind: str,
    subject: models.Model,
    payment: Receipt,
    entry: Callable[..., Postings],
    amount: int,
) -> None:
    currency = payment.currency
    if is_collected(payment):
        place = Place(Role.CLEARING, gateway_of(payment))
        post_platform(kind, subject, entry(amount, out_of=place), currency=currency)
    else:
        lines = entry(amount, out_of=Role.BANK)
        post(kind, subject, lines, payee_id=payment.payee_id, currency=currency)


def post_payout(subject: models.Model, *, payee_id: int, amount: int, currency: str) -> None:
    """Book money that the platform paid out to a payee's own account."""
    post_both(
        "paid_out",
        subject,
        payee_id=payee_id,
        currency=currency,
        theirs=postings.paid_out(amount),
        ours=postings.paid_out_by_platform(amount, payee=owner_of(payee_id)),
    )


def undo_payout(subject: models.Model, *, payee_id: int, amount: int, currency: str) -> None:
    """Book that a payout came back: the account was closed, or the bank refused it."""
    ours = postings.paid_out_by_platform(amount, payee=owner_of(payee_id))
    post_both(
        "payout_came_back",
        subject,
        payee_id=payee_id,
        currency=currency,
        theirs=postings.reversed_(postings.paid_out(amount)),
        ours=postings.reversed_(ours),
    )


def post_owed(
    kind: str,
    subject: models.Model,
    amount: int,
    *,
    payee_id: int,
    currency: str,
    accounts: tuple[Role, Place],
) -> None:
    """Book what a payee owes the platform, or no longer owes where ``amount`` is negative.

    Args:
        kind: of the entry.
        subject: the line that says why.
        amount: in minor units, signed.
        payee_id: who owes it.
        currency: of the amount.
        accounts: what it is in the payee's books, and in the platform's.
    """
    size = abs(amount)
    theirs, ours = accounts
    post_both(
        kind,
        subject,
        payee_id=payee_id,
        currency=currency,
        theirs=postings.signed(amount, postings.owed_to_platform(size, as_what=theirs)),
        ours=postings.signed(
            amount, postings.owed_by_seller(size, payee=owner_of(payee_id), as_what=ours)
        ),
    )


def post_kept_back(subject: models.Model, kept: int, *, payee_id: int, currency: str) -> None:
    """Book that a payee's debt was taken out of what is held, or given back when negative."""
    size = abs(kept)
    post_both(
        "kept_back",
        subject,
        payee_id=payee_id,
        currency=currency,
        theirs=postings.signed(kept, postings.kept_back(size)),
        ours=postings.signed(kept, postings.kept_back_by_platform(size, payee=owner_of(payee_id))),
    )


def post_bill_paid(subject: models.Model, paid: int, *, payee_id: int, currency: str) -> None:
    """Book that a payee paid a debt from their own account; undone when negative."""
    size = abs(paid)
    post_both(
        "bill_paid",
        subject,
        payee_id=payee_id,
        currency=currency,
        theirs=postings.signed(paid, postings.bill_paid(size)),
        ours=postings.signed(paid, postings.bill_paid_by_seller(size, payee=owner_of(payee_id))),
    )


def gateway_of(receipt: Receipt) -> str:
    """Return the provider that collected a receipt."""
    return gateway_name(receipt.merchant)


def gateway_name(merchant: MerchantAccount | None) -> str:
    """Return the sub-account of a gateway's money."""
    return merchant.provider if merchant else ""
