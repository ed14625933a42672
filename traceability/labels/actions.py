"""What changes labels: ordered, drawn, downloaded, opened and thrown away by number.

Serials belong to ``traceability.lots``; here are the sheets that carry them, and ranges as people
type them: numbers of the lot, whichever run they came from.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Max

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from traceability.errors import RangeOutsideRunError
from traceability.labels.errors import LabelsMovedOnError, SheetNotReadyError, SheetUnderWayError
from traceability.labels.models import LabelSheet, SheetState
from traceability.labels.tasks import make_sheet
from traceability.lots.actions import activate_range, issue_serials, void_range
from traceability.lots.models import LabelRun, Lot

LABELS_A_FILE = 990
"""Fills 30 or 33 pages: as much as people print at one go, a few seconds' work."""

STANDSTILL = timedelta(minutes=3)
"""A sheet that has not moved for so long has lost its task."""


def order_labels(
    *,
    lot: Lot,
    count: int,
    after: int | None = None,
    acting_user: AbstractBaseUser | None = None,
) -> LabelRun:
    """Make ``count`` serials, order their sheets and return the run.

    Args:
        lot: whose packs get labels.
        count: of labels.
        after: the lot's last number as the person saw it; an order that comes too late or twice
            is refused. None does not look.
        acting_user: who orders.

    Raises:
        LabelsMovedOnError: there are labels behind ``after``.
        LotNotOpenError: the lot is recalled or closed.
        TooManyLabelsError: the lot has fewer packs without a label.
    """
    with transaction.atomic():
        (lot,) = lock_rows(Lot.objects.filter(pk=lot.pk))
        last = last_number(lot)
        if after is not None and after != last:
            raise LabelsMovedOnError(last=f"{last:04}")
        run = issue_serials(lot=lot, count=count, acting_user=acting_user)
        for sheet in _sheets(run, acting_user):
            sheet.save()
            make_sheet.enqueue(sheet.pk)
    return run


def _sheets(run: LabelRun, acting_user: AbstractBaseUser | None) -> Iterable[LabelSheet]:
    for first in range(run.first, run.last + 1, LABELS_A_FILE):
        yield LabelSheet(
            run=run,
            first=first,
            last=min(first + LABELS_A_FILE - 1, run.last),
            requested_by_id=getattr(acting_user, "pk", None),
        )


def remake_sheet(*, sheet: LabelSheet, acting_user: AbstractBaseUser | None = None) -> LabelSheet:
    """Begin a sheet anew that failed, stands still or has lost its file.

    Raises:
        SheetUnderWayError: it is being made and moves.
    """
    with transaction.atomic():
        (sheet,) = lock_rows(LabelSheet.objects.filter(pk=sheet.pk))
        if sheet.is_under_way and now() - sheet.touched_at < STANDSTILL:
            raise SheetUnderWayError
        sheet.state, sheet.drawn, sheet.fault = SheetState.WAITING, 0, ""
        sheet.touched_at = now()
        sheet.save(update_fields=["state", "drawn", "fault", "touched_at"])
        record("label_sheet.remade", acting_user=acting_user, subject=sheet)
        make_sheet.enqueue(sheet.pk)
    return sheet


def note_download(*, sheet: LabelSheet, acting_user: AbstractBaseUser | None = None) -> LabelSheet:
    """Write down that a sheet was taken out and return it: printed twice is a trace of copies.

    Raises:
        SheetNotReadyError: its file is not there yet.
    """
    with transaction.atomic():
        (sheet,) = lock_rows(LabelSheet.objects.filter(pk=sheet.pk))
        if sheet.state != SheetState.READY:
            raise SheetNotReadyError
        sheet.downloads += 1
        sheet.save(update_fields=["downloads"])
        record(
            "label_sheet.downloaded",
            acting_user=acting_user,
            subject=sheet,
            time=sheet.downloads,
            first=sheet.first,
            last=sheet.last,
        )
    return sheet


def activate_numbers(
    *, lot: Lot, first: int, last: int, acting_user: AbstractBaseUser | None = None
) -> int:
    """Put the packs ``first`` to ``last`` of the lot on sale and return how many were not yet.

    Raises:
        RangeOutsideRunError: numbers that have no label.
        RunNotReadyError: serials are still being made.
        LotNotOpenError: the lot is recalled or closed.
    """
    with transaction.atomic():
        parts = _parts(lot, first, last)
        return sum(
            activate_range(run=run, first=start, last=end, acting_user=acting_user)
            for run, start, end in parts
        )


def void_numbers(
    *, lot: Lot, first: int, last: int, reason: str, acting_user: AbstractBaseUser | None = None
) -> int:
    """Throw the labels ``first`` to ``last`` of the lot away for good and return how many.

    Raises:
        RangeOutsideRunError: numbers that have no label.
        RunNotReadyError: serials are still being made.
        ReasonMissingError: without a reason.
    """
    with transaction.atomic():
        parts = _parts(lot, first, last)
        return sum(
            void_range(run=run, first=start, last=end, reason=reason, acting_user=acting_user)
            for run, start, end in parts
        )


def last_number(lot: Lot) -> int:
    """Return the highest number ordered for the lot, 0 for none."""
    return int(lot.label_runs.aggregate(last=Max("last"))["last"] or 0)


def _parts(lot: Lot, first: int, last: int) -> list[tuple[LabelRun, int, int]]:
    """Return the runs that numbers lie in, each with its part; numbers run on without gaps."""
    lock_rows(Lot.objects.filter(pk=lot.pk))
    highest = last_number(lot)
    if not 1 <= first <= last <= highest:
        raise RangeOutsideRunError(first=f"{min(1, highest):04}", last=f"{highest:04}")
    runs = lot.label_runs.filter(first__lte=last, last__gte=first).order_by(F("first"))
    return [(run, max(first, run.first), min(last, run.last)) for run in runs]
