"""A stall's sales: one a tap, numbered by day, paid by QR, cash or late money."""

from uuid import uuid4

import pytest
import time_machine

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.errors import SalePaidError, StallClosedError, TapReusedError
from marketplace.modules.stalls.models import Sale
from payments.actions import expire_due_charges
from payments.core.states import ChargeState
from payments.errors import AmountError, ChargeClosedError, NotYourMoneyError
from payments.models import Charge, Receipt
from tests.factories import payments as money
from tests.factories import stalls as factory

pytestmark = pytest.mark.django_db


def test_the_same_tap_twice_is_one_sale() -> None:
    stall, tap = factory.stall(), str(uuid4())
    vendor = factory.vendor_of(stall)

    first, second = (
        actions.start_sale(stall=stall, amount=Money(50_000), client_id=tap, acting_user=vendor)
        for _tap in range(2)
    )

    assert first == second
    assert Charge.objects.count() == 1


def test_a_tap_with_another_sum_is_refused() -> None:
    stall = factory.stall()
    sale = factory.sale(stall, 50_000)

    with pytest.raises(TapReusedError):
        actions.start_sale(
            stall=stall, amount=Money(60_000), client_id=sale.client_id, acting_user=None
        )

    assert Sale.objects.count() == Charge.objects.count() == 1


def test_numbers_count_within_the_day() -> None:
    stall = factory.stall()
    with time_machine.travel("2026-11-20 08:00+07:00", tick=False):
        numbers = [factory.sale(stall).number for _sale in range(3)]
    with time_machine.travel("2026-11-21 05:00+07:00", tick=False):
        next_day = factory.sale(stall)

    assert numbers == [1, 2, 3]
    assert (next_day.number, next_day.day.isoformat()) == (1, "2026-11-21")


def test_nothing_is_sold_for_nothing() -> None:
    with pytest.raises(AmountError):
        factory.sale(amount=0)

    assert not Sale.objects.exists()


def test_a_closed_stall_sells_no_more() -> None:
    stall = factory.stall()
    actions.close_stall(stall=stall, reason="moved", acting_user=money.person(staff=True))

    with pytest.raises(StallClosedError):
        factory.sale(stall)

    assert not Charge.objects.exists()


def test_cash_is_a_sale_that_is_paid_at_once() -> None:
    stall = factory.stall()
    sale = actions.take_cash(
        stall=stall,
        amount=Money(35_000),
        client_id="tap",
        acting_user=factory.vendor_of(stall),
    )

    receipt = Receipt.objects.get()
    sale.charge.refresh_from_db()
    assert sale.charge.state == ChargeState.SETTLED
    assert (receipt.source, receipt.amount) == (Receipt.Source.CASH, 35_000)


def test_a_sent_again_cash_entry_is_one_receipt() -> None:
    stall = factory.stall()
    for _tap in range(2):
        actions.take_cash(
            stall=stall,
            amount=Money(35_000),
            client_id="tap",
            acting_user=factory.vendor_of(stall),
        )

    assert Receipt.objects.count() == 1


def test_a_stranger_writes_no_cash() -> None:
    with pytest.raises(NotYourMoneyError):
        actions.take_cash(
            stall=factory.stall(),
            amount=Money(35_000),
            client_id="tap",
            acting_user=money.person(),
        )

    assert not Sale.objects.exists()


def test_a_customer_may_pay_cash_after_all() -> None:
    sale = factory.sale()
    actions.pay_in_cash(sale=sale, acting_user=factory.vendor_of(sale.stall))

    sale.charge.refresh_from_db()
    assert (sale.kind, sale.charge.state) == (Sale.Kind.CASH, ChargeState.SETTLED)
    with pytest.raises(ChargeClosedError):
        actions.pay_in_cash(sale=sale, acting_user=factory.vendor_of(sale.stall))


def test_what_is_paid_cannot_be_given_up() -> None:
    sale = factory.sale()
    factory.pay(sale)

    with pytest.raises(SalePaidError):
        actions.cancel_sale(sale=sale, acting_user=factory.vendor_of(sale.stall))


def test_late_money_pays_a_sale_that_ran_out_of_time() -> None:
    sale = factory.sale()
    with time_machine.travel(now().replace(year=2030)):
        expire_due_charges()
        receipt = factory.pay(sale)

    sale.charge.refresh_from_db()
    assert (sale.charge.state, receipt.attention) == (ChargeState.SETTLED, "")


def test_late_money_for_a_sale_given_up_waits_for_a_person() -> None:
    sale = factory.sale()
    actions.cancel_sale(sale=sale, acting_user=factory.vendor_of(sale.stall))

    assert factory.pay(sale).attention == Receipt.Attention.LATE
