"""Which secrets and keys may speak for an account."""

from collections.abc import Mapping, Sequence

from django.conf import settings

from payments.feeds import secrets
from payments.models import PayoutAccount


def secrets_of(account: PayoutAccount) -> Sequence[str]:
    """Return the secrets that may sign for ``account``; none when none is set."""
    return secrets.secrets_of(account, live="SEPAY_SECRETS", sandbox="SEPAY_SANDBOX_SECRETS")


def api_keys_of(account: PayoutAccount) -> Sequence[str]:
    """Return SePay's API keys of an account; none when none is set, the usual case."""
    by_account: Mapping[str, Sequence[str]] = settings.SEPAY_API_KEYS
    is_live = account.environment != secrets.SANDBOX
    of_setting = by_account.get(account.account_number, ()) if is_live else ()
    return (*secrets.stored(account, "api_key"), *of_setting)
