"""What only Viettel's gateways and VNPT Pay do: ask before they take money, tell in two forms."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from marketplace.kernel.money import Money
from payments import actions
from payments.core.states import ChargeState
from payments.errors import PaymentRefusedError, ProviderUnreachableError
from payments.models import Attempt, Charge, MerchantAccount, Notice, Receipt
from payments.protocol import RedirectStep, WalletQrStep, providers
from payments.refunds.actions import ask_about_refund, request_refund, send_refund
from payments.refunds.models import Refund
from payments.sandboxes.gateways.demo import SECRETS
from payments.wallets.asking import ask
from payments.wallets.calls import RETURN, wallet_of
from tests.factories import payments as make
from tests.payments.sandboxes.gateways import Gateways, merchant_of, running

pytestmark = pytest.mark.django_db(transaction=True)
ASK_FIRST = {"viettel_money": "verify", "viettel_gateway": "confirm"}


@pytest.fixture
def gateways(settings: Settings, live_server: LiveServer, tmp_path: Path) -> Iterator[Gateways]:
    with running(tmp_path) as found:
        settings.PAYMENTS_ENVIRONMENT = "sandbox"
        settings.PAYMENT_SECRETS = SECRETS
        settings.PUBLIC_ORIGIN = live_server.url
        settings.SANDBOX_GATEWAYS_URL = found.url
        yield found


def merchant(code: str, gateways: Gateways, live_server: LiveServer) -> MerchantAccount:
    account = MerchantAccount.objects.create(
        payee=make.payee_without_account(),
        provider=code,
        merchant_id=merchant_of(code),
        environment="sandbox",
    )
    wallet = wallet_of(code)
    assert wallet is not None
    for name in set(wallet.calls) - {RETURN}:
        url = f"{live_server.url}/hook/{code}/{account.public_id}/{name}/"
        gateways.switch(code, "hooks", merchant=account.merchant_id, name=name, url=url)
    return account


def started(account: MerchantAccount, gateways: Gateways) -> Attempt:
    assert account.payee is not None
    charge = make.charge(account.payee, 203_000)
    step = actions.start_attempt(charge=charge, provider_code=account.provider)
    if isinstance(step, RedirectStep):
        assert gateways.get(step.url).status in {200, 303}
    return Attempt.objects.select_related("charge__payee", "merchant").get()


def state_at(gateways: Gateways, code: str) -> str:
    (order,) = json.loads(gateways.get(f"/{code}/sandbox/orders").text)["orders"]
    return str(order["state"])


@pytest.mark.parametrize("code", ASK_FIRST)
def test_no_money_is_taken_for_a_charge_that_is_closed(
    code: str, gateways: Gateways, live_server: LiveServer
) -> None:
    attempt = started(merchant(code, gateways, live_server), gateways)
    actions.cancel_charge(charge=attempt.charge, reason="Hết hàng")

    answer = gateways.post(
        f"/{code}/sandbox/pay", {"order_ref": attempt.order_ref, "outcome": "paid"}
    )

    assert answer.status == 422
    assert state_at(gateways, code) == "open"
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("code", ASK_FIRST)
def test_no_money_is_taken_while_the_shop_cannot_be_asked(
    code: str, gateways: Gateways, live_server: LiveServer
) -> None:
    attempt = started(merchant(code, gateways, live_server), gateways)
    gateways.switch(
        code,
        "hooks",
        merchant=merchant_of(code),
        name=ASK_FIRST[code],
        url=f"{live_server.url}/hook/{code}/nobody/",
    )

    answer = gateways.post(
        f"/{code}/sandbox/pay", {"order_ref": attempt.order_ref, "outcome": "paid"}
    )

    assert answer.status == 422
    assert state_at(gateways, code) == "open"


def test_a_status_viettel_does_not_know_is_asked_about_again(
    gateways: Gateways, live_server: LiveServer
) -> None:
    attempt = started(merchant("viettel_money", gateways, live_server), gateways)
    gateways.switch("viettel_money", "pay", order_ref=attempt.order_ref, notify=False)
    gateways.switch("viettel_money", "faults", next="unknown_status")

    assert ask(attempt) is None
    attempt.refresh_from_db()
    assert attempt.outcome == Attempt.Outcome.OFFERED
    assert not Receipt.objects.exists()

    ask(attempt)
    assert Charge.objects.get().state is ChargeState.SETTLED


@pytest.mark.parametrize(
    ("code", "amount"), [("viettel_money", 203_000), ("viettel_gateway", 53_000)]
)
def test_a_refund_goes_back_once_though_its_answer_was_lost(
    code: str, amount: int, gateways: Gateways, live_server: LiveServer
) -> None:
    attempt = started(merchant(code, gateways, live_server), gateways)
    gateways.switch(code, "pay", order_ref=attempt.order_ref, notify=False)
    ask(attempt)
    refund = request_refund(
        charge=attempt.charge,
        amount=Money(amount),
        reason="Hàng hỏng",
        acting_user=make.person(staff=True),
    )
    gateways.switch(code, "faults", next="timeout_after_success", seconds=0)

    if refund.state == Refund.State.REQUESTED:
        refund = send_refund(refund=refund)
    assert refund.state == Refund.State.UNKNOWN
    refund = ask_about_refund(refund=refund)

    assert refund.state == Refund.State.DONE
    assert refund.provider_ref
    assert Charge.objects.get().returned == amount
    sent = gateways.get(f"/{code}/sandbox/refunds").text
    assert sent.count(f'"amount":{amount},"state":"done"') == 1


def test_a_refund_that_ends_later_is_told(gateways: Gateways, live_server: LiveServer) -> None:
    attempt = started(merchant("viettel_gateway", gateways, live_server), gateways)
    gateways.switch("viettel_gateway", "pay", order_ref=attempt.order_ref, notify=False)
    ask(attempt)
    gateways.switch("viettel_gateway", "faults", next="refund_pending")
    refund = request_refund(
        charge=attempt.charge,
        amount=Money(203_000),
        reason="Hàng hỏng",
        acting_user=make.person(staff=True),
    )
    if refund.state == Refund.State.REQUESTED:
        refund = send_refund(refund=refund)
    assert refund.state == Refund.State.SENT

    gateways.switch(
        "viettel_gateway",
        "refund",
        merchant=merchant_of("viettel_gateway"),
        refund_ref=refund.refund_ref,
    )
    gateways.wait_for_tries("viettel_gateway", str(attempt.order_ref), 1)

    refund.refresh_from_db()
    assert refund.state == Refund.State.DONE
    assert Charge.objects.get().returned == 203_000


@pytest.mark.parametrize(("way", "form"), [("redirect", True), ("qr", False)])
def test_vnpt_pay_tells_in_either_form(
    way: str, form: bool, gateways: Gateways, live_server: LiveServer, settings: Settings
) -> None:
    settings.VNPT_PAY_WAY = way
    account = merchant("vnpt_pay", gateways, live_server)
    attempt = started(account, gateways)

    order_ref = str(attempt.order_ref)

    gateways.switch("vnpt_pay", "pay", order_ref=order_ref)
    gateways.wait_for_tries("vnpt_pay", order_ref, 1)
    gateways.switch("vnpt_pay", "again", order_ref=order_ref)
    tries = gateways.wait_for_tries("vnpt_pay", order_ref, 2)

    assert [json.loads(str(made["said"]))["RESPONSE_CODE"] for made in tries] == ["00", "00"]
    assert Charge.objects.get().state is ChargeState.SETTLED
    assert bytes(Notice.objects.get().body).startswith(b"data=") is form
    assert attempt.step["kind"] == ("redirect" if form else "wallet_qr")
    settings.VNPT_PAY_WAY = "qr" if form else "redirect"
    assert ask(attempt) is not None  # asked as the try was made, whatever the settings say now


def test_vnpt_pay_gives_nothing_back_by_machine(
    gateways: Gateways, live_server: LiveServer
) -> None:
    attempt = started(merchant("vnpt_pay", gateways, live_server), gateways)
    gateways.switch("vnpt_pay", "pay", order_ref=attempt.order_ref, notify=False)
    ask(attempt)

    refund = request_refund(
        charge=attempt.charge,
        amount=Money(203_000),
        reason="Hàng hỏng",
        acting_user=make.person(staff=True),
    )

    assert refund.way != Refund.Way.GATEWAY


def test_orders_of_answers_the_partner_names_replace_ours(
    gateways: Gateways, live_server: LiveServer, settings: Settings
) -> None:
    settings.VNPT_PAY_REPLY_FIELDS = {"INIT_REPLY": ["DESCRIPTION", "RESPONSE_CODE"]}
    account = merchant("vnpt_pay", gateways, live_server)
    assert account.payee is not None
    charge = make.charge(account.payee, 203_000)

    with pytest.raises(ProviderUnreachableError):
        actions.start_attempt(charge=charge, provider_code="vnpt_pay")

    settings.VNPT_PAY_REPLY_FIELDS = {
        "INIT_REPLY": ["RESPONSE_CODE", "DESCRIPTION", "REDIRECT_URL"]
    }
    step = actions.start_attempt(charge=charge, provider_code="vnpt_pay")
    assert isinstance(step, RedirectStep)


@pytest.mark.parametrize("way", ["QR", "WEB", "DEEPLINK"])
def test_the_newer_gateway_shows_what_the_settings_want(
    way: str, gateways: Gateways, live_server: LiveServer, settings: Settings
) -> None:
    settings.VIETTEL_GATEWAY_WAY = way
    attempt = started(merchant("viettel_gateway", gateways, live_server), gateways)
    step = providers.get("viettel_gateway").start(attempt)

    if way == "WEB":
        assert isinstance(step, RedirectStep)
        assert gateways.get(step.url).status == 200
    else:
        assert isinstance(step, WalletQrStep)
        assert (step.wallet, step.amount) == ("Viettel Money", Money(203_000))
        assert step.app_url == step.payload
        assert gateways.get(step.payload).status == 200
    attempt.refresh_from_db()
    assert attempt.provider_ref.startswith("VT")
    gateways.switch("viettel_gateway", "pay", order_ref=attempt.order_ref, notify=False)
    ask(attempt)
    assert Receipt.objects.get().reference != attempt.provider_ref


def test_a_gateway_that_says_no_is_refused_and_another_way_stays_open(
    gateways: Gateways, live_server: LiveServer
) -> None:
    account = merchant("viettel_gateway", gateways, live_server)
    attempt = started(account, gateways)
    attempt.due = 204_000  # the same order for another amount

    with pytest.raises(PaymentRefusedError):
        providers.get("viettel_gateway").start(attempt)


def test_the_way_back_carries_a_signed_result(gateways: Gateways, live_server: LiveServer) -> None:
    attempt = started(merchant("viettel_money", gateways, live_server), gateways)
    back = str(
        gateways.switch("viettel_money", "pay", order_ref=attempt.order_ref, notify=False)[
            "return_url"
        ]
    )

    said = dict(parse_qsl(urlsplit(back).query))
    assert (said["payment_status"], said["trans_amount"]) == ("1", "203000")
    assert gateways.get(back.partition("?")[0]).status == 302
    assert not Receipt.objects.exists()  # without its signature nobody is asked
    assert gateways.get(back).status == 302
    assert Charge.objects.get().state is ChargeState.SETTLED
