"""Whose secrets: an account at a gateway, or a bank account that a feed tells of."""

from typing import TypeAlias

from payments.models import MerchantAccount, PayoutAccount
from payments.protocol import feeds, providers
from payments.vault.models import StoredSecret

Holder: TypeAlias = MerchantAccount | PayoutAccount


def provider_of(holder: Holder) -> str:
    """Return the code of the gateway or feed that shares secrets for ``holder``."""
    return holder.provider if isinstance(holder, MerchantAccount) else holder.feed_code


def sets_of(holder: Holder) -> list[StoredSecret]:
    """Return the sets that count for ``holder``, newest first; one query."""
    mine = StoredSecret.objects.exclude(state=StoredSecret.State.RETIRED)
    mine = mine.filter(provider=provider_of(holder), environment=holder.environment)
    if isinstance(holder, MerchantAccount):
        return list(mine.filter(merchant=holder).order_by("-pk"))
    return list(mine.filter(account=holder).order_by("-pk"))


def wanted_names(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which secrets a gateway or feed asks for: those it needs, and those it can do without.

    Both are empty where it does not say (``secret_names``, ``optional_secret_names``).
    """
    thing: object = None
    if code in providers:
        thing = providers.get(code)
    elif code in feeds:
        thing = feeds.get(code)
    needed = tuple(getattr(thing, "secret_names", ()))
    return needed, tuple(getattr(thing, "optional_secret_names", ()))
