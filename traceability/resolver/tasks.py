"""Housekeeping of scans."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from marketplace.kernel.clock import now
from marketplace.kernel.outbox import outbox_task, periodic
from traceability.lots.models import Lot
from traceability.resolver.counting import forget_devices
from traceability.resolver.models import Finding, UnknownCode
from traceability.resolver.snapshots import refresh
from traceability.resolver.watching import watch_marked

UNKNOWN_DAYS = 90
FINDING_DAYS = 90


@outbox_task()
def refresh_logged(events: list[int]) -> None:
    """Prepare the pages of the lots whose events got into the log; each for itself."""
    lots = Lot.objects.filter(event_links__event__in=events).distinct().order_by("pk")
    for lot in lots:
        with transaction.atomic():
            refresh(lot)


@periodic(every=timedelta(hours=1))
def forget_scanners() -> None:
    """Delete what told devices apart yesterday, and old requests for unknown codes."""
    forget_devices()
    today = timezone.localdate(now())
    UnknownCode.objects.filter(day__lt=today - timedelta(days=UNKNOWN_DAYS)).delete()
    Finding.objects.filter(day__lt=today - timedelta(days=FINDING_DAYS)).delete()


@periodic(every=timedelta(hours=1))
def calm_down() -> None:
    """Take marks away from packs that have been quiet for long enough."""
    watch_marked()
