"""A tree that is built leaf by leaf is the tree of its leaves; keys are told by entries."""

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from traceability.log.core import merkle, tiles
from traceability.log.core.canonical import Json
from traceability.log.core.growing import Growth
from traceability.log.core.merkle import leaf_hash, nodes_of
from traceability.log.core.ownership import Keys
from traceability.log.core.tiles import Tile

LEAVES = [leaf_hash(str(number).encode()) for number in range(66_000)]
WHOLE = Growth()
ROOTS = {0: WHOLE.root}
FULL: dict[Tile, bytes] = {}
for _leaf in LEAVES:
    FULL.update(WHOLE.add(_leaf))
    if WHOLE.size in (1, 2, 3, 255, 256, 257, 65_535, 65_536, 65_999):
        ROOTS[WHOLE.size] = WHOLE.root


def test_its_root_is_that_of_its_leaves() -> None:
    nodes = nodes_of(LEAVES)
    assert {size: merkle.root(size, nodes) for size in ROOTS} == ROOTS


def test_every_tile_comes_once_when_it_is_full() -> None:
    expected = [tile for tile in tiles.tiles_of(len(LEAVES)) if tile.is_full]
    assert sorted(FULL, key=lambda tile: (tile.level, tile.index)) == expected
    assert FULL[Tile(0, 3)] == b"".join(LEAVES[768:1024])


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
@hypothesis_settings(max_examples=40)
def test_whatever_the_leaves_each_root_is_continued_by_the_next(hashes: list[bytes]) -> None:
    tree = Growth()
    nodes = nodes_of(hashes)
    before = tree.root
    for size, one in enumerate(hashes, start=1):
        tree.add(one)
        assert tree.root == merkle.root(size, nodes)
        if size > 1:
            path = merkle.consistency(size - 1, size, nodes)
            merkle.check_consistency(size - 1, size, (before, tree.root), path)
        before = tree.root


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["KeyRegistration", "KeyRotation", "KeyRevocation"]),
        st.sampled_from(["op", "a", "b", "c"]),
        st.sampled_from(["op", "a", "b", "c"]),
        st.sampled_from(["op", "a", "b", "c"]),
        st.sampled_from(["operator", "party"]),
    ),
    max_size=14,
)


@given(STEPS)
def test_whatever_is_said_about_keys_an_ended_key_never_signs_again(
    steps: list[tuple[str, str, str, str, str]],
) -> None:
    keys = Keys()
    first = {"type": "KeyRegistration", "key": "op", "role": "operator", "party": None}
    assert keys.hear(0, first, "op") == ""
    ended: dict[str, int] = {}
    for index, (kind, key, old, signer, role) in enumerate(steps, start=1):
        party = {"number": 1} if role == "party" else None
        told = {"type": kind, "key": key, "old": old, "role": role, "party": party}
        could_sign = signer in keys.known and keys.known[signer].until is None
        wrong = keys.hear(index, told, signer)
        assert wrong or could_sign
        for name, owned in keys.known.items():
            if owned.until is not None:
                assert ended.setdefault(name, owned.until) == owned.until
                assert keys.why_not(index + 1, name, owned.party)


def test_a_partys_key_is_not_replaced_by_one_of_the_platform_or_of_another() -> None:
    keys = Keys()
    begin: dict[str, Json] = {"type": "KeyRegistration", "role": "operator", "party": None}
    assert keys.hear(0, begin | {"key": "op"}, "op") == ""
    mine: dict[str, Json] = {"role": "party", "party": {"number": 1}}
    assert keys.hear(1, begin | mine | {"key": "a"}, "op") == ""
    change: dict[str, Json] = {"type": "KeyRotation", "old": "a", "key": "b"}
    others: list[dict[str, Json]] = [{"role": "operator", "party": None}]
    others.append(mine | {"party": {"number": 2}})
    for other in others:
        assert keys.hear(2, change | other, "a") == "the key is replaced by one of another owner"
    assert keys.hear(2, change | mine, "a") == ""
    assert keys.why_not(3, "a", 1) == "its key was replaced in entry 2"
    assert keys.why_not(3, "b", 1) == ""
    assert keys.why_not(3, "b", 2) == "its key is of another party"
    assert keys.why_not(3, "c", 1) == "its key is not in the log"
