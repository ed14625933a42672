"""Entries: signed and written, waiting for their number."""

from collections.abc import Sequence
from dataclasses import dataclass

from traceability.epcis.models import Event
from traceability.log.core import merkle
from traceability.log.core.ed25519 import Signer
from traceability.log.core.leaf import Leaf, made, statement_hash, tree_mark
from traceability.log.models import LogEntry, PartyKey
from traceability.log.reading import newest

BATCH = 500


@dataclass(frozen=True, slots=True)
class Signed:
    """Something signed that goes into the log: an event's body, or a statement about a key."""

    key: PartyKey
    leaf: Leaf
    document: object
    event: Event | None = None

    @classmethod
    def by(
        cls, key: PartyKey, signer: Signer, document: object, event: Event | None = None
    ) -> "Signed":
        """Return ``document`` signed with a secret that is here."""
        return cls(key, made(document, hash_of(document, event), signer, prev=""), document, event)


def write_entries(signed: Sequence[Signed]) -> None:
    """Keep entries in the caller's transaction; the sequencer numbers them."""
    point = newest()
    mark = tree_mark(point.size, bytes(point.root)) if point else tree_mark(0, merkle.EMPTY_ROOT)
    LogEntry.objects.bulk_create((_row(one, mark) for one in signed), batch_size=BATCH)


def hash_of(document: object, event: Event | None) -> str:
    """Return what an entry calls the thing it is about."""
    if event is not None and event.event_hash:
        return event.event_hash
    return statement_hash(document)


def _row(one: Signed, prev: str) -> LogEntry:
    leaf = one.leaf
    text = Leaf(leaf.event_hash, leaf.jcs_sha256, leaf.key_id, leaf.signature, prev).encoded()
    return LogEntry(
        event=one.event,
        statement=None if one.event else one.document,
        leaf=text.decode(),
        leaf_hash=merkle.leaf_hash(text),
        key=one.key,
    )
