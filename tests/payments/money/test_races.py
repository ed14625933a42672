"""Many at once: what SQLite's single writer hides."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from payments import actions, hooks
from payments.core.states import ChargeState
from payments.errors import ChargeClosedError
from payments.ledger.queries import unbalanced_entries
from payments.models import Allocation, Charge, Notice, Receipt
from tests.factories import payments as make

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT_ONCE = 20


def together(act: Callable[[], object]) -> list[object]:
    """Run ``act`` in many threads that start at the same moment; errors come back as values."""
    barrier = Barrier(AT_ONCE)

    def one(_number: int) -> object:
        barrier.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001 (the tests look at it)
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_the_same_notice_twenty_times_at_once_is_one_receipt() -> None:
    make.sample_bank()
    charge = make.charge()
    account = charge.payee.payout_accounts.get()
    told = make.credit(account, 203_000, charge.memo_code)
    settled: list[int] = []

    def hear() -> int:
        return actions.receive(credit=told, notice=make.notice(account, event_id="92704")).pk

    with hooks.charge_settled.register_temporarily(lambda paid: settled.append(paid.pk)):
        answers = together(hear)

    assert len(set(answers)) == 1
    assert settled == [charge.pk]
    assert Notice.objects.count() == 1
    assert Receipt.objects.count() == 1
    assert Allocation.objects.count() == 1
    charge = Charge.objects.get()
    assert (charge.allocated, charge.state) == (203_000, ChargeState.SETTLED)
    assert not unbalanced_entries().exists()


def test_twenty_transfers_for_one_charge_at_once_all_count_and_settle_once() -> None:
    make.sample_bank()
    charge = make.charge(amount=100_000)
    settled: list[int] = []

    with hooks.charge_settled.register_temporarily(lambda paid: settled.append(paid.pk)):
        together(lambda: make.pay(charge, 10_000))

    charge = Charge.objects.get()
    assert settled == [charge.pk]
    assert (charge.allocated, charge.facts.to_return) == (200_000, 100_000)
    assert not unbalanced_entries().exists()


def test_the_seller_taps_twenty_times_at_once_and_confirms_once() -> None:
    make.sample_bank()
    seller = make.person()
    charge = make.charge(make.payee(seller))

    answers = together(
        lambda: actions.confirm_by_seller(
            charge=Charge.objects.get(pk=charge.pk), amount=charge.asked, acting_user=seller
        )
    )

    assert sum(isinstance(answer, Receipt) for answer in answers) == 1
    assert sum(isinstance(answer, ChargeClosedError) for answer in answers) == AT_ONCE - 1


def test_money_and_the_clock_at_once_leave_no_money_without_a_place() -> None:
    make.sample_bank()
    charge = make.charge(minutes=-1)
    pay_first = iter([True, False] * AT_ONCE)

    together(lambda: make.pay(charge) if next(pay_first) else actions.expire_due_charges())

    charge = Charge.objects.get()
    open_money = sum(receipt.open_amount for receipt in Receipt.objects.all())
    assert charge.allocated + open_money == 203_000 * (AT_ONCE // 2)
    assert charge.state in {ChargeState.EXPIRED, ChargeState.OVERPAID}
    assert Receipt.objects.filter(attention="").count() == charge.allocations.count()
    assert not unbalanced_entries().exists()
