"""Opening what is stored, for who signs and checks signatures."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from marketplace.kernel.clock import now
from payments.vault import conf
from payments.vault.core.sealing import SealError, unseal
from payments.vault.holders import Holder, sets_of
from payments.vault.models import StoredSecret

logger = logging.getLogger(__name__)


def open_sets(holder: Holder) -> list[dict[str, str]]:
    """Return the sets that count for ``holder``, newest first.

    A set that cannot be opened counts for nothing, and the log says so: a wrong key must not
    stop the sets of the settings.
    """
    moment = now()
    opened = []
    for stored in sets_of(holder):
        values = _opened(stored)
        if values is not None:
            _note_use(stored, moment)
            opened.append(values)
    return opened


def unopenable() -> list[StoredSecret]:
    """Return the sets that count but cannot be opened with the key that is set."""
    counting = StoredSecret.objects.exclude(state=StoredSecret.State.RETIRED).order_by("pk")
    return [stored for stored in counting if not _can_open(stored)]


def opened(stored: StoredSecret, keys: Sequence[str]) -> dict[str, str] | None:
    """Return what a set says, by the first of ``keys`` that opens it; None when none does."""
    for key in keys:
        try:
            return unseal(bytes(stored.sealed), key=key, owner=stored.owner)
        except SealError:
            continue
    return None


def _opened(stored: StoredSecret) -> dict[str, str] | None:
    values = opened(stored, conf.keys()) if conf.has_key() else None
    if values is None:
        why = "with the vault's key" if conf.has_key() else ": the vault has no key"
        logger.error("set of secrets %s cannot be opened %s", stored.pk, why)
    return values


def _can_open(stored: StoredSecret) -> bool:
    return conf.has_key() and opened(stored, conf.keys()) is not None


def _note_use(stored: StoredSecret, moment: datetime) -> None:
    """Write when a set was asked for, now and then: not once for each notice."""
    before = moment - conf.use_every()
    if stored.last_used_at is not None and stored.last_used_at > before:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=before)
    StoredSecret.objects.filter(stale, pk=stored.pk).update(last_used_at=moment)
