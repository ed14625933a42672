"""SePay's signature: who may speak, and when."""

import hmac
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.core import signatures as e
from payments.feeds.sepay.core import signing as s

BODY = b'{"id":1,"transferAmount":185000}'
NOW = 1_795_000_000
SECRET, NEXT_SECRET = "secret-of-today", "secret-of-tomorrow"


def verify(
    *,
    secrets: tuple[str, ...] = (SECRET,),
    timestamp: str = str(NOW),
    signature: str | None = None,
    body: bytes = BODY,
    now: int = NOW,
) -> None:
    given = s.sign(SECRET, timestamp, BODY) if signature is None else signature
    s.verify(secrets, timestamp=timestamp, signature=given, body=body, now=now, window=300)


def test_signature_is_hmac_sha256_over_time_point_body() -> None:
    # printf '1795000000.{}' | openssl dgst -sha256 -hmac key
    expected = "71f6cd81e7ac967a6bfd8d621347e9ee7792b1fde3a9a64c3161a631437c7fb6"

    assert s.sign("key", "1795000000", b"{}") == f"sha256={expected}"


def test_the_right_signature_passes() -> None:
    verify()


def test_both_secrets_pass_while_one_replaces_the_other() -> None:
    verify(secrets=(NEXT_SECRET, SECRET))
    verify(secrets=(SECRET, NEXT_SECRET))


@pytest.mark.parametrize("drift", [-300, 0, 300])
def test_a_clock_five_minutes_off_is_forgiven_either_way(drift: int) -> None:
    verify(now=NOW + drift)


REFUSED = {
    "no secret": (e.MissingSecretError, {"secrets": ()}),
    "empty secret": (e.MissingSecretError, {"secrets": ("",)}),
    "no signature": (e.MissingSignatureError, {"signature": ""}),
    "no time": (e.MissingSignatureError, {"timestamp": ""}),
    "time in words": (e.BadTimestampError, {"timestamp": "now"}),
    "time with sign": (e.BadTimestampError, {"timestamp": "+1795000000"}),
    "time in other digits": (e.BadTimestampError, {"timestamp": "١٧٩٥٠٠٠٠٠٠"}),
    "time with newline": (e.BadTimestampError, {"timestamp": "1795000000\n"}),
    "too old": (e.StaleSignatureError, {"now": NOW + 301}),
    "too new": (e.EarlySignatureError, {"now": NOW - 301}),
    "other secret": (e.WrongSignatureError, {"secrets": (NEXT_SECRET,)}),
    "other body": (e.WrongSignatureError, {"body": BODY + b" "}),
    "not our form": (e.WrongSignatureError, {"signature": "sha256=é"}),
    "body alone signed": (
        e.WrongSignatureError,
        {"signature": "sha256=" + hmac.new(SECRET.encode(), BODY, "sha256").hexdigest()},
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_everything_else_is_refused_by_name(case: str) -> None:
    error, arguments = REFUSED[case]

    with pytest.raises(e.SignatureError) as caught:
        verify(**arguments)  # type: ignore[arg-type]

    assert type(caught.value) is error


def test_an_empty_secret_beside_a_real_one_signs_nothing() -> None:
    with pytest.raises(e.WrongSignatureError):
        verify(secrets=("", SECRET), signature=s.sign("", str(NOW), BODY))


@given(body=st.binary(), at=st.integers(0, 63))
def test_no_other_signature_passes(body: bytes, at: int) -> None:
    def check(signature: str) -> None:
        s.verify((SECRET,), timestamp=str(NOW), signature=signature, body=body, now=NOW, window=300)

    right = s.sign(SECRET, str(NOW), body)
    digit = right[7 + at]

    check(right)
    with pytest.raises(e.WrongSignatureError):
        check(right[: 7 + at] + ("0" if digit != "0" else "1") + right[8 + at :])


@pytest.mark.vectors
def test_the_public_example_verifies() -> None:
    folder = Path(os.environ["VECTORS"])
    document = json.loads((folder / "payments_vectors.json").read_text(encoding="utf-8"))
    signed = [vector for vector in document["sepay"] if vector["kind"] == "HMAC webhook"]

    assert len(signed) == 1
    for vector in signed:
        timestamp = vector["headers"][s.TIMESTAMP_HEADER]
        s.verify(
            (vector["secret"],),
            timestamp=timestamp,
            signature=vector["headers"][s.SIGNATURE_HEADER],
            body=vector["raw_body"].encode(),
            now=int(timestamp),
            window=300,
        )
