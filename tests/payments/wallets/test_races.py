"""The same payment from many sides at once."""

import threading

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from payments.models import Allocation, Charge, Notice, Receipt
from tests.payments.wallets.cases import MERCHANT, Case, send, told_of
from tests.payments.wallets.conftest import make_desk

AT_ONCE = 8


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_notice_many_times_at_once_is_one_payment(
    case: Case, settings: Settings, at_nine: None
) -> None:
    settings.PAYMENT_SECRETS = {case.code: {"live": {MERCHANT: case.secrets}}}
    desk = make_desk(Client(), case)
    sent = case.tell(told_of(desk.attempt, case))
    statuses: list[int] = []
    start = threading.Barrier(AT_ONCE)

    def call() -> None:
        start.wait()
        try:
            statuses.append(send(Client(), desk.merchant, sent).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(statuses) == AT_ONCE
    assert max(statuses) < 400
    assert (Notice.objects.count(), Receipt.objects.count()) == (1, 1)
    assert Allocation.objects.get().amount == 203_000
    assert Charge.objects.get().settled_at is not None
