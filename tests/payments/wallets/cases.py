"""How each gateway is spoken for in the contract suite: it calls us as its sandbox would."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from django.test import Client

from marketplace.kernel.money import Money
from payments.models import Attempt, MerchantAccount
from payments.wallets.protocol import Outcome, Verdict

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
MERCHANT = "SCTDEMO"

ALL_CASES: tuple[str, ...] = (
    "case_vnpay",
    "case_momo",
    "case_zalopay",
    "case_viettel_money",
    "case_viettel_gateway",
    "case_vnpt_pay",
    "case_stripe_checkout",
)
"""Modules of this package, each with a ``CASE``; every gateway adds its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a gateway tells us of one payment."""

    order_ref: str
    amount: Money
    secrets: Mapping[str, str]
    transaction_id: str = "14012345"
    merchant_id: str = MERCHANT
    outcome: Outcome = Outcome.PAID
    at: datetime = NOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One call as it goes over the wire."""

    name: str = "ipn"
    method: str = "POST"
    query: str = ""
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class Case(Protocol):
    """A gateway, as the contract suite needs it.

    ``signs_time``: an old or future call is refused; ``has_currency``/``has_merchant``: the call
    names them; ``can_hold``: it knows money that waits; ``skew_setting`` is its freshness window.
    """

    code: str
    secrets: Mapping[str, str]
    other_secrets: Mapping[str, str]
    signs_time: bool
    skew_setting: str
    has_currency: bool
    has_merchant: bool
    can_hold: bool
    can_fail: bool

    def tell(self, told: Told) -> Sent:
        """Return the signed call that tells of a payment."""
        ...

    def without_signature(self, sent: Sent) -> Sent:
        """Return the same call with its signature left out."""
        ...

    def altered(self, sent: Sent) -> Sent:
        """Return the call with another amount under the old signature."""
        ...

    def unreadable(self, told: Told) -> Sent | None:
        """Return a well signed call that is not what the document promises; None if none can be."""
        ...

    def says(self, response: "Response", verdict: Verdict) -> bool:
        """Return whether our answer is what the gateway's document asks for."""
        ...


def case_of(name: str) -> Case:
    """Return the case in a module of this package."""
    case: Case = import_module(f"tests.payments.wallets.{name}").CASE
    return case


def send(client: Client, merchant: MerchantAccount, sent: Sent) -> "Response":
    """Call our address as the gateway would."""
    path = f"/hook/{merchant.provider}/{merchant.public_id}/{sent.name}/"
    whole = f"{path}?{sent.query}" if sent.query else path
    headers = dict(sent.headers)
    if sent.method == "GET":
        return client.get(whole, headers=headers)
    return client.post(whole, sent.body, content_type=sent.content_type, headers=headers)


def told_of(attempt: Attempt, case: Case) -> Told:
    """Return that the whole of an attempt was paid."""
    return Told(order_ref=attempt.order_ref or "", amount=attempt.amount, secrets=case.secrets)


__all__ = ["ALL_CASES", "NOW", "Case", "Sent", "Told", "case_of", "replace", "send", "told_of"]
