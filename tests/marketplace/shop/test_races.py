"""Many at once. On PostgreSQL only: SQLite lets one writer in at a time and hides lost updates."""

import dataclasses
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from catalog.errors import OutOfStockError
from marketplace.shop.actions import place_order
from marketplace.shop.core.parcels import ParcelState
from marketplace.shop.order.models import Order
from payments.actions import expire_due_charges
from payments.core.states import ChargeState
from payments.models import Charge
from tests.factories.payments import pay
from tests.factories.shop import (
    charge_of,
    checkout_of,
    make_basket,
    make_goods,
    order_of,
    parcel_of,
    stock_of,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(works: Sequence[Callable[[], object]]) -> list[object]:
    """Run each in a thread with a connection of its own; return results or errors, in order."""
    gate = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def run(position: int, work: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=30)
            results[position] = work()
        except Exception as error:  # noqa: BLE001 - the test judges it
            results[position] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results


def test_forty_buyers_of_the_last_ten_bags_are_ten_orders() -> None:
    rice = make_goods(stock=10)
    baskets = [make_basket((rice, 1)) for _ in range(40)]
    works = [partial(place_order, basket=one, checkout=checkout_of(one)) for one in baskets]

    results = at_once(works)

    orders = [result for result in results if isinstance(result, Order)]
    refused = [result for result in results if isinstance(result, OutOfStockError)]
    assert (len(orders), len(refused)) == (10, 30)
    assert {(line.name, line.left) for error in refused for line in error.lines} == {
        ("Gạo thơm ST25", 0)
    }
    assert stock_of(rice) == (10, 10)
    assert (Order.objects.count(), Charge.objects.count()) == (10, 10)
    assert len({order.number for order in orders}) == 10


def test_the_same_form_five_times_at_once_is_one_order() -> None:
    rice = make_goods(stock=10)
    basket = make_basket((rice, 2))
    checkout = checkout_of(basket)

    results = at_once([lambda: place_order(basket=basket, checkout=checkout) for _ in range(5)])

    assert {result.pk if isinstance(result, Order) else result for result in results} == {
        Order.objects.get().pk
    }
    assert stock_of(rice) == (10, 2)
    assert Charge.objects.count() == 1


def test_two_tabs_with_forms_of_their_own_order_one_basket_once() -> None:
    rice = make_goods(stock=10)
    basket = make_basket((rice, 2))
    first = checkout_of(basket)
    second = dataclasses.replace(first, placement_key="another-form-of-the-same-basket")

    at_once(
        [
            lambda: place_order(basket=basket, checkout=first),
            lambda: place_order(basket=basket, checkout=second),
        ]
    )

    assert Order.objects.count() == 1
    assert stock_of(rice) == (10, 2)


def test_buyers_of_the_same_sellers_in_another_order_do_not_wait_in_a_circle() -> None:
    rice, onion = make_goods(stock=50), make_goods("Hành tím", stock=50)
    baskets = [
        make_basket(*((rice, 1), (onion, 1))[:: 1 if number % 2 else -1]) for number in range(12)
    ]

    results = at_once(
        [partial(place_order, basket=one, checkout=checkout_of(one)) for one in baskets]
    )

    assert all(isinstance(result, Order) for result in results), results
    assert (stock_of(rice), stock_of(onion)) == ((50, 12), (50, 12))


@pytest.mark.parametrize("_round", range(3))
def test_money_and_expiry_at_the_same_moment_never_sell_the_goods_twice(_round: int) -> None:
    rice = make_goods(stock=3)
    order = order_of((rice, 3))
    charge = charge_of(parcel_of(order))

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        at_once([lambda: pay(charge), expire_due_charges])

    # The money won, or it came late and found its goods still there: paid and held, either way.
    parcel = parcel_of(order)
    assert (parcel.state, parcel.holds_stock) == (ParcelState.TO_PACK, True)
    assert charge_of(parcel).state == ChargeState.SETTLED
    assert stock_of(rice) == (3, 3)


def test_goods_given_back_by_expiry_and_bought_at_once_are_never_promised_twice() -> None:
    rice = make_goods(stock=3)
    order = order_of((rice, 3))
    charge = charge_of(parcel_of(order))
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        expire_due_charges()
        basket = make_basket((rice, 3))
        checkout = checkout_of(basket)

        at_once([lambda: pay(charge), lambda: place_order(basket=basket, checkout=checkout)])

    revived = parcel_of(order).state == ParcelState.TO_PACK
    assert revived != (Order.objects.count() == 2)
    assert stock_of(rice) == (3, 3)
