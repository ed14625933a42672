"""Housekeeping of scans."""

from datetime import timedelta

from django.utils import timezone

from marketplace.kernel.clock import now
from marketplace.kernel.outbox import periodic
from traceability.resolver.counting import forget_devices
from traceability.resolver.models import UnknownCode

UNKNOWN_DAYS = 90


@periodic(every=timedelta(hours=1))
def forget_scanners() -> None:
    """Delete what told devices apart yesterday, and old requests for unknown codes."""
    forget_devices()
    oldest = timezone.localdate(now()) - timedelta(days=UNKNOWN_DAYS)
    UnknownCode.objects.filter(day__lt=oldest).delete()
