"""An officer says what goods are. Each is one transaction with its audit row."""

from datetime import date

from django.db import transaction

from catalog.models import Category, Product
from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.modules.shop_tax.errors import ProductUndeclaredError
from marketplace.modules.shop_tax.models import CategoryNature, ProductClass
from marketplace.shop.models import SellerPayee
from payments.tax.core.withholding import TaxClass
from payments.tax.queries import has_declared


@transaction.atomic
def set_nature(
    *, category: Category, nature: str, valid_from: date, reason: str, acting_user: User
) -> CategoryNature:
    """Say what the goods of a category are from a day on; sales counted before stay."""
    written = CategoryNature.objects.create(
        category=category,
        nature=nature,
        valid_from=valid_from,
        reason=reason,
        made_by=acting_user,
        created_at=now(),
    )
    record(
        "category_nature.set", acting_user=acting_user, subject=written, nature=nature, why=reason
    )
    return written


@transaction.atomic
def set_product_class(
    *, product: Product, tax_class: str, valid_from: date, reason: str, acting_user: User
) -> ProductClass:
    """Say which class the sales of one product are from a day on; those counted before stay.

    Raises:
        ProductUndeclaredError: the zero class without the seller's declaration.
    """
    if tax_class == TaxClass.OWN_PRODUCE and not _declared(product, valid_from):
        raise ProductUndeclaredError(product=product.pk)
    written = ProductClass.objects.create(
        product=product,
        tax_class=tax_class,
        valid_from=valid_from,
        reason=reason,
        made_by=acting_user,
        created_at=now(),
    )
    record(
        "product_tax.set", acting_user=acting_user, subject=written, tax_class=tax_class, why=reason
    )
    return written


def _declared(product: Product, day: date) -> bool:
    link = SellerPayee.objects.filter(seller=product.seller_id).select_related("payee").first()
    return link is not None and has_declared(link.payee, day)
