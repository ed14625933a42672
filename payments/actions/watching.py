"""A feed that falls silent is noticed, and so is one that speaks again."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from marketplace.base.accounts.models import User
from marketplace.base.notices.actions import send_notice
from marketplace.kernel.audit import record
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.outbox import periodic
from payments.health import silent_accounts
from payments.messages import FEED_SILENT, FEED_SPEAKS
from payments.models import PayoutAccount

STAFF = ("payments", "change_receipt")
"""The permission of those who sort money, as app and codename."""


@periodic(every=timedelta(minutes=5))
def watch_feeds() -> None:
    """Mark the accounts whose bank has stopped telling us, and say so to those concerned."""
    for pk in silent_accounts():
        mark_silent(pk)


@transaction.atomic
def mark_silent(account_pk: int) -> None:
    """Mark one account's feed as broken: from now on its seller confirms. Once for each silence."""
    (account,) = lock_rows(PayoutAccount.objects.filter(pk=account_pk))
    if account.feed != PayoutAccount.Feed.CONNECTED:
        return
    account.feed = PayoutAccount.Feed.BROKEN
    account.save(update_fields=["feed"])
    record("feed.fell_silent", subject=account, feed=account.feed_code)
    _tell(FEED_SILENT.code, account, [*account.payee.members.all(), *money_staff()])


@transaction.atomic
def feed_spoke(account: PayoutAccount) -> None:
    """Take an account's feed as connected again: a verified notice came."""
    (locked,) = lock_rows(PayoutAccount.objects.filter(pk=account.pk))
    if locked.feed != PayoutAccount.Feed.BROKEN:
        return
    locked.feed = PayoutAccount.Feed.CONNECTED
    locked.save(update_fields=["feed"])
    record("feed.spoke_again", subject=locked, feed=locked.feed_code)
    _tell(FEED_SPEAKS.code, locked, locked.payee.members.all())


def money_staff() -> list[User]:
    """Return those in the back office who may sort money."""
    app, codename = STAFF
    named = Q(
        user_permissions__codename=codename, user_permissions__content_type__app_label=app
    ) | Q(
        groups__permissions__codename=codename,
        groups__permissions__content_type__app_label=app,
    )
    working = User.objects.filter(is_staff=True, is_active=True)
    return list(working.filter(Q(is_superuser=True) | named).distinct().order_by("pk"))


def _tell(kind: str, account: PayoutAccount, people: Iterable[User]) -> None:
    context = {
        "account": f"{account.bank.short_name} ••••{account.account_number[-4:]}",
        "name": account.payee.name,
        "site": settings.SITE_NAME,
    }
    for person in {one.pk: one for one in people}.values():
        send_notice(
            kind=kind,
            context=context,
            to_phone=person.phone or "",
            to_email="" if person.phone else str(person.email),
            language=person.language,
        )
