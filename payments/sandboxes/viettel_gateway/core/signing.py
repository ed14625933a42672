"""ECDSA over raw bodies, as Viettel's newer gateway signs and checks. Pure.

Written apart from the shop's provider, so that a test of one against the other means something.
"""

import base64
from binascii import Error

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key


def sign(private_key: str, body: bytes) -> str:
    """Return the signature of ``body`` by a key in base64.

    Raises:
        TypeError: it is a key of another kind.
    """
    key = load_der_private_key(base64.b64decode(private_key), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("no EC key")
    return base64.b64encode(key.sign(body, ec.ECDSA(SHA256()))).decode()


def is_of(public_key: str, body: bytes, signature: str) -> bool:
    """Say whether the holder of ``public_key`` signed ``body``."""
    key = load_der_public_key(base64.b64decode(public_key))
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    try:
        key.verify(base64.b64decode(signature), body, ec.ECDSA(SHA256()))
    except (InvalidSignature, Error, ValueError):
        return False
    return True
