"""Entries of the log: who signed which bytes. Pure.

An entry is the RFC 8785 form of ``{v, event_hash, jcs_sha256, key_id, sig, prev}``. ``prev`` is the
log as it was last signed when the entry was made, ``"<size>:<root in hex>"``: so the entry is not
older than that checkpoint, as the checkpoint that includes it shows that it is not newer.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass

from traceability.log.core import ed25519
from traceability.log.core.canonical import canonical

VERSION = 1
_FIELDS = {"v", "event_hash", "jcs_sha256", "key_id", "sig", "prev"}


class LeafError(ValueError):
    """An entry that is none of ours, or does not fit what it is said to be about."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry.

    Args:
        event_hash: the event's CBV 2.0 hash; for a statement about a key, its ``ni:`` hash.
        jcs_sha256: of the canonical bytes, hex.
        key_id: the public key in multibase, ``z6Mk…``.
        signature: Ed25519 over the canonical bytes, 64 bytes.
        prev: the log when the entry was made.
    """

    event_hash: str
    jcs_sha256: str
    key_id: str
    signature: bytes
    prev: str

    def encoded(self) -> bytes:
        """Return the entry's bytes."""
        return canonical(
            {
                "v": VERSION,
                "event_hash": self.event_hash,
                "jcs_sha256": self.jcs_sha256,
                "key_id": self.key_id,
                "sig": base64.b64encode(self.signature).decode(),
                "prev": self.prev,
            }
        )

    def check(self, document: object) -> None:
        """Check that the entry is about ``document`` and that its key signed it.

        Raises:
            LeafError: it is not, or did not.
        """
        message = canonical(document)
        if hashlib.sha256(message).hexdigest() != self.jcs_sha256:
            raise LeafError("the document is not the one that was signed")
        try:
            public = ed25519.from_multibase(self.key_id)
        except ed25519.KeyFormatError as error:
            raise LeafError("the entry names no key") from error
        if not ed25519.is_signed(public, message, self.signature):
            raise LeafError("the signature does not hold")


def made(document: object, event_hash: str, signer: ed25519.Signer, prev: str) -> Leaf:
    """Return the entry about ``document``, signed by ``signer``."""
    message = canonical(document)
    digest = hashlib.sha256(message).hexdigest()
    return Leaf(event_hash, digest, signer.key_id, signer.sign(message), prev)


def read_leaf(encoded: bytes) -> Leaf:
    """Return the entry that ``encoded`` writes.

    Raises:
        LeafError: it is none, or not in its canonical form.
    """
    try:
        fields = json.loads(encoded)
    except ValueError as error:
        raise LeafError("the entry is no JSON") from error
    if not isinstance(fields, dict) or set(fields) != _FIELDS or fields["v"] != VERSION:
        raise LeafError("the entry has other fields")
    texts = {name: value for name, value in fields.items() if name != "v"}
    if not all(isinstance(value, str) for value in texts.values()) or canonical(fields) != encoded:
        raise LeafError("the entry is not in its canonical form")
    return Leaf(
        fields["event_hash"],
        fields["jcs_sha256"],
        fields["key_id"],
        _signature(fields["sig"]),
        fields["prev"],
    )


def statement_hash(statement: object) -> str:
    """Return what stands for the event's hash in an entry about a key."""
    return f"ni:///sha-256;{hashlib.sha256(canonical(statement)).hexdigest()}"


def tree_mark(size: int, root: bytes) -> str:
    """Return a tree as ``prev`` names it."""
    return f"{size}:{root.hex()}"


def _signature(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise LeafError("the signature is no base64") from error
