"""What a seller's kind means to the tax office."""

from catalog.choices import SellerKind
from marketplace.shop.models import SellerPayee
from payments.models import Payee
from payments.tax.hooks import tax_status
from payments.tax.models import PayeeTax

STATUS_OF_KIND: dict[str, str] = {
    SellerKind.COOPERATIVE: PayeeTax.Status.COOPERATIVE,
    SellerKind.ENTERPRISE: PayeeTax.Status.ENTERPRISE,
    SellerKind.HOUSEHOLD_BUSINESS: PayeeTax.Status.HOUSEHOLD,
    SellerKind.FARM_HOUSEHOLD: PayeeTax.Status.HOUSEHOLD,
    SellerKind.MARKET_VENDOR: PayeeTax.Status.HOUSEHOLD,
}
"""A cooperative group is no legal person, and its members file as they are: an officer decides."""


@tax_status.register
def status_of_seller(payee: Payee) -> str:
    """Return the status that the shop's verified seller has by their kind; empty when unknown."""
    link = SellerPayee.objects.filter(payee=payee).select_related("seller").first()
    if link is None or link.seller.verified_at is None:
        return ""
    return str(STATUS_OF_KIND.get(link.seller.kind, ""))
