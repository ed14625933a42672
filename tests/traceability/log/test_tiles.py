"""Tiles: their paths, their widths, and trees read back from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.traceability.log.public_vectors import Case, public
from traceability.log.core import tiles
from traceability.log.core.merkle import consistency, folded, inclusion, leaf_hash, nodes_of, root
from traceability.log.core.tiles import Tile, TileError

SIZE = 66_000
LEAVES = [leaf_hash(str(number).encode()) for number in range(SIZE)]


def hashes_at(level: int) -> list[bytes]:
    found = LEAVES
    for _level in range(level):
        found = [folded(found[at : at + 256]) for at in range(0, len(found) - 255, 256)]
    return found


LEVELS = [hashes_at(level) for level in range(3)]


def read(tile: Tile) -> bytes:
    first = tile.index * 256
    return b"".join(LEVELS[tile.level][first : first + tile.width])


@pytest.mark.parametrize(
    ("index", "width", "path"),
    [
        (0, 256, "000"),
        (999, 256, "999"),
        (1000, 256, "x001/000"),
        (1234067, 256, "x001/x234/067"),
        (273, 112, "273.p/112"),
    ],
)
def test_a_tile_has_one_path(index: int, width: int, path: str) -> None:
    assert tiles.index_path(index, width) == path
    assert tiles.read_index_path(path) == (index, width)


@pytest.mark.parametrize(
    "path", ["", "5", "0005", "x000/005", "001/002", "000.p/0", "000.p/256", "000.p/07", "000.p/"]
)
def test_any_other_path_is_refused(path: str) -> None:
    with pytest.raises(TileError):
        tiles.read_index_path(path)


@pytest.mark.parametrize("case", public("merkle_rfc6962.json", lambda all_: all_["tile_paths"]))
def test_public_paths_and_counts_agree(case: Case) -> None:
    if "path" in case:
        assert tiles.index_path(case["index"]) == case["path"]
        return
    found = {name: 0 for name in case if name != "tree_size"}
    for tile in tiles.tiles_of(case["tree_size"]):
        if tile.is_full:
            found[f"level{tile.level}_full"] += 1
        else:
            found[f"level{tile.level}_partial"] = tile.width
    assert found == {name: count for name, count in case.items() if name != "tree_size"}


def test_a_tree_of_70000_has_the_tiles_that_the_specification_counts() -> None:
    found = list(tiles.tiles_of(70_000))
    assert sum(tile.is_full for tile in found if tile.level == 0) == 273
    partial = {(tile.level, tile.index): tile.width for tile in found if not tile.is_full}
    assert partial == {(0, 273): 112, (1, 1): 17, (2, 0): 1}
    assert [tile.level for tile in found if tile.is_full and tile.level] == [1]


def test_a_tree_of_256_has_a_full_tile_and_one_above() -> None:
    assert list(tiles.tiles_of(256)) == [Tile(0, 0, 256), Tile(1, 0, 1)]


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, SIZE])
def test_proofs_from_tiles_are_those_from_leaves(size: int) -> None:
    here, there = tiles.nodes_from(read, size), nodes_of(LEAVES[:size])
    assert root(size, here) == root(size, there)
    for index in {0, size // 3, size - 1}:
        assert inclusion(index, size, here) == inclusion(index, size, there)
        assert consistency(index + 1, size, here) == consistency(index + 1, size, there)


def test_a_tile_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(TileError):
        root(5, tiles.nodes_from(lambda _tile: b"short", 5))


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    assert tiles.unbundle(tiles.bundle(entries)) == entries


def test_entries_too_long_for_a_bundle_are_refused() -> None:
    assert tiles.unbundle(tiles.bundle([b"x" * 65_535])) == [b"x" * 65_535]
    with pytest.raises(TileError, match="65535"):
        tiles.bundle([b"x" * 65_536])


@pytest.mark.parametrize("broken", [b"\x00", b"\x00\x05abc", b"\x00\x01a\x00"])
def test_a_bundle_that_breaks_off_is_refused(broken: bytes) -> None:
    with pytest.raises(TileError):
        tiles.unbundle(broken)
