"""What a gateway hands us to show a buyer is looked at before it is shown."""

import pytest

from payments.errors import PaymentRefusedError
from payments.models import Attempt, MerchantAccount
from payments.protocol import RedirectStep, WalletQrStep
from payments.providers.viettel_gateway.core.messages import Created
from payments.providers.viettel_gateway.provider import _step

LIVE = MerchantAccount(provider="viettel_gateway", merchant_id="SCTDEMO")
SANDBOX = MerchantAccount(provider="viettel_gateway", merchant_id="SCTDEMO", environment="sandbox")


def created(*, url: str = "", code: str = "", link: str = "") -> Created:
    return Created(url=url, qr_code=code, deep_link=link, request_id="VT1")


def attempt() -> Attempt:
    return Attempt(provider="viettel_gateway", due=203_000, currency="VND")


def test_a_code_is_shown_with_the_link_that_opens_the_app() -> None:
    step = _step(attempt(), LIVE, created(code="VT|1", link="viettelmoney://pay/1"))

    assert isinstance(step, WalletQrStep)
    assert (step.payload, step.app_url) == ("VT|1", "viettelmoney://pay/1")


@pytest.mark.parametrize(
    "link", ["javascript://%0aalert(1)", "JavaScript://x", "data://x", "tel:113", "pay/1"]
)
def test_a_link_a_browser_would_run_is_left_out(link: str) -> None:
    step = _step(attempt(), LIVE, created(code="VT|1", link=link))

    assert isinstance(step, WalletQrStep)
    assert step.app_url == ""
    with pytest.raises(PaymentRefusedError):
        _step(attempt(), LIVE, created(link=link))


def test_a_page_is_opened_over_tls_unless_it_is_the_sandboxs() -> None:
    assert _step(attempt(), LIVE, created(url="https://pay.example/1")) == RedirectStep(
        url="https://pay.example/1"
    )
    assert _step(attempt(), SANDBOX, created(url="http://127.0.0.1:8020/x")) == RedirectStep(
        url="http://127.0.0.1:8020/x"
    )
    for url in ("http://pay.example/1", "//pay.example/1", "https:///1", ""):
        with pytest.raises(PaymentRefusedError):
            _step(attempt(), LIVE, created(url=url))
