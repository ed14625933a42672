"""The witness: decides, remembers, cosigns; and goes to look for checkpoints itself."""

import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

from traceability.log.core import merkle, notes, submission, tiles
from traceability.log.core.checkpoint import read_checkpoint
from traceability.log.core.ed25519 import public_of
from traceability.log.core.notes import Verifier
from traceability.log.core.submission import Submission
from traceability.log.core.tiles import Tile
from traceability.log.core.witnessing import Seen, decide
from traceability.log.witness.memory import Memory

TIMEOUT = 20
LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Witness:
    """A name, a key, a memory, and the logs it knows by origin."""

    name: str
    seed: bytes
    memory: Memory
    logs: Mapping[str, Verifier]

    @property
    def verifier(self) -> Verifier:
        """Return the key that its cosignatures are checked with."""
        return Verifier(self.name, public_of(self.seed), notes.COSIGNATURE)

    def add(self, sent: Submission) -> str:
        """Return the cosignature line of a checkpoint.

        Raises:
            RefusedError: the checkpoint must not be cosigned.
        """
        with self.memory.locked():
            origin = sent.signed.checkpoint.origin
            point = decide(sent, dict(self.logs), self.memory.seen(origin))
            # Remembered before it is said: a witness that dies in between has cosigned nothing.
            self.memory.remember(origin, Seen(point.size, point.root))
        return str(notes.cosign(point.text, self.name, self.seed, int(time.time())))

    def look(self, address: str) -> str:
        """Fetch the newest checkpoint below ``address`` and the tiles that prove it; cosign it.

        Raises:
            RefusedError: the checkpoint must not be cosigned.
            OSError: the log does not answer.
            ValueError: what it answers is no checkpoint or no tile.
        """
        signed = read_checkpoint(fetched(f"{address}/checkpoint").decode())
        seen = self.memory.seen(signed.checkpoint.origin)
        old, size = (seen.size if seen else 0), signed.checkpoint.size
        path: list[bytes] = []
        if 0 < old < size:
            nodes = tiles.nodes_from(lambda tile: fetched_tile(address, tile), size)
            path = merkle.consistency(old, size, nodes)
        return self.add(Submission(min(old, size), tuple(path), signed))


def fetched(address: str) -> bytes:
    """Return what stands at an address."""
    with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:  # noqa: S310 -- from the config
        body: bytes = answer.read(LARGEST)
    return body


def fetched_tile(address: str, tile: Tile) -> bytes:
    """Return a tile; where a partial one is gone, the beginning of the full one."""
    try:
        return fetched(f"{address}/tile/{tile.path}")
    except HTTPError:
        if tile.is_full:
            raise
    whole = fetched(f"{address}/tile/{Tile(tile.level, tile.index).path}")
    return whole[: tile.width * merkle.HASH_SIZE]


def kept_seed(path: Path, fresh: bytes) -> bytes:
    """Return the secret kept in a file; ``fresh`` is kept there the first time."""
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"{fresh.hex()}\n", encoding="ascii")
        return fresh


def request(old: int, path: list[bytes], checkpoint: str) -> bytes:
    """Return the body of a request to ``add-checkpoint``."""
    return submission.write(old, path, checkpoint).encode()
