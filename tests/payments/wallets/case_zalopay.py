"""ZaloPay in the contract suite, signed by its sandbox's own code."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from payments.sandboxes.zalopay.core import messages
from payments.wallets.protocol import Verdict
from tests.payments.wallets.cases import Sent, Told

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

CODES = {Verdict.BAD_SIGNATURE: -1, Verdict.UNREADABLE: 0, Verdict.WRONG_MERCHANT: 0}


class ZaloPayCase:
    """ZaloPay posts its data as one text, signed; it tells of successes only."""

    code = "zalopay"
    secrets: Mapping[str, str] = {"key1": "a-first-key", "key2": "a-second-key"}
    other_secrets: Mapping[str, str] = {"key1": "a-first-key", "key2": "another"}
    signs_time = False
    skew_setting = ""
    has_currency = False
    has_merchant = True
    can_hold = False
    can_fail = False

    def tell(self, told: Told) -> Sent:
        return self._signed(told, self._fields(told))

    def without_signature(self, sent: Sent) -> Sent:
        fields = json.loads(sent.body)
        del fields["mac"]
        return replace(sent, body=json.dumps(fields).encode())

    def altered(self, sent: Sent) -> Sent:
        fields = json.loads(sent.body)
        data = json.dumps({**json.loads(fields["data"]), "amount": 10_000})
        return replace(sent, body=json.dumps({**fields, "data": data}).encode())

    def unreadable(self, told: Told) -> Sent:
        return self._signed(told, {**self._fields(told), "amount": 0})

    def says(self, response: "Response", verdict: Verdict) -> bool:
        said = json.loads(response.content)
        return response.status_code == 200 and said["return_code"] == CODES.get(verdict, 1)

    def _signed(self, told: Told, fields: Mapping[str, object]) -> Sent:
        data = json.dumps(fields)
        mac = messages.mac(data, told.secrets["key2"])
        return Sent(
            name="callback", body=json.dumps({"data": data, "mac": mac, "type": 1}).encode()
        )

    def _fields(self, told: Told) -> dict[str, object]:
        return {
            "app_id": told.merchant_id,
            "app_trans_id": told.order_ref,
            "app_time": int(told.at.timestamp() * 1000),
            "app_user": "nguoi-mua",
            "amount": told.amount.amount,
            "embed_data": "{}",
            "item": "[]",
            "zp_trans_id": int(told.transaction_id),
            "server_time": int(told.at.timestamp() * 1000),
            "channel": 38,
        }


CASE = ZaloPayCase()
