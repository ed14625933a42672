"""Typed access to the settings that the manifest names."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings

from payments.conf import number
from payments.payouts.core.files import Template, template_of


def account_waits() -> timedelta:
    """Return how long a changed account waits before money goes there."""
    return timedelta(hours=number("PAYOUTS_ACCOUNT_HOURS"))


def smallest() -> int:
    """Return the smallest amount that is proposed for everybody at once."""
    return number("PAYOUTS_SMALLEST")


def templates() -> Mapping[str, Template]:
    """Return the bank files that can be made, by code.

    Raises:
        TemplateError: one of them is none.
    """
    name = "PAYOUT_TEMPLATES"
    raw: Mapping[str, Mapping[str, object]] = getattr(settings, name)
    return {code: template_of(one) for code, one in raw.items()}
