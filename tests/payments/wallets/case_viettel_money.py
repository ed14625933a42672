"""ViettelPay v2.0, as the contract suite needs it; signed here apart from the code under test."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from payments.wallets.protocol import Outcome, Verdict
from tests.payments.wallets.cases import Sent, Told

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

FORM = "application/x-www-form-urlencoded"
SIGNED = (
    "billcode",
    "cust_msisdn",
    "error_code",
    "merchant_code",
    "order_id",
    "payment_status",
    "trans_amount",
    "vt_transaction_id",
)
CODES = {Outcome.PAID: ("1", "00"), Outcome.FAILED: ("2", "16")}
KEPT = {Verdict.DONE, Verdict.AGAIN, Verdict.NOTED, Verdict.WRONG_AMOUNT}


def check_sum(secrets: Mapping[str, str], *values: str) -> str:
    text = secrets["access_code"] + "".join(values)
    mac = hmac.new(secrets["hash_key"].encode(), text.encode(), hashlib.sha1)
    return base64.b64encode(mac.digest()).decode()


def signed(fields: dict[str, str], secrets: Mapping[str, str]) -> Sent:
    made = check_sum(secrets, *(fields[name] for name in SIGNED))
    body = urlencode({**fields, "check_sum": made}, quote_via=quote)
    return Sent(name="result", body=body.encode(), content_type=FORM)


def result(told: Told) -> dict[str, str]:
    status, code = CODES[told.outcome]
    return {
        "billcode": told.order_ref,
        "cust_msisdn": "84900000001",
        "error_code": code,
        "merchant_code": told.merchant_id,
        "order_id": told.order_ref,
        "payment_status": status,
        "trans_amount": str(told.amount.amount),
        "vt_transaction_id": told.transaction_id,
    }


@dataclass(slots=True, kw_only=True)
class ViettelMoneyCase:
    code: str = "viettel_money"
    secrets: Mapping[str, str] = field(
        default_factory=lambda: {"access_code": "ACCESS", "hash_key": "the-hash-key"}
    )
    other_secrets: Mapping[str, str] = field(
        default_factory=lambda: {"access_code": "ACCESS", "hash_key": "another-hash-key"}
    )
    signs_time: bool = False
    skew_setting: str = ""
    has_currency: bool = False
    has_merchant: bool = True
    can_hold: bool = False
    can_fail: bool = True

    def tell(self, told: Told) -> Sent:
        return signed(result(told), told.secrets)

    def without_signature(self, sent: Sent) -> Sent:
        fields = dict(parse_qsl(sent.body.decode()))
        fields.pop("check_sum")
        return replace(sent, body=urlencode(fields).encode())

    def altered(self, sent: Sent) -> Sent:
        changed = sent.body.replace(b"trans_amount=203000", b"trans_amount=903000")
        assert changed != sent.body
        return replace(sent, body=changed)

    def unreadable(self, told: Told) -> Sent | None:
        return signed({**result(told), "payment_status": "9"}, told.secrets)

    def says(self, response: "Response", verdict: Verdict) -> bool:
        said = json.loads(response.content)
        if said["error_code"] != ("00" if verdict in KEPT else "01"):
            return False
        if verdict in {Verdict.BAD_SIGNATURE, Verdict.UNREADABLE}:
            return bool(said["check_sum"] == said["order_id"] == "")
        wanted = check_sum(
            self.secrets, said["error_code"], said["merchant_code"], said["order_id"]
        )
        return bool(said["check_sum"] == wanted) and response.status_code == 200


CASE = ViettelMoneyCase()
