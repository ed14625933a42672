"""Opening a pack's scratch PIN: once, with few tries."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from traceability import conf
from traceability.lots.models import Serial, SerialStatus
from traceability.resolver.core import pin
from traceability.resolver.models import PackMark


class PinResult(StrEnum):
    """What came of a typed PIN."""

    FIRST = "first"
    AGAIN = "again"
    WRONG = "wrong"
    LOCKED = "locked"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PinAnswer:
    """The result; ``opened_on`` is the day of the first opening, ``left`` how many tries are."""

    result: PinResult
    opened_on: date | None = None
    left: int = 0


def has_pin(serial: Serial) -> bool:
    """Say whether the pack's label has a PIN that can be opened now: only once it is on sale."""
    return bool(conf.pin_secret()) and serial.run.with_pin and serial.status == SerialStatus.ACTIVE


def open_pin(*, code: str, typed: str) -> PinAnswer:
    """Compare what was typed with the PIN of a pack; the first right one opens it.

    Wrong ones are counted for the pack: after ``ORIGIN_PIN_TRIES`` no PIN is compared any more,
    whoever asks.
    """
    serial = Serial.objects.select_related("run").filter(code=code).first()
    if serial is None or not has_pin(serial):
        return PinAnswer(PinResult.NONE)
    with transaction.atomic():
        PackMark.objects.get_or_create(serial=serial)
        (mark,) = lock_rows(PackMark.objects.filter(pk=serial.pk))
        return _compared(mark, serial, typed)


def _compared(mark: PackMark, serial: Serial, typed: str) -> PinAnswer:
    left = conf.pin_tries() - mark.pin_failures
    if left <= 0:
        return PinAnswer(PinResult.LOCKED, mark.pin_opened_on)
    if not pin.is_pin(typed, conf.pin_secret(), serial.code):
        mark.pin_failures += 1
        mark.save(update_fields=["pin_failures"])
        return PinAnswer(PinResult.WRONG if left > 1 else PinResult.LOCKED, left=left - 1)
    if mark.pin_opened_on is not None:
        return PinAnswer(PinResult.AGAIN, mark.pin_opened_on)
    mark.pin_opened_on = timezone.localdate(now())
    mark.save(update_fields=["pin_opened_on"])
    record("serial.pin_opened", subject=serial)
    return PinAnswer(PinResult.FIRST, mark.pin_opened_on)
