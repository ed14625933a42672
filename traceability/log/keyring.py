"""Keys: found, made, opened."""

from collections.abc import Mapping

from django.db import connection, transaction

from marketplace.kernel.clock import now
from traceability.log import conf
from traceability.log.core import custody, ed25519
from traceability.log.core.canonical import Json
from traceability.log.models import Custody, KeyRole, KeyState, PartyKey
from traceability.log.writing import Signed, write_entries
from traceability.models import Party


def party_key(party: Party) -> PartyKey | None:
    """Return the key that ``party`` signs with now; made and registered the first time.

    None for a party that had a key of its own and blocked it: it brings another one, we make none.
    Needs a transaction, and keeps the key from being replaced until it ends.
    """
    found = _active(KeyRole.PARTY, party)
    if found is None and not PartyKey.objects.filter(party=party, custody=Custody.OWN).exists():
        found = _made(KeyRole.PARTY, party)
    return found


def known_party_key(party: Party) -> PartyKey | None:
    """Return the key of ``party`` if it has one in use."""
    return PartyKey.objects.filter(role=KeyRole.PARTY, party=party, state=KeyState.ACTIVE).first()


def operator_key() -> PartyKey:
    """Return the platform's own key; as `party_key`."""
    return _active(KeyRole.OPERATOR, None) or _made(KeyRole.OPERATOR, None)


def log_key() -> PartyKey:
    """Return the key that signs checkpoints; as `party_key`."""
    return _active(KeyRole.LOG, None) or _made(KeyRole.LOG, None)


def new_held_key(role: str, party: Party | None) -> PartyKey:
    """Return an unsaved key whose secret is kept here."""
    seed = ed25519.new_seed()
    key = PartyKey(
        role=role,
        party=party,
        key_id=ed25519.multibase(ed25519.public_of(seed)),
        custody=Custody.HELD,
        valid_from=now(),
    )
    key.secret = custody.seal(seed, secret=conf.key_secret(), owner=key.owner)
    return key


def seed_of(key: PartyKey) -> bytes:
    """Return the secret of a key in custody.

    Raises:
        CustodyError: it is not here, or was encrypted with another secret or for another owner.
    """
    return custody.unseal(bytes(key.secret or b""), secret=conf.key_secret(), owner=key.owner)


def signer_of(key: PartyKey) -> ed25519.Signer:
    """Return what signs with a key in custody; raises as `seed_of`."""
    return ed25519.Signer(seed_of(key))


def statement(kind: str, key: PartyKey, **more: Json) -> dict[str, Json]:
    """Return what the log says about a key."""
    return {
        "type": kind,
        "key": key.key_id,
        "role": key.role,
        "custody": key.custody,
        "party": about(key.party),
        "at": now().isoformat(timespec="seconds"),
        **more,
    }


def about(party: Party | None) -> Mapping[str, Json] | None:
    """Return how a statement names a party."""
    if party is None:
        return None
    return {"number": party.pk, "name": party.name, "gln": party.gln or ""}


def register(key: PartyKey) -> None:
    """Write into the log that a key is in use: signed by the platform, or by itself."""
    told = statement("KeyRegistration", key)
    signer = key if key.role == KeyRole.OPERATOR else operator_key()
    write_entries([Signed.by(signer, signer_of(signer), told)])


def _active(role: str, party: Party | None) -> PartyKey | None:
    rows = PartyKey.objects.filter(role=role, party=party, state=KeyState.ACTIVE)
    if connection.vendor != "postgresql":
        return rows.first()
    # FOR SHARE: many may sign at once; replacing or blocking the key waits until they have.
    table = PartyKey._meta.db_table
    condition = "party_id IS NULL" if party is None else "party_id = %s"
    values = [role] if party is None else [role, party.pk]
    sql = f"""SELECT * FROM "{table}" WHERE role = %s AND {condition} AND state = 'active'
              FOR SHARE"""  # noqa: S608 -- the table's own name
    found = list(PartyKey.objects.raw(sql, values))
    return found[0] if found else None


@transaction.atomic
def _made(role: str, party: Party | None) -> PartyKey:
    """Make a key, unless another process was quicker: then return that one."""
    fresh = new_held_key(role, party)
    PartyKey.objects.bulk_create([fresh], ignore_conflicts=True)
    kept = _active(role, party)
    if kept is None:
        raise RuntimeError(f"no key of role {role} could be made")
    if kept.key_id == fresh.key_id:
        register(kept)
    return kept
