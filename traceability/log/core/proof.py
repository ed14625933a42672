"""Proofs that an entry stands in a log, in a file that needs no server. Pure.

Source: c2sp.org/tlog-proof.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from traceability.log.core.checkpoint import (
    Signed,
    hash_text,
    read_checkpoint,
    read_hash,
    read_size,
)
from traceability.log.core.merkle import ProofError, check_inclusion, leaf_hash
from traceability.log.core.notes import NoteError, Verifier

HEADER = "c2sp.org/tlog-proof@v1"
MAX_PATH = 63


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry's index, its path to the root and the checkpoint that signs the root.

    ``extra`` is not protected by anything; the entry itself may travel there.
    """

    index: int
    path: tuple[bytes, ...]
    signed: Signed
    extra: bytes = b""

    def __str__(self) -> str:
        lines = [HEADER]
        if self.extra:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines += [f"index {self.index}", *(hash_text(step) for step in self.path), ""]
        return "\n".join(lines) + f"\n{self.signed.note}"

    def check(self, entry: bytes, log: Verifier) -> None:
        """Check that ``entry`` stands in the log of key ``log``.

        Raises:
            NoteError: the log did not sign the checkpoint.
            ProofError: the entry is not in the tree, or the checkpoint is another log's.
        """
        point = self.signed.checkpoint
        if not self.signed.signed_by(log):
            raise NoteError(f"the checkpoint is not signed by {log.name}")
        if point.origin != log.name:
            raise ProofError(f"the checkpoint is of {point.origin}, not of {log.name}")
        check_inclusion(self.index, point.size, leaf_hash(entry), self.path, point.root)


def read_proof(text: str) -> Proof:
    """Return the proof that ``text`` writes; nothing is checked yet.

    Raises:
        NoteError: it is none.
    """
    head, blank, rest = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines[0] != HEADER:
        raise NoteError("this is no proof of a transparency log")
    extra = b""
    if lines[1:] and lines[1].startswith("extra "):
        extra = _bytes(lines.pop(1).removeprefix("extra "))
    if len(lines) < 2 or not lines[1].startswith("index "):  # noqa: PLR2004 -- header and index
        raise NoteError("the proof names no index")
    index = read_size(lines[1].removeprefix("index "))
    return Proof(index, read_path(lines[2:]), read_checkpoint(rest), extra)


def read_path(lines: Sequence[str]) -> tuple[bytes, ...]:
    """Return the hashes that lines of a proof write.

    Raises:
        NoteError: a line is none, or there are more than a tree can have.
    """
    if len(lines) > MAX_PATH:
        raise NoteError("the proof is too long")
    return tuple(read_hash(line) for line in lines)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("the extra data is no base64") from error
