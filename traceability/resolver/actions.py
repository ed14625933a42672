"""What visitors and staff change: reports of suspicious packs, marks of unusual ones."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from marketplace.kernel.audit import record
from traceability.lots.models import Lot, Serial
from traceability.resolver.models import Report, ReportState


def send_report(*, code: str, words: str, bought_at: str = "", contact: str = "") -> Report:
    """Put a report into the queue and return it; the code may be one we never issued."""
    serial = Serial.objects.filter(code=code).first()
    lot = serial.lot if serial else Lot.objects.filter(link_code=code).first()
    with transaction.atomic():
        report = Report.objects.create(
            code=code[:60],
            serial=serial,
            lot=lot,
            words=words.strip()[:1000],
            bought_at=bought_at.strip()[:160],
            contact=contact.strip()[:40],
        )
        record("report.sent", subject=report, code=report.code)
    return report


def close_report(
    *, report: Report, answer: str, acting_user: AbstractBaseUser | None = None
) -> Report:
    """Close a report with what was found; the sender's phone is forgotten with it."""
    with transaction.atomic():
        report.state = ReportState.CLOSED
        report.answer = answer.strip()[:1000]
        report.contact = ""
        report.save(update_fields=["state", "answer", "contact"])
        record("report.closed", acting_user=acting_user, subject=report)
    return report


def clear_unusual(*, serial: Serial, acting_user: AbstractBaseUser | None = None) -> None:
    """Take away the mark of a pack that was looked into; it comes back with further scans."""
    with transaction.atomic():
        Serial.objects.filter(pk=serial.pk).update(unusual_since=None)
        record("serial.unusual_cleared", acting_user=acting_user, subject=serial)
