"""Typed access to the settings that the manifest names."""

from datetime import timedelta

from django.conf import settings


def number(name: str) -> int:
    """Return a whole number that some module's manifest names (mypy does not read manifests)."""
    return int(getattr(settings, name))


def environment() -> str:
    """Return ``live`` or ``sandbox``: where new charges and accounts belong."""
    name = "PAYMENTS_ENVIRONMENT"
    return str(getattr(settings, name))


def way_order() -> list[str]:
    """Return the codes of the ways to pay, as people should see them."""
    name = "PAYMENTS_WAY_ORDER"
    return [str(code) for code in getattr(settings, name)]


def code_valid_for() -> timedelta:
    """Return how long one QR code is shown."""
    return timedelta(minutes=number("PAYMENTS_CODE_MINUTES"))


def two_people_from() -> int:
    """Return the amount in đồng from which two members of staff must agree."""
    return number("PAYMENTS_TWO_PEOPLE_FROM")


def undo_within() -> timedelta:
    """Return how long a match by hand can be undone."""
    return timedelta(hours=number("PAYMENTS_UNDO_HOURS"))


def short_after() -> timedelta:
    """Return after which time a short payment is shown to staff."""
    return timedelta(hours=number("PAYMENTS_SHORT_HOURS"))


def first_query_after() -> timedelta:
    """Return after which time a gateway is first asked what became of a try."""
    return timedelta(seconds=number("PAYMENTS_FIRST_QUERY_SECONDS"))


def query_for() -> timedelta:
    """Return how long a gateway is asked about one try."""
    return timedelta(days=number("PAYMENTS_QUERY_DAYS"))
