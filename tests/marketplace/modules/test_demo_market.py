"""The demo's market: twelve stalls, one quiet, two with one account, sales of today."""

import pytest

from marketplace.modules.demo.market import load_market
from marketplace.modules.demo.money import load_bank
from marketplace.modules.stalls.marketview import market_view
from payments.models import Receipt
from tests.factories import payments as money

pytestmark = pytest.mark.django_db


def test_the_demo_opens_a_market() -> None:
    load_bank("http://127.0.0.1:8010")
    shown = market_view(load_market(money.person(staff=True)))

    payees = [one.stall.payee_id for one in shown.cells]
    assert len(payees) == 12
    assert len(set(payees)) == 11
    assert [one.stall.number for one in shown.quiet] == ["9"]
    assert shown.selling == 11
    assert not Receipt.objects.exclude(attention="").exists()
