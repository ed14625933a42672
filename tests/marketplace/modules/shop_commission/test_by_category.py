"""Commission of a parcel goes by the groups its goods stand in."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from catalog.actions.categories import GroupWords, add_category
from catalog.models import Category, Product, ProductCategory
from catalog.partner.models import Partner
from payments.models import Charge
from payments.settlement.actions import add_rule
from payments.settlement.core.commission import Terms
from tests.factories import payments as make
from tests.factories import shop
from tests.factories.catalog import make_product

pytestmark = pytest.mark.django_db

LONG_AGO = date(2026, 1, 1)


def group(name: str, parent: Category | None = None) -> Category:
    words = GroupWords(name=name, slug=f"nhom-{make.next_number()}", translations={})
    return add_category(words=words, parent=parent, acting_user=None)


def put(product: Product, into: Category) -> None:
    ProductCategory.objects.filter(product=product).delete()
    ProductCategory.objects.create(product=product, category=into)


def rule(points: int, of: Category | None = None) -> None:
    add_rule(
        terms=Terms(basis_points=points),
        valid_from=LONG_AGO,
        reason="agreed",
        category="" if of is None else str(of.pk),
    )


def sell(*goods: tuple[Product, int]) -> Charge:
    charge = shop.charge_of(shop.parcel_of(shop.order_of(*goods)))
    make.pay(charge)
    return charge


def taken(charge: Charge) -> list[tuple[int, int]]:
    return sorted(charge.commission_lines.values_list("base", "amount"))


@pytest.fixture
def rice() -> Product:
    return shop.make_goods(price=185_000)


@pytest.fixture
def cake(rice: Product) -> Product:
    seller = Partner.objects.get(pk=rice.seller_id)
    return make_product("Bánh pía", seller=seller, price=60_000, stock=10)


def test_each_line_goes_by_its_group_and_delivery_by_the_rule_for_all(
    rice: Product, cake: Product
) -> None:
    food, cakes = group("Lương thực"), group("Bánh")
    put(rice, group("Gạo", food))
    put(cake, cakes)
    rule(100)
    rule(200, food)
    rule(1_000, cakes)

    assert taken(sell((rice, 2), (cake, 1))) == [(22_000, 220), (60_000, 6_000), (370_000, 7_400)]


def test_a_group_without_a_rule_of_its_own_goes_by_the_rule_for_all(rice: Product) -> None:
    put(rice, group("Gạo"))
    rule(100)
    rule(1_000, group("Bánh"))

    assert taken(sell((rice, 2))) == [(392_000, 3_920)]


def test_another_charge_than_a_parcels_has_no_groups() -> None:
    rule(100)
    rule(1_000, group("Bánh"))
    charge = make.charge(amount=50_000)

    make.pay(charge)

    assert taken(charge) == [(50_000, 500)]


def test_an_officer_chooses_among_the_groups_at_the_top(client: Client) -> None:
    food = group("Lương thực")
    group("Gạo nếp", food)
    client.force_login(make.person(superuser=True))
    rule(200, food)

    html = client.get(reverse("settlement_staff")).content.decode()

    assert f'<option value="{food.pk}">Lương thực</option>' in html
    assert "Gạo nếp" not in html
    assert '<small class="mut">Lương thực</small>' in html
