"""What a stall's phone will say: written with the money, measured against the sale, once."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions, receivers
from marketplace.modules.stalls.actions.announcing import announce
from marketplace.modules.stalls.models import Announcement, Sale, Stall
from payments.actions import (
    confirm_by_seller,
    expire_due_charges,
    match_receipt,
    record_cash,
    retry_failed,
    unmatch,
)
from payments.actions.receiving import flag, place_order_money
from payments.models import Allocation, Receipt
from tests.factories import payments as money
from tests.factories import stalls as factory

pytestmark = pytest.mark.django_db


def held_money() -> tuple[Sale, Receipt]:
    """Return a sale, and its money that a gateway took and holds back."""
    sale = factory.sale()
    receipt = money.collected_money(sale.charge, 50_000, money.merchant())
    flag(receipt, Receipt.Attention.HELD, suggested=sale.charge_id)
    return sale, receipt


def _fail(_allocation: Allocation) -> None:
    raise RuntimeError("the book is on fire")


def said(stall: Stall) -> list[tuple[str, int, int | None]]:
    """Return kind, amount and what was asked of each announcement, oldest first."""
    rows = Announcement.objects.filter(stall=stall).order_by("number")
    return list(rows.values_list("kind", "amount", "expected"))


def test_money_in_full_is_announced_with_its_number() -> None:
    sale = factory.sale()

    receipt = factory.pay(sale)

    told = Announcement.objects.get()
    assert (told.number, told.sale, told.receipt) == (1, sale, receipt)
    assert (told.kind, told.amount, told.expected) == ("full", 50_000, 50_000)
    assert told.text == "Đã nhận năm mươi nghìn đồng"
    sale.stall.refresh_from_db()
    assert sale.stall.last_announcement == 1


def test_two_payments_are_short_then_full() -> None:
    sale = factory.sale()

    factory.pay(sale, 40_000)
    factory.pay(sale, 10_000)

    assert said(sale.stall) == [("short", 40_000, 50_000), ("full", 50_000, 50_000)]


def test_too_much_is_said_so() -> None:
    sale = factory.sale()

    factory.pay(sale, 60_000)

    assert said(sale.stall) == [("over", 60_000, 50_000)]


def test_a_second_transfer_for_a_paid_sale_is_too_much() -> None:
    sale = factory.sale()

    factory.pay(sale)
    factory.pay(sale)

    assert said(sale.stall) == [("full", 50_000, 50_000), ("over", 100_000, 50_000)]


def test_a_khmer_stall_is_told_in_khmer() -> None:
    sale = factory.sale(factory.stall(language="km"))

    factory.pay(sale)

    told = Announcement.objects.get()
    assert (told.language, told.text) == ("km", "បានទទួល ប្រាំម៉ឺនដុង")


def test_cash_is_announced_as_cash() -> None:
    stall = factory.stall()

    actions.take_cash(
        stall=stall,
        amount=Money(35_000),
        client_id=str(uuid4()),
        acting_user=factory.vendor_of(stall),
    )

    assert said(stall) == [("cash", 35_000, None)]


def test_the_rest_in_cash_speaks_of_the_cash() -> None:
    sale = factory.sale()
    factory.pay(sale, 40_000)
    sale.charge.refresh_from_db()

    record_cash(charge=sale.charge, amount=Money(10_000), acting_user=factory.vendor_of(sale.stall))

    assert said(sale.stall) == [("short", 40_000, 50_000), ("cash", 10_000, None)]


def test_what_the_vendor_confirmed_herself_is_not_said() -> None:
    sale = factory.sale()

    confirm_by_seller(
        charge=sale.charge, amount=Money(50_000), acting_user=factory.vendor_of(sale.stall)
    )

    assert said(sale.stall) == []


def test_money_without_a_code_is_not_said_to_be_received() -> None:
    stall = factory.stall()

    money.money(stall.payee, 50_000, "chuyen tien")

    assert said(stall) == [("unexpected", 50_000, None)]


def test_money_without_a_code_is_said_at_neither_of_two_stalls_on_one_account() -> None:
    first = factory.stall()
    second = factory.stall(payee=first.payee)

    money.money(first.payee, 50_000, "chuyen tien")

    assert said(first) == said(second) == []


def test_two_stalls_on_one_account_each_hear_their_own_money() -> None:
    first = factory.stall()
    second = factory.stall(payee=first.payee)
    mine, theirs = factory.sale(first, 50_000), factory.sale(second, 70_000)

    factory.pay(theirs)
    factory.pay(mine)

    assert said(first) == [("full", 50_000, 50_000)]
    assert said(second) == [("full", 70_000, 70_000)]


def test_money_by_the_printed_stand_is_received() -> None:
    stall = factory.stall()

    factory.static_money(stall, 50_000)

    told = Announcement.objects.get()
    assert said(stall) == [("full", 50_000, None)]
    assert told.text == "Đã nhận năm mươi nghìn đồng"
    assert told.sale is not None
    assert told.sale.kind == "static"


def test_money_by_the_printed_stand_of_two_stalls_on_one_account_is_received_at_its_own() -> None:
    first = factory.stall()
    second = factory.stall(payee=first.payee)

    factory.static_money(second, 50_000)

    assert said(first) == []
    assert said(second) == [("full", 50_000, None)]


def test_money_that_staff_finds_the_sale_of_is_said_then() -> None:
    first = factory.stall()
    factory.stall(payee=first.payee)
    sale = factory.sale(first)
    receipt = money.money(first.payee, 60_000, "chuyen tien")
    assert said(first) == []

    match_receipt(receipt=receipt, charge=sale.charge, acting_user=money.person(staff=True))

    told = Announcement.objects.get()
    assert (told.number, told.sale, told.receipt) == (1, sale, receipt)
    assert said(first) == [("over", 60_000, 50_000)]


def test_money_that_was_doubtful_is_said_to_be_received_once_staff_confirms_it() -> None:
    sale = factory.sale()
    receipt = money.money(sale.stall.payee, 50_000, "chuyen tien")
    assert said(sale.stall) == [("unexpected", 50_000, None)]

    match = match_receipt(receipt=receipt, charge=sale.charge, acting_user=money.person(staff=True))
    told = [("unexpected", 50_000, None), ("full", 50_000, 50_000)]
    assert said(sale.stall) == told

    assert isinstance(match, Allocation)
    staff = money.person(staff=True)
    unmatch(allocation=match, acting_user=staff, reason="the wrong sale")
    match_receipt(receipt=receipt, charge=sale.charge, acting_user=staff)
    assert said(sale.stall) == told


def test_held_money_is_said_once_it_is_released_by_staff() -> None:
    sale, receipt = held_money()
    assert said(sale.stall) == []

    match_receipt(receipt=receipt, charge=sale.charge, acting_user=money.person(staff=True))

    assert said(sale.stall) == [("full", 50_000, 50_000)]


def test_held_money_is_said_once_the_gateway_releases_it() -> None:
    sale, receipt = held_money()

    place_order_money(receipt, sale.charge_id)

    assert said(sale.stall) == [("full", 50_000, 50_000)]


def test_money_that_was_matched_at_the_second_try_is_said_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = factory.stall()
    factory.stall(payee=first.payee)
    sale = factory.sale(first)
    with monkeypatch.context() as broken:
        broken.setattr(receivers, "write_line", _fail)
        factory.pay(sale)
    assert said(first) == []

    retry_failed()

    assert said(first) == [("full", 50_000, 50_000)]


def test_what_the_vendor_claims_herself_is_not_said() -> None:
    first = factory.stall()
    factory.stall(payee=first.payee)
    receipt = money.money(first.payee, 50_000, "chuyen tien")

    actions.claim_money(stall=first, receipt=receipt, acting_user=factory.vendor_of(first))

    assert said(first) == []


def test_money_for_a_sale_given_up_is_said_differently() -> None:
    sale = factory.sale()
    actions.cancel_sale(sale=sale, acting_user=factory.vendor_of(sale.stall))

    factory.pay(sale)

    told = Announcement.objects.get()
    assert (told.kind, told.sale) == ("unexpected", sale)


def test_late_money_for_a_sale_that_ran_out_is_received() -> None:
    with time_machine.travel(now() - timedelta(hours=1)):
        sale = factory.sale()
    expire_due_charges()

    factory.pay(sale)

    assert said(sale.stall) == [("full", 50_000, 50_000)]


def test_a_receipt_is_announced_once() -> None:
    receipt = factory.pay(factory.sale())

    with transaction.atomic():
        again = announce(receipt=receipt)

    assert again == Announcement.objects.get()


def test_nothing_is_said_of_money_that_was_rolled_back() -> None:
    sale = factory.sale()

    with transaction.atomic():
        factory.pay(sale)
        transaction.set_rollback(True)

    assert said(sale.stall) == []
    assert not Receipt.objects.exists()


def test_money_of_others_is_nobody_s_business_here() -> None:
    money.pay(money.charge())

    assert not Announcement.objects.exists()
