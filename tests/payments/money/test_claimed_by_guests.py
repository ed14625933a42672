"""Money without a charge: a module above may know by the memo what it is for."""

import pytest

from payments import actions, hooks
from payments.models import Allocation, Charge, Receipt
from tests.factories import payments as factory

pytestmark = pytest.mark.django_db


def test_a_guest_may_open_the_charge_that_unclaimed_money_pays() -> None:
    owner = factory.payee()

    def claim(receipt: Receipt) -> Charge | None:
        return factory.charge(owner, receipt.amount) if receipt.memo == "SAP 12" else None

    with hooks.money_unclaimed.register_temporarily(claim):
        claimed, other = factory.money(owner, 50_000, "SAP 12"), factory.money(owner, 20_000, "?")

    assert (claimed.open_amount, claimed.attention) == (0, Receipt.Attention.NONE)
    assert (other.open_amount, other.attention) == (20_000, Receipt.Attention.UNKNOWN)


def test_no_guest_is_asked_about_money_whose_charge_is_proven() -> None:
    asked: list[int] = []
    with hooks.money_unclaimed.register_temporarily(lambda receipt: asked.append(receipt.pk)):
        factory.pay(factory.charge())

    assert asked == []


def test_each_match_and_each_match_taken_back_is_told() -> None:
    charge, staff = factory.charge(amount=60_000), factory.person(staff=True)
    placed: list[int] = []
    undone: list[int] = []
    with (
        hooks.money_placed.register_temporarily(lambda one: placed.append(one.pk)),
        hooks.money_unplaced.register_temporarily(lambda one: undone.append(one.allocation_id)),
    ):
        receipt = factory.money(charge.payee, 50_000, "no code")
        actions.match_receipt(receipt=receipt, charge=charge, acting_user=staff)
        allocation = Allocation.objects.get()
        actions.unmatch(allocation=allocation, acting_user=staff, reason="by mistake")

    assert undone == placed == [allocation.pk]
