"""Tiles: the tree cut into files that never change. Pure.

Source: c2sp.org/tlog-tiles.
"""

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from traceability.log.core.merkle import HASH_SIZE, Nodes, folded

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
MAX_LEVEL = 63
MAX_ENTRY = 65_535
"""Bytes of an entry: bundles write its length in 16 bits."""

_LENGTH = struct.Struct(">H")
_INDEX = re.compile(r"(?:x\d{3}/)*\d{3}")
_DIGITS = 3


class TileError(ValueError):
    """No path of a tile, or a tile of the wrong length."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: ``width`` hashes of ``level``, the first of them number ``index * 256``."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def is_full(self) -> bool:
        """Whether nothing can join it any more."""
        return self.width == TILE_WIDTH

    @property
    def path(self) -> str:
        """Return its path below ``/tile/``."""
        return f"{self.level}/{index_path(self.index, self.width)}"


ReadTile: TypeAlias = Callable[[Tile], bytes]
"""Returns the hashes of a tile, one after the other."""


def index_path(index: int, width: int = TILE_WIDTH) -> str:
    """Return the path of a tile within its level.

    >>> index_path(1234067), index_path(5, 7)
    ('x001/x234/067', '005.p/7')
    """
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // _DIGITS) * _DIGITS)
    parts = [digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS)]
    path = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return path if width == TILE_WIDTH else f"{path}.p/{width}"


def read_index_path(path: str) -> tuple[int, int]:
    """Return index and width that a path within a level names.

    Raises:
        TileError: it is written otherwise than `index_path` would.
    """
    plain, dot, width_text = path.partition(".p/")
    if not _INDEX.fullmatch(plain) or (dot and not width_text.isdecimal()):
        raise TileError(f"{path!r} is no path of a tile")
    index = int(plain.replace("x", "").replace("/", ""))
    width = int(width_text) if dot else TILE_WIDTH
    if index_path(index, width) != path or not 0 < width <= TILE_WIDTH:
        raise TileError(f"{path!r} is no path of a tile")
    return index, width


def width_at(level: int, index: int, size: int) -> int:
    """Return how many hashes tile ``index`` of ``level`` has in a tree of ``size``."""
    whole = size >> (TILE_HEIGHT * level)
    return max(0, min(TILE_WIDTH, whole - index * TILE_WIDTH))


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield every tile of a tree of ``size``, level by level."""
    for level in range(MAX_LEVEL + 1):
        count = size >> (TILE_HEIGHT * level)
        if not count:
            return
        for index in range(-(-count // TILE_WIDTH)):
            yield Tile(level, index, width_at(level, index, size))


def nodes_from(read: ReadTile, size: int) -> Nodes:
    """Return the nodes of a tree of ``size`` that are read from tiles; each is read once."""

    @cache
    def hashes(level: int, index: int) -> list[bytes]:
        tile = Tile(level, index, width_at(level, index, size))
        return split(read(tile), tile.width)

    def node(height: int, index: int) -> bytes:
        level, above = divmod(height, TILE_HEIGHT)
        first = index << above
        inside = first % TILE_WIDTH
        return folded(hashes(level, first // TILE_WIDTH)[inside : inside + (1 << above)])

    return node


def split(joined: bytes, width: int) -> list[bytes]:
    """Return the hashes of a tile.

    Raises:
        TileError: they are not ``width`` many.
    """
    if len(joined) != width * HASH_SIZE:
        raise TileError(f"a tile of {width} hashes has {len(joined)} bytes")
    return [joined[at : at + HASH_SIZE] for at in range(0, len(joined), HASH_SIZE)]


def bundle(entries: Sequence[bytes]) -> bytes:
    """Return log entries as one bundle.

    Raises:
        TileError: an entry is too long for one.
    """
    if any(len(entry) > MAX_ENTRY for entry in entries):
        raise TileError(f"an entry is longer than {MAX_ENTRY} bytes")
    return b"".join(_LENGTH.pack(len(entry)) + entry for entry in entries)


def unbundle(joined: bytes) -> list[bytes]:
    """Return the entries of a bundle.

    Raises:
        TileError: it ends in the middle of one.
    """
    entries, at = [], 0
    while at < len(joined):
        start = at + _LENGTH.size
        if start > len(joined):
            raise TileError("the bundle ends within a length")
        (length,) = _LENGTH.unpack(joined[at:start])
        at = start + length
        if at > len(joined):
            raise TileError("the bundle ends within an entry")
        entries.append(joined[start:at])
    return entries
