"""The tree, read from its rows."""

from collections.abc import Sequence

from traceability.log.core import tiles
from traceability.log.core.merkle import Nodes
from traceability.log.core.tiles import TILE_WIDTH, Tile
from traceability.log.models import LogCheckpoint, LogEntry, LogTile


def tile_hashes(tile: Tile) -> bytes:
    """Return the hashes of a tile; fewer than its width where the log is shorter."""
    if tile.is_full:
        row = LogTile.objects.filter(level=tile.level, index=tile.index).first()
        if row is not None:
            return bytes(row.hashes)
    return b"".join(_hashes(tile))


def _hashes(tile: Tile) -> list[bytes]:
    """Return hashes that are not gathered in a row of their own yet."""
    first = tile.index * TILE_WIDTH
    span = range(first, first + tile.width)
    if tile.level == 0:
        rows = LogEntry.objects.filter(index__gte=span.start, index__lt=span.stop)
        return [bytes(one) for one in rows.order_by("index").values_list("leaf_hash", flat=True)]
    below = LogTile.objects.filter(level=tile.level - 1, index__gte=span.start, index__lt=span.stop)
    return [bytes(one) for one in below.order_by("index").values_list("root", flat=True)]


def entries(index: int, width: int) -> Sequence[bytes]:
    """Return the entries of bundle ``index``; fewer than ``width`` where the log is shorter."""
    first = index * TILE_WIDTH
    rows = LogEntry.objects.filter(index__gte=first, index__lt=first + width).order_by("index")
    return [leaf.encode() for leaf in rows.values_list("leaf", flat=True)]


def nodes(size: int) -> Nodes:
    """Return the nodes of the tree of the first ``size`` entries."""
    return tiles.nodes_from(tile_hashes, size)


def newest() -> LogCheckpoint | None:
    """Return the checkpoint that was signed last."""
    return LogCheckpoint.objects.order_by("-pk").first()


def signed_size() -> int:
    """Return how many entries the newest checkpoint covers."""
    point = newest()
    return point.size if point else 0
