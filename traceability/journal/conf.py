"""The journal's settings, typed; their defaults stand in the manifest of the origin module."""

from datetime import timedelta

from django.conf import settings


def voice_bytes() -> int:
    """Return how many bytes a spoken note may have."""
    return _number("JOURNAL_VOICE_MAX_BYTES")


def table_bytes() -> int:
    """Return how many bytes an imported table may have."""
    return _number("JOURNAL_TABLE_MAX_BYTES")


def table_rows() -> int:
    """Return how many rows an imported table may have."""
    return _number("JOURNAL_TABLE_MAX_ROWS")


def readings_bytes() -> int:
    """Return how many bytes a request of readings may have."""
    return _number("JOURNAL_READINGS_MAX_BYTES")


def quiet_after() -> timedelta:
    """Return after how long without a word a device is shown as quiet."""
    return timedelta(hours=_number("JOURNAL_QUIET_HOURS"))


def _number(name: str) -> int:
    return int(getattr(settings, name))
