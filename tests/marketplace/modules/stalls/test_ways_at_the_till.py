"""Ways to pay at the till: a code to hold out, bank transfer first, the others behind one word."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from marketplace.kernel.money import Money
from marketplace.modules.stalls.models import Sale, Stall
from marketplace.modules.stalls.screens import ways_to_pay
from payments.models import Attempt, Payee
from payments.protocol import NextStep, WalletQrStep, providers
from payments.providers.momo.provider import Momo
from payments.providers.viettel_gateway.provider import ViettelGateway
from payments.providers.vnpay.provider import Vnpay
from payments.providers.vnpt_pay.provider import VnptPay
from payments.providers.zalopay.provider import ZaloPay
from payments.wallets.base import WalletBase
from tests.factories import stalls as factory
from tests.marketplace.modules.stalls.test_quay_pages import phone_of, typed

pytestmark = pytest.mark.django_db


class Sample:
    """A wallet of a test: with a code to scan, or only with a page to go to."""

    label = "Sample wallet"
    summary = "For tests"
    waits_for_money = True

    def __init__(self, code: str, *, shows_code: bool) -> None:
        self.code = code
        self.shows_code = shows_code

    def is_offered(self, payee: Payee, amount: Money) -> bool:
        return payee.pk > 0 and amount.amount > 0

    def start(self, attempt: Attempt) -> NextStep:
        assert attempt.expires_at is not None
        return WalletQrStep(
            payload=f"wallet {attempt.pk}",
            wallet="Sample wallet",
            amount=attempt.amount,
            expires_at=attempt.expires_at,
        )


@pytest.fixture(autouse=True)
def wallets() -> Iterator[None]:
    """A wallet that shows a code, and one that has a page only; both come first by their names."""
    with (
        providers.register_temporarily("a_page", Sample("a_page", shows_code=False)),
        providers.register_temporarily("a_wallet", Sample("a_wallet", shows_code=True)),
    ):
        yield


@pytest.fixture
def stall() -> Stall:
    return factory.stall(feed_code="test_feed")


@pytest.fixture
def phone(stall: Stall) -> Client:
    return phone_of(stall)


def test_only_what_gives_a_code_is_offered_and_the_bank_comes_first(stall: Stall) -> None:
    codes = [code for code, _provider in ways_to_pay(stall.payee, Money(50_000))]

    assert codes == ["vietqr_transfer", "a_wallet"]


def test_the_other_ways_stand_behind_one_word_and_are_a_form(phone: Client, stall: Stall) -> None:
    phone.post("/quay/ban/", typed(stall))
    sale = Sale.objects.get()
    page = phone.get(f"/quay/ban/{sale.pk}/").content.decode()

    folded = page.split("<details", 2)[2].split("</details>")[0]
    assert "Cách khác" in folded
    assert 'value="a_wallet"' in folded
    assert 'value="vietqr_transfer"' not in page
    assert "a_page" not in page

    shown = phone.post(f"/quay/ban/{sale.pk}/cach/", {"cach": "a_wallet"}, follow=True)
    told = shown.content.decode()
    assert "Sample wallet" in told
    assert 'value="vietqr_transfer"' in told
    assert 'value="a_wallet"' not in told


def test_a_way_that_gives_no_code_cannot_be_asked_for_at_the_till(
    phone: Client, stall: Stall
) -> None:
    phone.post("/quay/ban/", typed(stall))
    sale = Sale.objects.get()

    phone.post(f"/quay/ban/{sale.pk}/cach/", {"cach": "a_page"})

    assert not sale.charge.attempts.filter(provider="a_page").exists()


@pytest.mark.parametrize(
    ("provider", "setting", "code", "page"),
    [
        (Momo(), "MOMO_SHOWS", "code", "page"),
        (ZaloPay(), "ZALOPAY_SHOWS", "code", "page"),
        (VnptPay(), "VNPT_PAY_WAY", "qr", "redirect"),
        (ViettelGateway(), "VIETTEL_GATEWAY_WAY", "QR", "WEB"),
    ],
)
def test_a_wallet_shows_a_code_when_its_setting_says_so(
    settings: Settings, provider: WalletBase, setting: str, code: str, page: str
) -> None:
    setattr(settings, setting, code)
    assert provider.shows_code
    setattr(settings, setting, page)
    assert not provider.shows_code


def test_a_gateway_that_has_a_page_only_shows_none() -> None:
    assert not Vnpay().shows_code
