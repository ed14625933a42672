"""Count scans by device and day; notice packs that are opened unusually often."""

import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b, sha256

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from marketplace.kernel.clock import now
from traceability.lots.models import Serial
from traceability.resolver.buffer import Scan
from traceability.resolver.models import PackingDevice, ScanDay, SeenDevice, UnknownCode
from traceability.resolver.watching import watch

_MOST_UNKNOWN = 200
"""Unknown codes written at once: somebody who tries codes out must not fill the table."""


def device_of(address: str, agent: str, subject: object, day: date) -> bytes:
    """Return what tells one device from another, for one pack and one day, and nothing more.

    A hash of address and browser under a salt that changes daily and with the pack: it cannot be
    joined across packs or days, and rows that hold it are deleted the day after.
    """
    text = f"{subject}|{address}|{agent}"
    return blake2b(text.encode(), key=_salt(str(settings.SECRET_KEY), day), digest_size=12).digest()


@lru_cache(maxsize=4)
def _salt(secret: str, day: date) -> bytes:
    return hmac.digest(secret.encode(), f"scan:{day}".encode(), sha256)


def packing_device_of(address: str, agent: str, day: date) -> bytes:
    """Return what tells a device that packs goods from others, for one day."""
    return device_of(address, agent, "packing", day)


def count(scans: Sequence[Scan], unknown: Mapping[tuple[str, date], int]) -> None:
    """Write scans and requests for unknown codes; a device counts once a day for a serial."""
    with transaction.atomic():
        new = _remember_devices(_of_buyers(set(scans)))
        for (serial_id, day), devices in sorted(Counter((s.serial_id, s.day) for s in new).items()):
            _count_day(serial_id, day, devices)
        watch({scan.serial_id for scan in new})
        for (code, day), times in sorted(unknown.items())[:_MOST_UNKNOWN]:
            _count_unknown(code, day, times)


def forget_devices() -> int:
    """Delete what told devices apart on earlier days; return how many rows."""
    today = timezone.localdate(now())
    PackingDevice.objects.filter(day__lt=today).delete()
    deleted, _models = SeenDevice.objects.filter(day__lt=today).delete()
    return deleted


def _of_buyers(scans: set[Scan]) -> set[Scan]:
    """Return the scans that no device made which packs the same party's goods today."""
    devices = {(scan.day, scan.packing) for scan in scans if scan.packing}
    rows = PackingDevice.objects.filter(
        day__in={day for day, _device in devices}, device__in={device for _day, device in devices}
    )
    packing = {
        (day, bytes(device), party)
        for day, device, party in rows.values_list("day", "device", "party_id")
    }
    if not packing:
        return scans
    serials = Serial.objects.filter(pk__in={scan.serial_id for scan in scans})
    party_of = dict(serials.values_list("pk", "lot__item__party_id"))
    return {
        scan
        for scan in scans
        if (scan.day, scan.packing, party_of.get(scan.serial_id)) not in packing
    }


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
        (
            SeenDevice(
                serial_id=one.serial_id, day=one.day, device=one.device, at=one.at, area=one.area
            )
            for one in new
        ),
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


def _count_unknown(code: str, day: date, times: int) -> None:
    row, is_new = UnknownCode.objects.get_or_create(
        code=code[:40], day=day, defaults={"times": times}
    )
    if not is_new:
        UnknownCode.objects.filter(pk=row.pk).update(times=F("times") + times)
