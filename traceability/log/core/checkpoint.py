"""Checkpoints: what a log signs about its tree. Pure.

Source: c2sp.org/tlog-checkpoint.
"""

import base64
import binascii
from dataclasses import dataclass

from traceability.log.core.merkle import HASH_SIZE
from traceability.log.core.notes import Note, NoteError, Signature, Verifier, read_note, signers

_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree's size and root, and whose tree it is."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the text that is signed."""
        lines = (self.origin, str(self.size), hash_text(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    def note(self, *signatures: Signature) -> Note:
        """Return the checkpoint with signatures."""
        return Note(self.text, signatures)


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint with the signatures that came with it; see `signed_by` for which hold."""

    checkpoint: Checkpoint
    note: Note

    def signed_by(self, *keys: Verifier) -> list[Verifier]:
        """Return those of ``keys`` that signed.

        Raises:
            NoteError: a signature of one of them does not hold.
        """
        return signers(self.note, keys)


def hash_text(value: bytes) -> str:
    """Return a hash as checkpoints and proofs write it."""
    return base64.b64encode(value).decode()


def read_hash(text: str) -> bytes:
    """Return the hash that a line writes.

    Raises:
        NoteError: it is none.
    """
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("a line is no base64") from error
    if len(value) != HASH_SIZE or hash_text(value) != text:
        raise NoteError(f"a hash is not {HASH_SIZE} bytes in base64")
    return value


def read_size(text: str) -> int:
    """Return the number that a line writes, without leading zeroes.

    Raises:
        NoteError: it is none.
    """
    if not (text.isascii() and text.isdecimal()) or str(int(text)) != text:
        raise NoteError("a size is no plain number")
    return int(text)


def read_checkpoint(text: str) -> Signed:
    """Return the checkpoint that ``text`` writes, with its unchecked signatures.

    Raises:
        NoteError: it is none.
    """
    note = read_note(text)
    lines = note.text.removesuffix("\n").split("\n")
    if len(lines) < _LINES or not all(lines):
        raise NoteError("this is no checkpoint")
    origin, size, root, *more = lines
    return Signed(Checkpoint(origin, read_size(size), read_hash(root), tuple(more)), note)
