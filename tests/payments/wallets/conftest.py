"""A gateway account, its secrets, and a try that waits for its money."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from marketplace.kernel.models import AuditRow
from payments.models import Attempt, Charge, MerchantAccount, Notice, Receipt
from tests.factories import payments as make
from tests.payments.wallets.cases import ALL_CASES, MERCHANT, NOW, Case, Sent, case_of, send

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response


@dataclass(slots=True)
class Desk:
    """One gateway, its account with us, and an order that waits to be paid."""

    client: Client
    case: Case
    merchant: MerchantAccount
    charge: Charge
    attempt: Attempt

    def take(self, sent: Sent) -> "Response":
        return send(self.client, self.merchant, sent)

    def counts(self) -> tuple[int, int]:
        return Notice.objects.count(), Receipt.objects.count()

    def fresh(self) -> Charge:
        self.charge.refresh_from_db()
        return self.charge

    def refusals(self) -> list[str]:
        rows = AuditRow.objects.filter(action="notice.refused").order_by("pk")
        return [str(row.details["reason"]) for row in rows]


@pytest.fixture(params=ALL_CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return case_of(request.param)


@pytest.fixture
def secrets(case: Case, settings: Settings) -> None:
    settings.PAYMENT_SECRETS = {case.code: {"live": {MERCHANT: case.secrets}}}


@pytest.fixture
def at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(client: Client, case: Case, secrets: None, at_nine: None, db: None) -> Desk:
    return make_desk(client, case)


def make_desk(client: Client, case: Case) -> Desk:
    merchant = MerchantAccount.objects.create(
        payee=make.payee(), provider=case.code, merchant_id=MERCHANT
    )
    assert merchant.payee is not None
    charge = make.charge(merchant.payee, 203_000)
    return Desk(client, case, merchant, charge, make.gateway_attempt(charge, merchant))


LATER = timedelta(minutes=10)
