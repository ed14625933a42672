"""Merkle trees as RFC 6962 draws them: roots, inclusion and consistency proofs. Pure.

A tree is read through a `Nodes` function, so the same code proves from a list of leaves, from
tiles in a database and from tiles fetched over the network.

Source: RFC 6962, 2.1; verification: RFC 9162, 2.1.3.2 and 2.1.4.2.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256().digest()

Nodes: TypeAlias = Callable[[int, int], bytes]
"""``nodes(height, index)``: the hash of the complete subtree over ``2**height`` leaves that
begins at leaf ``index * 2**height``."""


class ProofError(ValueError):
    """A proof does not show what it claims."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def folded(hashes: Sequence[bytes]) -> bytes:
    """Return the root over ``hashes``, whose number is a power of two."""
    level = list(hashes)
    while len(level) > 1:
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]


def nodes_of(hashes: Sequence[bytes]) -> Nodes:
    """Return the nodes of a tree whose leaf hashes are all here."""

    @cache
    def node(height: int, index: int) -> bytes:
        if height == 0:
            return hashes[index]
        return node_hash(node(height - 1, 2 * index), node(height - 1, 2 * index + 1))

    return node


def root(size: int, nodes: Nodes) -> bytes:
    """Return the root of the tree over the first ``size`` leaves."""
    return _subtree(0, size, nodes) if size else EMPTY_ROOT


def inclusion(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """Return the path from leaf ``index`` up to the root of the tree of ``size`` leaves.

    Raises:
        ProofError: there is no such leaf in it.
    """
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} has no leaf {index}")
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_subtree(middle, high, nodes))
            high = middle
        else:
            path.append(_subtree(low, middle, nodes))
            low = middle
    return path[::-1]


def consistency(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """Return the proof that the tree of ``new`` leaves begins with that of ``old``.

    Raises:
        ProofError: the sizes are not ``0 < old <= new``.
    """
    if not 0 < old <= new:
        raise ProofError(f"no proof leads from size {old} to {new}")
    path: list[bytes] = []
    low, high, is_whole = 0, new, True
    while old < high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_subtree(middle, high, nodes))
            high = middle
        else:
            path.append(_subtree(low, middle, nodes))
            low, is_whole = middle, False
    if not is_whole:
        path.append(_subtree(low, high, nodes))
    return path[::-1]


def check_inclusion(
    index: int, size: int, leaf: bytes, path: Sequence[bytes], expected: bytes
) -> None:
    """Check that the leaf of hash ``leaf`` is number ``index`` of the tree of root ``expected``.

    Raises:
        ProofError: it is not, or the path is no proof for such a tree.
    """
    _check_hashes(leaf, expected, *path)
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} has no leaf {index}")
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise ProofError("the path is too long")
        if at & 1 or at == last:
            found = node_hash(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofError("the path is too short")
    if found != expected:
        raise ProofError("the path leads to another root")


def check_consistency(
    old: int, new: int, roots: tuple[bytes, bytes], path: Sequence[bytes]
) -> None:
    """Check that the tree of ``new`` leaves only added to the tree of ``old`` leaves.

    Args:
        old: size of the older tree, at least 1.
        new: size of the newer tree.
        roots: of the older and of the newer tree.
        path: the proof.

    Raises:
        ProofError: it is no proof for these two trees.
    """
    _check_hashes(*roots, *path)
    if not 0 < old <= new:
        raise ProofError(f"no proof leads from size {old} to {new}")
    if old == new:
        if path:
            raise ProofError("trees of one size need no path")
        if roots[0] != roots[1]:
            raise ProofError("trees of one size have different roots")
        return
    if _rebuilt(old, new, roots[0], path) != roots:
        raise ProofError("the path leads to other roots")


def _rebuilt(old: int, new: int, old_root: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not steps:
        raise ProofError("the path is too short")
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofError("the path is too long")
        if at & 1 or at == last:
            older, newer = node_hash(step, older), node_hash(step, newer)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            newer = node_hash(newer, step)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofError("the path is too short")
    return older, newer


def _subtree(low: int, high: int, nodes: Nodes) -> bytes:
    """Return the hash over leaves ``low`` to ``high``; ``low`` is a multiple of its left part."""
    count = high - low
    if count & (count - 1) == 0:
        height = count.bit_length() - 1
        return nodes(height, low >> height)
    middle = low + _split(count)
    return node_hash(_subtree(low, middle, nodes), _subtree(middle, high, nodes))


def _split(count: int) -> int:
    """Return the largest power of two below ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def _check_hashes(*hashes: bytes) -> None:
    if any(len(one) != HASH_SIZE for one in hashes):
        raise ProofError(f"a hash is not {HASH_SIZE} bytes long")
