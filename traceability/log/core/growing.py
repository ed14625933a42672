"""A tree that is built leaf by leaf, keeping no more than its edge. Pure."""

from collections.abc import Iterator

from traceability.log.core.merkle import EMPTY_ROOT, folded, node_hash
from traceability.log.core.tiles import TILE_WIDTH, Tile


class Growth:
    """A growing tree: its root at any moment, and every tile when it is full."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []
        self._open: list[list[bytes]] = []

    def add(self, leaf_hash: bytes) -> list[tuple[Tile, bytes]]:
        """Add a leaf; return the tiles that it filled, lowest level first."""
        self._heap(leaf_hash)
        self.size += 1
        return list(self._filled(leaf_hash))

    @property
    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._peaks:
            return EMPTY_ROOT
        found = self._peaks[-1][1]
        for _height, peak in reversed(self._peaks[:-1]):
            found = node_hash(peak, found)
        return found

    def _heap(self, leaf_hash: bytes) -> None:
        peak = (0, leaf_hash)
        while self._peaks and self._peaks[-1][0] == peak[0]:
            height, left = self._peaks.pop()
            peak = (height + 1, node_hash(left, peak[1]))
        self._peaks.append(peak)

    def _filled(self, new: bytes) -> Iterator[tuple[Tile, bytes]]:
        level, index = 0, self.size - 1
        while True:
            if level == len(self._open):
                self._open.append([])
            self._open[level].append(new)
            if len(self._open[level]) < TILE_WIDTH:
                return
            index //= TILE_WIDTH
            hashes, self._open[level] = self._open[level], []
            yield Tile(level, index), b"".join(hashes)
            new, level = folded(hashes), level + 1
