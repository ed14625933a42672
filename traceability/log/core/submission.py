"""What a log says to a witness: the old size, the proof, the checkpoint. Pure.

Source: c2sp.org/tlog-witness.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from traceability.log.core.checkpoint import (
    Signed,
    hash_text,
    read_checkpoint,
    read_size,
)
from traceability.log.core.notes import NoteError
from traceability.log.core.proof import read_path


@dataclass(frozen=True, slots=True)
class Submission:
    """A checkpoint, and the proof that it continues the one of ``old`` entries."""

    old: int
    path: tuple[bytes, ...]
    signed: Signed


def write(old: int, path: Sequence[bytes], checkpoint: str) -> str:
    """Return the body of a request to ``add-checkpoint``."""
    return "".join(f"{line}\n" for line in (f"old {old}", *map(hash_text, path), "")) + checkpoint


def read(text: str) -> Submission:
    """Return what a request to ``add-checkpoint`` says; nothing is checked yet.

    Raises:
        NoteError: it is none.
    """
    head, blank, note = text.partition("\n\n")
    first, *lines = head.split("\n")
    if not blank or not first.startswith("old "):
        raise NoteError("the request does not begin with the old size")
    return Submission(
        read_size(first.removeprefix("old ")), read_path(lines), read_checkpoint(note)
    )
