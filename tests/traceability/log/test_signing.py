"""Canonical bytes, Ed25519 and credentials against the public vectors."""

import json
import struct
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tests.traceability.log.public_vectors import Case, own, public
from traceability.log.core import credential, custody, ed25519
from traceability.log.core.canonical import CanonicalError, canonical, signable
from traceability.log.core.leaf import Leaf, LeafError, made, read_leaf

KEYS = "ed25519_and_eddsa_jcs_2022.json"
SEED = bytes(range(32))


@pytest.mark.parametrize("case", public("jcs_rfc8785.json", lambda all_: all_["documents"]))
def test_public_documents_have_these_canonical_bytes(case: Case) -> None:
    assert canonical(json.loads(case["input"])).decode() == case["output_utf8"]


@pytest.mark.parametrize(
    "case", public("jcs_rfc8785.json", lambda all_: all_["numbers_ieee754_hex_to_json"])
)
def test_public_numbers_have_these_canonical_bytes(case: list[str]) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(case[0]))
    assert canonical(number).decode() == case[1]


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**53, -(2**53), "\ud800", {"\ud800": 1}]
)
def test_values_without_a_canonical_form_are_refused(value: object) -> None:
    with pytest.raises(CanonicalError):
        canonical(value)


@pytest.mark.parametrize("value", [1e300, {"a": [2.0**53]}, 2**60, float("inf")])
def test_numbers_that_a_database_would_change_are_not_signed(value: object) -> None:
    with pytest.raises(CanonicalError):
        signable(value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_the_quick_way_writes_what_the_library_writes(value: Any) -> None:  # noqa: ANN401
    try:
        expected = rfc8785.dumps(value)
    except rfc8785.CanonicalizationError:
        with pytest.raises(CanonicalError):
            canonical(value)
    else:
        assert canonical(value) == expected


@pytest.mark.parametrize("case", public(KEYS, lambda all_: all_["rfc8032"]))
def test_rfc_8032_signatures_are_made_again(case: Case) -> None:
    seed, message = bytes.fromhex(case["sk"]), bytes.fromhex(case["msg"])
    assert ed25519.public_of(seed).hex() == case["pk"]
    assert ed25519.sign(seed, message).hex() == case["sig"]


@pytest.mark.parametrize("case", public(KEYS, lambda all_: all_["wycheproof"]))
def test_wycheproof_verdicts_agree(case: Case) -> None:
    public_key, message = bytes.fromhex(case["pk"]), bytes.fromhex(case["msg"])
    held = ed25519.is_signed(public_key, message, bytes.fromhex(case["sig"]))
    assert held == (case["result"] == "valid")


@pytest.mark.parametrize("case", public(KEYS, lambda all_: [all_["eddsa_jcs_2022"]]))
def test_the_public_credential_is_signed_and_verified(case: Case) -> None:
    seed = ed25519.secret_from_multibase(case["keyPair"]["privateKeyMultibase"])
    public_key = ed25519.from_multibase(case["keyPair"]["publicKeyMultibase"])
    assert ed25519.public_of(seed) == public_key
    signed = credential.signed(case["unsigned"], seed=seed, created="2023-02-24T23:36:38Z")
    assert signed == case["signedJCS.json"]
    assert credential.check(case["signedJCS.json"]) == public_key
    hashed = credential.hash_data(case["unsigned"], case["proofConfigJCS.json"])
    assert hashed.hex() == case["combinedHashJCS.txt"]


def _credential() -> dict[str, Any]:
    document = {"@context": [credential.CONTEXT], "type": ["VerifiableCredential"], "name": "lô"}
    return credential.signed(document, seed=SEED, created="2026-01-31T08:00:00Z")


def test_a_credential_of_ours_verifies() -> None:
    assert credential.check(_credential()) == ed25519.public_of(SEED)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("name",), "other"),
        (("proof", "created"), "2027-01-31T08:00:00Z"),
        (("proof", "cryptosuite"), "eddsa-rdfc-2022"),
        (("proof", "proofPurpose"), "authentication"),
        (("proof", "@context"), ["https://other.example"]),
        (("proof", "verificationMethod"), "did:web:example.com#key"),
        (("proof", "proofValue"), "zzz0"),
        (("proof", "proofValue"), None),
        (("proof",), None),
    ],
)
def test_a_changed_credential_is_refused(path: tuple[str, ...], value: object) -> None:
    changed = _credential()
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(credential.CredentialError):
        credential.check(changed)


def test_keys_are_read_as_they_are_written() -> None:
    public_key = ed25519.public_of(SEED)
    assert ed25519.from_multibase(ed25519.multibase(public_key)) == public_key
    did = ed25519.did_key(public_key)
    assert ed25519.from_did_key(f"{did}#{ed25519.multibase(public_key)}") == public_key


@pytest.mark.parametrize("text", ["", "z", "z0", "x6Mk", "did:web:a", "did:key:z6Mk#z6Ml"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ed25519.KeyFormatError):
        ed25519.from_did_key(text)
    with pytest.raises(ed25519.KeyFormatError):
        ed25519.from_multibase(text)


def test_a_secret_is_opened_only_by_its_operator_for_its_owner() -> None:
    sealed = custody.seal(SEED, secret="the operator's", owner="party:1:z6Mk")
    assert custody.unseal(sealed, secret="the operator's", owner="party:1:z6Mk") == SEED
    assert SEED not in sealed
    for secret, owner in [("another's", "party:1:z6Mk"), ("the operator's", "party:2:z6Mk")]:
        with pytest.raises(custody.CustodyError):
            custody.unseal(sealed, secret=secret, owner=owner)
    with pytest.raises(custody.CustodyError):
        custody.unseal(sealed[:5], secret="the operator's", owner="party:1:z6Mk")


def test_an_entry_is_read_as_it_is_written_and_fits_its_document_only() -> None:
    leaf = made({"b": 1, "a": "lúa"}, "ni:///sha-256;00?ver=CBV2.0", ed25519.Signer(SEED), "0:e3")
    assert read_leaf(leaf.encoded()) == leaf
    leaf.check({"a": "lúa", "b": 1.0})
    with pytest.raises(LeafError, match="not the one"):
        leaf.check({"a": "tôm", "b": 1})


def test_a_forged_signature_in_an_entry_is_found() -> None:
    leaf = made({"a": 1}, "ni:///", ed25519.Signer(SEED), "0:e3")
    forged = Leaf(leaf.event_hash, leaf.jcs_sha256, leaf.key_id, bytes(64), leaf.prev)
    with pytest.raises(LeafError, match="does not hold"):
        forged.check({"a": 1})


@pytest.mark.parametrize("broken", [b"", b"{}", b"[]", b'{"v": 1}'])
def test_what_is_no_entry_is_refused(broken: bytes) -> None:
    with pytest.raises(LeafError):
        read_leaf(broken)


def test_an_entry_that_is_not_canonical_is_refused() -> None:
    leaf = made({"a": 1}, "ni:///", ed25519.Signer(SEED), "0:e3").encoded()
    with pytest.raises(LeafError, match="canonical"):
        read_leaf(leaf.replace(b":", b": ", 1))


def test_our_own_signatures_stay_what_they_are() -> None:
    kept = own("signing.json")
    leaf = made(kept["document"], "ni:///sha-256;00?ver=CBV2.0", ed25519.Signer(SEED), "0:e3")
    assert leaf.encoded().decode() == kept["leaf"]
    assert canonical(kept["document"]).decode() == kept["canonical"]
    assert ed25519.multibase(ed25519.public_of(SEED)) == kept["key"]
