"""The vault's settings, typed."""

from datetime import timedelta

from django.conf import settings

from payments.conf import number
from payments.vault.errors import VaultClosedError


def has_key() -> bool:
    """Return whether a key is set."""
    name = "PAYMENTS_VAULT_KEY"
    return bool(getattr(settings, name))


def key() -> str:
    """Return what the stored secrets are encrypted with.

    Raises:
        VaultClosedError: no key is set.
    """
    if not has_key():
        raise VaultClosedError
    name = "PAYMENTS_VAULT_KEY"
    return str(getattr(settings, name))


def keys() -> tuple[str, ...]:
    """Return every key that may open a set: today's, then the one it replaces."""
    names = ("PAYMENTS_VAULT_KEY", "PAYMENTS_VAULT_OLD_KEY")
    return tuple(one for one in (str(getattr(settings, name)) for name in names) if one)


def use_every() -> timedelta:
    """Return how far apart two writings of a set's last use are."""
    return timedelta(seconds=number("PAYMENTS_VAULT_USE_SECONDS"))
