"""What happens to a parcel when money comes, comes short, comes late, or goes back."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from marketplace.base.notices.models import NoticeMessage
from marketplace.shop.actions import hand_over, mark_packed, mark_received, mark_shipped, take_cash
from marketplace.shop.core.parcels import ParcelState
from marketplace.shop.errors import ParcelStepError
from marketplace.shop.order.models import Order, Parcel
from payments.actions import cancel_charge, confirm_by_seller, expire_due_charges, unmatch
from payments.core.states import ChargeState
from payments.errors import NotYourMoneyError, UndoRefusedError
from payments.models import Receipt
from tests.factories.payments import money, pay, person
from tests.factories.shop import (
    CASH,
    charge_of,
    make_goods,
    order_of,
    parcel_of,
    parcels_of,
    stock_of,
)

pytestmark = pytest.mark.django_db


def expire(order: Order) -> Parcel:
    """Let the time to pay pass and return the order's parcel."""
    assert order.date_placed is not None
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        expire_due_charges()
    return parcel_of(order)


def test_a_settled_charge_lets_its_own_parcel_be_packed_and_no_other() -> None:
    order = order_of((make_goods(), 1), (make_goods("Hành tím"), 1))
    first, second = parcels_of(order)

    pay(charge_of(first))

    first, second = parcels_of(order)
    assert (first.state, second.state) == (ParcelState.TO_PACK, ParcelState.AWAITING_PAYMENT)
    assert first.paid_at is not None
    assert second.paid_at is None
    told = NoticeMessage.objects.exclude(kind="order.placed").order_by("pk")
    assert [(row.kind, row.to_phone) for row in told] == [
        ("parcel.paid", order.phone),
        ("parcel.to_pack", first.seller.phone),
    ]


def test_short_money_waits_and_the_rest_lets_it_be_packed() -> None:
    order = order_of((make_goods(), 1))

    pay(charge_of(parcel_of(order)), 200_000)
    assert parcel_of(order).state == ParcelState.AWAITING_PAYMENT
    assert charge_of(parcel_of(order)).state == ChargeState.PARTLY_PAID

    pay(charge_of(parcel_of(order)), 7_000)
    assert parcel_of(order).state == ParcelState.TO_PACK
    assert charge_of(parcel_of(order)).state == ChargeState.SETTLED


def test_an_order_that_is_not_paid_in_time_gives_its_goods_back() -> None:
    rice = make_goods()
    order = order_of((rice, 3))
    assert stock_of(rice) == (10, 3)

    parcel = expire(order)

    assert (parcel.state, parcel.cancel_reason) == (ParcelState.CANCELLED, "not_paid_in_time")
    assert stock_of(rice) == (10, 0)


def test_one_that_was_paid_in_part_keeps_its_goods_for_a_person_to_decide() -> None:
    rice = make_goods()
    order = order_of((rice, 3))
    pay(charge_of(parcel_of(order)), 1_000)

    assert expire(order).state == ParcelState.AWAITING_PAYMENT
    assert stock_of(rice) == (10, 3)


def test_late_money_brings_the_parcel_back_while_its_goods_are_there() -> None:
    rice = make_goods()
    order = order_of((rice, 3))
    charge = charge_of(expire(order))

    pay(charge)

    parcel = parcel_of(order)
    assert (parcel.state, parcel.cancelled_at, parcel.cancel_reason) == (
        ParcelState.TO_PACK,
        None,
        "",
    )
    assert charge_of(parcel).state == ChargeState.SETTLED
    assert stock_of(rice) == (10, 3)
    assert NoticeMessage.objects.filter(kind="parcel.to_pack").count() == 1


def test_late_money_that_is_short_is_no_reason_to_pack() -> None:
    rice = make_goods()
    order = order_of((rice, 3))
    charge = charge_of(expire(order))

    pay(charge, 1_000)

    assert parcel_of(order).state == ParcelState.AWAITING_PAYMENT
    assert stock_of(rice) == (10, 3)
    assert not NoticeMessage.objects.filter(kind="parcel.to_pack").exists()


def test_late_money_waits_for_a_person_when_the_goods_are_sold() -> None:
    rice = make_goods(stock=3)
    order = order_of((rice, 3))
    charge = charge_of(expire(order))
    order_of((rice, 1))

    receipt = pay(charge)

    assert receipt.attention == Receipt.Attention.LATE
    assert parcel_of(order).state == ParcelState.CANCELLED
    assert charge_of(parcel_of(order)).state == ChargeState.EXPIRED
    assert stock_of(rice) == (3, 1)


def test_cash_is_recorded_when_the_goods_are_handed_over() -> None:
    rice = make_goods()
    parcel = parcel_of(order_of((rice, 2), provider_code=CASH))
    member = rice.seller.users.get()
    mark_packed(parcel=parcel, acting_user=member)
    assert stock_of(rice) == (8, 0)

    parcel = hand_over(parcel=parcel, acting_user=member)

    assert parcel.state == ParcelState.RECEIVED
    assert parcel.paid_at is not None
    receipt = Receipt.objects.get()
    assert (receipt.source, receipt.amount, receipt.confirmed_by) == (
        Receipt.Source.CASH,
        392_000,
        member,
    )


def test_a_stranger_who_says_they_took_the_cash_changes_nothing() -> None:
    rice = make_goods()
    parcel = parcel_of(order_of((rice, 2), provider_code=CASH))
    mark_packed(parcel=parcel, acting_user=rice.seller.users.get())

    with pytest.raises(NotYourMoneyError):
        hand_over(parcel=parcel, acting_user=person())

    parcel.refresh_from_db()
    assert (parcel.state, parcel.paid_at) == (ParcelState.PACKED, None)
    assert Receipt.objects.count() == 0


def test_cash_is_still_recorded_when_the_buyer_said_first_that_it_came() -> None:
    rice = make_goods()
    parcel = parcel_of(order_of((rice, 1), provider_code=CASH))
    member = rice.seller.users.get()
    mark_packed(parcel=parcel, acting_user=member)
    parcel = mark_received(parcel=parcel)

    take_cash(parcel=parcel, acting_user=member)
    with pytest.raises(ParcelStepError):
        take_cash(parcel=parcel, acting_user=member)

    parcel.refresh_from_db()
    assert parcel.paid_at is not None
    assert Receipt.objects.get().amount == 207_000


def test_a_match_undone_before_packing_sends_the_parcel_back_to_wait() -> None:
    rice = make_goods()
    order = order_of((rice, 1))
    member = rice.seller.users.get()
    charge = charge_of(parcel_of(order))
    receipt = confirm_by_seller(charge=charge, amount=charge.asked, acting_user=member)
    assert parcel_of(order).state == ParcelState.TO_PACK

    unmatch(allocation=receipt.allocations.get(), acting_user=member, reason="nhầm đơn")

    parcel = parcel_of(order)
    assert (parcel.state, parcel.paid_at) == (ParcelState.AWAITING_PAYMENT, None)
    assert stock_of(rice) == (10, 1)


def test_a_match_is_not_undone_once_the_parcel_is_packed() -> None:
    rice = make_goods()
    order = order_of((rice, 1))
    member = rice.seller.users.get()
    charge = charge_of(parcel_of(order))
    receipt = confirm_by_seller(charge=charge, amount=charge.asked, acting_user=member)
    mark_packed(parcel=parcel_of(order), acting_user=member)

    with pytest.raises(UndoRefusedError):
        unmatch(allocation=receipt.allocations.get(), acting_user=member, reason="nhầm đơn")

    assert parcel_of(order).state == ParcelState.PACKED
    assert charge_of(parcel_of(order)).state == ChargeState.SETTLED


def test_a_charge_that_is_given_up_gives_the_goods_back() -> None:
    rice = make_goods()
    order = order_of((rice, 4))

    cancel_charge(charge=charge_of(parcel_of(order)), reason="buyer called")

    assert parcel_of(order).state == ParcelState.CANCELLED
    assert stock_of(rice) == (10, 0)


def test_money_of_an_unknown_memo_moves_no_parcel() -> None:
    order = order_of((make_goods(), 1))

    money(charge_of(parcel_of(order)).payee, 1_234, "chuyen tien")

    assert parcel_of(order).state == ParcelState.AWAITING_PAYMENT


def test_a_paid_parcel_goes_its_way_and_its_goods_leave_the_stock_once() -> None:
    rice = make_goods()
    order = order_of((rice, 2))
    member = rice.seller.users.get()
    pay(charge_of(parcel_of(order)))

    mark_packed(parcel=parcel_of(order), acting_user=member)
    assert stock_of(rice) == (8, 0)
    with pytest.raises(ParcelStepError):
        mark_packed(parcel=parcel_of(order), acting_user=member)
    assert stock_of(rice) == (8, 0)

    mark_shipped(parcel=parcel_of(order), tracking_code="MAU01", acting_user=member)
    parcel = mark_received(parcel=parcel_of(order))
    assert (parcel.state, parcel.tracking_code) == (ParcelState.RECEIVED, "MAU01")
    assert [parcel.paid_at, parcel.packed_at, parcel.shipped_at, parcel.received_at] == sorted(
        moment
        for moment in (parcel.paid_at, parcel.packed_at, parcel.shipped_at, parcel.received_at)
        if moment
    )


def test_an_unpaid_parcel_is_not_packed() -> None:
    rice = make_goods()
    order = order_of((rice, 2))

    with pytest.raises(ParcelStepError):
        mark_packed(parcel=parcel_of(order), acting_user=rice.seller.users.get())

    assert stock_of(rice) == (10, 2)
