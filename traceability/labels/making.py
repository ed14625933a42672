"""Draw a sheet in the worker: idempotent, and no file for labels thrown away."""

import errno

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.base.qr.core import QrError
from marketplace.kernel.clock import now
from traceability import conf
from traceability.gs1.keys import gtin_as_printed
from traceability.labels.core.layout import LabelError, Storage
from traceability.labels.core.output import SUFFIXES
from traceability.labels.core.sheet import Label, SheetSpec, label_svgs, layout_of, sheet_pdf
from traceability.labels.core.zpl import sheet_zpl
from traceability.labels.models import LabelSheet, SheetState
from traceability.lots.identity import scan_url
from traceability.lots.models import LabelRun, Lot, Serial, SerialStatus
from traceability.press import PressError
from traceability.resolver.core.pin import pin_of

STORAGES: dict[str, Storage] = {"dry": "dry", "cool": "cool", "frozen": "frozen"}

DISK_FULL = "disk_full"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def draw(sheet_id: int) -> bool:
    """Draw a sheet and say whether that is done; False while its serials are not all made.

    A sheet that is ready or stopped stays as it is. One that cannot be drawn fails with the name
    of the fault, which the page tells; anything else is raised, and the queue tries again.
    """
    sheet = LabelSheet.objects.select_related("job__lot__item__party").get(pk=sheet_id)
    if sheet.state in {SheetState.READY, SheetState.CANCELLED}:
        return True
    if not _serials_are_made(sheet):
        return False
    _update(sheet, state=SheetState.MAKING, drawn=0, fault="")
    try:
        _keep(sheet, spec_of(sheet))
    except (LabelError, QrError, PressError) as fault:
        _update(sheet, state=SheetState.FAILED, fault=fault.code)
    except OSError as fault:
        if fault.errno not in _FULL:
            raise
        _update(sheet, state=SheetState.FAILED, fault=DISK_FULL)
    return True


def spec_of(sheet: LabelSheet) -> SheetSpec:
    """Return what the sheet says, in the site's language; labels thrown away are left out."""
    lot, job = sheet.job.lot, sheet.job
    serials = (
        Serial.objects.filter(lot=lot, number__range=(sheet.first, sheet.last))
        .exclude(status=SerialStatus.VOID)
        .order_by("number")
        .select_related("lot__item__party", "run")
    )
    with translation.override(settings.LANGUAGE_CODE):
        return SheetSpec(
            labels=[label_of(serial) for serial in serials],
            storage=STORAGES.get(lot.item.storage, "dry"),
            output=job.how,
            caption=_("Lot %(lot)s, labels %(first)s–%(last)s")
            % {"lot": lot.code, "first": f"{sheet.first:04}", "last": f"{sheet.last:04}"},
            pin_words=_("PIN"),
            language=settings.LANGUAGE_CODE,
            made_at=job.requested_at,
        )


def label_of(serial: Serial) -> Label:
    """Return what one pack's label says. ``serial.run`` and ``serial.lot.item.party`` are read."""
    return Label(
        uri=scan_url(serial),
        title=title_of(serial.lot),
        lines=(
            *lines_of(serial.lot),
            pgettext("printed label", "Pack %(number)s") % {"number": f"{serial.number:04}"},
        ),
        code=serial.code,
        pin=_spaced(pin_of(conf.pin_secret(), serial.code)) if serial.run.with_pin else "",
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


def file_of(spec: SheetSpec) -> bytes:
    """Return the labels as the file that was asked for.

    Raises:
        LabelError: a child: no labels, or a label too small for its code.
        QrError: a child: an address that fits no code.
        PressError: a child: the typesetter failed.
    """
    if spec.output.medium == "zpl":
        return sheet_zpl(spec)
    return label_svgs(spec) if spec.output.medium == "svg" else sheet_pdf(spec)


def _serials_are_made(sheet: LabelSheet) -> bool:
    runs = LabelRun.objects.filter(
        lot=sheet.job.lot_id, first__lte=sheet.last, last__gte=sheet.first
    )
    return all(run.first + run.issued > min(run.last, sheet.last) for run in runs)


def _spaced(pin: str) -> str:
    """Return a PIN as people read it aloud, in two halves."""
    half = (len(pin) + 1) // 2
    return f"{pin[:half]} {pin[half:]}"


def _keep(sheet: LabelSheet, spec: SheetSpec) -> None:
    """Write the file, then say so: broken off between the two, the next try writes over it."""
    content = file_of(spec)
    pages = layout_of(spec).pages(len(spec.labels), spec.skip)
    suffix = SUFFIXES[spec.output.medium]
    name = f"sheets/{sheet.job.lot.uuid}-{sheet.job_id}-{sheet.first:06}.{suffix}"
    storage = sheet.file.storage
    for old in {name, str(sheet.file.name or name)}:
        storage.delete(old)
    kept = storage.save(name, ContentFile(content))
    _update(sheet, state=SheetState.READY, file=kept, pages=pages, drawn=len(spec.labels))


def _update(sheet: LabelSheet, **values: object) -> None:
    """Write columns at once: readers watch the row while the sheet is drawn."""
    LabelSheet.objects.filter(pk=sheet.pk).update(touched_at=now(), **values)
