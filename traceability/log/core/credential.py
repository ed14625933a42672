"""Verifiable credentials with the cryptosuite ``eddsa-jcs-2022``. Pure.

Source: W3C VC Data Model 2.0; Data Integrity EdDSA Cryptosuites 1.0, 3.3.
"""

import hashlib
from collections.abc import Mapping

import base58

from traceability.log.core import ed25519
from traceability.log.core.canonical import CanonicalError, Json, canonical

CONTEXT = "https://www.w3.org/ns/credentials/v2"
SUITE = "eddsa-jcs-2022"


class CredentialError(ValueError):
    """A credential whose proof does not hold."""


def signed(document: Mapping[str, Json], *, seed: bytes, created: str) -> dict[str, Json]:
    """Return ``document`` with the proof of the key ``seed``.

    Args:
        document: a credential without a proof.
        seed: the issuer's secret.
        created: when, ``2026-01-31T08:00:00Z``.
    """
    public = ed25519.public_of(seed)
    config: dict[str, Json] = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": f"{ed25519.did_key(public)}#{ed25519.multibase(public)}",
        "proofPurpose": "assertionMethod",
    }
    if "@context" in document:
        config["@context"] = document["@context"]
    signature = ed25519.sign(seed, hash_data(document, config))
    value = "z" + base58.b58encode(signature).decode()
    return {**document, "proof": {**config, "proofValue": value}}


def hash_data(document: Mapping[str, Json], config: Mapping[str, Json]) -> bytes:
    """Return the 64 bytes that are signed: the hashes of the proof's options and the document."""
    return hashlib.sha256(canonical(config)).digest() + hashlib.sha256(canonical(document)).digest()


def check(document: Mapping[str, Json]) -> bytes:
    """Check a credential's proof and return the public key that made it.

    Raises:
        CredentialError: there is none, it is of another kind, or it does not hold.
    """
    proof = document.get("proof")
    if not isinstance(proof, dict):
        raise CredentialError("there is no proof in it")
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    bare = {name: value for name, value in document.items() if name != "proof"}
    _check_config(config, document)
    try:
        public = ed25519.from_did_key(str(config["verificationMethod"]))
        message = hash_data(bare, config)
    except (ed25519.KeyFormatError, CanonicalError) as error:
        raise CredentialError(str(error)) from error
    if not ed25519.is_signed(public, message, _value(proof.get("proofValue"))):
        raise CredentialError("the signature does not hold")
    return public


def _check_config(config: Mapping[str, Json], document: Mapping[str, Json]) -> None:
    expected = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "proofPurpose": "assertionMethod",
    }
    if any(config.get(name) != value for name, value in expected.items()):
        raise CredentialError(f"the proof is not one of {SUITE}")
    if "verificationMethod" not in config:
        raise CredentialError("the proof names no key")
    contexts = config.get("@context")
    if contexts is not None and _listed(document.get("@context"))[: len(_listed(contexts))] != (
        _listed(contexts)
    ):
        raise CredentialError("the proof was made for another context")


def _listed(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _value(text: Json) -> bytes:
    if not isinstance(text, str) or not text.startswith("z"):
        raise CredentialError("the signature is not written in base58")
    try:
        return base58.b58decode(text[1:])
    except ValueError as error:
        raise CredentialError("the signature is not written in base58") from error
