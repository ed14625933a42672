"""Everything that changes the shop, one file a subject."""

from marketplace.shop.actions.baskets import add_to_basket, change_quantity, remove_line
from marketplace.shop.actions.links import change_link, link_payee
from marketplace.shop.actions.parcels import (
    cancel_parcel,
    hand_over,
    mark_packed,
    mark_paid,
    mark_received,
    mark_shipped,
    mark_unpaid,
    revive_parcel,
    take_cash,
)
from marketplace.shop.actions.placing import CheckoutData, place_order
from marketplace.shop.actions.policies import publish_policy

__all__ = [
    "CheckoutData",
    "add_to_basket",
    "cancel_parcel",
    "change_link",
    "change_quantity",
    "hand_over",
    "link_payee",
    "mark_packed",
    "mark_paid",
    "mark_received",
    "mark_shipped",
    "mark_unpaid",
    "place_order",
    "publish_policy",
    "remove_line",
    "revive_parcel",
    "take_cash",
]
