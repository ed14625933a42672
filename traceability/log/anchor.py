"""The log's second memory: its newest checkpoint in a file that no restored backup takes along."""

import os
from pathlib import Path

from traceability.log.core.checkpoint import Checkpoint, read_checkpoint
from traceability.log.core.notes import NoteError
from traceability.log.errors import LogInconsistentError


def read(path: Path | None) -> Checkpoint | None:
    """Return the checkpoint kept in ``path``; None where there is none.

    Raises:
        LogInconsistentError: the file is there and is no checkpoint.
    """
    if path is None:
        return None
    try:
        return read_checkpoint(path.read_text(encoding="utf-8")).checkpoint
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, NoteError) as error:
        raise LogInconsistentError(what=f"{path} cannot be read: {error}") from error


def write(path: Path | None, note: str) -> None:
    """Keep a checkpoint: the file holds the old one or the new one, never a part."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    with beside.open("w", encoding="utf-8", newline="") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
