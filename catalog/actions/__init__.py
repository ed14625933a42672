"""Everything that changes products, stock and sellers: each verb one transaction with its audit."""

from catalog.actions.categories import add_category, edit_category
from catalog.actions.certificates import add_certificate, end_certificate
from catalog.actions.products import (
    approve_product,
    edit_product,
    list_product,
    publish_again,
    reject_product,
    send_to_review,
    withdraw_product,
)
from catalog.actions.sellers import (
    add_seller,
    ask_seller_for_more,
    edit_seller,
    name_people,
    restore_seller,
    submit_seller,
    suspend_seller,
    tell_story,
    verify_seller,
)
from catalog.actions.stock import (
    change_price,
    change_stock,
    consume_stock,
    hold_stock,
    release_stock,
    set_stock,
)
from catalog.listing.actions import refresh_listing

__all__ = [
    "add_category",
    "add_certificate",
    "add_seller",
    "approve_product",
    "ask_seller_for_more",
    "change_price",
    "change_stock",
    "consume_stock",
    "edit_category",
    "edit_product",
    "edit_seller",
    "end_certificate",
    "hold_stock",
    "list_product",
    "name_people",
    "publish_again",
    "refresh_listing",
    "reject_product",
    "release_stock",
    "restore_seller",
    "send_to_review",
    "set_stock",
    "submit_seller",
    "suspend_seller",
    "tell_story",
    "verify_seller",
    "withdraw_product",
]
