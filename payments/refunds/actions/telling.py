"""What gateways say of refunds on their own: of ours, and of those made on their own pages."""

from uuid import uuid4

from django.db import transaction

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from payments.actions.charges import lock_charge
from payments.models import Allocation, Charge, MerchantAccount, MoneyReturn, Receipt
from payments.refunds.actions.ending import finish, take_refund_answer
from payments.refunds.actions.requesting import lower_price, new_ref
from payments.refunds.core.states import TooMuchError, forced_note
from payments.refunds.models import Refund
from payments.wallets.protocol import RefundAnswer, RefundOutcome, WalletRefundNotice

ON_ITS_PAGE = "Refunded on the gateway's own page"
BEYOND = "more than we know of"


@transaction.atomic
def take_refund_notice(*, merchant: MerchantAccount, notice: WalletRefundNotice) -> Refund | None:
    """Let a gateway's word about a refund take effect; None when we know of no such payment."""
    ours = Refund.objects.filter(attempt__merchant=merchant)
    known = ours.filter(refund_ref=notice.refund_ref).first() if notice.refund_ref else None
    if known is None and notice.provider_ref:
        known = ours.filter(provider_ref=notice.provider_ref).first()
    if known is not None:
        answer = RefundAnswer(
            outcome=notice.outcome, provider_ref=notice.provider_ref, code=notice.code
        )
        return take_refund_answer(refund=known, answer=answer)
    if notice.outcome is not RefundOutcome.DONE or notice.amount is None:
        return None
    return take_external_refund(
        merchant=merchant,
        transaction_id=notice.transaction_id,
        provider_ref=notice.provider_ref or notice.refund_ref,
        amount=notice.amount,
    )


@transaction.atomic
def take_external_refund(
    *, merchant: MerchantAccount, transaction_id: str, provider_ref: str, amount: Money
) -> Refund | None:
    """Record money that a gateway gave back without being asked by us; told again, the first.

    More than we still have of the payment is kept beside the books, for a person to look at.

    Args:
        merchant: the account the payment came through.
        transaction_id: the gateway's number of the payment.
        provider_ref: the gateway's number of the refund.
        amount: that went back.
    """
    payment = Receipt.objects.filter(merchant=merchant, reference=transaction_id).first()
    if payment is None or amount.amount <= 0 or amount.currency != payment.currency:
        return None
    charge = _charge_of(payment)
    (locked,) = lock_rows(Receipt.objects.filter(pk=payment.pk).select_related("merchant"))
    known = Refund.objects.filter(
        payment=locked, way=Refund.Way.EXTERNAL, provider_ref=provider_ref
    ).first()
    if known is not None:
        return known
    key = uuid4()
    refund = Refund(
        charge=charge,
        payment=locked,
        way=Refund.Way.EXTERNAL,
        amount=amount.amount,
        currency=amount.currency,
        reason=ON_ITS_PAGE,
        key=key,
        refund_ref=new_ref(key),
        provider_ref=provider_ref[:100],
        state=Refund.State.UNKNOWN,
        created_at=now(),
    )
    return _book(refund)


def _charge_of(payment: Receipt) -> Charge | None:
    """Return the charge that a payment pays most of, locked; None when it pays nothing."""
    paid = Allocation.objects.filter(receipt=payment, undo=None).order_by("-amount", "pk")
    keys = paid.values_list("charge_id", flat=True)
    first = keys.first()
    return lock_charge(first) if first is not None else None


def _book(refund: Refund) -> Refund:
    if not _hold(refund):
        refund.code = BEYOND
        refund.save()
        record("refund.beyond_books", subject=refund, amount=refund.money)
        return refund
    refund.save()
    record("refund.told", subject=refund, amount=refund.money)
    reference = refund.provider_ref or refund.refund_ref
    finish(refund, reference=reference, kind=MoneyReturn.Kind.GATEWAY, user=None)
    return refund


def _hold(refund: Refund) -> bool:
    if refund.charge is not None:
        return _hold_of_charge(refund, refund.charge)
    payment = refund.payment
    if payment is None or payment.open_amount < refund.amount:
        return False
    payment.refunding += refund.amount
    payment.save(update_fields=["refunding"])
    refund.held = refund.amount
    return True


def _hold_of_charge(refund: Refund, charge: Charge) -> bool:
    try:
        refund.lowered = forced_note(charge.facts, refund.amount)
    except TooMuchError:
        return False
    lower_price(charge, refund.lowered, why=ON_ITS_PAGE, user=None)
    charge.refunding += refund.amount
    charge.save(update_fields=["refunding"])
    refund.held = refund.amount
    return True
