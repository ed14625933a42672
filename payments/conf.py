"""Typed access to the settings that the manifest names."""

from datetime import timedelta

from django.conf import settings


def environment() -> str:
    """Return ``live`` or ``sandbox``: where new charges and accounts belong."""
    return str(settings.PAYMENTS_ENVIRONMENT)


def code_valid_for() -> timedelta:
    """Return how long one QR code is shown."""
    return timedelta(minutes=int(settings.PAYMENTS_CODE_MINUTES))


def two_people_from() -> int:
    """Return the amount in đồng from which two members of staff must agree."""
    return int(settings.PAYMENTS_TWO_PEOPLE_FROM)


def undo_within() -> timedelta:
    """Return how long a match by hand can be undone."""
    return timedelta(hours=int(settings.PAYMENTS_UNDO_HOURS))


def short_after() -> timedelta:
    """Return after which time a short payment is shown to staff."""
    return timedelta(hours=int(settings.PAYMENTS_SHORT_HOURS))
