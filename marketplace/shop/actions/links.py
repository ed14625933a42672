"""Who may see an order, and who is paid for a seller's parcels."""

from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.kernel.audit import record
from marketplace.shop.models import SellerPayee
from marketplace.shop.order.models import Order, new_key
from payments.actions import register_payee, set_members
from payments.models import Payee

if TYPE_CHECKING:
    from catalog.partner.models import Partner
    from marketplace.base.accounts.models import User


def change_link(*, order: Order, acting_user: "User | None" = None) -> Order:
    """Give the order a new secret link; the old one stops working at once."""
    with transaction.atomic():
        order.key = new_key()
        order.save(update_fields=["key"])
        record("order.link_changed", acting_user=acting_user, subject=order)
    return order


def link_payee(*, seller: "Partner", acting_user: "User | None" = None) -> Payee:
    """Return the seller's payee; a missing one is made with the seller's legal name and people."""
    with transaction.atomic():
        link = SellerPayee.objects.filter(seller=seller).select_related("payee").first()
        if link is not None:
            payee = link.payee
        else:
            payee = register_payee(
                name=seller.name,
                legal_name=seller.legal_name or seller.name,
                kind=Payee.Kind.SELLER,
                reference=f"seller:{seller.pk}",
                acting_user=acting_user,
            )
            SellerPayee.objects.create(seller=seller, payee=payee)
            record("seller.payee_linked", acting_user=acting_user, subject=seller, payee=payee.pk)
        set_members(payee=payee, members=seller.users.all(), acting_user=acting_user)
    return payee
