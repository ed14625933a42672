"""From a payee's money to the ledger."""

from django.db import models
from django.db.models import Sum

from payments.ledger.actions import post_entry
from payments.ledger.core import postings as entries
from payments.ledger.core.postings import Postings, Role
from payments.models import Allocation, Charge, MoneyReturn, Receipt


def owner_of(payee_id: int | None) -> str:
    """Return whose books these are; money that no account of ours got has none but its own."""
    return f"payee:{payee_id}" if payee_id else "payee:unknown"


def post(
    kind: str, subject: models.Model, postings: Postings, *, payee_id: int | None, currency: str
) -> None:
    """Write ``postings`` into the payee's books."""
    post_entry(
        kind=kind,
        owner=owner_of(payee_id),
        currency=currency,
        subject=subject,
        postings=postings,
    )


def post_return(given: MoneyReturn) -> None:
    """Write money that went back into the books it came out of."""
    if given.charge is not None:
        of = given.charge
        _post_return(given, of, owed_as=Role.TO_RETURN, out_of=_lies_in(of))
    elif given.receipt is not None:
        from_ = given.receipt
        _post_return(given, from_, owed_as=Role.UNMATCHED, out_of=_came_into(from_))


def _post_return(given: MoneyReturn, of: Charge | Receipt, *, owed_as: Role, out_of: Role) -> None:
    entry = entries.money_returned(given.amount, owed_as=owed_as, out_of=out_of)
    post("money_returned", given, entry, payee_id=of.payee_id, currency=of.currency)


def _came_into(receipt: Receipt) -> Role:
    return Role.CASH if receipt.source == Receipt.Source.CASH else Role.BANK


def _lies_in(charge: Charge) -> Role:
    """Return where the money that goes back lies: with the cash when all of it came as cash."""
    paid = charge.allocations.filter(undo=None)
    cash = paid.filter(proof=Allocation.Proof.CASH).aggregate(sum=Sum("amount"))["sum"] or 0
    return Role.CASH if cash and cash == charge.allocated else Role.BANK
