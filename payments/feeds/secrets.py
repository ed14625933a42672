"""Which secrets may sign for an account: those that staff stored, then those of the settings."""

from collections.abc import Mapping, Sequence

from django.conf import settings

from payments.models import PayoutAccount
from payments.secrets import stored_sets

SANDBOX = "sandbox"


def secrets_of(
    account: PayoutAccount, *, live: str, sandbox: str, name: str = "secret"
) -> Sequence[str]:
    """Return the secrets that may sign for ``account``; none when none is set.

    A sandbox's secret counts for accounts of the sandbox only, and a live one for live accounts
    only: so a notice's environment is proven by the key that signed it.

    Args:
        account: of whom a notice speaks.
        live: name of the setting that holds secrets by account number.
        sandbox: name of the setting that holds the sandbox's secrets.
        name: of the secret in a stored set.
    """
    return (*stored(account, name), *_of_settings(account, live, sandbox))


def stored(account: PayoutAccount, name: str) -> Sequence[str]:
    """Return what staff stored for ``account`` under a name, newest first."""
    return [one[name] for one in stored_sets(account) if name in one]


def _of_settings(account: PayoutAccount, live: str, sandbox: str) -> Sequence[str]:
    if account.environment == SANDBOX:
        shared: Sequence[str] = getattr(settings, sandbox)
        return shared
    by_account: Mapping[str, Sequence[str]] = getattr(settings, live)
    return by_account.get(account.account_number, ())
