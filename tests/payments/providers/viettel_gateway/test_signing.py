"""The newer Viettel gateway's signatures: over the raw body, by P-256 keys alone."""

import json

import pytest

from payments.core import signatures as e
from payments.providers.viettel_gateway.core import signing
from payments.providers.viettel_gateway.core.signing import KeyFormError
from tests.payments.providers.vectors import ROOT, needs_vectors, public

OWN = json.loads((ROOT / "tests/vectors/payments/viettel_vnpt.json").read_text(encoding="utf-8"))[
    "viettel_gateway"
]
BODY: bytes = OWN["body"].encode()
THEIRS: str = OWN["viettel_public_key"]


def test_a_signature_made_elsewhere_is_accepted() -> None:
    signing.verify([THEIRS], BODY, signature=OWN["signature"])


def test_what_we_sign_is_ours_and_differs_each_time() -> None:
    first, second = (signing.sign(OWN["merchant_private_key"], BODY) for _ in range(2))

    assert first != second
    for signature in (first, second):
        signing.verify([OWN["merchant_public_key"]], BODY, signature=signature)
        with pytest.raises(e.WrongSignatureError):
            signing.verify([THEIRS], BODY, signature=signature)


def test_the_older_of_two_keys_still_counts() -> None:
    signing.verify([OWN["merchant_public_key"], THEIRS], BODY, signature=OWN["signature"])


@pytest.mark.parametrize(
    "body", [BODY + b" ", BODY.replace(b'":', b'": '), BODY.replace(b"203000", b"203001"), b""]
)
def test_one_byte_more_or_less_is_another_body(body: bytes) -> None:
    assert body != BODY
    with pytest.raises(e.WrongSignatureError):
        signing.verify([THEIRS], body, signature=OWN["signature"])


@pytest.mark.parametrize(
    ("keys", "signature", "error"),
    [
        ([], OWN["signature"], e.MissingSecretError),
        ([""], OWN["signature"], e.MissingSecretError),
        ([THEIRS], "", e.MissingSignatureError),
        ([THEIRS], "not base64!", e.WrongSignatureError),
        ([THEIRS], "AAAA", e.WrongSignatureError),
        ([THEIRS], "A" * 4000, e.WrongSignatureError),
        ([THEIRS], OWN["signature"] + "\n", e.WrongSignatureError),
        ([OWN["merchant_public_key"]], OWN["signature"], e.WrongSignatureError),
    ],
)
def test_it_is_refused(keys: list[str], signature: str, error: type[e.SignatureError]) -> None:
    with pytest.raises(error):
        signing.verify(keys, BODY, signature=signature)


@pytest.mark.parametrize("key", ["AAAA", "?", OWN["p384_public_key"], OWN["merchant_private_key"]])
def test_a_key_of_another_form_or_curve_is_no_key(key: str) -> None:
    with pytest.raises(KeyFormError):
        signing.verify([key], BODY, signature=OWN["signature"])
    with pytest.raises(KeyFormError):
        signing.sign(key if key != OWN["merchant_private_key"] else THEIRS, BODY)


def test_a_key_may_stand_in_lines() -> None:
    text = THEIRS
    lines = "\n".join(
        ["-----BEGIN PUBLIC KEY-----", text[:64], text[64:], "-----END PUBLIC KEY-----", ""]
    )

    signing.verify([lines], BODY, signature=OWN["signature"])


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({"Signature": "a"}, "a"),
        ({"x-signature": "b"}, "b"),
        ({"Signature": "", "X-Signature": "b"}, "b"),
        ({"SIGNATURE": "a", "X-Signature": "b"}, "a"),
        ({"X-Other": "c"}, ""),
    ],
)
def test_either_header_carries_it(headers: dict[str, str], wanted: str) -> None:
    assert signing.given(headers) == wanted


def test_our_keys_are_never_shown() -> None:
    keys = signing.Keys("the-private-key", "public", "the-token")

    assert "the-private-key" not in repr(keys)
    assert "the-token" not in repr(keys)


@needs_vectors
def test_public_vectors_verify_and_a_changed_one_does_not() -> None:
    vectors = public("viettel_money_ecdsa")
    assert len(vectors) == 2
    for vector in vectors:
        body = str(vector["raw_body"]).encode()
        key, signature = str(vector["public_key_spki_b64"]), str(vector["signature_b64_der"])
        signing.verify([key], body, signature=signature)
        with pytest.raises(e.WrongSignatureError):
            signing.verify([key], body.replace(b"185000", b"985000"), signature=signature)
