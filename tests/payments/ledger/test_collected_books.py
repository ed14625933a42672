"""Money that the platform's account at a gateway collects, in the books of both sides."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from payments import actions, hooks
from payments.actions.books import post_payout, undo_payout
from payments.actions.receiving import GatewayPayment, receive_from_gateway
from payments.errors import OtherPayeeError
from payments.ledger.core.postings import Role
from payments.ledger.models import JournalEntry
from payments.ledger.queries import PLATFORM, balance, balances, details, mirror_differences
from payments.models import Allocation, MoneyReturn, Notice, Receipt
from tests.factories import payments as make

pytestmark = pytest.mark.django_db


def test_what_the_platform_collects_is_held_for_the_payee() -> None:
    charge = make.charge(amount=100)

    make.collect(charge, through=make.merchant())

    theirs = balances(owner=f"payee:{charge.payee_id}")
    assert (theirs[Role.HELD], theirs[Role.BANK], theirs[Role.RECEIVABLE]) == (100, 0, 0)
    assert details(owner=PLATFORM, role=Role.CLEARING) == {"sample_wallet": 100}
    assert details(owner=PLATFORM, role=Role.PAYABLE) == {f"payee:{charge.payee_id}": -100}
    assert mirror_differences() == {}


def test_what_the_payees_own_gateway_account_gets_is_theirs_at_once() -> None:
    charge = make.charge(amount=100)

    make.collect(charge, through=make.merchant(charge.payee))

    assert balance(owner=f"payee:{charge.payee_id}", role=Role.BANK) == 100
    assert balances(owner=PLATFORM)[Role.CLEARING] == 0


def test_a_payout_brings_it_into_their_own_account_and_back_when_the_bank_refuses() -> None:
    charge = make.charge(amount=100)
    receipt = make.collect(charge, through=make.merchant())
    owner = f"payee:{charge.payee_id}"

    post_payout(receipt, payee_id=charge.payee_id, amount=60, currency="VND")
    assert balances(owner=owner)[Role.BANK] == 60
    assert balances(owner=owner)[Role.HELD] == 40
    assert balances(owner=PLATFORM)[Role.BANK] == -60
    assert mirror_differences() == {}

    undo_payout(receipt, payee_id=charge.payee_id, amount=60, currency="VND")
    assert balances(owner=owner)[Role.HELD] == 100
    assert balances(owner=PLATFORM)[Role.BANK] == 0


def test_collected_money_that_paid_nothing_goes_back_out_of_what_is_held() -> None:
    charge = make.charge(amount=100)
    receipt = make.collected_money(charge, 60, make.merchant())
    heard: list[int] = []

    def hear(given: MoneyReturn) -> None:
        heard.append(given.pk)

    with hooks.money_went_back.register_temporarily(hear):
        given = actions.record_return(
            receipt=receipt,
            amount=receipt.total,
            reference="FT1",
            acting_user=make.person(staff=True),
        )

    owner = f"payee:{charge.payee_id}"
    assert heard == [given.pk]
    assert balances(owner=owner)[Role.HELD] == 0
    assert details(owner=PLATFORM, role=Role.PAYABLE) == {owner: 0}
    assert balances(owner=PLATFORM)[Role.BANK] == -60


def unknown_money(amount: int) -> Receipt:
    """Let the platform's account take money whose order number is not ours."""
    through = make.merchant()
    notice = Notice.objects.create(
        provider=through.provider,
        event_id="of-an-unknown-order",
        environment=through.environment,
        merchant=through,
        body=b"{}",
        received_at=now(),
    )
    payment = GatewayPayment(
        amount=Money(amount), transaction_id="T1", occurred_at=now(), attempt=None
    )
    with transaction.atomic():
        return receive_from_gateway(notice=notice, payment=payment)


def test_collected_money_of_an_unknown_order_is_whosever_charge_staff_finds() -> None:
    receipt = unknown_money(150)
    charge = make.charge(amount=100)
    staff = make.person(staff=True)

    found = actions.match_receipt(
        receipt=receipt, charge=charge, amount=Money(100), acting_user=staff, reason="asked them"
    )

    charge.refresh_from_db()
    assert charge.settled_at is not None
    owner = f"payee:{charge.payee_id}"
    theirs = balances(owner=owner)
    assert (theirs[Role.HELD], theirs[Role.UNMATCHED], theirs[Role.RECEIVABLE]) == (100, 0, 0)
    assert balance(owner="payee:unknown", role=Role.HELD) == 50
    assert balance(owner="payee:unknown", role=Role.UNMATCHED) == -50
    assert details(owner=PLATFORM, role=Role.PAYABLE) == {owner: -100, "payee:unknown": -50}
    assert details(owner=PLATFORM, role=Role.CLEARING) == {"sample_wallet": 150}
    assert mirror_differences() == {}

    assert isinstance(found, Allocation)
    actions.unmatch(allocation=found, acting_user=staff, reason="not theirs")

    assert balances(owner=owner)[Role.HELD] == 0
    assert balance(owner="payee:unknown", role=Role.HELD) == 150
    assert details(owner=PLATFORM, role=Role.PAYABLE) == {owner: 0, "payee:unknown": -150}
    assert mirror_differences() == {}


def test_a_payees_own_money_still_pays_nobody_elses_charge() -> None:
    charge, other = make.charge(amount=100), make.charge(amount=100)
    receipt = make.collected_money(charge, 100, make.merchant())

    with pytest.raises(OtherPayeeError):
        actions.match_receipt(
            receipt=receipt, charge=other, acting_user=make.person(staff=True), reason="no"
        )


def test_money_is_booked_on_the_day_it_came() -> None:
    charge = make.charge(amount=100)
    make.pay(charge)

    entry = JournalEntry.objects.get(kind="money_came")
    assert entry.booked_on == datetime(2026, 11, 21, 2, 42, tzinfo=UTC).date()
