"""Each line of a parcel is withheld of by its product's class on the day of the sale."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from catalog.actions.categories import GroupWords, add_category
from catalog.choices import SellerKind
from catalog.models import Category, Product, ProductCategory
from catalog.partner.models import Partner
from marketplace.base.accounts.models import User
from marketplace.modules.shop_tax.actions import set_nature, set_product_class
from marketplace.modules.shop_tax.core.classing import Nature, class_of
from marketplace.modules.shop_tax.errors import ProductUndeclaredError
from marketplace.modules.shop_tax.models import CategoryNature, ProductClass
from payments.models import Charge, Payee
from payments.tax.actions import keep_declaration
from payments.tax.core.withholding import TaxClass
from tests.factories import payments as make
from tests.factories import shop, tax
from tests.factories.catalog import make_product

LONG_AGO = date(2026, 7, 1)
TODAY = date(2026, 11, 21)


@given(st.sampled_from([*Nature, None]), st.sampled_from(list(TaxClass)), st.booleans())
def test_nothing_but_a_declaration_makes_a_sale_free_of_tax(
    nature: Nature | None, sellers: TaxClass, declared: bool
) -> None:
    found = class_of(nature, sellers=sellers, declared=declared)

    if found is TaxClass.OWN_PRODUCE:
        assert (nature is Nature.UNPROCESSED and declared) or (nature is None and sellers is found)


@pytest.mark.parametrize(
    ("nature", "sellers", "declared", "found"),
    [
        (Nature.UNPROCESSED, TaxClass.UNKNOWN, True, TaxClass.OWN_PRODUCE),
        (Nature.UNPROCESSED, TaxClass.OWN_PRODUCE, False, TaxClass.DISTRIBUTION),
        (Nature.PROCESSED, TaxClass.OWN_PRODUCE, True, TaxClass.PRODUCTION),
        (Nature.PROCESSED, TaxClass.UNKNOWN, False, TaxClass.PRODUCTION),
        (Nature.PROCESSED, TaxClass.DISTRIBUTION, False, TaxClass.DISTRIBUTION),
        (Nature.SERVICE, TaxClass.DISTRIBUTION, False, TaxClass.SERVICE),
        (Nature.OTHER, TaxClass.DISTRIBUTION, False, TaxClass.OTHER),
        (None, TaxClass.PRODUCTION, False, TaxClass.PRODUCTION),
        (None, TaxClass.UNKNOWN, True, TaxClass.UNKNOWN),
    ],
)
def test_the_class_by_nature_and_seller(
    nature: Nature | None, sellers: TaxClass, declared: bool, found: TaxClass
) -> None:
    assert class_of(nature, sellers=sellers, declared=declared) is found


def category(name: str, parent: Category | None = None) -> Category:
    words = GroupWords(name=name, slug=f"nhom-{make.next_number()}", translations={})
    return add_category(words=words, parent=parent, acting_user=None)


def put(product: Product, into: Category) -> None:
    ProductCategory.objects.filter(product=product).delete()
    ProductCategory.objects.create(product=product, category=into)


def nature(of: Category, what: str, since: date = LONG_AGO) -> CategoryNature:
    officer = make.person(staff=True)
    return set_nature(
        category=of, nature=what, valid_from=since, reason="looked at", acting_user=officer
    )


class Household:
    """A farm household that sells rice and cakes in one parcel."""

    def __init__(self) -> None:
        tax.rates()
        self.food = category("Lương thực")
        self.rice_group = category("Gạo", self.food)
        self.cakes_group = category("Bánh")
        self.rice = shop.make_goods(price=185_000)
        self.seller = Partner.objects.get(pk=self.rice.seller_id)
        Partner.objects.filter(pk=self.seller.pk).update(kind=SellerKind.FARM_HOUSEHOLD)
        self.cake = make_product("Bánh pía", seller=self.seller, price=60_000, stock=10)
        put(self.rice, self.rice_group)
        put(self.cake, self.cakes_group)
        self.payee = Payee.objects.get(seller_link__seller=self.seller)

    def sell(self) -> Charge:
        order = shop.order_of((self.rice, 2), (self.cake, 1))
        charge = shop.charge_of(shop.parcel_of(order))
        make.pay(charge)
        return charge

    def declare(self) -> None:
        keep_declaration(
            payee=self.payee,
            produce="lúa",
            signed_on=LONG_AGO,
            acting_user=make.person(staff=True),
        )


def lines(charge: Charge) -> list[tuple[str, int, int, int]]:
    rows = charge.withholding_lines.order_by("pk")
    return list(rows.values_list("tax_class", "base", "vat", "pit"))


@pytest.fixture
def sale(db: None) -> Household:
    return Household()


def test_each_line_has_its_own_class_and_delivery_another(sale: Household) -> None:
    nature(sale.food, "unprocessed")
    nature(sale.cakes_group, "processed")
    sale.declare()

    charge = sale.sell()

    assert lines(charge) == [
        ("own_produce", 370_000, 0, 0),
        ("production", 60_000, 1_800, 900),
        ("transport", 22_000, 1_100, 440),
    ]
    assert sum(base for _class, base, *_taxes in lines(charge)) == charge.amount


def test_without_a_declaration_produce_counts_as_goods_sold_on(sale: Household) -> None:
    nature(sale.food, "unprocessed")
    nature(sale.cakes_group, "processed")

    assert lines(sale.sell())[0] == ("distribution", 370_000, 3_700, 1_850)


def test_where_nothing_is_written_the_highest_rates_count(sale: Household) -> None:
    assert lines(sale.sell())[:2] == [("", 370_000, 18_500, 7_400), ("", 60_000, 3_000, 1_200)]


def test_the_nearest_category_counts_and_a_later_word_from_its_day_on(sale: Household) -> None:
    nature(sale.food, "processed")
    nature(sale.rice_group, "unprocessed")
    nature(sale.rice_group, "other", date(2026, 12, 1))

    with time_machine.travel("2026-11-21T03:00:00Z"):
        before = sale.sell()
    with time_machine.travel("2026-12-01T03:00:00Z"):
        after = sale.sell()

    assert (lines(before)[0][0], lines(after)[0][0]) == ("distribution", "other")


def test_an_officers_word_about_one_product_comes_first(sale: Household) -> None:
    nature(sale.food, "unprocessed")
    officer = make.person(staff=True)
    facts = {"valid_from": LONG_AGO, "reason": "ground and mixed", "acting_user": officer}
    with pytest.raises(ProductUndeclaredError):
        set_product_class(product=sale.rice, tax_class="own_produce", **facts)  # type: ignore[arg-type]
    set_product_class(product=sale.rice, tax_class="production", **facts)  # type: ignore[arg-type]

    assert lines(sale.sell())[0] == ("production", 370_000, 11_100, 5_550)


def test_a_charge_that_is_no_parcel_goes_by_the_sellers_class(db: None) -> None:
    tax.rates()
    payee = make.payee()
    tax.taxpayer(payee, sells="production")
    charge = make.charge(payee, amount=100_000)
    make.pay(charge)

    assert lines(charge) == [("production", 100_000, 3_000, 1_500)]


@pytest.fixture
def officer(client: Client, db: None) -> User:
    """Staff, signed in."""
    user = make.person(superuser=True)
    client.force_login(user)
    return user


def test_an_officer_writes_what_a_category_and_a_product_are(
    client: Client, officer: User, sale: Household
) -> None:
    goods = reverse("shop_tax_goods")
    group = reverse("shop_tax_category", args=[sale.food.pk])
    rice = reverse("shop_tax_product", args=[sale.rice.pk])
    page = client.get(goods, {"q": "ST25"}).content.decode()
    assert (group in page, rice in page, "chưa ghi" in page) == (True, True, True)
    assert goods in client.get(reverse("tax_staff")).content.decode()

    asked = {"nature": "unprocessed", "valid_from": "2026-07-01", "reason": "paddy and rice"}
    assert client.post(group, {**asked, "nature": "magic"}).status_code == 422
    assert client.post(group, asked).status_code == 302
    assert client.post(rice, {**asked, "tax_class": "own_produce"}).status_code == 422
    assert client.post(rice, {**asked, "tax_class": "production"}).status_code == 302

    written = ProductClass.objects.get()
    assert (written.tax_class, written.made_by) == ("production", officer)
    page = client.get(goods).content.decode()
    assert "theo nhóm trên" in page
    assert "ghi riêng cho sản phẩm này" in page
    assert "paddy and rice" in client.get(rice).content.decode()
    assert "Không có sản phẩm đó" in client.get(goods, {"q": "zzzz"}).content.decode()


def test_only_money_staff_sees_it(client: Client, sale: Household) -> None:
    client.force_login(make.person())

    for url in (
        reverse("shop_tax_goods"),
        reverse("shop_tax_category", args=[sale.food.pk]),
        reverse("shop_tax_product", args=[sale.rice.pk]),
    ):
        assert client.post(url, {"nature": "other"}).status_code in {302, 403, 405}
    assert not CategoryNature.objects.exists()


def test_ten_products_cost_no_more_queries_than_one(
    client: Client,
    officer: User,
    sale: Household,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    url = reverse("shop_tax_goods")
    nature(sale.food, "unprocessed")
    client.get(url)
    for number in range(9):
        more = make_product(f"Gạo {number}", seller=sale.seller, price=10_000)
        put(more, category(f"Nhóm {number}", sale.food))

    with django_assert_max_num_queries(10):
        client.get(url)
