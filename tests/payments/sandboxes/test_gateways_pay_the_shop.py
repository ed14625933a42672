"""From a gateway's page to a paid charge and back to the buyer, over real HTTP in between."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from marketplace.kernel.money import Money
from payments import actions
from payments.core.states import ChargeState
from payments.errors import PaymentRefusedError, ProviderUnreachableError
from payments.models import Attempt, Charge, MerchantAccount, Receipt
from payments.protocol import RedirectStep, providers
from payments.sandboxes.gateways.demo import SECRETS
from payments.wallets.asking import ask
from payments.wallets.calls import RETURN, wallet_of
from payments.wallets.protocol import RefundOrder, RefundOutcome, Refunds, Wallet
from tests.factories import payments as make
from tests.payments.sandboxes.bank import wait_until
from tests.payments.sandboxes.gateways import Gateways, merchant_of, running

pytestmark = pytest.mark.django_db(transaction=True)

ASKS_BY_HTTP = ("momo", "zalopay", "viettel_gateway", "vnpt_pay", "stripe_checkout")
"""Gateways that are called before the buyer is sent anywhere."""

SIGNS_ANSWERS = ("vnpay", "viettel_money", "viettel_gateway", "vnpt_pay")

NAMES_NO_AMOUNT = ("viettel_money",)
"""Gateways that do not say in their answer how much was paid."""

TELLS_NO_FAILURE = ("vnpt_pay",)
"""Gateways whose words for a failure were published nowhere."""


CODES = (
    "vnpay",
    "momo",
    "zalopay",
    "viettel_money",
    "viettel_gateway",
    "vnpt_pay",
    "stripe_checkout",
)


@pytest.fixture(params=CODES)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def gateways(settings: Settings, live_server: LiveServer, tmp_path: Path) -> Iterator[Gateways]:
    with running(tmp_path) as found:
        settings.PAYMENTS_ENVIRONMENT = "sandbox"
        settings.PAYMENT_SECRETS = SECRETS
        settings.PUBLIC_ORIGIN = live_server.url
        settings.SANDBOX_GATEWAYS_URL = found.url
        yield found


@pytest.fixture
def merchant(code: str, gateways: Gateways, live_server: LiveServer) -> MerchantAccount:
    account = MerchantAccount.objects.create(
        payee=make.payee_without_account(),
        provider=code,
        merchant_id=merchant_of(code),
        environment="sandbox",
    )
    wallet = wallet_of(code)
    assert wallet is not None
    for name in wallet.calls:
        if name != RETURN:
            url = f"{live_server.url}/hook/{code}/{account.public_id}/{name}/"
            gateways.switch(code, "hooks", merchant=account.merchant_id, name=name, url=url)
    return account


def wallet_at(merchant: MerchantAccount) -> Wallet:
    wallet = wallet_of(merchant.provider)
    assert wallet is not None
    return wallet


def refunding(merchant: MerchantAccount, *, in_part: bool = False) -> Wallet:
    """Return the wallet, or leave the test where it gives no such refund back."""
    wallet = wallet_at(merchant)
    if wallet.refunds is Refunds.NONE or (in_part and wallet.refunds is not Refunds.PARTIAL):
        pytest.skip("this gateway gives no such refund back")
    return wallet


def asked_again(wallet: Wallet, order: RefundOrder) -> RefundOutcome:
    """Ask about a refund; where the gateway cannot say, ask for the same one again."""
    outcome = wallet.query_refund(order).outcome
    return wallet.refund(order).outcome if outcome is RefundOutcome.UNKNOWN else outcome


def started(merchant: MerchantAccount, gateways: Gateways, amount: int = 203_000) -> Attempt:
    """Start a try and open the gateway's page, as the buyer's browser would."""
    assert merchant.payee is not None
    charge = make.charge(merchant.payee, amount)
    step = actions.start_attempt(charge=charge, provider_code=merchant.provider)
    if isinstance(step, RedirectStep):
        assert gateways.get(step.url).status in {200, 303}
    return Attempt.objects.select_related("charge__payee", "merchant").get()


def pay(gateways: Gateways, attempt: Attempt, **how: object) -> dict[str, object]:
    return gateways.switch(
        attempt.provider, "pay", order_ref=attempt.order_ref, **{"notify": False, **how}
    )


def refund_of(attempt: Attempt, amount: int, ref: str) -> RefundOrder:
    receipt = Receipt.objects.get()
    return RefundOrder(
        attempt=attempt,
        transaction_id=receipt.reference,
        amount=Money(amount),
        is_full=amount == receipt.amount,
        key=attempt.idempotency_key,
        refund_ref=ref,
        reason=f"Hoan tien {ref}",
        paid_at=receipt.occurred_at,
        requested_at=timezone.now(),
    )


def test_a_payment_at_the_gateway_is_told_and_settles_the_charge(
    merchant: MerchantAccount, gateways: Gateways
) -> None:
    attempt = started(merchant, gateways)

    order_ref = str(attempt.order_ref)

    pay(gateways, attempt, notify=True)
    # Wait at the gateway: the test must not read the database while the shop writes.
    gateways.wait_for_tries(merchant.provider, order_ref, 1)
    gateways.switch(merchant.provider, "again", order_ref=order_ref)
    tries = gateways.wait_for_tries(merchant.provider, order_ref, 2)

    assert [made["status"] for made in tries] in ([200, 200], [204, 204])
    assert Charge.objects.get().state is ChargeState.SETTLED
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.environment, receipt.merchant) == (203_000, "sandbox", merchant)


def test_a_payment_nobody_told_us_of_is_found_by_asking(
    merchant: MerchantAccount, gateways: Gateways
) -> None:
    attempt = started(merchant, gateways)
    assert ask(attempt) is None

    pay(gateways, attempt)
    ask(attempt)

    assert Charge.objects.get().state is ChargeState.SETTLED


def test_an_answer_lost_after_success_is_found_by_asking(
    merchant: MerchantAccount, gateways: Gateways
) -> None:
    attempt = started(merchant, gateways)
    pay(gateways, attempt)
    gateways.switch(merchant.provider, "faults", next="timeout_after_success", seconds=0)

    with pytest.raises(ProviderUnreachableError):
        ask(attempt)
    ask(attempt)

    assert Charge.objects.get().state is ChargeState.SETTLED


def test_an_order_made_by_a_call_whose_answer_was_lost_is_the_same_order(
    merchant: MerchantAccount, gateways: Gateways
) -> None:
    if merchant.provider not in ASKS_BY_HTTP:
        pytest.skip("this gateway is not called before the buyer goes there")
    assert merchant.payee is not None
    charge = make.charge(merchant.payee, 203_000)
    gateways.switch(merchant.provider, "faults", next="timeout_after_success", seconds=0)

    with pytest.raises(ProviderUnreachableError):
        actions.start_attempt(charge=charge, provider_code=merchant.provider)
    attempt = Attempt.objects.select_related("charge__payee", "merchant").get()
    assert attempt.outcome == Attempt.Outcome.UNKNOWN
    pay(gateways, attempt)
    ask(attempt)

    assert Charge.objects.get().state is ChargeState.SETTLED
    assert Attempt.objects.count() == 1


def test_an_answer_signed_by_somebody_else_is_no_answer(
    merchant: MerchantAccount, gateways: Gateways
) -> None:
    if merchant.provider not in SIGNS_ANSWERS:
        pytest.skip("this gateway signs no answers")
    attempt = started(merchant, gateways)
    pay(gateways, attempt)
    gateways.switch(merchant.provider, "faults", next="forged")

    with pytest.raises(ProviderUnreachableError):
        ask(attempt)

    assert not Receipt.objects.exists()


def test_a_failure_ends_the_try_and_pays_nothing(
    merchant: MerchantAccount, gateways: Gateways
) -> None:
    if merchant.provider in TELLS_NO_FAILURE:
        pytest.skip("this gateway's words for a failure are not known")
    attempt = started(merchant, gateways)

    pay(gateways, attempt, outcome="failed")
    ask(attempt)

    attempt.refresh_from_db()
    assert attempt.outcome == Attempt.Outcome.FAILED
    assert not Receipt.objects.exists()


def test_another_amount_than_asked_waits_for_a_person(
    merchant: MerchantAccount, gateways: Gateways
) -> None:
    if merchant.provider in NAMES_NO_AMOUNT:
        pytest.skip("this gateway's answer names no amount")
    attempt = started(merchant, gateways)

    pay(gateways, attempt, amount=200_000)
    ask(attempt)

    assert Receipt.objects.get().attention == Receipt.Attention.AMOUNT
    assert Charge.objects.get().state is ChargeState.PENDING


def test_the_way_back_is_signed_and_a_changed_one_is_not_believed(
    merchant: MerchantAccount, gateways: Gateways, live_server: LiveServer
) -> None:
    attempt = started(merchant, gateways)
    back = str(pay(gateways, attempt)["return_url"])
    if RETURN not in wallet_at(merchant).calls:
        pytest.skip("this gateway signs no way back")

    assert back.startswith(live_server.url)
    forged = gateways.get(back.replace("203000", "204000"))
    assert forged.status == 302
    assert not Receipt.objects.exists()

    assert gateways.get(back).status == 302
    assert Charge.objects.get().state is ChargeState.SETTLED


def test_a_refund_goes_back_once_however_often_it_is_asked_for(
    merchant: MerchantAccount, gateways: Gateways
) -> None:
    wallet = refunding(merchant)
    attempt = started(merchant, gateways)
    pay(gateways, attempt)
    ask(attempt)
    order = refund_of(attempt, 203_000, "RF0000000001")

    wallet.refund(order)
    wallet.refund(order)
    wait_until(lambda: asked_again(wallet, order) is RefundOutcome.DONE)

    refunds = gateways.get(f"/{merchant.provider}/sandbox/refunds").text
    assert refunds.count('"state":"done"') == 1
    assert '"amount":203000' in refunds


def test_a_refund_whose_answer_was_lost_is_found_by_asking(
    merchant: MerchantAccount, gateways: Gateways
) -> None:
    wallet = refunding(merchant)
    attempt = started(merchant, gateways)
    pay(gateways, attempt)
    ask(attempt)
    amount = 203_000 if wallet.refunds is Refunds.FULL else 103_000
    order = refund_of(attempt, amount, "RF0000000002")
    gateways.switch(merchant.provider, "faults", next="timeout_after_success", seconds=0)

    assert wallet.refund(order).outcome is RefundOutcome.UNKNOWN
    wait_until(lambda: asked_again(wallet, order) is RefundOutcome.DONE)

    refunds = gateways.get(f"/{merchant.provider}/sandbox/refunds").text
    assert refunds.count(f'"amount":{amount},"state":"done"') == 1


def test_more_than_came_does_not_go_back(merchant: MerchantAccount, gateways: Gateways) -> None:
    wallet = refunding(merchant, in_part=True)
    attempt = started(merchant, gateways)
    pay(gateways, attempt)
    ask(attempt)
    wallet.refund(refund_of(attempt, 150_000, "RF0000000003"))

    too_much = refund_of(attempt, 100_000, "RF0000000004")
    assert wallet.refund(too_much).outcome is RefundOutcome.REFUSED


def test_a_refund_the_gateway_refuses_is_refused(
    merchant: MerchantAccount, gateways: Gateways
) -> None:
    wallet = refunding(merchant)
    attempt = started(merchant, gateways)
    pay(gateways, attempt)
    ask(attempt)
    gateways.switch(merchant.provider, "faults", next="refund_refused")
    order = refund_of(attempt, 203_000, "RF0000000005")

    wallet.refund(order)

    assert asked_again(wallet, order) is RefundOutcome.REFUSED


def test_amounts_outside_the_limits_are_not_offered(merchant: MerchantAccount) -> None:
    assert merchant.payee is not None
    provider = providers.get(merchant.provider)

    assert provider.is_offered(merchant.payee, Money(203_000))
    assert not provider.is_offered(merchant.payee, Money(500))
    assert not provider.is_offered(merchant.payee, Money(5_000_000_000))
    assert not provider.is_offered(merchant.payee, Money(203_000, "USD"))


def test_without_a_secret_nothing_is_offered_or_started(
    merchant: MerchantAccount, settings: Settings
) -> None:
    assert merchant.payee is not None
    settings.PAYMENT_SECRETS = {}

    assert not providers.get(merchant.provider).is_offered(merchant.payee, Money(203_000))
    with pytest.raises(PaymentRefusedError):
        actions.start_attempt(
            charge=make.charge(merchant.payee, 203_000), provider_code=merchant.provider
        )
