"""The same notice from many sides at once."""

import json
import threading
import time

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from payments.feeds.sepay.core.signing import sign
from payments.models import Allocation, Charge, Notice, Receipt
from tests.factories import payments as make

SECRET = "the-secret-of-this-account"
AT_ONCE = 20


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_notice_twenty_times_at_once_pays_once(settings: Settings) -> None:
    account = make.payout_account(make.payee_without_account(), feed_code="sepay")
    settings.SEPAY_SECRETS = {account.account_number: (SECRET,)}
    charge = make.charge(account.payee, 203_000)
    content = json.dumps(
        {
            "id": 1,
            "transactionDate": "2026-11-21 15:59:00",
            "accountNumber": account.account_number,
            "content": charge.memo_code,
            "transferType": "in",
            "transferAmount": 203000,
        }
    ).encode()
    answers: list[int] = []
    start = threading.Barrier(AT_ONCE)

    def call() -> None:
        stamp = str(int(time.time()))
        headers = {
            "X-SePay-Timestamp": stamp,
            "X-SePay-Signature": sign(SECRET, stamp, content),
        }
        start.wait()
        try:
            answer = Client().post(
                f"/hook/sepay/{account.public_id}/",
                content,
                content_type="application/json",
                headers=headers,
            )
            answers.append(answer.status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [200] * AT_ONCE
    assert (Notice.objects.count(), Receipt.objects.count()) == (1, 1)
    assert Allocation.objects.get().amount == 203_000
    assert Charge.objects.get().settled_at is not None
