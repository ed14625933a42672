"""Trees: roots, both proofs for every index up to 300, and what a verifier must refuse."""

import base64
import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.traceability.log.public_vectors import Case, own, public
from traceability.log.core.merkle import (
    EMPTY_ROOT,
    ProofError,
    check_consistency,
    check_inclusion,
    consistency,
    inclusion,
    leaf_hash,
    node_hash,
    nodes_of,
    root,
)

FILE = "merkle_rfc6962.json"
LEAVES = [leaf_hash(str(number).encode()) for number in range(301)]
NODES = nodes_of(LEAVES)


def naive_root(hashes: list[bytes]) -> bytes:
    """RFC 6962's definition, word by word."""
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    return node_hash(naive_root(hashes[:middle]), naive_root(hashes[middle:]))


ROOTS = [naive_root(LEAVES[:size]) for size in range(302)]


def test_roots_are_those_of_the_definition() -> None:
    assert [root(size, NODES) for size in range(302)] == ROOTS
    assert root(0, NODES) == EMPTY_ROOT


def test_every_leaf_of_a_tree_of_300_is_proved() -> None:
    for index in range(300):
        check_inclusion(index, 300, LEAVES[index], inclusion(index, 300, NODES), ROOTS[300])


def test_the_newest_leaf_of_every_tree_up_to_300_is_proved() -> None:
    for size in range(1, 301):
        for index in {0, size // 2, size - 1}:
            check_inclusion(index, size, LEAVES[index], inclusion(index, size, NODES), ROOTS[size])


def test_every_tree_up_to_300_continues_the_one_before_and_leads_to_300() -> None:
    for old, new in [*pairwise(range(1, 301)), *((old, 300) for old in range(1, 301))]:
        check_consistency(old, new, (ROOTS[old], ROOTS[new]), consistency(old, new, NODES))


@given(st.integers(1, 301), st.data())
def test_a_proof_holds_for_its_leaf_and_no_other(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = inclusion(index, size, NODES)
    check_inclusion(index, size, LEAVES[index], path, ROOTS[size])
    other = data.draw(st.integers(0, size - 1).filter(lambda at: at != index) | st.just(-1))
    with pytest.raises(ProofError):
        check_inclusion(other, size, LEAVES[index], path, ROOTS[size])


@given(st.integers(1, 301), st.integers(1, 301), st.data())
def test_a_changed_step_breaks_a_consistency_proof(
    one: int, other: int, data: st.DataObject
) -> None:
    old, new = sorted((one, other))
    path = consistency(old, new, NODES)
    check_consistency(old, new, (ROOTS[old], ROOTS[new]), path)
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        wrong = [*path[:at], hashlib.sha256(path[at]).digest(), *path[at + 1 :]]
        with pytest.raises(ProofError):
            check_consistency(old, new, (ROOTS[old], ROOTS[new]), wrong)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_hash_of_another_length_is_refused(length: int) -> None:
    path = [*inclusion(3, 8, NODES)[:-1], b"x" * length]
    with pytest.raises(ProofError, match="32 bytes"):
        check_inclusion(3, 8, LEAVES[3], path, ROOTS[8])
    with pytest.raises(ProofError, match="32 bytes"):
        check_consistency(3, 8, (b"x" * length, ROOTS[8]), consistency(3, 8, NODES))


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 5), (6, 5), (-1, 3)])
def test_sizes_out_of_order_are_refused(old: int, new: int) -> None:
    with pytest.raises(ProofError):
        consistency(old, new, NODES)
    with pytest.raises(ProofError):
        check_consistency(old, new, (ROOTS[0], ROOTS[5]), [])


def test_there_is_no_path_to_a_leaf_outside_the_tree() -> None:
    with pytest.raises(ProofError):
        inclusion(5, 5, NODES)
    with pytest.raises(ProofError):
        check_inclusion(0, 0, LEAVES[0], [], EMPTY_ROOT)


def test_our_own_roots_stay_what_they_are() -> None:
    kept = own("merkle.json")
    hashes = [leaf_hash(text.encode()) for text in kept["leaves"]]
    nodes = nodes_of(hashes)
    assert [root(size, nodes).hex() for size in range(len(hashes) + 1)] == kept["roots"]
    assert [step.hex() for step in inclusion(2, 7, nodes)] == kept["inclusion_of_2_in_7"]
    assert [step.hex() for step in consistency(3, 7, nodes)] == kept["consistency_of_3_and_7"]


@pytest.mark.parametrize("case", public(FILE, lambda all_: [all_]))
def test_public_roots_and_proofs_agree(case: Case) -> None:
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in case["leaves_hex"]]
    nodes = nodes_of(hashes)
    assert [one.hex() for one in hashes] == case["leaf_hashes"]
    assert [root(size, nodes).hex() for size in range(9)] == case["roots_by_size"]
    for proof in case["all_inclusion"]:
        path = inclusion(proof["leaf_index"], proof["tree_size"], nodes)
        assert [step.hex() for step in path] == proof["path"]
    for proof in case["all_consistency"]:
        path = consistency(proof["first"], proof["second"], nodes)
        assert [step.hex() for step in path] == proof["path"]


def _decoded(text: str | None) -> bytes:
    return base64.b64decode(text or "")


LENIENT = "sizes are equal (one) and proof is empty"
"""Upstream lets roots of 12 bytes pass where nothing is hashed; we refuse every such root."""


@pytest.mark.parametrize("case", public(FILE, lambda all_: all_["verify"]))
def test_public_verdicts_agree(case: Case) -> None:
    path = [_decoded(step) for step in case["proof"] or []]

    def verify() -> None:
        if case["kind"] == "inclusion":
            leaf = _decoded(case["leafHash"])
            check_inclusion(case["leafIdx"], case["treeSize"], leaf, path, _decoded(case["root"]))
        else:
            roots = (_decoded(case["root1"]), _decoded(case["root2"]))
            check_consistency(case["size1"], case["size2"], roots, path)

    if case["wantErr"] or case["desc"] == LENIENT:
        with pytest.raises(ProofError):
            verify()
    else:
        verify()
