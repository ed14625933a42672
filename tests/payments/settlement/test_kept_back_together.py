"""Commission and tax keep back what the platform holds, never the same đồng twice."""

from datetime import date

import pytest

from payments import actions
from payments.ledger.core.postings import Role
from payments.ledger.queries import balances, mirror_differences
from payments.settlement.actions import add_rule
from payments.settlement.core.commission import Terms
from tests.factories import payments as make
from tests.factories import tax

pytestmark = pytest.mark.django_db


def test_of_a_price_paid_mostly_in_cash_no_more_is_kept_back_than_is_held() -> None:
    tax.rates()
    seller = make.person()
    payee = make.payee(seller)
    tax.taxpayer(payee)
    add_rule(terms=Terms(basis_points=250), valid_from=date(2026, 1, 1), reason="agreed")
    charge = make.charge(payee, amount=100_000)
    make.collect(charge, 2_600, through=make.merchant())
    charge.refresh_from_db()
    actions.record_cash(charge=charge, amount=charge.rest, acting_user=seller)

    books = balances(owner=f"payee:{payee.pk}")

    assert (books[Role.HELD], -books[Role.DUE_TO_PLATFORM]) == (0, 2_500 + 1_500 - 2_600)
    assert mirror_differences() == {}
