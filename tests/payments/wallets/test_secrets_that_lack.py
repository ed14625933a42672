"""A set of secrets that lacks the one to sign with: the way to pay is refused, not broken."""

import pytest
from pytest_django.fixtures import Settings

from payments.errors import PaymentRefusedError
from payments.protocol import providers
from tests.factories import payments as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "code",
    [
        "vnpay",
        "momo",
        "zalopay",
        "vnpt_pay",
        "viettel_money",
        "viettel_gateway",
        "stripe_checkout",
    ],
)
def test_a_try_is_refused_before_anything_is_sent(code: str, settings: Settings) -> None:
    merchant = make.merchant(provider=code)
    sets = {merchant.environment: {merchant.merchant_id: {"another_name": "x"}}}
    settings.PAYMENT_SECRETS = {code: sets}
    attempt = make.gateway_attempt(make.charge(amount=50_000), merchant)

    with pytest.raises(PaymentRefusedError):
        providers.get(code).start(attempt)
