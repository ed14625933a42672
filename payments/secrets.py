"""The secrets we share with gateways: read where they are needed, never kept in a record or shown.

``PAYMENT_SECRETS`` holds them by provider, environment and merchant: one set, or a list of sets
while one is being replaced, the newest first. A sandbox's set is never looked at for live money.
"""

from collections.abc import Mapping, Sequence

from django.conf import settings

from payments.errors import PaymentRefusedError
from payments.models import MerchantAccount

SecretSet = Mapping[str, str]


def secret_sets(merchant: MerchantAccount) -> tuple[SecretSet, ...]:
    """Return the sets of secrets that count for ``merchant``, newest first; none when none is set.

    Sign with the first; accept a signature of any.
    """
    name = "PAYMENT_SECRETS"
    known: Mapping[str, Mapping[str, Mapping[str, SecretSet | Sequence[SecretSet]]]]
    known = getattr(settings, name)
    of_provider = known.get(merchant.provider, {}).get(merchant.environment, {})
    found = of_provider.get(merchant.merchant_id, ())
    return (found,) if isinstance(found, Mapping) else tuple(found)


def secrets_to_sign_with(merchant: MerchantAccount) -> SecretSet:
    """Return the newest set.

    Raises:
        PaymentRefusedError: no secret is set, so nothing can be signed.
    """
    found = secret_sets(merchant)
    if not found:
        raise PaymentRefusedError(provider=merchant.provider, reason="no secret is set")
    return found[0]
