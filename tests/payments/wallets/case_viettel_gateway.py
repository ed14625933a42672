"""Viettel Money's newer gateway, as the contract suite needs it."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from payments.wallets.protocol import Outcome, Verdict
from tests.payments.wallets.cases import Sent, Told

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

STATUSES = {Outcome.PAID: (1, "00"), Outcome.FAILED: (2, "16")}
CODES = {
    Verdict.DONE: "00",
    Verdict.AGAIN: "00",
    Verdict.NOTED: "00",
    Verdict.BAD_SIGNATURE: "01",
    Verdict.UNKNOWN_ORDER: "02",
    Verdict.CLOSED: "03",
    Verdict.WRONG_AMOUNT: "04",
}


@cache
def pair(number: int) -> tuple[ec.EllipticCurvePrivateKey, str, str]:
    """Return a key, and both its halves as the partner exchanges them."""
    key = ec.derive_private_key(10**60 + number, ec.SECP256R1())
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return key, base64.b64encode(private).decode(), base64.b64encode(public).decode()


OURS, THEIRS, ANOTHER = 1, 2, 3
SIGNERS = {pair(THEIRS)[2]: THEIRS, pair(ANOTHER)[2]: ANOTHER}


def secrets_with(theirs: int) -> dict[str, str]:
    return {
        "private_key": pair(OURS)[1],
        "viettel_public_key": pair(theirs)[2],
        "access_token": "the-token",
    }


def sent(name: str, fields: Mapping[str, object], secrets: Mapping[str, str]) -> Sent:
    body = json.dumps(fields, indent=1, ensure_ascii=False).encode()  # not as we would write it
    key = pair(SIGNERS[secrets["viettel_public_key"]])[0]
    made = base64.b64encode(key.sign(body, ec.ECDSA(SHA256()))).decode()
    return Sent(name=name, body=body, headers={"X-Signature": made})


def ipn(told: Told) -> dict[str, object]:
    status, code = STATUSES[told.outcome]
    return {
        "transactionStatus": status,
        "errorCode": code,
        "orderId": told.order_ref,
        "vtRequestId": told.transaction_id,
        "type": "PAYMENT",
        "transAmount": told.amount.amount,
        "currency": told.amount.currency,
        "paymentDate": told.at.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "merchantCode": told.merchant_id,
        "description": "Gạo ST25",
    }


def is_ours(response: "Response") -> bool:
    """Return whether our answer is signed by us, over its very bytes."""
    try:
        pair(OURS)[0].public_key().verify(
            base64.b64decode(response["Signature"]), response.content, ec.ECDSA(SHA256())
        )
    except InvalidSignature:
        return False
    return True


@dataclass(slots=True, kw_only=True)
class ViettelGatewayCase:
    code: str = "viettel_gateway"
    secrets: Mapping[str, str] = field(default_factory=lambda: secrets_with(THEIRS))
    other_secrets: Mapping[str, str] = field(default_factory=lambda: secrets_with(ANOTHER))
    signs_time: bool = False
    skew_setting: str = ""
    has_currency: bool = True
    has_merchant: bool = True
    can_hold: bool = False
    can_fail: bool = True

    def tell(self, told: Told) -> Sent:
        return sent("ipn", ipn(told), told.secrets)

    def without_signature(self, sent: Sent) -> Sent:
        return replace(sent, headers={})

    def altered(self, sent: Sent) -> Sent:
        changed = sent.body.replace(b"203000", b"903000")
        assert changed != sent.body
        return replace(sent, body=changed)

    def unreadable(self, told: Told) -> Sent | None:
        return sent("ipn", {**ipn(told), "transactionStatus": "one"}, told.secrets)

    def says(self, response: "Response", verdict: Verdict) -> bool:
        said = json.loads(response.content)
        has_keys = "Signature" in response
        right = said["code"] == CODES.get(verdict, "99") and response.status_code == 200
        return right and (is_ours(response) if has_keys else verdict is Verdict.BAD_SIGNATURE)


CASE = ViettelGatewayCase()
