"""The demo's accounts with the sandbox gateways, and where these tell of payments."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from marketplace.modules.demo.money import load_gateways, write_gateway_hooks
from payments.models import MerchantAccount
from payments.sandboxes.gateways.demo import SECRETS
from payments.sandboxes.gateways.hooks import Hooks
from payments.sandboxes.gateways.registry import gateways
from payments.secrets import secret_sets

pytestmark = pytest.mark.django_db


def test_the_platform_has_an_account_with_every_sandbox_gateway_once(settings: Settings) -> None:
    settings.PAYMENT_SECRETS = SECRETS

    load_gateways()
    load_gateways()

    accounts = MerchantAccount.objects.filter(environment="sandbox")
    assert sorted(account.provider for account in accounts) == sorted(gateways())
    assert all(account.collects and secret_sets(account) for account in accounts)


def test_the_sandbox_reads_where_each_account_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.PUBLIC_ORIGIN = "http://127.0.0.1:8000"
    load_gateways()

    hooks = Hooks(file=write_gateway_hooks())

    for code, gateway in gateways().items():
        account = MerchantAccount.objects.get(provider=code)
        for name in gateway.hooks:
            url = hooks.url_for(code, account.merchant_id, name)
            assert url == f"http://127.0.0.1:8000/hook/{code}/{account.public_id}/{name}/"
