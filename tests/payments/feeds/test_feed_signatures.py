"""Casso's and payOS's signatures: who may speak, and when."""

import hashlib
import hmac
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from payments.core import signatures as e
from payments.feeds.casso.core import signing as casso
from payments.feeds.payos.core import signing as payos

ROOT = Path(__file__).resolve().parents[3]
OWN = json.loads((ROOT / "tests/vectors/payments/feeds.json").read_text(encoding="utf-8"))
CASSO, PAYOS = OWN["casso"], OWN["payos"]
NOW = 1_795_000_000

needs_vectors = pytest.mark.skipif(
    not os.environ.get("VECTORS"), reason="needs the public vectors: set VECTORS"
)


def public(name: str) -> list[dict[str, object]]:
    text = (Path(os.environ["VECTORS"]) / "payments_vectors.json").read_text(encoding="utf-8")
    found: list[dict[str, object]] = json.loads(text)[name]
    return found


def casso_header(form: str, *, key: str = CASSO["key"], time: str = CASSO["time_ms"]) -> str:
    mac = hmac.new(key.encode(), f"{time}.{form}".encode(), hashlib.sha512).hexdigest()
    return f"t={time},v1={mac}"


def verify_casso(header: str, *, keys: tuple[str, ...] = (CASSO["key"],), now: int = NOW) -> None:
    casso.verify(keys, signature=header, content=CASSO["content"], now=now, window=300)


def test_casso_signs_sorted_json_in_either_spelling() -> None:
    assert casso.canonical_forms(CASSO["content"]) == (CASSO["plain"], CASSO["escaped"])
    verify_casso(casso_header(CASSO["plain"]))
    verify_casso(casso_header(CASSO["escaped"]))
    verify_casso(casso_header(CASSO["plain"]), keys=("next", CASSO["key"]))


def test_whole_amounts_are_signed_without_a_point() -> None:
    assert casso.canonical_forms({"a": Decimal("599000.0")})[0] == '{"a":599000}'
    assert payos.signed_text({"a": Decimal("3000.00")}) == "a=3000"


@pytest.mark.parametrize(
    ("header", "arguments", "error"),
    [
        ("", {}, e.MissingSignatureError),
        ("v1=00", {}, e.MissingSignatureError),
        ("t=soon,v1=00", {}, e.BadTimestampError),
        (casso_header(CASSO["plain"]), {"keys": ()}, e.MissingSecretError),
        (casso_header(CASSO["plain"]), {"now": NOW + 301}, e.StaleSignatureError),
        (casso_header(CASSO["plain"]), {"now": NOW - 301}, e.EarlySignatureError),
        (casso_header(CASSO["plain"], key="another"), {}, e.WrongSignatureError),
        (casso_header(CASSO["plain"] + " "), {}, e.WrongSignatureError),
    ],
)
def test_casso_is_refused(
    header: str, arguments: dict[str, object], error: type[e.SignatureError]
) -> None:
    with pytest.raises(error):
        verify_casso(header, **arguments)  # type: ignore[arg-type]


def test_payos_signs_every_field_sorted() -> None:
    assert payos.signed_text(PAYOS["data"]) == PAYOS["text"]
    signature = hmac.new(PAYOS["key"].encode(), PAYOS["text"].encode(), hashlib.sha256).hexdigest()
    payos.verify((PAYOS["key"],), signature=signature, data=PAYOS["data"])
    with pytest.raises(e.WrongSignatureError):
        payos.verify((PAYOS["key"],), signature=signature, data={**PAYOS["data"], "amount": 1})


def test_payos_without_key_or_signature_is_refused() -> None:
    with pytest.raises(e.MissingSecretError):
        payos.verify(("",), signature="00", data={})
    with pytest.raises(e.MissingSignatureError):
        payos.verify(("key",), signature="", data={})


@needs_vectors
def test_payos_own_vectors_are_reproduced() -> None:
    vectors = [vector for vector in public("payos") if vector["kind"] == "body"]
    assert len(vectors) == 9
    for vector in vectors:
        payload, key = vector["payload"], str(vector["checksum_key"])
        assert isinstance(payload, dict)
        data = payload.get("data", payload) if vector["name"] == "webhook" else payload
        assert payos.signed_text(data) == vector["sign_string"], vector["name"]
        assert payos.sign(key, data) == vector["signature"], vector["name"]


@needs_vectors
def test_cassos_public_vector_is_reproduced() -> None:
    (vector,) = [one for one in public("casso") if one["kind"] == "webhook v2"]
    headers = vector["headers"]
    assert isinstance(headers, dict)
    casso.verify(
        (str(vector["checksum_key"]),),
        signature=headers[casso.SIGNATURE_HEADER],
        content=vector["body"],
        now=1_727_948_258,
        window=1,
    )
