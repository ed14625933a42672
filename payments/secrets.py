"""The secrets we share with gateways: read where they are needed, never kept in a record or shown.

Staff may store them (`payments.vault`); what is stored counts before the setting.
``PAYMENT_SECRETS`` holds them by provider, environment and merchant: one set, or a list of sets
while one is being replaced, the newest first. A sandbox's set is never looked at for live money.
"""

from collections.abc import Mapping, Sequence

from django.conf import settings

from payments import hooks
from payments.errors import PaymentRefusedError
from payments.models import MerchantAccount, PayoutAccount
from payments.protocol import providers

SecretSet = Mapping[str, str]


def secret_sets(merchant: MerchantAccount) -> tuple[SecretSet, ...]:
    """Return the sets of secrets that count for ``merchant``, newest first; none when none is set.

    Sign with the first; accept a signature of any.
    """
    return (*stored_sets(merchant), *sets_of_settings(merchant))


def sets_of_settings(merchant: MerchantAccount) -> tuple[SecretSet, ...]:
    """Return the sets that the environment holds for ``merchant``, newest first."""
    name = "PAYMENT_SECRETS"
    known: Mapping[str, Mapping[str, Mapping[str, SecretSet | Sequence[SecretSet]]]]
    known = getattr(settings, name)
    of_provider = known.get(merchant.provider, {}).get(merchant.environment, {})
    found = of_provider.get(merchant.merchant_id, ())
    return (found,) if isinstance(found, Mapping) else tuple(found)


def stored_sets(holder: MerchantAccount | PayoutAccount) -> tuple[SecretSet, ...]:
    """Return the sets that staff stored for an account, newest first."""
    answers = hooks.stored_secrets.send(holder)
    return tuple(one for answer in answers for one in answer)


def secrets_to_sign_with(merchant: MerchantAccount) -> SecretSet:
    """Return the newest set.

    Raises:
        PaymentRefusedError: none is set, or it lacks a secret that its gateway needs: an empty one
            would sign what anybody can sign.
    """
    newest = _newest(merchant)
    if newest is None:
        raise PaymentRefusedError(provider=merchant.provider, reason="a secret is not set")
    return newest


def can_sign(merchant: MerchantAccount) -> bool:
    """Return whether all that its gateway needs is set for ``merchant``."""
    return _newest(merchant) is not None


def _newest(merchant: MerchantAccount) -> SecretSet | None:
    found = secret_sets(merchant)
    code = merchant.provider
    needed: Sequence[str] = (
        getattr(providers.get(code), "secret_names", ()) if code in providers else ()
    )
    return found[0] if found and all(found[0].get(name) for name in needed) else None
