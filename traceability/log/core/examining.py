"""One row of the log held against itself: document, entry, signature, key. Pure."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from traceability.log.core import ed25519
from traceability.log.core.canonical import CanonicalError, Json, canonical
from traceability.log.core.leaf import Leaf, LeafError, read_leaf
from traceability.log.core.merkle import leaf_hash
from traceability.log.core.ownership import Keys


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the database has it.

    Args:
        index: its number.
        leaf: the entry's text.
        kept_hash: the hash of the entry that is kept beside it.
        document: the event's body or the statement; None where it is gone.
        event_id: of the event, empty for a statement.
        event_hash: the event's CBV hash column, empty for a statement.
        party: number of the event's party.
        key_id: of the key row that the entry points to.
    """

    index: int
    leaf: str
    kept_hash: bytes
    document: Mapping[str, Json] | None
    event_id: str
    event_hash: str
    party: int
    key_id: str


def faults(row: Row, keys: Keys, marks: Mapping[int, bytes]) -> Iterator[str]:
    """Yield what is wrong with an entry; statements about keys are taken into ``keys``.

    Args:
        row: the entry.
        keys: what the entries before it said about keys.
        marks: roots of the trees that were signed before it, by size.
    """
    encoded = row.leaf.encode()
    if leaf_hash(encoded) != row.kept_hash:
        yield "the entry is not the one whose hash was kept"
    try:
        leaf = read_leaf(encoded)
    except LeafError as error:
        yield str(error)
        return
    if leaf.key_id != row.key_id:
        yield "the row of its key names another key"
    yield from _about_document(row, leaf)
    yield from _about_key(row, leaf, keys)
    yield from _about_mark(row, leaf, marks)


def _about_document(row: Row, leaf: Leaf) -> Iterator[str]:
    if row.document is None:
        yield "what it is about is gone"
        return
    try:
        message = canonical(row.document)
    except CanonicalError as error:
        yield f"what it is about cannot be written down: {error}"
        return
    if hashlib.sha256(message).hexdigest() != leaf.jcs_sha256:
        yield "what it is about was changed after it was signed"
    elif not _is_signed(leaf, message):
        yield "the signature does not hold"
    if row.event_hash and leaf.event_hash != row.event_hash:
        yield "the event's hash is another one"


def _about_key(row: Row, leaf: Leaf, keys: Keys) -> Iterator[str]:
    if row.event_id:
        wrong = keys.why_not(row.index, leaf.key_id, row.party)
    else:
        wrong = keys.hear(row.index, row.document or {}, leaf.key_id)
    if wrong:
        yield wrong


def _about_mark(row: Row, leaf: Leaf, marks: Mapping[int, bytes]) -> Iterator[str]:
    size, _colon, root = leaf.prev.partition(":")
    if not size.isdecimal() or int(size) > row.index:
        yield "it names a tree that was not there yet"
    elif int(size) in marks and marks[int(size)].hex() != root:
        yield "it names a tree that never was"


def _is_signed(leaf: Leaf, message: bytes) -> bool:
    try:
        public = ed25519.from_multibase(leaf.key_id)
    except ed25519.KeyFormatError:
        return False
    return ed25519.is_signed(public, message, leaf.signature)
