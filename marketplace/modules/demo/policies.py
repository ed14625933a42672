"""The policies a demo order is placed under, and how sellers deliver."""

from datetime import date
from typing import Any

from catalog.partner.models import Partner
from marketplace.base.accounts.models import User
from marketplace.modules.demo.data import table
from marketplace.shop.actions import publish_policy
from marketplace.shop.shipping.models import SellerDelivery


def load_policies(today: date, staff: User) -> None:
    """Publish the first version of every policy."""
    for kind, body in table("policies").items():
        publish_policy(kind=kind, body=body, valid_from=today, acting_user=staff)


def load_deliveries(sellers: dict[str, Partner]) -> None:
    """Write the deliveries of sellers, and the default for all others."""
    rows: list[dict[str, Any]] = table("deliveries")
    for position, row in enumerate(rows):
        seller = sellers[row["seller"]] if row["seller"] else None
        SellerDelivery.objects.create(**{**row, "seller": seller, "position": position})
