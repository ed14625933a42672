"""Which secrets may sign for an account: read from the settings, never stored."""

from collections.abc import Mapping, Sequence

from django.conf import settings

from payments.models import PayoutAccount

SANDBOX = "sandbox"


def secrets_of(account: PayoutAccount, *, live: str, sandbox: str) -> Sequence[str]:
    """Return the secrets that may sign for ``account``; none when none is set.

    A sandbox's secret counts for accounts of the sandbox only, and a live one for live accounts
    only: so a notice's environment is proven by the key that signed it.

    Args:
        account: of whom a notice speaks.
        live: name of the setting that holds secrets by account number.
        sandbox: name of the setting that holds the sandbox's secrets.
    """
    if account.environment == SANDBOX:
        shared: Sequence[str] = getattr(settings, sandbox)
        return shared
    by_account: Mapping[str, Sequence[str]] = getattr(settings, live)
    return by_account.get(account.account_number, ())
