"""Settings that a gateway's manifest names (mypy does not read manifests)."""

from collections.abc import Sequence

from django.conf import settings

from marketplace.kernel.money import Money


def text(setting: str) -> str:
    """Return a text: an address, a name."""
    return str(getattr(settings, setting))


def is_within(setting: str, amount: Money) -> bool:
    """Say whether ``amount`` lies within the two amounts of a setting, both included."""
    limits: Sequence[int] = getattr(settings, setting)
    smallest, largest = limits
    return smallest <= amount.amount <= largest
