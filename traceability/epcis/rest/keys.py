"""Keys of parties: made, revoked, and asked for with every request."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.ratelimit import allow
from traceability.epcis import conf
from traceability.epcis.rest.errors import (
    KeyMissingError,
    KeyRevokedError,
    NoScopeError,
    ScopeMissingError,
    TooManyRequestsError,
)
from traceability.epcis.rest.models import ApiKey, Scope
from traceability.models import Party

MARK = "stt"
"""Start of every key: a key that leaks into a public place can be searched for."""

_PREFIX_BYTES = 4
_SECRET_BYTES = 24
_USED_EVERY = timedelta(minutes=1)
_SCHEME = "bearer "


@transaction.atomic
def make_key(
    *, party: Party, name: str, scopes: Sequence[str], acting_user: AbstractBaseUser | None
) -> tuple[ApiKey, str]:
    """Make a key of ``party`` and return it with its text, which is told this once.

    Raises:
        NoScopeError: ``scopes`` is empty or names something else.
    """
    wanted = [scope for scope in Scope.values if scope in scopes]
    if not wanted or len(wanted) != len(set(scopes)):
        raise NoScopeError(scopes=",".join(scopes))
    prefix = secrets.token_hex(_PREFIX_BYTES)
    text = f"{MARK}_{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    key = ApiKey.objects.create(
        party=party,
        name=name,
        prefix=prefix,
        digest=_digest(text),
        scopes=wanted,
        created_by_id=None if acting_user is None else acting_user.pk,
    )
    record("api_key.made", acting_user=acting_user, subject=key, party=party.pk, scopes=wanted)
    return key, text


@transaction.atomic
def revoke_key(*, key: ApiKey, acting_user: AbstractBaseUser | None) -> ApiKey:
    """Make the key useless from now on, and return it.

    Raises:
        KeyRevokedError: it is already.
    """
    moment = now()
    if not ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=moment):
        raise KeyRevokedError(key=key.pk)
    key.revoked_at = moment
    record("api_key.revoked", acting_user=acting_user, subject=key, party=key.party_id)
    return key


def authenticate(request: HttpRequest, scope: str) -> ApiKey:
    """Return the key that came with ``request``, good for ``scope``.

    Raises:
        KeyMissingError: no key, or none that is good (401).
        ScopeMissingError: the key is good for other things (403).
        TooManyRequestsError: it was used too often in this minute (429).
    """
    key = offered_key(request)
    if key is None:
        raise KeyMissingError
    if scope not in key.scopes:
        raise ScopeMissingError(scope=scope)
    return key


def offered_key(request: HttpRequest) -> ApiKey | None:
    """Return the key that came with ``request``, None when none came.

    Raises:
        KeyMissingError: what came is no good key.
        TooManyRequestsError: it was used too often in this minute.
    """
    text = _offered(request)
    if text is None:
        return None
    key = ApiKey.objects.select_related("party").filter(prefix=_prefix(text)).first()
    if key is None or not hmac.compare_digest(key.digest, _digest(text)) or key.revoked_at:
        raise KeyMissingError
    if not allow(f"api-key:{key.pk}", conf.requests_per_minute(), timedelta(minutes=1)):
        raise TooManyRequestsError
    _note_use(key)
    return key


def _offered(request: HttpRequest) -> str | None:
    header = request.headers.get("Authorization", "")
    if not header:
        return None
    if not header.lower().startswith(_SCHEME):
        raise KeyMissingError
    return header[len(_SCHEME) :].strip()


def _prefix(text: str) -> str:
    parts = text.split("_", 2)
    return parts[1] if len(parts) == 3 and parts[0] == MARK else ""  # noqa: PLR2004 -- mark, prefix, secret


def _digest(text: str) -> str:
    """Return the hash that is kept: the text has 192 random bits, so a fast one will do."""
    return hashlib.sha256(text.encode()).hexdigest()


def _note_use(key: ApiKey) -> None:
    """Write down that it was used, once a minute at most."""
    moment = now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=moment - _USED_EVERY)
    if key.last_used_at is None or key.last_used_at < moment - _USED_EVERY:
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=moment)
