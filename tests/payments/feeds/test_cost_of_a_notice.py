"""What one notice of a bank costs: a market's evening is thousands of them on a small machine."""

import json
import time

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from payments.feeds.sepay.core.signing import sign
from payments.models import Charge, PayoutAccount
from tests.factories import payments as make

SECRET = "the-secret-of-this-account"
MOST = 42
"""Statements, the ends of savepoints and one look at the switched-off modules among them."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(settings: Settings) -> PayoutAccount:
    account = make.payout_account(make.payee_without_account(), feed_code="sepay")
    settings.SEPAY_SECRETS = {account.account_number: (SECRET,)}
    return account


def tell(client: Client, number: int, charge: Charge, account: PayoutAccount) -> None:
    """Tell of the transfer that pays ``charge``."""
    body = json.dumps(
        {
            "id": number,
            "transactionDate": "2026-11-21 15:59:00",
            "accountNumber": account.account_number,
            "content": f"CK {charge.memo_code}",
            "transferType": "in",
            "transferAmount": charge.amount,
        }
    ).encode()
    stamp = str(int(time.time()))
    headers = {"X-SePay-Timestamp": stamp, "X-SePay-Signature": sign(SECRET, stamp, body)}
    answer = client.post(
        f"/hook/sepay/{account.public_id}/", body, content_type="application/json", headers=headers
    )
    assert answer.status_code == 200


def test_a_notice_costs_few_statements_however_much_is_open(
    client: Client,
    account: PayoutAccount,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    charges = [make.charge(account.payee, 203_000) for _ in range(12)]
    tell(client, 1, charges[0], account)  # opens the accounts of the books

    with django_assert_max_num_queries(MOST):
        tell(client, 2, charges[1], account)
    for number, charge in enumerate(charges[2:11], start=3):
        tell(client, number, charge, account)
    with django_assert_max_num_queries(MOST):
        tell(client, 12, charges[11], account)

    assert Charge.objects.filter(settled_at=None).count() == 0


def test_a_notice_told_again_costs_next_to_nothing(
    client: Client,
    account: PayoutAccount,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    charge = make.charge(account.payee, 203_000)
    tell(client, 1, charge, account)

    with django_assert_max_num_queries(16):
        tell(client, 1, charge, account)
