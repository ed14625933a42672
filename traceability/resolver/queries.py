"""What a scan reads: the serial's row with its lot's prepared page. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from marketplace.kernel.clock import now
from traceability.lots.core.codes import LINK_LENGTH, likely_codes
from traceability.lots.models import Lot, LotState, Serial, TradeItem
from traceability.resolver.core.target import Target
from traceability.resolver.models import OriginSnapshot, ScanDay
from traceability.resolver.snapshots import Prepared

FALLBACK = "vi"


@dataclass(frozen=True, slots=True)
class ScannedSerial:
    """The state of the serial that was scanned."""

    pk: int
    number: int
    code: str
    status: str
    void_reason: str
    scan_count: int
    first_scanned_on: date | None
    unusual_since: datetime | None
    with_pin: bool = False
    sold_on: date | None = None
    judgement: str | None = None
    pin_opened_on: date | None = None


_SERIAL = (
    "pk",
    "number",
    "code",
    "status",
    "void_reason",
    "scan_count",
    "first_scanned_on",
    "unusual_since",
    "run__with_pin",
    "mark__sold_on",
    "mark__judgement",
    "mark__pin_opened_on",
)
_PAGE = ("lot_id", "made_at", "facts", "parts")


@dataclass(frozen=True, slots=True)
class Found:
    """A lot's prepared page, and the serial when the address names one."""

    page: Prepared
    serial: ScannedSerial | None = None


def find(target: Target, language: str) -> Found | None:
    """Return what ``target`` names, or None: one read by an index.

    A page that is not there in ``language`` yet (one added lately) is shown in Vietnamese.
    """
    found = _find(target, language)
    if found is None and language != FALLBACK:
        return _find(target, FALLBACK)
    return found


def _find(target: Target, language: str) -> Found | None:
    if target.serial or (target.code and len(target.code) != LINK_LENGTH):
        return _pack(target, language)
    if target.code:
        return _lot(Q(lot__link_code=target.code), language)
    if target.lot:
        return _lot(Q(lot__item__gtin14=target.gtin, lot__code=target.lot), language)
    return None


def item_of(gtin: str) -> TradeItem | None:
    """Return the trade item with this GTIN."""
    return TradeItem.objects.select_related("party").filter(gtin14=gtin).first()


def shown_lots(item: TradeItem) -> Sequence[Lot]:
    """Return the item's newest lots, recalled ones always among them."""
    lots = item.lots.select_related("item")
    newest = list(lots.order_by("-created_at")[:10])
    recalled = lots.filter(state=LotState.RECALLED).exclude(pk__in=[lot.pk for lot in newest])
    return [*recalled.order_by("-created_at")[:20], *newest]


def suggestion(typed: str) -> str:
    """Return the issued code that ``typed`` was probably misread from; empty for none."""
    likely = likely_codes(typed)
    there = set(Serial.objects.filter(code__in=likely).values_list("code", flat=True))
    there |= set(Lot.objects.filter(link_code__in=likely).values_list("link_code", flat=True))
    return next((code for code in likely if code in there), "")


def scans_by_day(serial_id: int, days: int) -> list[tuple[date, int]]:
    """Return the devices of each of the last ``days`` days, zeros included, oldest first."""
    today = timezone.localdate(now())
    window = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    rows = ScanDay.objects.filter(serial_id=serial_id, day__gte=window[0])
    counted = dict(rows.values_list("day", "devices"))
    return [(day, counted.get(day, 0)) for day in window]


def _pack(target: Target, language: str) -> Found | None:
    rows = Serial.objects.filter(lot__snapshots__language=language)
    if target.code:
        rows = rows.filter(code=target.code)
    else:
        rows = rows.filter(serial=target.serial, lot__item__gtin14=target.gtin)
    if target.lot:
        rows = rows.filter(lot__code=target.lot)
    page = [f"lot__snapshots__{name}" for name in _PAGE]
    row = next(iter(rows.order_by().values_list(*_SERIAL, *page)[:1]), None)
    if row is None:
        return None
    return Found(_prepared(row[len(_SERIAL) :]), ScannedSerial(*row[: len(_SERIAL)]))


def _lot(which: Q, language: str) -> Found | None:
    rows = OriginSnapshot.objects.filter(which, language=language)
    row = rows.values_list(*_PAGE).first()
    return Found(_prepared(row)) if row else None


def _prepared(row: Sequence[Any]) -> Prepared:
    lot_id, version, facts, parts = row
    return Prepared(lot_id=lot_id, version=version, facts=facts, packed=bytes(parts))
