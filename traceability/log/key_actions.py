"""What is done with keys: replaced, brought along, blocked. Each is told by the log itself."""

import json
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from traceability.log import keyring
from traceability.log.core import ed25519, ownership
from traceability.log.core.canonical import Json, canonical
from traceability.log.core.leaf import Leaf, statement_hash
from traceability.log.errors import (
    KeyEndedError,
    KeyUnknownError,
    PossessionError,
    StatementTooOldError,
)
from traceability.log.models import Custody, KeyRole, KeyState, PartyKey
from traceability.log.signing import unbase64
from traceability.log.writing import Signed, write_entries
from traceability.models import Party

STATEMENT_LASTS = timedelta(hours=2)
REASON_LENGTH = 200


def ensure_party_key(*, party: Party) -> PartyKey | None:
    """Return the key of ``party``, made now if it has none."""
    with transaction.atomic():
        return keyring.party_key(party)


def rotate_key(
    *, key: PartyKey, reason: str = "", acting_user: AbstractBaseUser | None = None
) -> PartyKey:
    """Replace a key in custody by a fresh one and return it; the old key signs that.

    Raises:
        KeyEndedError: it is not in use, or its secret is not here.
    """
    with transaction.atomic():
        old = _locked(key)
        if not old.is_held:
            raise KeyEndedError(key=old.key_id)
        fresh = keyring.new_held_key(old.role, old.party)
        told = keyring.statement(
            ownership.ROTATION, fresh, old=old.key_id, reason=reason[:REASON_LENGTH]
        )
        signed = Signed.by(old, keyring.signer_of(old), told)
        _replace(old, fresh, reason)
        write_entries([signed])
        record("key.rotated", acting_user=acting_user, subject=fresh, old=old.key_id)
        return fresh


def revoke_key(
    *, key: PartyKey, reason: str, acting_user: AbstractBaseUser | None = None
) -> PartyKey:
    """Block a party's key from now on and return it; what it signed before stays signed.

    Raises:
        KeyEndedError: it is not in use, or is the platform's (which is replaced instead).
    """
    with transaction.atomic():
        found = _locked(key)
        if found.role != KeyRole.PARTY:
            raise KeyEndedError(key=found.key_id)
        told = keyring.statement(ownership.REVOCATION, found, reason=reason[:REASON_LENGTH])
        operator = keyring.operator_key()
        _end(found, KeyState.REVOKED, reason)
        write_entries([Signed.by(operator, keyring.signer_of(operator), told)])
        record("key.revoked", acting_user=acting_user, subject=found, reason=reason)
        return found


def own_key_statement(*, party: Party, public: str) -> str:
    """Return the text that ``party`` signs to bring its own key: with it, and with the old one.

    Args:
        party: whose key it becomes.
        public: the public key, as ``z6Mk…``, 64 hex digits, or base64 of 32 bytes.

    Raises:
        KeyUnknownError: this is no public key, or it is known already.
    """
    key = _own_key(party, public)
    return canonical(_own_statement(party, key, now())).decode()


def register_own_key(
    *,
    party: Party,
    statement: str,
    possession: str,
    old_signature: str = "",
    acting_user: AbstractBaseUser | None = None,
) -> PartyKey:
    """Take a party's own key into use and return it.

    Args:
        party: whose key it is.
        statement: the text of `own_key_statement`, unchanged.
        possession: the new key's signature under it, base64.
        old_signature: the old key's, where that is the party's own, too.
        acting_user: who.

    Raises:
        KeyUnknownError: the key is none, or is known already.
        PossessionError: a signature does not hold.
        StatementTooOldError: the text was made for something else, or long ago.
    """
    with transaction.atomic():
        old = _locked_key_of(party)
        key, told = _checked_statement(party, statement)
        message = canonical(told)
        if not ed25519.is_signed(key.public_key, message, unbase64(possession)):
            raise PossessionError
        signed = _vouched(old, told, old_signature)
        key.possession = "".join(possession.split())
        if old is None:
            key.save()
        else:
            _replace(old, key, "")
        write_entries([signed])
        record("key.registered", acting_user=acting_user, subject=key, custody=key.custody)
        return key


def _own_key(party: Party, public: str) -> PartyKey:
    key_id = ed25519.multibase(read_public(public))
    if PartyKey.objects.filter(key_id=key_id).exists():
        raise KeyUnknownError
    return PartyKey(
        role=KeyRole.PARTY, party=party, key_id=key_id, custody=Custody.OWN, valid_from=now()
    )


def read_public(text: str) -> bytes:
    """Return the public key that somebody typed, in any of the usual ways to write one.

    Raises:
        KeyUnknownError: it is none.
    """
    plain = "".join(text.split())
    try:
        return ed25519.from_multibase(plain)
    except ed25519.KeyFormatError:
        pass
    try:
        raw = bytes.fromhex(plain)
    except ValueError:
        raw = unbase64(plain)
    raw = raw[-ed25519.KEY_SIZE :] if _is_der(raw) else raw
    if len(raw) != ed25519.KEY_SIZE:
        raise KeyUnknownError
    return raw


def _is_der(raw: bytes) -> bool:
    """Say whether this is what stands between the lines of a PEM file."""
    return raw.startswith(bytes.fromhex("302a300506032b6570032100"))


def _own_statement(party: Party, key: PartyKey, moment: datetime) -> dict[str, Json]:
    current = keyring.known_party_key(party)
    kind = ownership.ROTATION if current else ownership.REGISTRATION
    more: dict[str, Json] = {"at": moment.isoformat(timespec="seconds")}
    if current:
        more |= {"old": current.key_id, "reason": ""}
    return {**keyring.statement(kind, key), **more}


def _checked_statement(party: Party, text: str) -> tuple[PartyKey, dict[str, Json]]:
    """Return key and statement of a text that we gave out a while ago."""
    try:
        told = json.loads(text)
        moment = datetime.fromisoformat(told["at"])
        key = _own_key(party, str(told["key"]))
    except (ValueError, TypeError, KeyError) as error:
        raise StatementTooOldError from error
    is_ours = moment.tzinfo is not None and told == _own_statement(party, key, moment)
    if not is_ours or not timedelta() <= now() - moment + timedelta(seconds=1) < STATEMENT_LASTS:
        raise StatementTooOldError
    return key, told


def _vouched(old: PartyKey | None, told: dict[str, Json], signature: str) -> Signed:
    """Return the statement signed by the old key, or by the platform for a first key."""
    if old is None:
        operator = keyring.operator_key()
        return Signed.by(operator, keyring.signer_of(operator), told)
    if old.is_held:
        return Signed.by(old, keyring.signer_of(old), told)
    message = canonical(told)
    raw = unbase64(signature)
    if not ed25519.is_signed(old.public_key, message, raw):
        raise PossessionError
    digest = statement_hash(told)
    leaf = Leaf(digest, digest.removeprefix("ni:///sha-256;"), old.key_id, raw, "")
    return Signed(old, leaf, told)


def _locked(key: PartyKey) -> PartyKey:
    """Return the key's row, locked: what is being signed with it is finished first."""
    found = PartyKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if found.state != KeyState.ACTIVE:
        raise KeyEndedError(key=found.key_id)
    return found


def _locked_key_of(party: Party) -> PartyKey | None:
    rows = PartyKey.objects.filter(party=party, state=KeyState.ACTIVE)
    return rows.select_for_update(of=("self",)).first()


def _replace(old: PartyKey, fresh: PartyKey, reason: str) -> None:
    _end(old, KeyState.RETIRED, reason)
    fresh.save()


def _end(key: PartyKey, state: str, reason: str) -> None:
    key.state, key.valid_to, key.reason = state, now(), reason[:REASON_LENGTH]
    key.save(update_fields=["state", "valid_to", "reason"])
