"""Asking for money."""

import pytest
from django.db import IntegrityError, transaction

from marketplace.kernel.errors import AppendOnlyError
from marketplace.kernel.money import Money
from payments import actions
from payments.errors import AmountError, ChargeClosedError, PurposeTakenError
from payments.models import Allocation, Charge, Receipt
from payments.receipts.core.memo import is_code
from tests.factories import payments as make

pytestmark = pytest.mark.django_db


def test_a_charge_has_a_code_and_a_link_nobody_can_guess() -> None:
    charge = make.charge()

    assert is_code(charge.memo_code)
    assert len(charge.public_id) == 22
    assert charge.environment == "live"


def test_asking_twice_for_one_purpose_is_one_charge() -> None:
    owner = make.payee()

    def ask(amount: int) -> Charge:
        return actions.open_charge(
            payee=owner,
            amount=Money(amount),
            purpose="parcel:7",
            description="Gạo",
            expires_at=None,
        )

    first = ask(100)
    assert ask(100).pk == first.pk
    with pytest.raises(PurposeTakenError):
        ask(200)
    actions.cancel_charge(charge=first, reason="the basket changed")
    assert ask(200).pk != first.pk


def test_the_database_keeps_one_open_charge_per_purpose() -> None:
    charge = make.charge()

    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.create(
            payee=charge.payee,
            amount=1,
            environment="live",
            purpose=charge.purpose,
            description="",
            memo_code="STOTHER",
            created_at=charge.created_at,
        )


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_cannot_be_asked_for(amount: int) -> None:
    with pytest.raises(AmountError):
        make.charge(amount=amount)


def test_what_was_asked_never_changes() -> None:
    charge = make.charge()

    charge.amount = 1
    with pytest.raises(AppendOnlyError):
        charge.save()
    with pytest.raises(AppendOnlyError):
        charge.save(update_fields=["amount"])
    with pytest.raises(AppendOnlyError):
        Charge.objects.filter(pk=charge.pk).update(amount=1)
    with pytest.raises(AppendOnlyError):
        charge.delete()


def test_receipts_and_allocations_are_never_deleted() -> None:
    make.pay(make.charge())

    for rows in (Receipt.objects, Allocation.objects):
        with pytest.raises(AppendOnlyError):
            rows.all().delete()


def test_the_database_refuses_to_allocate_more_than_came() -> None:
    receipt = make.money(make.payee(), 100)

    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(allocated=101)


def test_counters_equal_their_rows() -> None:
    charge = make.charge()
    make.pay(charge, 100_000)
    make.pay(charge, 110_000)
    charge.refresh_from_db()

    assert charge.allocated == sum(charge.allocations.values_list("amount", flat=True))
    assert all(
        receipt.allocated == sum(receipt.allocations.values_list("amount", flat=True))
        for receipt in Receipt.objects.all()
    )


def test_a_refunded_charge_is_not_revived() -> None:
    seller = make.person()
    charge = make.charge(make.payee(seller))
    make.pay(charge, 1_000)
    actions.cancel_charge(charge=charge, reason="no")
    actions.record_return(charge=charge, amount=Money(1_000), reference="FT", acting_user=seller)

    with pytest.raises(ChargeClosedError):
        actions.revive_charge(charge=charge, expires_at=None)
