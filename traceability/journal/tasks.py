"""What the worker does for the diary."""

from datetime import timedelta

from marketplace.kernel.outbox import periodic
from traceability.journal import devices, summing


@periodic(every=timedelta(minutes=10))
def sum_up_readings() -> None:
    """Make events of the readings of hours and days that are over."""
    summing.sum_up()


@periodic(every=timedelta(hours=1))
def note_quiet_devices() -> None:
    """Mark devices that nobody has heard of."""
    devices.note_quiet()
