"""What the clock does: in the evening a stall that forgot to close its day is reminded, once."""

import logging
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from marketplace.base.notices.actions import NoticeDraft, send_notices
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.outbox import periodic
from marketplace.modules.stalls import conf
from marketplace.modules.stalls.kinds import DAY_OPEN
from marketplace.modules.stalls.models import BookLine, DayClose, Stall

logger = logging.getLogger(__name__)

BATCH = 200
"""Stalls that one run reminds at most; the next run takes the rest."""


@periodic(every=timedelta(minutes=10))
def remind_to_close() -> None:
    """Remind each stall that sold today and did not close, from the evening's hour on."""
    today = timezone.localtime(now())
    if today.hour < conf.reminder_hour():
        return
    for pk in list(_to_remind(today.date()).values_list("pk", flat=True)[:BATCH]):
        try:
            _remind(pk, today.date())
        except Exception:
            logger.exception("stall %s was not reminded; the next run tries again", pk)


def _to_remind(day: date) -> QuerySet[Stall]:
    lines = BookLine.objects.filter(stall=OuterRef("pk"), day=day)
    closed = DayClose.objects.filter(stall=OuterRef("pk"), day=day)
    unclosed = Stall.objects.filter(Exists(lines), ~Exists(closed), closed_at=None)
    return unclosed.exclude(reminded_on=day).order_by("pk")


@transaction.atomic
def _remind(pk: int, day: date) -> None:
    lock_rows(Stall.objects.filter(pk=pk))
    # Another worker may have sent it, or the vendor have closed, since the list was made.
    stall = _to_remind(day).filter(pk=pk).select_related("market", "payee").first()
    if stall is None:
        return
    stall.reminded_on = day
    stall.save(update_fields=["reminded_on"])
    context = {
        "stall": stall.number,
        "market": stall.market.name,
        "day": day.strftime("%d/%m"),
        "url": f"{settings.PUBLIC_ORIGIN}{reverse('stalls:book')}?sap={stall.pk}",
    }
    people = stall.payee.members.filter(is_active=True).exclude(phone="").order_by("pk")
    send_notices(
        kind=DAY_OPEN.code,
        drafts=[
            NoticeDraft(context=context, to_phone=str(one.phone), language=stall.language)
            for one in people
            if one.phone
        ],
    )
