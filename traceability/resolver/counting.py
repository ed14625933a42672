"""Count scans by device and day; notice packs that are opened unusually often."""

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from hashlib import blake2b, sha256

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from marketplace.kernel.clock import now
from traceability import conf
from traceability.lots.models import Serial
from traceability.resolver.buffer import Scan
from traceability.resolver.models import ScanDay, SeenDevice, UnknownCode

_MOST_UNKNOWN = 200
"""Unknown codes written at once: somebody who tries codes out must not fill the table."""


def device_of(address: str, agent: str, subject: object, day: date) -> bytes:
    """Return what tells one device from another, for one pack and one day, and nothing more.

    A hash of address and browser under a salt that changes daily and with the pack: it cannot be
    joined across packs or days, and rows that hold it are deleted the day after.
    """
    salt = hmac.digest(str(settings.SECRET_KEY).encode(), f"scan:{day}".encode(), sha256)
    text = f"{subject}|{address}|{agent}"
    return blake2b(text.encode(), key=salt, digest_size=12).digest()


def count(scans: Sequence[Scan], unknown: Mapping[tuple[str, date], int]) -> None:
    """Write scans and requests for unknown codes; a device counts once a day for a serial."""
    with transaction.atomic():
        new = _remember_devices(set(scans))
        for (serial_id, day), devices in sorted(Counter((s.serial_id, s.day) for s in new).items()):
            _count_day(serial_id, day, devices)
        _notice_unusual({scan.serial_id for scan in new})
        for (code, day), times in sorted(unknown.items())[:_MOST_UNKNOWN]:
            _count_unknown(code, day, times)


def forget_devices() -> int:
    """Delete what told devices apart on earlier days; return how many rows."""
    deleted, _models = SeenDevice.objects.filter(day__lt=timezone.localdate(now())).delete()
    return deleted


def _remember_devices(scans: set[Scan]) -> list[Scan]:
    """Return the scans of devices not seen before today, and remember them."""
    serials = {scan.serial_id for scan in scans}
    rows = SeenDevice.objects.filter(serial_id__in=serials, day__in={scan.day for scan in scans})
    seen = {
        Scan(serial, day, bytes(device))
        for serial, day, device in rows.values_list("serial_id", "day", "device")
    }
    new = sorted(scans - seen, key=lambda scan: (scan.serial_id, scan.day, scan.device))
    SeenDevice.objects.bulk_create(
        (SeenDevice(serial_id=one.serial_id, day=one.day, device=one.device) for one in new),
        ignore_conflicts=True,
    )
    return new


def _count_day(serial_id: int, day: date, devices: int) -> None:
    row, is_new = ScanDay.objects.get_or_create(
        serial_id=serial_id, day=day, defaults={"devices": devices}
    )
    if not is_new:
        ScanDay.objects.filter(pk=row.pk).update(devices=F("devices") + devices)
    Serial.objects.filter(pk=serial_id).update(
        scan_count=F("scan_count") + devices,
        first_scanned_on=Coalesce("first_scanned_on", day),
    )


def _notice_unusual(serials: Iterable[int]) -> None:
    """Mark packs that too many devices opened within the window; staff take the mark away."""
    since = timezone.localdate(now()) - timedelta(days=conf.unusual_days())
    often = (
        ScanDay.objects.filter(serial_id__in=list(serials), day__gt=since)
        .values("serial_id")
        .annotate(total=Sum("devices"))
        .filter(total__gt=conf.unusual_scans())
        .order_by()
        .values_list("serial_id", flat=True)
    )
    Serial.objects.filter(pk__in=list(often), unusual_since__isnull=True).update(
        unusual_since=now()
    )


def _count_unknown(code: str, day: date, times: int) -> None:
    row, is_new = UnknownCode.objects.get_or_create(
        code=code[:40], day=day, defaults={"times": times}
    )
    if not is_new:
        UnknownCode.objects.filter(pk=row.pk).update(times=F("times") + times)
