"""Writing down that money went back: one place for hand, gateway, payout and dispute."""

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from payments import hooks
from payments.actions.books import post_return
from payments.models import Charge, MoneyReturn, Receipt


def return_of_charge(
    charge: Charge,
    *,
    amount: int,
    reference: str,
    kind: MoneyReturn.Kind,
    made_by: User | None,
    payment: Receipt | None = None,
) -> MoneyReturn:
    """Write down that ``amount`` of a locked charge went back, and tell who must know.

    Whoever calls has checked that so much is owed.
    """
    given = MoneyReturn.objects.create(
        charge=charge,
        payment=payment,
        amount=amount,
        reference=reference,
        kind=kind,
        made_by=made_by,
        created_at=now(),
    )
    charge.returned += amount
    charge.save(update_fields=["returned"])
    post_return(given)
    record("charge.money_returned", acting_user=made_by, subject=charge, amount=amount, kind=kind)
    hooks.money_went_back.send(given)
    return given


def return_of_receipt(
    receipt: Receipt,
    *,
    amount: int,
    reference: str,
    kind: MoneyReturn.Kind,
    made_by: User | None,
) -> MoneyReturn:
    """Write down that ``amount`` of a locked receipt that paid nothing went back."""
    given = MoneyReturn.objects.create(
        receipt=receipt,
        payment=receipt,
        amount=amount,
        reference=reference,
        kind=kind,
        made_by=made_by,
        created_at=now(),
    )
    receipt.returned += amount
    receipt.save(update_fields=["returned"])
    post_return(given)
    record("receipt.money_returned", acting_user=made_by, subject=receipt, amount=amount, kind=kind)
    hooks.money_went_back.send(given)
    return given
