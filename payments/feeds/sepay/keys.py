"""Which secrets and keys may speak for an account: read from the settings, never stored."""

from collections.abc import Mapping, Sequence

from django.conf import settings

from payments.models import PayoutAccount

SANDBOX = "sandbox"
SANDBOX_SECRETS = "SEPAY_SANDBOX_SECRETS"
"""Named by the manifest, which mypy does not read."""


def secrets_of(account: PayoutAccount) -> Sequence[str]:
    """Return the secrets that may sign for ``account``; none when none is set.

    A sandbox's secret counts for accounts of the sandbox only, and a live one for live accounts
    only: so a notice's environment is proven by the key that signed it.
    """
    if account.environment == SANDBOX:
        shared: Sequence[str] = getattr(settings, SANDBOX_SECRETS)
        return shared
    by_account: Mapping[str, Sequence[str]] = settings.SEPAY_SECRETS
    return by_account.get(account.account_number, ())


def api_keys_of(account: PayoutAccount) -> Sequence[str]:
    """Return SePay's API keys for a live account; none when none is set, the usual case."""
    by_account: Mapping[str, Sequence[str]] = settings.SEPAY_API_KEYS
    return () if account.environment == SANDBOX else by_account.get(account.account_number, ())
