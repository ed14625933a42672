"""Setting and retiring secrets. Audit rows name the set, never what it says."""

import re
from collections.abc import Mapping
from typing import Final

from django.db import IntegrityError, transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from payments.models import MerchantAccount, Payee
from payments.vault import conf
from payments.vault.core.sealing import digest, seal
from payments.vault.errors import (
    EmptySetError,
    LostSetError,
    MerchantTakenError,
    RetiredSetError,
    SameSetError,
    TwoSetsError,
)
from payments.vault.holders import Holder, provider_of, sets_of
from payments.vault.models import StoredSecret
from payments.vault.queries import opened

NAME: Final = re.compile(r"\A[a-z][a-z0-9_]{0,39}\Z")
LONGEST: Final = 8192
"""Characters of one secret: a PEM key has some 3,000."""


@transaction.atomic
def store_secrets(*, holder: Holder, values: Mapping[str, str], acting_user: User) -> StoredSecret:
    """Keep a new set for an account and sign with it from now on; the last one still counts.

    Raises:
        VaultClosedError: no key is set.
        EmptySetError: nothing was given, or under a name that cannot be.
        SameSetError: these values count already.
        TwoSetsError: two sets count already; retire one.
    """
    cleaned = _cleaned(values)
    _lock(holder)
    live = sets_of(holder)
    mark = digest(cleaned, key=conf.key())
    # Opened, not by their digests: those of sets that were sealed anew are of the key before.
    if any(opened(one, conf.keys()) == cleaned for one in live):
        raise SameSetError
    if len(live) > 1:
        raise TwoSetsError
    for one in live:
        one.state = StoredSecret.State.PREVIOUS
        one.save(update_fields=["state"])
    stored = _sealed(holder, cleaned, mark, acting_user)
    _tell("secret.stored", stored, acting_user)
    return stored


@transaction.atomic
def retire_secrets(*, stored: StoredSecret, acting_user: User) -> StoredSecret:
    """Let a set count no more and wipe it; was it the current one, the one before it takes over.

    Raises:
        RetiredSetError: it was retired before.
    """
    holder = stored.merchant or stored.account
    assert holder is not None  # noqa: S101 -- a constraint of the table
    _lock(holder)
    (locked,) = lock_rows(StoredSecret.objects.filter(pk=stored.pk))
    if locked.state == StoredSecret.State.RETIRED:
        raise RetiredSetError
    locked.state = StoredSecret.State.RETIRED
    locked.sealed = b""
    locked.retired_at = now()
    locked.retired_by = acting_user
    locked.save(update_fields=["state", "sealed", "retired_at", "retired_by"])
    for one in sets_of(holder)[:1]:
        one.state = StoredSecret.State.CURRENT
        one.save(update_fields=["state"])
    _tell("secret.retired", locked, acting_user)
    return locked


@transaction.atomic
def rekey() -> int:
    """Seal what counts with today's key alone, and return how many sets that changed.

    Their digests stay: people and the audit trail know the sets by them.

    Raises:
        VaultClosedError: no key is set.
        LostSetError: neither key opens a set; nothing was changed.
    """
    today = conf.key()
    counting = StoredSecret.objects.exclude(state=StoredSecret.State.RETIRED)
    changed = 0
    for stored in lock_rows(counting):
        if opened(stored, [today]) is not None:
            continue
        values = opened(stored, conf.keys())
        if values is None:
            raise LostSetError(provider=stored.provider, digest=stored.digest)
        stored.sealed = seal(values, key=today, owner=stored.owner)
        stored.save(update_fields=["sealed"])
        _tell("secret.rekeyed", stored, None)
        changed += 1
    return changed


def open_merchant(
    *,
    provider: str,
    merchant_id: str,
    environment: str,
    payee: Payee | None,
    acting_user: User,
) -> MerchantAccount:
    """Write down an account at a gateway; without a payee it is the platform's own.

    Raises:
        MerchantTakenError: it is known, or its owner has another one in use.
    """
    try:
        with transaction.atomic():
            made = MerchantAccount.objects.create(
                provider=provider, merchant_id=merchant_id, environment=environment, payee=payee
            )
            record("merchant.opened", acting_user=acting_user, subject=made, provider=provider)
    except IntegrityError as error:
        raise MerchantTakenError(provider=provider) from error
    return made


def switch_merchant(
    *, merchant: MerchantAccount, active: bool, acting_user: User
) -> MerchantAccount:
    """Take an account at a gateway into use, or out of it: old money is still heard of.

    Raises:
        MerchantTakenError: its owner has another one in use.
    """
    try:
        with transaction.atomic():
            (locked,) = lock_rows(MerchantAccount.objects.filter(pk=merchant.pk))
            locked.active = active
            locked.save(update_fields=["active"])
            record("merchant.switched", acting_user=acting_user, subject=locked, active=active)
    except IntegrityError as error:
        raise MerchantTakenError(provider=merchant.provider) from error
    return locked


def _cleaned(values: Mapping[str, str]) -> dict[str, str]:
    kept = {name.strip(): text.strip() for name, text in values.items() if text.strip()}
    good = all(NAME.fullmatch(name) and len(text) <= LONGEST for name, text in kept.items())
    if not kept or not good:
        raise EmptySetError
    return kept


def _lock(holder: Holder) -> None:
    """Let one person at a time change the sets of an account."""
    list(type(holder)._default_manager.filter(pk=holder.pk).select_for_update(no_key=True))


def _sealed(
    holder: Holder, values: Mapping[str, str], mark: str, acting_user: User
) -> StoredSecret:
    stored = StoredSecret(
        provider=provider_of(holder),
        environment=holder.environment,
        merchant=holder if isinstance(holder, MerchantAccount) else None,
        account=None if isinstance(holder, MerchantAccount) else holder,
        names=sorted(values),
        digest=mark,
        created_at=now(),
        created_by=acting_user,
    )
    stored.sealed = seal(values, key=conf.key(), owner=stored.owner)
    stored.save()
    return stored


def _tell(action: str, stored: StoredSecret, acting_user: User | None) -> None:
    record(
        action,
        acting_user=acting_user,
        subject=stored,
        provider=stored.provider,
        environment=stored.environment,
        names=stored.names,
        digest=stored.digest,
    )
