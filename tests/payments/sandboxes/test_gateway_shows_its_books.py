"""A gateway that can be asked shows its books over real HTTP, and the day is compared with them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from payments import actions
from payments.models import Attempt, MerchantAccount, Receipt
from payments.protocol import RedirectStep
from payments.reconciliation.actions import reconcile_day, take_report
from payments.reconciliation.fetching import fetch_report, fetch_reports
from payments.reconciliation.models import Difference, ProviderLine, ProviderReport
from payments.sandboxes.gateways.demo import SECRETS
from payments.wallets.asking import ask
from tests.factories import payments as make
from tests.payments.sandboxes.gateways import Gateways, merchant_of, running

pytestmark = pytest.mark.django_db(transaction=True)

STRIPE = "stripe_checkout"


@pytest.fixture
def gateways(settings: Settings, live_server: LiveServer, tmp_path: Path) -> Iterator[Gateways]:
    with running(tmp_path) as found:
        settings.PAYMENTS_ENVIRONMENT = "sandbox"
        settings.PAYMENT_SECRETS = SECRETS
        settings.PUBLIC_ORIGIN = live_server.url
        settings.SANDBOX_GATEWAYS_URL = found.url
        yield found


@pytest.fixture
def stripe(gateways: Gateways) -> MerchantAccount:
    return platform_account(STRIPE)


def platform_account(code: str) -> MerchantAccount:
    return MerchantAccount.objects.create(
        payee=None, provider=code, merchant_id=merchant_of(code), environment="sandbox"
    )


def paid(gateways: Gateways, amount: int, *, told: bool = True) -> Attempt:
    """Pay at the gateway; where it is not told, its notice is lost and nobody asks."""
    charge = make.charge(make.payee_without_account(), amount)
    step = actions.start_attempt(charge=charge, provider_code=STRIPE)
    assert isinstance(step, RedirectStep)
    attempt = Attempt.objects.select_related("charge__payee", "merchant").get(charge=charge)
    gateways.switch(STRIPE, "pay", order_ref=attempt.order_ref, notify=False)
    if told:
        ask(attempt)
    return attempt


def test_a_day_is_fetched_and_agrees(stripe: MerchantAccount, gateways: Gateways) -> None:
    paid(gateways, 203_000)
    today = timezone.localdate()

    report = fetch_report(merchant=stripe, day=today)

    assert report is not None
    assert (report.first_day, report.last_day, report.read_by) == (today, today, None)
    line = ProviderLine.objects.get()
    assert (line.kind, line.reference) == ("payment", Receipt.objects.get().reference)
    assert (line.amount, line.fee) == (203_000, 6_902)
    assert not Difference.objects.filter(closed_at=None).exists()


def test_a_payment_whose_notice_was_lost_is_found_in_the_books(
    stripe: MerchantAccount, gateways: Gateways
) -> None:
    paid(gateways, 203_000, told=False)
    today = timezone.localdate()

    fetch_report(merchant=stripe, day=today)

    found = Difference.objects.get(closed_at=None)
    assert (found.kind, found.ours, found.theirs) == ("payment_not_here", 0, 203_000)


def test_more_than_a_page_of_movements_is_read_whole(
    stripe: MerchantAccount, gateways: Gateways, monkeypatch: pytest.MonkeyPatch
) -> None:
    from payments.providers.stripe_checkout import client

    monkeypatch.setattr(client, "PAGE", 2)
    for amount in (20_000, 30_000, 40_000, 50_000, 60_000):
        paid(gateways, amount)

    fetch_report(merchant=stripe, day=timezone.localdate())

    amounts = ProviderLine.objects.order_by("amount").values_list("amount", flat=True)
    assert list(amounts) == [20_000, 30_000, 40_000, 50_000, 60_000]


def test_the_clock_fetches_each_day_once_also_days_without_money(
    stripe: MerchantAccount, gateways: Gateways, settings: Settings
) -> None:
    settings.RECONCILE_DAYS = 3
    fetch_reports.func()
    fetch_reports.func()

    days = [timezone.localdate() - timedelta(days=back) for back in (3, 2, 1)]
    assert list(ProviderReport.objects.order_by("pk").values_list("first_day", flat=True)) == days


def test_a_gateway_that_does_not_answer_leaves_the_day_open(
    stripe: MerchantAccount, gateways: Gateways
) -> None:
    paid(gateways, 203_000)
    gateways.switch(STRIPE, "faults", next="timeout_after_success", seconds=0)

    assert fetch_report(merchant=stripe, day=timezone.localdate()) is None

    reconcile_day(day=timezone.localdate())
    assert Difference.objects.get(closed_at=None).kind == "no_report"


def test_books_that_contradict_an_uploaded_report_stop_nobody_else(
    stripe: MerchantAccount, gateways: Gateways
) -> None:
    attempt = paid(gateways, 203_000)
    reference = Receipt.objects.get().reference
    yesterday = timezone.localdate() - timedelta(days=1)
    take_report(
        merchant=stripe,
        name="typed.csv",
        content=f"kind,reference,amount,day\npayment,{reference},5,{yesterday}\n".encode(),
    )

    assert fetch_report(merchant=stripe, day=timezone.localdate()) is None

    assert attempt.merchant == stripe
    assert ProviderReport.objects.get().name == "typed.csv"


def test_a_gateway_without_books_to_ask_for_is_left_to_people(gateways: Gateways) -> None:
    assert fetch_report(merchant=platform_account("momo"), day=timezone.localdate()) is None
