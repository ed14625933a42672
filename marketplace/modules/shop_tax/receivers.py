"""What the shop tells withholding: who a seller is, and what a parcel is made of."""

from collections.abc import Sequence

from catalog.choices import SellerKind
from marketplace.modules.shop_tax.queries import parts_of
from marketplace.shop.models import SellerPayee
from marketplace.shop.order.models import Parcel
from payments.actions.earning import settled_on
from payments.models import Charge, Payee
from payments.tax.core.withholding import Part
from payments.tax.hooks import tax_bases, tax_status
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
    checked = SellerPayee.objects.filter(payee=payee, seller__verified_at__isnull=False)
    kind = checked.values_list("seller__kind", flat=True).first()
    return str(STATUS_OF_KIND.get(kind, "")) if kind else ""


@tax_bases.register
def parts_of_parcel(charge: Charge) -> Sequence[Part]:
    """Return what a parcel is made of, by each product's own class; nothing for other charges."""
    word, _colon, number = charge.purpose.partition(":")
    if word != "parcel" or not number.isdigit():
        return ()
    parcel = Parcel.objects.filter(pk=int(number)).first()
    return () if parcel is None else parts_of(parcel, charge.payee, settled_on(charge))
