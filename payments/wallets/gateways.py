"""Where a gateway lives: the real one for live accounts, the sandbox for all others."""

from django.conf import settings

from payments.models import MerchantAccount
from payments.models.payees import Environment


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
