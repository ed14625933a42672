"""VNPT Pay, as the contract suite needs it; signed here apart from the code under test."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from payments.wallets.protocol import Outcome, Verdict
from tests.payments.wallets.cases import Sent, Told

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

SIGNED = (
    "ACTION",
    "RESPONSE_CODE",
    "MERCHANT_SERVICE_ID",
    "MERCHANT_ORDER_ID",
    "AMOUNT",
    "CURRENCY_CODE",
    "VNPTPAY_TRANSACTION_ID",
    "PAYMENT_METHOD",
    "PAY_DATE",
    "ADDITIONAL_INFO",
)
REPLY = (
    "RESPONSE_CODE",
    "DESCRIPTION",
    "MERCHANT_SERVICE_ID",
    "MERCHANT_ORDER_ID",
    "CREATE_DATE",
)
CODES = {
    Verdict.DONE: "00",
    Verdict.AGAIN: "00",
    Verdict.NOTED: "00",
    Verdict.UNKNOWN_ORDER: "01",
    Verdict.WRONG_AMOUNT: "04",
    Verdict.BAD_SIGNATURE: "97",
}


def secure_code(values: list[str], secrets: Mapping[str, str]) -> str:
    return hashlib.sha256("|".join([*values, secrets["secret_key"]]).encode()).hexdigest()


def ipn(told: Told) -> dict[str, object]:
    paid = told.outcome is Outcome.PAID
    local = told.at + timedelta(hours=7)
    return {
        "ACTION": "IPN",
        "RESPONSE_CODE": "00" if paid else "08",
        "MERCHANT_SERVICE_ID": told.merchant_id,
        "MERCHANT_ORDER_ID": told.order_ref,
        "AMOUNT": told.amount.amount,
        "CURRENCY_CODE": told.amount.currency,
        "VNPTPAY_TRANSACTION_ID": told.transaction_id,
        "PAYMENT_METHOD": "VNPTPAY",
        "PAY_DATE": local.strftime("%Y%m%d%H%M%S"),
        "ADDITIONAL_INFO": None,
    }


def signed(fields: Mapping[str, object], secrets: Mapping[str, str]) -> Sent:
    values = ["" if fields[name] is None else str(fields[name]) for name in SIGNED]
    whole = {**fields, "SECURE_CODE": secure_code(values, secrets).upper()}
    form = urlencode({"data": json.dumps(whole)})
    return Sent(body=form.encode(), content_type="application/x-www-form-urlencoded")


@dataclass(slots=True, kw_only=True)
class VnptPayCase:
    code: str = "vnpt_pay"
    secrets: Mapping[str, str] = field(
        default_factory=lambda: {"api_key": "the-key", "secret_key": "the-secret"}
    )
    other_secrets: Mapping[str, str] = field(
        default_factory=lambda: {"api_key": "the-key", "secret_key": "another-secret"}
    )
    signs_time: bool = False
    skew_setting: str = ""
    has_currency: bool = True
    has_merchant: bool = True
    can_hold: bool = False
    can_fail: bool = True

    def tell(self, told: Told) -> Sent:
        return signed(ipn(told), told.secrets)

    def without_signature(self, sent: Sent) -> Sent:
        fields = json.loads(parse_qs(sent.body.decode())["data"][0])
        fields.pop("SECURE_CODE")
        return Sent(body=json.dumps(fields).encode())

    def altered(self, sent: Sent) -> Sent:
        changed = sent.body.replace(b"203000", b"903000")
        assert changed != sent.body
        return replace(sent, body=changed)

    def unreadable(self, told: Told) -> Sent | None:
        return signed({**ipn(told), "AMOUNT": "203.000"}, told.secrets)

    def says(self, response: "Response", verdict: Verdict) -> bool:
        said = json.loads(response.content)
        right = said["RESPONSE_CODE"] == CODES.get(verdict, "99") and response.status_code == 200
        made = secure_code([said[name] for name in REPLY], self.secrets)
        known = {made, secure_code([said[name] for name in REPLY], self.other_secrets)}
        unsigned = verdict is Verdict.BAD_SIGNATURE and said["SECURE_CODE"] == ""
        return right and (said["SECURE_CODE"] in known or unsigned)


CASE = VnptPayCase()
