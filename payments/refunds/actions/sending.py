"""Sending a refund to its gateway, and asking what became of it, under one key for ever."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.outbox import periodic
from payments import conf
from payments.errors import PaymentRefusedError, ProviderUnreachableError
from payments.refunds.actions.ending import take_refund_answer
from payments.refunds.actions.routes import wallet_for
from payments.refunds.core.states import pause
from payments.refunds.models import Refund
from payments.wallets.protocol import RefundAnswer, RefundOrder, RefundOutcome, Wallet

logger = logging.getLogger(__name__)

BATCH = 50
UNSURE = RefundAnswer(outcome=RefundOutcome.UNKNOWN)
ASKED_ABOUT = (Refund.State.SENT, Refund.State.UNKNOWN)


def send_refund(*, refund: Refund) -> Refund:
    """Ask the gateway for the money, once. Call it outside any transaction.

    The refund counts as unknown from before the call until the answer: whoever dies in between
    leaves a question, not a second refund.
    """
    begun = _begin(refund.pk)
    if begun is None:
        return Refund.objects.get(pk=refund.pk)
    wallet = _wallet(begun)
    if wallet is None:
        return take_refund_answer(refund=begun, answer=UNSURE)
    order = order_of(begun)
    return take_refund_answer(refund=begun, answer=_heard(begun, lambda: wallet.refund(order)))


@periodic(every=timedelta(seconds=30))
def ask_refunds_again() -> None:
    """Ask about every refund whose time has come; each waits longer than before."""
    due = Refund.objects.filter(next_query_at__lte=now()).order_by("next_query_at")
    for pk in due.values_list("pk", flat=True)[:BATCH]:
        turn = _take_turn(pk)
        if turn is not None:
            _ask_quietly(turn)


def ask_about_refund(*, refund: Refund) -> Refund:
    """Ask the gateway what became of a refund; where it does not know, send the same one again.

    The same key is the same refund at the gateway, so it is never a second one. Call it outside
    any transaction.
    """
    wallet = _wallet(refund)
    if wallet is None or refund.state not in ASKED_ABOUT or refund.way != Refund.Way.GATEWAY:
        return refund
    order = order_of(refund)
    answer = _heard(refund, lambda: wallet.query_refund(order))
    if answer.outcome is RefundOutcome.UNKNOWN and refund.state == Refund.State.UNKNOWN:
        answer = _heard(refund, lambda: wallet.refund(order))
    return take_refund_answer(refund=refund, answer=answer)


def order_of(refund: Refund) -> RefundOrder:
    """Return a refund as its gateway is asked for it: the same words at each try."""
    payment, attempt = refund.payment, refund.attempt
    if payment is None or attempt is None:
        raise ValueError(f"refund {refund.pk} is of no gateway's payment")
    return RefundOrder(
        attempt=attempt,
        transaction_id=payment.reference,
        amount=refund.money,
        is_full=refund.amount == payment.amount,
        key=refund.key,
        refund_ref=refund.refund_ref,
        reason=f"Hoan tien {refund.refund_ref}",
        paid_at=payment.occurred_at,
        requested_at=refund.created_at,
        provider_ref=refund.provider_ref,
    )


@transaction.atomic
def _begin(pk: int) -> Refund | None:
    """Return the refund if it was never sent, marked as sent with an unknown end."""
    refund = _locked(pk)
    if refund.state != Refund.State.REQUESTED or refund.way != Refund.Way.GATEWAY:
        return None
    refund.state = Refund.State.UNKNOWN
    refund.queries = 1
    refund.next_query_at = _next_turn(refund, now())
    refund.save(update_fields=["state", "queries", "next_query_at"])
    record("refund.sent", subject=refund, amount=refund.money)
    return refund


@transaction.atomic
def _take_turn(pk: int) -> Refund | None:
    """Return the refund if it is still this process's turn, its next turn written down."""
    moment = now()
    refund = _locked(pk)
    if refund.next_query_at is None or refund.next_query_at > moment:
        return None
    refund.queries += 1
    refund.next_query_at = _next_turn(refund, moment)
    refund.save(update_fields=["queries", "next_query_at"])
    if refund.next_query_at is None:
        record("refund.asked_in_vain", subject=refund, queries=refund.queries)
    return refund


def _locked(pk: int) -> Refund:
    rows = Refund.objects.filter(pk=pk).select_related(
        "attempt__merchant", "attempt__charge__payee", "payment__merchant"
    )
    (refund,) = lock_rows(rows)
    return refund


def _next_turn(refund: Refund, moment: datetime) -> datetime | None:
    """Return when to ask next; None after some days: then a person must look."""
    if moment - refund.created_at >= conf.query_for():
        return None
    return moment + pause(conf.first_query_after(), refund.queries)


def _wallet(refund: Refund) -> Wallet | None:
    return wallet_for(refund.payment) if refund.payment is not None else None


def _heard(refund: Refund, call: Callable[[], RefundAnswer]) -> RefundAnswer:
    """Return what the gateway answered; everything but an answer means that nothing is known."""
    try:
        return call()
    except ProviderUnreachableError as error:
        logger.info("refund %s: %s; asked again later", refund.pk, error.code)
    except PaymentRefusedError as error:
        logger.warning("refund %s cannot be sent: %s", refund.pk, error)
    except Exception:
        logger.exception("refund %s: the gateway's answer was not understood", refund.pk)
    return UNSURE


def _ask_quietly(refund: Refund) -> None:
    try:
        ask_about_refund(refund=refund)
    except Exception:
        logger.exception("refund %s cannot be asked about; the next run tries again", refund.pk)
