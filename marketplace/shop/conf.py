"""Typed access to the settings that the manifest names."""

from django.conf import settings


def hold_minutes() -> int:
    """Return how long an unpaid order holds its goods."""
    name = "SHOP_HOLD_MINUTES"
    return int(getattr(settings, name))


def basket_cookie() -> str:
    """Return the name of the cookie that an anonymous visitor's basket is found by."""
    name = "OSCAR_BASKET_COOKIE_OPEN"
    return str(getattr(settings, name))
