"""What a scan reads: one row for the serial, one prepared page. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from marketplace.kernel.clock import now
from traceability.lots.core.codes import LINK_LENGTH, likely_codes
from traceability.lots.models import Lot, LotState, Serial, TradeItem
from traceability.resolver.core.target import Target
from traceability.resolver.models import OriginSnapshot, ScanDay
from traceability.resolver.snapshots import Prepared, prepared

FALLBACK = "vi"


@dataclass(frozen=True, slots=True)
class ScannedSerial:
    """The state of the serial that was scanned."""

    pk: int
    lot_id: int
    number: int
    code: str
    status: str
    void_reason: str
    scan_count: int
    first_scanned_on: date | None
    unusual_since: datetime | None


_COLUMNS = (
    "pk",
    "lot_id",
    "number",
    "code",
    "status",
    "void_reason",
    "scan_count",
    "first_scanned_on",
    "unusual_since",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A lot's prepared page, and the serial when the address names one."""

    page: Prepared
    serial: ScannedSerial | None = None


def find(target: Target, language: str) -> Found | None:
    """Return what ``target`` names, or None: two reads, both by an index."""
    if target.serial or (target.code and len(target.code) != LINK_LENGTH):
        serial = _serial(target)
        page = _page(Q(lot_id=serial.lot_id), language) if serial else None
        return Found(page, serial) if page else None
    if target.code:
        page = _page(Q(lot__link_code=target.code), language)
    elif target.lot:
        page = _page(Q(lot__item__gtin14=target.gtin, lot__code=target.lot), language)
    else:
        return None
    return Found(page) if page else None


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


def _serial(target: Target) -> ScannedSerial | None:
    if target.code:
        rows = Serial.objects.filter(code=target.code)
    else:
        rows = Serial.objects.filter(serial=target.serial, lot__item__gtin14=target.gtin)
        if target.lot:
            rows = rows.filter(lot__code=target.lot)
    row = rows.order_by().values_list(*_COLUMNS).first()
    return ScannedSerial(*row) if row else None


def _page(which: Q, language: str) -> Prepared | None:
    """Return the page in ``language``, else in Vietnamese (for a language added lately)."""
    pages = {
        row.language: row
        for row in OriginSnapshot.objects.filter(which, language__in={language, FALLBACK})
    }
    row = pages.get(language) or pages.get(FALLBACK)
    return prepared(row) if row else None
