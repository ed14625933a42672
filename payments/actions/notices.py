"""What a feed said: kept first, as it came; then read; never believed without its signature."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.outbox import periodic
from payments.errors import NoticeMismatchError, NoticeUnreadableError
from payments.models import MerchantAccount, Notice, PayoutAccount
from payments.protocol import feeds

logger = logging.getLogger(__name__)

SECRET_HEADERS = frozenset({"authorization", "cookie", "secure-token"})
"""Headers that are secrets themselves: never kept, whoever hands them in."""

MAX_TRIES = 20
BATCH = 100


def take_notice(
    *,
    feed_code: str,
    event_id: str,
    environment: str,
    account: PayoutAccount | MerchantAccount,
    body: bytes,
    headers: Mapping[str, str],
) -> Notice:
    """Keep a verified notice as it came, and return it; told twice, return the first.

    Args:
        feed_code: of the feed in the registry.
        event_id: the feed's own number, unique within the feed.
        environment: ``live`` or ``sandbox``, as its key proves.
        account: the bank or gateway account whose address the notice was sent to.
        body: as received.
        headers: as received; authorisation headers are left out.
    """
    try:
        with transaction.atomic():
            notice = Notice.objects.create(
                provider=feed_code,
                event_id=event_id,
                environment=environment,
                account=account if isinstance(account, PayoutAccount) else None,
                merchant=account if isinstance(account, MerchantAccount) else None,
                body=body,
                headers=_kept(headers),
                received_at=now(),
            )
            record("notice.taken", subject=notice, feed=feed_code, event=event_id)
    except IntegrityError:
        return Notice.objects.get(provider=feed_code, event_id=event_id)
    return notice


@transaction.atomic
def refuse_notice(*, feed_code: str, account: PayoutAccount | MerchantAccount, reason: str) -> None:
    """Write down that a notice came without a good signature. Nothing else changes."""
    record("notice.refused", subject=account, feed=feed_code, reason=reason)


@transaction.atomic
def set_outcome(*, notice: Notice, outcome: str) -> Notice:
    """Say what came of reading a notice that brought no money."""
    (locked,) = lock_rows(Notice.objects.filter(pk=notice.pk))
    if locked.outcome != Notice.Outcome.CREDITED:
        locked.outcome = outcome
        locked.save(update_fields=["outcome"])
        record("notice.read", subject=locked, outcome=outcome)
    return locked


@periodic(every=timedelta(seconds=60))
def reread_notices() -> None:
    """Read again what was kept but not read to its end (a crash between keeping and reading)."""
    waiting = Notice.objects.filter(
        outcome=Notice.Outcome.NEW,
        tries__lt=MAX_TRIES,
        received_at__lte=now() - timedelta(seconds=30),
    )
    for notice in waiting.select_related("account", "merchant").order_by("pk")[:BATCH]:
        try:
            reread(notice)
        except Exception:
            logger.exception("notice %s cannot be read; the next run tries again", notice.pk)


def reread(notice: Notice) -> None:
    """Read a kept notice with its feed and receive what it tells of."""
    from payments.actions.receiving import receive
    from payments.wallets.rereading import reread_call

    _count_try(notice)
    if notice.merchant_id is not None:
        reread_call(notice)
        return
    if notice.account is None or notice.provider not in feeds:
        return
    feed = feeds.get(notice.provider)
    try:
        credit = feed.read_notice(bytes(notice.body), notice.headers, account=notice.account)
        if credit is None:
            set_outcome(notice=notice, outcome=Notice.Outcome.NOTHING)
        else:
            receive(credit=credit, notice=notice)
    except NoticeUnreadableError:
        set_outcome(notice=notice, outcome=Notice.Outcome.UNREADABLE)
    except NoticeMismatchError:
        logger.warning("notice %s speaks of another account", notice.pk)


@transaction.atomic
def _count_try(notice: Notice) -> None:
    notice.tries += 1
    notice.save(update_fields=["tries"])


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    lower = {name.lower(): value for name, value in headers.items()}
    return {name: value for name, value in lower.items() if name not in SECRET_HEADERS}
