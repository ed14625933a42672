"""What follows from a gateway's word: the one path of its calls, our queries and the return page.

A word is kept as a notice first, then read under the notice's lock. Amount, currency, account and
environment are checked against our own rows; a payment is recorded once, however it is told.
"""

from collections.abc import Mapping
from hashlib import sha256

from django.db import transaction

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from payments import hooks
from payments.actions.notices import set_outcome, take_notice
from payments.actions.receiving import (
    GatewayPayment,
    place_order_money,
    receive_from_gateway,
)
from payments.models import Attempt, MerchantAccount, Notice, Receipt
from payments.wallets.protocol import (
    Outcome,
    Verdict,
    WalletDisputeNotice,
    WalletNothing,
    WalletNotice,
    WalletQuestion,
    WalletRefundNotice,
    WalletSaid,
)

TOOK_MONEY = frozenset({Outcome.PAID, Outcome.HELD})

ENDED: Mapping[Outcome, Attempt.Outcome] = {
    Outcome.FAILED: Attempt.Outcome.FAILED,
    Outcome.CANCELLED: Attempt.Outcome.CANCELLED,
}

LONGEST_EVENT_ID = 100


def take(
    *, merchant: MerchantAccount, said: WalletSaid, body: bytes, headers: Mapping[str, str]
) -> Verdict:
    """Keep what a gateway said and let it take effect; told again, it has no further effect.

    Args:
        merchant: the account the gateway spoke of, by the address it called or the one we asked.
        said: proven by its signature.
        body: raw, kept as evidence.
        headers: what else is needed to read it again, without secrets.
    """
    match said:
        case WalletQuestion():
            return answer_question(merchant, said)
        case WalletNothing():
            return Verdict.NOTED
        case _:
            notice = take_notice(
                feed_code=merchant.provider,
                event_id=event_id(merchant, said),
                environment=merchant.environment,
                account=merchant,
                body=body,
                headers=headers,
            )
            return read(notice=notice, said=said)


def read(
    *, notice: Notice, said: WalletNotice | WalletRefundNotice | WalletDisputeNotice
) -> Verdict:
    """Let a kept notice take effect once, and return what we make of it each time."""
    merchant = notice.merchant
    if merchant is None:
        raise ValueError(f"notice {notice.pk} is of no gateway account")
    if isinstance(said, WalletNotice):
        return _read_payment(notice, merchant, said)
    with transaction.atomic():
        (locked,) = lock_rows(Notice.objects.filter(pk=notice.pk))
        if locked.outcome != Notice.Outcome.NEW:
            return Verdict.AGAIN
        if isinstance(said, WalletRefundNotice):
            hooks.refund_told.send(merchant, said)
        else:
            hooks.dispute_told.send(merchant, said)
        _set(locked, Notice.Outcome.NOTHING)
    return Verdict.DONE


def attempt_of(merchant: MerchantAccount, order_ref: str) -> Attempt | None:
    """Return our row of an order number, if it went through this very account."""
    if not order_ref:
        return None
    tries = Attempt.objects.filter(merchant=merchant, order_ref=order_ref)
    return tries.select_related("charge__payee", "merchant").first()


def answer_question(merchant: MerchantAccount, asked: WalletQuestion) -> Verdict:
    """Return whether a gateway may take the money of an order; reads our own rows only."""
    if asked.merchant_id and asked.merchant_id != merchant.merchant_id:
        return Verdict.WRONG_MERCHANT
    attempt = attempt_of(merchant, asked.order_ref)
    if attempt is None:
        return Verdict.UNKNOWN_ORDER
    if asked.amount is not None and asked.amount.currency != attempt.currency:
        return Verdict.WRONG_CURRENCY
    if asked.amount is not None and asked.amount != attempt.amount:
        return Verdict.WRONG_AMOUNT
    still_due = attempt.charge.rest == attempt.amount
    return Verdict.PAYABLE if still_due else Verdict.CLOSED


def event_id(
    merchant: MerchantAccount, said: WalletNotice | WalletRefundNotice | WalletDisputeNotice
) -> str:
    """Return what makes a word the same one again: never two for one payment and outcome."""
    match said:
        case WalletNotice():
            facts = f"{_number(said)}:{said.outcome}"
        case WalletRefundNotice():
            facts = f"refund:{said.provider_ref or said.refund_ref}:{said.outcome}"
        case _:
            facts = f"dispute:{said.dispute_ref}:{'over' if said.is_over else 'open'}"
    whole = f"{merchant.pk}:{facts}"
    if len(whole) <= LONGEST_EVENT_ID:
        return whole
    return f"{merchant.pk}:sha256:{sha256(facts.encode()).hexdigest()}"


def _number(said: WalletNotice) -> str:
    """Return the payment's number, for a try that took nothing with its order's.

    Some gateways give all tries that failed one and the same number.
    """
    if said.outcome in TOOK_MONEY and said.transaction_id:
        return said.transaction_id
    return f"{said.order_ref}:{said.transaction_id}"


def _read_payment(notice: Notice, merchant: MerchantAccount, said: WalletNotice) -> Verdict:
    if said.merchant_id and said.merchant_id != merchant.merchant_id:
        set_outcome(notice=notice, outcome=Notice.Outcome.MISMATCH)
        return Verdict.WRONG_MERCHANT
    attempt = attempt_of(merchant, said.order_ref)
    if said.outcome not in TOOK_MONEY:
        return _note(notice, attempt, said)
    currency = said.amount.currency if said.amount else None
    if attempt is not None and currency not in {None, attempt.currency}:
        set_outcome(notice=notice, outcome=Notice.Outcome.MISMATCH)
        return Verdict.WRONG_CURRENCY
    with transaction.atomic():
        (locked,) = lock_rows(Notice.objects.filter(pk=notice.pk))
        # The account's row is the lock of "one receipt per payment": two events may tell of one.
        lock_rows(MerchantAccount.objects.filter(pk=merchant.pk))
        known = Receipt.objects.filter(merchant=merchant, reference=said.transaction_id).first()
        if known is not None:
            return _again(locked, known, said)
        return _first_time(locked, attempt, said)


def _first_time(notice: Notice, attempt: Attempt | None, said: WalletNotice) -> Verdict:
    amount = said.amount or (attempt.amount if attempt else None)
    if amount is None or amount.amount <= 0 or not said.transaction_id:
        _set(notice, Notice.Outcome.UNREADABLE)
        return Verdict.UNKNOWN_ORDER if attempt is None else Verdict.UNREADABLE
    payment = GatewayPayment(
        amount=amount,
        transaction_id=said.transaction_id,
        occurred_at=said.occurred_at or now(),
        attempt=attempt,
        is_held=said.outcome is Outcome.HELD,
    )
    receipt = receive_from_gateway(notice=notice, payment=payment)
    if attempt is not None:
        _end(attempt, Attempt.Outcome.PAID, said.code)
    return verdict_of(receipt, Verdict.DONE)


def _again(notice: Notice, receipt: Receipt, said: WalletNotice) -> Verdict:
    """Answer for a payment we have; money that was held back and is free now finds its charge."""
    if notice.outcome == Notice.Outcome.NEW:
        _set(notice, Notice.Outcome.NOTHING)
    was_held = receipt.attention == Receipt.Attention.HELD
    if was_held and said.outcome is Outcome.PAID and receipt.suggested_id is not None:
        place_order_money(receipt, receipt.suggested_id)
    return verdict_of(receipt, Verdict.AGAIN)


def verdict_of(receipt: Receipt, otherwise: Verdict) -> Verdict:
    """Return what the gateway should hear of recorded money: its trouble, the same at each call."""
    if receipt.attention == Receipt.Attention.AMOUNT:
        return Verdict.WRONG_AMOUNT
    if receipt.attention == Receipt.Attention.UNKNOWN:
        return Verdict.UNKNOWN_ORDER
    return otherwise


@transaction.atomic
def _note(notice: Notice, attempt: Attempt | None, said: WalletNotice) -> Verdict:
    """Keep that nothing was paid; a try that was paid stays paid."""
    (locked,) = lock_rows(Notice.objects.filter(pk=notice.pk))
    is_new = locked.outcome == Notice.Outcome.NEW
    if is_new:
        _set(locked, Notice.Outcome.NOTHING)
    if attempt is None:
        return Verdict.UNKNOWN_ORDER
    if is_new and said.outcome in ENDED:
        _end(attempt, ENDED[said.outcome], said.code)
    return Verdict.NOTED if is_new else Verdict.AGAIN


def _end(attempt: Attempt, outcome: Attempt.Outcome, code: str) -> None:
    (locked,) = lock_rows(Attempt.objects.filter(pk=attempt.pk))
    if locked.outcome == Attempt.Outcome.PAID:
        return
    locked.outcome = outcome
    locked.next_query_at = None
    locked.save(update_fields=["outcome", "next_query_at"])
    record("attempt.ended", subject=locked, outcome=outcome, code=code)


def _set(notice: Notice, outcome: Notice.Outcome) -> None:
    notice.outcome = outcome
    notice.save(update_fields=["outcome"])
    record("notice.read", subject=notice, outcome=outcome)
