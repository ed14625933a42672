"""Show each known hole on stock Oscar, print {hole: is it there?} as JSON.

Run as a process of its own: one process holds one set of Django settings.
"""

import json
import os
from decimal import Decimal

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.projects.stock_oscar.settings"

import django

django.setup()

from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client
from oscar.apps.order.utils import OrderNumberGenerator
from oscar.core.loading import get_model
from oscar.test.basket import add_product
from oscar.test.factories import BasketFactory, create_order, create_product, create_stockrecord

Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")


def oversells() -> bool:
    """Two baskets pass the check for the last unit, both orders are placed."""
    product = create_product(num_in_stock=1, price=Decimal(10))
    baskets = [BasketFactory() for _ in range(2)]
    for basket in baskets:
        add_product(basket, product=product)
        assert basket.lines.get().purchase_info.availability.is_purchase_permitted(1)[0]
    for basket in baskets:
        create_order(basket=basket)
    record = product.stockrecords.get()
    return record.num_allocated > record.num_in_stock


def refunds_without_ceiling() -> bool:
    """A source refunds the same money twice."""
    order = create_order()
    kind = get_model("payment", "SourceType").objects.create(name="card")
    source = order.sources.create(source_type=kind, amount_allocated=100, amount_debited=100)
    source.refund(Decimal(100))
    source.refund(Decimal(100))
    source.refresh_from_db()
    return source.amount_refunded > source.amount_debited


def seller(name: str) -> tuple[User, object]:
    user = User.objects.create_user(name, f"{name}@example.test", "a long password")
    user.user_permissions.add(Permission.objects.get(codename="dashboard_access"))
    partner = Partner.objects.create(name=name)
    partner.users.add(user)
    return user, partner


def children_under_a_strangers_product() -> bool:
    """A seller who may add products opens the form of a child under another seller's product."""
    _, other = seller("other-a")
    mine, _ = seller("mine-a")
    may = ("view_product", "add_product")
    mine.user_permissions.add(*Permission.objects.filter(codename__in=may))
    parent = create_product(structure="parent")
    child = create_product(structure="child", parent=parent, title="their size")
    create_stockrecord(product=child, partner_name=other.name, num_in_stock=1)
    client = Client()
    client.force_login(mine)
    page = client.get(f"/dashboard/catalogue/products/{parent.pk}/create-variant/")
    return page.status_code == 200


def e_mail_without_password() -> bool:
    """A signed-in session changes the e-mail and is never asked for the password."""
    user = User.objects.create_user("victim", "victim@example.test", "a long password")
    client = Client()
    client.force_login(user)
    client.post("/accounts/profile/edit/", {"first_name": "", "last_name": "", "email": "thief@example.test"})
    user.refresh_from_db()
    return user.email == "thief@example.test"


def _mixed_order() -> tuple[User, object]:
    mine, partner = seller(f"mine-{User.objects.count()}")
    _, other = seller(f"other-{User.objects.count()}")
    basket = BasketFactory()
    for owner, title in ((partner, "my rice"), (other, "their onions")):
        product = create_product(title=title)
        create_stockrecord(product=product, partner_name=owner.name, num_in_stock=5)
        add_product(basket, product=product)
    return mine, create_order(basket=basket)


def strangers_lines_visible() -> bool:
    """One line of mine shows me all lines of the order."""
    mine, order = _mixed_order()
    client = Client()
    client.force_login(mine)
    page = client.get(f"/dashboard/orders/{order.number}/")
    return "their onions" in page.content.decode()


def numbers_can_be_guessed() -> bool:
    """The next number follows from this one."""
    first, second = BasketFactory(), BasketFactory()
    generator = OrderNumberGenerator()
    return generator.order_number(second) - generator.order_number(first) == 1


HOLES = (
    oversells,
    refunds_without_ceiling,
    children_under_a_strangers_product,
    e_mail_without_password,
    strangers_lines_visible,
    numbers_can_be_guessed,
)

if __name__ == "__main__":
    call_command("migrate", run_syncdb=True, verbosity=0)
    print(json.dumps({hole.__name__: hole() for hole in HOLES}))
