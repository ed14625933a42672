"""Signed notes: a text and the lines of those who signed it. Pure.

Source: c2sp.org/signed-note; cosignatures: c2sp.org/tlog-cosignature.
"""

import base64
import binascii
import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from traceability.log.core import ed25519

ED25519 = 0x01
COSIGNATURE = 0x04
MAX_SIGNATURES = 64

_DASH = "\u2014 "
_ID_SIZE = 4
_TIME = struct.Struct(">Q")
_MAX_TIME = 2**63 - 1
_FIRST_PRINTABLE = 0x20


class NoteError(ValueError):
    """No signed note, no key of one, or a signature that does not hold."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A key that notes are checked with; ``kind`` is `ED25519` (logs) or `COSIGNATURE`."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def key_id(self) -> bytes:
        """Return the four bytes in front of its signatures."""
        told = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(told).digest()[:_ID_SIZE]

    def __str__(self) -> str:
        material = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{material}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"

    @property
    def signed_at(self) -> int:
        """Return when a cosignature was made, seconds since 1970."""
        (seconds,) = _TIME.unpack(self.signature[: _TIME.size])
        return int(seconds)


@dataclass(frozen=True, slots=True)
class Note:
    """A text (with its last line break) and its signatures."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(str(one) for one in self.signatures)}"


def read_verifier(text: str) -> Verifier:
    """Return the key that ``name+id+material`` writes.

    Raises:
        NoteError: it is none, or its id is not that of the key.
    """
    name, _plus, rest = text.strip().partition("+")
    told_id, _plus, material = rest.partition("+")
    raw = _unbase64(material)
    if not is_name(name) or len(raw) != 1 + ed25519.KEY_SIZE or raw[0] not in (1, 4):
        raise NoteError("this is no Ed25519 verifier key")
    found = Verifier(name, raw[1:], raw[0])
    if found.key_id.hex() != told_id:
        raise NoteError("the id of the verifier key is that of another key")
    return found


def read_note(text: str) -> Note:
    """Return the note that ``text`` writes; nothing is checked yet.

    Raises:
        NoteError: it is none.
    """
    body, blank, tail = text.rpartition("\n\n")
    if not blank or not tail.endswith("\n") or _has_controls(text):
        raise NoteError("this is no signed note")
    return Note(f"{body}\n", tuple(read_signatures(tail)))


def read_signatures(lines: str) -> list[Signature]:
    """Return signature lines.

    Raises:
        NoteError: a line is none, there are none, or too many.
    """
    found = [_signature(line) for line in lines.removesuffix("\n").split("\n")]
    if len(found) > MAX_SIGNATURES:
        raise NoteError("the note has too many signatures")
    return found


def sign(text: str, name: str, seed: bytes) -> Signature:
    """Return a log's signature under ``text``."""
    verifier = Verifier(name, ed25519.public_of(seed))
    return Signature(name, verifier.key_id, ed25519.sign(seed, text.encode()))


def cosign(text: str, name: str, seed: bytes, at: int) -> Signature:
    """Return a witness's signature under ``text``, made ``at`` seconds after 1970."""
    verifier = Verifier(name, ed25519.public_of(seed), COSIGNATURE)
    signature = ed25519.sign(seed, _cosigned(text, at))
    return Signature(name, verifier.key_id, _TIME.pack(at) + signature)


def signers(note: Note, trusted: Sequence[Verifier]) -> list[Verifier]:
    """Return the trusted keys that signed, in the order of the note; strangers are ignored.

    Raises:
        NoteError: a signature that claims to be of a trusted key does not hold.
    """
    known = {(one.name, one.key_id): one for one in trusted}
    found: list[Verifier] = []
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        if not _holds(note.text, line, key):
            raise NoteError(f"the signature of {line.name} does not hold")
        found.append(key)
    return list(dict.fromkeys(found))


def is_name(name: str) -> bool:
    """Say whether a key may be called so."""
    return bool(name) and not any(sign.isspace() or sign == "+" for sign in name)


def _holds(text: str, line: Signature, key: Verifier) -> bool:
    if key.kind == ED25519:
        return ed25519.is_signed(key.public, text.encode(), line.signature)
    if len(line.signature) != _TIME.size + ed25519.SIGNATURE_SIZE or line.signed_at > _MAX_TIME:
        return False
    message = _cosigned(text, line.signed_at)
    return ed25519.is_signed(key.public, message, line.signature[_TIME.size :])


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    raw = _unbase64(encoded)
    if not (line.startswith(_DASH) and space and is_name(name) and len(raw) > _ID_SIZE):
        raise NoteError("a line is no signature")
    return Signature(name, raw[:_ID_SIZE], raw[_ID_SIZE:])


def _has_controls(text: str) -> bool:
    return any(ord(sign) < _FIRST_PRINTABLE and sign != "\n" for sign in text)


def _unbase64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("this is no base64") from error
