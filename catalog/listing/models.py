"""The listing row: what a card, a facet and a sort need of one public product."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from catalog.partner.models import Partner


class ListingRow(models.Model):
    """One public product. A row is here exactly as long as buyers may see the product.

    ``facts`` is what `catalog.listing.facts.Facts` writes and reads. The row is written by
    `refresh_listing` only, in the transaction of what changed.
    """

    product = models.OneToOneField(
        Product, on_delete=models.CASCADE, primary_key=True, related_name="listing_row"
    )
    seller = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    category_path = models.CharField(max_length=255)
    version = models.CharField(max_length=16)
    facts = models.JSONField()
    in_stock = models.BooleanField()
    price = models.BigIntegerField()
    base_price = models.BigIntegerField()
    stars = models.PositiveSmallIntegerField(default=0)
    listed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("listing row")
        verbose_name_plural = _("listing rows")
        indexes = [
            models.Index(fields=["-in_stock", "-listed_at", "-product"], name="listing_newest"),
            models.Index(fields=["category_path"], name="listing_category"),
            models.Index(fields=["seller", "-in_stock", "-listed_at"], name="listing_seller"),
        ]

    def __str__(self) -> str:
        return str(self.facts.get("names", {}).get("vi", self.pk))
