"""Where a gateway lives: the real one for live accounts, the sandbox for all others."""

from urllib.parse import urlsplit

from django.conf import settings

from payments.models import Attempt, MerchantAccount
from payments.models.payees import Environment


def merchant_of(attempt: Attempt) -> MerchantAccount:
    """Return the gateway account that an attempt goes through.

    Raises:
        ValueError: it goes through none.
    """
    if attempt.merchant is None:
        raise ValueError(f"attempt {attempt.pk} goes through no gateway account")
    return attempt.merchant


def gateway_url(merchant: MerchantAccount, *, live: str, path: str) -> str:
    """Return the address to call.

    Args:
        merchant: whose environment decides.
        live: whole address of the real gateway, from the module's settings.
        path: of the same service at the sandbox, below the gateway's own part, with its ``/``.
    """
    if merchant.environment == Environment.LIVE:
        return live
    name = "SANDBOX_GATEWAYS_URL"
    sandbox: str = getattr(settings, name)
    return f"{sandbox.rstrip('/')}/{merchant.provider}{path}"


def is_page(merchant: MerchantAccount, url: str) -> bool:
    """Say whether a buyer may be sent to this address: over TLS, unless it is the sandbox's."""
    schemes = {"https"} if merchant.environment == Environment.LIVE else {"https", "http"}
    parts = urlsplit(url)
    return parts.scheme in schemes and bool(parts.hostname)
