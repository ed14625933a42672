"""What a witness remembers, in one file that is replaced as a whole."""

import base64
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from traceability.log.core.witnessing import Seen


class Memory:
    """The newest cosigned checkpoint of each log, in a JSON file.

    The lock is a file of its own beside it, so that two processes of one witness do not both
    decide on the same old size.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other thread and process from deciding meanwhile."""
        with self.path.with_suffix(".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def seen(self, origin: str) -> Seen | None:
        """Return what was cosigned last of a log."""
        entry = self._read().get(origin)
        return Seen(int(entry["size"]), base64.b64decode(entry["root"])) if entry else None

    def remember(self, origin: str, seen: Seen) -> None:
        """Write down what is about to be cosigned; it is on the disk when this returns."""
        known = self._read()
        known[origin] = {"size": str(seen.size), "root": base64.b64encode(seen.root).decode()}
        beside = self.path.with_suffix(f".{os.getpid()}.new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(known, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            known: dict[str, dict[str, str]] = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return known
