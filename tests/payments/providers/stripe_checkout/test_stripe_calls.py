"""Stripe's library against the sandbox: keys, units, disputes, and what no answer means."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from marketplace.kernel.clock import now
from payments import actions, hooks
from payments.errors import PaymentRefusedError, ProviderUnreachableError
from payments.models import Attempt, MerchantAccount, Receipt
from payments.protocol import RedirectStep, providers
from payments.providers.stripe_checkout import client as api
from payments.providers.stripe_checkout.provider import StripeCheckout
from payments.sandboxes.gateways.demo import SECRETS
from payments.sandboxes.stripe_checkout.core import objects
from payments.wallets.protocol import Outcome, WalletDisputeNotice, WalletRefundNotice
from tests.factories import payments as make
from tests.payments.sandboxes.gateways import Gateways, running

pytestmark = pytest.mark.django_db

CODE = "stripe_checkout"


@pytest.fixture
def gateways(settings: Settings, tmp_path: Path) -> Iterator[Gateways]:
    with running(tmp_path) as found:
        settings.PAYMENTS_ENVIRONMENT = "sandbox"
        settings.PAYMENT_SECRETS = SECRETS
        settings.SANDBOX_GATEWAYS_URL = found.url
        yield found


@pytest.fixture
def merchant(gateways: Gateways) -> MerchantAccount:
    return MerchantAccount.objects.create(
        provider=CODE, merchant_id="SCTDEMO", environment="sandbox"
    )


def started(amount: int = 185_000) -> Attempt:
    charge = make.charge(make.payee_without_account(), amount)
    step = actions.start_attempt(charge=charge, provider_code=CODE)
    assert isinstance(step, RedirectStep)
    return Attempt.objects.select_related("charge__payee", "merchant").get()


def wallet() -> StripeCheckout:
    known = providers.get(CODE)
    assert isinstance(known, StripeCheckout)
    return known


def test_the_dong_has_no_smaller_unit(merchant: MerchantAccount, gateways: Gateways) -> None:
    started(185_000)

    (order,) = json.loads(gateways.get(f"/{CODE}/sandbox/orders").text)["orders"]
    assert order["amount"] == 185_000
    session = api.session(merchant, Attempt.objects.get().provider_ref)
    assert session["amount_total"] == 185_000


def test_the_platforms_account_serves_every_payee(merchant: MerchantAccount) -> None:
    attempt = started()

    assert attempt.merchant == merchant
    assert merchant.collects
    assert attempt.provider_ref.startswith("cs_test_")


def test_a_try_under_its_key_is_the_same_session_and_under_another_is_refused(
    merchant: MerchantAccount,
) -> None:
    attempt = started()
    first = attempt.provider_ref

    assert isinstance(wallet().start(attempt), RedirectStep)
    assert attempt.provider_ref == first
    with pytest.raises(api.StripeRefusedError):
        api.create_session(merchant, {"mode": "payment"}, key="another")


def test_a_key_that_comes_with_other_facts_leaves_the_outcome_unknown(
    merchant: MerchantAccount, settings: Settings
) -> None:
    attempt = started()
    settings.STRIPE_SESSION_MINUTES = 60

    with pytest.raises(ProviderUnreachableError):
        wallet().start(attempt)


def test_a_wrong_key_is_no_word_about_the_payment(
    merchant: MerchantAccount, settings: Settings
) -> None:
    attempt = started()
    wrong = {"secret_key": "sk_test_wrong", "webhook_secret": "whsec"}
    settings.PAYMENT_SECRETS = {CODE: {"sandbox": {"SCTDEMO": wrong}}}

    with pytest.raises(PaymentRefusedError):
        wallet().query(attempt)


def test_a_session_stripe_does_not_know_is_not_found(merchant: MerchantAccount) -> None:
    attempt = started()
    Attempt.objects.filter(pk=attempt.pk).update(provider_ref="cs_test_999")
    attempt.refresh_from_db()

    assert wallet().query(attempt).outcome is Outcome.NOT_FOUND


def test_a_session_whose_answer_was_lost_is_found_by_its_key_for_a_day(
    merchant: MerchantAccount,
) -> None:
    attempt = started()
    Attempt.objects.filter(pk=attempt.pk).update(provider_ref="")
    attempt.refresh_from_db()

    with (
        time_machine.travel(now() + timedelta(hours=24)),
        pytest.raises(ProviderUnreachableError),
    ):
        wallet().query(attempt)
    assert wallet().query(attempt).outcome is Outcome.PENDING
    assert attempt.provider_ref.startswith("cs_test_")


def test_nobody_listening_leaves_the_outcome_unknown(
    merchant: MerchantAccount, settings: Settings
) -> None:
    attempt = started()
    settings.SANDBOX_GATEWAYS_URL = "http://127.0.0.1:1"

    with pytest.raises(ProviderUnreachableError):
        wallet().query(attempt)


# -- events --------------------------------------------------------------------------------------


def post(
    client: Client, merchant: MerchantAccount, kind: str, about: dict[str, object], **more: object
) -> int:
    moment = int(now().timestamp())
    event = {**objects.event(kind, number="1", at=moment, about=about), **more}
    body = json.dumps(event).encode()
    secret = SECRETS[CODE]["sandbox"]["SCTDEMO"]["webhook_secret"]
    answer = client.post(
        f"/hook/{CODE}/{merchant.public_id}/webhook/",
        body,
        content_type="application/json",
        headers={"Stripe-Signature": objects.signature(secret, time=moment, body=body)},
    )
    return answer.status_code


def session_of(attempt: Attempt, **changes: object) -> dict[str, object]:
    return {
        "amount_total": attempt.due,
        "client_reference_id": attempt.order_ref,
        "currency": "vnd",
        "payment_intent": "pi_1",
        "payment_status": "paid",
        "status": "complete",
        **changes,
    }


def test_a_live_event_never_pays_a_sandbox_charge(
    merchant: MerchantAccount, client: Client
) -> None:
    attempt = started()
    about = session_of(attempt)

    post(client, merchant, "checkout.session.completed", about, livemode=True)
    assert not Receipt.objects.exists()

    post(client, merchant, "checkout.session.completed", about)
    assert Receipt.objects.get().amount == 185_000


def test_a_completed_session_that_is_not_paid_yet_pays_nothing(
    merchant: MerchantAccount, client: Client
) -> None:
    attempt = started()
    about = session_of(attempt, payment_status="unpaid")

    assert post(client, merchant, "checkout.session.completed", about) == 200
    assert not Receipt.objects.exists()

    paid = session_of(attempt)
    assert post(client, merchant, "checkout.session.async_payment_succeeded", paid) == 200
    assert Receipt.objects.get().reference == "pi_1"


def test_an_event_we_did_not_ask_for_is_answered_and_changes_nothing(
    merchant: MerchantAccount, client: Client
) -> None:
    attempt = started()

    assert post(client, merchant, "payment_intent.created", session_of(attempt)) == 200
    assert not Receipt.objects.exists()


def test_refunds_and_disputes_are_told_on_with_the_payment_they_are_of(
    merchant: MerchantAccount, client: Client
) -> None:
    heard: list[WalletRefundNotice | WalletDisputeNotice] = []

    def refund_guest(_account: MerchantAccount, said: WalletRefundNotice) -> None:
        heard.append(said)

    def dispute_guest(_account: MerchantAccount, said: WalletDisputeNotice) -> None:
        heard.append(said)

    refund = {
        "id": "re_1",
        "status": "succeeded",
        "amount": 85_000,
        "currency": "vnd",
        "payment_intent": "pi_1",
        "metadata": {},
    }
    dispute = {
        "id": "dp_1",
        "status": "needs_response",
        "amount": 185_000,
        "currency": "vnd",
        "payment_intent": "pi_1",
        "reason": "fraudulent",
        "evidence_details": {"due_by": 1_795_000_000},
    }
    with (
        hooks.refund_told.register_temporarily(refund_guest),
        hooks.dispute_told.register_temporarily(dispute_guest),
    ):
        assert post(client, merchant, "refund.updated", refund) == 200
        assert post(client, merchant, "charge.dispute.created", dispute) == 200
        closed = {**dispute, "status": "lost"}
        assert post(client, merchant, "charge.dispute.closed", closed) == 200
        assert post(client, merchant, "charge.dispute.closed", closed) == 200

    given, opened, over = heard
    assert isinstance(given, WalletRefundNotice)
    assert (given.transaction_id, given.provider_ref) == ("pi_1", "re_1")
    assert given.amount is not None
    assert given.amount.amount == 85_000
    assert isinstance(opened, WalletDisputeNotice)
    assert (opened.transaction_id, opened.dispute_ref, opened.is_over) == ("pi_1", "dp_1", False)
    assert isinstance(over, WalletDisputeNotice)
    assert (over.is_over, over.won) == (True, False)


def test_the_sandbox_contests_a_payment_as_a_bank_would(
    merchant: MerchantAccount, gateways: Gateways
) -> None:
    attempt = started()
    gateways.switch(CODE, "pay", order_ref=attempt.order_ref, notify=False)
    payment = wallet().query(attempt).transaction_id
    key = SECRETS[CODE]["sandbox"]["SCTDEMO"]["secret_key"]
    import requests

    answer = requests.post(
        f"{gateways.url}/{CODE}/v1/test_helpers/disputes",
        data={"payment_intent": payment},
        headers={"Authorization": f"Bearer {key}"},
        timeout=10,
    )

    assert answer.json()["amount"] == 185_000
    assert answer.json()["status"] == "needs_response"
