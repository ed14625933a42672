"""What the catalogue answers to modules below."""

from catalog.listing.actions import refresh_listing
from catalog.models import ProductPhoto
from marketplace.base.media.hooks import media_ready
from marketplace.base.media.models import Media


@media_ready.register
def show_the_picture(media: Media) -> None:
    """Put a cover that the worker has just made on its card."""
    covers = ProductPhoto.objects.filter(media=media, position=0)
    refresh_listing(list(covers.values_list("product_id", flat=True)))
