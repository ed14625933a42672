"""What a scan reads: the serial's row with its lot's prepared page. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from marketplace.kernel.clock import now
from traceability.lots.core.codes import LINK_LENGTH, likely_codes
from traceability.lots.models import Lot, LotState, Serial, TradeItem
from traceability.resolver.compiled import Compiled
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
        return _lot(_LOT_BY_CODE.first(language, target.code))
    if target.lot:
        return _lot(_LOT_BY_LINK.first(language, target.gtin, target.lot))
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
    if target.code:
        row = _PACK_BY_CODE.first(language, target.code)
    elif target.lot:
        row = _PACK_IN_LOT.first(language, target.gtin, target.serial, target.lot)
    else:
        row = _PACK_BY_LINK.first(language, target.gtin, target.serial)
    if row is None:
        return None
    return Found(_prepared(row[len(_SERIAL) :]), ScannedSerial(*row[: len(_SERIAL)]))


def _lot(row: Sequence[Any] | None) -> Found | None:
    return Found(_prepared(row)) if row else None


def _packs(*names: str) -> Compiled:
    """Return the read of a pack with its lot's page, by the page's language and ``names``."""
    page = [f"lot__snapshots__{name}" for name in _PAGE]

    def build(values: Sequence[str]) -> QuerySet[Serial, tuple[Any, ...]]:
        wanted = dict(zip(("lot__snapshots__language", *names), values, strict=True))
        return Serial.objects.filter(**wanted).values_list(*_SERIAL, *page)

    return Compiled(build, 1 + len(names))


def _lots(*names: str) -> Compiled:
    """Return the read of a lot's page, by language and ``names``."""

    def build(values: Sequence[str]) -> QuerySet[OriginSnapshot, tuple[Any, ...]]:
        wanted = dict(zip(("language", *names), values, strict=True))
        return OriginSnapshot.objects.filter(**wanted).values_list(*_PAGE)

    return Compiled(build, 1 + len(names))


_PACK_BY_CODE = _packs("code")
_PACK_BY_LINK = _packs("lot__item__gtin14", "serial")
_PACK_IN_LOT = _packs("lot__item__gtin14", "serial", "lot__code")
_LOT_BY_CODE = _lots("lot__link_code")
_LOT_BY_LINK = _lots("lot__item__gtin14", "lot__code")


def _prepared(row: Sequence[Any]) -> Prepared:
    lot_id, version, facts, parts = row
    return Prepared(lot_id=lot_id, version=version, facts=facts, packed=bytes(parts))
