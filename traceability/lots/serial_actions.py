"""Serials: made for a label run, put on sale, thrown away."""

from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, F, Max, QuerySet, Sum

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from traceability.epcis.core import build
from traceability.errors import (
    LotNotOpenError,
    RangeOutsideRunError,
    ReasonMissingError,
    RunNotReadyError,
    TooManyLabelsError,
)
from traceability.lots.hooks import lot_activated, lot_changed
from traceability.lots.identity import pack_element
from traceability.lots.linking import keep_event
from traceability.lots.models import LabelRun, Lot, LotState, Serial, SerialStatus
from traceability.lots.recording import StepEntry, about, own, packs
from traceability.lots.serial_filling import BATCH, fill_batch
from traceability.lots.tasks import fill_run

NAMED_AT_ONCE = 1000
"""Packs that one event names one by one."""


def issue_serials(
    *,
    lot: Lot,
    count: int,
    with_pin: bool = False,
    acting_user: AbstractBaseUser | None = None,
) -> LabelRun:
    """Order ``count`` labels and return their run, numbered on from the lot's last.

    With a PIN each label gets one to be covered by a scratch layer; it is not stored but computed
    from the code when the label is drawn. Small runs are ready at once; big ones are made by the
    worker (``run.is_ready``).

    Raises:
        LotNotOpenError: the lot is recalled or closed.
        TooManyLabelsError: the lot has fewer packs without a label.
    """
    with transaction.atomic():
        (lot,) = lock_rows(Lot.objects.filter(pk=lot.pk))
        _require_open(lot)
        rest = labels_left(lot)
        if not 1 <= count <= rest:
            raise TooManyLabelsError(rest=rest)
        last = lot.label_runs.aggregate(last=Max("last"))["last"] or 0
        run = LabelRun.objects.create(
            lot=lot,
            first=last + 1,
            last=last + count,
            with_pin=with_pin,
            created_by_id=getattr(acting_user, "pk", None),
        )
        record(
            "labels.ordered", acting_user=acting_user, subject=run, count=count, with_pin=with_pin
        )
        if count <= BATCH:
            fill_batch(run.pk)
        else:
            fill_run.enqueue(run.pk)
    run.refresh_from_db()
    return run


def labels_left(lot: Lot) -> int:
    """Return how many packs of the lot have no label: those thrown away do not count."""
    ordered = lot.label_runs.aggregate(count=Sum(F("last") - F("first") + 1))["count"] or 0
    void = lot.serials.filter(status=SerialStatus.VOID).count()
    return max(lot.quantity - ordered + void, 0)


def activate_range(
    *,
    run: LabelRun,
    first: int | None = None,
    last: int | None = None,
    acting_user: AbstractBaseUser | None = None,
) -> int:
    """Put printed packs on sale and return how many; the whole run without numbers.

    Packs on sale already and labels thrown away are passed over, so asking twice does no harm.

    Raises:
        LotNotOpenError: the lot is recalled or closed.
        RunNotReadyError: serials are still being made.
        RangeOutsideRunError: numbers that the run does not have.
    """
    first, last = _span(run, first, last)
    with transaction.atomic():
        (lot,) = lock_rows(Lot.objects.filter(pk=run.lot_id))
        _require_open(lot)
        printed = _in_span(run, first, last).filter(status=SerialStatus.PRINTED)
        count = printed.update(status=SerialStatus.ACTIVE, activated_at=now())
        if count:
            _tell_activation(lot, (first, last), count, acting_user)
    return count


def void_range(
    *,
    run: LabelRun,
    first: int | None = None,
    last: int | None = None,
    reason: str,
    acting_user: AbstractBaseUser | None = None,
) -> int:
    """Throw labels away for good and return how many; their pages say so from now on.

    Raises:
        ReasonMissingError: without a reason.
        RunNotReadyError: serials are still being made.
        RangeOutsideRunError: numbers that the run does not have.
    """
    if not reason.strip():
        raise ReasonMissingError
    first, last = _span(run, first, last)
    with transaction.atomic():
        (lot,) = lock_rows(Lot.objects.filter(pk=run.lot_id))
        living = _in_span(run, first, last).exclude(status=SerialStatus.VOID)
        thrown = list(living)
        living.update(status=SerialStatus.VOID, void_reason=reason.strip()[:120])
        if thrown:
            _tell_voiding(lot, thrown, reason.strip(), acting_user)
    return len(thrown)


def note_reprint(
    *,
    lot: Lot,
    first: int,
    last: int,
    reason: str,
    acting_user: AbstractBaseUser | None = None,
) -> int:
    """Write down that labels are printed again and return how many; void ones are not.

    A label printed twice may be on two packs: it counts as a sign of copies from now on, on the
    pack and on its run.

    Raises:
        ReasonMissingError: without a reason.
        RangeOutsideRunError: no label among these numbers.
    """
    if not reason.strip():
        raise ReasonMissingError
    with transaction.atomic():
        lock_rows(Lot.objects.filter(pk=lot.pk))
        again = lot.serials.filter(number__range=(first, last)).exclude(status=SerialStatus.VOID)
        counts = dict(again.order_by("run_id").values_list("run_id").annotate(count=Count("pk")))
        if not counts:
            raise RangeOutsideRunError(first=f"{first:04}", last=f"{last:04}")
        again.update(reprints=F("reprints") + 1)
        for run_id, count in counts.items():
            LabelRun.objects.filter(pk=run_id).update(reprinted=F("reprinted") + count)
        record(
            "labels.reprinted",
            acting_user=acting_user,
            subject=lot,
            first=first,
            last=last,
            count=sum(counts.values()),
            reason=reason.strip(),
        )
    return sum(counts.values())


def _require_open(lot: Lot) -> None:
    if lot.state != LotState.OPEN:
        raise LotNotOpenError(lot=lot.code)


def _span(run: LabelRun, first: int | None, last: int | None) -> tuple[int, int]:
    if not run.is_ready:
        raise RunNotReadyError
    first = run.first if first is None else first
    last = run.last if last is None else last
    if not run.first <= first <= last <= run.last:
        raise RangeOutsideRunError(first=run.first, last=run.last)
    return first, last


def _in_span(run: LabelRun, first: int, last: int) -> QuerySet[Serial]:
    return Serial.objects.filter(run=run, number__range=(first, last))


def _tell_activation(
    lot: Lot, span: tuple[int, int], count: int, acting_user: AbstractBaseUser | None
) -> None:
    entry = StepEntry(step="activate", happened_at=now(), note=f"{span[0]:04}–{span[1]:04}")
    body = own(build.activation(about(entry), packs(lot, count)))
    keep_event(lot, body, acting_user=acting_user)
    record(
        "serials.activated",
        acting_user=acting_user,
        subject=lot,
        first=span[0],
        last=span[1],
        count=count,
    )
    lot_changed.send(lot)
    lot_activated.send(lot)


def _tell_voiding(
    lot: Lot, thrown: Sequence[Serial], reason: str, acting_user: AbstractBaseUser | None
) -> None:
    entry = StepEntry(step="void", happened_at=now(), note=reason)
    gtin = lot.item.gtin14
    for start in range(0, len(thrown), NAMED_AT_ONCE):
        named = [pack_element(serial, gtin) for serial in thrown[start : start + NAMED_AT_ONCE]]
        keep_event(lot, own(build.voiding(about(entry), named)), acting_user=acting_user)
    numbers = sorted(serial.number for serial in thrown)
    record(
        "serials.voided",
        acting_user=acting_user,
        subject=lot,
        first=numbers[0],
        last=numbers[-1],
        count=len(numbers),
        reason=reason,
    )
    lot_changed.send(lot)
