"""Money that came without a sale: by the stall's printed code, or a vendor says whose it is."""

from typing import Final

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from marketplace.modules.stalls.actions.sales import sale_of_money
from marketplace.modules.stalls.errors import MoneyNotFreeError
from marketplace.modules.stalls.models import Sale, Stall
from payments import conf
from payments.actions import allocate, cancel_charge
from payments.errors import AlreadyMatchedError, NotYourMoneyError
from payments.models import Allocation, Charge, Receipt
from payments.receipts.core.memo import find_codes

NOT_FREE: Final = frozenset({Receipt.Attention.HELD, Receipt.Attention.FAILED})
"""Money that a gateway may still take back, or that the clock tries to match again."""


def claim_by_code(receipt: Receipt) -> Charge | None:
    """Return the charge of a new sale when the memo holds the code of exactly one open stall.

    The stall must belong to the payee whose account got the money: a code alone, copied to
    another account, claims nothing.
    """
    codes = find_codes(receipt.memo)
    if not codes or receipt.environment != conf.environment() or receipt.currency != "VND":
        return None
    stalls = Stall.objects.filter(memo_code__in=codes, payee=receipt.payee_id, closed_at=None)
    found = list(stalls.select_related("market", "payee")[:2])
    if len(found) != 1:
        return None
    money = Money(receipt.open_amount)
    return sale_of_money(found[0], money, receipt_pk=receipt.pk, user=None).charge


@transaction.atomic
def claim_money(*, stall: Stall, receipt: Receipt, acting_user: User) -> Sale:
    """Write money of unknown purpose down as a sale of ``stall``, because its vendor says so.

    Raises:
        NotYourMoneyError: the money lies with another payee.
        AlreadyMatchedError: the other stall of the account was faster.
        MoneyNotFreeError: a gateway holds it back, or it is tried again.
        StallClosedError: the stall sells no more.
    """
    (locked,) = lock_rows(Receipt.objects.filter(pk=receipt.pk))
    if locked.payee_id != stall.payee_id:
        raise NotYourMoneyError(payee=locked.payee_id)
    if locked.open_amount == 0 or not locked.attention:
        raise AlreadyMatchedError(receipt=locked.pk)
    if locked.attention in NOT_FREE:
        raise MoneyNotFreeError(receipt=locked.pk)
    money = Money(locked.open_amount)
    sale = sale_of_money(stall, money, receipt_pk=locked.pk, user=acting_user)
    allocate(
        receipt=locked,
        charge=sale.charge,
        amount=money.amount,
        proof=Allocation.Proof.SELLER,
        acting_user=acting_user,
    )
    record("money.claimed", acting_user=acting_user, subject=sale, receipt=locked.pk)
    return sale


def give_up_claim(charge: Charge) -> None:
    """End a sale that only its money had made, when that money turns out to be another's."""
    sale = Sale.objects.filter(charge=charge, kind=Sale.Kind.STATIC).first()
    if sale is not None and not charge.allocated and not charge.facts.is_closed:
        cancel_charge(charge=charge, reason="its money was matched by mistake")
