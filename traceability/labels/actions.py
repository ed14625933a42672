"""What changes labels: ordered, drawn, downloaded, printed again, opened and thrown away.

Serials belong to ``traceability.lots``; here are the files that carry them, and ranges as people
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
from traceability import conf
from traceability.errors import RangeOutsideRunError
from traceability.labels.core.output import Output
from traceability.labels.errors import (
    LabelsMovedOnError,
    PinsNotOfferedError,
    SheetNotReadyError,
    SheetUnderWayError,
)
from traceability.labels.models import LabelSheet, PrintJob, SheetState
from traceability.labels.tasks import make_sheet
from traceability.lots.actions import activate_range, issue_serials, note_reprint, void_range
from traceability.lots.models import LabelRun, Lot

LABELS_A_FILE = 990
"""Fills 30 or 33 pages: as much as people print at one go, seconds of work."""

STANDSTILL = timedelta(minutes=3)
"""A sheet that has not moved for so long, while no other of its job did, has lost its task."""


def order_labels(
    *,
    lot: Lot,
    count: int,
    after: int | None = None,
    output: Output | None = None,
    with_pin: bool = False,
    acting_user: AbstractBaseUser | None = None,
) -> LabelRun:
    """Make ``count`` serials, order their files and return the run.

    Args:
        lot: whose packs get labels.
        count: of labels.
        after: the lot's last number as the person saw it; an order that comes too late or twice
            is refused. None does not look.
        output: how they are printed; None for plain A4 sheets.
        with_pin: each label gets a PIN for a scratch layer.
        acting_user: who orders.

    Raises:
        LabelsMovedOnError: there are labels behind ``after``.
        LotNotOpenError: the lot is recalled or closed.
        TooManyLabelsError: the lot has fewer packs without a label.
        PinsNotOfferedError: PINs without a secret of the operator.
    """
    if with_pin and not conf.pin_secret():
        raise PinsNotOfferedError
    with transaction.atomic():
        (lot,) = lock_rows(Lot.objects.filter(pk=lot.pk))
        last = last_number(lot)
        if after is not None and after != last:
            raise LabelsMovedOnError(last=f"{last:04}")
        run = issue_serials(lot=lot, count=count, with_pin=with_pin, acting_user=acting_user)
        job = PrintJob(
            lot=lot,
            first=run.first,
            last=run.last,
            output=(output or Output()).as_json(),
            requested_by_id=getattr(acting_user, "pk", None),
        )
        _begin(job)
    return run


def reprint_labels(
    *,
    lot: Lot,
    span: tuple[int, int],
    reason: str,
    output: Output | None = None,
    acting_user: AbstractBaseUser | None = None,
) -> PrintJob:
    """Print labels of the lot once more and return the job; each counts as a sign of copies.

    Raises:
        ReasonMissingError: without a reason.
        RangeOutsideRunError: numbers that have no label.
    """
    with transaction.atomic():
        lock_rows(Lot.objects.filter(pk=lot.pk))
        _require_labels(lot, *span)
        note_reprint(lot=lot, first=span[0], last=span[1], reason=reason, acting_user=acting_user)
        job = PrintJob(
            lot=lot,
            first=span[0],
            last=span[1],
            output=(output or Output()).as_json(),
            is_reprint=True,
            reason=reason.strip()[:160],
            requested_by_id=getattr(acting_user, "pk", None),
        )
        _begin(job)
    return job


def cancel_job(*, job: PrintJob, acting_user: AbstractBaseUser | None = None) -> PrintJob:
    """Stop a job: files not begun are not made, until somebody goes on. Codes stay as they are."""
    with transaction.atomic():
        (job,) = lock_rows(PrintJob.objects.filter(pk=job.pk))
        waiting = job.sheets.filter(state=SheetState.WAITING)
        stopped = waiting.update(state=SheetState.CANCELLED, touched_at=now())
        if stopped:
            job.cancelled_at = now()
            job.save(update_fields=["cancelled_at"])
            record("print_job.stopped", acting_user=acting_user, subject=job, sheets=stopped)
    return job


def resume_job(*, job: PrintJob, acting_user: AbstractBaseUser | None = None) -> PrintJob:
    """Go on with a job that was stopped, failed or lost its worker; what is ready stays."""
    with transaction.atomic():
        (job,) = lock_rows(PrintJob.objects.filter(pk=job.pk))
        job.cancelled_at = None
        job.save(update_fields=["cancelled_at"])
        states = {SheetState.CANCELLED, SheetState.FAILED}
        again = list(lock_rows(job.sheets.filter(state__in=states)))
        if job_stands_still(job):
            again += lock_rows(job.sheets.exclude(state__in={*states, SheetState.READY}))
        for sheet in again:
            _wait(sheet)
        if again:
            record("print_job.resumed", acting_user=acting_user, subject=job, sheets=len(again))
    return job


def job_stands_still(job: PrintJob) -> bool:
    """Say whether nothing of the job has moved for minutes though there is work left."""
    moved = job.sheets.aggregate(last=Max("touched_at"))["last"]
    has_work = job.sheets.filter(state__in={SheetState.WAITING, SheetState.MAKING}).exists()
    return bool(has_work and moved and now() - moved > STANDSTILL)


def remake_sheet(*, sheet: LabelSheet, acting_user: AbstractBaseUser | None = None) -> LabelSheet:
    """Begin a sheet anew that failed, stands still or has lost its file.

    Raises:
        SheetUnderWayError: it is being made and moves.
    """
    with transaction.atomic():
        (sheet,) = lock_rows(LabelSheet.objects.filter(pk=sheet.pk).select_related("job"))
        if sheet.is_under_way and not job_stands_still(sheet.job):
            raise SheetUnderWayError
        record("label_sheet.remade", acting_user=acting_user, subject=sheet)
        _wait(sheet)
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


def _begin(job: PrintJob) -> None:
    """Save a job with its sheets and put them into the queue."""
    job.save()
    for sheet in _sheets(job):
        sheet.save()
        make_sheet.enqueue(sheet.pk)


def _sheets(job: PrintJob) -> Iterable[LabelSheet]:
    for first in range(job.first, job.last + 1, LABELS_A_FILE):
        yield LabelSheet(job=job, first=first, last=min(first + LABELS_A_FILE - 1, job.last))


def _wait(sheet: LabelSheet) -> None:
    """Put a sheet back to the start and into the queue."""
    sheet.state, sheet.drawn, sheet.fault = SheetState.WAITING, 0, ""
    sheet.touched_at = now()
    sheet.save(update_fields=["state", "drawn", "fault", "touched_at"])
    make_sheet.enqueue(sheet.pk)


def _require_labels(lot: Lot, first: int, last: int) -> None:
    highest = last_number(lot)
    if not 1 <= first <= last <= highest:
        raise RangeOutsideRunError(first=f"{min(1, highest):04}", last=f"{highest:04}")


def _parts(lot: Lot, first: int, last: int) -> list[tuple[LabelRun, int, int]]:
    """Return the runs that numbers lie in, each with its part; numbers run on without gaps."""
    lock_rows(Lot.objects.filter(pk=lot.pk))
    _require_labels(lot, first, last)
    runs = lot.label_runs.filter(first__lte=last, last__gte=first).order_by(F("first"))
    return [(run, max(first, run.first), min(last, run.last)) for run in runs]
