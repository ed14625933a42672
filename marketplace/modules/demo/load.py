"""Fill an empty database with the demo, in one transaction: all of it or nothing."""

from django.db import transaction
from django.utils import timezone

from catalog.partner.models import Partner
from marketplace.kernel.clock import now
from marketplace.modules.demo import (
    chains,
    fields,
    goods,
    market,
    money,
    orders,
    origin,
    people,
    policies,
)


def is_loaded() -> bool:
    """Say whether a seller is there already: then nothing is touched."""
    return Partner.objects.exists()


@transaction.atomic
def load_demo(*, bank_url: str) -> None:
    """Load everything the demo shows.

    Args:
        bank_url: where the sandbox bank's pages are, for the pay page's bank button.
    """
    today = timezone.localdate()
    staff = people.load_people()
    policies.load_policies(today, staff)
    sellers = people.load_sellers(staff)
    products = goods.load_products(sellers, goods.load_categories(), today)
    policies.load_deliveries(sellers)
    money.load_bank(bank_url)
    accounts = money.load_accounts(sellers, staff)
    chains.load_chains(origin.chain_members(products), today)
    lots = origin.load_lots(products, today)
    fields.load_fields(lots, today, staff)
    orders.load_orders(products, staff)
    money.load_stray_money(accounts, now())
    market.load_market(staff)
    origin.recall(lots[origin.RECALLED], staff)
