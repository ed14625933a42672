"""What the catalogue offers to modules above, and answers to modules below."""

from collections.abc import Mapping

from catalog.listing.actions import refresh_listing
from catalog.models import Product, ProductPhoto
from marketplace.base.accounts.models import User
from marketplace.base.media.hooks import media_ready
from marketplace.base.media.models import Media
from marketplace.kernel.hooks import Hook

sell_form_saved: Hook[[Product, Mapping[str, str], User], None] = Hook(
    "sell_form_saved", may_fail=True
)
"""A seller has saved a product; guests save what their part of the form (slot
``seller.product.origin``) asked. In the product's transaction: a guest's `DomainError` undoes it.
"""


@media_ready.register
def show_the_picture(media: Media) -> None:
    """Put a cover that the worker has just made on its card."""
    covers = ProductPhoto.objects.filter(media=media, position=0)
    refresh_listing(list(covers.values_list("product_id", flat=True)))
