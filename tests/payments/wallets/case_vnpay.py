"""VNPAY in the contract suite, signed by its sandbox's own code."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from payments.sandboxes.vnpay.core import messages
from payments.wallets.protocol import Outcome, Verdict
from tests.payments.wallets.cases import Sent, Told

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

CODES = {
    Verdict.DONE: "00",
    Verdict.NOTED: "00",
    Verdict.AGAIN: "02",
    Verdict.UNKNOWN_ORDER: "01",
    Verdict.WRONG_AMOUNT: "04",
    Verdict.WRONG_MERCHANT: "99",
    Verdict.UNREADABLE: "99",
    Verdict.BAD_SIGNATURE: "97",
}
STATES = {Outcome.PAID: "paid", Outcome.HELD: "held", Outcome.FAILED: "failed"}


class VnpayCase:
    """VNPAY calls by GET; its signature is one of the fields."""

    code = "vnpay"
    secrets: Mapping[str, str] = {"hash_secret": "a-hash-secret-of-this-test"}
    other_secrets: Mapping[str, str] = {"hash_secret": "another-hash-secret"}
    signs_time = False
    skew_setting = ""
    has_currency = False
    has_merchant = True
    can_hold = True
    can_fail = True

    def tell(self, told: Told) -> Sent:
        return self._signed(told, self._fields(told))

    def without_signature(self, sent: Sent) -> Sent:
        return replace(sent, query=sent.query.rpartition("&vnp_SecureHash=")[0])

    def altered(self, sent: Sent) -> Sent:
        fields = dict(parse_qsl(sent.query))
        old = f"vnp_Amount={fields['vnp_Amount']}"
        return replace(sent, query=sent.query.replace(old, "vnp_Amount=100"))

    def unreadable(self, told: Told) -> Sent:
        return self._signed(told, {**self._fields(told), "vnp_Amount": "203"})

    def says(self, response: "Response", verdict: Verdict) -> bool:
        said = json.loads(response.content)
        return response.status_code == 200 and said["RspCode"] == CODES[verdict]

    def _signed(self, told: Told, fields: Mapping[str, str]) -> Sent:
        query = messages.sign_query(fields, told.secrets["hash_secret"])
        return Sent(method="GET", query=query)

    def _fields(self, told: Told) -> dict[str, str]:
        code, status = messages.RESULTS[STATES[told.outcome]]
        took = told.outcome in {Outcome.PAID, Outcome.HELD}
        return {
            "vnp_Amount": str(told.amount.amount * 100),
            "vnp_BankCode": "NCB",
            "vnp_CardType": "ATM",
            "vnp_OrderInfo": "Don hang ST7K2M9Q4C",
            "vnp_PayDate": messages.clock(told.at.timestamp()),
            "vnp_ResponseCode": code,
            "vnp_TmnCode": told.merchant_id,
            "vnp_TransactionNo": told.transaction_id if took else "0",
            "vnp_TransactionStatus": status,
            "vnp_TxnRef": told.order_ref,
        }


CASE = VnpayCase()
