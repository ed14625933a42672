"""What visitors and staff change: reports of suspicious packs, judgements, marks."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from traceability.lots.models import Lot, Serial
from traceability.models import Party
from traceability.resolver.errors import JudgementReasonError
from traceability.resolver.models import (
    Finding,
    Judgement,
    PackingDevice,
    PackMark,
    Report,
    ReportState,
)


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


def judge_pack(
    *,
    serial: Serial,
    judgement: Judgement,
    reason: str,
    acting_user: AbstractBaseUser | None = None,
) -> PackMark:
    """Write what staff found about a pack, and return its mark.

    *Cleared*: what was seen so far counts no more; the mark comes back with further scans.
    *Trusted*: it is not watched any more. *Copied*: its page says so.

    Raises:
        JudgementReasonError: without a reason.
    """
    if not reason.strip():
        raise JudgementReasonError
    told = {
        "judgement": judgement,
        "reason": reason.strip()[:300],
        "judged_at": now(),
        "score": 0,
    }
    with transaction.atomic():
        mark, _is_new = PackMark.objects.update_or_create(serial=serial, defaults=told)
        today = Finding.objects.filter(serial=serial, day=timezone.localdate(now()))
        rules = sorted(today.values_list("rule", flat=True))
        if judgement != Judgement.COPIED:
            today.delete()
            Serial.objects.filter(pk=serial.pk).update(unusual_since=None)
        record(
            f"serial.judged_{judgement.value}",
            acting_user=acting_user,
            subject=serial,
            reason=mark.reason,
            rules=rules,
        )
    return mark


def mark_sold(*, serials: Iterable[Serial], day: date) -> int:
    """Write that packs were sold at retail on ``day``; return how many were new: the first stays.

    For glue that knows of the sale, and for events that say so.
    """
    with transaction.atomic():
        wanted = {serial.pk for serial in serials}
        known = PackMark.objects.filter(serial__in=wanted)
        sold = set(known.filter(sold_on__isnull=False).values_list("pk", flat=True))
        PackMark.objects.bulk_create(
            [PackMark(serial_id=pk, sold_on=day) for pk in sorted(wanted - sold)],
            update_conflicts=True,
            unique_fields=["serial"],
            update_fields=["sold_on"],
        )
        return len(wanted - sold)


def pack_here(*, party: Party, device: bytes, acting_user: AbstractBaseUser | None = None) -> None:
    """Let a phone pack a party's goods for the rest of the day: its scans are not counted."""
    with transaction.atomic():
        _row, is_new = PackingDevice.objects.get_or_create(
            party=party, day=timezone.localdate(now()), device=device
        )
        if is_new:
            record("packing.device", acting_user=acting_user, subject=party)
