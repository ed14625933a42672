"""Stock: held, released, consumed, counted anew. Never oversold."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog.actions import (
    change_price,
    consume_stock,
    hold_stock,
    release_stock,
    set_stock,
    suspend_seller,
    withdraw_product,
)
from catalog.errors import (
    DraftRefusedError,
    NothingHeldError,
    OutOfStockError,
    PriceNotWholeError,
    StockChangedError,
)
from catalog.listing.models import ListingRow
from catalog.models import Product
from catalog.partner.models import StockRecord
from marketplace.kernel.models import AuditRow
from tests.factories.catalog import make_person, make_product, make_seller

STOCK_ACTIONS = ["stock.held", "stock.released", "stock.consumed", "stock.set", "price.changed"]


def stock() -> tuple[int, int]:
    row = StockRecord.objects.get()
    return row.num_in_stock, row.num_allocated


def told() -> list[str]:
    rows = AuditRow.objects.filter(action__in=STOCK_ACTIONS).order_by("pk")
    return list(rows.values_list("action", flat=True))


@pytest.mark.django_db
def test_stock_is_held_then_consumed_or_given_back() -> None:
    product = make_product(stock=10)
    hold_stock(lines=[(product.pk, 4)])
    assert stock() == (10, 4)
    release_stock(lines=[(product.pk, 1)])
    assert stock() == (10, 3)
    consume_stock(lines=[(product.pk, 3)])
    assert stock() == (7, 0)
    assert told() == ["stock.held", "stock.released", "stock.consumed"]


@pytest.mark.django_db
def test_all_lines_are_held_or_none_and_each_short_one_is_named() -> None:
    rice, shrimp = make_product("Gạo", stock=5), make_product("Tôm khô", stock=2)
    with pytest.raises(OutOfStockError) as caught:
        hold_stock(lines=[(rice.pk, 5), (shrimp.pk, 3), (10**9, 1)])
    lines = [(line.product_id, line.name, line.wanted, line.left) for line in caught.value.lines]
    assert lines == [(shrimp.pk, "Tôm khô", 3, 2), (10**9, "", 1, 0)]
    assert list(StockRecord.objects.values_list("num_allocated", flat=True)) == [0, 0]
    assert told() == []


@pytest.mark.django_db
def test_two_lines_of_one_product_count_together() -> None:
    product = make_product(stock=5)
    with pytest.raises(OutOfStockError):
        hold_stock(lines=[(product.pk, 3), (product.pk, 3)])
    assert stock() == (5, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["withdrawn", "suspended"])
def test_what_is_no_longer_sold_cannot_be_held(reason: str) -> None:
    product = make_product(stock=5)
    if reason == "withdrawn":
        withdraw_product(product=product, acting_user=product.seller.users.get())
    else:
        suspend_seller(seller=product.seller, reason="?", acting_user=make_person())
    with pytest.raises(OutOfStockError) as caught:
        hold_stock(lines=[(product.pk, 1)])
    assert caught.value.lines[0].left == 0


@pytest.mark.django_db
def test_the_last_one_takes_the_product_out_of_stock_and_a_release_puts_it_back() -> None:
    product = make_product(stock=2)
    hold_stock(lines=[(product.pk, 2)])
    assert ListingRow.objects.get().in_stock is False
    release_stock(lines=[(product.pk, 1)])
    assert ListingRow.objects.get().in_stock is True


@pytest.mark.django_db
@pytest.mark.parametrize("action", [release_stock, consume_stock])
def test_no_more_is_released_or_consumed_than_is_held(action: object) -> None:
    product = make_product(stock=5)
    hold_stock(lines=[(product.pk, 2)])
    with pytest.raises(NothingHeldError):
        action(lines=[(product.pk, 3)])  # type: ignore[operator]
    assert stock() == (5, 2)


@pytest.mark.django_db
def test_a_line_of_nothing_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="0 packs"):
        hold_stock(lines=[(make_product().pk, 0)])


@pytest.mark.django_db
def test_counting_anew_leaves_what_is_promised() -> None:
    product = make_product(stock=10)
    person = product.seller.users.get()
    hold_stock(lines=[(product.pk, 4)])
    row = set_stock(product=product, available=20, acting_user=person, shown=6)
    assert (row.num_in_stock, row.num_allocated, row.available) == (24, 4, 20)
    set_stock(product=product, available=0, acting_user=person)
    assert stock() == (4, 4)
    assert ListingRow.objects.get().in_stock is False


@pytest.mark.django_db
def test_a_sale_between_looking_and_saving_is_told() -> None:
    product = make_product(stock=10)
    hold_stock(lines=[(product.pk, 3)])
    with pytest.raises(StockChangedError) as caught:
        set_stock(product=product, available=10, acting_user=product.seller.users.get(), shown=10)
    assert caught.value.details == {"left": 7}
    assert stock() == (10, 3)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [-1, 1_000_001])
def test_a_stock_that_no_store_holds_is_refused(wrong: int) -> None:
    product = make_product()
    with pytest.raises(DraftRefusedError):
        set_stock(product=product, available=wrong, acting_user=product.seller.users.get())


@pytest.mark.django_db
def test_a_new_price_is_kept_with_the_old_one_and_shown_at_once() -> None:
    product = make_product(price=185_000)
    change_price(product=product, price=190_000, acting_user=product.seller.users.get())
    row = AuditRow.objects.get(action="price.changed")
    assert (row.details["before"], row.details["after"]) == (185_000, 190_000)
    assert ListingRow.objects.get().base_price == 38_000


@pytest.mark.django_db
def test_the_same_price_again_changes_nothing() -> None:
    product = make_product(price=185_000)
    change_price(product=product, price=185_000, acting_user=product.seller.users.get())
    assert told() == []


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [0, -1, 10**10])
def test_a_price_no_pack_has_is_refused(wrong: int) -> None:
    product = make_product()
    with pytest.raises(PriceNotWholeError):
        change_price(product=product, price=wrong, acting_user=product.seller.users.get())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"price": "185000.50"},
        {"price": 0},
        {"num_allocated": 11},
        {"num_allocated": -1},
        {"price_currency": "USD"},
    ],
)
def test_the_database_refuses_stock_that_cannot_be(fields: dict[str, object]) -> None:
    make_product(stock=10)
    with pytest.raises(IntegrityError), transaction.atomic():
        StockRecord.objects.update(**fields)


@pytest.mark.django_db
def test_oscar_s_own_ways_to_move_stock_are_closed() -> None:
    make_product()
    row = StockRecord.objects.get()
    for method in (row.allocate, row.consume_allocation, row.cancel_allocation):
        with pytest.raises(NotImplementedError):
            method(1)


class StockInvariants(TestCase):
    """Whatever is done in whatever order, promises never exceed the store."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(["hold", "release", "consume", "set"]), st.integers(1, 6)),
            max_size=12,
        )
    )
    def test_the_books_always_balance(self, steps: list[tuple[str, int]]) -> None:
        product = make_product(stock=8, seller=make_seller())
        held, store = 0, 8
        for step, count in steps:
            held, store = _model(product, step, count, held, store)
            row = StockRecord.objects.get(product=product)
            assert (row.num_allocated, row.num_in_stock) == (held, store)
            in_stock = ListingRow.objects.get(product=product).in_stock
            assert in_stock is (store - held > 0)


def _model(product: Product, step: str, count: int, held: int, store: int) -> tuple[int, int]:
    lines = [(product.pk, count)]
    try:
        if step == "set":
            set_stock(product=product, available=count, acting_user=product.seller.users.get())
            return held, held + count
        {"hold": hold_stock, "release": release_stock, "consume": consume_stock}[step](lines=lines)
    except OutOfStockError:
        assert store - held < count
        return held, store
    except NothingHeldError:
        assert held < count
        return held, store
    return {
        "hold": (held + count, store),
        "release": (held - count, store),
        "consume": (held - count, store - count),
    }[step]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_forty_buyers_of_the_last_ten_get_exactly_ten() -> None:
    product = make_product(stock=10)

    def buy(_number: int) -> bool:
        try:
            hold_stock(lines=[(product.pk, 1)])
        except OutOfStockError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=8) as pool:
        bought = list(pool.map(buy, range(40)))
    assert bought.count(True) == 10
    assert stock() == (10, 10)
    assert ListingRow.objects.get().in_stock is False


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_baskets_in_opposite_order_never_wait_for_each_other_in_a_circle() -> None:
    keys = [make_product(f"Hàng {number}", stock=100).pk for number in range(4)]

    def buy(turn: int) -> None:
        ordered = keys if turn % 2 else keys[::-1]
        try:
            hold_stock(lines=[(pk, 1) for pk in ordered])
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(buy, range(30)))
    held = StockRecord.objects.order_by("pk").values_list("num_allocated", flat=True)
    assert list(held) == [30, 30, 30, 30]
