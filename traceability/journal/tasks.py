"""What the worker does for the diary."""

from datetime import timedelta

from django.utils import translation

from marketplace.kernel.outbox import outbox_task, periodic
from traceability.journal import devices, importing, summing
from traceability.journal.models import ImportFile, ImportState


@periodic(every=timedelta(minutes=10))
def sum_up_readings() -> None:
    """Make events of the readings of hours and days that are over."""
    summing.sum_up()


@periodic(every=timedelta(hours=1))
def note_quiet_devices() -> None:
    """Mark devices that nobody has heard of."""
    devices.note_quiet()


@outbox_task(lease=timedelta(minutes=15))
def write_import(key: int) -> None:
    """Write an uploaded table down."""
    kept = ImportFile.objects.select_related("party", "author").get(pk=key)
    if kept.state == ImportState.RUNNING:
        with translation.override("vi"):
            importing.write_down(kept)
