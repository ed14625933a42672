"""Make the serials of a label run, batch by batch; broken off, it goes on where it stopped."""

from django.db import IntegrityError, transaction

from marketplace.kernel.locking import lock_rows
from traceability.lots.core.codes import new_code
from traceability.lots.models import LabelRun, Serial

BATCH = 1000
_TRIES = 5
"""A clash of random codes is a once-in-ages event; five in a row mean the generator is broken."""


def fill_batch(run_id: int) -> int:
    """Make up to a thousand serials of the run and return how many it still lacks.

    Exact: numbers and progress are written in one transaction that holds the run's row.
    """
    for _try in range(_TRIES - 1):
        try:
            return _filled(run_id)
        except IntegrityError:
            continue
    return _filled(run_id)


def _filled(run_id: int) -> int:
    with transaction.atomic():
        (run,) = lock_rows(LabelRun.objects.filter(pk=run_id))
        size = min(BATCH, run.count - run.issued)
        first = run.first + run.issued
        Serial.objects.bulk_create(_new(run, number) for number in range(first, first + size))
        run.issued += size
        run.save(update_fields=["issued"])
        return run.count - run.issued


def _new(run: LabelRun, number: int) -> Serial:
    code = new_code()
    return Serial(lot_id=run.lot_id, run=run, number=number, serial=code, code=code)
