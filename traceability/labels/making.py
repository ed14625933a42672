"""Draw a sheet in the worker: idempotent, with progress, and no file for labels thrown away."""

from collections.abc import Callable

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.base.qr.core import QrError
from marketplace.kernel.clock import now
from traceability.gs1.keys import gtin_as_printed
from traceability.labels.core.layout import LabelError, Storage
from traceability.labels.core.sheet import Label, SheetSpec, layout_of, sheet_pdf
from traceability.labels.models import LabelSheet, SheetState
from traceability.lots.identity import scan_url
from traceability.lots.models import Lot, Serial, SerialStatus

TOLD_EVERY = 45
"""Labels between two signs of progress: a fraction of a second."""

STORAGES: dict[str, Storage] = {"dry": "dry", "cool": "cool", "frozen": "frozen"}


def draw(sheet_id: int) -> bool:
    """Draw a sheet and say whether that is done; False while its serials are not all made.

    A sheet that is ready stays as it is. One that cannot be drawn at all fails with the name of
    the fault; anything else is raised, and the queue tries again.
    """
    sheet = LabelSheet.objects.select_related("run__lot__item__party").get(pk=sheet_id)
    if sheet.state == SheetState.READY:
        return True
    if not sheet.run.is_ready:
        return False
    _update(sheet, state=SheetState.MAKING, drawn=0, fault="")
    try:
        _keep(sheet, spec_of(sheet))
    except (LabelError, QrError) as fault:
        _update(sheet, state=SheetState.FAILED, fault=fault.code)
    return True


def spec_of(sheet: LabelSheet) -> SheetSpec:
    """Return what the sheet says, in the site's language; labels thrown away are left out."""
    lot = sheet.run.lot
    serials = (
        Serial.objects.filter(run=sheet.run, number__range=(sheet.first, sheet.last))
        .exclude(status=SerialStatus.VOID)
        .order_by("number")
        .select_related("lot__item__party")
    )
    with translation.override(settings.LANGUAGE_CODE):
        return SheetSpec(
            labels=[label_of(serial) for serial in serials],
            storage=STORAGES.get(lot.item.storage, "dry"),
            caption=_("Lot %(lot)s, labels %(first)s–%(last)s")
            % {"lot": lot.code, "first": f"{sheet.first:04}", "last": f"{sheet.last:04}"},
            language=settings.LANGUAGE_CODE,
            made_at=sheet.requested_at,
        )


def label_of(serial: Serial) -> Label:
    """Return what one pack's label says. ``serial.lot.item.party`` is read."""
    return Label(
        uri=scan_url(serial),
        title=title_of(serial.lot),
        lines=(
            *lines_of(serial.lot),
            pgettext("printed label", "Pack %(number)s") % {"number": f"{serial.number:04}"},
        ),
        code=serial.code,
    )


def title_of(lot: Lot) -> str:
    """Return the name that labels of the lot carry: the product and its pack."""
    name, pack = lot.item.name_in(settings.LANGUAGE_CODE), lot.item.pack_in(settings.LANGUAGE_CODE)
    return f"{name}, {pack[:1].lower()}{pack[1:]}" if pack else name


def lines_of(lot: Lot) -> tuple[str, ...]:
    """Return the lines that all labels of the lot share: producer, lot, dates, GTIN."""
    dates = [
        words % {"date": f"{day:%d/%m/%Y}"}
        for words, day in (
            (_("Packed %(date)s"), lot.packed_on),
            (_("Best before %(date)s"), lot.best_before),
        )
        if day
    ]
    gtin = lot.item.gtin14
    return (
        lot.item.party.name,
        _("Lot %(lot)s") % {"lot": lot.code},
        *dates,
        *([f"GTIN {gtin_as_printed(gtin)}"] if gtin else []),
    )


def _keep(sheet: LabelSheet, spec: SheetSpec) -> None:
    pages = layout_of(spec).pages(len(spec.labels))
    pdf = sheet_pdf(spec, progress=_teller(sheet))
    name = f"{sheet.run.lot.uuid}-{sheet.first:06}.pdf"
    if sheet.file:  # of an attempt that was broken off, or lost
        sheet.file.delete(save=False)
    sheet.file.save(name, ContentFile(pdf), save=False)
    _update(
        sheet,
        state=SheetState.READY,
        file=sheet.file.name,
        pages=pages,
        drawn=len(spec.labels),
    )


def _teller(sheet: LabelSheet) -> Callable[[int], None]:
    def tell(drawn: int) -> None:
        if drawn % TOLD_EVERY == 0:
            _update(sheet, drawn=drawn)

    return tell


def _update(sheet: LabelSheet, **values: object) -> None:
    """Write columns at once: readers watch the row while the sheet is drawn."""
    LabelSheet.objects.filter(pk=sheet.pk).update(touched_at=now(), **values)
