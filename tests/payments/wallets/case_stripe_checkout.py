"""Stripe in the contract suite, signed by its sandbox's own code."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from payments.sandboxes.stripe_checkout.core import objects
from payments.wallets.protocol import Outcome, Verdict
from tests.payments.wallets.cases import MERCHANT, Sent, Told

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

KINDS = {
    Outcome.PAID: ("checkout.session.completed", "paid"),
    Outcome.FAILED: ("checkout.session.async_payment_failed", "unpaid"),
}
REFUSED = {Verdict.BAD_SIGNATURE: 400, Verdict.STALE: 400, Verdict.UNREADABLE: 422}


class StripeCase:
    """Stripe posts events; the time stands in the signature's header and is signed."""

    code = "stripe_checkout"
    secrets: Mapping[str, str] = {
        "secret_key": "sk_live_of_this_test",
        "webhook_secret": "whsec_of_this_test",
    }
    other_secrets: Mapping[str, str] = {
        "secret_key": "sk_live_of_this_test",
        "webhook_secret": "whsec_of_somebody_else",
    }
    signs_time = True
    skew_setting = "STRIPE_FRESH_SECONDS"
    has_currency = True
    has_merchant = True
    can_hold = False
    can_fail = True

    def tell(self, told: Told) -> Sent:
        return self._signed(told, self._event(told))

    def without_signature(self, sent: Sent) -> Sent:
        return replace(sent, headers={})

    def altered(self, sent: Sent) -> Sent:
        return replace(sent, body=sent.body.replace(b'"amount_total":', b'"amount_total":1'))

    def unreadable(self, told: Told) -> Sent:
        event = self._event(told)
        return self._signed(told, {**event, "data": {"object": {"object": "checkout.session"}}})

    def says(self, response: "Response", verdict: Verdict) -> bool:
        said = json.loads(response.content)
        status = REFUSED.get(verdict, 200)
        return response.status_code == status and bool(said["verdict"] == verdict.value)

    def _signed(self, told: Told, event: Mapping[str, object]) -> Sent:
        body = json.dumps(event, separators=(",", ":")).encode()
        secret, time = told.secrets["webhook_secret"], int(told.at.timestamp())
        header = objects.signature(secret, time=time, body=body)
        return Sent(name="webhook", body=body, headers={"Stripe-Signature": header})

    def _event(self, told: Told) -> dict[str, object]:
        kind, payment = KINDS[told.outcome]
        session = {
            "id": "cs_live_1",
            "object": "checkout.session",
            "amount_total": told.amount.amount,
            "client_reference_id": told.order_ref,
            "currency": told.amount.currency.lower(),
            "payment_intent": told.transaction_id,
            "payment_status": payment,
            "status": "complete",
        }
        event = objects.event(kind, number="1", at=int(told.at.timestamp()), about=session)
        # Events of one's own account name none; those of a connected one do.
        other = {"account": told.merchant_id} if told.merchant_id != MERCHANT else {}
        return {**event, **other, "livemode": True}


CASE = StripeCase()
