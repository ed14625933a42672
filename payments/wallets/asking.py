"""Asking gateways what became of a try: by the clock with back-off, and when the buyer is back."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.outbox import periodic
from payments import conf
from payments.errors import PaymentRefusedError, ProviderUnreachableError
from payments.models import Attempt, Notice
from payments.wallets.calls import wallet_of
from payments.wallets.keeping import ASKED, NAME, ORDER, answer_as_body
from payments.wallets.outcomes import ENDED, TOOK_MONEY, take
from payments.wallets.protocol import Outcome, Verdict

logger = logging.getLogger(__name__)

BATCH = 50
LONGEST_WAIT = timedelta(hours=1)
TELLS_THE_END = TOOK_MONEY | ENDED.keys()


@periodic(every=timedelta(seconds=15))
def ask_again() -> None:
    """Ask about every try whose time has come; one that does not answer waits twice as long."""
    due = Attempt.objects.filter(next_query_at__lte=now()).order_by("next_query_at")
    for pk in due.values_list("pk", flat=True)[:BATCH]:
        attempt = _take_turn(pk)
        if attempt is not None:
            _ask_quietly(attempt)


def ask(attempt: Attempt) -> Verdict | None:
    """Ask the gateway about ``attempt`` and let its word take effect; None when it has no end yet.

    Call it outside any transaction.

    Raises:
        ProviderUnreachableError: no answer in time, or one nobody signed.
        PaymentRefusedError: there is no secret to ask with.
    """
    wallet = wallet_of(attempt.provider)
    merchant = attempt.merchant
    if wallet is None or merchant is None or attempt.order_ref is None:
        return None
    said = wallet.query(attempt)
    if said.order_ref != attempt.order_ref:
        raise ProviderUnreachableError(reason="answer about another order")
    if said.outcome is Outcome.NOT_FOUND:
        _never_arrived(attempt)
        return None
    if said.outcome not in TELLS_THE_END:
        return None
    kept = {NAME: ASKED, ORDER: attempt.order_ref}
    return take(merchant=merchant, said=said, body=answer_as_body(said), headers=kept)


def ask_about(notice: Notice) -> Verdict | None:
    """Ask again about the try of a notice that was itself an answer to our question."""
    kept: dict[str, str] = notice.headers
    tries = Attempt.objects.filter(merchant_id=notice.merchant_id, order_ref=kept.get(ORDER))
    attempt = tries.select_related("charge__payee", "merchant").first()
    return ask(attempt) if attempt is not None else None


def _ask_quietly(attempt: Attempt) -> None:
    try:
        ask(attempt)
    except (ProviderUnreachableError, PaymentRefusedError) as error:
        logger.info("attempt %s: %s; asked again later", attempt.pk, error.code)
    except Exception:
        logger.exception("attempt %s cannot be asked about; the next run tries again", attempt.pk)


@transaction.atomic
def _take_turn(pk: int) -> Attempt | None:
    """Return the try if it is still this process's turn, its next turn already written down."""
    moment = now()
    (attempt,) = lock_rows(
        Attempt.objects.filter(pk=pk).select_related("charge__payee", "merchant")
    )
    if attempt.next_query_at is None or attempt.next_query_at > moment:
        return None
    attempt.queries += 1
    attempt.next_query_at = next_turn(attempt, moment)
    attempt.save(update_fields=["queries", "next_query_at"])
    if attempt.next_query_at is None:
        _give_up(attempt)
    return attempt


def next_turn(attempt: Attempt, moment: datetime) -> datetime | None:
    """Return when to ask next: twice as long each time, at most an hour; None after some days."""
    if moment - attempt.created_at >= conf.query_for():
        return None
    doubled: timedelta = conf.first_query_after() * (1 << min(attempt.queries, 16))
    return moment + min(doubled, LONGEST_WAIT)


def _give_up(attempt: Attempt) -> None:
    """Leave a try that was never answered to a person; one the buyer never finished is over."""
    if attempt.outcome == Attempt.Outcome.STARTED:
        attempt.outcome = Attempt.Outcome.UNKNOWN
        attempt.save(update_fields=["outcome"])
    record("attempt.asked_in_vain", subject=attempt, queries=attempt.queries)


@transaction.atomic
def _never_arrived(attempt: Attempt) -> None:
    """A try the gateway knows nothing of has failed, once nobody can pay it any more."""
    (locked,) = lock_rows(Attempt.objects.filter(pk=attempt.pk))
    unanswered = locked.outcome in {Attempt.Outcome.STARTED, Attempt.Outcome.UNKNOWN}
    if unanswered and not locked.is_fresh(now()):
        locked.outcome = Attempt.Outcome.FAILED
        locked.next_query_at = None
        locked.save(update_fields=["outcome", "next_query_at"])
        record("attempt.ended", subject=locked, outcome=locked.outcome, code="not_found")
