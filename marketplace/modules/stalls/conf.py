"""Typed access to the settings that the manifest names."""

from datetime import timedelta

from payments.conf import number


def quiet_after() -> timedelta:
    """Return after which time without money by QR a stall counts as quiet."""
    return timedelta(days=number("STALLS_QUIET_DAYS"))


def sale_waits() -> timedelta:
    """Return how long a sale by QR waits for its money."""
    return timedelta(minutes=number("STALLS_SALE_MINUTES"))


def reminder_hour() -> int:
    """Return from which hour of the day a stall that did not close is reminded; 24 is never."""
    return number("STALLS_REMINDER_HOUR")
