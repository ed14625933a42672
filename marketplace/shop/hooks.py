"""What the shop tells the modules above it, inside the transaction that moved the parcel."""

from typing import TYPE_CHECKING

from marketplace.kernel.hooks import Hook

if TYPE_CHECKING:
    from marketplace.shop.order.models import Order, Parcel

order_placed: "Hook[[Order], None]" = Hook("order_placed")
"""Sent once an order and its parcels exist and hold their goods."""

parcel_paid: "Hook[[Parcel], None]" = Hook("parcel_paid")
"""Sent when a parcel may be packed: its money came, or cash is taken at the door."""

parcel_unpaid: "Hook[[Parcel], None]" = Hook("parcel_unpaid")
"""Sent when a payment matched by hand is taken back before the parcel was packed."""

parcel_packed: "Hook[[Parcel], None]" = Hook("parcel_packed")
"""Sent when a seller has packed a parcel."""

parcel_cancelled: "Hook[[Parcel], None]" = Hook("parcel_cancelled")
"""Sent when a parcel is given up and its goods are for sale again."""
