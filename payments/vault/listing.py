"""What staff sees of secrets: whose, their names, when and by whom, never what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.utils.functional import Promise

from payments.models import MerchantAccount, PayoutAccount
from payments.protocol import feeds, providers
from payments.secrets import sets_of_settings
from payments.vault.holders import Holder, provider_of
from payments.vault.models import StoredSecret

RETIRED_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderRow:
    """An account and the sets that count for it, newest first."""

    kind: str
    holder: Holder
    label: str | Promise
    number: str
    owner: str
    sets: Sequence[StoredSecret]
    in_settings: bool

    @property
    def is_bare(self) -> bool:
        """Whether nothing can be signed or believed for it."""
        return not self.sets and not self.in_settings

    @property
    def has_room(self) -> bool:
        """Whether another set may be stored."""
        return len(self.sets) < 2  # noqa: PLR2004 -- the current set and the one before it


def holder_rows() -> list[HolderRow]:
    """Return every gateway account and every bank account with a feed; four queries at most."""
    live = StoredSecret.objects.exclude(state=StoredSecret.State.RETIRED)
    counting = Prefetch("stored_secrets", live.select_related("created_by").order_by("-pk"))
    merchants = MerchantAccount.objects.select_related("payee").prefetch_related(counting)
    accounts = PayoutAccount.objects.exclude(feed_code="").select_related("payee", "bank")
    in_use = accounts.filter(active=True).prefetch_related(counting).order_by("payee__name", "pk")
    return [_of_merchant(one) for one in merchants] + [_of_account(one) for one in in_use]


def row_of(holder: Holder) -> HolderRow:
    """Return one account as the list shows it."""
    return _of_merchant(holder) if isinstance(holder, MerchantAccount) else _of_account(holder)


def retired_sets() -> Sequence[StoredSecret]:
    """Return the sets retired last."""
    retired = StoredSecret.objects.filter(state=StoredSecret.State.RETIRED)
    rows = retired.select_related("merchant", "account", "created_by", "retired_by")
    return list(rows.order_by("-retired_at", "-pk")[:RETIRED_SHOWN])


def _of_merchant(merchant: MerchantAccount) -> HolderRow:
    code = merchant.provider
    return HolderRow(
        kind="gateway",
        holder=merchant,
        label=providers.get(code).label if code in providers else code,
        number=merchant.merchant_id,
        owner=merchant.payee.name if merchant.payee else "",
        sets=_counting(merchant),
        in_settings=bool(sets_of_settings(merchant)),
    )


def _of_account(account: PayoutAccount) -> HolderRow:
    code = account.feed_code
    return HolderRow(
        kind="feed",
        holder=account,
        label=feeds.get(code).label if code in feeds else code,
        number=f"{account.bank.short_name} {account.account_number}",
        owner=account.payee.name,
        sets=_counting(account),
        in_settings=_feed_in_settings(account),
    )


def _counting(holder: Holder) -> list[StoredSecret]:
    code = provider_of(holder)
    return [
        one
        for one in holder.stored_secrets.all()
        if one.provider == code and one.state != StoredSecret.State.RETIRED
    ]


def _feed_in_settings(account: PayoutAccount) -> bool:
    """Return whether the environment holds a secret, by the name that feeds' settings share."""
    code = account.feed_code.upper()
    if account.environment == "sandbox":
        return bool(getattr(settings, f"{code}_SANDBOX_SECRETS", ()))
    by_account: Mapping[str, Sequence[str]] = getattr(settings, f"{code}_SECRETS", {})
    return bool(by_account.get(account.account_number))
