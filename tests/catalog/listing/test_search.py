"""What a search finds, and in which order; the same on SQLite and PostgreSQL."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from catalog.actions import set_stock, withdraw_product
from catalog.drafts import Words
from catalog.listing.actions import refresh_listing
from catalog.listing.backends import search_backend
from catalog.listing.models import ListingRow
from catalog.listing.queries import search
from catalog.listing.types import CappedCount, ListingQuery, Sort
from catalog.models import Product
from tests.factories.catalog import make_category, make_product, make_seller

pytestmark = pytest.mark.django_db


def found(text: str, **more: object) -> list[str]:
    page = search(ListingQuery(text=text, **more))  # type: ignore[arg-type]
    return [card.name for card in page.cards]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("gao st25", "Gạo ST25 đặc sản"),
        ("GẠO ST25", "Gạo ST25 đặc sản"),
        ("st25", "Gạo ST25 đặc sản"),
        ("st 25", "Gạo ST25 đặc sản"),
        ("duong", "Đường thốt nốt"),
        ("đường", "Đường thốt nốt"),
        ("thốt nốt duong", "Đường thốt nốt"),
        ("hanh ti", "Hành tím Vĩnh Châu"),
        ("hòa tú hành", "Hành tím Vĩnh Châu"),
        ("hoà tú hành", "Hành tím Vĩnh Châu"),
    ],
)
def test_people_find_what_they_mean_however_they_type(typed: str, name: str) -> None:
    for one in ("Gạo ST25 đặc sản", "Đường thốt nốt", "Hành tím Vĩnh Châu"):
        make_product(one)
    assert found(typed) == [name]


def test_the_shrimp_that_was_asked_for_comes_first() -> None:
    make_product("Tôm sú tươi, cỡ 20")
    make_product("Tôm thẻ tươi", description="Nuôi chung vùng với tôm sú.")
    make_product("Tôm sú đông lạnh")
    names = found("tôm sú")
    assert sorted(names[:2]) == ["Tôm sú tươi, cỡ 20", "Tôm sú đông lạnh"]
    assert names[2] == "Tôm thẻ tươi"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("dứa", {"Dứa mật", "Mứt dứa"}),
        ("dừa", {"Dừa xiêm", "Mứt dừa"}),
        ("dưa", {"Dưa lưới"}),
        ("mứt dừa", {"Mứt dừa"}),
    ],
)
def test_typed_accents_put_that_very_word_first(typed: str, first: set[str]) -> None:
    for name in ("Dừa xiêm", "Dưa lưới", "Dứa mật", "Mứt dừa", "Mứt dứa"):
        make_product(name)
    assert set(found(typed)[: len(first)]) == first


def test_the_word_being_typed_is_a_beginning() -> None:
    make_product("Gạo ST25")
    assert (found("gạ"), found("gạo st2"), found("ạo")) == (["Gạo ST25"], ["Gạo ST25"], [])


def test_without_accents_all_of_them_are_found() -> None:
    names = ["Dừa xiêm", "Dưa lưới", "Dứa mật"]
    for name in names:
        make_product(name)
    assert sorted(found("dua")) == sorted(names)


def test_a_word_in_the_name_counts_more_than_one_in_the_description() -> None:
    make_product("Bánh pía", description="Nhân sầu riêng, ăn với trà.")
    make_product("Sầu riêng Ri6")
    assert found("sầu riêng") == ["Sầu riêng Ri6", "Bánh pía"]


def test_every_word_must_be_there() -> None:
    make_product("Gạo ST25")
    assert found("gạo lứt") == []


def test_what_is_sold_out_comes_after_what_is_there() -> None:
    gone, there = make_product("Gạo ST25 một"), make_product("Gạo ST25 hai")
    set_stock(product=gone, available=0, acting_user=gone.seller.users.get())
    assert found("gạo st25") == [there.title, gone.title]
    assert found("") == [there.title, gone.title]


def test_other_languages_are_searched_too() -> None:
    make_product(
        texts={"vi": Words("Hành tím"), "en": Words("Red shallots"), "km": Words("ខ្ទឹមក្រហម")}
    )
    assert found("shallot") == ["Hành tím"]
    assert found("ខ្ទឹម") == ["Hành tím"]


def test_withdrawn_products_are_not_found() -> None:
    product = make_product("Gạo ST25")
    withdraw_product(product=product, acting_user=product.seller.users.get())
    assert found("gạo") == []


@pytest.mark.parametrize(
    "typed", ['"', "'", "gạo*", "a AND b", "NOT gạo", "title:gạo", "(((", "gạo\\", "gạo:A & b", "%"]
)
def test_no_typed_sign_breaks_the_engine(typed: str) -> None:
    make_product("Gạo ST25")
    assert isinstance(found(typed), list)


def test_a_text_without_words_finds_nothing() -> None:
    make_product()
    assert found("???") == []


def test_a_category_holds_its_descendants_and_nobody_else() -> None:
    rice = make_category("Gạo", "gao")
    glutinous = rice.add_child(name="Nếp", slug="nep")
    other = make_category("Tôm", "tom")
    make_product("Nếp than", category=glutinous)
    make_product("Tôm khô", category=other)
    assert found("", category=rice.path) == ["Nếp than"]
    assert found("", category=glutinous.path) == ["Nếp than"]
    assert found("khô", category=rice.path) == []


def test_a_seller_s_page_holds_the_seller_s_products() -> None:
    one, two = make_seller("Hộ một"), make_seller("Hộ hai")
    make_product("Gạo", seller=one)
    make_product("Tôm", seller=two)
    assert found("", seller=two.pk) == ["Tôm"]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        (Sort.NEWEST, ["C", "B", "A"]),
        (Sort.PRICE, ["B", "A", "C"]),
        (Sort.UNIT_PRICE, ["B", "A", "C"]),
    ],
)
def test_the_orders_to_choose_from(sort: Sort, names: list[str]) -> None:
    for day, (name, price) in enumerate([("A", 200_000), ("B", 100_000), ("C", 300_000)]):
        product = make_product(name, price=price)
        at = dt.datetime(2026, 11, 1 + day, tzinfo=dt.UTC)
        Product.objects.filter(pk=product.pk).update(published_at=at)
    refresh_listing(Product.objects.values_list("pk", flat=True))
    assert found("", sort=sort) == names


def test_pages_follow_each_other_without_holes_or_repeats() -> None:
    names = {make_product(f"Gạo {number}").title for number in range(7)}
    pages = [search(ListingQuery(text="gạo", page=page, size=3)) for page in (1, 2, 3, 4)]
    shown = [card.name for page in pages for card in page.cards]
    assert len(shown) == 7
    assert set(shown) == names
    assert [page.has_next for page in pages] == [True, True, False, False]
    assert {page.count_capped for page in pages} == {CappedCount(7)}


def test_the_count_stops_at_a_thousand() -> None:
    product = make_product("Gạo ST25")
    row = ListingRow.objects.get()
    copies = [_copy(product, number) for number in range(1001)]
    Product.objects.bulk_create(copies)
    rows = [
        ListingRow(
            product=copy,
            seller=row.seller,
            category_path="",
            version=row.version,
            facts=row.facts,
            in_stock=True,
            price=1,
            base_price=1,
            listed_at=row.listed_at,
        )
        for copy in copies
    ]
    ListingRow.objects.bulk_create(rows)
    assert search(ListingQuery()).count_capped == CappedCount(1000, is_more=True)


def _copy(product: Product, number: int) -> Product:
    return Product(seller=product.seller, title=f"x{number}", slug=f"x{number}")


def test_the_index_is_made_anew_from_the_products() -> None:
    product = make_product("Gạo ST25")
    ListingRow.objects.all().delete()
    search_backend().remove([product.pk])
    assert found("gạo") == []
    call_command("reindex_listing", verbosity=0)
    assert found("gạo") == ["Gạo ST25"]


def test_the_search_table_can_be_made_twice() -> None:
    search_backend().make_table()
    search_backend().make_table()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM listing_search")
        assert cursor.fetchone() == (0,)


def test_what_a_rolled_back_change_wrote_is_not_found() -> None:
    with transaction.atomic():
        make_product("Gạo ST25")
        transaction.set_rollback(True)
    assert found("gạo") == []


def test_a_search_takes_two_queries(django_assert_num_queries: object) -> None:
    make_product("Gạo một")
    with django_assert_num_queries(2):  # type: ignore[operator]
        search(ListingQuery(text="gạo"))
    for number in range(9):
        make_product(f"Gạo {number}")
    with django_assert_num_queries(2):  # type: ignore[operator]
        search(ListingQuery(text="gạo"))
