"""MoMo in the contract suite, signed by its sandbox's own code."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from payments.sandboxes.momo.core import messages
from payments.wallets.protocol import Outcome, Verdict
from tests.payments.wallets.cases import Sent, Told

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

STATES = {Outcome.PAID: "paid", Outcome.FAILED: "failed"}
STATUSES = {Verdict.BAD_SIGNATURE: 401, Verdict.UNREADABLE: 422}


class MomoCase:
    """MoMo posts JSON with its signature in it."""

    code = "momo"
    secrets: Mapping[str, str] = {"access_key": "an-access-key", "secret_key": "a-secret-key"}
    other_secrets: Mapping[str, str] = {"access_key": "an-access-key", "secret_key": "another"}
    signs_time = False
    skew_setting = ""
    has_currency = False
    has_merchant = True
    can_hold = False
    can_fail = True

    def tell(self, told: Told) -> Sent:
        return self._signed(told, self._fields(told))

    def without_signature(self, sent: Sent) -> Sent:
        fields = json.loads(sent.body)
        del fields["signature"]
        return replace(sent, body=json.dumps(fields).encode())

    def altered(self, sent: Sent) -> Sent:
        return replace(sent, body=json.dumps({**json.loads(sent.body), "amount": 10_000}).encode())

    def unreadable(self, told: Told) -> Sent:
        return self._signed(told, {**self._fields(told), "amount": 0})

    def says(self, response: "Response", verdict: Verdict) -> bool:
        return response.status_code == STATUSES.get(verdict, 204) and not response.content

    def _signed(self, told: Told, fields: Mapping[str, object]) -> Sent:
        signature = messages.sign(fields, messages.NOTICE, told.secrets)
        return Sent(body=json.dumps({**fields, "signature": signature}).encode())

    def _fields(self, told: Told) -> dict[str, object]:
        code, message = messages.RESULTS[STATES[told.outcome]]
        return {
            "partnerCode": told.merchant_id,
            "orderId": told.order_ref,
            "requestId": "0f0e0d0c",
            "amount": told.amount.amount,
            "orderInfo": "Don hang ST7K2M9Q4C",
            "orderType": "momo_wallet",
            "transId": int(told.transaction_id),
            "resultCode": code,
            "message": message,
            "payType": "qr",
            "responseTime": int(told.at.timestamp() * 1000),
            "extraData": "",
        }


CASE = MomoCase()
